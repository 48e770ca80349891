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
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.points import POINT_LEVELS, import_points
from geodata.importing.roads import import_roads
from geodata.places.gazetteer import read_gazetteer
from operations.desk.places import find_places
from operations.maps.loaded import load_map
from tests.cases.case_files import HERE

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
