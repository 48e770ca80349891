"""Every point finds its grid, the same one every time."""

import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from domain.errors import InvalidError
from geodata.files.tables import MapError, Table, read_table
from geodata.places.locate import AreaIndex

# Four squares of about 1 km; the second row leaves a hole in the district's middle.
SQUARES = {
    "340604001001002": shapely.box(116.80, 33.80, 116.81, 33.81),
    "340604001001001": shapely.box(116.81, 33.80, 116.82, 33.81),
    "340604001001003": shapely.box(116.80, 33.81, 116.81, 33.82),
}
DISTRICT = shapely.box(116.80, 33.80, 116.82, 33.82)


@pytest.fixture
def squares() -> AreaIndex:
    return AreaIndex(list(SQUARES), np.array(list(SQUARES.values())), DISTRICT)


@pytest.fixture(scope="module")
def index(demo_gpkg: Path) -> AreaIndex:
    return AreaIndex.from_gpkg(demo_gpkg)


@pytest.fixture(scope="module")
def grids(demo_gpkg: Path) -> Table:
    return read_table(demo_gpkg, "grid")


def test_a_point_inside_finds_its_grid(squares: AreaIndex):
    place = squares.grid_at(33.805, 116.815)
    assert (place.code, place.is_outside, place.distance_m) == ("340604001001001", False, 0.0)


def test_a_point_on_a_border_belongs_to_the_lowest_code(squares: AreaIndex):
    assert squares.grid_at(33.805, 116.81).code == "340604001001001"
    assert squares.grid_at(33.81, 116.81).code == "340604001001001"
    assert squares.grid_at(33.81, 116.805).code == "340604001001002"


def test_a_hole_inside_the_district_goes_to_the_nearest_grid(squares: AreaIndex):
    place = squares.grid_at(33.812, 116.818)
    assert (place.code, place.is_outside) == ("340604001001001", False)


def test_a_place_just_outside_is_taken_and_flagged(squares: AreaIndex):
    place = squares.grid_at(33.805, 116.83)
    assert (place.code, place.is_outside) == ("340604001001001", True)
    assert place.distance_m == pytest.approx(926, abs=5)


@pytest.mark.parametrize(("lat", "lon"), [(33.805, 116.85), (0.0, 0.0), (-33.8, 116.8)])
def test_a_place_far_outside_is_refused(squares: AreaIndex, lat: float, lon: float):
    with pytest.raises(InvalidError) as refusal:
        squares.grid_at(lat, lon)
    assert (refusal.value.field, refusal.value.code) == ("lat", "outside_district")


def test_two_kilometres_are_the_limit(squares: AreaIndex):
    degree_m = 110_922  # of latitude, here
    assert squares.grid_at(33.80 - 1990 / degree_m, 116.805).is_outside
    with pytest.raises(InvalidError) as refusal:
        squares.grid_at(33.80 - 2010 / degree_m, 116.805)
    assert refusal.value.values["km"] == "2"


def test_how_far_outside_is_taken_is_the_districts_own():
    shapes = np.array(list(SQUARES.values()))
    far = AreaIndex(list(SQUARES), shapes, DISTRICT, outside_m=5000)
    assert far.grid_at(33.79, 116.79 - 0.03).is_outside
    near = AreaIndex(list(SQUARES), shapes, DISTRICT, outside_m=0)
    with pytest.raises(InvalidError):
        near.grid_at(33.7999, 116.805)


def test_no_number_is_refused(squares: AreaIndex):
    with pytest.raises(InvalidError):
        squares.grid_at(float("nan"), 116.8)


def test_many_points_at_once_agree_with_one_by_one(index: AreaIndex):
    chance = np.random.default_rng(3)
    lats = chance.uniform(33.68, 33.97, 300)
    lons = chance.uniform(116.79, 116.99, 300)
    together = index.grids_at(lats, lons)
    for lat, lon, code in zip(lats, lons, together, strict=True):
        if code:
            assert index.grid_at(lat, lon).code == code


def test_points_agree_with_brute_force(index: AreaIndex, grids: Table):
    chance = np.random.default_rng(4)
    codes = np.array(grids.column("code"))
    for lat, lon in zip(
        chance.uniform(33.7, 33.9, 40), chance.uniform(116.82, 116.93, 40), strict=True
    ):
        [wanted] = codes[shapely.intersects_xy(grids.shapes, lon, lat)]
        assert index.grid_at(lat, lon).code == wanted


def test_corners_shared_by_grids_always_find_the_lowest(index: AreaIndex, grids: Table):
    corners = shapely.get_coordinates(grids.shapes)
    found = index.grids_at(corners[:, 1], corners[:, 0])
    owners: dict[tuple[float, float], str] = {}
    for code, shape in zip(grids.column("code"), grids.shapes, strict=True):
        for corner in map(tuple, shapely.get_coordinates(shape).tolist()):
            owners[corner] = min(code, owners.get(corner, code))
    assert [owners[corner] for corner in map(tuple, corners.tolist())] == found.tolist()


def test_points_that_are_no_numbers_find_nothing(index: AreaIndex):
    assert index.grids_at([33.8, np.nan], [np.inf, 116.8]).tolist() == ["", ""]


def test_no_points_find_nothing(index: AreaIndex):
    assert index.grids_at([], []).tolist() == []


def test_a_hundred_thousand_points_take_well_under_a_second(index: AreaIndex):
    chance = np.random.default_rng(5)
    lats, lons = chance.uniform(33.68, 33.97, 100_000), chance.uniform(116.79, 116.99, 100_000)
    started = time.process_time()
    found = index.grids_at(lats, lons)
    assert time.process_time() - started < 0.8
    assert (found != "").mean() > 0.5


def test_without_grids_the_finest_areas_stand_in(tmp_path: Path):
    frame = gpd.GeoDataFrame({"code": ["340604"]}, geometry=[DISTRICT], crs="EPSG:4326")
    path = tmp_path / "d.gpkg"
    frame.to_file(path, layer="district", driver="GPKG")
    assert AreaIndex.from_gpkg(path).grid_at(33.81, 116.81).code == "340604"


def test_a_map_without_areas_is_refused(tmp_path: Path):
    frame = gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(0, 0)], crs="EPSG:4326")
    path = tmp_path / "d.gpkg"
    frame.to_file(path, layer="camera", driver="GPKG")
    with pytest.raises(MapError, match="no areas"):
        AreaIndex.from_gpkg(path)
