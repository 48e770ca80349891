"""Travel over the road graph: how long each unit needs to a place, and which way it goes."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.dispatch.recommend import Travel, TravelSource
from domain.dispatch.unit_kinds import ROAD_MODES
from domain.dispatch.units import Fix, TravelMode, Unit, travel_mode
from geodata.coordinates.plane import Floats, Plane
from geodata.files.tables import read_table
from geodata.roads.edges import Edges, Feet, ends_of
from geodata.roads.network import (
    Network,
    ReversedNet,
    Search,
    along_edge,
    leaving,
    network_of,
    reversed_net,
    search_to,
    steps_of,
)
from geodata.roads.searched import Searched

Bools = NDArray[np.bool_]
Places = tuple[Any, Any]

SNAP_LIMIT_M = 2000.0
OFF_ROAD_KMH = {TravelMode.WALK: 5.0, TravelMode.EBIKE: 20.0, TravelMode.CAR: 20.0}
# A straight line is shorter than the way by about this much, and is taken at a usual pace.
DETOUR = 1.3
STRAIGHT_KMH = {
    TravelMode.WALK: 5.0,
    TravelMode.EBIKE: 20.0,
    TravelMode.CAR: 40.0,
    TravelMode.BOAT: 25.0,
}
SEARCHES_KEPT = 256
PLANES_DIFFER = 1.02


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

    A point joins the road at its foot on the nearest edge, off the road in a straight line. One
    search per place and mode over the reversed graph serves every unit, and the last 256 are kept.
    A graph without roads answers by straight line. Safe to share between threads.
    """

    def __init__(self, network: Network) -> None:
        """Build from a directed network."""
        self.network = network
        self.nodes = Nodes(network.nodes[:, 1], network.nodes[:, 0])
        self._plane = network.plane
        xy = self._plane.from_lonlat(network.nodes)
        self.edges = Edges(ends_of(network.arcs), xy) if len(network.arcs) else None
        self._nets = (
            {mode: reversed_net(network, mode, self.edges) for mode in ROAD_MODES}
            if self.edges is not None
            else {}
        )
        self._searched = Searched(self._nets)
        self._fastest: dict[TravelMode, float] = {}
        self._asked: set[tuple[int, float, TravelMode]] = set()
        self._search = lru_cache(maxsize=SEARCHES_KEPT)(self._search_to)
        self._foot = lru_cache(maxsize=SEARCHES_KEPT)(self._foot_of)
        # The feet of the starts last asked about, by mode: most units stand where they stood.
        self._last: dict[TravelMode, tuple[Any, Feet]] = {}

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
        self,
        lat: float,
        lon: float,
        lats: Any,
        lons: Any,
        mode: TravelMode,
        *,
        within_s: float = np.inf,
    ) -> tuple[Floats, Floats, Bools]:
        """The same for many starting points of one mode at once.

        Args:
            lat: of the place, WGS 84 degrees.
            lon: of the place.
            lats: of the starting points.
            lons: of the starting points.
            mode: how they get about.
            within_s: ways that take longer need not be found: a start that has none of at most so
                many seconds is answered by a longer one or by the straight line. Asked again,
                a place is searched in full and the search is kept.

        Returns:
            Seconds, metres, and whether the way is by road, each of shape (n,). Where the road
            is over 2 km away or leads nowhere, metres are straight and seconds a guess; so they
            are for boats.
        """
        starts = self.local(lats, lons)
        # Round the place itself: the graph may lie far off, or be empty.
        apart = np.hypot(*Plane(lat, lon).xy(lats, lons).reshape(-1, 2).T)
        straight = apart * DETOUR / (STRAIGHT_KMH[mode] / 3.6)
        if self.edges is None or not len(starts) or mode not in ROAD_MODES:
            return straight, apart, np.zeros(len(starts), dtype=bool)
        place = self._foot(lat, lon)
        last_gap, edge, along = float(place.gap[0]), int(place.edge[0]), float(place.along[0])
        if last_gap > SNAP_LIMIT_M:
            return straight, apart, np.zeros(len(starts), dtype=bool)
        feet, net = self._feet_of_starts(self.edges, starts, mode), self._nets[mode]
        search = self._search_within(edge, along, mode, within_s)
        on_road, metres, _ = self._way(net, feet, search, edge, along)
        off_road_ms = OFF_ROAD_KMH[mode] / 3.6
        seconds = on_road + (feet.gap + last_gap) / off_road_ms
        metres = metres + feet.gap + last_gap
        # In the plane the feet are measured in, as `path` and the tables do.
        beside = np.hypot(*(starts - self.local([lat], [lon])).T)
        across = beside <= feet.gap + last_gap
        metres = np.where(across, beside, metres)
        seconds = np.where(across, beside / off_road_ms, seconds)
        by_road = np.isfinite(seconds) & (feet.gap <= SNAP_LIMIT_M)
        return np.where(by_road, seconds, straight), np.where(by_road, metres, apart), by_road

    def least_seconds(
        self, lat: float, lon: float, lats: Any, lons: Any, mode: TravelMode
    ) -> Floats:
        """Seconds below which no answer of `seconds_to` lies, shape (n,); costs no search.

        Straight, at the greatest speed that roads, open ground or the guess allow.
        """
        points = self.local(lats, lons) - self.local([lat], [lon])
        is_straight = self.edges is None or mode not in ROAD_MODES
        if is_straight or float(self._foot(lat, lon).gap[0]) > SNAP_LIMIT_M:
            return self.seconds_to(lat, lon, lats, lons, mode)[0]
        return np.asarray(np.hypot(points[:, 0], points[:, 1]) / self._fastest_ms(mode))

    def _fastest_ms(self, mode: TravelMode) -> float:
        if mode not in self._fastest:
            net = self._nets[mode]
            seconds = np.minimum(net.ahead, net.back)
            guess = STRAIGHT_KMH[mode] / DETOUR
            others = max(OFF_ROAD_KMH[mode], guess) / 3.6
            roads = float(np.max(net.edges.metres / seconds, initial=0.0))
            # The guess is measured round the place, not round the roads: a few tenths of a percent.
            self._fastest[mode] = PLANES_DIFFER * max(others, roads)
        return self._fastest[mode]

    def _way(
        self, net: ReversedNet, feet: Feet, search: Search, edge: int, along: float
    ) -> tuple[Floats, Floats, Any]:
        """Seconds and metres from feet to a place's foot, and the node first reached on the way.

        The node is -1 where the way keeps to one edge.
        """
        first, second = net.edges.ends[feet.edge].T
        to_first, to_second = leaving(net, feet)
        by_first, by_second = to_first + search.seconds[first], to_second + search.seconds[second]
        takes_first = by_first <= by_second
        seconds = np.where(takes_first, by_first, by_second)
        node = np.where(takes_first, first, second)
        length = net.edges.metres[feet.edge]
        metres = np.where(takes_first, feet.along, 1.0 - feet.along) * length + search.metres[node]
        direct = along_edge(net, feet, edge, along)
        is_direct = direct <= seconds
        metres = np.where(is_direct, np.abs(along - feet.along) * length, metres)
        on_edge = is_direct & np.isfinite(direct)
        return np.minimum(seconds, direct), metres, np.where(on_edge, -1, node)

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
        if self.edges is None or not apart.size or mode not in ROAD_MODES:
            return straight.reshape(len(around), -1)
        ends, begins = self.local(*places), self.local(*starts)
        last, feet = self.edges.feet(ends), self.edges.feet(begins)
        beside = np.hypot(*(ends[:, None, :] - begins[None, :, :]).T).T
        off_road_ms = OFF_ROAD_KMH[mode] / 3.6
        gaps = feet.gap[None, :] + last.gap[:, None]
        seconds = self.on_road(self._searched.rows(last, mode).T, feet, last, mode).T
        seconds = np.where(beside <= gaps, beside / off_road_ms, seconds + gaps / off_road_ms)
        is_near = (last.gap <= SNAP_LIMIT_M)[:, None] & (feet.gap <= SNAP_LIMIT_M)[None, :]
        return np.asarray(np.where(is_near & np.isfinite(seconds), seconds, straight))

    def search_ahead(self, lats: Any, lons: Any, modes: Iterable[TravelMode]) -> None:
        """Search places before somebody asks `seconds_between` about them."""
        if self.edges is None or not len(lats):
            return
        feet = self.edges.feet(self.local(lats, lons))
        for mode in (one for one in modes if one in ROAD_MODES):
            self._searched.rows(feet, mode)

    def on_road(self, table: Any, feet: Feet, places: Feet, mode: TravelMode) -> Floats:
        """Seconds along the roads from feet to places, shape (feet, places).

        Args:
            table: seconds from every node to each place, shape (nodes, places).
            feet: where the starts meet the roads.
            places: where the places meet them.
            mode: how they get about.
        """
        net = self._nets[mode]
        first, second = net.edges.ends[feet.edge].T
        to_first, to_second = leaving(net, feet)
        seconds = np.minimum(table[first] + to_first[:, None], table[second] + to_second[:, None])
        for column in np.flatnonzero(np.isin(places.edge, feet.edge)).tolist():
            edge, along = int(places.edge[column]), float(places.along[column])
            seconds[:, column] = np.minimum(seconds[:, column], along_edge(net, feet, edge, along))
        return np.asarray(seconds)

    def path(
        self, from_lat: float, from_lon: float, to_lat: float, to_lon: float, mode: TravelMode
    ) -> list[WayPoint]:
        """The way from one point to another; start and end are the points themselves.

        Its last `cum_seconds` is what `seconds_to` says for the same points.
        """
        [total], _, [by_road] = self.seconds_to(to_lat, to_lon, [from_lat], [from_lon], mode)
        start, end = WayPoint(from_lat, from_lon, 0.0), WayPoint(to_lat, to_lon, float(total))
        if not by_road or self.edges is None:
            return [start, end]
        ends = self.local([from_lat, to_lat], [from_lon, to_lon])
        feet = self.edges.feet(ends)
        if np.hypot(*(ends[0] - ends[1])) <= feet.gap.sum():
            return [start, end]
        edge, along = int(feet.edge[1]), float(feet.along[1])
        search, leave = (
            self._search(edge, along, mode),
            Feet(feet.gap[:1], feet.edge[:1], feet.along[:1]),
        )
        [on_road], _, [node] = self._way(self._nets[mode], leave, search, edge, along)
        arrives = float(feet.gap[0] / (OFF_ROAD_KMH[mode] / 3.6) + on_road)
        (west, south), (last_west, last_south) = self._plane.to_lonlat(self.edges.xy(feet)).tolist()
        joins = WayPoint(south, west, arrives - float(on_road))
        middle = [] if node < 0 else steps_of(search, int(node))[:-1]
        way = [
            WayPoint(
                float(self.nodes.lat[at]),
                float(self.nodes.lon[at]),
                float(arrives - search.seconds[at]),
            )
            for at in middle
        ]
        return [start, joins, *way, WayPoint(last_south, last_west, arrives), end]

    def feet(self, lats: Any, lons: Any) -> Feet:
        """Where points meet the roads; infinitely far without roads."""
        points = self.local(lats, lons)
        if self.edges is None:
            none = np.zeros(len(points), dtype=np.int64)
            return Feet(np.full(len(points), np.inf), none, none.astype(float))
        return self.edges.feet(points)

    def net(self, mode: TravelMode) -> ReversedNet:
        """The network of one mode turned round; there is none without roads."""
        return self._nets[mode]

    def pace_ms(self, mode: TravelMode) -> float | None:
        """The speed of a mode in m/s where it is the same on all roads; None where they differ."""
        return self._nets[mode].pace_ms if self._nets else None

    def local(self, lats: Any, lons: Any) -> Floats:
        """Points in metres, in the plane of the roads."""
        return self._plane.xy(np.asarray(lats, dtype=float), np.asarray(lons, dtype=float))

    def _foot_of(self, lat: float, lon: float) -> Feet:
        return self.feet([lat], [lon])

    def _feet_of_starts(self, edges: Edges, points: Floats, mode: TravelMode) -> Feet:
        """The feet of starts; of those that were asked about the last time they are known."""
        keys = points[:, 0] + 1j * points[:, 1]
        last = self._last.get(mode)
        if last is None:
            feet, fresh = edges.feet(points), True
        else:
            known, held = last
            at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            new = known[at] != keys
            feet = Feet(held.gap[at], held.edge[at], held.along[at])
            if fresh := bool(new.any()):
                for column, found in zip(feet, edges.feet(points[new]), strict=True):
                    column[new] = found
        if fresh:
            order = np.argsort(keys)
            ordered = Feet(feet.gap[order], feet.edge[order], feet.along[order])
            self._last[mode] = keys[order], ordered
        return feet

    def _search_within(self, edge: int, along: float, mode: TravelMode, within_s: float) -> Search:
        """A search that ends at `within_s` for a place asked about for the first time."""
        key = edge, along, mode
        if within_s < np.inf and key not in self._asked:
            if len(self._asked) >= SEARCHES_KEPT:
                self._asked.clear()
            self._asked.add(key)
            foot = Feet(np.zeros(1), np.array([edge]), np.array([along]))
            return search_to(self._nets[mode], foot, within_s=within_s)
        return self._search(edge, along, mode)

    def _search_to(self, edge: int, along: float, mode: TravelMode) -> Search:
        pace_ms = self._nets[mode].pace_ms
        for other in ROAD_MODES:
            if other is mode or pace_ms is None:
                break
            if others := self._nets[other].pace_ms:  # the same ways, in another time
                found = self._search(edge, along, other)
                return found._replace(seconds=found.seconds * (others / pace_ms))
        foot = Feet(np.zeros(1), np.array([edge]), np.array([along]))
        return search_to(self._nets[mode], foot)
