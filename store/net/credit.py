"""Credit as it is kept: rules, entries, deductions, second visits, absences, months."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, case, func, select

from domain.access.callers import Caller
from domain.kind import Kind
from domain.net.credit.absences import CREDIT_ABSENCE, Absence
from domain.net.credit.deductions import CREDIT_DEDUCTION, Deduction, DeductionState
from domain.net.credit.ledger import CREDIT_ENTRY, CreditEntry
from domain.net.credit.months import CREDIT_MONTH, CreditMonth
from domain.net.credit.revisits import CREDIT_REVISIT, Revisit
from domain.net.credit.rules import CREDIT_RULE, CreditRule, Ledger
from domain.net.credit.shown import Proofs
from domain.net.tasks.facts import NET_TASK
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

MOST = 500
E_ = TypeVar("E_")
ENTRY = TABLES[CREDIT_ENTRY.name]
DEDUCTION = TABLES[CREDIT_DEDUCTION.name]
REVISIT = TABLES[CREDIT_REVISIT.name]
ABSENCE = TABLES[CREDIT_ABSENCE.name]
MONTH = TABLES[CREDIT_MONTH.name]
RULE = TABLES[CREDIT_RULE.name]


def _read(connection: Connection, kind: Kind[E_], query: Any) -> list[E_]:
    read = reader(kind)
    return [read(row) for row in connection.execute(query).mappings()]


def one_of(connection: Connection, kind: Kind[E_], entity_id: str) -> E_ | None:
    """One of a kind by its id, whoever asks; its operation has asked for the caller's rights."""
    table = TABLES[kind.name]
    query = select(table).where(table.c[kind.id_field] == entity_id)
    return next(iter(_read(connection, kind, query)), None)


def seen_of(connection: Connection, kind: Kind[E_], entity_id: str, who: Caller) -> E_ | None:
    """One of a kind, for a caller who may see it."""
    table = TABLES[kind.name]
    query = select(table).where(table.c[kind.id_field] == entity_id, visible(kind, who))
    return next(iter(_read(connection, kind, query)), None)


def rules(connection: Connection) -> list[CreditRule]:
    """Every version of every rule."""
    return _read(connection, CREDIT_RULE, select(RULE).order_by(RULE.c.rule_id, RULE.c.version))


def months(connection: Connection) -> list[CreditMonth]:
    """Every month that was counted, the newest first."""
    return _read(connection, CREDIT_MONTH, select(MONTH).order_by(MONTH.c.month.desc()))


def month_sums(
    connection: Connection, months: Sequence[str], who: Caller
) -> dict[str, tuple[int, int, int]]:
    """Of months: entries, rewards and penalties, as far as their reader may see the entries."""
    reward = case((ENTRY.c.ledger == Ledger.REWARD.value, ENTRY.c.points), else_=0)
    penalty = case((ENTRY.c.ledger == Ledger.PENALTY.value, ENTRY.c.points), else_=0)
    query = (
        select(ENTRY.c.month, func.count(), func.sum(reward), func.sum(penalty))
        .where(ENTRY.c.month.in_(months), visible(CREDIT_ENTRY, who))
        .group_by(ENTRY.c.month)
    )
    return {month: (int(n), int(up), int(down)) for month, n, up, down in connection.execute(query)}


def newest_month(connection: Connection) -> str | None:
    """The newest month that was counted."""
    found: str | None = connection.scalar(select(func.max(MONTH.c.month)))
    return found


def signed_months(connection: Connection) -> set[str]:
    """The months that take nothing more."""
    query = select(MONTH.c.month).where(MONTH.c.signed_at.is_not(None))
    return set(connection.scalars(query))


def own_entries(connection: Connection, person: str, month: str | None = None) -> list[CreditEntry]:
    """A person's entries, the newest day first; of one month, or the newest."""
    query = select(ENTRY).where(ENTRY.c.person == person)
    if month:
        query = query.where(ENTRY.c.month == month)
    query = query.order_by(ENTRY.c.day.desc(), ENTRY.c.entry_id).limit(MOST)
    return _read(connection, CREDIT_ENTRY, query)


