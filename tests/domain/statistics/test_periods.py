"""Periods: whole days, and what they are compared with."""

from datetime import date

import pytest

from domain.errors import InvalidError
from domain.statistics.periods import (
    Period,
    before,
    custom,
    days_since,
    last_days,
    month_of,
    months,
    weeks,
    with_data,
)

TODAY = date(2026, 11, 25)


def test_the_last_days_end_yesterday():
    assert last_days(7, TODAY) == Period(date(2026, 11, 18), date(2026, 11, 24))
    assert before(last_days(7, TODAY)) == Period(date(2026, 11, 11), date(2026, 11, 17))


def test_the_running_month_is_compared_with_the_same_days_of_the_last():
    running = month_of("2026-11", TODAY)
    assert running == Period(date(2026, 11, 1), date(2026, 11, 24))
    assert before(running, is_month=True) == Period(date(2026, 10, 1), date(2026, 10, 24))


def test_a_whole_month_is_compared_with_a_whole_month():
    october = month_of("2026-10", TODAY)
    assert before(october, is_month=True) == Period(date(2026, 9, 1), date(2026, 9, 30))
    march = month_of("2026-03", TODAY)
    assert before(march, is_month=True) == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_the_first_of_a_month_shows_the_running_day():
    assert month_of("2026-11", date(2026, 11, 1)).days == 1


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        ("2026-11-05", "2026-11-01", "to"),
        ("2026-12-01", "2026-12-02", "from"),
        ("yesterday", "2026-12-02", "from"),
        ("2024-01-01", "2026-01-02", "to"),
    ],
)
def test_what_is_no_period_is_refused_with_its_field(since: str, until: str, field: str):
    with pytest.raises(InvalidError) as refused:
        custom(since, until, TODAY)
    assert refused.value.field == field


def test_a_period_that_reaches_into_the_future_ends_today():
    assert custom("2026-11-20", "2026-12-31", TODAY).until == TODAY


@pytest.mark.parametrize("month", ["2026-13", "11", "2027-01"])
def test_a_month_that_is_none_or_not_begun_is_refused(month: str):
    with pytest.raises(InvalidError):
        month_of(month, TODAY)


def test_months_touched_weeks_and_months_back():
    assert [day.month for day in Period(date(2026, 9, 30), date(2026, 11, 1)).months] == [9, 10, 11]
    assert weeks(TODAY, 2) == [
        Period(date(2026, 11, 16), date(2026, 11, 22)),
        Period(date(2026, 11, 23), TODAY),
    ]
    assert [one.since.month for one in months(TODAY, 3)] == [9, 10, 11]


def test_days_before_the_first_of_data_do_not_count():
    october = Period(date(2026, 10, 1), date(2026, 10, 24))
    assert days_since(october, date(2026, 9, 1)) == 24
    assert days_since(october, date(2026, 10, 20)) == 5
    assert days_since(october, date(2026, 10, 25)) == 0
    assert days_since(october, None) == 0


def test_a_month_is_compared_with_what_there_is_of_the_last():
    october = Period(date(2026, 10, 1), date(2026, 10, 24))
    assert with_data(october, date(2026, 10, 26)) == Period(date(2026, 10, 26), date(2026, 10, 31))
    for first in (date(2026, 10, 20), date(2026, 11, 2), None):
        assert with_data(october, first) == october
