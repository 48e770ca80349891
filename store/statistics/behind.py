"""The incidents behind a figure: a page of them, latest reported or slowest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, Connection, and_, cast, func, literal, or_

from domain.incidents.incidents import INCIDENT as KIND
from domain.incidents.incidents import Incident, IncidentStatus
from domain.reach import Viewer
from domain.statistics.statistics import LONGEST_RESPONSE, SPANS, FigureRules
from store import rows
from store.incidents import incident_list
from store.incidents.incident_list import page_key, read_key
from store.live.visible import counted
from store.tables import INCIDENT

_MS = timedelta(milliseconds=1)
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents stand behind a figure; empty and None mean any.

    `hours` are [since, until) spans, `place` is (lat, lon) in thousandths of a degree. `arrived`:
    only those whose time to arrival counts. `late`: only those beyond the target of one of LATE.
    `slowest` is one of SPANS and puts the longest of it first. `outside`: only those in none of
    these areas. `viewer`: only those they may see.
    """

    since: datetime | None
    until: datetime | None
    incident_class: Collection[str] = ()
    severity: Collection[int] = ()
    status: str | Sequence[str] | None = None
    hours: Sequence[tuple[datetime, datetime]] = ()
    place: tuple[int, int] | None = None
    arrived: bool = False
    late: str | None = None
    slowest: str | None = None
    outside: Collection[str] = ()
    viewer: Viewer | None = None


def rows_behind(
    connection: Connection,
    area: str,
    wanted: Wanted,
    rules: FigureRules,
    cursor: str | None = None,
    limit: int = 50,
) -> tuple[list[Incident], str | None]:
    """A page of the incidents behind a figure and the cursor of the next.

    Raises:
        InvalidError: the area, a status or the cursor cannot be read.
    """
    query = incident_list.list_query(
        status=wanted.status,
        area=area,
        since=wanted.since,
        until=wanted.until,
        cursor=None if wanted.slowest else cursor,
        incident_class=wanted.incident_class,
        severity=wanted.severity,
        viewer=wanted.viewer,
    ).where(counted(KIND), *_conditions(wanted, rules, connection.dialect.name))
    if wanted.slowest is None:
        return incident_list.page_of(connection, query, limit)
    length = _spans(connection.dialect.name)[wanted.slowest]
    query = query.where(length.is_not(None))
    if cursor is not None:
        query = query.where(_beyond(length, cursor))
    query = query.add_columns(length.label("length")).order_by(None)
    query = query.order_by(length.desc(), INCIDENT.c.number.desc())
    found = connection.execute(query.limit(limit + 1)).mappings().all()
    incidents = [rows.incident_from(row) for row in found[:limit]]
    if len(found) <= limit:
        return incidents, None
    return incidents, page_key(found[limit - 1]["length"], incidents[-1].number)


def _beyond(length: ColumnElement[int], cursor: str) -> ColumnElement[bool]:
    value, number = read_key(cursor)
    return or_(length < value, and_(length == value, INCIDENT.c.number < number))


def _conditions(wanted: Wanted, rules: FigureRules, dialect: str) -> list[ColumnElement[bool]]:
    more: list[ColumnElement[bool]] = []
    reported = INCIDENT.c.reported_at
    if wanted.hours:
        more.append(or_(*((reported >= a) & (reported < b) for a, b in wanted.hours)))
    if wanted.place is not None:
        for name, value in zip(("lat", "lon"), wanted.place, strict=True):
            # as domain.statistics.thousandths rounds
            at = INCIDENT.c[name] * 1000 + 0.5
            more.append((at >= value) & (at < value + 1))
    for length in {len(code) for code in wanted.outside}:
        codes = sorted(code for code in wanted.outside if len(code) == length)
        more.append(func.substr(INCIDENT.c.area_code, 1, length).not_in(codes))
    spans = _spans(dialect)
    if wanted.arrived or wanted.late == "arrival" or wanted.slowest in SPANS[:4]:
        more.append(spans["arrival"].between(0, LONGEST_RESPONSE // _MS))
    if wanted.late == "arrival":
        more.append(spans["arrival"] > rules.arrival_s * 1000)
    if wanted.late == "resolve" or wanted.slowest == "resolve":
        more.append(INCIDENT.c.status != IncidentStatus.CANCELLED.value)
    if wanted.late == "resolve":
        limits = enumerate(rules.resolve_h, start=1)
        more.append(
            or_(
                *(
                    (INCIDENT.c.severity == grade) & (spans["resolve"] > hours * _HOUR_MS)
                    for grade, hours in limits
                )
            )
        )
    return more


def _spans(dialect: str) -> Mapping[str, ColumnElement[int]]:
    """Milliseconds of each step; null where nobody came that far."""
    reported = cast(INCIDENT.c.reported_at, BigInteger)
    arrived = cast(INCIDENT.c.on_scene_at, BigInteger)
    accepted = func.coalesce(_first(IncidentStatus.ACCEPTED, dialect), reported)
    dispatched = func.coalesce(_first(IncidentStatus.DISPATCHED, dialect), accepted)
    return {
        "accept": accepted - reported,
        "dispatch": dispatched - accepted,
        "travel": arrived - dispatched,
        "arrival": arrived - reported,
        "resolve": _reached(IncidentStatus.RESOLVED, dialect) - reported,
    }


def _first(status: IncidentStatus, dialect: str) -> ColumnElement[Any]:
    """As `Incident.first_at`."""
    earlier = _reached(status, dialect, INCIDENT.c.first_reached_at)
    return func.coalesce(earlier, _reached(status, dialect))


def _reached(
    status: IncidentStatus, dialect: str, kept: ColumnElement[Any] = INCIDENT.c.reached_at
) -> ColumnElement[Any]:
    """The moment a status was entered, in milliseconds; null when it was not."""
    if dialect == "sqlite":
        return func.json_extract(kept, literal(f"$.{status.value}"), type_=BigInteger)
    return cast(func.json_extract_path_text(cast(kept, JSON), status.value), BigInteger)
