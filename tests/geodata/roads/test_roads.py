"""Travel by road: right to the metre against a plain search, honest where there is no road."""

import heapq
import itertools
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely

from domain.dispatch.recommend import TravelSource
from domain.dispatch.unit_kinds import ROAD_MODES
from domain.dispatch.units import Fix, TravelMode, Unit, UnitKind
from domain.maps.areas import Area, Level
from geodata.files.tables import EMPTY, Table, read_table
from geodata.roads.edges import Feet
from geodata.roads.network import Network, network_of, with_place, with_places
from geodata.roads.reach import Reach
from geodata.roads.roads import DETOUR, OFF_ROAD_KMH, STRAIGHT_KMH, RoadGraph
from geodata.roads.searched import Searched

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
TOP_KMH = {TravelMode.WALK: 5.0, TravelMode.EBIKE: 20.0, TravelMode.CAR: 200.0}


def a_pair(unit_id: str, lat: float, lon: float, subkind: str = "officer") -> tuple[Unit, Fix]:
    return Unit(unit_id, unit_id, UnitKind.POLICE, subkind), Fix(unit_id, lat, lon, NOON)


def roads(*lines: list[tuple[float, float]], **columns: list[object]) -> RoadGraph:
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    return RoadGraph(network_of(Table(dict(columns), shapes)))


def plain_search(network: Network, mode: TravelMode, goal: int) -> dict[int, tuple[float, float]]:
    """Seconds and metres from each node to `goal`, the slow and obvious way."""
    xy = network.plane.from_lonlat(network.nodes)
    into: dict[int, list[tuple[int, float, float]]] = {}
    for (tail, head), kmh in zip(network.arcs.tolist(), network.speeds_kmh.tolist(), strict=True):
        metres = float(np.hypot(*(xy[tail] - xy[head])))
        seconds = metres / (min(kmh, TOP_KMH[mode]) / 3.6)
        into.setdefault(head, []).append((tail, seconds, metres))
    best: dict[int, tuple[float, float]] = {}
    queue = [(0.0, 0.0, goal)]
    while queue:
        seconds, metres, node = heapq.heappop(queue)
        if node in best:
            continue
        best[node] = (seconds, metres)
        for tail, more_seconds, more_metres in into.get(node, []):
            heapq.heappush(queue, (seconds + more_seconds, metres + more_metres, tail))
    return best


def a_random_network(seed: int) -> Network:
    chance = np.random.default_rng(seed)
    nodes = np.stack([chance.uniform(116.8, 116.9, 60), chance.uniform(33.7, 33.8, 60)], -1)
    arcs = chance.integers(0, 60, (150, 2))
    arcs = arcs[arcs[:, 0] != arcs[:, 1]]
    return Network(nodes, arcs, chance.choice([15.0, 25.0, 40.0, 60.0], len(arcs)))


@pytest.fixture(scope="module")
def demo_roads(demo_gpkg: Path) -> RoadGraph:
    return RoadGraph.from_gpkg(demo_gpkg)


class TestAgainstAPlainSearch:
    @pytest.mark.parametrize("seed", range(6))
    @pytest.mark.parametrize("mode", ROAD_MODES)
    def test_one_way_streets_and_parallel_roads(self, seed: int, mode: TravelMode):
        network = a_random_network(seed)
        graph = RoadGraph(network)
        goal = seed * 7 % 60
        wanted = plain_search(network, mode, goal)
        lon, lat = network.nodes[goal]
        seconds, metres, by_road = graph.seconds_to(
            lat, lon, network.nodes[:, 1], network.nodes[:, 0], mode
        )
        # A node without any arc is no road: whoever stands there goes to the next road.
        on_roads = np.unique(network.arcs)
        assert set(np.flatnonzero(by_road)) & set(on_roads) == set(wanted)
        for node, (wanted_seconds, wanted_metres) in wanted.items():
            assert seconds[node] == pytest.approx(wanted_seconds, abs=1e-3)
            assert metres[node] == pytest.approx(wanted_metres, abs=1e-3)

    @pytest.mark.parametrize("mode", ROAD_MODES)
    def test_the_demo_district(self, demo_roads: RoadGraph, mode: TravelMode):
        network = demo_roads.network
        goal = len(network.nodes) // 3
        wanted = plain_search(network, mode, goal)
        lon, lat = network.nodes[goal]
        seconds, metres, by_road = demo_roads.seconds_to(
            lat, lon, network.nodes[:, 1], network.nodes[:, 0], mode
        )
        assert by_road.all()
        slow = np.array([wanted[node] for node in range(len(network.nodes))])
        assert np.allclose(seconds, slow[:, 0], atol=1e-2)
        assert np.allclose(metres, slow[:, 1], atol=1.0)


