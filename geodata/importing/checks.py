"""What must hold between areas: no overlaps, no gaps, every child inside its own parent.

Shapes are WGS 84 degrees (lon-lat); widths and areas are measured in metres on a `Plane`.
Anything narrower than the tolerance is left to `fitting`, which closes it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import Shapes
from geodata.coordinates.plane import Plane
from geodata.importing.report import Kind, Report, plain
from geodata.importing.rows import Areas, at

Tell = Callable[[float], None]
_CHUNK = 5000
CLOSER = "Move the border in QGIS with snapping on, or raise --tolerance-m if it is only drawing."


@dataclass(frozen=True, slots=True)
class Ruler:
    """Metres for shapes in degrees, and the width below which a difference is only drawing."""

    plane: Plane
    tolerance_m: float

    def wide_parts(self, shapes: Shapes) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Parts of shapes wider than the tolerance.

        Returns:
            (number of the shape, (lat, lon, area in m²)) of every wide part; shapes (n,), (n, 3).
        """
        parts, owner = shapely.get_parts(shapes, return_index=True)
        polygons = (shapely.get_dimensions(parts) == 2) & (shapely.area(parts) > 0)
        parts, owner = parts[polygons], owner[polygons]
        flat = np.asarray(shapely.transform(parts, self.plane.from_lonlat), dtype=object)
        core = shapely.buffer(flat, -self.tolerance_m / 2, join_style="mitre", quad_segs=1)
        wide = ~shapely.is_empty(core)
        inside = shapely.get_coordinates(shapely.point_on_surface(core[wide]))
        place = self.plane.to_lonlat(inside)[:, ::-1]
        return owner[wide], np.column_stack([place, shapely.area(flat[wide])])


def check_overlaps(areas: Areas, ruler: Ruler, report: Report, tell: Tell) -> None:
    """Report every pair of areas that share ground wider than the tolerance."""
    suspects = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(areas.shape)))
    shapes = areas.shape
    # Of an area inside another only the inner one is suspect, so they are held against all.
    at_suspect, second = shapely.STRtree(shapes).query(shapes[suspects], predicate="intersects")
    pairs_found = np.sort(np.column_stack([suspects[at_suspect], second]), axis=1)
    first, second = np.unique(pairs_found[pairs_found[:, 0] < pairs_found[:, 1]], axis=0).T
    for start in range(0, len(first), _CHUNK):
        tell(start / len(first))
        a, b = first[start : start + _CHUNK], second[start : start + _CHUNK]
        pairs, wide = ruler.wide_parts(shapely.intersection(shapes[a], shapes[b]))
        for pair, (lat, lon, area_m2) in zip(pairs.tolist(), wide.tolist(), strict=True):
            one, other = areas.code[a[pair]], areas.code[b[pair]]
            message = f"shares {area_m2:,.0f} m² with {plain(other, 40)}"
            report.error(
                Kind.OVERLAP, message, CLOSER, code=one, lat=round(lat, 6), lon=round(lon, 6)
            )


def report_vanished(areas: Areas, rows: Iterable[int], report: Report) -> None:
    """Report areas that fitting would swallow."""
    for row in rows:
        point = shapely.get_coordinates(shapely.point_on_surface(areas.shape[row]))[0][::-1]
        advice = "Delete the tiny area, or lower --tolerance-m."
        message = "narrower than the tolerance: its neighbours would swallow it"
        report.error(Kind.FIT, message, advice, code=areas.code[row], **at(point))


def check_parents(areas: Areas, parents: Areas, word: str, report: Report) -> NDArray[np.int64]:
    """Report orphans and childless parents.

    Returns:
        The row of each area's parent, -1 for an orphan; shape (n,).
    """
    row_of = {code: row for row, code in enumerate(parents.code)}
    rows = np.array([row_of.get(code, -1) for code in areas.parents], dtype=np.int64)
    for row in np.flatnonzero(rows < 0).tolist():
        point = shapely.get_coordinates(shapely.point_on_surface(areas.shape[row]))[0][::-1]
        message = f"its parent {plain(areas.parents[row], 24)} is not on the map"
        advice = f"Correct the {word}'s code, or import its parent first."
        report.error(Kind.ORPHAN, message, advice, code=areas.code[row], **at(point))
    for row in sorted(set(range(len(parents))) - set(rows.tolist())):
        point = shapely.get_coordinates(shapely.point_on_surface(parents.shape[row]))[0][::-1]
        message = f"{plain(parents.name[row], 30)} has no {word}"
        advice = f"Add the {word} to the file; an undivided area is one {word}."
        report.error(Kind.CHILDLESS, message, advice, code=parents.code[row], **at(point))
    return rows


def check_inside(
    areas: Areas, holders: Shapes, district: Any, ruler: Ruler, report: Report
) -> None:
    """Report areas that reach out of their holder (one per area) or out of the district."""
    out = np.flatnonzero(~shapely.covered_by(areas.shape, holders))
    beyond = shapely.difference(areas.shape[out], holders[out])
    abroad = shapely.difference(areas.shape[out], district)
    for kind, parts, words in (
        (Kind.OUTSIDE_DISTRICT, abroad, "lie outside the district"),
        (Kind.OUTSIDE_PARENT, shapely.intersection(beyond, district), "lie outside its parent"),
    ):
        rows, wide = ruler.wide_parts(parts)
        for row, (lat, lon, area_m2) in zip(out[rows].tolist(), wide.tolist(), strict=True):
            message = f"{area_m2:,.0f} m² of it {words}"
            place = {"lat": round(lat, 6), "lon": round(lon, 6)}
            report.error(kind, message, CLOSER, code=areas.code[row], **place)


def check_gaps(
    parents: Areas,
    rows: Iterable[int],
    ground: Shapes,
    ruler: Ruler,
    report: Report,
    tell: Tell,
) -> None:
    """Report ground of parents that no shape covers.

    Args:
        parents: the wider areas.
        rows: which of them to look at.
        ground: all shapes that cover something.
        ruler: metres and tolerance.
        report: receives the gaps, under the parent's code.
        tell: told the share done.
    """
    tree = shapely.STRtree(ground)
    looked_at = list(rows)
    for step, row in enumerate(looked_at):
        tell(step / len(looked_at))
        parent = parents.shape[row]
        near = ground[np.sort(tree.query(parent, predicate="intersects"))]
        left = shapely.difference(parent, _union(near))
        _, wide = ruler.wide_parts(np.array([left], dtype=object))
        for lat, lon, area_m2 in wide.tolist():
            message = f"{area_m2:,.0f} m² of {plain(parents.name[row], 30)} belong to no area"
            place = {"lat": round(lat, 6), "lon": round(lon, 6)}
            report.error(Kind.GAP, message, CLOSER, code=parents.code[row], **place)


def _union(shapes: Shapes) -> Any:
    """The union; the quick way where edges match."""
    if len(shapes) > 1 and shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)