def own_sums(connection: Connection, person: str) -> dict[str, dict[str, int]]:
    """A person's points by month and ledger."""
    query = (
        select(ENTRY.c.month, ENTRY.c.ledger, func.sum(ENTRY.c.points))
        .where(ENTRY.c.person == person)
        .group_by(ENTRY.c.month, ENTRY.c.ledger)
    )
    found: dict[str, dict[str, int]] = {}
    for month, ledger, points in connection.execute(query):
        found.setdefault(month, {})[ledger] = int(points)
    return found


def entries_of_month(connection: Connection, month: str) -> list[CreditEntry]:
    """Everything that counts in a month, by community and person."""
    query = select(ENTRY).where(ENTRY.c.month == month)
    ordered = query.order_by(ENTRY.c.area_code, ENTRY.c.person, ENTRY.c.day, ENTRY.c.entry_id)
    return _read(connection, CREDIT_ENTRY, ordered)


def entries_of_days(connection: Connection, first: str, last: str) -> list[CreditEntry]:
    """Everything that is about these days, in whichever month it counts."""
    query = select(ENTRY).where(ENTRY.c.day.between(first, last))
    return _read(connection, CREDIT_ENTRY, query)


def entries_about(
    connection: Connection, deduction_id: str, takes_back: str | None
) -> list[CreditEntry]:
    """The entries that name a deduction, and those that take the same entry back."""
    about = ENTRY.c.deduction_id == deduction_id
    if takes_back is not None:
        about |= ENTRY.c.reverses == takes_back
    return _read(connection, CREDIT_ENTRY, select(ENTRY).where(about).order_by(ENTRY.c.entry_id))


def entry_with(
    connection: Connection, person: str, day: str, outcome_id: str
) -> CreditEntry | None:
    """The entry in which an outcome of a person earned points."""
    query = select(ENTRY).where(
        ENTRY.c.person == person, ENTRY.c.day == day, ENTRY.c.reverses.is_(None)
    )
    found = _read(connection, CREDIT_ENTRY, query)
    return next((one for one in found if outcome_id in one.outcomes), None)


