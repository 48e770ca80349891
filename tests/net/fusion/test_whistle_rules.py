"""Whistles: limits, what may follow what, twice the same, and figures with their intervals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar.working_time import WorkingCalendar
from domain.errors import ConflictError, InvalidError
from domain.net.fusion.whistles import (
    CallState,
    Urgency,
    WhistleCall,
    WhistleLimits,
    arrive,
    attendance_of,
    check_called,
    come,
    rate,
    report,
    supervise,
    withdraw,
)
from domain.statistics.intervals import Interval, wilson

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)  # a Friday, ten in the morning
DUE = AT + timedelta(minutes=30)
CALENDAR = WorkingCalendar(ZONE)


def a_call(owner: str = "housing", **more: object) -> WhistleCall:
    made = WhistleCall(f"W.{owner}", "W", "340604001001", owner, AT, DUE)
    return replace(made, **more)  # type: ignore[arg-type]


def after(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        (Urgency.URGENT, after(30)),
        (Urgency.USUAL, after(120)),
        # the next working day is Monday: kept until before Tuesday
        (Urgency.NEXT_DAY, datetime(2026, 12, 1, tzinfo=ZONE)),
    ],
)
def test_the_limit_of_each_urgency(urgency: Urgency, due: datetime):
    assert WhistleLimits().due(urgency, AT, CALENDAR) == due


def test_a_holiday_moves_the_next_working_day():
    closed = replace(CALENDAR, holidays={date(2026, 11, 30): "假日"})
    assert WhistleLimits().due(Urgency.NEXT_DAY, AT, closed) == datetime(2026, 12, 2, tzinfo=ZONE)


@pytest.mark.parametrize("called", [(), ("no_such",), tuple(f"d{n}" for n in range(9))])
def test_nobody_too_many_or_one_there_is_not_is_refused(called: tuple[str, ...]):
    with pytest.raises(InvalidError):
        check_called(called, {f"d{n}": None for n in range(9)})


def test_a_department_named_twice_is_called_once():
    assert check_called(("a", "b", "a"), {"a": 1, "b": 1}) == ("a", "b")


def test_a_call_from_coming_to_rated():
    call = come(a_call(), after(5))
    assert call.state is CallState.COMING
    call = arrive(call, "officer", after(20))
    assert (call.state, call.arrived_by) == (CallState.ARRIVED, "officer")
    call = report(call, "已处理", after(60))
    assert call.state is CallState.REPORTED
    call = rate(call, 5, "快", "clerk", after(70))
    assert (call.state, call.stars, call.is_late(after(999))) == (CallState.RATED, 5, False)


def test_the_same_again_changes_nothing():
    call = arrive(come(a_call(), after(1)), "officer", after(2))
    assert come(call, after(9)) is call
    assert arrive(call, "other", after(9)) is call
    call = report(call, "已处理", after(3))
    assert report(call, "已处理", after(9)) is call
    call = rate(call, 4, None, "clerk", after(4))
    assert rate(call, 4, None, "clerk", after(9)) is call


def test_what_may_not_be():
    with pytest.raises(ConflictError):
        report(a_call(), "没到场", after(1))
    with pytest.raises(ConflictError):
        rate(a_call(), 3, None, "clerk", after(29))
    done = report(arrive(a_call(), "o", after(2)), "甲", after(3))
    with pytest.raises(ConflictError):
        report(done, "乙", after(4))
    with pytest.raises(ConflictError):
        rate(rate(done, 3, None, "c", after(4)), 5, None, "c", after(5))
    with pytest.raises(InvalidError):
        rate(done, 6, None, "c", after(4))
    gone = withdraw(a_call(), after(1))
    for act in (lambda: come(gone, AT), lambda: arrive(gone, "o", AT)):
        with pytest.raises(ConflictError):
            act()


def test_who_never_came_is_rated_when_the_time_is_over():
    assert rate(a_call(), 1, "没来", "clerk", DUE).stars == 1


def test_the_late_one_is_supervised_once():
    call = a_call()
    assert supervise(call, after(29)) is None
    late = supervise(call, DUE)
    assert late is not None and late.supervised_at == DUE
    assert supervise(late, after(50)) is None
    assert supervise(arrive(call, "o", after(10)), after(50)) is None
    assert supervise(withdraw(call, after(10)), after(50)) is None


def test_who_has_been_there_keeps_it_when_it_is_withdrawn():
    there = arrive(a_call(), "o", after(10))
    assert withdraw(there, after(20)) is there


def test_figures_count_what_is_known_and_no_more():
    calls = [
        arrive(a_call(), "o", after(10)),
        arrive(a_call(), "o", after(31)),
        a_call(at=after(-90), due_at=after(-60)),  # never came
        a_call(due_at=after(90)),  # still may
        withdraw(a_call(), after(5)),
        rate(report(arrive(a_call("water"), "o", after(30)), "x", after(32)), 4, None, "c", DUE),
    ]
    housing, water = attendance_of(calls, after(40))
    assert (housing.called, housing.in_time, housing.late, housing.waiting) == (3, 1, 2, 1)
    assert (water.called, water.in_time, water.mean_stars) == (1, 1, 4.0)
    assert housing.mean_stars is None


def test_the_interval_is_wilson_s():
    # by hand: centre (0.8 + 0.1921) / 1.3841 = 0.7167, spread 1.96 · √0.0256 / 1.3841 = 0.2266
    found = wilson(8, 10)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) is None
    all_of_five = wilson(5, 5)
    assert all_of_five is not None
    assert (round(all_of_five.low, 4), all_of_five.high) == (0.5655, 1.0)
    assert Interval(0.1, 0.2).overlaps(Interval(0.2, 0.3))
    assert not Interval(0.1, 0.2).overlaps(Interval(0.21, 0.3))
    with pytest.raises(ValueError):
        wilson(3, 2)
