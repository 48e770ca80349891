import json
from itertools import pairwise

import numpy as np
import pytest
import shapely

from geodata.files.layers import layer_geojson
from geodata.files.versions import MapVersions
from geodata.importing.report import Gravity, Kind
from geodata.importing.stack import LEVELS, read_stack
from tests.geodata.importing.import_kit import (
    METRE,
    NORTH,
    SOUTH,
    WEST,
    frame,
    run,
    run_frame,
    save,
    with_map,
)


@pytest.fixture
def versions(tmp_path):
    return with_map(tmp_path)


def imported(outcome, level="village"):
    """The level as it now stands on the current map."""
    assert outcome.report.is_good, outcome.report.as_table()
    return read_stack(outcome.version.path).levels[level]


def repairs(outcome):
    return outcome.report.kinds(Gravity.REPAIRED)


def put(table, row, shape):
    shapes = table.geometry.to_numpy().copy()
    shapes[row] = shape
    table.geometry = shapes


def reworked(table, change):
    """The table with its first shape's corner list changed."""
    put(table, 0, shapely.Polygon(change([*table.geometry[0].exterior.coords])))
    return table


def drawn_badly(shape, rng):
    """The shape with more vertices, each a little off, differently for each neighbour."""
    corners = shapely.get_coordinates(shapely.segmentize(shape, 0.003))[:-1]
    return shapely.Polygon(corners + rng.uniform(-0.2, 0.2, corners.shape) * METRE)


def assert_nested(path):
    """Every level is a valid coverage, and every parent the exact union of its children."""
    levels = read_stack(path).levels
    names = list(levels)
    for level in names:
        assert shapely.coverage_is_valid(levels[level].shape), level
    for wider, finer in pairwise(names):
        parents, children = levels[wider], levels[finer]
        for code, shape in zip(parents.code, parents.shape, strict=True):
            mine = [row for row, parent in enumerate(children.parents) if parent == code]
            assert shapely.equals(shapely.coverage_union_all(children.shape[mine]), shape)


def test_a_spike_that_crosses_itself_is_rebuilt_with_its_area(tmp_path, versions):
    whole = frame("village").geometry[0].area
    # The border runs out along a line and back: no area, but no valid polygon either.
    table = reworked(frame("village"), lambda ring: [*ring[:2], (116.805, 33.91), *ring[1:]])
    outcome = run_frame(table, tmp_path, versions, "village")
    assert repairs(outcome)[Kind.INVALID_GEOMETRY] == 1
    assert imported(outcome).shape[0].area == pytest.approx(whole, rel=1e-6)


def test_a_repair_names_code_and_place(tmp_path, versions):
    table = reworked(frame("village"), lambda ring: [*ring[:2], (116.805, 33.91), *ring[1:]])
    report = run_frame(table, tmp_path, versions, "village").report
    [finding] = [f for f in report.findings if f.kind is Kind.INVALID_GEOMETRY]
    assert finding.code == "340604001001"
    assert SOUTH <= finding.lat <= NORTH
    assert WEST <= finding.lon <= WEST + 0.01


def test_heights_and_double_vertices_go(tmp_path, versions):
    table = reworked(frame("village"), lambda ring: [*ring[:2], ring[1], *ring[2:]])
    table.geometry = shapely.force_3d(table.geometry.to_numpy(), 31.0)
    outcome = run_frame(table, tmp_path, versions, "village")
    assert repairs(outcome)[Kind.SIMPLIFIED_SHAPE] == 2
    assert not shapely.has_z(imported(outcome).shape).any()


def test_rings_the_wrong_way_round_are_turned(tmp_path, versions):
    table = frame("village")
    document = json.loads(table.to_json())
    for feature in document["features"]:
        [ring] = feature["geometry"]["coordinates"]
        if shapely.is_ccw(shapely.LinearRing(ring)):
            ring.reverse()
    path = tmp_path / "v.geojson"
    path.write_text(json.dumps(document))
    outcome = run(path, versions, "village")
    assert repairs(outcome)[Kind.SIMPLIFIED_SHAPE] == 1
    assert shapely.is_ccw(shapely.get_exterior_ring(imported(outcome).shape)).all()


def test_polygons_are_taken_out_of_a_collection(tmp_path, versions):
    table = frame("village")
    shape = table.geometry[0]
    put(table, 0, shapely.GeometryCollection([shape, shapely.Point(116.8, 33.9)]))
    outcome = run_frame(table, tmp_path, versions, "village")
    assert repairs(outcome)[Kind.WRONG_GEOMETRY_TYPE] == 1
    assert shapely.equals(imported(outcome).shape[0], shape)


def test_parts_of_one_area_are_joined(tmp_path, versions):
    parts = frame("grid")
    parts["code"] = parts["code"].str[:12]
    parts["name"] = "village " + parts["code"].str[6:]
    outcome = run_frame(parts, tmp_path, versions, "village")
    assert repairs(outcome)[Kind.DUPLICATE_CODE] == 4
    assert imported(outcome).code == frame("village")["code"].tolist()
    assert_nested(outcome.version.path)


def test_the_same_row_twice_is_kept_once(tmp_path, versions):
    table = frame("village")
    twice = table.iloc[[0, 1, 2, 3, 0]]
    outcome = run_frame(twice, tmp_path, versions, "village")
    assert len(imported(outcome)) == 4


