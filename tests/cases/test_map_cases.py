"""Map files as people have them: what is accepted is usable, what is not understood is told."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from geodata.files.tables import read_table
from geodata.files.versions import MapVersions
from geodata.importing.importing import import_map
from geodata.importing.layers.points import POINT_LEVELS, import_points
from geodata.importing.layers.roads import import_roads
from geodata.importing.order import ImportOrder, Outcome
from geodata.places.gazetteer import read_gazetteer
from operations.desk.places import find_places
from operations.maps.loaded import load_map
from tests.cases.case_files import HERE, cases

DISTRICT = "340604"
LEVELS = ("district", "town", "village", "grid")
VILLAGES = ["南村", "北村", "河东社区", "河西社区"]


def fed(file: Path, level: str, versions: MapVersions, **more: object) -> Outcome:
    """Import a file as the command line does."""
    order = ImportOrder(file, level, **more)  # type: ignore[arg-type]
    if level in POINT_LEVELS:
        return import_points(order, versions)
    if level == "road":
        return import_roads(order, versions)
    return import_map(order, versions, DISTRICT)


@cache
def base_files() -> dict[str, bytes]:
    """The files of a maps folder with the base district, made once."""
    with TemporaryDirectory() as folder:
        versions = MapVersions(Path(folder))
        for level in LEVELS:
            file = HERE / "base" / f"{level}.geojson"
            outcome = fed(file, level, versions, is_fresh=level == "district")
            assert outcome.report.is_good, outcome.report.as_table()
        return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


@dataclass
class Desk:
    """A map after an import, as the desk searches it."""

    outcome: Outcome
    versions: MapVersions

    @property
    def words(self) -> str:
        """Everything the report says."""
        return self.outcome.report.as_table()

    def table(self, layer: str) -> dict[str, list[object]]:
        """The columns of a layer of the current map."""
        current = self.versions.current()
        assert current is not None
        return read_table(current.path, layer).columns

    def found(self, text: str) -> list[tuple[str, str]]:
        """What a text finds: name and precision of each."""
        current = self.versions.current()
        assert current is not None
        loaded = load_map(current.version, current.path)
        areas = loaded.by_code.values()
        names = read_gazetteer(loaded.path, areas, loaded.cameras, loaded.index)
        return [(one.name, one.precision.value) for one in find_places(names, text)]


@pytest.fixture
def feed(tmp_path):
    """Feeds a case's file into a folder of its own, on top of the base district."""
    folder = tmp_path / "maps"
    folder.mkdir()
    for name, content in base_files().items():
        (folder / name).write_bytes(content)
    versions = MapVersions(folder)

    def feed(file: str, level: str, **more: object) -> Desk:
        path = HERE / file
        if path.is_dir():
            path = Path(shutil.copytree(path, tmp_path / path.name))
        return Desk(fed(path, level, versions, **more), versions)

    return feed


@pytest.mark.parametrize("file", ["M03/numbers.geojson", "M03/texts.geojson"])
def test_a_house_number_never_becomes_another_house(feed, file):
    desk = feed(file, "address")
    assert desk.outcome.is_current, desk.words
    doors = desk.table("address")
    assert set(doors["number"]) == {12, 120}
    assert set(doors["road"]) == {"淮烈大道"}
    assert "12-1" in doors["label"] and "甲12" in doors["label"]
    assert "附12号" in desk.words and "12月1日" in desk.words and "46357" in desk.words
    assert "house numbers cannot be read" in desk.words


def test_a_part_of_a_house_is_found_by_itself_and_an_unknown_one_by_its_house(feed):
    desk = feed("M03/numbers_plain.geojson", "address")
    assert desk.outcome.is_current
    assert desk.found("淮烈大道12-1号")[0] == ("淮烈大道12-1", "exact")
    assert desk.found("淮烈大道 12之1")[0] == ("淮烈大道12-1", "exact")
    assert desk.found("淮烈大道12-7号")[0] == (
        "淮烈大道12号（12-7 未单独登记）",
        "interpolated",
    )
    name, precision = desk.found("淮烈大道121号")[0]
    assert precision == "middle_of_road" and "121" in name
    assert desk.found("安徽省淮北市测试区东岗镇淮烈大道12号")[0] == ("淮烈大道12号", "exact")


@pytest.mark.parametrize("file", ["M01/340604.json", "M01/district_parent.geojson"])
def test_a_district_with_its_prefecture_beside_it_is_read(feed, file):
    desk = feed(file, "district", is_fresh=True)
    assert desk.outcome.report.is_good, desk.words
    assert desk.outcome.version is not None


VALUES = {
    "M02/kinds.geojson": ("is_urban", [0, 0, 1, None], "'涉农社区' is neither urban nor rural"),
    "M02/people.geojson": ("population", [None, None, None, 1356], "'约1200'"),
    "M02/worldpop.geojson": ("population", [None] * 4, "'1234.56'"),
}


