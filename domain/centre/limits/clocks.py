"""Time limits of a case: what a clock is, when it ends, and what colour it shows.

Amber from four fifths of its time, red when it is late. Pure: the calendar is handed in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar.working_time import Due, WorkingCalendar

AMBER_SHARE = 0.8


class Unit(StrEnum):
    """What a limit is counted in."""

    CALENDAR = "calendar"
    WORKING = "working"
    MONTHS = "months"


class Start(StrEnum):
    """Since what a limit runs."""

    REGISTERED = "registered"
    ROUTED = "routed"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    TOLD = "told"  # a moment that is entered: a reply received, an act known of, a court's filing


class Ground(StrEnum):
    """Why a clock may stand still."""

    APPRAISAL = "appraisal"
    HEARING = "hearing"
    FORCE_MAJEURE = "force_majeure"
    DEATH = "death"
    OTHER_CASE = "other_case"


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a limit may be made longer, once, and by whom; None: as the parties agree."""

    approver: str
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One time limit.

    Attributes:
        code: by which a case names it.
        name: what is to be done in time.
        starts: since what it runs.
        unit: of `length` and of its extension.
        length: how much of the unit.
        article: the law that sets it, shown beside it.
        extension: None where it may not be made longer.
        pauses: the only grounds on which it may stand still.
        is_verified: False where the figure is known by hearsay alone; a district checks it.
    """

    code: str
    name: str
    starts: Start
    unit: Unit
    length: int
    article: str
    extension: Extension | None = None
    pauses: frozenset[Ground] = frozenset()
    is_verified: bool = True


class Light(StrEnum):
    """What colour a clock shows."""

    NONE = "none"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"


def due_of(clock: Clock, start: datetime, calendar: WorkingCalendar, more: int = 0) -> Due:
    """When a clock ends; `more` units were added by an extension.

    Raises:
        ValueError: `start` has no time zone.
    """
    return _after(clock.unit, start, clock.length + more, calendar)


def due_after_pause(
    clock: Clock, due_at: datetime, paused_at: datetime, now: datetime, calendar: WorkingCalendar
) -> datetime:
    """When a clock ends that stood still from a moment until now.

    Working limits gain the working days between, all others the natural days; a pause that begins
    and ends on one day gains nothing.
    """
    first, today = (moment.astimezone(calendar.zone).date() for moment in (paused_at, now))
    days = (today - first).days
    if clock.unit is Unit.WORKING:
        passed = (first + timedelta(n) for n in range(1, days + 1))
        days = sum(calendar.is_working_day(day) for day in passed)
    if days <= 0:
        return due_at
    last = due_at - timedelta(seconds=1)  # the last moment of its last day
    unit = Unit.WORKING if clock.unit is Unit.WORKING else Unit.CALENDAR
    return _after(unit, last, days, calendar).at.astimezone(due_at.tzinfo)


def amber_at(start: datetime, due_at: datetime) -> datetime:
    """When four fifths of a clock's time are gone."""
    return start + (due_at - start) * AMBER_SHARE


def light(
    amber: datetime | None, due_at: datetime | None, now: datetime, *, is_paused: bool = False
) -> Light:
    """The colour of a clock at a moment; none where none runs."""
    if due_at is None:
        return Light.NONE
    if is_paused:
        return Light.PAUSED
    if now >= due_at:
        return Light.RED
    return Light.AMBER if amber is not None and now >= amber else Light.GREEN


def _after(unit: Unit, start: datetime, length: int, calendar: WorkingCalendar) -> Due:
    if unit is Unit.WORKING:
        return calendar.after_working_days(start, length)
    if unit is Unit.MONTHS:
        return calendar.after_months(start, length)
    return calendar.after_days(start, length)
