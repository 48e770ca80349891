"""Levels on top of each other: a district from nothing, drafts, and what a change breaks below."""

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from shapely import affinity

from geodata.files.layers import read_areas
from geodata.files.tables import layer_names, read_table
from geodata.files.versions import MapVersions
from geodata.importing.report import Gravity, Kind
from geodata.importing.rows import Areas
from geodata.importing.stack import LEVELS, read_stack
from tests.geodata.importing.import_kit import (
    METRE,
    frame,
    run,
    run_frame,
    save,
    with_map,
    write_complete,
)


@pytest.fixture
def versions(tmp_path):
    return with_map(tmp_path)


@pytest.fixture
def nothing(tmp_path):
    return MapVersions(tmp_path / "maps")


def notes(outcome):
    told = outcome.report.kinds(Gravity.NOTE)
    return {kind: told[kind] for kind in told if kind not in (Kind.COLUMNS, Kind.COUNTED)}


def shifted_border(level):
    """A level with the border between its first two areas 300 m farther east."""
    table = frame(level)
    shapes = table.geometry.to_numpy().copy()
    shapes[0] = shapely.box(116.80, 33.90, 116.813, 33.92)
    shapes[1] = shapely.box(116.813, 33.90, 116.82, 33.92)
    table.geometry = shapes
    return table


def test_a_district_is_built_up_from_nothing(tmp_path, nothing):
    for count, level in enumerate(LEVELS[:-1], 1):
        outcome = run_frame(frame(level), tmp_path, nothing, level)
        assert outcome.report.is_good
        assert outcome.missing == LEVELS[count:]
        assert nothing.current() is None
        assert nothing.draft() == outcome.version
    outcome = run_frame(frame("grid"), tmp_path, nothing, "grid")
    assert outcome.is_current
    assert nothing.current() == outcome.version
    assert nothing.draft() is None
    assert len(read_areas(outcome.version.path)) == 1 + 2 + 4 + 8


@pytest.mark.parametrize("level", ["town", "village", "grid", "handling"])
def test_levels_come_from_wide_to_fine(tmp_path, nothing, level):
    department = {"department": "water"} if level == "handling" else {}
    table = frame("grid" if level == "handling" else level)
    report = run_frame(table, tmp_path, nothing, level, **department).report
    assert report.kinds() == {Kind.LEVEL_ORDER: 1}
    assert "district → town → village → grid" in report.errors[0].advice


def test_a_file_of_many_districts_gives_this_one(tmp_path, nothing):
    table = frame("district").iloc[[0, 0]].reset_index(drop=True)
    table.loc[1, "code"] = "340603"
    assert run_frame(table, tmp_path, nothing, "district").report.kinds() == {
        Kind.OUTSIDE_DISTRICT: 1
    }
    outcome = run_frame(table, tmp_path, nothing, "district", skips_outside=True)
    assert outcome.report.is_good
    assert notes(outcome) == {Kind.SKIPPED: 1}


def test_new_villages_that_break_the_grids_are_refused(tmp_path, versions):
    outcome = run_frame(shifted_border("village"), tmp_path, versions, "village")
    assert set(outcome.report.kinds()) == {Kind.OUTSIDE_PARENT}
    finding = outcome.report.errors[0]
    assert finding.code.startswith("340604001002")
    assert "grid on the map" in finding.message
    assert "--draft" in finding.advice
    assert versions.draft() is None


def test_new_villages_whose_codes_orphan_the_grids_are_refused(tmp_path, versions):
    table = frame("village")
    table.loc[0, "code"] = "340604001007"
    outcome = run_frame(table, tmp_path, versions, "village")
    assert outcome.report.kinds() == {Kind.ORPHAN: 2, Kind.CHILDLESS: 1}
    assert notes(outcome)[Kind.CHANGED_AREAS] == 2


