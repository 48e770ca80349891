"""Where things happen and where people walk: road nodes of each area, and spots beside them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.incidents.incidents import IncidentClass
from domain.maps.areas import Area, Level, short_name
from domain.upkeep.rhythm import place_weight
from feeds.simulator.movement import METRES_PER_DEGREE

Floats = NDArray[np.float64]
Place = tuple[float, float]
GridsAt = Callable[[Floats, Floats], Sequence[str | None] | NDArray[Any]]

# How far from the middle of the road something happens, towards the grid's heart.
_BESIDE_ROAD_M = (4.0, 9.0, 16.0, 24.0)


class Places:
    """The road nodes inside every area, and the chances of each grid.

    Args:
        areas: villages and grids; others are ignored.
        lats: latitudes of the road nodes, degrees.
        lons: longitudes of the road nodes, degrees.
        grids_at: the grid code of each point, None outside all grids.
    """

    def __init__(
        self, areas: Iterable[Area], lats: Floats, lons: Floats, grids_at: GridsAt
    ) -> None:
        known = sorted(areas, key=lambda area: area.code)
        self._grids = [area for area in known if area.level is Level.GRID]
        self._codes = [grid.code for grid in self._grids]
        self._grid = {grid.code: grid for grid in self._grids}
        self._names = {
            area.code: short_name(area.name) for area in known if area.level is Level.VILLAGE
        }
        self._nodes: dict[str, list[Place]] = {grid.code: [] for grid in self._grids}
        self._spots: dict[str, list[Place]] = {grid.code: [] for grid in self._grids}
        self._sums: dict[str, list[Place]] = {}
        self._chances = {kind: self._chance(kind) for kind in IncidentClass}
        self._sort_nodes(np.asarray(lats, float), np.asarray(lons, float), grids_at)

    def nodes_in(self, area_code: str) -> list[Place]:
        """(lat, lon) of the road nodes inside an area of any level; never empty for a known one."""
        if area_code not in self._sums:
            # In the order of codes, what lies in an area stands side by side.
            first = bisect_left(self._codes, area_code)
            grids = self._grids[first : bisect_right(self._codes, area_code + "￿")]
            found = [node for grid in grids for node in self._nodes[grid.code]]
            self._sums[area_code] = found or [(grid.lat, grid.lon) for grid in grids]
        return self._sums[area_code]

    def anchor(self, area_code: str) -> Place:
        """The road node nearest to the middle of an area's nodes."""
        nodes = np.array(self.nodes_in(area_code))
        away = ((nodes - nodes.mean(axis=0)) ** 2).sum(axis=1)
        lat, lon = nodes[int(away.argmin())]
        return float(lat), float(lon)

    def pick(self, incident_class: IncidentClass, rng: Random) -> tuple[str, float, float]:
        """Draw a place for an incident: grid code, lat, lon beside a road inside that grid."""
        chances = self._chances[incident_class]
        index = bisect_right(chances, rng.random() * chances[-1])
        grid = self._grids[min(index, len(self._grids) - 1)]
        spots = self._spots[grid.code]
        lat, lon = spots[rng.randrange(len(spots))] if spots else (grid.lat, grid.lon)
        return grid.code, lat, lon

    def village_name(self, area_code: str) -> str:
        """The short name of the village or community an area lies in."""
        return self._names.get(area_code[:12], "")

    def _chance(self, incident_class: IncidentClass) -> list[float]:
        return list(accumulate(place_weight(grid, incident_class) for grid in self._grids))

    def _sort_nodes(self, lats: Floats, lons: Floats, grids_at: GridsAt) -> None:
        codes = grids_at(lats, lons)
        inside = [i for i, code in enumerate(codes) if code in self._grid]
        if not inside:
            return
        owners = [self._grid[str(codes[i])] for i in inside]
        node_lats, node_lons = lats[inside], lons[inside]
        for owner, lat, lon in zip(owners, node_lats, node_lons, strict=True):
            self._nodes[owner.code].append((float(lat), float(lon)))
        heart_lats = np.array([owner.lat for owner in owners])
        heart_lons = np.array([owner.lon for owner in owners])
        north = (heart_lats - node_lats) * METRES_PER_DEGREE
        east = (heart_lons - node_lons) * METRES_PER_DEGREE * np.cos(np.radians(node_lats))
        away = np.hypot(north, east) + 1e-6
        for beside_m in _BESIDE_ROAD_M:
            share = np.minimum(beside_m / away, 0.9)
            spot_lats = np.round(node_lats + (heart_lats - node_lats) * share, 6)
            spot_lons = np.round(node_lons + (heart_lons - node_lons) * share, 6)
            self._keep_spots(owners, spot_lats, spot_lons, grids_at)

    def _keep_spots(
        self, owners: Sequence[Area], lats: Floats, lons: Floats, grids_at: GridsAt
    ) -> None:
        """A spot counts only where it still lies in its own grid."""
        for owner, code, lat, lon in zip(owners, grids_at(lats, lons), lats, lons, strict=True):
            if code == owner.code:
                self._spots[owner.code].append((float(lat), float(lon)))
