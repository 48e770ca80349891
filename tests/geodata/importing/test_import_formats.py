import json
import zipfile

import numpy as np
import pytest
import shapely

from geodata.coordinates.crs import from_wgs84
from geodata.importing.fields import _detect
from geodata.importing.report import Gravity, Kind
from geodata.importing.stack import read_stack
from tests.geodata.importing.import_kit import METRE, frame, run, save, with_map

NAMES = ["烈山社区", "马桥村", "土楼社区", "赵疃村"]


@pytest.fixture
def versions(tmp_path):
    return with_map(tmp_path)


@pytest.fixture
def villages():
    table = frame("village")
    table["name"] = NAMES
    return table


def assert_imported(outcome, versions):
    """The villages are current, with their names, where they were drawn."""
    assert outcome.report.is_good, outcome.report.as_table()
    assert versions.current() == outcome.version
    assert outcome.is_current
    held = read_stack(outcome.version.path).levels["village"]
    assert held.name == NAMES
    drawn = frame("village").geometry.to_numpy()
    assert (shapely.hausdorff_distance(held.shape, drawn) < 0.1 * METRE).all()


@pytest.mark.parametrize("name", ["v.shp", "v.gpkg", "v.geojson", "v.kml"])
def test_every_format_is_read(tmp_path, versions, villages, name):
    assert_imported(run(save(villages, tmp_path / name), versions, "village"), versions)


@pytest.mark.parametrize("crs", [4547, 4548, 3857, 32650, 4490])
@pytest.mark.parametrize("name", ["v.shp", "v.gpkg"])
def test_every_projection_is_read(tmp_path, versions, villages, name, crs):
    path = save(villages.to_crs(crs), tmp_path / name)
    assert_imported(run(path, versions, "village"), versions)


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_coordinates_of_map_apps_are_read_when_named(tmp_path, versions, villages, crs):
    def shift(xy):
        return np.column_stack(from_wgs84(xy[:, 1], xy[:, 0], crs)[::-1])

    villages.geometry = shapely.transform(villages.geometry.to_numpy(), shift)
    path = save(villages, tmp_path / "v.geojson")
    assert_imported(run(path, versions, "village", crs=crs), versions)


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_unnamed_coordinates_of_map_apps_are_refused_with_a_hint(tmp_path, versions, crs):
    table = frame("village")

    def shift(xy):
        return np.column_stack(from_wgs84(xy[:, 1], xy[:, 0], crs)[::-1])

    table.geometry = shapely.transform(table.geometry.to_numpy(), shift)
    report = run(save(table, tmp_path / "v.geojson"), versions, "village").report
    assert report.kinds()[Kind.OUTSIDE_DISTRICT]
    [hint] = [item for item in report.findings if item.kind is Kind.LIKELY_SHIFT]
    assert crs in hint.advice


@pytest.mark.parametrize("label", [None, "GBK", "UTF-8", "nonsense"])
def test_gbk_text_is_read_whatever_the_file_says_of_it(tmp_path, versions, villages, label):
    path = save(villages, tmp_path / "v.shp", encoding="GBK")
    path.with_suffix(".cpg").unlink()
    if label:
        path.with_suffix(".cpg").write_text(label)
    outcome = run(path, versions, "village")
    assert_imported(outcome, versions)
    told = outcome.report.kinds(Gravity.REPAIRED)[Kind.ENCODING]
    assert told == (0 if label == "GBK" else 1)


def test_utf8_text_without_a_label_is_read(tmp_path, versions, villages):
    path = save(villages, tmp_path / "v.shp", encoding="UTF-8")
    path.with_suffix(".cpg").unlink()
    assert_imported(run(path, versions, "village"), versions)


def test_a_zipped_shapefile_in_a_folder_with_a_gbk_name_is_read(tmp_path, versions, villages):
    path = save(villages.to_crs(4547), tmp_path / "v.shp", encoding="GBK")
    archive = tmp_path / "v.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for part in tmp_path.glob("v.*"):
            if part.suffix != ".zip":
                packed.write(part, "村界/" + path.stem + part.suffix.upper())
    assert_imported(run(archive, versions, "village"), versions)


def test_a_kmz_is_read(tmp_path, versions, villages):
    kml = save(villages, tmp_path / "v.kml")
    archive = tmp_path / "v.kmz"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(kml, "doc.kml")
    assert_imported(run(archive, versions, "village"), versions)


