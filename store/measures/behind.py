"""Which cases stand behind a figure: the same conditions as it is counted by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Connection, and_, case, func, or_, select, type_coerce

from domain.centre.figures.definitions import COUNTS, SHARES, By
from domain.centre.figures.report import RISING_DAYS
from store.measures.figures import (
    BOTTOM,
    IS_OPEN,
    RUNS,
    TOP,
    Condition,
    Due,
    M,
    Period,
    Where,
    counted_cases,
    had_another,
    within,
)


@dataclass(frozen=True, slots=True)
class Behind:
    """Which figure is opened.

    `part`: of a share `top`, `rest` (what is out of the same and not counted) or `all`; of a stage,
    a level or a type which one; of a cell `town:type`.
    """

    id: str
    part: str
    period: Period
    now: datetime


def condition_of(wanted: Behind) -> Condition | None:
    """The condition of what stands behind a figure; None where there is no such figure."""
    found = _of_lists(wanted)
    if found is not None:
        return found
    told = SHARES.get(wanted.id) or COUNTS.get(wanted.id)
    if told is None:
        return None
    narrowed = within(told.by, wanted.period)
    if told.bottom is None:  # a count is out of nothing
        return and_(narrowed, TOP[wanted.id])
    of = BOTTOM[wanted.id]
    if wanted.part == "all":
        return and_(narrowed, of)
    counted = func.coalesce(TOP[wanted.id], False)
    return and_(narrowed, of, ~counted if wanted.part == "rest" else TOP[wanted.id])


def _of_lists(wanted: Behind) -> Condition | None:
    """Figures that are no share and no plain count."""
    part, now, registered = wanted.part, wanted.now, within(By.REGISTERED, wanted.period)
    late = RUNS & (M.due_at <= now)
    span = timedelta(days=RISING_DAYS)
    town, _, category = part.partition(":")
    known = {
        "late": late,
        "watched": IS_OPEN & M.level.in_(["red", "orange"]),
        "days": within(By.CLOSED, wanted.period) & M.accepted_at.is_not(None),
        "stage": IS_OPEN & (M.stage == part),
        "stage_late": IS_OPEN & (M.stage == part) & late,
        "level_late": IS_OPEN & (M.level == part) & late,
        "level_led": IS_OPEN & (M.level == part) & M.leader.is_not(None),
        "rising": within(By.REGISTERED, Period(now - span, now)) & (M.category == part),
        "risen_from": within(By.REGISTERED, Period(now - 2 * span, now - span))
        & (M.category == part),
        "cell": registered & (M.town == town) & (M.category == category),
    }
    if wanted.id == "repeated":
        requests = registered & TOP["requests"]
        again = or_(M.reopened > 0, had_another())
        return requests if part == "all" else requests & (~again if part == "rest" else again)
    return known.get(wanted.id)


def of_codes(codes: Collection[str]) -> Condition:
    """The cases of these codes."""
    return M.code.in_(codes)


def performed(connection: Connection, of: Due, part: str, where: Where) -> Condition:
    """Agreements that were to be performed.

    `top`: those that were, in time; `rest`: the others; `paid`, `owed`: those of which something
    was paid, or is still to be paid.
    """
    if part in {"paid", "owed"}:
        return of.condition & (M.paid_fen > 0 if part == "paid" else M.paid_fen < M.promised_fen)
    if part not in {"top", "rest"}:
        return of.condition
    days = connection.scalars(
        select(M.perform_by).where(counted_cases(where), of.condition).distinct()
    )
    ends = of.ends(days)
    if not ends:
        return of.condition
    paid_at = type_coerce(M.performed_at, BigInteger)
    in_time = func.coalesce(paid_at < case(ends, value=M.perform_by), False)
    return of.condition & (in_time if part == "top" else ~in_time)
