"""Patrols as rows, by the unit whose track they were counted for."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from domain.net.tasks.facts import NET_TASK, NetTask
from store.kind_tables import TABLES
from store.rows import reader

_TASK = TABLES[NET_TASK.name]
MOST = 5_000


def patrols_of_unit(connection: Connection, unit_id: str, since: datetime) -> list[NetTask]:
    """Patrols that a unit's track was counted for since a moment."""
    query = select(_TASK).where(_TASK.c.unit_id == unit_id, _TASK.c.at >= since)
    return _read(connection, query)


def _unproven(connection: Connection, *where: ColumnElement[bool]) -> list[NetTask]:
    query = select(_TASK).where(
        _TASK.c.is_proven.is_(False),
        _TASK.c.checked.is_(None),
        _TASK.c.unit_id.is_not(None),
        *where,
    )
    return _read(connection, query.order_by(_TASK.c.at))


def unproven_of_unit(
    connection: Connection, unit_id: str, first: datetime, last: datetime
) -> list[NetTask]:
    """Patrols by a unit, walked within a span, that are not proven and that nobody looked at."""
    return _unproven(
        connection, _TASK.c.unit_id == unit_id, _TASK.c.at >= first, _TASK.c.begun_at <= last
    )


def unproven_since(connection: Connection, since: datetime) -> list[NetTask]:
    """The same of every unit, since a moment."""
    day = (since - timedelta(days=1)).date().isoformat()
    return _unproven(connection, _TASK.c.done_on >= day, _TASK.c.at >= since)


def _read(connection: Connection, query: Select[Any]) -> list[NetTask]:
    read = reader(NET_TASK)
    return [read(row) for row in connection.execute(query.limit(MOST)).mappings()]