class TestToThePlace:
    # A ring road of four corners, one-way from A over B, C, D back to A.
    A, B, C, D = (116.80, 33.80), (116.81, 33.80), (116.81, 33.81), (116.80, 33.81)

    def test_a_one_way_ring_is_long_against_its_direction(self):
        ring = roads([self.A, self.B, self.C, self.D, self.A], oneway=["yes"])
        along = ring.seconds_to(33.80, 116.81, [33.80], [116.80], TravelMode.CAR)
        against = ring.seconds_to(33.80, 116.80, [33.80], [116.81], TravelMode.CAR)
        assert along[1][0] == pytest.approx(926, abs=3)
        assert against[1][0] == pytest.approx(926 + 2 * 1109, abs=8)

    def test_minus_one_turns_it_round(self):
        ring = roads([self.A, self.B, self.C, self.D, self.A], oneway=["-1"])
        along = ring.seconds_to(33.80, 116.81, [33.80], [116.80], TravelMode.CAR)
        assert along[1][0] == pytest.approx(926 + 2 * 1109, abs=8)

    @pytest.mark.parametrize("word", [None, "no", 0, "0", False])
    def test_otherwise_roads_run_both_ways(self, word: object):
        ring = roads([self.A, self.B], oneway=[word])
        for start, end in itertools.permutations((116.80, 116.81), 2):
            _, metres, by_road = ring.seconds_to(33.80, end, [33.80], [start], TravelMode.CAR)
            assert by_road.all()
            assert metres[0] == pytest.approx(926, abs=3)


class TestSpeeds:
    LINE = ((116.80, 33.80), (116.82, 33.80))

    @pytest.mark.parametrize(
        ("columns", "kmh"),
        [
            ({"class": ["main"], "speed_kmh": [60]}, 60),
            ({"class": ["main"], "speed_kmh": [None]}, 60),
            ({"class": ["secondary"]}, 40),
            ({"class": ["local"]}, 25),
            ({"class": ["cart track"], "speed_kmh": ["slow"]}, 25),
            ({"speed_kmh": [-3]}, 25),
            ({}, 25),
        ],
    )
    def test_cars_drive_at_the_roads_speed(self, columns: dict[str, list[object]], kmh: float):
        road = roads(list(self.LINE), **columns)
        seconds, metres, _ = road.seconds_to(33.80, 116.82, [33.80], [116.80], TravelMode.CAR)
        assert metres[0] / seconds[0] * 3.6 == pytest.approx(kmh, rel=1e-3)

    @pytest.mark.parametrize(("mode", "kmh"), [(TravelMode.EBIKE, 20), (TravelMode.WALK, 5)])
    def test_e_bikes_and_feet_keep_their_own(self, mode: TravelMode, kmh: float):
        road = roads(list(self.LINE), **{"class": ["main"]})
        seconds, metres, _ = road.seconds_to(33.80, 116.82, [33.80], [116.80], mode)
        assert metres[0] / seconds[0] * 3.6 == pytest.approx(kmh, rel=1e-3)

    def test_patrol_cars_drive_and_officers_ride(self):
        road = roads(list(self.LINE), **{"class": ["main"]})
        pairs = [a_pair("E1", 33.80, 116.82), a_pair("P1", 33.80, 116.82, "patrol_car")]
        rides, drives = road.travel_times(33.80, 116.80, pairs)
        assert rides.seconds == pytest.approx(3 * drives.seconds, rel=1e-3)
        assert rides.distance_m == pytest.approx(drives.distance_m)


