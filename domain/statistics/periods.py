"""Spans of whole days of the district, and the span each is compared with."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import InvalidError

LONGEST_DAYS = 366
LAST_DAYS = {"7d": 7, "30d": 30, "90d": 90}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days `since` to `until`, both included."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1

    @property
    def months(self) -> list[date]:
        """The first days of the months it touches."""
        found = [self.since.replace(day=1)]
        while (after := _next_month(found[-1])) <= self.until:
            found.append(after)
        return found


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def days_since(period: Period, first: date | None) -> int:
    """How many of a period's days are not before the first day of data; none without data."""
    if first is None:
        return 0
    return max(0, (period.until - max(period.since, first)).days + 1)


def weekdays(period: Period, first: date | None) -> list[int]:
    """How many days of a period not before the first day of data fall on each weekday."""
    days = [0] * 7
    for n in range(period.days):
        day = period.since + n * _DAY
        if first is not None and day >= first:
            days[day.weekday()] += 1
    return days


def days_of_month(day: date) -> int:
    """How many days the calendar month of a day has."""
    return calendar.monthrange(day.year, day.month)[1]


def first_day_of(days: Iterable[date], heard: date | None) -> date | None:
    """The first day of data: from it on no day lacks incidents because nobody told of them yet.

    It is the first day on which a report was heard, whatever moment the report tells of: one told
    years late is counted on its day and does not make the years between quiet ones. History that
    was brought in counts as far back as each day before that one has something.

    Args:
        days: with incidents, the newest first.
        heard: the first day on which a report came in; None when that is not known.
    """
    first = None
    for day in days:
        if heard is not None and day < heard and day != (first or heard) - _DAY:
            break
        first = day
    return first


def last_days(count: int, today: date) -> Period:
    """The last whole days: today is not over and would look like a quiet day."""
    return Period(today - timedelta(days=count), today - _DAY)


def month_of(text: str, today: date) -> Period:
    """A month such as `2026-11`; the running one goes up to yesterday.

    Raises:
        InvalidError: not a month, or one that has not begun.
    """
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise InvalidError(says="month_wrong", field="month") from None
    if first > today:
        raise InvalidError(says="month_ahead", field="month", code="future")
    last = first.replace(day=days_of_month(first))
    return Period(first, min(last, max(first, today - _DAY)))


def custom(since: str, until: str, today: date) -> Period:
    """Days given one by one.

    Raises:
        InvalidError: not days, in the wrong order, in the future, or too many.
    """
    try:
        period = Period(date.fromisoformat(since), date.fromisoformat(until))
    except ValueError:
        raise InvalidError(says="day_wrong", field="from") from None
    if period.until < period.since:
        raise InvalidError(says="days_reversed", field="to")
    if period.since > today:
        raise InvalidError(says="days_ahead", field="from", code="future")
    if period.days > LONGEST_DAYS:
        raise InvalidError(says="too_many_days", most=LONGEST_DAYS, field="to")
    return Period(period.since, min(period.until, today))


def before(period: Period, *, is_month: bool = False) -> Period:
    """What a period is compared with: as many days just before, or the same days of last month."""
    if not is_month:
        return Period(period.since - timedelta(days=period.days), period.since - _DAY)
    last = period.since - _DAY
    first = last.replace(day=1)
    same_day = first + timedelta(days=period.days - 1)
    return Period(first, last if _is_whole_month(period) else min(last, same_day))


def with_data(period: Period, first: date | None) -> Period:
    """The other period of a month as far as there is data of it.

    When the first day of data lies behind it but still in its month, what that month has is taken:
    means compare, and the page says which days they are of.
    """
    last = _next_month(period.since.replace(day=1)) - _DAY
    if first is None or not period.until < first <= last:
        return period
    return Period(first, last)


def _is_whole_month(period: Period) -> bool:
    return period.until + _DAY == _next_month(period.since.replace(day=1))


def weeks(until: date, count: int) -> list[Period]:
    """Weeks from Monday, the last one holding `until` and cut there."""
    monday = until - timedelta(days=until.weekday())
    starts = [monday - timedelta(weeks=n) for n in range(count - 1, -1, -1)]
    return [Period(start, min(start + timedelta(days=6), until)) for start in starts]


def months(until: date, count: int) -> list[Period]:
    """Calendar months, the last one holding `until` and cut there."""
    firsts = [until.replace(day=1)]
    while len(firsts) < count:
        firsts.insert(0, (firsts[0] - _DAY).replace(day=1))
    return [Period(first, min(_next_month(first) - _DAY, until)) for first in firsts]
