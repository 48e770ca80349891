"""Travel times from anywhere to every grid at once: tables made once for a map, then looked up."""

import threading
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.dispatch.unit_kinds import ROAD_MODES
from domain.dispatch.units import TravelMode
from domain.maps.areas import Area
from geodata.coordinates.plane import Floats, Plane
from geodata.roads.network import with_places
from geodata.roads.roads import DETOUR, OFF_ROAD_KMH, SNAP_LIMIT_M, STRAIGHT_KMH, RoadGraph

# Searches between two pauses: one holds the interpreter for two milliseconds.
_AT_ONCE = 2


def _breathe() -> None:
    """Let the event loop have the interpreter."""
    time.sleep(0.0005)


class Reach:
    """Seconds from points to the label point of every grid, as `RoadGraph.seconds_to` tells them.

    One table per mode, of shape (nodes, grids) in 32 bits, made when first asked for: 450
    searches, about a second of one core for 7,000 nodes, in small bites so that other threads
    run. Safe to share between threads.
    """

    def __init__(self, roads: RoadGraph, grids: Sequence[Area]) -> None:
        self._roads = roads
        self.codes = tuple(grid.code for grid in grids)
        self._lats = np.array([grid.lat for grid in grids])
        self._lons = np.array([grid.lon for grid in grids])
        # Without roads their plane lies nowhere near: then that round the grids' own middle.
        middle = (self._lats.mean(), self._lons.mean()) if len(grids) else (0.0, 0.0)
        self._flat = roads.local if len(roads.nodes.lat) else Plane(*map(float, middle)).xy
        self._xy = self._flat(self._lats, self._lons)
        self._feet = roads.feet(self._lats, self._lons)
        self._tables: dict[TravelMode, NDArray[np.float32]] = {}
        self._between: dict[TravelMode, Floats] = {}
        self._lock = threading.Lock()
        self._done = 0

    @property
    def share(self) -> float:
        """How much of the tables of all modes stands, from 0 to 1."""
        return self._done / max(1, len(ROAD_MODES) * len(self.codes))

    def prepare(self, breathe: Callable[[], None] = _breathe) -> None:
        """Make the tables of the modes that go by road; blocks for about a second of one core.

        Args:
            breathe: called between two searches; lets others go first. Whoever asks for a table
                meanwhile waits for it no longer than for its next mode.
        """
        for mode in ROAD_MODES:
            self._table(mode, breathe)

    def seconds(self, lats: Floats, lons: Floats, mode: TravelMode) -> Floats:
        """Travel times of one mode from n points, shape (n, grids)."""
        xy = self._flat(lats, lons)
        apart = np.hypot(
            xy[:, 0][:, None] - self._xy[:, 0][None, :], xy[:, 1][:, None] - self._xy[:, 1][None, :]
        )
        straight = apart * (DETOUR / (STRAIGHT_KMH[mode] / 3.6))
        if self._roads.edges is None or not len(xy) or mode not in ROAD_MODES:
            return straight
        feet = self._roads.feet(lats, lons)
        off_road_ms = OFF_ROAD_KMH[mode] / 3.6
        gaps = feet.gap[:, None] + self._feet.gap[None, :]
        found = self._roads.on_road(self._table(mode), feet, self._feet, mode)
        found = np.where(apart <= gaps, apart / off_road_ms, found + gaps / off_road_ms)
        near = (feet.gap <= SNAP_LIMIT_M)[:, None] & (self._feet.gap <= SNAP_LIMIT_M)[None, :]
        return np.where(near & np.isfinite(found), found, straight)

    def between(self, mode: TravelMode) -> Floats:
        """From every grid's label point to every grid, shape (grids, grids)."""
        if mode not in self._between:
            self._between[mode] = self.seconds(self._lats, self._lons, mode)
        return self._between[mode]

    def _table(
        self, mode: TravelMode, breathe: Callable[[], None] = _breathe
    ) -> NDArray[np.float32]:
        with self._lock:
            if mode not in self._tables:
                self._tables[mode] = self._searched(mode, breathe)
            return self._tables[mode]

    def _searched(self, mode: TravelMode, breathe: Callable[[], None]) -> NDArray[np.float32]:
        from scipy.sparse.csgraph import dijkstra  # see network.py

        if self._roads.edges is None:  # a map without roads: every way is a straight line
            self._done += len(self.codes)
            return np.full((0, len(self.codes)), np.inf, dtype=np.float32)
        if (like := self._paced_like(mode)) is not None:
            return like
        net = self._roads.net(mode)
        graph, size = with_places(net, self._feet), len(net.xy)
        table = np.empty((size, len(self.codes)), dtype=np.float32)
        for start in range(0, len(self.codes), _AT_ONCE):
            rows = np.arange(start, min(start + _AT_ONCE, len(self.codes))) + size
            table[:, start : start + _AT_ONCE] = dijkstra(graph, indices=rows)[:, :size].T
            self._done += len(rows)
            breathe()
        return table

    def _paced_like(self, mode: TravelMode) -> NDArray[np.float32] | None:
        """The table of another mode in this one's pace, where both go at one pace everywhere."""
        pace = self._roads.pace_ms(mode)
        for other, table in self._tables.items():
            others = self._roads.pace_ms(other)
            if pace is not None and others is not None:
                self._done += len(self.codes)
                return table * np.float32(others / pace)
        return None
