"""The queue of a day: numbers are taken, called at windows, handed over, ended; nobody is named.

Two windows that press "next" at once never get the same number: the steps run one after the other
under the store's one writer, and the database itself has one window for each turn of a number
(store/models/premises.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.premises import tickets as rules
from domain.centre.premises.board import Board
from domain.centre.premises.places import Centre
from domain.centre.premises.tickets import (
    CASE_TICKET,
    TICKET,
    CaseTicket,
    Ticket,
    TicketState,
)
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.subject_key import SubjectKey
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.transactions import in_transaction
from store import Transaction
from store.centre import tickets as kept
from store.live.newest import newest_about

_AT_HAND = (TicketState.WAITING, TicketState.CALLED)


@dataclass(frozen=True, slots=True)
class TakenTicket:
    """A ticket as whoever takes it reads it; `ahead`: how many of its zone wait before it."""

    ticket: Ticket
    zone_name: str
    ahead: int


class Queue:
    """Numbers of the day.

    Args:
        desk: of the centre.
        is_demo: whether a demo fills the hall: screens say that numbers are invented.
    """

    def __init__(self, desk: CentreDesk, *, is_demo: bool = False) -> None:
        self._desk, self._is_demo = desk, is_demo

    # taking -----------------------------------------------------------------------------------

    async def take(self, zone: str, caller: Caller) -> TakenTicket:
        """Give the next number of a zone.

        Raises:
            NotAllowedError: the caller gives none.
            ConflictError: the centre is closed, or no more are given today.
            InvalidError: no window serves the zone.
        """
        require(caller, "queue.take")
        centre = self._desk.its()

        def steps(tx: Transaction) -> TakenTicket:
            day = rules.day_of(tx.at, self._desk.zone)
            self._check_open(centre, tx.at)
            number = kept.last_number(tx.connection, day.isoformat(), zone) + 1
            if number == 1:
                self._lapse(tx, day.isoformat(), caller)
            ticket = rules.new_ticket(centre, zone, number, day, tx.at)
            waiting = kept.tickets_of(tx.connection, ticket.day, (TicketState.WAITING,))
            tx.put(TICKET, ticket, action="take", actor=caller.actor)
            name = centre.zones[zone].name
            return TakenTicket(ticket, name, rules.ahead_of(ticket, waiting))

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def paper(self, ticket_id: str, caller: Caller) -> tuple[str, bytes]:
        """The small ticket as a PDF file, under its name.

        Raises:
            NotAllowedError: the caller gives none.
            NotFoundError: there is no such ticket.
        """
        from operations.centre.premises.ticket_paper import ticket_pdf

        require(caller, "queue.take")
        centre = self._desk.its()

        def make() -> tuple[str, bytes]:
            def read(connection: Connection) -> TakenTicket:
                ticket = self._ticket(connection, ticket_id)
                waiting = kept.tickets_of(connection, ticket.day, (TicketState.WAITING,))
                zone = centre.zones.get(ticket.zone)
                name = zone.name if zone else ""
                return TakenTicket(ticket, name, rules.ahead_of(ticket, waiting))

            taken = self._desk.store.ask(read)
            return f"{taken.ticket.label}.pdf", ticket_pdf(
                taken, place=self._desk.place, zone=self._desk.zone, phone=centre.phone
            )

        return await self._desk.work.read(make)

    # calling ----------------------------------------------------------------------------------

    async def next(self, window: str, caller: Caller) -> Ticket | None:
        """End what is at a window, and call there what was taken first; None where nobody waits.

        Raises:
            NotAllowedError: the caller calls nobody.
            InvalidError: no such window.
        """

        def steps(tx: Transaction, centre: Centre) -> Ticket | None:
            held = kept.ticket_at(tx.connection, window)
            if held is not None:
                self._put(tx, rules.done(held, window, tx.at), "done", caller)
            day = rules.day_of(tx.at, self._desk.zone).isoformat()
            waiting = kept.tickets_of(tx.connection, day, (TicketState.WAITING,))
            mine = rules.waiting_at(window, centre, waiting)
            if not mine:
                return None
            ticket = rules.called(mine[0], window, tx.at)
            kept.begin_turn(tx, ticket)
            return self._put(tx, ticket, "call", caller)

        found: Ticket | None = await self._at(window, caller, steps)
        return found

    async def again(self, window: str, caller: Caller) -> Ticket:
        """Call once more what is at a window.

        Raises:
            as `next`; ConflictError: nothing is.
        """
        return await self._held_at(window, caller, rules.called_again, "again")

    async def not_come(self, window: str, caller: Caller) -> Ticket:
        """Let go whoever did not come.

        Raises:
            as `again`; ConflictError: it was not called often enough.
        """
        return await self._held_at(window, caller, rules.not_come, "gone")

    async def done(self, window: str, caller: Caller, case_code: str = "") -> Ticket:
        """End what is at a window; with the code of the case it became, the case keeps its number.

        Raises:
            as `again`; NotFoundError: no such case, or not for this caller.
        """
        if not case_code:
            return await self._held_at(window, caller, rules.done, "done")
        require(caller, "cases.see")

        def steps(tx: Transaction, _centre: Centre) -> Ticket:
            ticket = self._held(tx, window)
            case = seen_case(tx.connection, case_code, caller)
            link = CaseTicket(ticket.ticket_id, case.code, ticket.label, window, ticket.taken_at)
            tx.put(CASE_TICKET, link, action="link", actor=caller.actor)
            return self._put(tx, rules.done(ticket, window, tx.at), "done", caller)

        made: Ticket = await self._at(window, caller, steps)
        return made

    async def of_case(self, code: str, caller: Caller) -> list[CaseTicket]:
        """With which numbers people came for a case.

        Raises:
            NotAllowedError: the caller sees no cases.
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def read(connection: Connection) -> list[CaseTicket]:
            case = seen_case(connection, code, caller)
            found = newest_about(connection, CASE_TICKET.name, SubjectKey(CASE.name, case.code))
            return [CASE_TICKET.entity_of(one.state, one.private) for one in found]

        return await self._desk.work.read(lambda: self._desk.store.ask(read))

    async def hand_over(self, window: str, to: str, caller: Caller) -> Ticket:
        """Send what is at a window to another, where it keeps its place.

        Raises:
            as `again`; InvalidError: no such window, or the same.
        """
        centre = self._desk.its()

        def change(ticket: Ticket, at_window: str, _at: datetime) -> Ticket:
            return rules.handed_over(ticket, at_window, to, centre)

        return await self._held_at(window, caller, change, "hand_over")

    async def back(self, ticket_id: str, caller: Caller) -> Ticket:
        """Let somebody who did not come in time wait again, in the old place.

        Raises:
            NotAllowedError: the caller calls nobody.
            NotFoundError: there is no such ticket.
            ConflictError: it was not let go today.
        """
        require(caller, "queue.call")

        def steps(tx: Transaction) -> Ticket:
            ticket = self._ticket(tx.connection, ticket_id)
            back = rules.come_back(ticket, rules.day_of(tx.at, self._desk.zone))
            return self._put(tx, back, "back", caller)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def end_day(self, caller: Caller) -> int:
        """Say to those who still wait that they are served another day; how many they were.

        Raises:
            NotAllowedError: the caller does not end the day.
            ConflictError: numbers are still given.
        """
        require(caller, "queue.call")
        centre = self._desk.its()

        def steps(tx: Transaction) -> int:
            if self._is_open(centre, tx.at):
                closes = f"{centre.hours.closes:%H:%M}"
                raise ConflictError(says="queue_still_open", closes=closes, field="day")
            day = rules.day_of(tx.at, self._desk.zone).isoformat()
            waiting = kept.tickets_of(tx.connection, day, (TicketState.WAITING,))
            for one in waiting:
                self._put(tx, rules.told(one, tx.at), "told", caller)
            return len(waiting)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def _at(
        self, window: str, caller: Caller, steps: Callable[[Transaction, Centre], Any]
    ) -> Any:
        require(caller, "queue.call")
        centre = self._desk.its()
        if window not in centre.windows or centre.windows[window].is_closed:
            raise InvalidError(says="window_unknown", window=window[:64], field="window")
        return await in_transaction(self._desk.store, self._desk.work, lambda tx: steps(tx, centre))

    async def _held_at(
        self,
        window: str,
        caller: Caller,
        change: Callable[[Ticket, str, datetime], Ticket],
        action: str,
    ) -> Ticket:
        def steps(tx: Transaction, _centre: Centre) -> Ticket:
            return self._put(tx, change(self._held(tx, window), window, tx.at), action, caller)

        made: Ticket = await self._at(window, caller, steps)
        return made

    @staticmethod
    def _held(tx: Transaction, window: str) -> Ticket:
        held = kept.ticket_at(tx.connection, window)
        if held is None:
            raise ConflictError(says="window_is_free", field="window")
        return held

    @staticmethod
    def _put(tx: Transaction, ticket: Ticket, action: str, caller: Caller) -> Ticket:
        tx.put(TICKET, ticket, action=action, actor=caller.actor)
        return ticket

    def _lapse(self, tx: Transaction, day: str, caller: Caller) -> None:
        """End what earlier days have left; their windows are free again."""
        for one in kept.left_over(tx.connection, day):
            self._put(tx, rules.lapsed(one, tx.at), "lapse", caller)

    @staticmethod
    def _ticket(connection: Connection, ticket_id: str) -> Ticket:
        ticket = kept.ticket_of(connection, ticket_id)
        if ticket is None:
            raise NotFoundError(says="no_ticket", field="ticket")
        return ticket

    # reading ----------------------------------------------------------------------------------

    async def board(self, caller: Caller) -> Board:
        """The queue as it stands.

        Raises:
            NotAllowedError: it is not the caller's to see.
            NotFoundError: the district has no centre.
        """
        require(caller, "queue.see")
        centre, at = self._desk.its(), self._desk.now()
        day = rules.day_of(at, self._desk.zone)
        states = (*_AT_HAND, TicketState.GONE)

        def read() -> list[Ticket]:
            return self._desk.store.ask(
                lambda connection: kept.tickets_of(connection, day.isoformat(), states)
            )

        found = await self._desk.work.read(read)
        queue = tuple(one for one in found if one.state is TicketState.WAITING)
        called = [one for one in found if one.state is TicketState.CALLED]
        return Board(
            day=day,
            at=at,
            called=tuple(sorted(called, key=lambda one: one.called_at or at, reverse=True)),
            waiting={
                zone: sum(one.zone == zone for one in queue) for zone in rules.served_zones(centre)
            },
            gone=tuple(one for one in found if one.state is TicketState.GONE),
            queue=queue,
            is_open=self._is_open(centre, at),
            centre=centre,
            is_demo=self._is_demo,
            keeps_hours=not centre.hours.numbers_all_day,
        )

    def _check_open(self, centre: Centre, at: datetime) -> None:
        is_off = not self._desk.calendar.is_working_day(rules.day_of(at, self._desk.zone))
        rules.check_open(centre, at, self._desk.zone, is_day_off=is_off)

    def _is_open(self, centre: Centre, at: datetime) -> bool:
        try:
            self._check_open(centre, at)
        except ConflictError:
            return False
        return True
