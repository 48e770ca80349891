"""Every kind of error: named with code and place, and nothing is replaced."""

import json

import pytest
import shapely
from shapely import affinity

from geodata.importing.fitting import VanishedError
from geodata.importing.report import Gravity, Kind
from tests.geodata.importing.import_kit import METRE, frame, run, run_frame, save, with_map

FIRST, SECOND = "340604001001", "340604001002"


@pytest.fixture
def versions(tmp_path):
    return with_map(tmp_path)


def refused(table, tmp_path, versions, level="village", **options):
    """The report of an import that must not change anything."""
    before = {path: path.read_bytes() for path in versions.folder.iterdir()}
    outcome = run_frame(table, tmp_path, versions, level, **options)
    assert not outcome.report.is_good
    assert outcome.version is None
    assert {path: path.read_bytes() for path in versions.folder.iterdir()} == before
    return outcome.report


def with_shape(row, shape, level="village"):
    table = frame(level)
    shapes = table.geometry.to_numpy().copy()
    shapes[row] = shape(shapes[row]) if callable(shape) else shape
    table.geometry = shapes
    return table


def with_code(row, code, level="village"):
    table = frame(level)
    table.loc[row, "code"] = code
    return table


def the(report, kind):
    [finding] = [item for item in report.errors if item.kind is kind]
    assert finding.advice
    return finding


def test_an_overlap(tmp_path, versions):
    table = with_shape(0, shapely.box(116.80, 33.90, 116.811, 33.92))
    finding = the(refused(table, tmp_path, versions), Kind.OVERLAP)
    assert finding.code == FIRST
    assert SECOND in finding.message
    assert (finding.lat, finding.lon) == pytest.approx((33.91, 116.8105), abs=0.0101)
    assert 116.81 < finding.lon < 116.811


def test_an_area_inside_another(tmp_path, versions):
    table = with_shape(1, shapely.box(116.802, 33.905, 116.805, 33.908))
    report = refused(table, tmp_path, versions)
    assert the(report, Kind.OVERLAP).code == FIRST
    assert the(report, Kind.GAP).code == "340604001"


def test_two_areas_with_the_same_shape(tmp_path, versions):
    table = with_shape(1, frame("village").geometry[0])
    assert the(refused(table, tmp_path, versions), Kind.OVERLAP).code == FIRST


def test_a_gap(tmp_path, versions):
    table = with_shape(0, shapely.box(116.80, 33.90, 116.809, 33.92))
    finding = the(refused(table, tmp_path, versions), Kind.GAP)
    assert finding.code == "340604001"
    assert 116.809 < finding.lon < 116.81
    assert "belong to no area" in finding.message


def test_a_gap_just_above_the_tolerance_and_one_just_below(tmp_path, versions):
    east = 116.81
    wide = with_shape(0, shapely.box(116.80, 33.90, east - 1.4 * METRE, 33.92))
    assert the(refused(wide, tmp_path, versions), Kind.GAP)
    narrow = with_shape(0, shapely.box(116.80, 33.90, east - 0.9 * METRE, 33.92))
    assert run_frame(narrow, tmp_path, versions, "village").report.is_good


def test_the_tolerance_can_be_raised(tmp_path, versions):
    table = with_shape(0, shapely.box(116.80, 33.90, 116.81 - 4 * METRE, 33.92))
    assert refused(table, tmp_path, versions)
    assert run_frame(table, tmp_path, versions, "village", tolerance_m=5.0).report.is_good


def test_an_orphan(tmp_path, versions):
    table = with_code(0, "340604009001")
    finding = the(refused(table, tmp_path, versions), Kind.ORPHAN)
    assert finding.code == "340604009001"
    assert "340604009" in finding.message
    assert 116.80 < finding.lon < 116.81


def test_a_parent_without_children(tmp_path, versions):
    table = frame("village").iloc[:2]
    finding = the(refused(table, tmp_path, versions), Kind.CHILDLESS)
    assert finding.code == "340604002"


