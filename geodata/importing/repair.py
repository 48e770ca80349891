"""Putting single shapes right: what may be mended without guessing, and what may not."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import Shapes
from geodata.importing.report import Kind, Report, plain
from geodata.importing.rows import at, places

POLYGON, MULTI_POLYGON = 3, 6
# Two honest readings of a self-crossing border may differ by this share of the area, no more.
AMBIGUOUS_SHARE = 1e-3
METRES_PER_DEGREE = 111_000.0
_PLACE = re.compile(r"\[([-+.\deE]+) ([-+.\deE]+)\]")


def repair_shapes(
    shapes: Shapes, labels: Sequence[str], report: Report, *, rings_matter: bool = False
) -> Shapes:
    """Mend polygons in WGS 84 degrees; None where a shape cannot be used.

    Double vertices are removed, rings turned, crossing borders rebuilt with the area they
    enclose. Missing shapes, lines and points, and borders that can be read two ways
    are errors in `report`, under the row's label (its code as the file writes it). Only some
    formats say which way rings run: turned ones are reported when `rings_matter`.
    """
    mended = np.array(shapes, dtype=object)
    mended = _drop_missing(mended, labels, report)
    mended = _only_polygons(mended, labels, report)
    mended = _rebuild_invalid(mended, labels, report)
    mended = _drop_double_vertices(mended, report)
    return _turn_rings(mended, report if rings_matter else Report())


def _drop_missing(shapes: Shapes, labels: Sequence[str], report: Report) -> Shapes:
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    for row in np.flatnonzero(missing).tolist():
        report.error(
            Kind.NULL_GEOMETRY,
            f"row {row + 1} has no shape",
            "Draw it, or delete the row.",
            code=labels[row],
        )
    shapes[missing] = None
    return shapes


def _only_polygons(shapes: Shapes, labels: Sequence[str], report: Report) -> Shapes:
    kinds = shapely.get_type_id(shapes)
    there = ~shapely.is_missing(shapes)
    for row in np.flatnonzero(there & (kinds != POLYGON) & (kinds != MULTI_POLYGON)).tolist():
        polygons = _polygons_of(shapes[row])
        centre = _middle(shapes[row])
        if polygons is None:
            message = f"a {shapes[row].geom_type}, not a polygon"
            advice = "Areas are polygons: export the polygon layer."
            report.error(Kind.WRONG_GEOMETRY_TYPE, message, advice, code=labels[row], **at(centre))
        else:
            message = f"polygons taken out of a {shapes[row].geom_type}"
            report.repaired(Kind.WRONG_GEOMETRY_TYPE, message, code=labels[row], **at(centre))
        shapes[row] = polygons
    return shapes


def _polygons_of(shape: Any) -> Any:
    """The polygons in a collection as one shape, None when there are none."""
    parts = shapely.get_parts(shape)
    while (shapely.get_type_id(parts) >= MULTI_POLYGON).any():
        parts = shapely.get_parts(parts)
    polygons = parts[(shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)]
    if len(polygons) == 0:
        return None
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)


def drop_heights(shapes: Shapes, report: Report) -> Shapes:
    """The shapes in two dimensions; said once when any had more."""
    high = shapely.has_z(shapes) | shapely.has_m(shapes)
    if high.any():
        report.repaired(Kind.SIMPLIFIED_SHAPE, f"heights dropped from {high.sum()} shapes")
    return np.asarray(shapely.force_2d(shapes), dtype=object)


def _drop_double_vertices(shapes: Shapes, report: Report) -> Shapes:
    lean = shapely.remove_repeated_points(shapes)
    fewer = shapely.get_num_coordinates(lean) < shapely.get_num_coordinates(shapes)
    if fewer.any():
        report.repaired(Kind.SIMPLIFIED_SHAPE, f"double vertices removed in {fewer.sum()} shapes")
    return np.where(fewer, lean, shapes)


def drop_specks(shapes: Shapes, tolerance_m: float, report: Report) -> Shapes:
    """Shapes without holes and islands too small to be drawn: a square of the tolerance or less.

    Slivers that a dissolve or an overlay leaves; the only part of a shape always stays.
    """
    rings_of = shapely.get_num_interior_rings(shapely.get_geometry(shapes, 0))
    several = (shapely.get_num_geometries(shapes) > 1) | (rings_of > 0)
    cleaned, dropped = shapes.copy(), 0
    for row in np.flatnonzero(several | (shapely.get_type_id(shapes) == MULTI_POLYGON)).tolist():
        cleaned[row], gone = _without_specks(shapes[row], tolerance_m)
        dropped += gone
    if dropped:
        message = f"{dropped} holes and islands under {tolerance_m**2:.2g} m² dropped"
        report.repaired(Kind.SIMPLIFIED_SHAPE, message)
    return cleaned


def _without_specks(shape: Any, tolerance_m: float) -> tuple[Any, int]:
    """The shape, and how many holes and parts were dropped from it."""
    parts = shapely.get_parts(shape)
    _, south, _, north = shape.bounds
    square = METRES_PER_DEGREE**2 * float(np.cos(np.radians((south + north) / 2)))
    least = tolerance_m**2 / square
    big = shapely.area(parts) > least
    big |= ~big.any() & (shapely.area(parts) == shapely.area(parts).max())
    kept, dropped = [], int((~big).sum())
    for part in parts[big].tolist():
        shell, *holes = shapely.get_rings(part).tolist()
        open_holes = [hole for hole in holes if shapely.area(shapely.polygons(hole)) > least]
        dropped += len(holes) - len(open_holes)
        kept.append(shapely.polygons(shell, open_holes or None))
    if not dropped:
        return shape, 0
    return (kept[0] if len(kept) == 1 else shapely.multipolygons(kept)), dropped


def _rebuild_invalid(shapes: Shapes, labels: Sequence[str], report: Report) -> Shapes:
    invalid = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    for row in np.flatnonzero(invalid).tolist():
        reason = shapely.is_valid_reason(shapes[row])
        place = at(_place_in(reason, shapes[row]))
        words = plain(_PLACE.sub("", reason).lower(), 60)
        whole, wrong = _rebuilt(shapes[row])
        if wrong:
            advice = "Correct the border there in QGIS (Check validity shows it)."
            report.error(
                Kind.INVALID_GEOMETRY, f"{words}: {wrong}", advice, code=labels[row], **place
            )
        else:
            message = f"{words}: rebuilt with the area it encloses"
            report.repaired(Kind.INVALID_GEOMETRY, message, code=labels[row], **place)
        shapes[row] = whole
    return shapes


def _rebuilt(shape: Any) -> tuple[Any, str]:
    """A valid shape, or None and why it cannot be had without guessing."""
    try:
        whole = _polygons_of(shapely.make_valid(shape, method="structure", keep_collapsed=False))
        other = _polygons_of(shapely.make_valid(shape, method="linework"))
    except shapely.errors.ShapelyError as error:
        return None, plain(error)
    if whole is None or other is None or whole.area == 0:
        return None, "it encloses no area"
    if abs(whole.area - other.area) > AMBIGUOUS_SHARE * whole.area:
        return None, "what is inside can be read in two ways"
    return whole, ""


def _turn_rings(shapes: Shapes, report: Report) -> Shapes:
    turned = np.asarray(shapely.orient_polygons(shapes), dtype=object)
    moved = ~shapely.equals_exact(turned, shapes) & ~shapely.is_missing(shapes)
    if moved.any():
        report.repaired(
            Kind.SIMPLIFIED_SHAPE, f"rings turned the right way in {moved.sum()} shapes"
        )
    return turned


def _place_in(reason: str, shape: Any) -> NDArray[np.float64]:
    """The (lat, lon) a validity reason names, else the middle of the shape."""
    found = _PLACE.search(reason)
    if found is None:
        return _middle(shape)
    return np.array([float(found[2]), float(found[1])])


def _middle(shape: Any) -> NDArray[np.float64]:
    west, south, east, north = shape.bounds
    middle = np.array([(south + north) / 2, (west + east) / 2])
    return middle if np.isfinite(middle).all() else places(np.array([None], dtype=object))[0]
