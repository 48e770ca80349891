"""The tables say what a search says, for every mode and from anywhere."""

from pathlib import Path

import numpy as np
import pytest

from domain.dispatch.unit_kinds import ROAD_MODES
from domain.dispatch.units import TravelMode
from domain.maps.areas import Level
from geodata.files import layers
from geodata.files.tables import EMPTY
from geodata.roads.network import network_of
from geodata.roads.reach import Reach
from geodata.roads.roads import RoadGraph
from tests.support.small_map import SIDE, SOUTH, WEST, write_small_map


@pytest.fixture(scope="module")
def gpkg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_map(tmp_path_factory.mktemp("reach") / "small.gpkg")


def points(count: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(7)
    return SOUTH + chance.random(count) * SIDE, WEST + chance.random(count) * SIDE


def grids_of(gpkg: Path) -> list:
    return [area for area in layers.read_areas(gpkg) if area.level is Level.GRID]


@pytest.mark.parametrize("mode", ROAD_MODES)
def test_a_table_agrees_with_the_search(gpkg: Path, mode: TravelMode):
    roads, grids = RoadGraph.from_gpkg(gpkg), grids_of(gpkg)
    lats, lons = points(40)
    found = Reach(roads, grids).seconds(lats, lons, mode)
    assert found.shape == (40, len(grids))
    for column, grid in enumerate(grids):
        asked, _, _ = roads.seconds_to(grid.lat, grid.lon, lats, lons, mode)
        # Two flat planes are in use: straight lines differ by a few parts in a thousand.
        np.testing.assert_allclose(found[:, column], asked, rtol=5e-3, atol=0.1)


def test_what_is_prepared_agrees_in_every_mode_however_it_was_made(gpkg: Path):
    roads, grids = RoadGraph.from_gpkg(gpkg), grids_of(gpkg)
    reach = Reach(roads, grids)
    assert reach.share == 0
    reach.prepare()
    assert reach.share == 1
    lats, lons = points(20)
    for mode in ROAD_MODES:
        alone = Reach(roads, grids).seconds(lats, lons, mode)  # searched, not taken from another
        np.testing.assert_allclose(reach.seconds(lats, lons, mode), alone, rtol=1e-5)


def test_between_grids_is_from_their_own_points(gpkg: Path):
    grids = grids_of(gpkg)
    between = Reach(RoadGraph.from_gpkg(gpkg), grids).between(TravelMode.CAR)
    assert between.shape == (len(grids), len(grids))
    assert np.diag(between).max() < 1.0


def test_a_map_without_roads_is_guessed_by_straight_lines(gpkg: Path):
    reach = Reach(RoadGraph(network_of(EMPTY)), grids_of(gpkg))
    lats, lons = points(3)
    found = reach.seconds(lats, lons, TravelMode.WALK)
    assert np.isfinite(found).all()
    assert reach.seconds(lats[:0], lons[:0], TravelMode.WALK).shape == (0, len(reach.codes))
    grids = grids_of(gpkg)
    places = [grid.lat for grid in grids], [grid.lon for grid in grids]
    empty = RoadGraph(network_of(EMPTY))
    told = empty.seconds_between(places, (lats, lons), TravelMode.WALK)
    np.testing.assert_allclose(found, told.T, rtol=0.005)
    reach.prepare()
    assert reach.share == 1 and np.isfinite(reach.between(TravelMode.CAR)).all()
