"""Files that lie, are broken, or mean harm: refused in words, never a crash, nothing replaced."""

import csv
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from geodata.importing.reading.tables import TableError, read_workbook
from geodata.importing.report import Gravity, Kind, Report, plain
from geodata.importing.stack import read_stack
from tests.geodata.importing.import_kit import frame, run, run_frame, save, with_map

quick = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADS = [b"", b"\x00\x00\x27\x0a", b"SQLite format 3\x00", b"{", b"<kml>", b"PK\x03\x04"]


@pytest.fixture
def versions(tmp_path):
    return with_map(tmp_path)


def the(report):
    assert not report.is_good
    [finding] = report.errors
    assert finding.advice
    return finding


def geojson(path, coordinates, **properties):
    """The four villages, the first with other coordinates or properties, written as text."""
    document = json.loads(frame("village").to_json())
    first = document["features"][0]
    first["properties"] |= properties
    if coordinates is not None:
        first["geometry"]["coordinates"] = coordinates
    path.write_text(json.dumps(document))
    return path


@quick
@given(head=st.sampled_from(HEADS), body=st.binary(max_size=400))
@pytest.mark.parametrize("name", ["v.shp", "v.gpkg", "v.geojson", "v.kml", "v.zip"])
def test_random_bytes_are_refused(tmp_path, versions, name, head, body):
    path = tmp_path / name
    path.write_bytes(head + body)
    outcome = run(path, versions, "village")
    assert not outcome.report.is_good
    assert outcome.version is None


@pytest.mark.parametrize("name", ["v.shp", "v.gpkg", "v.geojson", "v.kml"])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_files_cut_off_are_refused(tmp_path, versions, name, share):
    path = save(frame("village"), tmp_path / name)
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    outcome = run(path, versions, "village")
    assert not outcome.report.is_good
    assert outcome.version is None


def test_an_unknown_kind_of_file_is_refused_by_content(tmp_path, versions):
    path = tmp_path / "v.geojson"
    path.write_text("<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>")
    assert "no map file we know" in the(run(path, versions, "village").report).message


@pytest.mark.parametrize("head", ["<!DOCTYPE kml [<!ENTITY a 'b'>]>", "<!ENTITY a 'b'>"])
def test_kml_with_entities_is_refused(tmp_path, versions, head):
    path = tmp_path / "v.kml"
    path.write_text(f"<?xml version='1.0'?>{head}<kml><Document/></kml>")
    assert "a KML with entities is refused" in the(run(path, versions, "village").report).message


def test_a_folder_is_refused(tmp_path, versions):
    assert "folder" in the(run(tmp_path, versions, "village").report).message


def test_a_zip_with_two_maps_is_refused(tmp_path, versions):
    path = tmp_path / "v.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", "{}")
        archive.writestr("b.geojson", "{}")
    assert "a.geojson, b.geojson" in the(run(path, versions, "village").report).message


def test_a_zip_that_climbs_out_of_its_folder_writes_nothing_there(tmp_path, versions):
    path = tmp_path / "v.zip"
    good = save(frame("village"), tmp_path / "good.geojson").read_text()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../../../../../../../tmp/climbed-out.geojson", good)
    assert run(path, versions, "village").report.is_good
    assert not Path("/tmp/climbed-out.geojson").exists()


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path, versions, monkeypatch):
    monkeypatch.setattr("geodata.importing.reading.archives.UNPACKED_LIMIT", 1000)
    path = tmp_path / "v.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v.geojson", "{" + " " * 100_000)
    assert "unpacks to more" in the(run(path, versions, "village").report).message


def test_markup_in_names_stays_text(tmp_path, versions):
    name = "<img src=x onerror=alert(1)>&amp;\"'"
    outcome = run(geojson(tmp_path / "v.geojson", None, name=name), versions, "village")
    assert outcome.report.is_good
    assert read_stack(outcome.version.path).levels["village"].name[0] == name


def test_an_endless_name_is_refused_and_shown_short(tmp_path, versions):
    path = geojson(tmp_path / "v.geojson", None, name="长" * 2_000_000)
    finding = the(run(path, versions, "village").report)
    assert finding.kind is Kind.MALFORMED_NAME
    assert len(finding.message) < 100


def test_an_endless_code_is_refused_and_shown_short(tmp_path, versions):
    path = geojson(tmp_path / "v.geojson", None, code="9" * 2_000_000)
    report = run(path, versions, "village").report
    assert report.kinds() == {Kind.MALFORMED_CODE: 1}
    assert len(report.as_table()) < 500


def test_columns_nobody_asked_for_are_left_behind(tmp_path, versions):
    path = geojson(tmp_path / "v.geojson", None, secret="x" * 1_000_000, geometry_="y")
    outcome = run(path, versions, "village")
    assert outcome.report.is_good
    assert "secret" not in read_stack(outcome.version.path).levels["village"].values
    assert b"xxxxxxxx" not in outcome.version.path.read_bytes()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_coordinates_that_are_no_numbers_are_named(tmp_path, versions, number):
    table = frame("village")
    ring = [(116.80, 33.90), (116.81, 33.90), (116.81, number), (116.80, 33.92), (116.80, 33.90)]
    shapes = table.geometry.to_numpy().copy()
    with np.errstate(invalid="ignore"):
        shapes[0] = shapely.Polygon(ring)
    table.geometry = shapes
    report = run_frame(table, tmp_path, versions, "village").report
    found = [f for f in report.errors if f.kind is Kind.COORDINATES]
    assert [f.code for f in found] == ["340604001001"]


