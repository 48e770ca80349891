"""The list of incidents: newest first, filtered, page by page."""

import base64
import binascii
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, literal, select, tuple_

from domain.errors import InvalidError
from domain.incidents.incidents import ENDED, Incident, IncidentStatus
from domain.incidents.incidents import INCIDENT as KIND
from domain.maps.areas import Level, level_of
from domain.reach import Viewer
from store import rows
from store.columns import to_milliseconds, to_moment
from store.live.visible import holds_word, visible
from store.tables import INCIDENT

LONGEST_PAGE = 500
OPEN = frozenset(IncidentStatus) - ENDED


def under(area: str | None) -> list[ColumnElement[bool]]:
    """The condition that an incident lies in an area; none for no area.

    Towns and villages have a column of their own: an equality can be served in the order of
    time by one index, a range over a prefix cannot. A district holds nearly every row: there
    the index of time must be walked, and the condition must not tempt the planner away.

    Raises:
        InvalidError: not an area code.
    """
    if area is None:
        return []
    column = _COLUMN_OF_LEVEL.get(level_of(area))
    if column is not None:
        return [column == area]
    return [unindexed(INCIDENT.c.area_code) >= area, unindexed(INCIDENT.c.area_code) < area + "~"]


_COLUMN_OF_LEVEL = {
    Level.TOWN: INCIDENT.c.town_code,
    Level.VILLAGE: INCIDENT.c.village_code,
    Level.GRID: INCIDENT.c.area_code,
}


def _open_under(area: str | None) -> list[ColumnElement[bool]]:
    """The same among open incidents, which are few and have an index of their own."""
    if area is None:
        return []
    column = _COLUMN_OF_LEVEL.get(level_of(area))
    return under(area) if column is None else [unindexed(column) == area]


def unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column's value by an expression that no index serves, on either database."""
    return column.concat("")


def of_department(code: str) -> ColumnElement[bool]:
    """The condition that an incident is a department's, or shared with it."""
    return (INCIDENT.c.owner == code) | holds_word(INCIDENT.c.shared_with, code)


def between(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """The condition that an incident was reported in [since, until)."""
    conditions: list[ColumnElement[bool]] = []
    if since is not None:
        conditions.append(INCIDENT.c.reported_at >= since)
    if until is not None:
        conditions.append(INCIDENT.c.reported_at < until)
    return conditions


def _statuses(status: str | Sequence[str] | None) -> frozenset[IncidentStatus] | None:
    """The statuses wanted; None for all.

    Raises:
        InvalidError: one is not a status.
    """
    if status is None:
        return None
    if status == "open":
        return OPEN
    try:
        return frozenset(map(IncidentStatus, [status] if isinstance(status, str) else status))
    except ValueError as error:
        raise InvalidError(says="status_unknown", field="status") from error


def _cursor_after(incident: Incident) -> str:
    return page_key(to_milliseconds(incident.reported_at), incident.number)


def page_key(milliseconds: int, number: str) -> str:
    """A cursor: where the last row of a page stands in its order."""
    text = f"{milliseconds}:{number}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_key(cursor: str) -> tuple[int, str]:
    """The milliseconds and the number of a cursor.

    Raises:
        InvalidError: it is not one of ours.
    """
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
        milliseconds, _, number = text.partition(":")
        return to_milliseconds(to_moment(int(milliseconds))), number
    except (binascii.Error, ValueError, OverflowError) as error:
        raise InvalidError(says="cursor_gone", field="cursor") from error


def _beyond(cursor: str) -> ColumnElement[bool]:
    """Strictly older than the row a cursor names."""
    milliseconds, number = read_key(cursor)
    moment = to_moment(milliseconds)
    key = tuple_(INCIDENT.c.reported_at, INCIDENT.c.number)
    return key < tuple_(literal(moment, INCIDENT.c.reported_at.type), literal(number))


def list_incidents(
    connection: Connection,
    *,
    status: str | Sequence[str] | None,
    area: str | None,
    since: datetime | None,
    until: datetime | None,
    cursor: str | None,
    limit: int,
    incident_class: Collection[str] = (),
    severity: Collection[int] = (),
    viewer: Viewer | None = None,
) -> tuple[list[Incident], str | None]:
    """One page, and the cursor of the next; see `Store.incidents`."""
    query = list_query(
        status=status,
        area=area,
        since=since,
        until=until,
        cursor=cursor,
        incident_class=incident_class,
        severity=severity,
        viewer=viewer,
    )
    return page_of(connection, query, limit)


def page_of(connection: Connection, query: Any, limit: int) -> tuple[list[Incident], str | None]:
    """The first rows of a query made here, and the cursor behind them."""
    limit = max(1, min(limit, LONGEST_PAGE))
    found = connection.execute(query.limit(limit + 1)).mappings().all()
    incidents = [rows.incident_from(row) for row in found[:limit]]
    return incidents, _cursor_after(incidents[-1]) if len(found) > limit else None


def list_query(
    *,
    status: str | Sequence[str] | None = None,
    area: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    incident_class: Collection[str] = (),
    severity: Collection[int] = (),
    viewer: Viewer | None = None,
) -> Any:
    """The query behind a page, without its limit."""
    wanted = _statuses(status)
    only_open = wanted is not None and wanted <= OPEN
    conditions = [*between(since, until), *(_open_under(area) if only_open else under(area))]
    if only_open:
        conditions.append(INCIDENT.c.ended_at.is_(None))
    if wanted not in {None, OPEN}:
        conditions.append(INCIDENT.c.status.in_(sorted(wanted or ())))
    if incident_class:
        conditions.append(INCIDENT.c.incident_class.in_(sorted(incident_class)))
    if severity:
        conditions.append(INCIDENT.c.severity.in_(sorted(severity)))
    if viewer is not None:
        conditions.append(visible(KIND, viewer))
    if cursor is not None:
        conditions.append(_beyond(cursor))
    newest_first = (INCIDENT.c.reported_at.desc(), INCIDENT.c.number.desc())
    return select(INCIDENT).where(*conditions).order_by(*newest_first)