def test_a_draft_takes_villages_first_and_their_grids_next(tmp_path, versions):
    before = versions.current()
    outcome = run_frame(shifted_border("village"), tmp_path, versions, "village", keeps_draft=True)
    assert outcome.report.is_good
    assert notes(outcome)[Kind.LEVEL_DROPPED] == 1
    assert outcome.missing == ("grid",)
    assert versions.current() == before
    grids = frame("grid")
    shapes = grids.geometry.to_numpy().copy()
    for row, (west, east) in enumerate([(116.80, 116.813)] * 2 + [(116.813, 116.82)] * 2):
        south = 33.90 + 0.01 * (row % 2)
        shapes[row] = shapely.box(west, south, east, south + 0.01)
    grids.geometry = shapes
    done = run_frame(grids, tmp_path, versions, "grid")
    assert done.is_current, done.report.as_table()
    assert versions.draft() is None
    versions.restore(before.version)
    assert versions.current() == before


def test_a_complete_draft_waits_until_it_is_wanted(tmp_path, versions):
    before = versions.current()
    table = frame("village")
    table["name"] = ["甲村", "乙村", "丙村", "丁村"]
    outcome = run_frame(table, tmp_path, versions, "village", keeps_draft=True)
    assert outcome.missing == ()
    assert versions.current() == before
    versions.make_current(outcome.version.version)
    assert versions.current() == outcome.version
    assert versions.draft() is None


def test_a_dropped_draft_is_not_continued(tmp_path, versions):
    run_frame(shifted_border("village"), tmp_path, versions, "village", keeps_draft=True)
    versions.drop_draft()
    outcome = run_frame(frame("grid"), tmp_path, versions, "grid")
    assert outcome.is_current


def test_a_new_outline_takes_the_levels_below_with_it_when_they_fit(tmp_path, versions):
    table = frame("district")
    table.geometry = shapely.transform(table.geometry.to_numpy(), lambda xy: xy + 0.3 * METRE)
    outcome = run_frame(table, tmp_path, versions, "district")
    assert outcome.is_current, outcome.report.as_table()
    levels = read_stack(outcome.version.path).levels
    united = shapely.coverage_union_all(levels["grid"].shape)
    assert shapely.equals(united, levels["district"].shape[0])
    drawn = table.geometry.to_numpy()[0]
    assert shapely.hausdorff_distance(united, drawn) < 0.02 * METRE


def test_a_fresh_map_takes_nothing_of_the_present_one(tmp_path, demo_gpkg):
    versions = MapVersions(tmp_path / "maps")
    demo = versions.add(demo_gpkg, "demo")
    versions.make_current(demo.version)
    run_frame(frame("district"), tmp_path, versions, "district", is_fresh=True)
    for level in LEVELS[1:]:
        assert versions.current() == demo
        outcome = run_frame(frame(level), tmp_path, versions, level)
    assert outcome.is_current
    assert set(layer_names(outcome.version.path)) == set(LEVELS)


def test_a_new_outline_that_cuts_the_towns_is_refused(tmp_path, versions):
    table = frame("district")
    table.geometry = [affinity.scale(table.geometry[0], 1.1, 1.0)]
    report = run_frame(table, tmp_path, versions, "district").report
    assert report.kinds() == {Kind.GAP: 2}
    assert "town on the map" in report.errors[0].message


def test_the_other_layers_are_kept(tmp_path):
    path = write_complete(tmp_path / "complete.gpkg")
    roads = gpd.GeoDataFrame(
        {"class": ["main"], "name": [None], "speed_kmh": [60.0]},
        geometry=[shapely.LineString([(116.80, 33.91), (116.84, 33.91)])],
        crs=4326,
    )
    pyogrio.write_dataframe(roads, path, layer="road")
    versions = MapVersions(tmp_path / "maps")
    versions.make_current(versions.add(path, "test").version)
    table = frame("village")
    table["name"] = "new"
    outcome = run_frame(table, tmp_path, versions, "village")
    assert "road" in layer_names(outcome.version.path)
    before, after = read_table(path, "road"), read_table(outcome.version.path, "road")
    assert before.columns == after.columns


