"""The map as the screen reads it: small, closed, and the same for the same content."""

import gzip
import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from domain.maps.areas import Level
from geodata.files.layers import (
    LEVELS,
    MapError,
    areas_json,
    layer_geojson,
    map_version,
    read_areas,
    read_cameras,
)
from geodata.files.tables import layer_names, read_table

KILOBYTE = 1024
BUDGET_KB = {
    ("grid",): 90,
    ("village",): 40,
    ("town",): 20,
    ("district", "neighbour"): 20,
    ("road",): 50,
    ("water", "hill"): 15,
}


def shapes_of(gpkg: Path, level: str) -> dict[str, shapely.Geometry]:
    features = json.loads(layer_geojson(gpkg, level))["features"]
    return {
        item["properties"].get("code", str(index)): shapely.geometry.shape(item["geometry"])
        for index, item in enumerate(features)
    }


@pytest.fixture
def bare_gpkg(tmp_path: Path) -> Path:
    """A real user's first import: two villages, names and codes, nothing else."""
    shapes = [shapely.box(116.8, 33.8, 116.85, 33.85), shapely.box(116.85, 33.8, 116.9, 33.85)]
    frame = gpd.GeoDataFrame(
        {"code": ["340604001001", "340604001002"], "name": ["宋疃村", "和村"]},
        geometry=shapes,
        crs="EPSG:4326",
    )
    path = tmp_path / "bare.gpkg"
    frame.to_file(path, layer="village", driver="GPKG")
    return path


@pytest.mark.parametrize("levels", BUDGET_KB, ids="+".join)
def test_layers_are_small_on_the_wire(demo_gpkg: Path, levels: tuple[str, ...]):
    size = sum(len(gzip.compress(layer_geojson(demo_gpkg, level), 6)) for level in levels)
    assert size <= BUDGET_KB[levels] * KILOBYTE


def test_the_browsers_index_is_small_and_whole(demo_gpkg: Path):
    body = areas_json(demo_gpkg)
    assert len(gzip.compress(body, 6)) <= 15 * KILOBYTE
    rows = json.loads(body)["areas"]
    assert len(rows) == 1 + 8 + 64 + 450
    district = rows[0]
    assert (district["code"], district["initials"]) == ("340604", "lsq")
    for row in rows:
        south, west, north, east = row["bounds"]
        assert south < row["lat"] < north
        assert west < row["lon"] < east
    by_name = {row["name"]: row for row in rows if row["level"] == "town"}
    assert by_name["宋疃镇"]["initials"] == "stz"


@pytest.mark.parametrize("level", ["district", "town", "village", "grid"])
def test_drawn_areas_are_valid_and_still_touch(demo_gpkg: Path, level: str):
    shapes = np.array(list(shapes_of(demo_gpkg, level).values()))
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_levels_drawn_over_each_other_share_their_edges(demo_gpkg: Path):
    grids, villages = shapes_of(demo_gpkg, "grid"), shapes_of(demo_gpkg, "village")
    for code, village in villages.items():
        own = [shape for grid, shape in grids.items() if grid.startswith(code)]
        assert shapely.coverage_union_all(own).equals(village)


@pytest.mark.parametrize("level", LEVELS)
def test_every_layer_is_geojson_with_five_decimals(demo_gpkg: Path, level: str):
    body = json.loads(layer_geojson(demo_gpkg, level))
    assert body["type"] == "FeatureCollection"
    assert body["features"]
    coords = shapely.get_coordinates(
        [shapely.geometry.shape(item["geometry"]) for item in body["features"]]
    )
    assert np.array_equal(coords, np.round(coords, 5))


def test_roads_are_few_long_lines(demo_gpkg: Path):
    features = json.loads(layer_geojson(demo_gpkg, "road"))["features"]
    assert {item["properties"]["class"] for item in features} == {"main", "secondary", "local"}
    assert len(features) < 20
    [ring] = [item for item in features if item["properties"].get("name") == "南北快速路"]
    assert len(shapely.get_parts(shapely.geometry.shape(ring["geometry"]))) < 5


def test_an_unknown_level_is_an_error(demo_gpkg: Path):
    with pytest.raises(KeyError):
        layer_geojson(demo_gpkg, "moon")


