"""Properties of checking and fitting, on random mosaics."""

from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from geodata.coordinates.plane import plane_of
from geodata.importing.checks import Ruler, check_gaps, check_overlaps
from geodata.importing.fitting import Nest, fit, unite
from geodata.importing.report import Kind, Report
from geodata.importing.rows import Areas, merge_parts

BOX = (116.80, 33.90, 116.84, 33.92)
PLANE = plane_of(BOX)
METRE = 1 / 111_000
some = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
seeds = st.integers(0, 2**32 - 1)


def mosaic(rng, count=12):
    """Random cells that fill the box exactly."""
    points = rng.uniform(BOX[:2], BOX[2:], (count, 2))
    whole = shapely.box(*BOX)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=whole)
    )
    # On the grid a cell may come with a line where it is thinner than a grid step.
    cells = shapely.get_parts(shapely.intersection(cells, whole, grid_size=1e-7))
    return np.asarray(shapely.coverage_clean(cells[shapely.area(cells) > 0]), dtype=object)


def drawn_badly(cells, rng, off_m):
    """Every cell redrawn on its own, each corner up to `off_m` off."""
    redrawn = []
    for cell in cells:
        corners = shapely.get_coordinates(shapely.segmentize(cell, rng.uniform(1e-3, 1e-2)))[:-1]
        off = rng.uniform(-off_m, off_m, corners.shape) * METRE / np.sqrt(2)
        redrawn.append(shapely.make_valid(shapely.Polygon(corners + off)))
    return np.array(redrawn, dtype=object)


def areas(shapes):
    codes = [f"{number:03}" for number in range(len(shapes))]
    return Areas(codes, codes, np.asarray(shapes, dtype=object))


@some
@given(seeds)
def test_fitting_makes_an_exact_mosaic_of_a_bad_drawing(seed):
    rng = np.random.default_rng(seed)
    cells = mosaic(rng)
    parents = np.array([shapely.box(*BOX)], dtype=object)
    rows = np.zeros(len(cells), dtype=np.int64)
    bad = drawn_badly(cells, rng, 0.4)
    fitted = fit(Nest(bad, parents, rows), PLANE, 1.0)
    assert shapely.is_valid(fitted).all()
    assert shapely.coverage_is_valid(fitted)
    assert shapely.equals(unite(fitted, rows, 1)[0], shapely.set_precision(parents[0], 1e-7))
    flat, drawn = (shapely.transform(shapes, PLANE.from_lonlat) for shapes in (fitted, bad))
    # A pointed corner may lose a little more than the tolerance at its tip.
    assert (shapely.hausdorff_distance(flat, drawn) < 1.5).all()


@some
@example(34901)
@given(seeds)
def test_fitting_twice_changes_nothing_more(seed):
    rng = np.random.default_rng(seed)
    cells = mosaic(rng)
    parents = np.array([shapely.box(*BOX)], dtype=object)
    rows = np.zeros(len(cells), dtype=np.int64)
    once = fit(Nest(drawn_badly(cells, rng, 0.4), parents, rows), PLANE, 1.0)
    united = unite(once, rows, 1)
    assert shapely.equals_exact(fit(Nest(once, united, rows), PLANE, 1.0), once).all()


@some
@given(seeds)
def test_close_vertices_along_a_curve_are_not_swept_together(seed):
    """A border of vertices 0.6 m apart, each within the tolerance of the next, keeps its course."""
    rng = np.random.default_rng(seed)
    west, south, east, north = 116.80, 33.90, 116.801, 33.901
    lat = np.arange(south, north, 0.6 * METRE)
    bend = 116.8005 + 0.0002 * np.sin(np.linspace(0, rng.uniform(2, 6), len(lat)))
    border = np.column_stack([bend, lat])
    border[-1, 1] = north
    beside = border + np.array([0.3 * METRE, 0.0])
    left = shapely.Polygon([(west, south), *border.tolist(), (west, north)])
    right = shapely.Polygon([(east, south), *beside.tolist(), (east, north)])
    nest = Nest(
        np.array([left, right], dtype=object),
        np.array([shapely.box(west, south, east, north)], dtype=object),
        np.zeros(2, dtype=np.int64),
    )
    fitted = fit(nest, PLANE, 1.0)
    flat, drawn = (
        shapely.transform(shapes, PLANE.from_lonlat) for shapes in (fitted, nest.children)
    )
    assert (shapely.hausdorff_distance(flat, drawn) < 1.1).all()


def test_a_sliver_along_many_areas_is_shared_among_them():
    xs = np.linspace(116.80, 116.84, 21)
    cells = [shapely.box(a, 33.90, b, 33.92 - 0.5 * METRE) for a, b in pairwise(xs)]
    cells = np.array(cells, dtype=object)
    parents = np.array([shapely.box(*BOX)], dtype=object)
    rows = np.zeros(len(cells), dtype=np.int64)
    fitted = fit(Nest(cells, parents, rows), PLANE, 1.0)
    flat, drawn = (shapely.transform(shapes, PLANE.from_lonlat) for shapes in (fitted, cells))
    assert shapely.coverage_is_valid(fitted)
    assert (shapely.hausdorff_distance(flat, drawn) < 0.6).all()