def test_cameras_name_the_grid_they_now_stand_in(tmp_path):
    path = write_complete(tmp_path / "complete.gpkg")
    cameras = gpd.GeoDataFrame(
        {"camera_id": ["1", "2"], "area_code": ["old", "old"]},
        geometry=shapely.points([(116.801, 33.901), (116.839, 33.919)]),
        crs=4326,
    )
    pyogrio.write_dataframe(cameras, path, layer="camera")
    versions = MapVersions(tmp_path / "maps")
    versions.make_current(versions.add(path, "test").version)
    table = frame("grid")
    table["name"] = "new"
    outcome = run_frame(table, tmp_path, versions, "grid")
    held = read_table(outcome.version.path, "camera")
    assert held.column("area_code") == ["340604001001001", "340604002002002"]


def test_values_the_file_does_not_carry_are_kept_but_demo_values_are_not(tmp_path):
    for is_demo in (False, True):
        path = tmp_path / f"{is_demo}.gpkg"
        write_complete(path, is_demo=is_demo)
        towns = pyogrio.read_dataframe(path, layer="town")
        towns["population"] = [100, 200]
        pyogrio.write_dataframe(towns, path, layer="town")
        versions = MapVersions(tmp_path / f"maps-{is_demo}")
        versions.make_current(versions.add(path, "test").version)
        outcome = run_frame(frame("town"), tmp_path, versions, "town")
        held = read_stack(outcome.version.path).levels["town"]
        assert held.values["population"] == ([None, None] if is_demo else [100, 200])
        assert not any(held.values["is_demo"])


def handling(codes=("A-1", "A-2")):
    boxes = [
        shapely.box(116.801, 33.901, 116.825, 33.91),
        shapely.box(116.825, 33.901, 116.83, 33.91),
    ]
    return gpd.GeoDataFrame({"code": codes, "name": ["one", "two"]}, geometry=boxes, crs=4326)


def test_handling_grids_overlay_the_common_ones(tmp_path, versions):
    outcome = run_frame(handling(), tmp_path, versions, "handling", department="water")
    assert outcome.is_current, outcome.report.as_table()
    held = read_table(outcome.version.path, "handling")
    assert held.column("department") == ["water", "water"]
    assert held.column("code") == ["A-1", "A-2"]
    assert outcome.version.is_complete


def test_each_department_has_its_own_handling_grids(tmp_path, versions):
    run_frame(handling(), tmp_path, versions, "handling", department="water")
    run_frame(handling(), tmp_path, versions, "handling", department="fire")
    run_frame(handling(("B1", "B2")), tmp_path, versions, "handling", department="water")
    held = read_table(versions.current().path, "handling")
    rows = list(zip(held.column("department"), held.column("code"), strict=True))
    assert rows == [("fire", "A-1"), ("fire", "A-2"), ("water", "B1"), ("water", "B2")]


def test_handling_grids_survive_new_common_grids(tmp_path, versions):
    run_frame(handling(), tmp_path, versions, "handling", department="water")
    table = frame("grid")
    table["name"] = "new"
    outcome = run_frame(table, tmp_path, versions, "grid")
    assert len(read_table(outcome.version.path, "handling")) == 2


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda shape: affinity.scale(shape, 1.2), Kind.OVERLAP),
        (lambda shape: affinity.translate(shape, -0.01), Kind.OUTSIDE_DISTRICT),
        (lambda shape: affinity.translate(shape, -1.0), Kind.OUTSIDE_DISTRICT),
    ],
)
def test_handling_grids_must_lie_inside_and_apart(tmp_path, versions, change, kind):
    table = handling()
    shapes = table.geometry.to_numpy().copy()
    shapes[0] = change(shapes[0])
    table.geometry = shapes
    outcome = run_frame(table, tmp_path, versions, "handling", department="water")
    assert kind in outcome.report.kinds()
    assert outcome.report.errors[0].code == "A-1"
    assert outcome.version is None


