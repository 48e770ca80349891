"""Names on a map: house numbers, crossings, and how honestly their place is told."""

from itertools import pairwise

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from catalogues import read_catalogues
from domain.desk.place_names import Precision, Source
from geodata.files.versions import MapVersions
from geodata.importing.layers.points import import_points
from geodata.importing.order import ImportOrder
from geodata.places.gazetteer import read_gazetteer
from operations.desk.places import find_places
from operations.maps.loaded import load_map
from tests.support.small_map import SOUTH, WEST, write_small_map

LAT = SOUTH + 0.02


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    """The small map with a street of four house numbers and a road that crosses it."""
    path = write_small_map(tmp_path_factory.mktemp("map") / "small.gpkg")
    east = [WEST + 0.01, WEST + 0.03, WEST + 0.07]
    street = [LineString([(a, LAT), (b, LAT)]) for a, b in pairwise(east)]
    cross = LineString([(WEST + 0.02, SOUTH + 0.01), (WEST + 0.02, SOUTH + 0.03)])
    roads = {"class": ["local"] * 3, "name": ["人民路", "人民路", "解放路"]}
    gpd.GeoDataFrame(roads, geometry=[*street, cross], crs=4326).to_file(path, layer="road")
    doors = [(2, 0.010), (4, 0.012), (10, 0.018), (5, 0.014)]
    points = [Point(WEST + east, LAT) for _, east in doors]
    columns = {"road": ["人民路"] * 4, "number": [f"{number}号" for number, _ in doors]}
    gpd.GeoDataFrame(columns, geometry=points, crs=4326).to_file(path, layer="address")
    places = {
        "name": ["第一中学", "小区第二小学", "卫生室", "卫生室"],
        "geometry": [Point(WEST + east, LAT) for east in (0.01, 0.02, 0.01, 0.07)],
    }
    gpd.GeoDataFrame(places, crs=4326).to_file(path, layer="place")
    loaded = load_map("one", path)
    return read_gazetteer(path, loaded.by_code.values(), loaded.cameras, loaded.index)


def told(found):
    """How exact a place is, as it is said."""
    return found.text.said(read_catalogues().words("zh"))


def first(names, text):
    return find_places(names, text)[0]


def test_a_known_house_number_is_its_own_point(names):
    found = first(names, "人民路4号")
    assert (found.source, found.precision) == (Source.ADDRESS, Precision.EXACT)
    assert (found.lon, found.radius_m) == (pytest.approx(WEST + 0.012), 0)


def test_a_number_between_two_of_its_side_is_interpolated_and_says_so(names):
    found = first(names, "人民路 七号附近")
    assert found.precision is Precision.INTERPOLATED  # one side of 7 is unknown: both sides serve
    found = first(names, "人民路8号")
    assert found.precision is Precision.INTERPOLATED
    assert found.lon == pytest.approx(WEST + 0.016)
    assert told(found).startswith("按相邻门牌推算，可能相差") and 300 < found.radius_m < 600


def test_a_number_nobody_knows_is_the_middle_of_the_road_and_says_so(names):
    found = find_places(names, "人民路200号")
    assert found[0].precision is Precision.MIDDLE_OF_ROAD
    assert told(found[0]).startswith("地图上没有这个门牌，只定位到人民路中部，可能相差 ")
    assert found[0].radius_m > 2000
    assert [one.source for one in found[1:]] == [Source.ROAD] * 3  # whole, then town by town
    assert found[0].name == "人民路200号"


def test_a_road_is_narrowed_by_the_area_before_it(names):
    found = first(names, "第2镇人民路")
    assert (found.name, found.area_code[:9]) == ("人民路（第2镇段）", "340604002")


def test_two_roads_meet_where_they_meet(names):
    found = first(names, "解放路和人民路路口")
    assert found.source is Source.CROSSING
    assert (found.lat, found.lon) == (pytest.approx(LAT), pytest.approx(WEST + 0.02))


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("rml", Source.ROAD, "人民路"),
        ("renminlu", Source.ROAD, "人民路"),
        ("rml4", Source.ADDRESS, "人民路4号"),
        ("第一中学", Source.PLACE, "第一中学"),
        ("dyzx", Source.PLACE, "第一中学"),
        ("第1镇1村3", Source.AREA, "第3网格"),
        ("340604001001003", Source.AREA, "第3网格"),
        ("演示摄像机", Source.CAMERA, "演示摄像机"),
    ],
)
def test_a_name_is_found_as_people_type_it(names, text, source, name):
    found = first(names, text)
    assert (found.source, found.name) == (source, name)