def test_a_sliver_between_two_rows_of_areas_is_shared_among_them():
    low, high = np.linspace(116.80, 116.84, 21), np.linspace(116.80, 116.84, 18)
    cells = [shapely.box(a, 33.90, b, 33.91 - 0.5 * METRE) for a, b in pairwise(low)]
    cells += [shapely.box(a, 33.91, b, 33.92) for a, b in pairwise(high)]
    nest = Nest(
        np.array(cells, dtype=object),
        np.array([shapely.box(*BOX)], dtype=object),
        np.zeros(len(cells), dtype=np.int64),
    )
    fitted = fit(nest, PLANE, 1.0)
    flat, drawn = (
        shapely.transform(shapes, PLANE.from_lonlat) for shapes in (fitted, nest.children)
    )
    assert shapely.coverage_is_valid(fitted)
    assert (shapely.hausdorff_distance(flat, drawn) < 0.6).all()


@some
@given(seeds)
def test_corners_drawn_apart_become_one(seed):
    rng = np.random.default_rng(seed)
    cells = mosaic(rng)
    corners = np.unique(PLANE.from_lonlat(shapely.get_coordinates(cells)).round(3), axis=0)
    assume(not cKDTree(corners).query_pairs(5.0))
    bad = []
    for cell in cells:
        corners = shapely.get_coordinates(cell)[:-1]
        bad.append(shapely.Polygon(corners + rng.uniform(-0.2, 0.2, corners.shape) * METRE))
    parents = np.array([shapely.coverage_union_all(cells)], dtype=object)
    nest = Nest(np.array(bad, dtype=object), parents, np.zeros(len(cells), dtype=np.int64))
    fitted = fit(nest, PLANE, 1.0)
    many = len(np.unique(shapely.get_coordinates(cells).round(9), axis=0))
    assert len(np.unique(shapely.get_coordinates(fitted).round(9), axis=0)) == many


@some
@given(seeds)
def test_fitting_keeps_children_in_their_own_parents(seed):
    rng = np.random.default_rng(seed)
    halves = [shapely.box(116.80, 33.90, 116.82, 33.92), shapely.box(116.82, 33.90, 116.84, 33.92)]
    parents = np.array(halves, dtype=object)
    cells = mosaic(rng)
    pieces = [shapely.intersection(cells, half) for half in halves]
    # A piece narrower than the tolerance may vanish, and is refused then.
    kept = [piece[~shapely.is_empty(shapely.buffer(piece, -METRE))] for piece in pieces]
    rows = np.repeat([0, 1], [len(part) for part in kept])
    children = drawn_badly(np.concatenate(kept), rng, 0.3)
    fitted = fit(Nest(children, parents, rows), PLANE, 1.0)
    assert shapely.coverage_is_valid(fitted)
    assert shapely.equals(unite(fitted, rows, 2), shapely.set_precision(parents, 1e-7)).all()


@some
@given(seeds, st.floats(0.0, 60.0))
def test_overlaps_are_those_that_brute_force_finds(seed, off_m):
    rng = np.random.default_rng(seed)
    shapes = drawn_badly(mosaic(rng), rng, off_m)
    report = Report()
    check_overlaps(areas(shapes), Ruler(PLANE, 1.0), report, lambda share: None)
    told = {(f.code, f.message.rsplit(" ", 1)[1]) for f in report.errors}
    flat = shapely.transform(shapes, PLANE.from_lonlat)
    wide = {
        (f"{a:03}", f"{b:03}")
        for a, b in combinations(range(len(shapes)), 2)
        if not shapely.is_empty(
            shapely.buffer(
                shapely.intersection(flat[a], flat[b]), -0.5, join_style="mitre", quad_segs=1
            )
        )
    }
    # On a hair's breadth the two ways of measuring may differ.
    assert len(told ^ wide) <= 1


@some
@given(seeds, st.data())
def test_a_missing_cell_is_a_gap_of_its_own_size(seed, data):
    cells = mosaic(np.random.default_rng(seed))
    lost = data.draw(st.integers(0, len(cells) - 1))
    size = shapely.area(shapely.transform(cells[lost], PLANE.from_lonlat))
    if size < 1000:
        return
    report = Report()
    ground = np.delete(cells, lost)
    whole = Areas(["340604"], ["box"], np.array([shapely.box(*BOX)], dtype=object))
    check_gaps(whole, [0], ground, Ruler(PLANE, 1.0), report, lambda share: None)
    [finding] = report.errors
    assert finding.kind is Kind.GAP
    assert float(finding.message.split(" m²")[0].replace(",", "")) == pytest.approx(size, abs=5)
    assert shapely.contains_xy(shapely.buffer(cells[lost], METRE), finding.lon, finding.lat)


def test_a_sound_mosaic_has_no_findings():
    cells = mosaic(np.random.default_rng(7), 60)
    report = Report()
    check_overlaps(areas(cells), Ruler(PLANE, 1.0), report, lambda share: None)
    assert not report.findings


def test_joining_parts_keeps_the_rows_in_order():
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6), shapely.box(1, 0, 2, 1)]
    joined = merge_parts(Areas(["b", "a", "b"], ["n", "m", "n"], np.array(shapes)), Report())
    assert joined.code == ["b", "a"]
    assert shapely.equals(joined.shape[0], shapely.box(0, 0, 2, 1))
