"""What a device's clock is worth: right, wrong in a way that can be put right, or not to be used.

Source: docs/decisions/0070-clocks-of-devices.md
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.fields import EARLIEST
from domain.incidents.reports import CLOCK_SKEW

# GPS counts weeks in ten bits: a receiver that was not told of the turn is 1,024 weeks late.
ROLLOVER = timedelta(weeks=1024)
ROLLOVERS = 2
# A phone may have kept its fixes for as long as this before it sends them.
QUEUED_AT_MOST = timedelta(days=1)
SAME_OFFSET_WITHIN = timedelta(minutes=2)
BEHIND_FROM = timedelta(minutes=10)


class Clock(StrEnum):
    """What is wrong with a clock."""

    ROLLOVER = "rollover"
    LOCAL_TIME = "local_time"
    AHEAD = "ahead"
    BEHIND = "behind"
    BEFORE_2000 = "before_2000"


MOVES_NOBODY = frozenset({Clock.AHEAD, Clock.BEFORE_2000})


@dataclass(frozen=True, slots=True)
class Reading:
    """The moment a device means, and what is wrong with its clock (None: nothing)."""

    at: datetime
    wrong: Clock | None = None


def read_clock(
    sent_at: datetime, now: datetime, *, offset: timedelta, sends_local: bool = False
) -> Reading:
    """The moment a device means by what its clock says.

    Args:
        sent_at: what it sent, as UTC.
        now: the moment of receipt.
        offset: the district's from UTC.
        sends_local: its clock was ahead by that offset before; queued fixes are then too.

    Returns:
        Never a moment after `now`. A clock up to five minutes ahead counts as now; one that
        cannot be believed keeps its own moment, and `wrong` is one of MOVES_NOBODY.
    """
    off = sent_at - now
    if abs(off) <= SAME_OFFSET_WITHIN:
        return Reading(min(sent_at, now))
    if offset > timedelta(0):
        is_local_now = abs(off - offset) <= SAME_OFFSET_WITHIN
        is_queued = sends_local and sent_at - offset <= now + CLOCK_SKEW
        if is_local_now or (is_queued and off > -QUEUED_AT_MOST):
            return Reading(min(sent_at - offset, now), Clock.LOCAL_TIME)
    if off > CLOCK_SKEW:
        return Reading(sent_at, Clock.AHEAD)
    for turns in range(1, ROLLOVERS + 1):
        meant = sent_at + turns * ROLLOVER
        if now - QUEUED_AT_MOST <= meant <= now + CLOCK_SKEW:
            return Reading(min(meant, now), Clock.ROLLOVER)
    if sent_at < EARLIEST:
        return Reading(sent_at, Clock.BEFORE_2000)
    return Reading(min(sent_at, now), Clock.BEHIND if off < -BEHIND_FROM else None)


def in_words(wrong: Clock, off: timedelta) -> str:
    """What to say of a clock that is off by so much (negative: behind)."""
    how_far = _span(abs(off))
    return {
        Clock.ROLLOVER: f"时钟慢 {how_far}（GPS 周数翻转），已自动更正",
        Clock.LOCAL_TIME: f"时钟快 {how_far}：设备发的是本地时间，已自动更正",
        Clock.AHEAD: f"时钟快 {how_far}，定位未采用；请校准设备时间",
        Clock.BEHIND: f"时钟慢 {how_far}，或补传旧定位；比已有定位旧的不移动图标",
        Clock.BEFORE_2000: f"时钟慢 {how_far}，定位未采用；请校准设备时间",
    }[wrong]


def _span(off: timedelta) -> str:
    minutes = round(off.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} 分钟"
    return f"{round(minutes / 60)} 小时" if minutes < 72 * 60 else f"{round(minutes / 1440)} 天"