class TestOffTheRoad:
    def test_the_way_to_the_road_counts(self):
        road = roads([(116.80, 33.80), (116.83, 33.80)], **{"class": ["main"]})
        seconds, metres, by_road = road.seconds_to(
            33.80, 116.83, [33.803], [116.80], TravelMode.CAR
        )
        assert by_road[0]
        off_m = 0.003 * 110_922
        on_m = metres[0] - off_m
        assert on_m == pytest.approx(2779, abs=8)
        assert seconds[0] == pytest.approx(
            on_m / (60 / 3.6) + off_m / (OFF_ROAD_KMH[TravelMode.CAR] / 3.6), rel=1e-3
        )

    def test_the_same_spot_takes_no_time(self, demo_roads: RoadGraph):
        spots = [(33.8512, 116.8613), (33.7777, 116.8888), (33.945, 116.851)]
        for lat, lon in spots:
            [travel] = demo_roads.travel_times(lat, lon, [a_pair("E1", lat, lon)])
            assert travel.seconds == pytest.approx(0.0, abs=1e-6)
            assert travel.distance_m == pytest.approx(0.0, abs=1e-6)
            assert travel.source is TravelSource.ROAD

    def test_neighbours_in_a_field_do_not_walk_to_the_road_first(self):
        road = roads([(116.80, 33.80), (116.83, 33.80)])
        _, metres, _ = road.seconds_to(33.81, 116.81, [33.81], [116.811], TravelMode.EBIKE)
        assert metres[0] == pytest.approx(92.6, abs=1)

    def test_long_edges_are_cut_so_that_snapping_is_fair(self):
        road = roads([(116.80, 33.80), (116.90, 33.80)])
        assert len(road.nodes.lat) > 20
        _, metres, _ = road.seconds_to(33.80, 116.80, [33.80], [116.85], TravelMode.CAR)
        assert metres[0] == pytest.approx(4632, abs=20)


class TestStraightLines:
    def test_an_empty_graph_answers_straight_and_says_so(self):
        graph = RoadGraph(network_of(EMPTY))
        [travel] = graph.travel_times(33.80, 116.80, [a_pair("E1", 33.80, 116.81)])
        assert travel.source is TravelSource.STRAIGHT_LINE
        assert travel.distance_m == pytest.approx(926, abs=3)
        pace_ms = STRAIGHT_KMH[TravelMode.EBIKE] / 3.6
        assert travel.seconds == pytest.approx(travel.distance_m * DETOUR / pace_ms)

    def test_a_place_far_from_any_road_is_reached_straight(self):
        road = roads([(116.80, 33.80), (116.81, 33.80)])
        [travel] = road.travel_times(33.83, 116.80, [a_pair("E1", 33.80, 116.80)])
        assert travel.source is TravelSource.STRAIGHT_LINE
        assert travel.distance_m == pytest.approx(3328, abs=20)

    def test_a_unit_far_from_any_road_comes_straight_others_by_road(self):
        road = roads([(116.80, 33.80), (116.81, 33.80)])
        pairs = [a_pair("E1", 33.83, 116.80), a_pair("E2", 33.80, 116.81)]
        far, near = road.travel_times(33.80, 116.80, pairs)
        assert far.source is TravelSource.STRAIGHT_LINE
        assert near.source is TravelSource.ROAD

    def test_a_road_that_leads_nowhere_is_no_road(self):
        road = roads([(116.80, 33.80), (116.81, 33.80)], [(116.80, 33.85), (116.81, 33.85)])
        [travel] = road.travel_times(33.80, 116.80, [a_pair("E1", 33.85, 116.80)])
        assert travel.source is TravelSource.STRAIGHT_LINE

    def test_no_units_no_answers(self, demo_roads: RoadGraph):
        assert demo_roads.travel_times(33.85, 116.86, []) == []


