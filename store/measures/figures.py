"""Figures of the centre counted by SQL over the measures of cases.

The same as the rules of domain/centre/figures/definitions.py, which a test compares. Sealed cases
are in none. `Where` narrows to an area; a period is half open, in moments.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    case,
    cast,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case, ProcedureResult, Result
from domain.centre.cases.petitions import Matter
from domain.centre.cases.stages import OPEN, Stage
from domain.centre.figures.definitions import ACCEPT_WITHIN, COUNTS, SATISFIED, SHARES, By
from domain.centre.figures.monthly import CLOCK, LARGEST_ORDINARY_GROUP, Group
from store.columns import to_milliseconds
from store.live.visible import visible
from store.rows import reader
from store.tables import CASE as CASES
from store.tables import CASE_MEASURE, CASE_PARTY

M = CASE_MEASURE.c
Condition = ColumnElement[bool]
_case = reader(CASE)
_HOUR_MS = 3_600_000
REPEATED_WITHIN = timedelta(days=365)
_MOMENTS = {
    By.REGISTERED: M.registered_at,
    By.DECIDED: M.decided_at,
    By.CLOSED: M.closed_at,
    By.CALLED_BACK: M.called_back_at,
}


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment until before another."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Where:
    """Of which town; empty for the whole district."""

    town: str = ""


IS_OPEN = M.stage.in_([stage.value for stage in OPEN])
_agreed = func.coalesce(M.procedure_result, "") == ProcedureResult.AGREED.value
RUNS = (M.stage == Stage.HANDLING.value) & M.paused_from.is_(None) & M.due_at.is_not(None)
_called_on = M.result.is_not(None) & M.result.not_in(
    [Result.NOT_ACCEPTED.value, Result.JOINED.value]
)
# What is counted, and out of what; by the ids of the definitions.
TOP: Mapping[str, Condition] = {
    "accepted": M.accepted_first_at.is_not(None),
    "accepted_in_time": cast(M.accepted_first_at, BigInteger) - cast(M.registered_at, BigInteger)
    <= ACCEPT_WITHIN // timedelta(milliseconds=1),
    "success": _agreed,
    "confirmed": _agreed & M.is_written.is_(True) & M.is_confirmed.is_(True),
    "in_time": M.is_in_time.is_(True),
    "returned": M.objections > 0,
    "right_first": M.dispatched == 1,
    "called_back": _called_on & M.called_back_at.is_not(None),
    "satisfied": M.satisfaction >= SATISFIED,
    "led": M.leader.is_not(None) & (M.result == Result.SETTLED.value),
    "registered": true(),
    "decided": true(),
    "closed": true(),
    "agreed": _agreed,
    "failed": M.procedure_result == ProcedureResult.FAILED.value,
    "answered": M.procedure_result == ProcedureResult.ANSWERED.value,
    "transferred": M.procedure_result == ProcedureResult.TRANSFERRED.value,
    "withdrawn": M.result == Result.WITHDRAWN.value,
    "refused": M.result == Result.NOT_ACCEPTED.value,
    "joined": M.result == Result.JOINED.value,
    "enforced": M.result == Result.ENFORCED.value,
    "extended": M.is_extended.is_(True),
    "reopened": M.reopened > 0,
    "requests": M.matter == Matter.REQUEST.value,
    "stock": IS_OPEN,
    "red": IS_OPEN & (M.level == "red"),
    "orange": IS_OPEN & (M.level == "orange"),
}
BOTTOM: Mapping[str, Condition] = {
    "accepted": true(),
    "accepted_in_time": true(),
    "success": M.procedure_result.in_([ProcedureResult.AGREED.value, ProcedureResult.FAILED.value]),
    "confirmed": _agreed & M.is_written.is_(True),
    "in_time": M.is_in_time.is_not(None),
    "returned": M.dispatched > 0,
    "right_first": M.dispatched > 0,
    "called_back": _called_on,
    "satisfied": M.satisfaction.is_not(None),
    "led": M.leader.is_not(None),
}


def within(by: By, period: Period) -> Condition:
    """Whether a case falls into a period by one of its moments."""
    if by is By.NOW:
        return true()
    column = _MOMENTS[by]
    return (column >= period.begins) & (column < period.ends)


def counted_cases(where: Where) -> Condition:
    """The cases that are counted: none that is sealed, of the town where one is named."""
    unsealed = M.is_sealed.is_(False)
    return unsealed & (M.town == where.town) if where.town else unsealed


def _sum(condition: Condition) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def counts(connection: Connection, period: Period, where: Where) -> dict[str, int]:
    """Every count of the definitions: `id`, and `id/of` for what it is out of."""
    found: dict[str, int] = {}
    for by in By:
        if by is By.PERFORM:
            continue
        asked: dict[str, Condition] = {}
        for one in (*SHARES.values(), *COUNTS.values()):
            if one.by is by:
                asked[one.id] = TOP[one.id]
                if one.bottom is not None:
                    asked[f"{one.id}/of"] = BOTTOM[one.id]
        narrowed = IS_OPEN if by is By.NOW else within(by, period)
        query = select(*(_sum(condition).label(name) for name, condition in asked.items())).where(
            counted_cases(where), narrowed
        )
        found |= {name: int(n) for name, n in connection.execute(query).mappings().one().items()}
    return found


def late(connection: Connection, where: Where, now: datetime) -> tuple[int, int]:
    """Cases whose limit is over, and all whose limit runs."""
    query = select(_sum(M.due_at <= now), func.count()).where(counted_cases(where), RUNS)
    over, running = connection.execute(query).one()
    return int(over), int(running)


@dataclass(frozen=True, slots=True)
class Money:
    """What agreements promised and what was paid of it, in fen."""

    promised_fen: int
    paid_fen: int
    performed: int
    due: int


@dataclass(frozen=True, slots=True)
class Due:
    """Agreements whose last day of performance lies in [first, last] and before today.

    `end_of` gives the moment a day ends, as the district counts days: what was paid until then was
    paid in time.
    """

    first: date
    last: date
    today: date
    end_of: Callable[[date], datetime]

    @property
    def condition(self) -> Condition:
        """Which agreements these are."""
        last = min(self.last, self.today - timedelta(days=1))
        return (M.perform_by >= self.first) & (M.perform_by <= last)

    def ends(self, days: Iterable[date]) -> dict[date, int]:
        """When each of the days ends, in milliseconds."""
        return {day: to_milliseconds(self.end_of(day)) for day in set(days)}


def money(connection: Connection, of: Due, where: Where) -> Money:
    """What agreements promised until now, and what was paid of it."""
    those = counted_cases(where) & of.condition
    due, promised, paid = connection.execute(
        select(func.count(), func.sum(M.promised_fen), func.sum(M.paid_fen)).where(those)
    ).one()
    # as numbers: a moment of each of many thousand rows would take longer than the query
    paid_at = type_coerce(M.performed_at, BigInteger)
    rows = connection.execute(
        select(M.perform_by, paid_at).where(those, M.performed_at.is_not(None))
    ).all()
    ends = of.ends(day for day, _ in rows)
    in_time = sum(at < ends[day] for day, at in rows)
    return Money(int(promised or 0), int(paid or 0), in_time, int(due))


def hours_taken(connection: Connection, period: Period, where: Where) -> list[tuple[int, int]]:
    """Whole hours from acceptance to closing without pauses, and how many cases took so many."""
    spent = (
        cast(M.closed_at, BigInteger) - cast(M.accepted_at, BigInteger) - M.paused_s * 1000
    ) // _HOUR_MS  # a cast would cut on SQLite and round on PostgreSQL
    hours = case((spent < 0, 0), else_=spent)
    query = (
        select(hours.label("hours"), func.count())
        .where(counted_cases(where), within(By.CLOSED, period), M.accepted_at.is_not(None))
        .group_by("hours")
        .order_by("hours")
    )
    return [(int(taken), int(count)) for taken, count in connection.execute(query)]


def repeated(connection: Connection, period: Period, where: Where) -> int:
    """Requests of people who had brought another within the year before, or brought it again."""
    return int(connection.scalar(select(func.count()).select_from(CASE_MEASURE).where(
        counted_cases(where), within(By.REGISTERED, period), TOP["requests"],
        or_(M.reopened > 0, had_another()),
    )) or 0)  # fmt: skip


def had_another() -> Condition:
    """Somebody of the case, known by phone, brought another request before."""
    mine, theirs = CASE_PARTY.alias(), CASE_PARTY.alias()
    before = CASE_MEASURE.alias()
    claims = ["applicant", "representative"]
    since = cast(M.registered_at, BigInteger) - REPEATED_WITHIN // timedelta(milliseconds=1)
    return (
        select(before.c.code)
        .where(
            mine.c.case_code == M.code,
            mine.c.role.in_(claims),
            theirs.c.phone == mine.c.phone,
            theirs.c.role.in_(claims),
            theirs.c.case_code == before.c.code,
            before.c.code != M.code,
            # by the people of the case, never through all requests there are
            before.c.matter.concat("") == Matter.REQUEST.value,
            before.c.is_sealed.is_(False),
            cast(before.c.registered_at, BigInteger) <= cast(M.registered_at, BigInteger),
            cast(before.c.registered_at, BigInteger) >= since,
        )
        .exists()
    )


def by_stage(connection: Connection, where: Where, now: datetime) -> dict[str, tuple[int, int]]:
    """Open cases of each stage, and how many of them are late."""
    over = RUNS & (M.due_at <= now)
    query = (
        select(M.stage, func.count(), _sum(over))
        .where(counted_cases(where), IS_OPEN)
        .group_by(M.stage)
    )
    return {stage: (int(count), int(late)) for stage, count, late in connection.execute(query)}


def by_town_and_type(
    connection: Connection, period: Period, where: Where
) -> dict[tuple[str, str], int]:
    """How many were registered of each town and type; what has no town is left out."""
    query = (
        select(M.town, M.category, func.count())
        .where(counted_cases(where), within(By.REGISTERED, period), M.town != "")
        .group_by(M.town, M.category)
    )
    return {(town, category): int(n) for town, category, n in connection.execute(query)}


def by_type(connection: Connection, period: Period, where: Where) -> dict[str, int]:
    """How many were registered of each type."""
    query = (
        select(M.category, func.count())
        .where(counted_cases(where), within(By.REGISTERED, period))
        .group_by(M.category)
    )
    return {category: int(n) for category, n in connection.execute(query)}


def by_month(
    connection: Connection, months: Sequence[Period], where: Where
) -> list[tuple[int, int]]:
    """How many came in and how many were closed in each of the months."""
    found = []
    for month in months:
        came, closed = (
            connection.scalar(
                select(func.count())
                .select_from(CASE_MEASURE)
                .where(counted_cases(where), within(by, month))
            )
            for by in (By.REGISTERED, By.CLOSED)
        )
        found.append((int(came or 0), int(closed or 0)))
    return found


@dataclass(frozen=True, slots=True)
class Watched:
    """Open cases of a level: how many, led by how many leaders, and since when the oldest is."""

    count: int
    led: int
    leaders: int
    oldest_at: datetime | None
    late: int


def watched(connection: Connection, where: Where, now: datetime) -> dict[str, Watched]:
    """Open red and orange cases."""
    over = RUNS & (M.due_at <= now)
    query = (
        select(
            M.level, func.count(), func.count(M.leader), func.count(M.leader.distinct()),
            func.min(M.registered_at), _sum(over),
        )
        .where(counted_cases(where), IS_OPEN, M.level.in_(["red", "orange"]))
        .group_by(M.level)
    )  # fmt: skip
    return {level: Watched(*told) for level, *told in connection.execute(query)}


def rows_behind(
    connection: Connection, who: Caller, condition: Condition, where: Where, limit: int
) -> list[Case]:
    """The newest cases behind a figure, of what the reader may see."""
    query = (
        select(CASES)
        .join(CASE_MEASURE, M.code == CASES.c.code)
        .where(counted_cases(where), condition, visible(CASE, who))
        .order_by(CASES.c.registered_at.desc(), CASES.c.code.desc())
        .limit(limit)
    )
    return [_case(row) for row in connection.execute(query).mappings()]


def mediated(connection: Connection, period: Period) -> list[Group]:
    """Cases of people's mediation whose procedure ended in a period, by all the table asks of."""
    is_group = M.people_count > LARGEST_ORDINARY_GROUP
    keys = (
        M.category, M.channel, M.matter, M.body, M.procedure_result, M.is_written,
        M.has_escalation, is_group.label("is_group"),
    )  # fmt: skip
    query = (
        select(
            *keys, func.count(), func.sum(M.people_count), func.sum(M.promised_fen)
        )
        .where(
            counted_cases(Where()), within(By.DECIDED, period), M.clock == CLOCK,
            M.procedure_result.is_not(None),
        )
        .group_by(*keys)
    )  # fmt: skip
    return [Group(*row) for row in connection.execute(query)]