class TestAMapWithLittleInIt:
    def test_missing_layers_are_empty(self, bare_gpkg: Path):
        for level in ("district", "town", "grid", "road", "water", "hill", "camera", "neighbour"):
            assert json.loads(layer_geojson(bare_gpkg, level))["features"] == []
        assert read_cameras(bare_gpkg) == []

    def test_missing_attributes_are_none(self, bare_gpkg: Path):
        first, second = read_areas(bare_gpkg)
        assert (first.name, first.level, first.parent_code) == (
            "宋疃村",
            Level.VILLAGE,
            "340604001",
        )
        assert (first.initials, second.initials) == ("stc", "hc")
        assert first.bounds == (33.8, 116.8, 33.85, 116.85)
        assert 33.8 < first.lat < 33.85
        assert first.population is first.lead is first.vacant_since is first.is_urban is None
        assert not first.is_demo

    def test_drawn_shapes_are_there(self, bare_gpkg: Path):
        assert len(shapes_of(bare_gpkg, "village")) == 2

    def test_days_written_otherwise_are_none(self, bare_gpkg: Path):
        frame = gpd.read_file(bare_gpkg, layer="village")
        frame["vacant_since"] = ["2026-03-05", "last spring"]
        frame["population"] = ["1200", "many"]
        frame.to_file(bare_gpkg, layer="village", driver="GPKG")
        first, second = read_areas(bare_gpkg)
        assert (first.vacant_since, first.population) == (date(2026, 3, 5), 1200)
        assert (second.vacant_since, second.population) == (None, None)


class TestVersion:
    def test_it_is_twelve_hex_digits(self, demo_gpkg: Path):
        version = map_version(demo_gpkg)
        assert len(version) == 12
        assert int(version, 16) >= 0

    def test_a_files_own_bytes_do_not_count(self, bare_gpkg: Path, tmp_path: Path):
        copy = tmp_path / "copy.gpkg"
        gpd.read_file(bare_gpkg, layer="village").to_file(copy, layer="village", driver="GPKG")
        with sqlite3.connect(copy) as connection:
            connection.execute("UPDATE gpkg_contents SET last_change = '2001-01-01T00:00:00Z'")
        connection.close()
        assert copy.read_bytes() != bare_gpkg.read_bytes()
        assert map_version(copy) == map_version(bare_gpkg)

    @pytest.mark.parametrize("change", ["name", "shape", "layer"])
    def test_any_change_of_content_does(self, bare_gpkg: Path, tmp_path: Path, change: str):
        copy = tmp_path / "copy.gpkg"
        shutil.copy(bare_gpkg, copy)
        frame = gpd.read_file(copy, layer="village")
        if change == "name":
            frame.loc[0, "name"] = "别村"
        if change == "shape":
            frame.loc[0, "geometry"] = shapely.box(116.8, 33.8, 116.85, 33.850001)
        layer = "grid" if change == "layer" else "village"
        frame.to_file(copy, layer=layer, driver="GPKG")
        assert map_version(copy) != map_version(bare_gpkg)


class TestBrokenFiles:
    def test_a_missing_file_is_named(self, tmp_path: Path):
        with pytest.raises(MapError, match="does not exist"):
            read_areas(tmp_path / "none.gpkg")

    def test_no_geopackage_is_refused(self, tmp_path: Path):
        path = tmp_path / "text.gpkg"
        path.write_text("hello " * 500, encoding="utf-8")
        with pytest.raises(MapError, match="not a readable GeoPackage"):
            layer_names(path)

    def test_a_broken_shape_is_refused(self, bare_gpkg: Path):
        with sqlite3.connect(bare_gpkg) as connection:
            names = [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                )
            ]
            for name in names:
                connection.execute(f'DROP TRIGGER "{name}"')
            connection.execute("UPDATE village SET geom = x'4750000100000000ff'")
        connection.close()
        with pytest.raises(MapError, match="village"):
            read_table(bare_gpkg, "village")


SPECK = 0.2 / 111_000


@pytest.mark.parametrize("kind", ["hole", "island", "speck alone"])
def test_what_is_smaller_than_the_grain_of_the_drawing_never_stops_it(tmp_path: Path, kind: str):
    big = shapely.box(116.8, 33.8, 116.85, 33.85)
    small = shapely.box(116.81, 33.81, 116.81 + SPECK, 33.81 + SPECK)
    far = shapely.box(116.86, 33.81, 116.86 + SPECK, 33.81 + SPECK)
    shape = {
        "hole": big.difference(small),
        "island": shapely.union(big, far),
        "speck alone": small,
    }[kind]
    path = tmp_path / "m.gpkg"
    for level in Level:
        rows = {"code": ["340604"], "name": ["某区"]}
        gpd.GeoDataFrame(rows, geometry=[shape], crs=4326).to_file(path, layer=level.value)
    for level in Level:
        drawn = shapes_of(path, level.value)["340604"]
        assert drawn.is_valid and not drawn.is_empty
        assert len(shapely.get_parts(drawn)) == 1 and not drawn.interiors


def test_a_road_shorter_than_the_grain_never_stops_the_drawing(tmp_path: Path):
    lines = [
        shapely.LineString([(116.8, 33.8), (116.8 + SPECK, 33.8)]),
        shapely.LineString([(116.81, 33.8), (116.82, 33.8)]),
    ]
    path = tmp_path / "m.gpkg"
    rows = {"class": ["local", "local"], "name": ["甲路", "乙路"]}
    gpd.GeoDataFrame(rows, geometry=lines, crs=4326).to_file(path, layer="road")
    assert len(shapes_of(path, "road")) == 2
