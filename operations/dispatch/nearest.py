"""Who is nearest to a place, from memory: the picture's units, their newest fixes, the roads."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

import numpy as np

from domain.access.callers import Caller
from domain.desk.desk_rights import may_see_unit
from domain.dispatch.recommend import Recommendation, Travel, TravelSource, recommend_units
from domain.dispatch.units import (
    NOT_ON_DUTY,
    Fix,
    TravelMode,
    Unit,
    UnitKind,
    from_state,
    travel_mode,
)
from domain.live.records import Record
from domain.moments import to_iso
from operations.clock import utc_now
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.threads import Lane

MOST_OFFERED = 100
MOST_WAITING = 200
_ROW_OF_MODE = {mode: row for row, mode in enumerate(TravelMode)}
_TIE_S = 0.1
_NEVER: tuple[int, Any] = (-1, None)

Arrays = tuple[Any, Any, Any]


class Roads(Protocol):
    """Travel times to one place from many."""

    def seconds_to(self, lat: float, lon: float, lats: Any, lons: Any, mode: TravelMode) -> Arrays:
        """Seconds, metres and "by road" of each (lats, lons) → (lat, lon), as arrays."""

    def seconds_between(self, places: Any, starts: Any, mode: TravelMode) -> Any:
        """Seconds from each start to each place, shape (places, starts); both are (lats, lons)."""


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
        backlog: int = MOST_WAITING,
    ) -> None:
        self._records = picture.entities["unit"]
        self._newest = board.newest
        self._roads = roads
        self._now = now
        self._units: dict[str, tuple[int, Unit]] = {}
        # One thread: the road graph's cache and `_units` are touched by one search at a time.
        self._lane = Lane("rank", threads=1, backlog=backlog)

    async def find(
        self,
        lat: float,
        lon: float,
        kind: UnitKind | None = None,
        limit: int = 5,
        *,
        caller: Caller | None = None,
    ) -> list[Recommendation]:
        """The units that would be at a place first, soonest first.

        Args:
            lat: WGS 84 degrees.
            lon: WGS 84 degrees.
            kind: only units of this kind; None for all.
            limit: most rows to return, >= 1.
            caller: who asks, and so which units count: those of their area and those that serve
                it; None for the server itself, and all of them.

        Returns:
            0 to `limit` rows; off-duty units and units without a fix are not among them.

        Raises:
            FullError: too many searches wait already.
        """
        records, roads, now = list(self._records.values()), self._roads(), self._now()

        def search() -> list[Recommendation]:
            return rank(
                lat, lon, self._candidates(records, kind, caller), roads, now=now, limit=limit
            )

        return await self._lane.run(search)

    def close(self) -> None:
        """End the search thread."""
        self._lane.close()

    def _candidates(
        self, records: Sequence[Record], kind: UnitKind | None, caller: Caller | None
    ) -> list[tuple[Unit, Fix]]:
        newest, units, pairs = self._newest, self._units, []
        seen: dict[str | None, bool] = {}  # many units share a home
        for record in records:
            fix = newest.get(record.id)
            if fix is None:
                continue
            seq, unit = units.get(record.id, _NEVER)
            if seq != record.seq:
                unit = from_state(record.state, record.private)
                units[record.id] = record.seq, unit
            if unit.status in NOT_ON_DUTY or kind not in {None, unit.kind}:
                continue
            home = unit.home_area
            if caller is not None and home not in seen:
                seen[home] = may_see_unit(caller, home)
            if caller is None or seen[home]:
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
    """Find all travel times at once, then let the domain's rule order those in question."""
    if not pairs:
        return []
    seconds, metres, by_road = _travels(lat, lon, pairs, roads)
    rows = list(range(len(pairs)))
    if len(pairs) > limit:
        # Everybody who could still tie with the last one offered takes part in the ordering.
        last = np.partition(seconds, limit - 1)[limit - 1]
        rows = np.flatnonzero(seconds <= last + _TIE_S).tolist()
    travels = [
        Travel(
            float(seconds[row]),
            float(metres[row]),
            TravelSource.ROAD if by_road[row] else TravelSource.STRAIGHT_LINE,
        )
        for row in rows
    ]
    return recommend_units(
        [pairs[row] for row in rows], travel_times=lambda _: travels, now=now, limit=limit
    )


def _travels(lat: float, lon: float, pairs: Sequence[tuple[Unit, Fix]], roads: Roads) -> Arrays:
    """Seconds, metres and "by road" of every pair, each by its own mode of travel."""
    lats = np.array([fix.lat for _, fix in pairs])
    lons = np.array([fix.lon for _, fix in pairs])
    modes = np.array([_ROW_OF_MODE[travel_mode(unit)] for unit, _ in pairs])
    seconds, metres = np.empty(len(pairs)), np.empty(len(pairs))
    by_road = np.zeros(len(pairs), dtype=bool)
    for mode, row in _ROW_OF_MODE.items():
        of_mode = modes == row
        if of_mode.any():
            seconds[of_mode], metres[of_mode], by_road[of_mode] = roads.seconds_to(
                lat, lon, lats[of_mode], lons[of_mode], mode
            )
    return seconds, metres, by_road


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
        "is_mock": offer.fix.is_mock,
        "status": offer.unit.status.value,
    }
