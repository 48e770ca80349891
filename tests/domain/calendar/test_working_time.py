"""Time limits over Spring Festival, make-up days, nights and years nobody knows the holidays of."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.working_time import WorkingCalendar, WorkingSpan
from geodata.district.district import load_district
from geodata.district.holidays import load_calendar
from settings import ROOT

ZONE = ZoneInfo("Asia/Shanghai")
# 2026: off from 15 to 23 February, worked on Saturday 14 and Saturday 28.
CALENDAR = load_calendar(load_district(ROOT / "districts" / "lieshan"))


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def test_spring_festival_is_no_working_day_and_its_make_up_saturdays_are():
    assert not CALENDAR.is_working_day(date(2026, 2, 17))
    assert not CALENDAR.is_working_day(date(2026, 2, 23))
    assert CALENDAR.is_working_day(date(2026, 2, 14))
    assert CALENDAR.is_working_day(date(2026, 2, 28))
    assert not CALENDAR.is_working_day(date(2026, 3, 7))


def test_the_day_of_start_is_not_counted():
    assert CALENDAR.after_days(at(3, 9), 3).day == date(2026, 3, 12)
    assert CALENDAR.after_working_days(at(3, 9), 1).day == date(2026, 3, 10)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day():
    due = CALENDAR.after_days(at(2, 10), 7)  # the 17th, New Year of the moon
    assert due.day == date(2026, 2, 24)
    assert due.at == at(2, 25, 0)
    assert CALENDAR.after_days(at(3, 9), 5).day == date(2026, 3, 16)  # from a Saturday


def test_a_last_day_on_a_make_up_saturday_stays():
    assert CALENDAR.after_days(at(2, 25), 3).day == date(2026, 2, 28)


def test_working_days_pass_over_the_festival_and_count_its_make_up_days():
    assert CALENDAR.after_working_days(at(2, 13), 1).day == date(2026, 2, 14)
    assert CALENDAR.after_working_days(at(2, 13), 2).day == date(2026, 2, 24)
    assert CALENDAR.after_working_days(at(2, 13), 6).day == date(2026, 2, 28)


def test_a_limit_of_months_ends_on_the_same_day_or_the_last_of_the_month():
    assert CALENDAR.after_months(at(3, 10), 1).day == date(2026, 4, 10)
    assert CALENDAR.after_months(at(3, 31), 1).day == date(2026, 4, 30)
    assert CALENDAR.after_months(at(12, 31, year=2024), 2).day == date(2025, 2, 28)


def test_working_hours_run_on_after_the_noon_break_the_night_and_the_festival():
    hours = timedelta(hours=4)
    assert CALENDAR.after_working_hours(at(3, 9, 8, 30), hours).at == at(3, 9, 15, 0)
    assert CALENDAR.after_working_hours(at(3, 9, 16, 30), hours).at == at(3, 10, 11, 30)
    assert CALENDAR.after_working_hours(at(2, 14, 16, 30), hours).at == at(2, 24, 11, 30)
    assert CALENDAR.after_working_hours(at(2, 18, 3), timedelta(minutes=1)).at == at(2, 24, 8, 31)


def test_working_time_leaves_out_what_is_not_worked():
    assert CALENDAR.working_time(at(3, 9, 11), at(3, 9, 15)) == timedelta(hours=1.5)
    assert CALENDAR.working_time(at(2, 14, 17), at(2, 24, 9)) == timedelta(hours=1)
    assert CALENDAR.working_time(at(3, 9, 15), at(3, 9, 11)) == timedelta(0)


def test_offices_are_open_in_their_hours_only():
    assert CALENDAR.is_open(at(2, 14, 9))
    assert not CALENDAR.is_open(at(2, 14, 12))
    assert not CALENDAR.is_open(at(2, 16, 9))


def test_a_clock_that_runs_into_a_year_without_a_table_says_so():
    due = CALENDAR.after_days(at(12, 28), 30)
    assert due.years_without_table == (2027,)
    assert not due.is_certain
    assert CALENDAR.after_days(at(12, 1), 5).is_certain
    assert WorkingCalendar(ZONE).after_working_hours(
        at(3, 9), timedelta(hours=1)
    ).years_without_table == (2026,)


def test_the_day_is_the_districts_wherever_the_moment_was_written():
    late = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)  # the 10th at 01:00 in the district
    assert CALENDAR.after_days(late, 1).day == date(2026, 3, 11)


@given(st.integers(0, 60 * 24 * 300), st.integers(1, 60 * 200))
def test_working_time_until_a_limit_ends_is_the_limit(minute: int, limit: int):
    start, hours = at(1, 1, 0) + timedelta(minutes=minute), timedelta(minutes=limit)
    due = CALENDAR.after_working_hours(start, hours)
    assert CALENDAR.working_time(start, due.at) == hours


@pytest.mark.parametrize("days", [0, -1, 4000])
def test_a_limit_nobody_means_is_refused(days: int):
    for count in (CALENDAR.after_days, CALENDAR.after_working_days):
        with pytest.raises(ValueError, match="limit"):
            count(at(3, 9), days)
    with pytest.raises(ValueError, match="limit"):
        CALENDAR.after_working_hours(at(3, 9), timedelta(days=days))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.after_days(datetime(2026, 3, 9), 1)  # noqa: DTZ001 - what is refused


def test_hours_that_overlap_and_days_that_are_both_are_refused():
    day = date(2026, 2, 14)
    with pytest.raises(ValueError, match="holiday and a working day"):
        WorkingCalendar(ZONE, {day: ""}, {day: ""})
    with pytest.raises(ValueError, match="overlap"):
        WorkingCalendar(
            ZONE, hours=(WorkingSpan(time(8), time(12)), WorkingSpan(time(11), time(17)))
        )
    with pytest.raises(ValueError, match="end after"):
        WorkingSpan(time(12), time(8))
