"""Who the roster lets be sent: not at the end of a shift, not after it, not after too long a duty.

Source: docs/decisions/0048-rest-by-roster.md
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from domain.figures import SHIFTS

# How long a shift that has ended keeps a unit out: longer ago, the roster says nothing of today.
REMEMBERED = timedelta(hours=8)


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


def shift_span(day: date, shift: str, zone: tzinfo) -> Stretch:
    """When a shift of a day begins and ends, by the district's clock."""
    codes = [code for code, _, _ in SHIFTS]
    index = codes.index(shift)
    following = SHIFTS[index + 1][2] if index + 1 < len(SHIFTS) else None
    ends = (
        datetime.combine(day, following, zone)
        if following is not None
        else datetime.combine(day + timedelta(days=1), time(0), zone)
    )
    return Stretch(datetime.combine(day, SHIFTS[index][2], zone), ends)


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
