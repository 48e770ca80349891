"""Swaps of shifts as rows: somebody's own, or of the people they keep."""

from sqlalchemy import Connection, or_, select

from domain.access.callers import Caller
from domain.net.people.swaps import NET_SWAP, Swap
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

MOST = 200
_SWAP = TABLES[NET_SWAP.name]


def swap_of(connection: Connection, swap_id: str) -> Swap | None:
    """One, whoever asks; its operation asks for the caller's rights."""
    row = connection.execute(select(_SWAP).where(_SWAP.c.swap_id == swap_id)).mappings().first()
    return reader(NET_SWAP)(row) if row else None


def swaps_of(connection: Connection, account: str) -> list[Swap]:
    """Those somebody asked for or was asked for, the newest first."""
    query = select(_SWAP).where(or_(_SWAP.c.asker == account, _SWAP.c.other == account))
    rows = connection.execute(query.order_by(_SWAP.c.asked_at.desc()).limit(MOST))
    read = reader(NET_SWAP)
    return [read(row) for row in rows.mappings()]


def swaps_seen(connection: Connection, who: Caller) -> list[Swap]:
    """Those of people the caller keeps, the newest first."""
    query = select(_SWAP).where(visible(NET_SWAP, who))
    rows = connection.execute(query.order_by(_SWAP.c.asked_at.desc()).limit(MOST))
    read = reader(NET_SWAP)
    return [read(row) for row in rows.mappings()]
