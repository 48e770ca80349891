"""Standby orders inside a transaction: the row and its record, written at once."""

from typing import Any

from sqlalchemy import select

from domain.dispatch.standby import Ending, Standby, to_state
from domain.live.records import Change
from store.tables import STANDBY
from store.transaction import Transaction
from store.write_buffer import upsert

_PLAIN = (
    *("standby_id", "unit_id", "area_code", "name", "lat", "lon"),
    *("ordered_at", "arrived_at", "ended_at", "is_demo"),
)


def put_standby(tx: Transaction, standby: Standby, *, action: str, actor: str) -> None:
    """Add or change a standby, with its record.

    Raises:
        ConflictError: code `on_standby`, at the commit: the unit has another open one.
    """
    record = tx.append(
        Change(
            kind="standby",
            id=standby.standby_id,
            action=action,
            state=to_state(standby),
            actor=actor,
            occurred_at=tx.at,
        )
    )
    row = {name: getattr(standby, name) for name in _PLAIN} | {
        "ending": standby.ending.value if standby.ending else None,
        "seq": record.seq,
    }
    tx.connection.execute(upsert(STANDBY, tx.connection.dialect.name), [row])


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


def standby_from(row: Any) -> Standby:
    """The standby a row keeps."""
    ending = row["ending"]
    kept = {name: row[name] for name in _PLAIN}
    return Standby(**kept, ending=Ending(ending) if ending else None)
