"""What the database itself refuses: a quarter booked twice, a number called at two windows."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from domain.centre.premises.bookings import Booking, BookingState
from domain.centre.premises.tickets import TICKET, Ticket, TicketState, called
from domain.errors import ConflictError
from store.centre.bookings import held_between, hold, holders
from store.centre.tickets import begin_turn, ticket_at, tickets_of
from tests.store.conftest import Place

NINE = datetime(2026, 1, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = "2026-01-05"


def booking(name: str, begins_at: datetime = NINE, **more: object) -> Booking:
    made = Booking(
        name, "LS20260105-01-0001-9", BookingState.BOOKED, begins_at, begins_at + HOUR,
        "clerk", NINE, room="R1",
    )  # fmt: skip
    return replace(made, **more)


def ticket(number: int = 1, **more: object) -> Ticket:
    made = Ticket(
        f"20260105-intake-{number:03d}", DAY, "intake", number, f"E{number:03d}",
        TicketState.WAITING, NINE,
    )  # fmt: skip
    return replace(made, **more)


def test_two_at_once_for_one_room_and_one_gets_it(place: Place):
    store, start = place.open(), threading.Barrier(2)
    refused: list[str] = []

    def book(name: str) -> None:
        start.wait()
        try:
            with store.transaction() as tx:  # nobody asks before whether it is free
                hold(tx, booking(name), action="book", actor=name)
        except ConflictError as error:
            refused.append(f"{name} {error.says}")

    threads = [threading.Thread(target=book, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [held] = store.ask(lambda connection: held_between(connection, NINE, NINE + HOUR))
    other = {"one": "two", "two": "one"}[held.booking_id]
    assert refused == [f"{other} booking_taken"]
    assert store.newest("booking", other) is None


def test_a_mediator_is_not_in_two_rooms_at_once(place: Place):
    store = place.open()
    with store.transaction() as tx:
        hold(tx, booking("one", mediators=("talker",)), action="book", actor="a")
    later = NINE + timedelta(minutes=45)
    with pytest.raises(ConflictError, match="booking_taken"), store.transaction() as tx:
        hold(tx, booking("two", later, room="R2", mediators=("talker",)), action="book", actor="a")
    with store.transaction() as tx:  # one after the other is fine
        hold(
            tx, booking("two", NINE + HOUR, room="R2", mediators=("talker",)),
            action="book", actor="a",
        )  # fmt: skip


def test_what_is_moved_or_cancelled_is_free_again(place: Place):
    store = place.open()
    with store.transaction() as tx:
        hold(tx, booking("one"), action="book", actor="a")
    with store.transaction() as tx:
        hold(tx, booking("one", NINE + HOUR / 2), action="move", actor="a")
        first = range(int(NINE.timestamp()) // 900, int(NINE.timestamp()) // 900 + 2)
        assert holders(tx.connection, ["room:R1"], first) == {}
    with store.transaction() as tx:
        state = BookingState.CANCELLED
        hold(tx, booking("one", NINE + HOUR / 2, state=state), action="cancel", actor="a")
        hold(tx, booking("two", NINE + HOUR / 2), action="book", actor="a")


def test_no_statement_takes_a_quarter_twice(place: Place):
    place.open()
    taken = "INSERT INTO booking_slot (resource, slot, booking_id) VALUES ('room:R1', 1, :by)"
    place.sql(taken, by="one")
    with pytest.raises(IntegrityError):
        place.sql(taken, by="two")


def test_two_windows_call_one_number_and_one_gets_it(place: Place):
    store, start = place.open(), threading.Barrier(2)
    with store.transaction() as tx:
        tx.put(TICKET, ticket(), action="take", actor="kiosk")
    refused: list[str] = []

    def call(window: str) -> None:
        start.wait()
        try:
            with store.transaction() as tx:  # both read it before, and write what they have read
                mine = called(ticket(), window, NINE)
                begin_turn(tx, mine)
                tx.put(TICKET, mine, action="call", actor=window)
        except ConflictError as error:
            refused.append(f"{window} {error.says}")

    threads = [threading.Thread(target=call, args=(window,)) for window in ("01", "02")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [only] = store.ask(lambda connection: tickets_of(connection, DAY))
    other = {"01": "02", "02": "01"}[str(only.window)]
    assert refused == [f"{other} ticket_called_elsewhere"]
    assert store.ask(lambda connection: ticket_at(connection, other)) is None


def test_a_window_has_one_number_at_a_time_and_a_number_is_given_once(place: Place):
    store = place.open()
    with store.transaction() as tx:
        for number in (1, 2):
            tx.put(TICKET, ticket(number), action="take", actor="kiosk")
        tx.put(TICKET, called(ticket(1), "01", NINE), action="call", actor="a")
    with pytest.raises(ConflictError, match="window_has_ticket"), store.transaction() as tx:
        tx.put(TICKET, called(ticket(2), "01", NINE), action="call", actor="a")
    with pytest.raises(IntegrityError):
        place.sql(
            "INSERT INTO ticket (ticket_id, day, zone, number, label, state, taken_at, calls,"
            " turn, seq) VALUES ('x', '2026-01-05', 'intake', 1, 'E001', 'waiting', 0, 0, 0, 9)"
        )
