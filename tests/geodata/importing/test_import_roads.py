"""Roads of one's own: joined into one network, or refused with the places where they fall apart."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from domain.dispatch.units import TravelMode
from geodata.coordinates.gcj02 import wgs84_to_gcj02
from geodata.importing.layers.roads import import_roads, road_class
from geodata.importing.order import ImportOrder
from geodata.importing.report import Gravity, Kind
from geodata.roads.joins import join_roads, pieces_of
from geodata.roads.roads import RoadGraph
from tests.geodata.importing.import_kit import EAST, METRE, NORTH, SOUTH, WEST, save, with_map

MIDDLE = (SOUTH + NORTH) / 2
SHIFT = tuple(
    float(after - before)
    for after, before in zip(wgs84_to_gcj02(MIDDLE, 116.82)[::-1], (116.82, MIDDLE), strict=True)
)
# A road along the district, and one that comes down to it and ends half a metre short.
ALONG = shapely.LineString([(WEST, MIDDLE), (EAST, MIDDLE)])
DOWN = shapely.LineString([(116.82, NORTH), (116.82, MIDDLE + 0.5 * METRE)])


def roads(*lines, crs=4326, **columns):
    given = {"name": [f"路{n}" for n in range(len(lines))], "highway": ["primary"] * len(lines)}
    return gpd.GeoDataFrame(given | columns, geometry=list(lines), crs=crs)


def brought(table, tmp_path, versions, name="in.gpkg", **options):
    return import_roads(ImportOrder(save(table, tmp_path / name), "road", **options), versions)


def test_they_replace_the_roads_and_ways_follow_them(tmp_path):
    versions = with_map(tmp_path)
    outcome = brought(roads(ALONG, DOWN, oneway=["是", None]), tmp_path, versions)
    assert outcome.report.is_good and outcome.is_current
    assert outcome.report.kinds(Gravity.REPAIRED) == {Kind.FIT: 1}
    graph = RoadGraph.from_gpkg(versions.current().path)
    [seconds], [metres], [by_road] = graph.seconds_to(
        MIDDLE, EAST, [NORTH], [116.82], TravelMode.CAR
    )
    assert by_road and metres == pytest.approx(1110 + 1850, rel=0.02)
    assert seconds == pytest.approx(metres / (60 / 3.6), rel=0.01)
    _, _, [against] = graph.seconds_to(MIDDLE, WEST, [NORTH], [116.82], TravelMode.CAR)
    assert not against


def test_wrong_features_are_named_and_nothing_is_half_applied(tmp_path):
    versions = with_map(tmp_path)
    before = versions.current().version
    bad = roads(
        ALONG, shapely.Point(WEST, SOUTH), DOWN, None,
        maxspeed=["60", "60", "6000", None], oneway=["yes", None, "perhaps", None],
    )  # fmt: skip
    outcome = brought(bad, tmp_path, versions, "bad.geojson")
    found = {(one.kind, one.code) for one in outcome.report.errors}
    odd = outcome.report.kinds(Gravity.NOTE)
    assert odd[Kind.MALFORMED_VALUE] == 2  # the speed and the direction of row 3 are only noted
    assert found == {
        (Kind.WRONG_GEOMETRY_TYPE, "row 2 路1"),
        (Kind.NULL_GEOMETRY, "row 4 路3"),
    }
    assert versions.current().version == before


def test_a_network_that_falls_apart_is_refused_and_mended_by_joining_crossings(tmp_path):
    versions = with_map(tmp_path)
    across = [
        shapely.LineString([(lon, SOUTH), (lon, NORTH)]) for lon in (116.805, 116.815, 116.825)
    ]
    table = roads(ALONG, *across)
    outcome = brought(table, tmp_path, versions)
    [error] = outcome.report.errors
    assert error.kind is Kind.UNCONNECTED and "--split-crossings" in error.advice
    assert {one.lon for one in outcome.report.findings if one.lon} == {116.805, 116.815, 116.825}
    mended = brought(table, tmp_path, versions, splits_crossings=True)
    assert mended.is_current and mended.report.kinds(Gravity.REPAIRED) == {Kind.FIT: 1}


def test_what_no_car_may_use_and_what_lies_far_off_is_left_out(tmp_path):
    versions = with_map(tmp_path)
    far = shapely.LineString([(WEST + 0.3, MIDDLE), (EAST + 0.3, MIDDLE)])
    table = roads(ALONG, DOWN, far, highway=["residential", "footway", "主干路"])
    outcome = brought(table, tmp_path, versions)
    words = " ".join(one.message for one in outcome.report.findings)
    assert "1 roads over 5 km outside" in words and "1 roads for walkers only" in words
    graph = RoadGraph.from_gpkg(versions.current().path)
    assert graph.network.speeds_kmh.max() == 25


def test_shifted_coordinates_are_guessed(tmp_path):
    versions = with_map(tmp_path)
    shifted = [shapely.transform(one, lambda xy: np.add(xy, SHIFT)) for one in (ALONG, DOWN)]
    box = shapely.box(WEST, SOUTH, EAST, NORTH).exterior
    table = roads(*shifted, shapely.transform(box, lambda xy: np.add(xy, SHIFT)))
    outcome = brought(table, tmp_path, versions)
    assert Kind.LIKELY_SHIFT in outcome.report.kinds(Gravity.NOTE)


def test_roads_that_fit_those_there_are_only_when_shifted_are_guessed(tmp_path):
    versions = with_map(tmp_path)
    beyond = shapely.LineString([(WEST - 0.03, MIDDLE), (EAST + 0.03, MIDDLE)])
    assert brought(roads(beyond, DOWN), tmp_path, versions).is_current
    shifted = [shapely.transform(one, lambda xy: np.add(xy, SHIFT)) for one in (beyond, DOWN)]
    outcome = brought(roads(*shifted), tmp_path, versions)
    [hint] = [one for one in outcome.report.findings if one.kind is Kind.LIKELY_SHIFT]
    assert hint.advice == "Try again with --crs gcj02."
    other = shapely.LineString([(WEST, SOUTH), (EAST, SOUTH + 0.003)])
    again = brought(roads(other), tmp_path, versions).report.kinds(Gravity.NOTE)
    assert Kind.LIKELY_SHIFT not in again


def test_words_of_two_sources_become_three_classes():
    words = ["motorway", "primary_link", "X024县道", "次干路", "村道", None, "footway", "梦"]
    classes = ["main", "main", "secondary", "secondary", "local", "local", "foot", None]
    assert [road_class(word) for word in words] == classes


def test_ends_join_vertices_and_ways_and_pieces_are_counted():
    lines = np.array(
        [
            shapely.LineString([(0, 0), (100, 0)]),
            shapely.LineString([(50, 0.4), (50, 80)]),
            shapely.LineString([(100.5, 0.2), (100, 90)]),
            shapely.LineString([(300, 0), (300, 10)]),
        ],
        dtype=object,
    )
    joined = join_roads(lines, 1.0)
    assert joined.ends == 2
    pieces = pieces_of(joined.lines)
    assert pieces.of_line.tolist() == [0, 0, 0, 1]
