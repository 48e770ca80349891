"""What names a body, a unit, a zone, a window or a room: it is closed then, not taken away."""

from sqlalchemy import ColumnElement, Connection, func, select

from domain.centre.premises.edits import Part
from store.live.visible import holds_word
from store.tables import ACCOUNT, BOOKING, CASE, TICKET


def uses_of(connection: Connection, part: Part, code: str) -> int:
    """How many cases, bookings, numbers and accounts name an entry."""

    def count(table: object, condition: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(condition)  # type: ignore[arg-type]
        return connection.scalar(query) or 0

    if part in {Part.BODY, Part.UNIT}:
        named = [CASE.c.bodies, CASE.c.co_bodies, CASE.c.never]
        condition: ColumnElement[bool] = CASE.c.body == code
        for column in named:
            condition |= holds_word(column, code)
        return count(CASE, condition) + count(ACCOUNT, ACCOUNT.c.department == code)
    if part is Part.WINDOW:
        used = (TICKET.c.window == code) | (TICKET.c.for_window == code)
        return count(CASE, CASE.c.window == code) + count(TICKET, used)
    if part is Part.ROOM:
        return count(BOOKING, BOOKING.c.room == code)
    return count(TICKET, TICKET.c.zone == code)
