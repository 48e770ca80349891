"""Travel over the road graph: how long each unit needs to a place, and which way it goes."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from domain.dispatch.recommend import Travel, TravelSource
from domain.dispatch.units import Fix, TravelMode, Unit, travel_mode
from geodata.coordinates.plane import Floats, Plane
from geodata.files.tables import read_table
from geodata.roads.network import Network, Search, network_of, reversed_net, search_to, steps_of
from geodata.roads.searched import Searched

Bools = NDArray[np.bool_]
Places = tuple[Any, Any]

SNAP_LIMIT_M = 2000.0
OFF_ROAD_KMH = {TravelMode.WALK: 5.0, TravelMode.EBIKE: 20.0, TravelMode.CAR: 20.0}
# A straight line is shorter than the way by about this much, and is taken at a usual pace.
DETOUR = 1.3
STRAIGHT_KMH = {TravelMode.WALK: 5.0, TravelMode.EBIKE: 20.0, TravelMode.CAR: 40.0}
SEARCHES_KEPT = 256


class Nodes(NamedTuple):
    """The graph's nodes, WGS 84 degrees."""

    lat: Floats
    lon: Floats


class WayPoint(NamedTuple):
    """A point of a path, and the seconds from its start until it is reached."""

    lat: float
    lon: float
    cum_seconds: float