@pytest.mark.parametrize(("lon", "lat"), [(200.0, 33.9), (116.8, 95.0), (1e300, -1e300)])
def test_places_that_are_not_on_earth_are_named(tmp_path, versions, lon, lat):
    ring = [[116.80, 33.90], [116.81, 33.90], [lon, lat], [116.80, 33.92], [116.80, 33.90]]
    report = run(geojson(tmp_path / "v.geojson", [ring]), versions, "village").report
    assert report.kinds()[Kind.COORDINATES] == 1


def test_a_shape_around_the_antimeridian_is_named(tmp_path, versions):
    ring = [[179.9, 33.90], [-179.9, 33.90], [-179.9, 33.92], [179.9, 33.92], [179.9, 33.90]]
    report = run(geojson(tmp_path / "v.geojson", [ring]), versions, "village").report
    # Read as drawn, it is a belt around the whole Earth, and so it overlaps its neighbours.
    assert "340604001001" in {finding.code for finding in report.errors}
    assert report.kinds()[Kind.OUTSIDE_DISTRICT] >= 1


def test_null_island_is_outside_the_district(tmp_path, versions):
    ring = [[0, 0], [0.01, 0], [0.01, 0.01], [0, 0]]
    report = run(geojson(tmp_path / "v.geojson", [ring]), versions, "village").report
    assert Kind.OUTSIDE_DISTRICT in report.kinds()


def test_a_table_whose_text_no_encoding_fits_is_refused_or_read_as_named(tmp_path, versions):
    path = save(frame("village"), tmp_path / "v.shp")
    path.with_suffix(".cpg").unlink()
    table = path.with_suffix(".dbf")
    raw = bytearray(table.read_bytes())
    start = struct.unpack("<H", raw[8:10])[0]
    raw[start + 85 : start + 88] = b"\xff\xff\xff"
    table.write_bytes(bytes(raw))
    outcome = run(path, versions, "village")
    assert outcome.version is None or outcome.report.is_good
    assert not run(path, versions, "village", encoding="martian").report.is_good


@quick
@given(st.lists(st.tuples(st.floats(-200, 200), st.floats(-100, 100)), min_size=3, max_size=12))
def test_random_rings_never_crash(tmp_path, versions, ring):
    path = geojson(tmp_path / "v.geojson", [[*map(list, ring), list(ring[0])]])
    outcome = run(path, versions, "village", dry_run=True)
    assert not outcome.report.is_good


@quick
@given(st.integers(0, 2**32 - 1))
def test_random_crossing_rings_in_place_never_crash(tmp_path, versions, seed):
    corners = np.random.default_rng(seed).uniform((116.80, 33.90), (116.81, 33.92), (7, 2))
    path = geojson(tmp_path / "v.geojson", [[*corners.tolist(), corners[0].tolist()]])
    outcome = run(path, versions, "village", dry_run=True)
    assert not outcome.report.is_good
    assert {Kind.GAP, Kind.INVALID_GEOMETRY} & set(outcome.report.kinds())


def test_a_report_cannot_drive_the_terminal():
    report = Report()
    report.note(Kind.SKIPPED, "x", code="\x1b[2J\x07\u202eevil")
    table = report.as_table()
    assert table.replace("\n", "").isprintable()
    assert "\x1b" not in plain("a\x1b[31m")


def test_a_csv_report_runs_no_formula(tmp_path):
    report = Report()
    report.error(Kind.MALFORMED_CODE, "=cmd|' /C calc'!A0", "+1", code="@SUM(1)", lat=1.0, lon=2.0)
    path = tmp_path / "out.csv"
    report.write(path)
    [row] = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    assert row["code"] == "'@SUM(1)"
    assert row["message"].startswith("'=")
    assert (row["lat"], row["lon"], row["gravity"]) == ("1.0", "2.0", "error")


def test_a_json_report_holds_everything(tmp_path):
    report = Report()
    for number in range(50):
        report.error(Kind.GAP, "gap", "close it", code=str(number), lat=1.0, lon=2.0)
    report.repaired(Kind.FIT, "fitted")
    path = tmp_path / "out.json"
    report.write(path)
    document = json.loads(path.read_text())
    assert len(document["findings"]) == 51
    assert document["counts"]["error"] == {"gap": 50}
    assert not document["is_good"]
    assert report.kinds(Gravity.REPAIRED) == {Kind.FIT: 1}
    table = report.as_table()
    assert "… and 30 more" in table
    assert table.count("close it") == 1


@pytest.mark.parametrize("label", ["gbk\0", "base64", "undefined", "idna", "punycode", "\0"])
def test_a_label_that_names_no_encoding_of_text_is_as_none(tmp_path, versions, label):
    path = save(frame("village"), tmp_path / "v.shp")
    path.with_suffix(".cpg").write_text(label)
    assert run(path, versions, "village").report.is_good


def test_a_workbook_with_broken_xml_is_refused_in_words(tmp_path):
    path = tmp_path / "places.xlsx"
    book = Workbook()
    book.active.append(["name", "lat", "lon"])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(path, "w") as broken:
        for part in whole.namelist():
            cut = whole.read(part)[:-9] if part.endswith(".xml") else whole.read(part)
            broken.writestr(part, cut)
    with pytest.raises(TableError, match="workbook"):
        read_workbook(path, Report())


def test_a_system_whose_name_is_not_utf8_is_refused_in_words(tmp_path, versions):
    path = save(frame("village"), tmp_path / "v.shp")
    prj = path.with_suffix(".prj").read_text()
    path.with_suffix(".prj").write_bytes(prj.replace("Greenwich", "格林威治").encode("gbk"))
    assert "coordinate system" in the(run(path, versions, "village").report).message
