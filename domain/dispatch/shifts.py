"""A district's shifts, and who the roster lets be sent: not at the end of a shift, not after it.

Source: docs/decisions/0048-rest-by-roster.md
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

# How long a shift that has ended keeps a unit out: longer ago, the roster says nothing of today.
REMEMBERED = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of every day: it lasts until the next one begins.

    `code` is what records and exports keep, ASCII; `name` is what people write in a roster.
    """

    code: str
    name: str
    begins: time


# What a district that says nothing has, in the order of the day.
THREE_SHIFTS = (
    Shift("night", "夜班", time(0)),
    Shift("day", "早班", time(8)),
    Shift("evening", "中班", time(16)),
)


def shift_of(moment: datetime, zone: tzinfo, shifts: Sequence[Shift] = THREE_SHIFTS) -> str:
    """The code of the shift a moment lies in, by the district's clock.

    Before the first shift of a day the last one of the day before still runs.
    """
    local = moment.astimezone(zone).time()
    begun = [one for one in shifts if one.begins <= local]
    return (begun or shifts)[-1].code


def shift_name(code: str, shifts: Sequence[Shift] = THREE_SHIFTS) -> str:
    """What people call a shift; its code when the district no longer has it."""
    every = [*shifts, *THREE_SHIFTS]
    return next((one.name for one in every if one.code == code), code)


def longest_of(shifts: Sequence[Shift]) -> timedelta:
    """How long the longest shift lasts: what a handover looks back on."""
    first = shifts[0].begins
    begins = [timedelta(hours=one.begins.hour, minutes=one.begins.minute) for one in shifts]
    begins.append(timedelta(days=1, hours=first.hour, minutes=first.minute))
    return max(later - one for one, later in pairwise(begins))


class Why(StrEnum):
    """Why the roster keeps a unit back."""

    SHIFT_OVER = "shift_over"
    SHIFT_ENDS = "shift_ends"
    LONG_DUTY = "long_duty"


@dataclass(frozen=True, slots=True)
class DutyRules:
    """How near the end of a shift nobody is sent, and how long a duty may last; zero: never."""

    before_end: timedelta = timedelta(minutes=20)
    longest: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time on duty without a break, aware moments."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class OffRoster:
    """What the roster says against a unit: why, and the stretch it is about."""

    why: Why
    stretch: Stretch


def shift_span(
    day: date, shift: str, zone: tzinfo, shifts: Sequence[Shift] = THREE_SHIFTS
) -> Stretch | None:
    """When a shift of a day begins and ends, by the district's clock.

    None for a shift the district no longer has.
    """
    codes = [one.code for one in shifts]
    if shift not in codes:
        return None
    index = codes.index(shift)
    is_last = index == len(codes) - 1
    following = shifts[0] if is_last else shifts[index + 1]
    ends_on = day + timedelta(days=1) if is_last else day
    return Stretch(
        datetime.combine(day, shifts[index].begins, zone),
        datetime.combine(ends_on, following.begins, zone),
    )


def stretches(shifts: Iterable[Stretch]) -> list[Stretch]:
    """Shifts that follow on each other, joined; oldest first."""
    joined: list[Stretch] = []
    for one in sorted(shifts, key=lambda one: one.begins):
        if joined and one.begins <= joined[-1].ends:
            joined[-1] = Stretch(joined[-1].begins, max(joined[-1].ends, one.ends))
        else:
            joined.append(one)
    return joined


def off_roster(duty: Sequence[Stretch], now: datetime, rules: DutyRules) -> OffRoster | None:
    """What speaks against sending a unit now; None when nothing does.

    A unit the roster does not name around now is judged by its status alone.

    Args:
        duty: the unit's stretches, as `stretches` joins them.
        now: timezone-aware.
        rules: the district's.
    """
    begun = [one for one in duty if one.begins <= now]
    if not begun:
        return None
    last = begun[-1]
    if last.ends <= now:
        return OffRoster(Why.SHIFT_OVER, last) if now - last.ends < REMEMBERED else None
    if last.ends - now <= rules.before_end:
        return OffRoster(Why.SHIFT_ENDS, last)
    if rules.longest and now - last.begins >= rules.longest:
        return OffRoster(Why.LONG_DUTY, last)
    return None