class RoadGraph:
    """Roads as nodes and arcs, asked for travel times *to* a place.

    A point joins the road at its nearest node, off the road in a straight line. One search per
    place node and mode over the reversed graph serves every unit, and the last 256 are kept. A
    graph without roads answers by straight line. Safe to share between threads.
    """

    def __init__(self, network: Network) -> None:
        """Build from a directed network."""
        self.network = network
        self.nodes = Nodes(network.nodes[:, 1], network.nodes[:, 0])
        self._plane = network.plane
        self._tree = cKDTree(self._plane.from_lonlat(network.nodes)) if len(network.nodes) else None
        self._nets = {mode: reversed_net(network, mode) for mode in TravelMode}
        self._searched = Searched({mode: net.graph for mode, net in self._nets.items()})
        self._search = lru_cache(maxsize=SEARCHES_KEPT)(self._search_to)

    @classmethod
    def from_gpkg(cls, gpkg: Path) -> "RoadGraph":
        """Read the layer `road` of a map; a map without one gives an empty graph.

        Raises:
            MapError: the file cannot be read.
        """
        return cls(network_of(read_table(gpkg, "road")))

    def travel_times(self, lat: float, lon: float, pairs: list[tuple[Unit, Fix]]) -> list[Travel]:
        """The way of each unit, from its fix, to a place; in the order given.

        Args:
            lat: of the place, WGS 84 degrees.
            lon: of the place.
            pairs: units with their newest fix.
        """
        travels: list[Travel | None] = [None] * len(pairs)
        modes = [travel_mode(unit) for unit, _ in pairs]
        for mode in TravelMode:
            rows = [row for row, known in enumerate(modes) if known is mode]
            if not rows:
                continue
            lats = [pairs[row][1].lat for row in rows]
            lons = [pairs[row][1].lon for row in rows]
            seconds, metres, by_road = self.seconds_to(lat, lon, lats, lons, mode)
            found = zip(rows, seconds.tolist(), metres.tolist(), by_road.tolist(), strict=True)
            for row, took, length, is_road in found:
                source = TravelSource.ROAD if is_road else TravelSource.STRAIGHT_LINE
                travels[row] = Travel(took, length, source)
        return [travel for travel in travels if travel is not None]

    def seconds_to(
        self, lat: float, lon: float, lats: Any, lons: Any, mode: TravelMode
    ) -> tuple[Floats, Floats, Bools]:
        """The same for many starting points of one mode at once.

        Returns:
            Seconds, metres, and whether the way is by road, each of shape (n,). Where the road
            is over 2 km away or leads nowhere, metres are straight and seconds a guess.
        """
        starts = self.local(lats, lons)
        place = self.local([lat], [lon])
        # Round the place itself: the graph may lie far off, or be empty.
        apart = np.hypot(*Plane(lat, lon).xy(lats, lons).reshape(-1, 2).T)
        straight = apart * DETOUR / (STRAIGHT_KMH[mode] / 3.6)
        if self._tree is None or not len(starts):
            return straight, apart, np.zeros(len(starts), dtype=bool)
        [last_gap], [last_node] = self._tree.query(place)
        if last_gap > SNAP_LIMIT_M:
            return straight, apart, np.zeros(len(starts), dtype=bool)
        search = self._search(int(last_node), mode)
        gap, node = self._tree.query(starts)
        off_road_ms = OFF_ROAD_KMH[mode] / 3.6
        seconds = search.seconds[node] + (gap + last_gap) / off_road_ms
        metres = search.metres[node] + gap + last_gap
        across = apart <= gap + last_gap
        metres = np.where(across, apart, metres)
        seconds = np.where(across, apart / off_road_ms, seconds)
        by_road = np.isfinite(seconds) & (gap <= SNAP_LIMIT_M)
        return np.where(by_road, seconds, straight), np.where(by_road, metres, apart), by_road

    def seconds_between(self, places: Places, starts: Places, mode: TravelMode) -> Floats:
        """What `seconds_to` tells, from many starts to many places; shape (places, starts).

        Places that were not searched before are searched together, and kept.

        Args:
            places: (lats, lons) of where somebody is wanted, WGS 84 degrees.
            starts: (lats, lons) of where they set out.
            mode: how they get about.
        """
        around = [Plane(lat, lon) for lat, lon in zip(*places, strict=True)]
        apart = np.array([np.hypot(*plane.xy(*starts).reshape(-1, 2).T) for plane in around])
        straight: Floats = apart * DETOUR / (STRAIGHT_KMH[mode] / 3.6)
        if self._tree is None or not apart.size:
            return straight.reshape(len(around), -1)
        last_gap, last = self._tree.query(self.local(*places))
        gap, node = self._tree.query(self.local(*starts))
        off_road_ms = OFF_ROAD_KMH[mode] / 3.6
        gaps = gap[None, :] + last_gap[:, None]
        seconds = self._searched.rows(last.tolist(), mode)[:, node] + gaps / off_road_ms
        seconds = np.where(apart <= gaps, apart / off_road_ms, seconds)
        is_near = (last_gap <= SNAP_LIMIT_M)[:, None] & (gap <= SNAP_LIMIT_M)[None, :]
        return np.asarray(np.where(is_near & np.isfinite(seconds), seconds, straight))

    def search_ahead(self, lats: Any, lons: Any, modes: Iterable[TravelMode]) -> None:
        """Search places before somebody asks `seconds_between` about them."""
        if self._tree is None or not len(lats):
            return
        _, nodes = self._tree.query(self.local(lats, lons))
        for mode in modes:
            self._searched.rows(nodes.tolist(), mode)

    def path(
        self, from_lat: float, from_lon: float, to_lat: float, to_lon: float, mode: TravelMode
    ) -> list[WayPoint]:
        """The way from one point to another; start and end are the points themselves.

        Its last `cum_seconds` is what `seconds_to` says for the same points.
        """
        [total], _, [by_road] = self.seconds_to(to_lat, to_lon, [from_lat], [from_lon], mode)
        start, end = WayPoint(from_lat, from_lon, 0.0), WayPoint(to_lat, to_lon, float(total))
        if not by_road or self._tree is None:
            return [start, end]
        ends = self.local([from_lat, to_lat], [from_lon, to_lon])
        (gap, last_gap), (first, last) = self._tree.query(ends)
        if np.hypot(*(ends[0] - ends[1])) <= gap + last_gap:
            return [start, end]
        search = self._search(int(last), mode)
        offset = gap / (OFF_ROAD_KMH[mode] / 3.6) + search.seconds[first]
        middle = [
            WayPoint(
                float(self.nodes.lat[node]),
                float(self.nodes.lon[node]),
                float(offset - search.seconds[node]),
            )
            for node in steps_of(search, int(first))
        ]
        return [start, *middle, end]

    def snap(self, lats: Any, lons: Any) -> tuple[Floats, Any]:
        """Metres to the nearest node of each point, and the node; inf and 0 without roads."""
        points = self.local(lats, lons)
        if self._tree is None:
            return np.full(len(points), np.inf), np.zeros(len(points), dtype=np.int64)
        gap, node = self._tree.query(points)
        return gap, node

    def reversed_graph(self, mode: TravelMode) -> csr_array:
        """The graph of one mode turned round: `[v, u]` is the seconds from u to v."""
        return self._nets[mode].graph

    def pace_ms(self, mode: TravelMode) -> float | None:
        """The speed of a mode in m/s where it is the same on all roads; None where they differ."""
        return self._nets[mode].pace_ms

    def local(self, lats: Any, lons: Any) -> Floats:
        """Points in metres, in the plane of the roads."""
        return self._plane.xy(np.asarray(lats, dtype=float), np.asarray(lons, dtype=float))

    def _search_to(self, node: int, mode: TravelMode) -> Search:
        return search_to(self._nets[mode], node)
