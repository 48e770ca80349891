"""Time limits in natural days, working days, months and working hours.

The day of start is not counted; a last day on a holiday moves to the next working day. Hours count
from the moment they begin. Days and hours are the district's own, handed in as data.

Source: Civil Code of the PRC, articles 200 to 204; the yearly notices of the State Council's
General Office on holidays (the district's holidays.csv).
"""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

# A limit beyond it is a mistake, and counting to it would take long.
LONGEST_LIMIT = timedelta(days=3660)
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingSpan:
    """Part of a working day in which an office works, from `begins` until before `ends`."""

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins >= self.ends:
            raise ValueError("working hours must end after they begin, on the same day")


USUAL_HOURS = (WorkingSpan(time(8, 30), time(12)), WorkingSpan(time(14, 30), time(17, 30)))


@dataclass(frozen=True, slots=True)
class Due:
    """Where a time limit ends.

    Attributes:
        at: aware; the limit is kept until before this moment.
        day: the last day, by the district's clock.
        years_without_table: years counted by weekends alone because no holidays are known yet.
            Whoever shows `at` says so: the day may still move.
    """

    at: datetime
    day: date
    years_without_table: tuple[int, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether the holidays of every day counted are known."""
        return not self.years_without_table


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days and working hours of a district.

    Args:
        zone: the district's time zone.
        holidays: days off by name, weekends among them or not.
        workdays: Saturdays and Sundays that are worked, by what they make up for.
        hours: parts of each working day, in order, without overlap.

    Raises:
        ValueError: a day is both, or the hours overlap or are none.
    """

    zone: tzinfo
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: Mapping[date, str] = field(default_factory=dict)
    hours: Sequence[WorkingSpan] = USUAL_HOURS
    years: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        if both := sorted(set(self.holidays) & set(self.workdays)):
            raise ValueError(f"{both[0]} is a holiday and a working day")
        ends = [span.ends for span in self.hours]
        begins = [span.begins for span in self.hours]
        if not ends or any(later < end for end, later in zip(ends, begins[1:], strict=False)):
            raise ValueError("working hours are needed, in order and without overlap")
        years = frozenset(day.year for day in (*self.holidays, *self.workdays))
        object.__setattr__(self, "years", years)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work; by weekends alone in a year whose holidays are not known."""
        if day in self.workdays:
            return True
        return day not in self.holidays and day.weekday() < _SATURDAY

    def next_working_day(self, day: date) -> date:
        """The day itself where it is worked, else the next one that is."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def after_days(self, start: datetime, days: int) -> Due:
        """The end of a limit of natural days.

        Raises:
            ValueError: `days` is below 1 or too many, or `start` has no time zone.
        """
        first = self._day_of(start)
        return self._end_of(first, first + timedelta(days=_checked(days)))

    def after_months(self, start: datetime, months: int) -> Due:
        """The end of a limit of months: the same day of the month, else the month's last.

        Raises:
            ValueError: `months` is below 1 or too many, or `start` has no time zone.
        """
        first = self._day_of(start)
        _checked(months * 31)
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        longest = calendar.monthrange(year, month + 1)[1]
        return self._end_of(first, date(year, month + 1, min(first.day, longest)))

    def after_working_days(self, start: datetime, days: int) -> Due:
        """The end of a limit of working days.

        Raises:
            ValueError: `days` is below 1 or too many, or `start` has no time zone.
        """
        first = day = self._day_of(start)
        for _ in range(_checked(days)):
            day = self.next_working_day(day + _ONE_DAY)
        return self._end_of(first, day)

    def after_working_hours(self, start: datetime, hours: timedelta) -> Due:
        """The end of a limit of working hours, counted from the moment itself.

        Raises:
            ValueError: `hours` is not above zero or too long, or `start` has no time zone.
        """
        if not timedelta(0) < hours <= LONGEST_LIMIT:
            raise ValueError("a limit must be above zero and at most ten years")
        first, left = self._day_of(start), hours
        for begins, ends in self._spans(first):
            worked = ends - max(begins, start)
            if worked >= left:
                at = (max(begins, start) + left).astimezone(start.tzinfo)
                return Due(at, self._day_of(at), self._unknown(first, self._day_of(at)))
            left -= max(worked, timedelta(0))
        raise AssertionError("working days never end")

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Working hours between two moments; zero where `end` is not after `start`.

        Raises:
            ValueError: a moment has no time zone.
        """
        worked, last = timedelta(0), self._day_of(end)
        for begins, ends in self._spans(self._day_of(start)):
            if begins.astimezone(self.zone).date() > last:
                return worked
            worked += max(min(ends, end) - max(begins, start), timedelta(0))
        return worked

    def is_open(self, moment: datetime) -> bool:
        """Whether offices work at a moment.

        Raises:
            ValueError: the moment has no time zone.
        """
        day = self._day_of(moment)
        clock = moment.astimezone(self.zone).time()
        return self.is_working_day(day) and any(
            span.begins <= clock < span.ends for span in self.hours
        )

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Begin and end of every part of every working day, from a day on."""
        while True:
            day = self.next_working_day(day)
            for span in self.hours:
                yield (
                    datetime.combine(day, span.begins, self.zone),
                    datetime.combine(day, span.ends, self.zone),
                )
            day += _ONE_DAY

    def _end_of(self, first: date, last: date) -> Due:
        day = self.next_working_day(last)
        at = datetime.combine(day + _ONE_DAY, time(0), self.zone)
        return Due(at, day, self._unknown(first, day))

    def _unknown(self, first: date, last: date) -> tuple[int, ...]:
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)

    def _day_of(self, moment: datetime) -> date:
        if moment.tzinfo is None:
            raise ValueError("a moment must carry a time zone")
        return moment.astimezone(self.zone).date()


def _checked(days: int) -> int:
    if not 1 <= days <= LONGEST_LIMIT.days:
        raise ValueError("a limit must be 1 day or more and at most ten years")
    return days