def test_a_duplicate_code(tmp_path, versions):
    report = refused(with_code(0, SECOND), tmp_path, versions)
    finding = the(report, Kind.DUPLICATE_CODE)
    assert finding.code == SECOND
    assert "village 001001, village 001002" in finding.message


def test_overlapping_areas_with_one_code_are_duplicates_not_parts(tmp_path, versions):
    table = frame("village").iloc[[0, 1, 2, 3, 0]].reset_index(drop=True)
    shapes = table.geometry.to_numpy().copy()
    shapes[4] = affinity.scale(shapes[4], 0.5)
    table.geometry = shapes
    assert the(refused(table, tmp_path, versions), Kind.DUPLICATE_CODE).code == FIRST


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("34060400100", "11 digits instead of 12"),
        ("3406040010011", "13 digits instead of 12"),
        ("340604001OO1", "not only digits"),
        ("3.40604E+11", "spreadsheet has lost its last digits"),
        ("", "no code"),
        (None, "no code"),
    ],
)
def test_a_malformed_code(tmp_path, versions, code, words):
    report = refused(with_code(0, code), tmp_path, versions)
    finding = the(report, Kind.MALFORMED_CODE)
    assert words in finding.message
    assert finding.code == (code or "row 1")
    assert 116.80 < finding.lon < 116.81
    # Its ground is drawn: it is not reported once more as a gap.
    assert report.kinds() == {Kind.MALFORMED_CODE: 1}


def test_a_code_that_disagrees_with_its_parent_column(tmp_path, versions):
    table = frame("village")
    table["上级代码"] = ["340604001", "340604002", "340604002", "340604002"]
    finding = the(refused(table, tmp_path, versions), Kind.MALFORMED_CODE)
    assert finding.code == SECOND


def test_an_area_of_another_district_by_code(tmp_path, versions):
    finding = the(refused(with_code(0, "340603001001"), tmp_path, versions), Kind.OUTSIDE_DISTRICT)
    assert finding.code == "340603001001"
    assert "--skip-outside" in finding.advice


def test_an_area_outside_the_district_by_place(tmp_path, versions):
    table = with_shape(0, lambda shape: affinity.translate(shape, -0.03))
    finding = the(refused(table, tmp_path, versions), Kind.OUTSIDE_DISTRICT)
    assert (finding.code, finding.lon) == (FIRST, pytest.approx(116.775, abs=0.005))


def test_strangers_can_be_left_out(tmp_path, versions):
    table = frame("village").iloc[[0, 1, 2, 3, 0, 1]].reset_index(drop=True)
    table.loc[4, "code"] = "340603001001"
    table.loc[5, "code"] = "110101001001"
    outcome = run_frame(table, tmp_path, versions, "village", skips_outside=True)
    assert outcome.report.is_good


def test_an_area_that_reaches_out_of_the_district(tmp_path, versions):
    table = with_shape(0, shapely.box(116.795, 33.90, 116.81, 33.92))
    finding = the(refused(table, tmp_path, versions), Kind.OUTSIDE_DISTRICT)
    assert finding.code == FIRST
    assert 116.795 < finding.lon < 116.80


def test_an_area_that_reaches_out_of_its_parent(tmp_path, versions):
    table = with_shape(1, shapely.box(116.81, 33.90, 116.822, 33.92))
    table = table.copy()
    shapes = table.geometry.to_numpy().copy()
    shapes[2] = shapely.box(116.822, 33.90, 116.83, 33.92)
    table.geometry = shapes
    report = refused(table, tmp_path, versions)
    finding = the(report, Kind.OUTSIDE_PARENT)
    assert finding.code == SECOND
    assert 116.82 < finding.lon < 116.822
    assert report.kinds() == {Kind.OUTSIDE_PARENT: 1}


@pytest.mark.parametrize("shape", [None, shapely.Polygon()])
def test_an_area_without_a_shape(tmp_path, versions, shape):
    finding = the(refused(with_shape(0, shape), tmp_path, versions), Kind.NULL_GEOMETRY)
    assert finding.code == FIRST


