"""The ledgers: entries as facts, taken back by reverse entries, never edited."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.errors import ConflictError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, fields_of
from domain.net.credit.guards import Judged, Verdict, within_cap
from domain.net.credit.rules import CreditRule, Ledger

COMMUNITY_DIGITS = 12


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """What a person has earned by one rule on one day, or lost, or was given back.

    Attributes:
        month: in which it counts, as `2026-11`; later than its day where that month was signed.
        day: of what it is about.
        outcome: the kind of outcome.
        outcomes: those that earned points, by id: why it is so many.
        left_out: those that did not, as `id=why` or `id=why=other`.
        reverses: the entry it takes back, whole or in part.
        deduction_id: the deduction it comes from.
    """

    entry_id: str
    ledger: Ledger
    person: str
    area_code: str
    grid: str
    month: str
    day: str
    rule_id: str
    rule_version: int
    outcome: str
    points: int
    at: datetime
    by: str
    outcomes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    reverses: str | None = None
    deduction_id: str | None = None
    is_demo: bool = False


CREDIT_ENTRY = Kind(
    name="credit_entry",
    entity=CreditEntry,
    fields=fields_of(CreditEntry, area_code={"shape": AREA}, grid={"shape": AREA}),
    id_field="entry_id",
    audience=Audience(("credit.persons",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="积分记录",
    says={"book": "记入了积分", "deduct": "记入了扣分", "reverse": "冲回了一笔积分"},
)

# Person, day, rule and grid: what one entry is about.
Group = tuple[str, str, str, int, str]


def community_of(grid: str) -> str:
    """The community a grid belongs to."""
    return grid[:COMMUNITY_DIGITS]


def group_of(entry: CreditEntry) -> Group:
    """What an entry is about."""
    return entry.person, entry.day, entry.rule_id, entry.rule_version, entry.grid


def booked(
    found: Iterable[Judged],
    known: Sequence[CreditEntry],
    *,
    month_of: Mapping[str, str],
    at: datetime,
    by: str,
) -> list[CreditEntry]:
    """The entries that are missing so that every outcome stands in the ledger once.

    Run again it finds nothing more. An outcome that was checked or proven late adds an entry of its
    own.

    Args:
        found: outcomes the guards have judged; those without a rule stand in no ledger.
        known: entries of the same people and days.
        month_of: a day's month → the month it counts in, where that one is signed.
        at: now.
        by: who has it done.
    """
    told: set[str] = set()
    earned: dict[tuple[str, str, str], int] = defaultdict(int)
    count: dict[Group, int] = defaultdict(int)
    found_of: dict[str, str] = {}
    held = list(found)
    proven = {one.outcome.outcome_id for one in held if one.verdict is Verdict.COUNTS}
    for one in held:
        found_of[one.outcome.outcome_id] = one.outcome.found
    for entry in known:
        if entry.reverses is not None:
            continue
        told.update(entry.outcomes, _left_for_good(entry, proven))
        count[group_of(entry)] += 1
        share = entry.points // len(entry.outcomes) if entry.outcomes else 0
        for outcome_id in entry.outcomes:
            earned[entry.person, f"{entry.day} {entry.rule_id}", found_of.get(outcome_id, "")] += (
                share
            )
    groups: dict[Group, list[Judged]] = defaultdict(list)
    for one in held:
        if one.rule is None or one.verdict is Verdict.NOT_CHECKED:
            continue  # it may be checked later
        if one.outcome.outcome_id not in told:
            groups[_group(one, one.rule)].append(one)
    made = []
    for group, members in sorted(groups.items()):
        rule = members[0].rule
        if rule is not None:
            entry = _entry(group, members, rule, earned)
            entry_id = entry_id_of(group, count[group])
            month = month_of.get(entry.day[:7], entry.day[:7])
            made.append(replace(entry, entry_id=entry_id, month=month, at=at, by=by))
    return made


def _left_for_good(entry: CreditEntry, proven: Collection[str]) -> Iterator[str]:
    """What an entry left out, without what was not proven then and is now: its track came late."""
    for told in entry.left_out:
        outcome_id, _, why = told.partition("=")
        if why != Verdict.NOT_PROVEN.value or outcome_id not in proven:
            yield outcome_id


def _group(one: Judged, rule: CreditRule) -> Group:
    return one.outcome.person, one.day.isoformat(), rule.rule_id, rule.version, one.outcome.grid


def _entry(
    group: Group,
    members: Sequence[Judged],
    rule: CreditRule,
    earned: dict[tuple[str, str, str], int],
) -> CreditEntry:
    person, day, rule_id, version, grid = group
    counts, left = [], []
    for one in members:
        verdict, key = one.verdict, (person, f"{day} {rule_id}", one.outcome.found)
        if verdict is Verdict.COUNTS and not within_cap(1, rule, earned[key]):
            verdict = Verdict.OVER_CAP
        if verdict is Verdict.COUNTS:
            earned[key] += rule.points
            counts.append(one.outcome.outcome_id)
        else:
            left.append("=".join(filter(None, (one.outcome.outcome_id, verdict.value, one.other))))
    return CreditEntry(
        entry_id="", ledger=Ledger.REWARD, person=person, area_code=community_of(grid), grid=grid,
        month="", day=day, rule_id=rule_id, rule_version=version, outcome=rule.outcome,
        points=rule.points * len(counts), at=members[0].outcome.at, by="",
        outcomes=tuple(counts), left_out=tuple(left),
        is_demo=all(one.outcome.is_demo for one in members),
    )  # fmt: skip


def entry_id_of(group: Group, before: int) -> str:
    """The id of an entry: the same whenever the same is booked."""
    told = "|".join(map(str, (*group, before)))
    return f"C-{hashlib.sha256(told.encode()).hexdigest()[:20]}"


def reversed_entry(
    entry: CreditEntry,
    known: Iterable[CreditEntry],
    *,
    month: str,
    at: datetime,
    by: str,
    points: int | None = None,
    deduction_id: str | None = None,
) -> CreditEntry:
    """The entry that takes another one back, whole or in part.

    Args:
        entry: what is taken back; never itself a reverse entry.
        known: entries that take it back already.
        month: in which the reverse entry counts: an open one.
        at: now.
        by: who has it done.
        points: how many are taken back; None for all that is left.
        deduction_id: the deduction it follows from.

    Raises:
        ConflictError: it is a reverse entry, or so much is no longer left of it.
    """
    if entry.reverses is not None:
        raise ConflictError(says="credit_is_reverse", field="entry_id")
    back = [one for one in known if one.reverses == entry.entry_id]
    left = entry.points + sum(one.points for one in back)
    wanted = left if points is None else points
    if wanted == 0 or abs(wanted) > abs(left):
        raise ConflictError(says="credit_nothing_left", field="entry_id")
    return replace(
        entry, entry_id=f"{entry.entry_id}-R{len(back) + 1}", month=month, points=-wanted, at=at,
        by=by, outcomes=(), left_out=(), reverses=entry.entry_id,
        deduction_id=deduction_id or entry.deduction_id,
    )  # fmt: skip


def sums(entries: Iterable[CreditEntry]) -> dict[Ledger, int]:
    """Points of each ledger; they are never summed across ledgers."""
    found = dict.fromkeys(Ledger, 0)
    for one in entries:
        found[one.ledger] += one.points
    return found


def month_of_day(day: date) -> str:
    """The month of a day, as `2026-11`."""
    return f"{day:%Y-%m}"
