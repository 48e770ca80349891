"""Standby orders inside a transaction: the row and its record, written at once."""

from sqlalchemy import Connection, select

from domain.desk.notices import UNANSWERED
from domain.dispatch.standby import STANDBY as KIND
from domain.dispatch.standby import Standby
from store.rows import standby_from
from store.tables import NOTICE, STANDBY
from store.transaction import Transaction


def put_standby(tx: Transaction, standby: Standby, *, action: str, actor: str) -> None:
    """Add or change a standby, with its record.

    Raises:
        ConflictError: code `on_standby`, at the commit: the unit has another open one.
    """
    tx.put(KIND, standby, action=action, actor=actor)


def open_standby(tx: Transaction, unit_id: str) -> Standby | None:
    """The open standby of a unit."""
    query = select(STANDBY).where(STANDBY.c.unit_id == unit_id, STANDBY.c.ended_at.is_(None))
    row = tx.connection.execute(query).mappings().first()
    return standby_from(row) if row else None


def waits(connection: Connection, unit_id: str) -> tuple[Standby, bool] | None:
    """The open standby of a unit, and whether nobody of it has said yes yet."""
    unanswered = [state.value for state in UNANSWERED]
    query = (
        select(STANDBY, NOTICE.c.state.in_(unanswered).label("is_asked"))
        .join(NOTICE, NOTICE.c.notice_id == STANDBY.c.standby_id, isouter=True)
        .where(STANDBY.c.unit_id == unit_id, STANDBY.c.ended_at.is_(None))
    )
    row = connection.execute(query).mappings().first()
    return (standby_from(row), bool(row["is_asked"])) if row else None


def standby(tx: Transaction, standby_id: str) -> Standby | None:
    """The standby of an id."""
    query = select(STANDBY).where(STANDBY.c.standby_id == standby_id)
    row = tx.connection.execute(query).mappings().first()
    return standby_from(row) if row else None
