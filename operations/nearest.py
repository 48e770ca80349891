"""Who is nearest to a place, from memory: the picture's units, their newest fixes, the roads."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Protocol

import numpy as np

from domain.moments import to_iso
from domain.recommend import Recommendation, Travel, TravelSource, recommend_units
from domain.records import Record
from domain.units import NOT_ON_DUTY, Fix, TravelMode, Unit, UnitKind, from_state, travel_mode
from operations.ingest import utc_now
from operations.picture import Picture
from operations.positions import PositionBoard

MOST_OFFERED = 100
# Up to so many are simply all asked; of more, the nearest first.
FIRST_ASKED = 1000
# No unit travels faster than 130 km/h.
FASTEST_MS = 36.0
EARTH_RADIUS_M = 6_371_000.0
_TIE_S = 0.1
_NEVER: tuple[int, Any] = (-1, None)

Arrays = tuple[Any, Any, Any]


class Roads(Protocol):
    """Travel times to one place from many."""

    def seconds_to(self, lat: float, lon: float, lats: Any, lons: Any, mode: TravelMode) -> Arrays:
        """Seconds, metres and "by road" of each (lats, lons) → (lat, lon), as arrays."""


class Nearest:
    """Ranks units by road time. Reads no table; the search runs beside the event loop.

    `roads` is asked for at each search: a new map brings new roads.
    """

    def __init__(
        self,
        picture: Picture,
        board: PositionBoard,
        roads: Callable[[], Roads],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._records = picture.entities["unit"]
        self._newest = board.newest
        self._roads = roads
        self._now = now
        self._units: dict[str, tuple[int, Unit]] = {}
        # One thread: the road graph's cache and `_units` are touched by one search at a time.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="onescreen-nearest")

    async def find(
        self, lat: float, lon: float, kind: UnitKind | None = None, limit: int = 5
    ) -> list[Recommendation]:
        """The units that would be at a place first, soonest first.

        Args:
            lat: WGS 84 degrees.
            lon: WGS 84 degrees.
            kind: only units of this kind; None for all.
            limit: most rows to return, >= 1.

        Returns:
            0 to `limit` rows; off-duty units and units without a fix are not among them.
        """
        records, roads, now = list(self._records.values()), self._roads(), self._now()

        def search() -> list[Recommendation]:
            return rank(lat, lon, self._candidates(records, kind), roads, now=now, limit=limit)

        return await asyncio.get_running_loop().run_in_executor(self._thread, search)

    def close(self) -> None:
        """End the search thread."""
        self._thread.shutdown(wait=True)

    def _candidates(
        self, records: Sequence[Record], kind: UnitKind | None
    ) -> list[tuple[Unit, Fix]]:
        newest, units, pairs = self._newest, self._units, []
        for record in records:
            fix = newest.get(record.id)
            if fix is None:
                continue
            seq, unit = units.get(record.id, _NEVER)
            if seq != record.seq:
                unit = from_state(record.state, record.private)
                units[record.id] = record.seq, unit
            if unit.status not in NOT_ON_DUTY and (kind is None or unit.kind is kind):
                pairs.append((unit, fix))
        return pairs


def rank(
    lat: float,
    lon: float,
    pairs: Sequence[tuple[Unit, Fix]],
    roads: Roads,
    *,
    now: datetime,
    limit: int,
) -> list[Recommendation]:
    """Find the travel times of those in question at once; the domain's rule orders them.

    Of a crowd only those near in a straight line are asked, more and more of them, until
    nobody left out could arrive before the last one offered, however straight the road.
    """
    if not pairs:
        return []
    lats = np.array([fix.lat for _, fix in pairs])
    lons = np.array([fix.lon for _, fix in pairs])
    apart = metres_apart(lat, lon, lats, lons)
    asked = FIRST_ASKED
    while True:
        rows = _closest(apart, asked)
        travels = _travels(lat, lon, [pairs[row] for row in rows], roads)
        last_s = _last_offered_s(travels, limit) + _TIE_S
        if len(rows) == len(pairs) or last_s * FASTEST_MS < _next_apart(apart, rows):
            break
        asked *= 4
    kept = [n for n, travel in enumerate(travels) if travel.seconds <= last_s]
    return recommend_units(
        [pairs[rows[n]] for n in kept],
        travel_times=lambda _: [travels[n] for n in kept],
        now=now,
        limit=limit,
    )


def metres_apart(lat: float, lon: float, lats: Any, lons: Any) -> Any:
    """Great-circle metres from one point to many, all in degrees."""
    here_lat, here_lon = np.radians(lat), np.radians(lon)
    there_lat, there_lon = np.radians(lats), np.radians(lons)
    chord = (
        np.sin((there_lat - here_lat) / 2) ** 2
        + np.cos(here_lat) * np.cos(there_lat) * np.sin((there_lon - here_lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord))


def _closest(apart: Any, count: int) -> list[int]:
    """Rows of the `count` nearest, in the order of the rows."""
    if count >= len(apart):
        return list(range(len(apart)))
    rows: list[int] = np.sort(np.argpartition(apart, count)[:count]).tolist()
    return rows


def _next_apart(apart: Any, rows: Sequence[int]) -> float:
    """How near the nearest row left out is; a little less, for the map's own projection."""
    others = np.ones(len(apart), dtype=bool)
    others[rows] = False
    return float(apart[others].min()) * 0.99


def _last_offered_s(travels: Sequence[Travel], limit: int) -> float:
    """Seconds of the last one who would be offered."""
    soonest = sorted(travel.seconds for travel in travels)
    return soonest[min(limit, len(soonest)) - 1]


def _travels(
    lat: float, lon: float, pairs: Sequence[tuple[Unit, Fix]], roads: Roads
) -> list[Travel]:
    """The way of every pair, each by its own mode of travel."""
    travels: dict[int, Travel] = {}
    by_mode: dict[TravelMode, list[int]] = {}
    for row, (unit, _) in enumerate(pairs):
        by_mode.setdefault(travel_mode(unit), []).append(row)
    for mode, rows in by_mode.items():
        lats, lons = [pairs[row][1].lat for row in rows], [pairs[row][1].lon for row in rows]
        seconds, metres, by_road = roads.seconds_to(lat, lon, lats, lons, mode)
        for row, took, length, is_road in zip(
            rows, seconds.tolist(), metres.tolist(), by_road.tolist(), strict=True
        ):
            source = TravelSource.ROAD if is_road else TravelSource.STRAIGHT_LINE
            travels[row] = Travel(took, length, source)
    return [travels[row] for row in range(len(pairs))]


def offer_body(offer: Recommendation) -> dict[str, Any]:
    """A row of the nearest list as clients read it."""
    return {
        "unit_id": offer.unit.unit_id,
        "call_sign": offer.unit.call_sign,
        "kind": offer.unit.kind.value,
        "distance_m": round(offer.travel.distance_m),
        "travel_s": round(offer.travel.seconds),
        "travel_source": offer.travel.source.value,
        "fix_at": to_iso(offer.fix.at),
        "is_stale": offer.position_is_stale,
        "status": offer.unit.status.value,
    }
