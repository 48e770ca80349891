"""When a morning brief is due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import InvalidError
from domain.picture.fold import is_live
from domain.statistics.briefs import Brief, brief_change, days_due, read_hour

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = time(7, 30)
LONG_AGO = date(2026, 1, 1)
BEFORE = datetime(2026, 11, 24, 23, 29, tzinfo=UTC)  # 07:29 in the district, on the 25th
AFTER = BEFORE + timedelta(minutes=1)


def due(now: datetime, made: set[date], first: date | None = LONG_AGO) -> list[int]:
    return [day.day for day in days_due(now, HOUR, ZONE, made, first)]


def test_yesterday_is_due_at_the_hour_of_the_district_and_not_before():
    made = {date(2026, 11, 24) - timedelta(days=n) for n in range(1, 10)}
    assert due(BEFORE, made) == []
    assert due(AFTER, made) == [24]


def test_what_was_missed_is_caught_up_for_seven_days():
    assert due(AFTER, set()) == [18, 19, 20, 21, 22, 23, 24]
    assert due(AFTER, {date(2026, 11, 20)}) == [18, 19, 21, 22, 23, 24]


def test_no_brief_is_written_of_a_day_before_the_first_fact():
    assert due(AFTER, set(), date(2026, 11, 23)) == [23, 24]
    assert due(AFTER, set(), None) == []


def test_the_hour_of_a_setting():
    assert read_hour("07:30") == HOUR
    assert read_hour(" ") is None
    with pytest.raises(InvalidError):
        read_hour("half past seven")


def test_a_brief_is_no_part_of_the_picture():
    change = brief_change(Brief(date(2026, 11, 24), AFTER, {}), "brief")
    assert change.id == "2026-11-24"
    assert not is_live(change.kind, change.state, AFTER)