class TestPaths:
    @pytest.mark.parametrize("mode", ROAD_MODES)
    def test_a_path_takes_what_travel_time_says(self, demo_roads: RoadGraph, mode: TravelMode):
        way = demo_roads.path(33.945, 116.851, 33.72, 116.88, mode)
        [seconds], [metres], _ = demo_roads.seconds_to(33.72, 116.88, [33.945], [116.851], mode)
        assert (way[0].lat, way[0].lon, way[0].cum_seconds) == (33.945, 116.851, 0.0)
        assert (way[-1].lat, way[-1].lon) == (33.72, 116.88)
        assert way[-1].cum_seconds == pytest.approx(seconds)
        times = [point.cum_seconds for point in way]
        assert times == sorted(times)
        xy = demo_roads.network.plane.xy([p.lat for p in way], [p.lon for p in way])
        assert np.hypot(*np.diff(xy, axis=0).T).sum() == pytest.approx(metres, rel=1e-6)

    def test_nowhere_on_the_way_is_a_unit_faster_than_the_road_allows(self, demo_roads: RoadGraph):
        way = demo_roads.path(33.945, 116.851, 33.72, 116.88, TravelMode.CAR)
        xy = demo_roads.network.plane.xy([p.lat for p in way], [p.lon for p in way])
        metres = np.hypot(*np.diff(xy, axis=0).T)
        seconds = np.diff([point.cum_seconds for point in way])
        assert (metres / np.maximum(seconds, 1e-9) * 3.6)[metres > 1].max() <= 60.1

    def test_without_a_road_the_path_is_straight(self):
        graph = RoadGraph(network_of(EMPTY))
        way = graph.path(33.8, 116.8, 33.81, 116.8, TravelMode.WALK)
        assert [(point.lat, point.lon) for point in way] == [(33.8, 116.8), (33.81, 116.8)]
        assert way[-1].cum_seconds > 600


class TestTheDemoNet:
    def test_it_is_one_piece_of_a_few_thousand_nodes(self, demo_roads: RoadGraph):
        network = demo_roads.network
        assert 3000 < len(network.nodes) < 15_000
        everywhere = plain_search(network, TravelMode.WALK, 0)
        assert len(everywhere) == len(network.nodes)

    def test_a_road_is_near_everywhere_nearer_in_town(self, demo_roads: RoadGraph, demo_gpkg: Path):
        grid = read_table(demo_gpkg, "grid")
        middles = shapely.get_coordinates(shapely.point_on_surface(grid.shapes))
        gap = demo_roads.feet(middles[:, 1], middles[:, 0]).gap
        urban = np.array(grid.column("is_urban"), dtype=bool)
        assert np.median(gap[urban]) < 150
        assert np.median(gap[~urban]) < 250
        assert np.quantile(gap, 0.99) < 700

    def test_roads_go_on_into_the_neighbours(self, demo_gpkg: Path):
        district = read_table(demo_gpkg, "district").shapes[0]
        road = read_table(demo_gpkg, "road")
        outside = shapely.disjoint(road.shapes, district)
        kinds = np.array(road.column("class"))
        assert set(kinds[outside]) == {"main", "secondary"}

    def test_local_roads_keep_out_of_the_reservoir(self, demo_gpkg: Path):
        water, road = read_table(demo_gpkg, "water"), read_table(demo_gpkg, "road")
        lake = water.shapes[water.column("kind").index("reservoir")].buffer(-1e-4)
        local = road.shapes[np.array(road.column("class")) == "local"]
        assert not shapely.intersects(local, lake).any()


@pytest.mark.parametrize("mode", ROAD_MODES)
def test_many_to_many_is_what_one_place_at_a_time_is_told(demo_roads: RoadGraph, mode: TravelMode):
    chance = np.random.default_rng(3)
    starts = chance.uniform((33.70, 116.75), (33.97, 117.0), (40, 2)).T
    places = chance.uniform((33.70, 116.75), (33.97, 117.0), (12, 2)).T
    told = demo_roads.seconds_between(places, starts, mode)
    for row, (lat, lon) in enumerate(places.T):
        alone, _, _ = demo_roads.seconds_to(lat, lon, *starts, mode)
        np.testing.assert_allclose(told[row], alone, rtol=1e-12)


def test_without_roads_or_starts_many_to_many_is_straight_or_empty():
    empty = RoadGraph(network_of(EMPTY))
    places = ([33.8, 33.9], [116.8, 116.9])
    told = empty.seconds_between(places, ([33.85], [116.85]), TravelMode.CAR)
    alone, _, _ = empty.seconds_to(33.8, 116.8, [33.85], [116.85], TravelMode.CAR)
    assert told.shape == (2, 1) and told[0] == pytest.approx(alone)
    assert empty.seconds_between(places, ([], []), TravelMode.CAR).shape == (2, 0)


