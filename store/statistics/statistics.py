"""Counts and times of incidents, straight from indexes."""

from collections import Counter
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import BigInteger, Connection, cast, func, select

from domain.incidents.incidents import INCIDENT as KIND
from store.columns import to_milliseconds, to_moment
from store.incidents.incident_list import between, of_department, under
from store.live.visible import counted
from store.tables import INCIDENT

_HOUR_MS = 3_600_000
_QUARTER_MS = 900_000  # every time zone's offset is a whole number of quarter hours
_REPORTED_MS = cast(INCIDENT.c.reported_at, BigInteger)


def _counted(
    connection: Connection,
    area: str | None,
    since: datetime,
    until: datetime,
    width_ms: int,
    department: str | None = None,
) -> dict[int, int]:
    """Incidents reported in [since, until) by the number of their bucket since 1970."""
    bucket = (_REPORTED_MS // width_ms).label("bucket")
    own = [] if department is None else [of_department(department)]
    query = (
        select(bucket, func.count())
        .where(*under(area), *between(since, until), *own, counted(KIND))
        .group_by(bucket)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def reported_per_hour(
    connection: Connection, area: str | None, since: datetime, until: datetime
) -> dict[datetime, int]:
    """See `Store.reported_per_hour`."""
    counted = _counted(connection, area, since, until, _HOUR_MS)
    first, last = to_milliseconds(since) // _HOUR_MS, (to_milliseconds(until) - 1) // _HOUR_MS
    return {to_moment(hour * _HOUR_MS): counted.get(hour, 0) for hour in range(first, last + 1)}


def reported_per_day(
    connection: Connection,
    area: str | None,
    since_day: date,
    until_day: date,
    zone: tzinfo,
    department: str | None = None,
) -> dict[date, int]:
    """See `Store.reported_per_day`."""
    since = datetime.combine(since_day, time(), zone)
    until = datetime.combine(until_day + timedelta(days=1), time(), zone)
    counted: Counter[date] = Counter()
    for quarter, count in _counted(connection, area, since, until, _QUARTER_MS, department).items():
        counted[to_moment(quarter * _QUARTER_MS).astimezone(zone).date()] += count
    days = (until_day - since_day).days + 1
    return {day: counted[day] for day in (since_day + timedelta(days=n) for n in range(days))}


def response_seconds(
    connection: Connection, area: str | None, since: datetime, until: datetime
) -> list[float]:
    """See `Store.response_seconds`."""
    query = (
        select(INCIDENT.c.reported_at, INCIDENT.c.on_scene_at)
        .where(
            *under(area),
            *between(since, until),
            INCIDENT.c.on_scene_at.is_not(None),
            counted(KIND),
        )
        .order_by(INCIDENT.c.reported_at, INCIDENT.c.number)
    )
    return [
        (on_scene_at - reported_at).total_seconds()
        for reported_at, on_scene_at in connection.execute(query)
    ]
