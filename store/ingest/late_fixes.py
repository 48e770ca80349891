"""Fixes that come after newer ones of their unit: put into the track where they belong.

A phone that was offline sends what it kept. The track is as thin with them as it would have been
had they come in time, and the same fixes sent again change nothing.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from store.columns import to_milliseconds, to_moment
from store.models.positions import THINNED
from store.tables import TRACK, TRACK_MARK

KEPT_EVERY_MS = 10_000
KEPT_EVERY_M = 50.0
_METRES_PER_DEGREE = 111_195.0
# When, and where.
Kept = tuple[int, float, float]
Row = tuple[Any, ...]


def are_apart(one: Kept, at: int, lat: float, lon: float) -> bool:
    """Ten seconds from each other, or fifty metres and not at one moment."""
    elapsed = abs(at - one[0])
    if elapsed >= KEPT_EVERY_MS or not elapsed:
        return elapsed > 0
    north_m = (lat - one[1]) * _METRES_PER_DEGREE
    east_m = (lon - one[2]) * _METRES_PER_DEGREE * math.cos(math.radians(lat))
    return north_m * north_m + east_m * east_m >= KEPT_EVERY_M * KEPT_EVERY_M


def merged(connection: Connection, rows: Iterable[Row]) -> list[Row]:
    """Which late rows of the track's columns are worth a place in it.

    What lies before the part that was thinned for good stays as it is.
    """
    thinned = connection.scalar(select(TRACK_MARK.c.at).where(TRACK_MARK.c.name == THINNED))
    earliest = to_milliseconds(thinned) if thinned is not None else 0
    of_unit: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[1] >= earliest:
            of_unit[row[0]].append(row)
    return [
        row
        for unit_id, late in of_unit.items()
        for row in _between(late, _around(connection, unit_id, late))
    ]


def _around(connection: Connection, unit_id: str, late: Sequence[Row]) -> list[Kept]:
    """The real track of a unit around some rows of it, oldest first."""
    moments = [row[1] for row in late]
    query = (
        select(TRACK.c.at, TRACK.c.lat, TRACK.c.lon)
        .where(
            TRACK.c.unit_id == unit_id,
            TRACK.c.at >= to_moment(min(moments) - KEPT_EVERY_MS),
            TRACK.c.at <= to_moment(max(moments) + KEPT_EVERY_MS),
            TRACK.c.is_demo.is_(False),
        )
        .order_by(TRACK.c.at)
    )
    return [(to_milliseconds(row.at), row.lat, row.lon) for row in connection.execute(query)]


def _between(late: Iterable[Row], held: list[Kept]) -> list[Row]:
    """The rows that are apart from what was kept before them and from what comes after."""
    moments = [one[0] for one in held]
    taken: list[Row] = []
    last: Kept | None = None
    for row in sorted(late, key=lambda one: one[1]):
        _, at, lat, lon = row[:4]
        place = bisect_left(moments, at)
        before = held[place - 1] if place else None
        if last is not None and (before is None or last[0] > before[0]):
            before = last
        after = held[place] if place < len(held) else None
        if all(one is None or are_apart(one, at, lat, lon) for one in (before, after)):
            taken.append(row)
            last = (at, lat, lon)
    return taken