@pytest.mark.parametrize("file", VALUES)
def test_an_optional_column_that_was_found_never_refuses_a_map(feed, file):
    field, values, told = VALUES[file]
    desk = feed(file, "village")
    assert desk.outcome.is_current, desk.words
    assert desk.table("village")[field] == values
    assert told in desk.words and f"--map {field}=" in desk.words


@pytest.mark.parametrize("file", VALUES)
def test_a_column_can_be_switched_off_and_one_that_was_named_is_held_to(feed, file):
    field, _, told = VALUES[file]
    off = feed(file, "village", columns={field: ""})
    assert off.outcome.is_current and told not in off.words
    assert off.table("village")[field] == [None] * 4
    column = {"kinds": "类型", "people": "人口", "worldpop": "pop"}[Path(file).stem]
    named = feed(file, "village", columns={field: column})
    assert not named.outcome.report.is_good and told in named.words


def test_the_newest_edits_of_a_zipped_geopackage_are_read(feed):
    desk = feed("M04/villages.zip", "village")
    assert desk.outcome.is_current, desk.words
    assert all(str(name).startswith("新名") for name in desk.table("village")["name"])


def test_a_geopackage_copied_without_its_wal_is_noted(feed):
    desk = feed("M04/copied_without_wal.gpkg", "village")
    assert "without its -wal" in desk.words and "QGIS" in desk.words


ENCODED = [
    *("M05/v_GBK.shp", "M05/v_936.shp", "M05/v_GB18030.shp"),
    *("M05b/v_936.shp", "M05b/v_GBK.shp", "M05b/v_GB2312.shp", "M05b/v_cp936.shp"),
    *("M05b/v_ANSI_936.shp", "M05b/v_OEM.shp", "M05b/v_EUC_CN.shp", "M05b/v_54936.shp"),
]


@pytest.mark.parametrize("file", ENCODED)
def test_the_bytes_of_a_name_go_before_the_label(feed, file):
    desk = feed(file, "village")
    assert desk.outcome.is_current, desk.words
    assert desk.table("village")["name"] == VILLAGES
    said = "said to be" in desk.words
    assert said is file.startswith("M05/"), desk.words


READ_WHOLE = [
    *("M08/serial.geojson", "M08/own_code.geojson", "M09/cjdcq.geojson", "M09/cjdcq_n19.shp"),
    *("M10/folders.kml", "M11/arcgis.kml", "M21/linked.kmz"),
    *("M14/apple.zip", "M14/with_metadata_json.zip", "M14/with_style.zip"),
    *("M20/district.gdb", "M20/district.gdb.zip"),
]


@pytest.mark.parametrize("file", READ_WHOLE)
def test_villages_are_read_from_whatever_people_have(feed, file):
    desk = feed(file, "village")
    assert desk.outcome.is_current, desk.words
    assert desk.table("village")["name"] == VILLAGES
    assert desk.table("village")["code"] == sorted(desk.table("village")["code"])
    assert "columns used" in desk.words and "4 rows read" in desk.words


def test_rows_of_another_schema_are_told_row_by_row(feed):
    desk = feed("M12/two_schemas.kml", "village")
    assert not desk.outcome.report.is_good
    assert "row 3" in desk.words and "row 4" in desk.words and "no code" in desk.words


def test_odd_tags_never_refuse_a_network_and_what_is_not_built_carries_nobody(feed):
    desk = feed("M16/osm.geojson", "road")
    assert desk.outcome.is_current, desk.words
    for told in ("60;80", "40-60", "reversible", "2 roads that no car may drive"):
        assert told in desk.words
    roads = desk.table("road")
    assert roads["name"] == ["主路", "潮汐路", "单行街"]
    assert roads["speed_kmh"] == [60, 50, 40]
    assert roads["oneway"] == ["no", None, "yes"]


def test_a_road_that_does_not_exist_yet_carries_nobody(feed):
    desk = feed("M16/construction_only.geojson", "road")
    assert desk.outcome.is_current, desk.words
    assert desk.table("road")["name"] == ["主路", "潮汐路", "单行街"]
    assert "2 roads that no car may drive" in desk.words


@pytest.mark.parametrize("file", ["M17/cut.geojson", "M17/cut_esri.json"])
def test_a_file_that_says_it_was_cut_off_is_told(feed, file):
    desk = feed(file, "place")
    assert "cut off at 19 rows" in desk.words or "cut off at" in desk.words
    assert desk.outcome.is_current, desk.words


@pytest.mark.parametrize("file", ["M19/places.csv", "M19/places_gbk.csv", "M19/places.xlsx"])
def test_a_table_with_longitudes_and_latitudes_is_read_as_places(feed, file):
    desk = feed(file, "place")
    assert desk.outcome.is_current, desk.words
    assert desk.table("place")["name"] == ["第一中学", "烈山医院"]
    assert "taken as WGS 84" in desk.words and "gcj02" in desk.words
    assert desk.found("第一中学")[0] == ("第一中学", "exact")


def test_every_map_case_is_fed_by_some_test():
    """A line added to the manifest is fed here, or named as one that other tests feed."""
    text = Path(__file__).read_text(encoding="utf-8")
    left = [case.file for case in cases("M") if case.file not in text]
    assert left == []