def test_searches_are_kept_up_to_a_bound(demo_roads: RoadGraph):
    few = Searched({TravelMode.CAR: demo_roads.net(TravelMode.CAR)}, kept=3)
    edges, along = np.array([1, 2, 3, 4, 2]), np.array([0.0, 0.3, 0.5, 1.0, 0.3])
    first = few.rows(Feet(np.zeros(5), edges, along), TravelMode.CAR)
    assert first.shape[0] == 5 and len(few._held) == 3
    np.testing.assert_array_equal(first[1], first[4])
    again = few.rows(Feet(np.zeros(1), edges[3:4], along[3:4]), TravelMode.CAR)
    np.testing.assert_array_equal(again[0], first[3])


def own_way(network: Network, mode: TravelMode, start: np.ndarray, place: np.ndarray) -> float:
    """Seconds between two points in metres: both feet become nodes, and a plain search follows."""
    xy = network.plane.from_lonlat(network.nodes)
    feet = []
    for point in (start, place):
        tail, head = xy[network.arcs[:, 0]], xy[network.arcs[:, 1]]
        step = head - tail
        share = ((point - tail) * step).sum(axis=1) / (step**2).sum(axis=1)
        foot = tail + np.clip(share, 0, 1)[:, None] * step
        gap = np.hypot(*(point - foot).T)
        on = np.flatnonzero(gap < gap.min() + 1e-6)
        feet.append((foot[gap.argmin()], float(gap.min()), set(on.tolist())))
    apart, gaps = float(np.hypot(*(start - place))), feet[0][1] + feet[1][1]
    off_ms = OFF_ROAD_KMH[mode] / 3.6
    if apart <= gaps:
        return apart / off_ms
    into: dict[object, list[tuple[object, float]]] = {}
    for arc, (tail, head) in enumerate(network.arcs.tolist()):
        stops = [(0.0, tail), (1.0, head)]
        length = float(np.hypot(*(xy[head] - xy[tail])))
        for name, (foot, _, on) in zip(("start", "place"), feet, strict=True):
            if arc in on:
                stops.append((float(np.hypot(*(foot - xy[tail]))) / length, name))
        stops.sort(key=lambda one: one[0])
        pace = length / (min(float(network.speeds_kmh[arc]), TOP_KMH[mode]) / 3.6)
        for (one, here), (other, there) in itertools.pairwise(stops):
            into.setdefault(there, []).append((here, (other - one) * pace))
    queue, best, count = [(0.0, 0, "place")], {}, itertools.count(1)
    while queue:
        seconds, _, node = heapq.heappop(queue)
        if node in best:
            continue
        best[node] = seconds
        for before, more in into.get(node, []):
            heapq.heappush(queue, (seconds + more, next(count), before))
    return best.get("start", np.inf) + gaps / off_ms


@pytest.mark.parametrize("mode", [TravelMode.WALK, TravelMode.CAR])
def test_points_anywhere_beside_the_roads_are_told_to_the_second(
    demo_roads: RoadGraph, mode: TravelMode
):
    chance = np.random.default_rng(16)
    places = chance.uniform((33.72, 116.78), (33.95, 116.95), (5, 2))
    starts = chance.uniform((33.72, 116.78), (33.95, 116.95), (5, 2))
    starts[0] = places[0] + (0.0009, 0.0009)  # nearly the same spot
    network = demo_roads.network
    for lat, lon in places:
        told, _, by_road = demo_roads.seconds_to(lat, lon, starts[:, 0], starts[:, 1], mode)
        between = demo_roads.seconds_between(([lat], [lon]), starts.T, mode)[0]
        place = demo_roads.local([lat], [lon])[0]
        for row, start in enumerate(demo_roads.local(*starts.T)):
            assert by_road[row]
            wanted = own_way(network, mode, start, place)
            assert told[row] == pytest.approx(wanted, abs=1.0)
            assert between[row] == pytest.approx(wanted, abs=1.0)


