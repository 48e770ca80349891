"""Cameras, waters, hills, neighbours and people of the areas, as a district has them in files."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from domain.video.cameras.camera import CameraClass
from geodata.files.drawing import layer_geojson
from geodata.files.layers import read_areas, read_cameras
from geodata.files.tables import read_table
from geodata.importing.layers.people import _with_values, import_people
from geodata.importing.layers.surroundings import camera_class, import_surroundings
from geodata.importing.order import ImportOrder
from geodata.importing.report import Kind
from geodata.importing.rows import Areas
from tests.geodata.importing.import_kit import EAST, NORTH, SOUTH, WEST, with_map

MIDDLE = ((WEST + EAST) / 2, (SOUTH + NORTH) / 2)


@pytest.fixture
def versions(tmp_path):
    return with_map(tmp_path)


def brought(tmp_path, versions, level, rows, **more):
    """A file of (columns, shape) imported as a level."""
    columns = [one for one, _ in rows]
    table = gpd.GeoDataFrame(columns, geometry=[shape for _, shape in rows], crs=4326)
    path = tmp_path / f"{level}.geojson"
    table.to_file(path, driver="GeoJSON")
    return import_surroundings(ImportOrder(path, level, **more), versions)


def said(outcome, kind):
    return [one.message for one in outcome.report.findings if one.kind is kind]


def test_cameras_of_a_table_stand_in_their_grids(tmp_path, versions):
    path = tmp_path / "cameras.csv"
    lon, lat = MIDDLE
    path.write_text(
        "国标编码,名称,类型,经度,纬度\n"
        f"34060400001320000001,东门路口,路口,{lon},{lat}\n"
        f"34060400001320000001,又一个,路口,{lon},{lat}\n"
        f"C-2,,某处,{lon},{lat}\n"
        f"号 码,三,校园,{lon},{lat}\n"
        "C-4,外地,路口,120.0,30.0\n",
        encoding="utf-8",
    )
    outcome = import_surroundings(ImportOrder(path, "camera"), versions)
    assert outcome.report.is_good, outcome.report.as_table()
    cameras = read_cameras(versions.current().path)
    assert [(one.camera_id, one.name, one.camera_class) for one in cameras] == [
        ("34060400001320000001", "东门路口", CameraClass.CROSSING),
        ("C-2", "C-2", CameraClass.PUBLIC_AREA),
    ]
    grids = {area.code for area in read_areas(versions.current().path)}
    assert {one.area_code for one in cameras} <= grids
    [columns] = said(outcome, Kind.COLUMNS)
    assert columns.endswith("place from 经度 and 纬度")
    assert not any(one.is_demo for one in cameras)
    assert said(outcome, Kind.DUPLICATE_CODE) and said(outcome, Kind.MALFORMED_CODE)
    assert said(outcome, Kind.SKIPPED) == ["1 rows too far from the district left out"]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("矿井监控", CameraClass.MINE),
        ("学校门口", CameraClass.CAMPUS),
        ("重点企业", CameraClass.WORKSHOP),
        ("交通卡口", CameraClass.CROSSING),
        ("公共区域", CameraClass.PUBLIC_AREA),
        ("crossing", CameraClass.CROSSING),
        (None, CameraClass.PUBLIC_AREA),
    ],
)
def test_what_a_camera_watches_is_read_from_a_word(word, kind):
    assert camera_class(word) is kind


def test_rivers_and_reservoirs_stand_side_by_side(tmp_path, versions):
    line = shapely.LineString([(WEST - 0.01, SOUTH), MIDDLE, (EAST, NORTH)])
    pond = shapely.Point(MIDDLE).buffer(0.002)
    river = [({"河名": "东河", "河宽": "45米"}, line), ({"河名": "", "河宽": "1"}, line)]
    assert brought(tmp_path, versions, "river", river).report.is_good
    outcome = brought(tmp_path, versions, "reservoir", [({"名称": "水库"}, pond)])
    assert outcome.report.is_good
    brought(tmp_path, versions, "river", [({"河名": "西河", "河宽": None}, line)])
    water = read_table(versions.current().path, "water")
    rows = sorted(zip(*(water.column(name) for name in ("kind", "name", "width_m")), strict=True))
    assert rows == [("reservoir", "水库", 0.0), ("river", "西河", 20.0)]
    assert b"\xe8\xa5\xbf\xe6\xb2\xb3" in layer_geojson(versions.current().path, "water")


def test_lines_are_no_reservoirs(tmp_path, versions):
    line = shapely.LineString([(WEST, SOUTH), MIDDLE])
    outcome = brought(tmp_path, versions, "reservoir", [({"名称": "水库"}, line)])
    assert not outcome.report.is_good
    assert said(outcome, Kind.SKIPPED) == ["1 rows that are no areas left out"]


def test_hills_and_neighbours_are_drawn(tmp_path, versions):
    hill = [({"山名": "平山", "海拔": 110}, shapely.Point(MIDDLE).buffer(0.003))]
    assert brought(tmp_path, versions, "hill", hill).report.is_good
    around = [
        ({"名称": "邻县", "代码": "340621"}, shapely.box(EAST - 0.001, SOUTH, EAST + 0.1, NORTH)),
        ({"名称": "烈山区", "代码": "340604"}, shapely.box(WEST, SOUTH, EAST, NORTH)),
        ({"名称": "远县", "代码": "110101"}, shapely.box(116.0, 39.0, 116.1, 39.1)),
    ]
    assert brought(tmp_path, versions, "neighbour", around).report.is_good
    path = versions.current().path
    assert list(read_table(path, "hill").column("name")) == ["平山"]
    neighbour = read_table(path, "neighbour")
    assert list(neighbour.column("name")) == ["邻县"]
    assert neighbour.shapes[0].bounds[0] == pytest.approx(EAST)


def test_a_file_without_names_says_which_columns_it_has(tmp_path, versions):
    outcome = brought(tmp_path, versions, "hill", [({"h": 3}, shapely.Point(MIDDLE).buffer(0.01))])
    [error] = outcome.report.errors
    assert error.kind is Kind.MISSING_FIELD and "the file has: h" in error.message


def people(tmp_path, versions, text, **more):
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return import_people(ImportOrder(path, "people", **more), versions)


def test_people_and_leads_are_set_by_code_and_nothing_else_is_touched(tmp_path, versions):
    before = {one.code: one for one in read_areas(versions.current().path)}
    grid = next(code for code in before if len(code) == 15)
    outcome = people(
        tmp_path,
        versions,
        f'代码,人口,户数,网格长,空缺日期\n{grid[:12]},"1,356人",412,,\n{grid},,,张三,\n'
        "340604999999,1,1,,\n",
    )
    assert outcome.report.is_good, outcome.report.as_table()
    after = {one.code: one for one in read_areas(versions.current().path)}
    assert (after[grid[:12]].population, after[grid[:12]].households) == (1356, 412)
    assert after[grid].lead == "张三"
    assert {code for code in after if after[code] != before[code]} == {grid, grid[:12]}
    assert said(outcome, Kind.ORPHAN) == ["1 codes are not on the map: 340604999999"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("名称,人口\n甲,1\n", Kind.MISSING_FIELD), ("代码,人口\n999999,1\n", Kind.ORPHAN)],
)
def test_a_table_of_other_areas_changes_nothing(tmp_path, versions, text, kind):
    before = versions.current()
    outcome = people(tmp_path, versions, text)
    assert [one.kind for one in outcome.report.errors] == [kind]
    assert versions.current() == before


def test_a_name_takes_no_mark_from_a_number_it_does_not_set():
    areas = Areas(
        np.array(["340604001", "340604002"], dtype=object),
        np.array(["甲", "乙"], dtype=object),
        np.array([shapely.box(0, 0, 1, 1)] * 2),
        {"population": [40000, 30000], "is_demo": [True, True]},
    )
    told = {"340604001": {"lead": "张三"}, "340604002": {"population": 31000}}
    after = _with_values(areas, told, "town").values
    assert (after["population"], after["is_demo"]) == ([40000, 31000], [True, False])
