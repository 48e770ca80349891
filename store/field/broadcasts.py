"""Broadcasts, and the units they were sent to."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, literal, select, update

from domain.access.callers import Caller
from domain.dispatch.units import Unit
from domain.field.talk.broadcasts import (
    FIELD_BROADCAST,
    MOST_HOURS,
    BroadcastReader,
    FieldBroadcast,
)
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader, unit_from
from store.tables import FIELD_READER as READER
from store.tables import UNIT

BROADCAST = TABLES[FIELD_BROADCAST.name]
MOST_LISTED = 100


def unit_of(connection: Connection, unit_id: str) -> Unit | None:
    """A unit."""
    row = connection.execute(select(UNIT).where(UNIT.c.unit_id == unit_id)).mappings().first()
    return unit_from(row) if row else None


def every_unit(connection: Connection) -> list[Unit]:
    """The units of the district."""
    query = select(UNIT).where(UNIT.c.is_removed.is_(False)).order_by(UNIT.c.unit_id)
    return [unit_from(row) for row in connection.execute(query).mappings()]


def one_of(
    connection: Connection, broadcast_id: str, who: Caller | None = None
) -> FieldBroadcast | None:
    """A broadcast, for whoever may see it; without a caller, whoever that is."""
    query = select(BROADCAST).where(BROADCAST.c.broadcast_id == broadcast_id)
    if who is not None:
        query = query.where(visible(FIELD_BROADCAST, who))
    row = connection.execute(query).mappings().first()
    return reader(FIELD_BROADCAST)(row) if row else None


def listed(connection: Connection, who: Caller) -> list[FieldBroadcast]:
    """The last broadcasts somebody may see, newest first."""
    query = (
        select(BROADCAST)
        .where(visible(FIELD_BROADCAST, who))
        .order_by(BROADCAST.c.at.desc(), BROADCAST.c.broadcast_id)
        .limit(MOST_LISTED)
    )
    read = reader(FIELD_BROADCAST)
    return [read(row) for row in connection.execute(query).mappings()]


def address(connection: Connection, broadcast_id: str, units: Iterable[str]) -> None:
    """Write down whom a broadcast is for."""
    rows = [{"broadcast_id": broadcast_id, "unit_id": one} for one in units]
    if rows:
        connection.execute(READER.insert(), rows)


def mark(
    connection: Connection,
    broadcast_ids: Collection[str],
    units: Collection[str],
    at: datetime,
    *,
    is_read: bool,
) -> set[str]:
    """Write down that units got or read broadcasts; which of these it was news for.

    What is not for them is left alone.
    """
    own = and_(
        READER.c.broadcast_id.in_(sorted(broadcast_ids)), READER.c.unit_id.in_(sorted(units))
    )
    column = READER.c.read_at if is_read else READER.c.delivered_at
    news = and_(own, column.is_(None))
    found = set(connection.scalars(select(READER.c.broadcast_id).where(news)))
    if found:
        now = literal(at, READER.c.delivered_at.type)
        reached = {"delivered_at": func.coalesce(READER.c.delivered_at, now)}
        connection.execute(
            update(READER).where(news).values(**reached, **({"read_at": at} if is_read else {}))
        )
    return {str(one) for one in found}


def holding(connection: Connection, now: datetime) -> list[FieldBroadcast]:
    """What is still said to whoever comes on duty, the newest first."""
    until = func.coalesce(BROADCAST.c.ends_at, BROADCAST.c.due_at, type_=BROADCAST.c.due_at.type)
    query = (
        select(BROADCAST)
        .where(
            BROADCAST.c.at > now - timedelta(hours=MOST_HOURS),  # none is longer; read by its index
            BROADCAST.c.withdrawn_at.is_(None),
            until > now,
        )
        .order_by(BROADCAST.c.at.desc(), BROADCAST.c.broadcast_id)
        .limit(MOST_LISTED)
    )
    read = reader(FIELD_BROADCAST)
    return [read(row) for row in connection.execute(query).mappings()]


def addressed(connection: Connection, broadcast_ids: Collection[str], unit_id: str) -> set[str]:
    """Which of these broadcasts a unit has got, when they were sent or later."""
    query = select(READER.c.broadcast_id).where(
        READER.c.broadcast_id.in_(sorted(broadcast_ids)), READER.c.unit_id == unit_id
    )
    return {str(one) for one in connection.scalars(query)}


def join(connection: Connection, broadcast_id: str, unit_id: str, at: datetime) -> None:
    """Write down that a unit got a broadcast that was sent before it came on duty."""
    row = {"broadcast_id": broadcast_id, "unit_id": unit_id, "joined_at": at}
    connection.execute(READER.insert().values(row))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units got and read a broadcast: those it was sent to, and those who came later."""

    delivered: int
    read: int
    later: int
    later_read: int


def tally(connection: Connection, broadcast_id: str) -> Tally:
    """How far a broadcast has come."""
    query = (
        select(
            READER.c.joined_at.is_not(None),
            func.count(),
            func.count(READER.c.delivered_at),
            func.count(READER.c.read_at),
        )
        .where(READER.c.broadcast_id == broadcast_id)
        .group_by(READER.c.joined_at.is_not(None))
    )
    found = {bool(is_later): counts for is_later, *counts in connection.execute(query)}
    _, delivered, read = found.get(False, (0, 0, 0))
    later, _, later_read = found.get(True, (0, 0, 0))
    return Tally(int(delivered), int(read), int(later), int(later_read))


def readers(connection: Connection, broadcast_id: str) -> list[BroadcastReader]:
    """Whom a broadcast was sent to: who has not read it stands first, then by call sign."""
    query = (
        select(READER, UNIT.c.call_sign)
        .join(UNIT, UNIT.c.unit_id == READER.c.unit_id, isouter=True)
        .where(READER.c.broadcast_id == broadcast_id)
        .order_by(READER.c.read_at.is_not(None), UNIT.c.call_sign, READER.c.unit_id)
    )
    return [
        BroadcastReader(
            row.unit_id,
            row.call_sign or row.unit_id,
            row.delivered_at,
            row.read_at,
            row.joined_at,
        )
        for row in connection.execute(query)
    ]


def unread(connection: Connection, broadcast_id: str) -> list[str]:
    """The units a broadcast was sent to and that have not read it."""
    query = select(READER.c.unit_id).where(
        READER.c.broadcast_id == broadcast_id,
        READER.c.read_at.is_(None),
        READER.c.joined_at.is_(None),
    )
    return [str(one) for one in connection.scalars(query.order_by(READER.c.unit_id))]


@dataclass(frozen=True, slots=True)
class Received:
    """A broadcast as somebody it was sent to sees it."""

    broadcast: FieldBroadcast
    read_at: datetime | None


def received(connection: Connection, units: Collection[str], since: datetime) -> list[Received]:
    """What was sent to some units since a moment, newest first; read by one, read by all."""
    read_at = func.max(READER.c.read_at, type_=READER.c.read_at.type).label("was_read_at")
    own = (
        select(READER.c.broadcast_id, read_at)
        .where(READER.c.unit_id.in_(sorted(units)))
        .group_by(READER.c.broadcast_id)
        .subquery()
    )
    query = (
        select(BROADCAST, own.c.was_read_at)
        .join(own, own.c.broadcast_id == BROADCAST.c.broadcast_id)
        .where(BROADCAST.c.at >= since)
        .order_by(BROADCAST.c.at.desc(), BROADCAST.c.broadcast_id)
        .limit(MOST_LISTED)
    )
    read = reader(FIELD_BROADCAST)
    return [Received(read(row), row["was_read_at"]) for row in connection.execute(query).mappings()]
