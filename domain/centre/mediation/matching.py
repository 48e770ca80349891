"""Who may mediate a case, in which order, and why: each rank has its reasons.

First whoever may not is left out, with the reason said. The others are ordered by one list of
criteria: asked for by the sides, skill, group, town, dialect, day, load, record. The first
criterion in which two differ is why one stands before the other. Pure; knows nothing of the people
in a case.

Source: 人民调解法, articles 19 and 20; 人民法院在线调解规则, articles 11 and 13.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.centre.cases.case import Case, Flag, Level
from domain.centre.cases.categories import Category
from domain.centre.mediation.mediators import Mediator, PoolState, Source
from domain.centre.mediation.records import NOTHING_DONE, Record
from domain.centre.mediation.wishes import MediationWishes, Tie
from domain.errors import ConflictError, InvalidError, Terms

GROUP_OF_MANY = 10
NEEDED_WHEN_GRAVE = 2
MOST_OFFERS = 10
# Performance counts in steps of five per cent and days in weeks: less than that is chance.
_RATE_STEP, _WEEK = 0.05, 7


class Criterion(StrEnum):
    """By what mediators are ordered, the weightiest first."""

    ASKED_FOR = "asked_for"
    SKILL = "skill"
    GROUP = "group"
    TOWN = "town"
    DIALECT = "dialect"
    DAY = "day"
    LOAD = "load"
    RECORD = "record"
    DAYS = "days"
    NUMBER = "number"


class Bar(StrEnum):
    """Why somebody is left out."""

    SUSPENDED = "suspended"
    RESIGNED = "resigned"
    OUT_OF_TERM = "out_of_term"
    KIN = "kin"
    INTEREST = "interest"
    OTHER_TIE = "other_tie"
    OBJECTED = "objected"
    SEX = "sex"
    MINORS = "minors"


class BarNames(Terms):
    """Why somebody is left out, inside a sentence (context `bar`)."""

    __slots__ = ()
    context = "bar"


_TIES: Mapping[Tie, Bar] = {
    Tie.KIN: Bar.KIN,
    Tie.INTEREST: Bar.INTEREST,
    Tie.OTHER: Bar.OTHER_TIE,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case asks of its mediator.

    Attributes:
        town: the code of its town (9 digits); None where it is of none.
        group: the mediation group that does this category; None where there is none.
    """

    category: Category
    wishes: MediationWishes
    town: str | None = None
    group: str | None = None
    flags: frozenset[str] = frozenset()
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for somebody, or does not; `figure` where it is a number."""

    criterion: Criterion
    holds: bool
    figure: float | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A mediator who may take the case, and what speaks for and against."""

    mediator: Mediator
    record: Record
    reasons: tuple[Reason, ...]
    key: tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The offers in their order, who was left out and why, and how many must be chosen."""

    offers: tuple[Offer, ...]
    barred: tuple[tuple[Mediator, Bar], ...] = ()
    needed: int = 1
    counted: int = 0


def is_grave(case: Case) -> bool:
    """Whether two or more mediators sit, one of them as chair."""
    many = case.people_count >= GROUP_OF_MANY
    return many or case.level in {Level.RED, Level.ORANGE} or Flag.ESCALATION in case.flags


def wanted_of(case: Case, wishes: MediationWishes | None, groups: Mapping[str, str]) -> Wanted:
    """What a case asks for; `groups`: which group does which category, by its word."""
    return Wanted(
        category=case.category,
        wishes=wishes or MediationWishes(case.code),
        town=case.area_code[:9] if case.area_code and len(case.area_code) >= 9 else None,
        group=groups.get(case.category.value),
        flags=frozenset(case.flags),
        is_grave=is_grave(case),
    )


def match(
    wanted: Wanted,
    pool: Iterable[Mediator],
    records: Mapping[str, Record],
    *,
    today: date,
    limit: int = MOST_OFFERS,
) -> Match:
    """Order a pool for a case.

    Args:
        wanted: what the case asks for.
        pool: anybody, in any order; ties go by number, so that everybody sees one order.
        records: by `Mediator.key`; whoever is not in it has done nothing yet.
        today: a term of office must cover it.
        limit: most offers, >= 1.
    """
    free: list[Offer] = []
    barred: list[tuple[Mediator, Bar]] = []
    for one in pool:
        bar = bar_of(one, wanted, today)
        if bar is None:
            free.append(_offer(one, wanted, records.get(one.key, NOTHING_DONE)))
        else:
            barred.append((one, bar))
    free.sort(key=lambda offer: offer.key)
    needed = NEEDED_WHEN_GRAVE if wanted.is_grave else 1
    return Match(tuple(free[: max(1, limit)]), tuple(barred), needed, len(free))


def bar_of(one: Mediator, wanted: Wanted, today: date) -> Bar | None:
    """Why somebody may not take the case; None for whoever may."""
    if one.state is PoolState.RESIGNED:
        return Bar.RESIGNED
    if one.state is PoolState.SUSPENDED:
        return Bar.SUSPENDED
    if not one.is_in_term(today):
        return Bar.OUT_OF_TERM
    wishes = wanted.wishes
    for conflict in wishes.conflicts or ():
        if conflict.mediator_id == one.mediator_id and not conflict.all_agree:
            return _TIES[conflict.tie]
    if one.mediator_id in wishes.objected_to:
        return Bar.OBJECTED
    if wishes.sex is not None and _heeds_sex(wanted) and one.sex is not wishes.sex:
        return Bar.SEX
    if Flag.MINORS in wanted.flags and not one.works_with_minors:
        return Bar.MINORS
    return None


def _heeds_sex(wanted: Wanted) -> bool:
    return wanted.category is Category.MARRIAGE_FAMILY or Flag.VIOLENCE in wanted.flags


def _offer(one: Mediator, wanted: Wanted, record: Record) -> Offer:
    wishes = wanted.wishes
    holds: dict[Criterion, bool] = {
        Criterion.ASKED_FOR: one.mediator_id in wishes.asked_for,
        Criterion.SKILL: wanted.category.value in one.skills,
        Criterion.GROUP: wanted.group is not None and wanted.group in one.groups,
        Criterion.TOWN: one.serves(wanted.town),
        Criterion.DIALECT: wishes.dialect is None or wishes.dialect in one.dialects,
        Criterion.DAY: wishes.day is None or wishes.day.value in one.days,
    }
    rate, days = record.performance_rate, record.mean_days
    figures: Sequence[Reason] = (
        Reason(Criterion.LOAD, record.load == 0, record.load),
        Reason(Criterion.RECORD, rate is not None, rate),
        Reason(Criterion.DAYS, days is not None, days),
    )
    told = [Reason(name, so) for name, so in holds.items() if _is_asked(name, wanted)]
    # who has no figure yet stands between good and bad: newcomers get cases too
    slow = (days or 0.0) // _WEEK
    key: tuple[float | str, ...] = (
        *(0.0 if so else 1.0 for so in holds.values()),
        float(record.load),
        -round((0.9 if rate is None else rate) / _RATE_STEP),
        slow,
        one.mediator_id,
    )
    return Offer(one, record, (*told, *figures), key)


def _is_asked(name: Criterion, wanted: Wanted) -> bool:
    """Whether a criterion tells anything in this case."""
    wishes = wanted.wishes
    asked = {
        Criterion.ASKED_FOR: bool(wishes.asked_for),
        Criterion.GROUP: wanted.group is not None,
        Criterion.TOWN: wanted.town is not None,
        Criterion.DIALECT: wishes.dialect is not None,
        Criterion.DAY: wishes.day is not None,
    }
    return asked.get(name, True)


_ORDER = tuple(Criterion)


def why_before(first: Offer, second: Offer) -> Criterion:
    """In which criterion the first is before the second."""
    for criterion, mine, other in zip(_ORDER, first.key, second.key, strict=True):
        if mine != other:
            return criterion
    return Criterion.NUMBER


def check_choice(
    chosen: Sequence[str], chair: str | None, wanted: Wanted, pool: Mapping[str, Mediator],
    today: date,
) -> None:  # fmt: skip
    """Whether these may sit together in the case.

    Raises:
        InvalidError: nobody, or too few for a grave matter, or no chair among them.
        ConflictError: one of them may not; the reason is said.
    """
    if not chosen:
        raise InvalidError(says="mediators_missing", field="mediators")
    if wanted.is_grave and len(chosen) < NEEDED_WHEN_GRAVE:
        raise InvalidError(says="grave_needs_two", least=NEEDED_WHEN_GRAVE, field="mediators")
    if len(chosen) > 1 and chair not in chosen:
        raise InvalidError(says="chair_missing", field="chair")
    for mediator_id in chosen:
        one = pool.get(mediator_id)
        if one is None:
            raise InvalidError(
                says="mediator_unknown", mediator=mediator_id[:64], field="mediators"
            )
        bar = bar_of(one, wanted, today)
        if bar is not None:
            why = BarNames(bar.value)
            raise ConflictError(
                says="mediator_barred", mediator=mediator_id, why=why, field="mediators"
            )


def chair_of(chosen: Sequence[Offer]) -> str | None:
    """Who chairs of several: whoever has settled most, a judge or lawyer before others alike."""
    if len(chosen) < NEEDED_WHEN_GRAVE:
        return None
    learned = {Source.JUDGE, Source.LAWYER}

    def weight(offer: Offer) -> tuple[int, bool, str]:
        one = offer.mediator
        return (-offer.record.success, one.source not in learned, one.mediator_id)

    return min(chosen, key=weight).mediator.mediator_id
