from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from domain.dispatch.units import TravelMode
from feeds.simulator.movement import TOP_KMH, Mover, Route, metres_between, route_along
from tests.feeds.simulator.world import MORNING

HERE = (33.9, 116.8)
NORTH = (33.909, 116.8)  # a kilometre on
MODES = [TravelMode.WALK, TravelMode.EBIKE, TravelMode.CAR]


def a_route(mode: TravelMode, *, pace: float = 1.0, seconds: float = 180.0) -> Route:
    points = [(*HERE, 0.0), (33.9045, 116.8, seconds / 2), (*NORTH, seconds)]
    return route_along(points, start=HERE, end=NORTH, mode=mode, pace=pace)


@pytest.mark.parametrize("mode", MODES)
def test_a_hurried_path_is_still_bound_by_the_mode(mode: TravelMode) -> None:
    route = a_route(mode, seconds=1.0)
    assert all(speed <= TOP_KMH[mode] + 1e-6 for speed in route.speeds_kmh)


def test_a_calm_pace_takes_longer() -> None:
    calm, hurried = a_route(TravelMode.CAR, pace=0.5), a_route(TravelMode.CAR)
    assert calm.seconds[-1] == pytest.approx(2 * hurried.seconds[-1])


def test_a_step_goes_as_far_as_the_speed_says_and_no_further() -> None:
    mover = Mover("u", "home", TravelMode.EBIKE, HERE, Random(1))
    mover.follow(a_route(TravelMode.EBIKE))
    places = [(mover.lat, mover.lon)]
    while mover.route is not None:
        assert mover.move(1.0)
        places.append((mover.lat, mover.lon))
    steps = [metres_between(*one, *two) for one, two in pairwise(places)]
    assert max(steps) <= 20 / 3.6 + 0.01
    assert places[-1] == NORTH
    assert not mover.move(1.0)


def test_a_long_step_stops_at_the_end() -> None:
    mover = Mover("u", "home", TravelMode.CAR, HERE, Random(1))
    mover.follow(a_route(TravelMode.CAR))
    mover.move(10_000.0)
    assert (mover.lat, mover.lon) == NORTH


def test_a_fix_says_how_fast_and_where_to() -> None:
    mover = Mover("u", "home", TravelMode.EBIKE, HERE, Random(1))
    assert mover.fix(MORNING).speed_kmh == 0.0
    mover.follow(a_route(TravelMode.EBIKE))
    mover.move(5.0)
    fix = mover.fix(MORNING + timedelta(seconds=5))
    assert fix.speed_kmh == pytest.approx(20.0)
    assert fix.bearing_deg == pytest.approx(0.0)


def test_one_who_turns_off_goes_to_the_next_corner_first() -> None:
    mover = Mover("u", "home", TravelMode.EBIKE, HERE, Random(1))
    mover.follow(a_route(TravelMode.EBIKE))
    mover.move(5.0)
    corner = mover.next_corner()
    assert corner == (33.9045, 116.8)
    back = [(*corner, 0.0), (*HERE, 100.0)]
    start = (mover.lat, mover.lon)
    route = route_along(back, start=start, end=HERE, mode=TravelMode.EBIKE, pace=1.0, via=corner)
    assert (route.lats[0], route.lons[0]) == start
    assert (route.lats[1], route.lons[1]) == corner


def test_who_is_there_already_arrives_at_once() -> None:
    mover = Mover("u", "home", TravelMode.CAR, HERE, Random(1))
    mover.follow(route_along([(*HERE, 0.0)], start=HERE, end=HERE, mode=TravelMode.CAR, pace=1.0))
    assert mover.next_corner() == HERE
    assert mover.move(1.0)
    assert mover.route is None