def test_every_village_has_its_own_place_of_a_common_name(names):
    found = [one for one in find_places(names, "卫生室") if one.name == "卫生室"]
    assert {one.area_code[:9] for one in found} == {"340604001", "340604002"}
    assert first(names, "第2镇卫生室").area_code[:9] == "340604002"


@pytest.mark.parametrize("text", ["小区第二小学", "第二小学", "dexx", "dierxiaoxue"])
def test_a_place_is_found_without_the_name_of_the_district_before_it(names, text):
    assert first(names, text).name == "小区第二小学"


def test_what_no_name_fits_is_not_found(names):
    assert find_places(names, "长安街1号") == []
    assert find_places(names, "，。") == []


def test_doors_of_roads_of_one_name_are_told_apart_by_their_town(tmp_path):
    path = write_small_map(tmp_path / "small.gpkg")
    places = {"中心路": [(12, WEST + 0.01), (14, WEST + 0.011), (12, WEST + 0.07)]}
    rows = [(road, number, east) for road, some in places.items() for number, east in some]
    columns = {"路名": [row[0] for row in rows], "门牌号": [row[1] for row in rows]}
    points = [Point(row[2], LAT) for row in rows]
    gpd.GeoDataFrame(columns, geometry=points, crs=4326).to_file(path, layer="address")
    loaded = load_map("one", path)
    names = read_gazetteer(path, loaded.by_code.values(), loaded.cameras, loaded.index, ("淮北市",))
    both = find_places(names, "中心路12号")[:2]
    assert [one.name for one in both] == ["中心路（第1镇）12号", "中心路（第2镇）12号"]
    assert [one.precision for one in both] == [Precision.EXACT] * 2
    assert [one.lon for one in both] == [pytest.approx(WEST + 0.01), pytest.approx(WEST + 0.07)]
    for said in ("第2镇中心路12号", "小区第2镇中心路12号", "安徽省淮北市小区第2镇 中心路 12 号"):
        assert first(names, said).lon == pytest.approx(WEST + 0.07)
    assert first(names, "淮北市第2镇中心路12-3号").name == "中心路（第2镇）12号（12-3 未单独登记）"


def an_import(versions, path, level, **columns):
    order = ImportOrder(path, level, columns=columns)
    return import_points(order, versions)


def test_house_numbers_and_places_of_ones_own_are_imported_and_found(tmp_path):
    versions = MapVersions(tmp_path / "maps")
    versions.make_current(versions.add(write_small_map(tmp_path / "m.gpkg"), "test").version)
    middle = SOUTH + 0.04  # the small map's road, 大道
    doors = [
        ("大道", "2号", WEST + 0.01, middle),
        ("大道", "6号", WEST + 0.03, middle),
        ("大道", "", WEST + 0.03, middle),
        ("大道", "8号", WEST + 3.0, middle),
    ]
    data = {"路名": [row[0] for row in doors], "门牌号": [row[1] for row in doors]}
    points = [Point(*row[2:]) for row in doors]
    gpd.GeoDataFrame(data, geometry=points, crs=4326).to_file(tmp_path / "doors.gpkg")
    outcome = an_import(versions, tmp_path / "doors.gpkg", "address")
    notes = {finding.message for finding in outcome.report.findings}
    assert outcome.is_current and notes == {
        "columns used: road from 路名, number from 门牌号",
        "1 rows without a name or number left out",
        "1 rows outside the district left out",
        "2 house numbers on 1 roads taken over: 大道",
    }
    school = {"称呼": ["第一中学"], "geometry": [Point(WEST + 0.02, middle)]}
    gpd.GeoDataFrame(school, crs=4326).to_file(tmp_path / "school.geojson")
    refused = an_import(versions, tmp_path / "school.geojson", "place")
    assert [one.kind for one in refused.report.errors] == ["missing_field"]
    assert an_import(versions, tmp_path / "school.geojson", "place", name="称呼").is_current
    loaded = load_map("two", versions.current().path)
    names = read_gazetteer(loaded.path, loaded.by_code.values(), loaded.cameras, loaded.index)
    assert first(names, "第一中学").precision is Precision.EXACT
    assert first(names, "大道6号").precision is Precision.EXACT
    between = first(names, "大道4号")
    assert (between.precision, between.lon) == (Precision.INTERPOLATED, pytest.approx(WEST + 0.02))
