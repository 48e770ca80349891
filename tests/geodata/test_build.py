"""The demo district: counted exactly, nested exactly, the same every time."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from domain.maps.areas import Level
from geodata.build.build import build_demo
from geodata.coordinates.plane import plane_of
from geodata.district.district import District, DistrictError, load_district
from geodata.files.layers import map_version, read_areas, read_cameras
from geodata.files.tables import Table, read_table

LEVELS = ("town", "village", "grid")
ROUNDING_DEGREES = 1.5e-7


@pytest.fixture(scope="module")
def tables(demo_gpkg: Path) -> dict[str, Table]:
    return {level: read_table(demo_gpkg, level) for level in ("district", *LEVELS)}


@pytest.fixture(scope="module")
def outline(lieshan: District) -> shapely.Polygon:
    text = (lieshan.inputs / "district.geojson").read_text(encoding="utf-8")
    return shapely.geometry.shape(json.loads(text)["features"][0]["geometry"])


def by_code(table: Table) -> dict[str, shapely.Polygon]:
    return dict(zip(table.column("code"), table.shapes.tolist(), strict=True))


def test_counts_are_the_districts_own(demo_gpkg: Path):
    areas = read_areas(demo_gpkg)
    assert Counter(area.level for area in areas) == {
        Level.DISTRICT: 1,
        Level.TOWN: 8,
        Level.VILLAGE: 64,
        Level.GRID: 450,
    }
    grids = [area for area in areas if area.level is Level.GRID]
    assert Counter(grid.is_urban for grid in grids) == {True: 96, False: 354}
    assert sum(grid.vacant_since is not None for grid in grids) == 94
    assert all(grid.lead and grid.branch and grid.population for grid in grids)


def test_each_village_has_the_grids_of_the_table(lieshan: District, demo_gpkg: Path):
    with (lieshan.inputs / "grids.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = {row["area_code"]: (int(row["grids"]), row["kind"] == "urban") for row in rows}
    grids = [area for area in read_areas(demo_gpkg) if area.level is Level.GRID]
    held = Counter((grid.code[:12], grid.is_urban) for grid in grids)
    assert held == {(code, urban): number for code, (number, urban) in wanted.items()}
    for code, (number, _) in wanted.items():
        own = sorted(grid.code[12:] for grid in grids if grid.code.startswith(code))
        assert own == [f"{index:03d}" for index in range(1, number + 1)]


def test_cameras_are_counted_by_class_and_stand_in_their_grid(demo_gpkg: Path, tables):
    cameras = read_cameras(demo_gpkg)
    assert Counter(camera.camera_class.value for camera in cameras) == {
        "mine": 64,
        "campus": 148,
        "workshop": 96,
        "public_area": 252,
        "crossing": 332,
    }
    assert len({camera.camera_id for camera in cameras}) == 892
    assert all(len(camera.camera_id) == 20 and camera.is_demo for camera in cameras)
    grids = by_code(tables["grid"])
    for camera in cameras:
        assert shapely.intersects_xy(grids[camera.area_code], camera.lon, camera.lat)


@pytest.mark.parametrize("level", LEVELS)
def test_areas_fill_the_district_without_gap_or_overlap(tables, level: str):
    shapes = tables[level].shapes
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    district = tables["district"].shapes[0]
    assert shapely.coverage_union_all(shapes).equals(district)
    assert shapely.area(shapes).sum() == pytest.approx(district.area, rel=1e-12)


@pytest.mark.parametrize(("level", "parent"), [("grid", "village"), ("village", "town")])
def test_children_make_up_their_parent_exactly(tables, level: str, parent: str):
    children = tables[level]
    parents = np.array(children.column("parent_code"))
    for code, shape in by_code(tables[parent]).items():
        own = children.shapes[parents == code]
        assert shapely.coverage_union_all(own).equals(shape)
        assert all(
            child.startswith(code) for child in np.array(children.column("code"))[parents == code]
        )


@pytest.mark.parametrize("level", LEVELS)
def test_every_area_is_one_piece_and_no_sliver(tables, level: str):
    for shape in tables[level].shapes:
        assert shape.geom_type == "Polygon"
        assert not shape.interiors
        assert 4 * np.pi * shape.area / shape.length**2 > 0.1


def test_the_boundary_is_the_real_one(tables, outline: shapely.Polygon):
    made = tables["district"].shapes[0]
    assert shapely.hausdorff_distance(made, outline) < ROUNDING_DEGREES
    corners = {tuple(corner) for corner in np.round(shapely.get_coordinates(made), 6).tolist()}
    assert {tuple(corner) for corner in shapely.get_coordinates(outline).tolist()} <= corners


def test_urban_grids_are_small_and_rural_ones_large(tables):
    grid = tables["grid"]
    urban = np.array(grid.column("is_urban"), dtype=bool)
    size = shapely.area(grid.shapes)
    assert np.median(size[urban]) * 1.6 < np.median(size[~urban])


def test_the_layout_follows_the_real_one(demo_gpkg: Path, tables):
    towns = {area.name: area for area in read_areas(demo_gpkg) if area.level is Level.TOWN}
    yangzhuang, lieshan = towns["杨庄街道"], towns["烈山镇"]
    songtuan, gurao = towns["宋疃镇"], towns["古饶镇"]
    assert min(yangzhuang.lat, lieshan.lat) > songtuan.lat > gurao.lat
    assert yangzhuang.lon < lieshan.lon
    shapes = by_code(tables["town"])
    zone = shapes[towns["烈山区工业园"].code]
    assert zone.touches(shapes[yangzhuang.code])
    assert zone.touches(shapes[lieshan.code])


def test_people_add_up_and_are_visibly_invented(demo_gpkg: Path):
    areas = read_areas(demo_gpkg)
    grids = [area for area in areas if area.level is Level.GRID]
    assert areas[0].population == sum(grid.population or 0 for grid in grids)
    assert all(area.is_demo for area in areas)
    assert all((grid.lead or "").startswith("演示-") for grid in grids)
    days = [grid.vacant_since for grid in grids if grid.vacant_since]
    assert min(days) >= date(2026, 2, 1)
    assert max(days) <= date(2026, 10, 31)


def test_labels_lie_inside_and_names_are_short(demo_gpkg: Path, tables):
    for level in LEVELS:
        for area in (area for area in read_areas(demo_gpkg) if area.level.value == level):
            shape = by_code(tables[level])[area.code]
            assert shapely.contains_xy(shape, area.lon, area.lat)
            assert "委员会" not in area.name


def test_neighbours_do_not_cover_the_district(demo_gpkg: Path, tables):
    neighbours = read_table(demo_gpkg, "neighbour")
    assert set(neighbours.column("name")) == {"杜集区", "相山区", "濉溪县", "埇桥区"}
    plane = plane_of(tuple(tables["district"].shapes[0].bounds))
    overlap = shapely.intersection(neighbours.shapes, tables["district"].shapes[0])
    assert shapely.area(shapely.transform(overlap, plane.from_lonlat)).sum() < 1000


def test_water_and_hills_are_drawn(demo_gpkg: Path, tables):
    water = read_table(demo_gpkg, "water")
    kinds = dict(zip(water.column("name"), water.column("kind"), strict=True))
    assert kinds["化家湖水库"] == "reservoir"
    lake = water.shapes[water.column("name").index("化家湖水库")]
    lieshan = by_code(tables["town"])["340604100"]
    assert lieshan.contains(lake)
    rivers = water.shapes[np.array(water.column("kind")) == "river"]
    assert shapely.intersects(rivers, tables["district"].shapes[0]).all()
    assert not shapely.within(rivers, tables["district"].shapes[0]).all()
    assert len(read_table(demo_gpkg, "hill")) >= 5


class TestAnyDistrict:
    """Nothing in the builder knows Lieshan."""

    TOML = """
