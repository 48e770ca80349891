"""Booking a room and mediators for a case: book, move, cancel, and what is free.

A booking is seen by whoever sees its case; others are told that the time is taken. That nothing is
booked twice is kept by the database (store/models/premises.py); what is asked here before only says
it in better words.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case, acts_as
from domain.centre.premises.bookings import (
    BOOKS,
    MEDIATOR,
    ROOM,
    Booking,
    BookingState,
    Taken,
    Wanted,
    check_wanted,
    resources_of,
    slots_of,
)
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.transactions import in_transaction
from store import Transaction
from store.centre import bookings as kept
from store.centre.cases import case_of, parties_of

LONGEST_REASON = 200


class Bookings:
    """Rooms and mediators of the centre, by quarters of an hour."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    # changing ---------------------------------------------------------------------------------

    async def book(self, code: str, wanted: Wanted, caller: Caller) -> Booking:
        """Hold a room, mediators or both for a case.

        Raises:
            NotAllowedError: the caller does not book for this case.
            NotFoundError: no such case, or not for this caller.
            ConflictError: something of it is taken, the case is closed, or (code `day_off`) the
                day is not worked and `knows_day_off` was not said.
            InvalidError: the room, the mediators or the time do not do.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> Booking:
            return self.book_in(tx, seen_case(tx.connection, code, caller), wanted, caller)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def book_in(self, tx: Transaction, case: Case, wanted: Wanted, caller: Caller) -> Booking:
        """The same within a transaction that does more, for a case its caller was let see.

        Raises:
            NotAllowedError, ConflictError, InvalidError: as `book`.
        """
        _check_books(caller, case)
        booking = Booking(
            booking_id=f"B-{uuid4().hex[:16]}",
            case_code=case.code,
            state=BookingState.BOOKED,
            begins_at=wanted.begins_at.astimezone(UTC),
            ends_at=wanted.ends_at.astimezone(UTC),
            made_by=caller.actor,
            made_at=tx.at,
            room=wanted.room,
            mediators=wanted.mediators,
            expected=wanted.expected or (),
        )
        self._hold(tx, case, booking, wanted, "book", caller)
        return booking

    async def move(self, booking_id: str, wanted: Wanted, caller: Caller) -> Booking:
        """Hold another time, room or mediator in its place; what it held is free again.

        Raises:
            as `book`; NotFoundError also: no such booking. ConflictError also: it was cancelled.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> Booking:
            case, held = self._held(tx.connection, booking_id, caller)
            moved = replace(
                held,
                begins_at=wanted.begins_at.astimezone(UTC),
                ends_at=wanted.ends_at.astimezone(UTC),
                room=wanted.room,
                mediators=wanted.mediators,
                expected=held.expected if wanted.expected is None else wanted.expected,
            )
            self._hold(tx, case, moved, wanted, "move", caller)
            return moved

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def cancel(self, booking_id: str, reason: str, caller: Caller) -> Booking:
        """Let a booking go, with the reason; its time is free at once.

        Raises:
            as `move`; InvalidError: no reason.
        """
        require(caller, "cases.step")
        reason = as_text(reason, "reason", longest=LONGEST_REASON)

        def steps(tx: Transaction) -> Booking:
            _, held = self._held(tx.connection, booking_id, caller)
            return self.cancel_in(tx, held, reason, caller)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def cancel_in(self, tx: Transaction, held: Booking, reason: str, caller: Caller) -> Booking:
        """The same within a transaction that does more, for a booking its caller may cancel."""
        cancelled = replace(held, state=BookingState.CANCELLED, reason=reason)
        kept.hold(tx, cancelled, action="cancel", actor=caller.actor)
        return cancelled

    def _hold(
        self, tx: Transaction, case: Case, booking: Booking, wanted: Wanted, action: str, by: Caller
    ) -> None:
        desk = self._desk
        check_wanted(
            wanted,
            case=case,
            centre=desk.its(),
            calendar=desk.calendar,
            zone=desk.zone,
            now=tx.at,
        )
        parties = {one.party_id for one in parties_of(tx.connection, [case.code])[case.code]}
        if not set(wanted.expected or ()) <= parties:
            raise InvalidError(says="no_party", field="expected")
        resources = resources_of(booking.room, booking.mediators)
        slots = slots_of(booking.begins_at, booking.ends_at)
        for resource, holder in kept.holders(tx.connection, resources, slots).items():
            if holder != booking.booking_id:
                raise self._taken(resource)
        kept.hold(tx, booking, action=action, actor=by.actor)

    def _taken(self, resource: str) -> ConflictError:
        """Which of them is taken; not by whom."""
        kind, _, name = resource.partition(":")
        if kind == ROOM:
            room = self._desk.its().rooms.get(name)
            shown = room.name if room else name
            return ConflictError(says="room_taken", room=shown, field="room", code="taken")
        return ConflictError(
            says="mediator_taken", mediator=name[:64], field="mediators", code="taken"
        )

    def _held(
        self, connection: Connection, booking_id: str, caller: Caller
    ) -> tuple[Case, Booking]:
        """A booking that is held, of a case the caller books for."""
        held = kept.booking_of(connection, booking_id)
        case = case_of(connection, held.case_code) if held else None
        if held is None or case is None or not CASE.admits(caller, case):
            raise NotFoundError(says="no_booking", field="booking_id")
        _check_books(caller, case)
        if held.state is not BookingState.BOOKED:
            raise ConflictError(says="booking_cancelled", field="booking_id")
        return case, held

    # reading ----------------------------------------------------------------------------------

    async def of_case(self, code: str, caller: Caller) -> list[Booking]:
        """The bookings of a case, by time, cancelled ones too.

        Raises:
            NotAllowedError: the caller sees no cases.
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def read(connection: Connection) -> list[Booking]:
            return kept.bookings_of(connection, seen_case(connection, code, caller).code)

        return await self._desk.work.read(lambda: self._desk.store.ask(read))

    async def day(self, day: date, caller: Caller) -> list[Taken]:
        """What is taken on a day of the district; of cases that are not the caller's only that.

        Raises:
            NotAllowedError: the caller does not work at the centre.
        """
        begins_at = datetime.combine(day, time(), self._desk.zone)
        return await self.between(begins_at, begins_at + timedelta(days=1), caller)

    async def between(self, begins_at: datetime, ends_at: datetime, caller: Caller) -> list[Taken]:
        """The same for any span."""
        require(caller, "cases.see")

        def read(connection: Connection) -> list[Taken]:
            seen = kept.seen_between(connection, caller, begins_at, ends_at)
            return [
                _as_seen(one, is_seen=one.booking_id in seen)
                for one in kept.held_between(connection, begins_at, ends_at)
            ]

        return await self._desk.work.read(lambda: self._desk.store.ask(read))

    async def busy_mediators(
        self, begins_at: datetime, ends_at: datetime, caller: Caller
    ) -> set[str]:
        """Who of the mediators is booked at any time of a span; not for what."""
        taken = await self.between(begins_at, ends_at, caller)
        return {name for one in taken for name in one.mediators}

    def busy_in(self, tx: Transaction, names: list[str], wanted: Wanted) -> set[str]:
        """Who of these mediators is booked at that time, asked within a transaction."""
        slots = slots_of(wanted.begins_at, wanted.ends_at)
        taken = kept.holders(tx.connection, [f"{MEDIATOR}:{one}" for one in names], slots)
        return {resource.partition(":")[2] for resource in taken}


def _check_books(caller: Caller, case: Case) -> None:
    if not acts_as(caller, case) & BOOKS:
        raise NotAllowedError(says="not_allowed", field="role")


def _as_seen(one: Booking, *, is_seen: bool) -> Taken:
    return Taken(
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        room=one.room,
        mediators=one.mediators,
        booking_id=one.booking_id if is_seen else None,
        case_code=one.case_code if is_seen else None,
    )
