"""Who is nearest to a place, from memory: the picture's units, their newest fixes, the roads."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Protocol

import numpy as np

from domain.access.callers import Caller
from domain.desk.desk_rights import may_see_unit
from domain.dispatch.recommend import Recommendation, Travel, TravelSource, recommend_units
from domain.dispatch.units import TravelMode, UnitKind
from domain.moments import to_iso
from operations.calm import Calm
from operations.clock import utc_now
from operations.dispatch.unit_table import MODES, Change, Rows, UnitTable
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.threads import Lane

MOST_OFFERED = 100
MOST_WAITING = 200
# Up to so many units all ways are found; of more, the ways of so few first.
ASK_ALL, FEW = 1_000, 64
# A search looks so far beyond the least time that the last one offered can take.
LOOK_FACTOR, LOOK_MORE_S = 4.0, 150.0
_TIE_S = 0.1
# Units read ahead in one bite, most bites of a turn while nobody asks, and how often is looked
# whether some are to be read.
READ_AT_ONCE, BITES_A_TURN, WARM_EVERY_S = 250, 20, 5.0

Arrays = tuple[Any, Any, Any]


class Roads(Protocol):
    """Travel times to one place from many."""

    def seconds_to(
        self,
        lat: float,
        lon: float,
        lats: Any,
        lons: Any,
        mode: TravelMode,
        *,
        within_s: float = ...,
    ) -> Arrays:
        """Seconds, metres and "by road" of each (lats, lons) → (lat, lon), as arrays."""

    def least_seconds(self, lat: float, lon: float, lats: Any, lons: Any, mode: TravelMode) -> Any:
        """Seconds that no way of `seconds_to` takes less than; found without a search."""

    def seconds_between(self, places: Any, starts: Any, mode: TravelMode) -> Any:
        """Seconds from each start to each place, shape (places, starts); both are (lats, lons)."""


class Nearest:
    """Ranks units by road time. Reads no table; the search runs beside the event loop.

    What changed of the units is noted as it happens and taken into a `UnitTable` before the next
    search. `roads` is asked for at each search: a new map brings new roads.
    """

    def __init__(
        self,
        picture: Picture,
        board: PositionBoard,
        roads: Callable[[], Awaitable[Roads]],
        *,
        now: Callable[[], datetime] = utc_now,
        backlog: int = MOST_WAITING,
    ) -> None:
        self._records = picture.entities["unit"]
        self._newest = board.newest
        self._roads = roads
        self._now = now
        self._changed = picture.watch("unit")
        self._moved = board.watch()
        self._table = UnitTable()
        # One thread: the road graph's cache and the table are touched by one search at a time.
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
        roads, now, sees = await self._roads(), self._now(), _sees(caller)
        changes = self._changes()

        def search() -> list[Recommendation]:
            self._table.take(changes)
            rows = self._table.rows(kind, sees)
            return rank(lat, lon, self._table, rows, roads, now=now, limit=limit)

        try:
            return await self._lane.run(search)
        except Exception:
            # Asked again: what happened to units is not forgotten with this question.
            self._changed.update(change.unit_id for change in changes)
            raise

    async def way(
        self, lat: float, lon: float, from_lat: float, from_lon: float, mode: TravelMode
    ) -> Travel:
        """How far one place is from another for somebody who travels so; WGS 84 degrees.

        Raises:
            FullError: too many searches wait already.
        """
        roads = await self._roads()

        def search() -> Travel:
            starts = np.array([from_lat]), np.array([from_lon])
            seconds, metres, by_road = roads.seconds_to(lat, lon, *starts, mode)
            source = TravelSource.ROAD if by_road[0] else TravelSource.STRAIGHT_LINE
            return Travel(float(seconds[0]), float(metres[0]), source)

        return await self._lane.run(search)

    async def keep_warm(self, calm: Calm) -> None:
        """Read units before somebody asks, a few at a time, until cancelled.

        After a start all of them are to be read: with ten thousand a tenth of a second, which the
        first report would wait for.
        """
        while True:
            while self._changed:
                async with calm.turn():
                    # Others wait for a turn, too, and each would come between: while nobody
                    # asks for anything, many bites are one turn.
                    for _ in range(BITES_A_TURN):
                        await self._read(list(islice(self._changed, READ_AT_ONCE)))
                        if not self._changed or not calm.is_calm:
                            break
            await asyncio.sleep(WARM_EVERY_S)

    async def _read(self, units: list[str]) -> None:
        # As they are now, and handed over at once: a question that comes between is newer.
        self._changed.difference_update(units)
        read = [Change(one, self._records.get(one), self._newest.get(one)) for one in units]
        try:
            await self._lane.run(partial(self._table.take, read))
        except Exception:
            self._changed.update(units)
            raise

    def _changes(self) -> list[Change]:
        """What happened to units since the last question; on the event loop."""
        changed = self._changed | self._moved
        self._changed.clear()
        self._moved.clear()
        records, newest = self._records, self._newest
        return [Change(one, records.get(one), newest.get(one)) for one in changed]

    def close(self) -> None:
        """End the search thread."""
        self._lane.close()


def _sees(caller: Caller | None) -> Callable[[str | None], bool] | None:
    return None if caller is None else lambda home: may_see_unit(caller, home)


def rank(
    lat: float,
    lon: float,
    table: UnitTable,
    rows: Rows,
    roads: Roads,
    *,
    now: datetime,
    limit: int,
) -> list[Recommendation]:
    """Find the travel times in question, then let the domain's rule order them.

    Nobody is left out who could be among the first: see `_in_question` and `_within`.
    """
    if not len(rows):
        return []
    least = None
    if len(rows) > limit:
        least = _least(lat, lon, table, rows, roads)
        if len(rows) > ASK_ALL:
            rows, least = _in_question(lat, lon, table, rows, least, roads, limit)
    seconds, metres, by_road = _within(lat, lon, table, rows, least, roads, limit)
    asked = np.arange(len(rows))
    if len(rows) > limit:
        # Everybody who could still tie with the last one offered takes part in the ordering.
        asked = np.flatnonzero(seconds <= _last(seconds, limit) + _TIE_S)
    travels = [
        Travel(
            float(seconds[row]),
            float(metres[row]),
            TravelSource.ROAD if by_road[row] else TravelSource.STRAIGHT_LINE,
        )
        for row in asked.tolist()
    ]
    return recommend_units(
        table.pairs(rows[asked]), travel_times=lambda _: travels, now=now, limit=limit
    )


def _last(seconds: Any, limit: int) -> float:
    """When the last one offered arrives."""
    return float(np.partition(seconds, limit - 1)[limit - 1])


def _least(lat: float, lon: float, table: UnitTable, rows: Rows, roads: Roads) -> Any:
    """Seconds that no way of each row takes less than."""
    least = np.empty(len(rows))
    for of_mode, mode in _by_mode(table, rows):
        lats, lons = table.lat[rows[of_mode]], table.lon[rows[of_mode]]
        least[of_mode] = roads.least_seconds(lat, lon, lats, lons, mode)
    return least


def _in_question(
    lat: float, lon: float, table: UnitTable, rows: Rows, least: Any, roads: Roads, limit: int
) -> tuple[Rows, Any]:
    """Of many rows those that can be among the first `limit`, and their least seconds.

    The ways of a few that look nearest are found. Whoever could not come in time for the last of
    them, not even straight at the greatest speed there is, is not asked about.
    """
    few = min(len(rows) - 1, max(FEW, 2 * limit))
    first = np.argpartition(least, few)[:few]
    seconds, _, _ = _within(lat, lon, table, rows[first], least[first], roads, limit)
    can_be = least <= _last(seconds, limit) + _TIE_S
    return rows[can_be], least[can_be]


def _within(
    lat: float, lon: float, table: UnitTable, rows: Rows, least: Any, roads: Roads, limit: int
) -> Arrays:
    """Seconds, metres and "by road" of rows; right for all that can be among the first `limit`.

    A search need not go farther than the last one offered comes from. Where it ended too early for
    that to be sure, all ways are found.
    """
    if least is not None and len(rows) > limit:
        within_s = LOOK_FACTOR * _last(least, limit) + LOOK_MORE_S
        found = _travels(lat, lon, table, rows, roads, within_s)
        seconds, _, by_road = found
        last = _last(seconds, limit) + _TIE_S
        # By the straight line may be who has a road, only a longer one than was looked for.
        if last <= within_s and not (~by_road & (seconds <= last)).any():
            return found
    return _travels(lat, lon, table, rows, roads)


def _travels(
    lat: float,
    lon: float,
    table: UnitTable,
    rows: Rows,
    roads: Roads,
    within_s: float = float("inf"),
) -> Arrays:
    """Seconds, metres and "by road" of every row, each by its own mode of travel."""
    seconds, metres = np.empty(len(rows)), np.empty(len(rows))
    by_road = np.zeros(len(rows), dtype=bool)
    for of_mode, mode in _by_mode(table, rows):
        lats, lons = table.lat[rows[of_mode]], table.lon[rows[of_mode]]
        seconds[of_mode], metres[of_mode], by_road[of_mode] = roads.seconds_to(
            lat, lon, lats, lons, mode, within_s=within_s
        )
    return seconds, metres, by_road


def _by_mode(table: UnitTable, rows: Rows) -> Iterator[tuple[Any, TravelMode]]:
    """Each mode of travel that occurs, with the rows it is of."""
    modes = table.mode[rows]
    for number, mode in enumerate(MODES):
        of_mode = modes == number
        if of_mode.any():
            yield of_mode, mode


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