code = "110199"
name = "试验区"
prefix = "SY"
time_zone = "Asia/Shanghai"
[demo]
seed = 7
vacant_grids = 2
vacant_between = [2026-01-01, 2026-01-31]
[demo.cameras]
crossing = 3
"""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        inputs = tmp_path / "inputs"
        inputs.mkdir()
        (tmp_path / "district.toml").write_text(self.TOML, encoding="utf-8")
        ring = [[116.0, 40.0], [116.05, 40.0], [116.06, 40.03], [116.02, 40.04], [116.0, 40.0]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        feature = {"type": "Feature", "geometry": shape, "properties": {"role": "district"}}
        collection = {"type": "FeatureCollection", "features": [feature]}
        (inputs / "district.geojson").write_text(json.dumps(collection), encoding="utf-8")
        (inputs / "divisions.csv").write_text(
            "code,level,parent_code,name\n110199,district,110100,试验区\n"
            "110199001,town,110199,东镇\n110199002,town,110199,西镇\n"
            "110199001001,village,110199001,一村村民委员会\n"
            "110199001002,village,110199001,二村村民委员会\n"
            "110199002001,village,110199002,三里社区居民委员会\n",
            encoding="utf-8",
        )
        (inputs / "grids.csv").write_text(
            "area_code,kind,grids\n110199001001,rural,3\n110199001002,rural,2\n"
            "110199002001,urban,4\n",
            encoding="utf-8",
        )
        return tmp_path

    def test_it_builds_without_hints_and_the_same_twice(self, folder: Path):
        district = load_district(folder)
        told: list[float] = []
        first = build_demo(
            district, folder / "a.gpkg", progress=lambda share, _: told.append(share)
        )
        second = build_demo(district, folder / "b.gpkg")
        assert map_version(first) == map_version(second)
        assert told == sorted(told)
        assert told[-1] == 1.0
        grids = read_table(first, "grid")
        assert len(grids) == 9
        assert shapely.coverage_is_valid(grids.shapes)
        assert len(read_cameras(first)) == 3

    def test_another_seed_is_another_map(self, folder: Path):
        first = build_demo(load_district(folder), folder / "a.gpkg")
        toml = (folder / "district.toml").read_text(encoding="utf-8")
        (folder / "district.toml").write_text(toml.replace("seed = 7", "seed = 8"), "utf-8")
        second = build_demo(load_district(folder), folder / "b.gpkg")
        assert map_version(first) != map_version(second)

    def test_tables_that_differ_are_refused_and_nothing_is_written(self, folder: Path):
        grids = folder / "inputs" / "grids.csv"
        grids.write_text(grids.read_text("utf-8").replace("110199002001", "110199002009"), "utf-8")
        with pytest.raises(DistrictError, match="110199002009"):
            build_demo(load_district(folder), folder / "a.gpkg")
        assert not list(folder.glob("*.gpkg"))


def test_house_numbers_begin_at_the_districts_edge(demo_gpkg: Path):
    """The first house of a road inside the district is number 1 or 2, wherever the road begins."""
    doors = read_table(demo_gpkg, "address").columns
    first: dict[str, int] = {}
    for road, number in zip(doors["road"], doors["number"], strict=True):
        first[road] = min(int(number), first.get(road, int(number)))
    assert first
    assert {road: number for road, number in first.items() if number > 2} == {}