@pytest.mark.parametrize(
    "written",
    [
        " 340604001001 ",
        "３４０６０４００１００１",
        "340604 001 001",
        "340604001001.0",
        "340604001001000",
    ],
)
def test_codes_are_read_as_people_write_them(tmp_path, versions, written):
    table = frame("village")
    table.loc[0, "code"] = written
    outcome = run_frame(table, tmp_path, versions, "village")
    assert repairs(outcome)[Kind.MALFORMED_CODE] == 1
    assert imported(outcome).code[0] == "340604001001"


@pytest.mark.parametrize("kind", ["int64", "float64"])
def test_codes_kept_as_numbers_are_read(tmp_path, versions, kind):
    table = frame("village")
    table["code"] = table["code"].astype(kind)
    outcome = run_frame(table, tmp_path, versions, "village")
    assert imported(outcome).code == frame("village")["code"].tolist()


def test_names_lose_control_characters_and_keep_markup_as_text(tmp_path, versions):
    table = frame("village")
    table["name"] = ["<b>烈山</b>", " 马 \n\t桥 ", "a\x1b[31mb", "=1+1"]
    outcome = run_frame(table, tmp_path, versions, "village")
    assert imported(outcome).name == ["<b>烈山</b>", "马 桥", "a[31mb", "=1+1"]


@pytest.mark.parametrize("level", ["town", "village", "grid"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_drawing_errors_below_the_tolerance_are_closed(tmp_path, versions, level, seed):
    rng = np.random.default_rng(seed)
    table = frame(level)
    table.geometry = [drawn_badly(shape, rng) for shape in table.geometry]
    outcome = run_frame(table, tmp_path, versions, level)
    assert repairs(outcome)[Kind.FIT]
    held = imported(outcome, level)
    drawn = frame(level).geometry.to_numpy()
    assert (
        shapely.area(shapely.symmetric_difference(held.shape, drawn)) < drawn[0].length * METRE
    ).all()
    assert_nested(outcome.version.path)


def test_the_wider_borders_stay_where_they_are(tmp_path, versions):
    table = frame("grid")
    table.geometry = shapely.transform(table.geometry.to_numpy(), lambda xy: xy + 0.3 * METRE)
    outcome = run_frame(table, tmp_path, versions, "grid")
    levels = read_stack(outcome.version.path).levels
    for wider in ("district", "town", "village"):
        drawn = frame(wider).geometry.to_numpy()
        assert (shapely.hausdorff_distance(levels[wider].shape, drawn) < 0.02 * METRE).all()


def test_exact_data_stay_exact_and_touch_no_other_level(tmp_path, versions):
    before = versions.current()
    table = frame("village")
    table["name"] = ["甲村", "乙村", "丙村", "丁村"]
    outcome = run_frame(table, tmp_path, versions, "village")
    assert not repairs(outcome)
    old, new = read_stack(before.path).levels, read_stack(outcome.version.path).levels
    for level in ("district", "town", "village", "grid"):
        assert shapely.equals_exact(new[level].shape, old[level].shape, normalize=True).all()


def test_the_same_file_again_is_the_same_version(tmp_path, versions):
    table = frame("village").to_crs(4547)
    first = run_frame(table, tmp_path, versions, "village")
    second = run(tmp_path / "in.gpkg", versions, "village")
    assert second.report.is_good
    assert second.version.version == first.version.version


def test_a_hole_and_an_island_survive(tmp_path, versions):
    """A village inside another one, and one in two pieces, nest as they are."""
    table = frame("village")
    left, right = table.geometry[0], table.geometry[1]
    island = shapely.box(116.803, 33.905, 116.806, 33.908)
    put(table, 0, shapely.difference(left, island))
    put(table, 1, shapely.union(right, island))
    outcome = run(save(table, tmp_path / "v.shp"), versions, "village", keeps_draft=True)
    assert outcome.report.is_good, outcome.report.as_table()
    held = read_stack(outcome.version.path).levels["village"]
    [ring] = shapely.get_parts(held.shape[0])
    assert len(ring.interiors) == 1
    assert len(shapely.get_parts(held.shape[1])) == 2
    assert outcome.missing == ("grid",)


def test_specks_are_dropped_and_the_map_is_drawn_before_it_is_called_good(tmp_path, monkeypatch):
    versions = MapVersions(tmp_path / "maps")
    speck = shapely.box(116.811, 33.905, 116.811 + 0.2 * METRE, 33.905 + 0.2 * METRE)
    for level in LEVELS:
        table = frame(level)
        table.geometry = [shape.difference(speck) for shape in table.geometry]
        outcome = run_frame(table, tmp_path, versions, level, is_fresh=level == "district")
        assert outcome.report.is_good, outcome.report.as_table()
        assert "1 holes and islands under 1 m² dropped" in outcome.report.as_table()
        (tmp_path / "in.gpkg").unlink()
    for level in LEVELS:
        assert not any(
            shape.interiors for shape in read_stack(outcome.version.path).levels[level].shape
        )
        assert layer_geojson(outcome.version.path, level)

    def broken(path, level):
        raise shapely.errors.GEOSException("no ring")

    monkeypatch.setattr("geodata.importing.write.layer_geojson", broken)
    again = frame("grid")
    again["name"] = "甲"
    refused = run_frame(again, tmp_path, versions, "grid")
    assert "the grid layer cannot be drawn" in refused.report.as_table()
    assert versions.current().version == outcome.version.version