@pytest.mark.parametrize("seed", range(4))
def test_one_way_streets_are_left_and_reached_along_their_direction(seed: int):
    network, chance = a_random_network(seed), np.random.default_rng(seed)
    graph, mode = RoadGraph(network), TravelMode.CAR
    points = chance.uniform((33.7, 116.8), (33.8, 116.9), (12, 2))
    xy = graph.local(*points.T)
    for at in range(4):
        told, _, by_road = graph.seconds_to(*points[at], *points.T, mode)
        for row in np.flatnonzero(by_road).tolist():
            assert told[row] == pytest.approx(own_way(network, mode, xy[row], xy[at]), abs=1.0)
        for row in np.flatnonzero(~by_road).tolist():
            wanted = own_way(network, mode, xy[row], xy[at])
            assert np.isinf(wanted) or max(graph.feet(*points.T).gap) > 2000


def test_the_unit_on_the_same_road_is_nearer_than_one_behind_it():
    road = roads([(116.80, 33.80), (116.8043, 33.80), (116.8086, 33.80)], speed_kmh=[50])
    seconds, metres, _ = road.seconds_to(
        33.80, 116.8035, [33.80, 33.80], [116.8005, 116.7995], TravelMode.CAR
    )
    assert metres[0] == pytest.approx(278, abs=5) and seconds[0] == pytest.approx(20, abs=1)
    assert seconds[0] < seconds[1]


def test_the_foot_is_on_the_nearest_edge_of_all(demo_roads: RoadGraph):
    chance = np.random.default_rng(5)
    lats, lons = chance.uniform((33.70, 116.75), (33.97, 117.0), (400, 2)).T
    xy = demo_roads.network.plane.from_lonlat(demo_roads.network.nodes)
    lines = shapely.linestrings(xy[demo_roads.edges.ends])
    points = shapely.points(demo_roads.local(lats, lons))
    wanted = shapely.distance(points, lines[shapely.STRtree(lines).nearest(points)])
    np.testing.assert_allclose(demo_roads.feet(lats, lons).gap, wanted, atol=1e-6)


@pytest.mark.parametrize("mode", ROAD_MODES)
@pytest.mark.parametrize("seed", range(3))
def test_one_place_joins_the_graph_as_each_of_many_does(seed: int, mode: TravelMode):
    network, chance = a_random_network(seed), np.random.default_rng(seed)
    net = RoadGraph(network).net(mode)
    for edge in range(len(net.edges.ends)):
        for along in (0.0, 1.0, float(chance.uniform())):
            foot = Feet(np.zeros(1), np.array([edge]), np.array([along]))
            one, wanted = with_place(net, foot), with_places(net, foot)
            assert one.shape == wanted.shape
            for part in ("data", "indices", "indptr"):
                np.testing.assert_array_equal(getattr(one, part), getattr(wanted, part))
                assert getattr(one, part).dtype == getattr(wanted, part).dtype
    assert net.one_more.nnz == net.graph.nnz, "the graph itself is left as it was"


def test_a_boat_goes_straight_whatever_roads_there_are():
    graph = roads([(116.80, 33.80), (116.81, 33.80)], [(116.81, 33.80), (116.81, 33.85)])
    place, start = (33.85, 116.81), ([33.80], [116.80])
    seconds, metres, by_road = graph.seconds_to(*place, *start, TravelMode.BOAT)
    assert seconds == pytest.approx(metres * DETOUR / (25 / 3.6)) and not by_road.any()
    assert graph.least_seconds(*place, *start, TravelMode.BOAT) == pytest.approx(seconds)
    one = graph.seconds_between(([33.85], [116.81]), start, TravelMode.BOAT)
    assert one == pytest.approx(seconds.reshape(1, 1))
    assert len(graph.path(33.80, 116.80, *place, TravelMode.BOAT)) == 2
    box = (33.8, 116.8, 33.9, 116.9)
    grid = Area("340604001001001", Level.GRID, "网格", None, *place, box)
    reach = Reach(graph, [grid])
    reach.prepare()
    assert reach.share == 1.0
    assert reach.seconds(*map(np.array, start), TravelMode.BOAT) == pytest.approx(
        seconds.reshape(1, 1), rel=0.01
    )
