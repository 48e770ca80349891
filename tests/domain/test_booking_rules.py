"""A room or a mediator is booked within the hours, in quarters, and for an open case."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.stages import Stage
from domain.centre.premises.bookings import Wanted, check_wanted, resources_of, slots_of
from domain.centre.premises.places import Body, Centre, Place
from domain.errors import ConflictError, InvalidError
from tests.support.cases import a_case

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkingCalendar(ZONE, holidays={date(2026, 1, 1): "元旦"})
CENTRE = Centre(
    lead="governance",
    bodies={"governance": Body("governance", "综治中心", "petition.handle")},
    clocks={},
    rooms={"R1": Place("R1", "调解一室")},
)
NOON = datetime(2026, 1, 5, 12, tzinfo=ZONE)  # a Monday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def wanted(begins: str = "2026-01-05 14:00", ends: str = "2026-01-05 15:30", **more):
    return Wanted(at(begins), at(ends), **({"room": "R1"} | more))


def check(asked: Wanted, **more):
    check_wanted(asked, case=a_case(**more), centre=CENTRE, calendar=CALENDAR, zone=ZONE, now=NOON)


def test_an_hour_and_a_half_holds_six_quarters_of_room_and_mediator():
    asked = wanted()
    slots = slots_of(asked.begins_at, asked.ends_at)
    assert len(slots) == 6
    following = slots_of(asked.ends_at, asked.ends_at + timedelta(minutes=15))
    assert following.start == slots.stop  # one after the other share no quarter
    assert resources_of("R1", ["talker"]) == ["room:R1", "mediator:talker"]
    check(asked)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (wanted(room="R9"), "room_unknown"),
        (wanted(room=None), "booking_of_nothing"),
        (wanted(mediators=("a", "a")), "mediator_twice"),
        (wanted(mediators=tuple("abcdef")), "mediators_too_many"),
        (wanted("2026-01-05 08:15"), "booking_in_the_past"),
        (wanted("2026-01-06 08:15", "2026-01-06 09:00"), "booking_outside_hours"),
        (wanted("2026-01-06 17:00", "2026-01-06 17:45"), "booking_outside_hours"),
        (wanted("2026-01-06 17:00", "2026-01-07 00:15"), "booking_outside_hours"),
        (wanted("2026-01-05 15:30", "2026-01-05 15:30"), "booking_ends_before"),
        (wanted("2026-01-05 14:05"), "booking_no_quarter"),
        (wanted("2026-01-06 08:30", "2026-01-06 17:00"), "booking_too_long"),
        (wanted("2027-02-01 09:00", "2027-02-01 10:00"), "booking_too_far"),
    ],
)
def test_what_does_not_do_is_said(asked: Wanted, says: str):
    with pytest.raises(InvalidError) as told:
        check(asked)
    assert told.value.says == says


def test_mediators_alone_may_visit_a_home_outside_the_rooms_hours():
    check(wanted("2026-01-05 19:00", "2026-01-05 20:00", room=None, mediators=("talker",)))


def test_a_day_off_is_warned_of_and_booked_by_whoever_knows():
    sunday = wanted("2026-01-11 09:00", "2026-01-11 10:00")
    with pytest.raises(ConflictError) as told:
        check(sunday)
    assert (told.value.says, told.value.code) == ("booking_on_day_off", "day_off")
    check(wanted("2026-01-11 09:00", "2026-01-11 10:00", knows_day_off=True))


def test_nothing_is_booked_for_a_closed_case():
    with pytest.raises(ConflictError) as told:
        check(wanted(), stage=Stage.CLOSED)
    assert told.value.says == "booking_of_closed_case"


def test_a_moment_of_another_zone_is_the_same_quarter():
    begins = at("2026-01-05 14:00")
    same = begins.astimezone(UTC)
    assert slots_of(same, same + timedelta(hours=1)) == slots_of(
        begins, begins + timedelta(hours=1)
    )
