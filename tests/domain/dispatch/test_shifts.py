"""Who the roster lets be sent: rules that read like the rules."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.dispatch.recommendation import Candidate, against, is_available
from domain.dispatch.shifts import (
    THREE_SHIFTS,
    DutyRules,
    Shift,
    Why,
    longest_of,
    off_roster,
    shift_name,
    shift_of,
    shift_span,
    stretches,
)
from domain.dispatch.units import Fix, Unit, UnitKind
from tests.support.spoken import in_chinese

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 7, 1)
RULES = DutyRules(timedelta(minutes=20), timedelta(hours=12))


def at(hour, minute=0, day=1):
    return datetime(2026, 7, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def on(*shifts):
    spans = [shift_span(day, shift, ZONE) for day, shift in shifts]
    return stretches(span for span in spans if span)


@pytest.mark.parametrize(
    ("duty", "now", "why"),
    [
        ([(DAY, "day")], at(12), None),
        ([(DAY, "day")], at(15, 39), None),
        ([(DAY, "day")], at(15, 41), Why.SHIFT_ENDS),
        ([(DAY, "day"), (DAY, "evening")], at(15, 41), None),  # goes on with the next shift
        ([(DAY, "day")], at(17), Why.SHIFT_OVER),
        ([(DAY, "night")], at(17), None),  # ended nine hours ago: says nothing of now
        ([(DAY, "evening")], at(12), None),  # not begun: judged by the status alone
        ([(DAY, "night"), (DAY, "day")], at(11), None),
        ([(DAY, "night"), (DAY, "day")], at(13), Why.LONG_DUTY),
        ([(DAY, "evening"), (date(2026, 7, 2), "night")], at(3, day=2), None),  # over midnight
        ([(DAY, "evening"), (date(2026, 7, 2), "night")], at(5, day=2), Why.LONG_DUTY),
    ],
)
def test_nobody_is_proposed_at_the_end_of_a_shift_after_it_or_after_too_long(duty, now, why):
    off = off_roster(on(*duty), now, RULES)
    assert (off and off.why) == why


def test_rules_of_nought_hold_nobody_back():
    none = DutyRules(timedelta(0), timedelta(0))
    assert off_roster(on((DAY, "night"), (DAY, "day")), at(15, 59), none) is None


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(15, 50, "16:00 下班"), (16, 30, "班次已于 16:00 结束"), (14, 0, "已连续当班 14 小时")],
)
def test_why_is_said_in_words_and_the_unit_is_not_available(hour, minute, words):
    now = at(hour, minute)
    duty = on((DAY, "night"), (DAY, "day"))
    unit, fix = Unit("P1", "警1", UnitKind.POLICE), Fix("P1", 33.9, 116.8, now)
    candidate = Candidate(unit, fix, off_roster=off_roster(duty, now, RULES))
    assert [in_chinese(reason.says) for reason in against(candidate, now=now, zone=ZONE)] == [words]
    assert not is_available(candidate, now=now)


TWO_SHIFTS = (Shift("day", "白班", time(8)), Shift("s2000", "夜班", time(20)))


@pytest.mark.parametrize(
    ("hour", "three", "two"),
    [(0, "night", "s2000"), (7, "night", "s2000"), (8, "day", "day"), (20, "evening", "s2000")],
)
def test_before_the_first_shift_of_a_day_the_last_of_the_day_before_still_runs(hour, three, two):
    assert shift_of(at(hour), ZONE) == three
    assert shift_of(at(hour), ZONE, TWO_SHIFTS) == two


def test_the_last_shift_of_a_day_lasts_until_the_first_of_the_next():
    span = shift_span(DAY, "s2000", ZONE, TWO_SHIFTS)
    assert (span.begins, span.ends) == (at(20), at(8, day=2))
    assert longest_of(TWO_SHIFTS) == timedelta(hours=12)
    assert longest_of(THREE_SHIFTS) == timedelta(hours=8)


def test_a_shift_the_district_gave_up_says_nothing_and_keeps_its_name():
    assert shift_span(DAY, "evening", ZONE, TWO_SHIFTS) is None
    assert shift_name("evening", TWO_SHIFTS) == "中班"
    assert shift_name("day", TWO_SHIFTS) == "白班"
