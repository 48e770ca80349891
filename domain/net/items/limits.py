"""How long the unit that handles an item has, and by when: in urgent hours, working hours, days.

Source: docs/net.md, "Items"; the units are those of GB/T 30428.8.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.calendar.working_time import Due, WorkingCalendar
from domain.errors import InvalidError

MOST = 366
_WRITTEN = re.compile(r"(\d{1,3})\s*(?:个\s*)?(紧急工作时|工作时|工作日|紧急工时|工时)")
_BETWEEN = re.compile(r"[、,，;；/]")


class LimitUnit(StrEnum):
    """What a limit counts in."""

    URGENT_HOUR = "urgent_hour"  # by the clock, day and night
    WORK_HOUR = "work_hour"  # while the district's offices work
    WORK_DAY = "work_day"  # whole working days; the day of start is not counted


# As the published standards write them; a table is read and written in these words.
UNIT_WORDS = {
    LimitUnit.URGENT_HOUR: "紧急工作时",
    LimitUnit.WORK_HOUR: "工作时",
    LimitUnit.WORK_DAY: "工作日",
}
_BY_WORD = {word: unit for unit, word in UNIT_WORDS.items()} | {
    "紧急工时": LimitUnit.URGENT_HOUR,
    "工时": LimitUnit.WORK_HOUR,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit."""

    amount: int
    unit: LimitUnit

    @property
    def written(self) -> str:
        """As a table holds it: `4工作时`."""
        return f"{self.amount}{UNIT_WORDS[self.unit]}"


def read_limit(text: str, field: str = "limit") -> Limit:
    """A limit as people write it: `4工作时`, `24 紧急工作时`, `2个工作日`.

    Raises:
        InvalidError: it is none, is 0, or longer than a year.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise InvalidError(says="item_limit_unread", told=text[:32], field=field)
    amount = int(found[1])
    if not 1 <= amount <= MOST:
        raise InvalidError(says="item_limit_none", most=MOST, field=field)
    return Limit(amount, _BY_WORD[found[2]])


def read_grades(text: str) -> tuple[Limit, ...]:
    """Several limits with commas between, in their order; none where nothing stands.

    Raises:
        InvalidError: one of them is none.
    """
    told = [one for one in _BETWEEN.split(text) if one.strip()]
    return tuple(dict.fromkeys(read_limit(one, "grades") for one in told))


def deadline(limit: Limit, start: datetime, calendar: WorkingCalendar) -> Due:
    """By when something is in time that must be done within a limit.

    The days of a year without a table of holidays are counted by weekends; `Due` says so.

    Args:
        limit: how long.
        start: aware.
        calendar: of the district.
    """
    if limit.unit is LimitUnit.WORK_DAY:
        return calendar.after_working_days(start, limit.amount)
    hours = timedelta(hours=limit.amount)
    if limit.unit is LimitUnit.WORK_HOUR:
        return calendar.after_working_hours(start, hours)
    at = start + hours
    return Due(at, at.astimezone(calendar.zone).date())


def put_off(
    due_at: datetime, unit: LimitUnit, stopped: datetime, goes_on: datetime, cal: WorkingCalendar
) -> datetime:
    """Where a limit ends whose clock stood still for a while; one that was over stays over.

    Args:
        due_at: where it ended before.
        unit: what it counts in: urgent hours by the clock, all others while offices work.
        stopped: since when it stood still.
        goes_on: from when it counts again.
        cal: the calendar of the district.
    """
    if due_at <= stopped:
        return due_at
    if unit is LimitUnit.URGENT_HOUR:
        return due_at + (goes_on - stopped)
    left = cal.working_time(stopped, due_at)
    if left <= timedelta(0):
        return max(due_at, goes_on)
    return cal.after_working_hours(goes_on, left).at
