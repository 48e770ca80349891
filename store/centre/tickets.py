"""Numbers of the queue: of a day, of a window, and the turns that begin at one window only."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from domain.centre.premises.tickets import TICKET, Ticket, TicketState
from store.columns import may_be_key
from store.rows import reader
from store.tables import TICKET as TICKETS
from store.tables import TICKET_TURN as TURNS
from store.transaction import Transaction

_ticket = reader(TICKET)


def ticket_of(connection: Connection, ticket_id: str) -> Ticket | None:
    """The ticket of an id."""
    if not may_be_key(ticket_id):
        return None
    row = connection.execute(select(TICKETS).where(TICKETS.c.ticket_id == ticket_id))
    found = row.mappings().first()
    return _ticket(found) if found else None


def tickets_of(
    connection: Connection, day: str, states: Sequence[TicketState] = tuple(TicketState)
) -> list[Ticket]:
    """The tickets of a day in any of these states, by the time they were taken."""
    query = (
        select(TICKETS)
        .where(TICKETS.c.day == day, TICKETS.c.state.in_([one.value for one in states]))
        .order_by(TICKETS.c.taken_at, TICKETS.c.label)
    )
    return [_ticket(row) for row in connection.execute(query).mappings()]


def left_over(connection: Connection, before: str) -> list[Ticket]:
    """The tickets of days before one that still wait or stand at a window."""
    open_states = (TicketState.WAITING.value, TicketState.CALLED.value)
    query = select(TICKETS).where(TICKETS.c.day < before, TICKETS.c.state.in_(open_states))
    found = connection.execute(query.order_by(TICKETS.c.ticket_id)).mappings()
    return [_ticket(row) for row in found]


def last_number(connection: Connection, day: str, zone: str) -> int:
    """The last number given of a zone on a day; 0 before the first."""
    query = select(func.max(TICKETS.c.number)).where(TICKETS.c.day == day, TICKETS.c.zone == zone)
    return connection.scalar(query) or 0


def ticket_at(connection: Connection, window: str) -> Ticket | None:
    """The ticket at a window now, of whatever day."""
    query = select(TICKETS).where(
        TICKETS.c.window == window, TICKETS.c.state == TicketState.CALLED.value
    )
    row = connection.execute(query).mappings().first()
    return _ticket(row) if row else None


def begin_turn(tx: Transaction, ticket: Ticket) -> None:
    """Write that a ticket begins at its window.

    Raises:
        IntegrityError: this turn of it has begun elsewhere; whoever runs the transaction says so.
    """
    row = {"ticket_id": ticket.ticket_id, "turn": ticket.turn, "window": ticket.window}
    tx.connection.execute(TURNS.insert(), [row])
