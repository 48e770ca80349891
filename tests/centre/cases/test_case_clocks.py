"""Every time limit of the centre, counted over Spring Festival of 2026 (off 15 to 23 February)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.centre.limits.clock_table import CLOCKS, ROWS
from domain.centre.limits.clocks import (
    Clock,
    Ground,
    Light,
    Unit,
    amber_at,
    due_after_pause,
    due_of,
    light,
)
from geodata.district.district import load_district
from geodata.district.holidays import load_calendar
from settings import ROOT

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = load_calendar(load_district(ROOT / "districts" / "lieshan"))


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


START = at(2, 11)  # Wednesday before the festival; worked on Saturdays 14 and 28 February
# code → the last day of its limit from then, by hand
LAST_DAY = {
    "petition.forward": "2026-02-26",
    "petition.notice": "2026-02-26",
    "petition.object": "2026-02-25",
    "petition.handle": "2026-04-13",
    "petition.review_ask": "2026-03-13",
    "petition.review": "2026-03-13",
    "petition.recheck_ask": "2026-03-13",
    "petition.recheck": "2026-03-13",
    "mediate.people": "2026-03-11",
    "mediate.confirm": "2026-03-13",
    "confirm.court": "2026-03-13",
    "mediate.court_pre": "2026-03-13",
    "mediate.court_ordinary": "2026-02-26",
    "mediate.court_summary": "2026-02-24",
    "mediate.appoint_court": "2026-02-14",
    "mediate.appoint_mediator": "2026-02-14",
    "mediate.appoint_parties": "2026-02-13",
    "labour.mediate": "2026-02-26",
    "labour.decide": "2026-02-25",
    "labour.serve": "2026-02-25",
    "labour.defence": "2026-03-03",
    "labour.forward": "2026-02-25",
    "labour.award": "2026-03-30",
    "labour.limit": "2027-02-11",
    "labour.sue": "2026-02-26",
    "labour.annul": "2026-03-13",
    "reconsider.apply": "2026-04-13",
    "reconsider.accept": "2026-02-25",
    "reconsider.correct_notice": "2026-02-25",
    "reconsider.correct": "2026-03-03",
    "reconsider.ordinary": "2026-04-13",
    "reconsider.copy": "2026-02-27",
    "reconsider.answer": "2026-03-03",
    "reconsider.summary": "2026-03-13",
    "reconsider.summary_copy": "2026-02-14",
    "reconsider.summary_answer": "2026-02-25",
    "legalaid.review": "2026-02-24",
    "legalaid.assign": "2026-02-14",
    "legalaid.answer": "2026-02-24",
    "police.mediate": "2026-02-27",
    "market.accept": "2026-02-27",
    "market.end": "2026-04-22",
    "market.tell": "2026-02-27",
    "court.small": "2026-04-13",
    "court.summary": "2026-05-11",
    "court.ordinary": "2026-08-11",
    "court.special": "2026-03-13",
    "payment.accept": "2026-02-24",
    "payment.issue": "2026-02-26",
    "payment.debtor": "2026-02-26",
    "enforce.apply": "2028-02-11",
    "medical.mediate": "2026-03-31",
    "land.arbitrate": "2026-04-13",
}


def test_every_row_is_counted_here_and_named_once():
    assert [row.code for row in ROWS] == list(LAST_DAY)
    assert len(CLOCKS) == len(ROWS)
    assert all(row.article for row in ROWS)


@pytest.mark.parametrize("clock", ROWS, ids=lambda clock: clock.code)
def test_a_limit_over_spring_festival(clock: Clock):
    due = due_of(clock, START, CALENDAR)
    assert due.day == date.fromisoformat(LAST_DAY[clock.code])
    assert CALENDAR.is_working_day(due.day)
    assert due.at == datetime.combine(due.day + timedelta(days=1), datetime.min.time(), ZONE)


@pytest.mark.parametrize(
    "clock", [row for row in ROWS if row.extension], ids=lambda clock: clock.code
)
def test_an_extension_is_counted_in_the_clocks_own_unit(clock: Clock):
    assert clock.extension is not None
    assert clock.extension.approver
    more = clock.extension.length or 10
    longer = due_of(clock, START, CALENDAR, more)
    assert longer.at > due_of(clock, START, CALENDAR).at


def test_a_year_whose_holidays_are_not_known_is_told():
    assert due_of(CLOCKS["labour.limit"], START, CALENDAR).years_without_table == (2027,)


def test_a_clock_that_starts_in_the_past_is_late_at_once():
    due = due_of(CLOCKS["police.mediate"], START, CALENDAR).at
    assert light(amber_at(START, due), due, at(6, 1)) is Light.RED


def test_amber_at_four_fifths_and_red_when_late():
    due = START + timedelta(days=10)
    amber = amber_at(START, due)
    assert amber == START + timedelta(days=8)
    just = timedelta(seconds=1)
    shown = [light(amber, due, now) for now in (amber - just, amber, due - just, due)]
    assert shown == [Light.GREEN, Light.AMBER, Light.AMBER, Light.RED]
    assert light(amber, due, due, is_paused=True) is Light.PAUSED
    assert light(None, None, due) is Light.NONE


def test_a_pause_gives_back_its_days_in_the_clocks_own_unit():
    medical, pre = CLOCKS["medical.mediate"], CLOCKS["mediate.court_pre"]
    due = due_of(medical, at(3, 2), CALENDAR).at
    # Wednesday to Monday: three working days (Thursday, Friday, Monday), five natural ones
    paused, resumed = at(3, 4), at(3, 9)
    moved = due_after_pause(medical, due, paused, resumed, CALENDAR)
    lasts = (due - timedelta(seconds=1), moved - timedelta(seconds=1))
    first, second = (one.astimezone(ZONE).date() for one in lasts)
    worked = [first + timedelta(n) for n in range(1, (second - first).days + 1)]
    assert sum(map(CALENDAR.is_working_day, worked)) == 3
    due = due_of(pre, at(3, 2), CALENDAR).at
    moved = due_after_pause(pre, due, paused, resumed, CALENDAR)
    last = (due - timedelta(seconds=1)).astimezone(ZONE).date() + timedelta(days=5)
    assert moved == datetime.combine(
        CALENDAR.next_working_day(last) + timedelta(days=1), datetime.min.time(), ZONE
    )


def test_a_pause_within_a_day_gains_nothing():
    clock = CLOCKS["mediate.court_pre"]
    due = due_of(clock, START, CALENDAR).at
    assert due_after_pause(clock, due, at(2, 12, 9), at(2, 12, 16), CALENDAR) == due


def test_grounds_stand_only_where_a_law_names_them():
    assert CLOCKS["mediate.court_pre"].pauses == {Ground.APPRAISAL}
    assert CLOCKS["petition.recheck"].pauses == {Ground.HEARING}
    assert CLOCKS["petition.handle"].pauses == frozenset()
    assert {row.unit for row in ROWS} == set(Unit)
