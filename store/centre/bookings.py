"""Bookings: what holds which quarter of an hour, and lists of what is booked."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, select

from domain.access.callers import Caller
from domain.centre.premises.bookings import (
    BOOKING,
    Booking,
    BookingState,
    resources_of,
    slots_of,
)
from store.columns import may_be_key
from store.live.visible import visible
from store.rows import reader
from store.tables import BOOKING as BOOKINGS
from store.tables import BOOKING_SLOT as SLOTS
from store.transaction import Transaction

_booking = reader(BOOKING)
_HELD = BOOKINGS.c.state == BookingState.BOOKED.value


def booking_of(connection: Connection, booking_id: str) -> Booking | None:
    """The booking of an id."""
    if not may_be_key(booking_id):
        return None
    query = select(BOOKINGS).where(BOOKINGS.c.booking_id == booking_id)
    row = connection.execute(query).mappings().first()
    return _booking(row) if row else None


def bookings_of(connection: Connection, case_code: str) -> list[Booking]:
    """The bookings of a case, by time, cancelled ones too."""
    query = (
        select(BOOKINGS)
        .where(BOOKINGS.c.case_code == case_code)
        .order_by(BOOKINGS.c.begins_at, BOOKINGS.c.booking_id)
    )
    return [_booking(row) for row in connection.execute(query).mappings()]


def held_between(connection: Connection, begins_at: datetime, ends_at: datetime) -> list[Booking]:
    """What is held at any time of a span, by time; whoever may see it."""
    query = (
        select(BOOKINGS)
        .where(_HELD, BOOKINGS.c.begins_at < ends_at, BOOKINGS.c.ends_at > begins_at)
        .order_by(BOOKINGS.c.begins_at, BOOKINGS.c.booking_id)
    )
    return [_booking(row) for row in connection.execute(query).mappings()]


def seen_between(
    connection: Connection, who: Caller, begins_at: datetime, ends_at: datetime
) -> set[str]:
    """Ids of what is held at any time of a span and may be seen by somebody."""
    query = select(BOOKINGS.c.booking_id).where(
        _HELD, BOOKINGS.c.begins_at < ends_at, BOOKINGS.c.ends_at > begins_at, visible(BOOKING, who)
    )
    return set(connection.scalars(query))


def holders(connection: Connection, resources: Collection[str], slots: range) -> dict[str, str]:
    """Which of these resources are taken within a span: the booking that holds each."""
    query = select(SLOTS.c.resource, SLOTS.c.booking_id).where(
        SLOTS.c.resource.in_(resources), SLOTS.c.slot >= slots.start, SLOTS.c.slot < slots.stop
    )
    return {row.resource: row.booking_id for row in connection.execute(query)}


def hold(tx: Transaction, booking: Booking, *, action: str, actor: str) -> None:
    """Write a booking, and hold its quarters of an hour in place of those it held before.

    Raises:
        IntegrityError: one of them is another's; whoever runs the transaction says so.
    """
    connection = tx.connection
    connection.execute(delete(SLOTS).where(SLOTS.c.booking_id == booking.booking_id))
    tx.put(BOOKING, booking, action=action, actor=actor)
    rows = slot_rows(booking)
    if rows:
        tx.connection.execute(SLOTS.insert(), rows)


def let_go_of(tx: Transaction, case_code: str, *, actor: str) -> None:
    """Cancel what a case still holds ahead of now: it was closed."""
    for booking in bookings_of(tx.connection, case_code):
        if booking.state is BookingState.BOOKED and booking.begins_at > tx.at:
            hold(tx, replace(booking, state=BookingState.CANCELLED), action="cancel", actor=actor)


def slot_rows(booking: Booking) -> Sequence[dict[str, object]]:
    """The rows that hold a booking's time; none for a cancelled one."""
    if booking.state is not BookingState.BOOKED:
        return []
    return [
        {"resource": resource, "slot": slot, "booking_id": booking.booking_id}
        for resource in resources_of(booking.room, booking.mediators)
        for slot in slots_of(booking.begins_at, booking.ends_at)
    ]
