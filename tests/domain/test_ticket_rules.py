"""Numbers of the queue: given per day and zone, called in the order they were taken."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.centre.premises import tickets as rules
from domain.centre.premises.places import Body, Centre, Hours, Place
from domain.centre.premises.tickets import Ticket, TicketState
from domain.errors import ConflictError, InvalidError

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 1, 5, 1, tzinfo=UTC)
DAY = date(2026, 1, 5)
CENTRE = Centre(
    lead="governance",
    bodies={"governance": Body("governance", "综治中心", "petition.handle")},
    clocks={},
    zones={"visits": Place("visits", "信访"), "study": Place("study", "研判"),
           "intake": Place("intake", "受理")},
    windows={"01": Place("01", "一窗", within="intake"), "02": Place("02", "二窗", within="intake"),
             "04": Place("04", "信访窗", within="visits")},
)  # fmt: skip


def ticket(number: int = 1, zone: str = "intake", minutes: int = 0) -> Ticket:
    return rules.new_ticket(CENTRE, zone, number, DAY, NINE + timedelta(minutes=minutes))


def test_a_number_says_its_zone_and_nobodys_name():
    assert (ticket(7).label, ticket(7, "visits").label) == ("C007", "A007")
    assert ticket(7).ticket_id == "20260105-intake-007"


def test_a_zone_without_a_window_gives_no_numbers_and_no_day_gives_more_than_its_own():
    with pytest.raises(InvalidError, match="zone_not_served"):
        ticket(1, "study")
    with pytest.raises(ConflictError, match="tickets_used_up"):
        ticket(1000)


@pytest.mark.parametrize(
    ("at", "is_day_off", "says"),
    [
        ("08:29", False, "closed_now"),
        ("08:30", False, ""),
        ("17:29", False, ""),
        ("17:30", False, "closed_now"),
        ("10:00", True, "closed_today"),
    ],
)
def test_numbers_are_given_while_the_doors_are_open(at: str, is_day_off: bool, says: str):
    moment = datetime.fromisoformat(f"2026-01-05T{at}:00+08:00")
    if not says:
        rules.check_open(CENTRE, moment, ZONE, is_day_off=is_day_off)
        return
    with pytest.raises(ConflictError, match=says):
        rules.check_open(CENTRE, moment, ZONE, is_day_off=is_day_off)
    everyday = replace(CENTRE, hours=Hours(is_open_on_days_off=True))
    if is_day_off:
        rules.check_open(everyday, moment, ZONE, is_day_off=True)


def test_a_window_calls_its_zone_in_the_order_of_coming():
    late, early = ticket(1, minutes=5), ticket(2, minutes=1)
    other = ticket(1, "visits")
    assert rules.waiting_at("01", CENTRE, [late, other, early]) == [early, late]
    assert rules.waiting_at("04", CENTRE, [late, other, early]) == [other]
    assert rules.ahead_of(late, [late, early, other]) == 1


def test_what_is_handed_over_keeps_its_place_and_is_called_there_alone():
    first, second = ticket(1), ticket(1, "visits", minutes=3)
    at_one = rules.called(first, "01", NINE)
    moved = rules.handed_over(at_one, "01", "04", CENTRE)
    assert rules.waiting_at("04", CENTRE, [second, moved]) == [moved, second]
    assert rules.waiting_at("02", CENTRE, [second, moved]) == []
    again = rules.called(moved, "04", NINE)
    assert (again.turn, again.calls, again.for_window) == (2, 1, None)
    for to in ("01", "99"):
        with pytest.raises(InvalidError, match="window_unknown"):
            rules.handed_over(at_one, "01", to, CENTRE)


def test_who_does_not_come_is_let_go_after_the_third_call_and_may_come_back():
    here = rules.called(ticket(), "01", NINE)
    with pytest.raises(ConflictError, match="ticket_called_too_few"):
        rules.not_come(here, "01", NINE)
    for _ in range(2):
        here = rules.called_again(here, "01", NINE)
    gone = rules.not_come(here, "01", NINE)
    assert gone.state is TicketState.GONE
    back = rules.come_back(gone, DAY)
    assert (back.state, back.for_window, back.taken_at) == (TicketState.WAITING, "01", NINE)
    with pytest.raises(ConflictError, match="ticket_not_gone"):
        rules.come_back(gone, DAY + timedelta(days=1))


def test_another_window_does_nothing_with_it():
    here = rules.called(ticket(), "01", NINE)
    for act in (rules.called_again, rules.done, rules.not_come):
        with pytest.raises(ConflictError, match="ticket_not_here"):
            act(here, "02", NINE)
    with pytest.raises(ConflictError, match="ticket_not_waiting"):
        rules.called(here, "02", NINE)


def test_the_day_is_the_districts():
    assert rules.day_of(datetime(2026, 1, 4, 16, 5, tzinfo=UTC), ZONE) == DAY