def people_sums(
    connection: Connection, month: str, who: Caller
) -> list[tuple[str, str, dict[str, int], int]]:
    """Person, community, points by ledger and outcomes of a month, as far as its reader may see."""
    query = (
        select(ENTRY.c.person, ENTRY.c.area_code, ENTRY.c.ledger, func.sum(ENTRY.c.points))
        .where(ENTRY.c.month == month, visible(CREDIT_ENTRY, who))
        .group_by(ENTRY.c.person, ENTRY.c.area_code, ENTRY.c.ledger)
        .order_by(ENTRY.c.area_code, ENTRY.c.person)
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for person, area, ledger, points in connection.execute(query):
        found.setdefault((person, area), {})[ledger] = int(points)
    return [(person, area, sums, 0) for (person, area), sums in found.items()]


def counted_outcomes(
    connection: Connection, first: str, last: str
) -> list[tuple[str, str, str, int]]:
    """Person, grid, rule's outcome, and how many outcomes counted in these days.

    Counted in the database, by the blanks between the ids of an entry: a month has 50,000.
    """
    words = ENTRY.c.outcomes
    held = func.length(words) - func.length(func.replace(words, " ", "")) + 1
    query = (
        select(ENTRY.c.person, ENTRY.c.grid, ENTRY.c.outcome, func.sum(held))
        .where(
            ENTRY.c.day.between(first, last),
            ENTRY.c.ledger == "reward",
            words.is_not(None),
            words != "",
        )
        .group_by(ENTRY.c.person, ENTRY.c.grid, ENTRY.c.outcome)
    )
    return [(person, grid, kind, int(n)) for person, grid, kind, n in connection.execute(query)]


def own_deductions(connection: Connection, person: str) -> list[Deduction]:
    """A person's deductions, the newest first."""
    query = select(DEDUCTION).where(DEDUCTION.c.person == person)
    ordered = query.order_by(DEDUCTION.c.told_at.desc(), DEDUCTION.c.deduction_id)
    return _read(connection, CREDIT_DEDUCTION, ordered.limit(MOST))


def deduction_of(connection: Connection, person: str, day: str, evidence: str) -> Deduction | None:
    """A person's deduction of a day that names this evidence and was not revoked."""
    query = select(DEDUCTION).where(
        DEDUCTION.c.person == person,
        DEDUCTION.c.day == day,
        DEDUCTION.c.state != DeductionState.REVOKED.value,
    )
    found = _read(connection, CREDIT_DEDUCTION, query)
    return next((one for one in found if evidence in one.evidence), None)


def seen_deductions(connection: Connection, who: Caller) -> list[Deduction]:
    """Deductions their reader may see, appeals before all, then the newest."""
    is_appeal = DEDUCTION.c.state == DeductionState.APPEALED.value
    query = select(DEDUCTION).where(visible(CREDIT_DEDUCTION, who))
    ordered = query.order_by(is_appeal.desc(), DEDUCTION.c.told_at.desc(), DEDUCTION.c.deduction_id)
    return _read(connection, CREDIT_DEDUCTION, ordered.limit(MOST))


def run_out(connection: Connection, at: datetime, most: int) -> list[Deduction]:
    """Deductions nobody has appealed against in time."""
    query = select(DEDUCTION).where(
        DEDUCTION.c.state == DeductionState.NOTIFIED.value, DEDUCTION.c.appeal_until <= at
    )
    ordered = query.order_by(DEDUCTION.c.appeal_until, DEDUCTION.c.deduction_id).limit(most)
    return _read(connection, CREDIT_DEDUCTION, ordered)


def seen_revisits(connection: Connection, who: Caller) -> list[Revisit]:
    """Second visits their reader may see, open ones first."""
    query = select(REVISIT).where(visible(CREDIT_REVISIT, who))
    return _read(connection, CREDIT_REVISIT, _open_first(query))


def own_revisits(connection: Connection, visitor: str) -> list[Revisit]:
    """Second visits somebody is to make or has made."""
    query = select(REVISIT).where(REVISIT.c.visitor == visitor)
    return _read(connection, CREDIT_REVISIT, _open_first(query))


def _open_first(query: Any) -> Any:
    is_open = REVISIT.c.result.is_(None)
    return query.order_by(is_open.desc(), REVISIT.c.drawn_at.desc(), REVISIT.c.revisit_id).limit(
        MOST
    )


def proofs_of(connection: Connection, refs: Iterable[str]) -> Proofs:
    """The tasks and second visits that evidence names, as `task:id` and `revisit:id`.

    Asks for no rights: whoever may read what names them may read them.
    """
    wanted = set(refs)
    tasks = _by_ref(connection, NET_TASK, "task:", wanted)
    return Proofs(tasks, _by_ref(connection, CREDIT_REVISIT, "revisit:", wanted))


def _by_ref(connection: Connection, kind: Kind[E_], mark: str, refs: set[str]) -> dict[str, E_]:
    ids = sorted(one.removeprefix(mark) for one in refs if one.startswith(mark))[:MOST]
    if not ids:
        return {}
    table = TABLES[kind.name]
    query = select(table).where(table.c[kind.id_field].in_(ids))
    found = _read(connection, kind, query)
    return {f"{mark}{getattr(one, kind.id_field)}": one for one in found}


def known_revisits(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Which of these were drawn already."""
    query = select(REVISIT.c.revisit_id).where(REVISIT.c.revisit_id.in_(ids))
    return set(connection.scalars(query))


def absences(
    connection: Connection, first: str, last: str, *where: ColumnElement[bool]
) -> list[Absence]:
    """Absences that touch these days."""
    query = select(ABSENCE).where(
        ABSENCE.c.first <= last, ABSENCE.c.last >= first, ABSENCE.c.is_void.is_(False), *where
    )
    return _read(connection, CREDIT_ABSENCE, query.order_by(ABSENCE.c.first, ABSENCE.c.person))


def seen_absences(connection: Connection, first: str, last: str, who: Caller) -> list[Absence]:
    """Absences of these days their reader may see."""
    return absences(connection, first, last, visible(CREDIT_ABSENCE, who))


def rows_of(kind: Kind[E_], entities: Iterable[E_]) -> Mapping[str, E_]:
    """Entities by id."""
    return {str(getattr(one, kind.id_field)): one for one in entities}


def absences_of(connection: Connection, person: str) -> list[Absence]:
    """The absences of one person, the newest first; for that person."""
    query = select(ABSENCE).where(ABSENCE.c.person == person, ABSENCE.c.is_void.is_(False))
    return _read(connection, CREDIT_ABSENCE, query.order_by(ABSENCE.c.first.desc()).limit(MOST))