def test_one_of_several_layers_must_be_named(tmp_path, versions, villages):
    path = tmp_path / "v.gpkg"
    frame("town").to_file(path, layer="towns")
    villages.to_file(path, layer="villages")
    refused = run(path, versions, "village").report
    [finding] = refused.errors
    assert finding.kind is Kind.SEVERAL_LAYERS
    assert "towns, villages" in finding.message
    assert_imported(run(path, versions, "village", layer="villages"), versions)


def test_a_layer_that_is_not_there_is_named_with_those_that_are(tmp_path, versions, villages):
    path = save(villages, tmp_path / "v.gpkg", layer="villages")
    [finding] = run(path, versions, "village", layer="grids").report.errors
    assert "villages" in finding.message


def test_a_file_without_a_system_is_refused_until_one_is_named(tmp_path, versions, villages):
    path = save(villages.to_crs(4547), tmp_path / "v.shp")
    path.with_suffix(".prj").unlink()
    [finding] = run(path, versions, "village").report.errors
    assert finding.kind is Kind.MISSING_CRS
    assert "--crs EPSG:4547" in finding.advice
    assert_imported(run(path, versions, "village", crs="EPSG:4547"), versions)


def test_a_wrong_system_is_told_by_the_place(tmp_path, versions, villages):
    path = save(villages.to_crs(4547), tmp_path / "v.shp")
    [finding] = run(path, versions, "village", crs="EPSG:3857").report.errors
    assert finding.kind is Kind.OUTSIDE_DISTRICT
    assert "elsewhere" in finding.message
    assert finding.lat is not None


@pytest.mark.parametrize("crs", [4326, 4547])
def test_swapped_axes_are_noticed_and_can_be_swapped_back(tmp_path, versions, villages, crs):
    table = villages.to_crs(crs)
    table.geometry = shapely.transform(table.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    path = save(table, tmp_path / "v.gpkg")
    [finding] = run(path, versions, "village").report.errors
    assert finding.kind is Kind.SWAPPED_AXES
    assert_imported(run(path, versions, "village", is_swapped=True), versions)


@pytest.mark.parametrize(
    ("code", "name"),
    [("DM", "MC"), ("代码", "名称"), ("XZQDM", "XZQMC"), ("统计代码", "村名"), ("Code", "NAME")],
)
def test_usual_column_names_are_known(tmp_path, versions, villages, code, name):
    table = villages.rename(columns={"code": code, "name": name})
    path = save(table, tmp_path / "v.gpkg")
    assert_imported(run(path, versions, "village"), versions)


def test_other_columns_can_be_named(tmp_path, versions, villages):
    table = villages.rename(columns={"code": "甲", "name": "乙"})
    path = save(table, tmp_path / "v.gpkg")
    report = run(path, versions, "village").report
    assert report.kinds() == {Kind.MISSING_FIELD: 2}
    assert all("甲, 乙" in finding.message for finding in report.errors)
    columns = {"code": "甲", "name": "乙"}
    assert_imported(run(path, versions, "village", columns=columns), versions)


def test_a_named_column_that_is_not_there_is_an_error(tmp_path, versions, villages):
    path = save(villages, tmp_path / "v.gpkg")
    [finding] = run(path, versions, "village", columns={"code": "DM"}).report.errors
    assert finding.kind is Kind.MISSING_FIELD
    assert "code, name" in finding.message


def test_geojson_with_a_declared_system_is_read(tmp_path, versions, villages):
    path = save(villages.to_crs(3857), tmp_path / "v.geojson")
    assert "crs" in json.loads(path.read_text())
    assert_imported(run(path, versions, "village"), versions)


def test_other_values_are_read(tmp_path, versions, villages):
    villages["人口"] = ["1,200", "800", "", "７"]
    villages["城乡分类代码"] = [111, 220, 121, 210]
    outcome = run(save(villages, tmp_path / "v.gpkg"), versions, "village")
    assert outcome.report.is_good, outcome.report.as_table()
    held = read_stack(outcome.version.path).levels["village"]
    assert held.values["population"] == [1200, 800, None, 7]
    assert held.values["is_urban"] == [1, 0, 1, 0]


def test_a_datum_without_an_exact_shift_is_noted(tmp_path, versions, villages):
    path = save(villages.to_crs(4610), tmp_path / "v.gpkg")
    report = run(path, versions, "village").report
    notes = [f for f in report.findings if f.gravity is Gravity.NOTE]
    assert any("100 m" in note.message for note in notes)


def test_a_name_cut_at_ten_bytes_is_known():
    for cut in ("城乡分类代", "城乡分"):  # of GBK and of UTF-8, as a Shapefile keeps it
        assert _detect({cut: [111, 220]}, "is_urban", "village", "340604") == cut
    assert _detect({"代": [1]}, "is_urban", "village", "340604") is None