@pytest.mark.parametrize(
    "shape", [shapely.Point(116.805, 33.91), shapely.LineString([(116.8, 33.9), (116.81, 33.91)])]
)
def test_a_shape_that_is_no_polygon(tmp_path, versions, shape):
    finding = the(refused(with_shape(0, shape), tmp_path, versions), Kind.WRONG_GEOMETRY_TYPE)
    assert finding.code == FIRST
    assert 116.80 < finding.lon < 116.81


def test_a_border_that_can_be_read_in_two_ways(tmp_path, versions):
    # A loop run through twice: inside by one rule, outside by the other.
    ring = [(116.80, 33.90), (116.81, 33.90), (116.81, 33.92), (116.80, 33.92), (116.80, 33.905)]
    ring += [(116.808, 33.905), (116.808, 33.915), (116.802, 33.915), (116.802, 33.9)]
    finding = the(
        refused(with_shape(0, shapely.Polygon(ring)), tmp_path, versions), Kind.INVALID_GEOMETRY
    )
    assert finding.code == FIRST
    assert "two ways" in finding.message
    assert finding.lat is not None


def test_a_polygon_without_area(tmp_path, versions):
    flat = shapely.Polygon([(116.80, 33.90), (116.81, 33.90), (116.80, 33.90), (116.81, 33.90)])
    finding = the(refused(with_shape(0, flat), tmp_path, versions), Kind.INVALID_GEOMETRY)
    assert "no area" in finding.message


@pytest.mark.parametrize("name", ["", None, "长" * 101])
def test_a_malformed_name(tmp_path, versions, name):
    table = frame("village")
    table.loc[0, "name"] = name
    assert the(refused(table, tmp_path, versions), Kind.MALFORMED_NAME).code == FIRST


def test_a_malformed_value(tmp_path, versions):
    table = frame("village")
    table["population"] = ["-3", "about 9", "12.5", "100"]
    named = {"population": "population"}
    report = refused(table, tmp_path, versions, columns=named)
    assert report.kinds() == {Kind.MALFORMED_VALUE: 3}
    found = run_frame(table, tmp_path, versions, "village").report
    assert found.is_good and found.kinds(Gravity.NOTE)[Kind.MALFORMED_VALUE] == 3


def test_an_empty_file(tmp_path, versions):
    assert the(refused(frame("village").iloc[:0], tmp_path, versions), Kind.EMPTY_FILE)


def test_a_file_without_shapes(tmp_path, versions):
    path = tmp_path / "v.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    assert the(run(path, versions, "village").report, Kind.EMPTY_FILE)


def test_a_shapefile_without_its_table(tmp_path, versions):
    path = save(frame("village"), tmp_path / "v.shp")
    path.with_suffix(".dbf").unlink()
    finding = the(run(path, versions, "village").report, Kind.UNREADABLE_FILE)
    assert ".dbf missing" in finding.message


def test_all_errors_are_told_at_once(tmp_path, versions):
    table = with_code(0, "34060400100")
    table.loc[1, "name"] = ""
    shapes = table.geometry.to_numpy().copy()
    shapes[2] = None
    table.geometry = shapes
    kinds = refused(table, tmp_path, versions).kinds()
    assert {Kind.MALFORMED_CODE, Kind.MALFORMED_NAME, Kind.NULL_GEOMETRY} <= set(kinds)


def test_a_dry_run_of_good_data_changes_nothing_either(tmp_path, versions):
    before = {path: path.read_bytes() for path in versions.folder.iterdir()}
    table = frame("village")
    table["name"] = "new"
    outcome = run_frame(table, tmp_path, versions, "village", dry_run=True)
    assert outcome.report.is_good
    assert outcome.version is None
    assert {path: path.read_bytes() for path in versions.folder.iterdir()} == before


def test_an_area_its_neighbours_would_swallow_is_named(tmp_path, versions, monkeypatch):
    def swallow(*_):
        raise VanishedError([2])

    monkeypatch.setattr("geodata.importing.stack.fit", swallow)
    finding = the(refused(frame("village"), tmp_path, versions), Kind.FIT)
    assert finding.code == "340604002001"
    assert 116.82 < finding.lon < 116.83