def test_small_drawing_errors_of_handling_grids_are_closed_without_filling(tmp_path, versions):
    table = handling()
    shapes = table.geometry.to_numpy().copy()
    shapes[0] = shapely.box(116.801, 33.901, 116.825 + 0.5 * METRE, 33.91)
    table.geometry = shapes
    outcome = run_frame(table, tmp_path, versions, "handling", department="water")
    assert outcome.report.is_good, outcome.report.as_table()
    held = read_table(outcome.version.path, "handling").shapes
    assert shapely.area(shapely.intersection(held[0], held[1])) == 0
    assert shapely.area(held).sum() == pytest.approx(
        shapely.area(handling().geometry).sum(), rel=1e-3
    )


def test_a_duplicate_handling_code_is_refused(tmp_path, versions):
    outcome = run_frame(handling(("A", "A")), tmp_path, versions, "handling", department="water")
    assert outcome.report.kinds() == {Kind.DUPLICATE_CODE: 1}


def test_a_new_outline_that_leaves_handling_grids_outside_is_refused(tmp_path, nothing):
    for level in LEVELS[:1]:
        run_frame(frame(level), tmp_path, nothing, level)
    run_frame(handling(), tmp_path, nothing, "handling", department="water")
    smaller = frame("district")
    smaller.geometry = [affinity.scale(smaller.geometry[0], 0.8, 0.8)]
    report = run_frame(smaller, tmp_path, nothing, "district").report
    assert report.kinds() == {Kind.OUTSIDE_DISTRICT: 2}
    assert report.errors[0].code == "water/A-1"


def test_the_demo_map_takes_its_own_villages_back(tmp_path, demo_gpkg):
    versions = MapVersions(tmp_path / "maps")
    versions.make_current(versions.add(demo_gpkg, "demo").version)
    table = pyogrio.read_dataframe(demo_gpkg, layer="village")[["code", "name", "geometry"]]
    outcome = run(save(table.to_crs(4547), tmp_path / "v.shp", encoding="GBK"), versions, "village")
    assert outcome.is_current, outcome.report.as_table()
    held = read_stack(outcome.version.path).levels
    assert len(held["village"]) == 64
    for level in LEVELS:
        assert shapely.coverage_is_valid(held[level].shape)
    assert isinstance(held["grid"], Areas)
    assert np.isclose(shapely.area(held["grid"].shape).sum(), held["district"].shape[0].area)


def test_a_district_without_grids_has_villages_that_are_their_own(tmp_path, nothing):
    for level in ("district", "town"):
        assert run(save(frame(level), tmp_path / f"{level}.gpkg"), nothing, level).report.is_good
    path = save(frame("village"), tmp_path / "village.gpkg")
    outcome = run(path, nothing, "village", is_undivided=True)
    assert outcome.is_current, outcome.report.as_table()
    held = read_stack(outcome.version.path).levels
    assert held["grid"].code == [f"{code}001" for code in held["village"].code]
    assert held["grid"].name == held["village"].name


def test_a_district_of_towns_alone_is_whole_and_can_be_divided_later(tmp_path, nothing):
    run(save(frame("district"), tmp_path / "district.gpkg"), nothing, "district")
    towns = save(frame("town"), tmp_path / "town.gpkg")
    assert run(towns, nothing, "town", is_undivided=True).is_current
    assert [len(held) for held in read_stack(nothing.current().path).levels.values()] == [
        1,
        2,
        2,
        2,
    ]
    villages = save(frame("village"), tmp_path / "village.gpkg")
    assert not run(villages, nothing, "village").report.is_good
    assert run(villages, nothing, "village", is_undivided=True).is_current
    grids = save(frame("grid"), tmp_path / "grid.gpkg")
    assert run(grids, nothing, "grid").is_current
    assert len(read_stack(nothing.current().path).levels["grid"]) == 8
