"""Standby orders inside a transaction: the row and its record, written at once."""

from sqlalchemy import select

from domain.dispatch.standby import STANDBY as KIND
from domain.dispatch.standby import Standby
from store.rows import standby_from
from store.tables import STANDBY
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


def standby(tx: Transaction, standby_id: str) -> Standby | None:
    """The standby of an id."""
    query = select(STANDBY).where(STANDBY.c.standby_id == standby_id)
    row = tx.connection.execute(query).mappings().first()
    return standby_from(row) if row else None
