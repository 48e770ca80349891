"""Bringing a file's coordinates to WGS 84, and noticing when they cannot be what they seem."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import (
    FileCrs,
    Shapes,
    file_crs,
    read_crs,
    shapes_to_wgs84,
    shift_is_unknown,
    to_wgs84,
)
from geodata.coordinates.plane import Plane, plane_of
from geodata.importing.reading.read import Source
from geodata.importing.report import Kind, Report, plain

Bounds = tuple[float, float, float, float]
"""(west, south, east, north), degrees."""

# Where a district with a GB/T 2260 code can lie, when nothing nearer is known.
CHINA: Bounds = (73.0, 3.0, 136.0, 54.0)
NEAR_DEGREES = 0.5
# Map apps shift by 100 to 1,400 m here; less may be drawing, more is something else.
_SHIFT_M = (50.0, 2500.0)


def choose_crs(
    source: Source, asked: str | None, report: Report, near: Bounds | None = None
) -> FileCrs | None:
    """The file's coordinate system, or the one asked for; None with the reason in `report`.

    Coordinates that can be no degrees are told once, for the whole file, with the systems that
    put them into the district (`near`), or into the country.
    """
    declared = source.declared_crs or _by_definition(source)
    if source.format == "table" and source.declared_crs is not None and asked is None:
        report.note(Kind.COORDINATES, f"read as {source.declared_crs}, as its heading says")
        asked, declared = source.declared_crs, None
    # GeoJSON (RFC 7946) and KML are WGS 84 by definition.
    chosen = file_crs(declared, asked)
    if (chosen is None or chosen.projection is None or not chosen.projection.is_projected) and (
        metric := _metric_systems(source.shapes, near)
    ):
        said = f"is read as {chosen.name}" if chosen else "names no system"
        message = f"coordinates in metres, but the file {said}"
        report.error(
            Kind.MISSING_CRS, message, f"Try again with --crs {' or --crs '.join(metric)}."
        )
        return None
    if source.format == "table" and asked is None:
        message = "places of a table taken as WGS 84"
        advice = "Copied from a map app they are shifted: --crs gcj02 (高德, 腾讯), bd09 (百度)."
        report.note(Kind.COORDINATES, message, advice)
    if chosen is None:
        report.error(
            Kind.MISSING_CRS,
            "the file does not say in which coordinate system it is",
            "Ask who made it and add --crs EPSG:4547 (or 4490, 3857 …), gcj02, bd09 or wgs84; "
            "a Shapefile says it in its .prj.",
        )
        return None
    if shift_is_unknown(chosen):
        report.note(
            Kind.COORDINATES,
            f"{chosen.name}: no published shift to WGS 84, places may be off by up to 100 m",
            "Have the file converted to CGCS2000 by the survey office for exact borders.",
        )
    if asked is not None and source.declared_crs is not None:
        report.note(Kind.COORDINATES, f"read as {chosen.name}, whatever the file itself says")
    return chosen


def _by_definition(source: Source) -> str | None:
    return "EPSG:4326" if source.format in ("geojson", "kml", "table") else None


def _metric_systems(shapes: Shapes, near: Bounds | None) -> list[str]:
    """EPSG codes of the systems in metres in which shapes lie in the district, likeliest first.

    CGCS2000 in Gauss-Kruger zones: eight digits of easting begin with the zone's number (3° zones
    25 to 45, 6° zones 13 to 23); six digits leave the meridian open. Empty for degrees.
    """
    coords = shapely.get_coordinates(shapes[~shapely.is_missing(shapes)])
    coords = coords[np.isfinite(coords).all(axis=1)]
    if not len(coords):
        return []
    x, y = np.median(coords, axis=0).tolist()
    if abs(x) <= 180 and abs(y) <= 180:
        return []
    around = _widened(near) if near is not None else CHINA
    if y > x and y > 13e6 and x < 13e6:
        x, y = y, x
    zone = int(x // 1e6)
    codes = [4513 + zone - 25] if 25 <= zone <= 45 else []
    codes += [4491 + zone - 13] if 13 <= zone <= 23 else []
    if 1e5 <= x < 1e6:
        codes += list(range(4534, 4555)) if near is not None else []
    codes.append(3857)
    return [f"EPSG:{code}" for code in codes if _lies_in(x, y, code, around)][:2]


def _lies_in(x: float, y: float, code: int, around: Bounds) -> bool:
    system = read_crs(f"EPSG:{code}")
    if system is None:
        return False
    point = shapes_to_wgs84(np.array([shapely.points(x, y)]), FileCrs("", system))
    return bool(_are_finite(point).all()) and _touches(point, around)


def to_place(
    source: Source,
    crs: FileCrs,
    labels: Sequence[str],
    near: Bounds | None,
    report: Report,
    *,
    is_swapped: bool = False,
) -> Shapes | None:
    """The file's shapes in WGS 84; None when they lie elsewhere altogether.

    Args:
        source: the file's content.
        crs: its system.
        labels: what each row is called in the report.
        near: bounds of the district, None when not known yet.
        report: receives errors.
        is_swapped: the file holds y before x.
    """
    raw = _swapped(source.shapes) if is_swapped else source.shapes
    finite = _are_finite(raw)
    shapes = shapes_to_wgs84(_only(raw, finite), crs)
    on_earth = finite & _are_on_earth(shapes)
    around = _widened(near) if near is not None else CHINA
    if not _touches(shapes[on_earth], around):
        if _touches(_on_earth(shapes_to_wgs84(_swapped(raw[finite]), crs)), around):
            message = "latitude and longitude (or northing and easting) look swapped"
            report.error(Kind.SWAPPED_AXES, message, "Import again with --swap-axes.")
            return None
        if on_earth.any():
            metric = _metric_systems(raw, near)
            _report_elsewhere(shapes[on_earth], around, crs, metric, report)
            return None
    for row in np.flatnonzero(~on_earth).tolist():
        missing = shapely.is_missing(source.shapes[row]) or shapely.is_empty(source.shapes[row])
        if not missing:
            message = "coordinates that are no place on Earth"
            advice = "Correct or delete that shape; if all are so, name the right --crs."
            report.error(Kind.COORDINATES, message, advice, code=labels[row])
    return _only(shapes, on_earth)


def hint_at_shift(shapes: Shapes, crs: FileCrs, district: Bounds, report: Report) -> None:
    """Say so when the file fits far better once read as GCJ-02 or BD-09."""
    if crs.shift != "wgs84" or len(shapes) == 0:
        return
    plane = plane_of(district)
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    off = {"": _off_m((west, south, east, north), district, plane)}
    for shift in ("gcj02", "bd09"):
        (low, high), (left, right) = to_wgs84(
            np.array([south, north]), np.array([west, east]), shift
        )
        off[shift] = _off_m((left, low, right, high), district, plane)
    best = min(off, key=off.__getitem__)
    if best and _SHIFT_M[0] < off[""] < _SHIFT_M[1] and off[best] < off[""] / 4:
        message = f"its borders lie {off['']:.0f} m off the district's, as {best} {off[best]:.0f} m"
        report.note(Kind.LIKELY_SHIFT, message, f"Try again with --crs {best}.")


def _off_m(bounds: Bounds, district: Bounds, plane: Plane) -> float:
    """The farthest that an edge of two bounds lies apart, metres."""
    mine, its = plane.from_lonlat(np.array([bounds, district]).reshape(2, 2, 2))
    return float(np.abs(mine - its).max())


def _only(shapes: Shapes, kept: NDArray[np.bool_]) -> Shapes:
    """The shapes with None where they are not kept."""
    some = shapes.copy()
    some[~kept] = None
    return some


def _are_finite(shapes: Shapes) -> NDArray[np.bool_]:
    """Which shapes are there, not empty and free of NaN and infinity."""
    coords, owner = shapely.get_coordinates(shapes, return_index=True)
    good: NDArray[np.bool_] = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    good[owner[~np.isfinite(coords).all(axis=1)]] = False
    return good


def _are_on_earth(shapes: Shapes) -> NDArray[np.bool_]:
    coords, owner = shapely.get_coordinates(shapes, return_index=True)
    good: NDArray[np.bool_] = ~shapely.is_missing(shapes)
    inside = (np.abs(coords[:, 0]) <= 180) & (np.abs(coords[:, 1]) <= 90)
    good[owner[~inside]] = False
    return good


def _on_earth(shapes: Shapes) -> Shapes:
    return shapes[_are_on_earth(shapes)]


def _swapped(shapes: Shapes) -> Shapes:
    return np.asarray(shapely.transform(shapes, lambda xy: xy[:, ::-1]), dtype=object)


def _widened(bounds: Bounds) -> Bounds:
    west, south, east, north = bounds
    return (
        west - NEAR_DEGREES,
        south - NEAR_DEGREES,
        east + NEAR_DEGREES,
        north + NEAR_DEGREES,
    )


def _touches(shapes: Shapes, around: Bounds) -> bool:
    return bool(shapely.intersects(shapes, shapely.box(*around)).any())


def _report_elsewhere(
    shapes: Shapes, around: Bounds, crs: FileCrs, metric: Sequence[str], report: Report
) -> None:
    west, south, east, north = shapely.total_bounds(shapes)
    lat, lon = (south + north) / 2, (west + east) / 2
    message = (
        f"the whole file lies elsewhere, around {lat:.4f}, {lon:.4f} when read as "
        f"{plain(crs.name, 60)}; the district is within {around[1]:.1f} to {around[3]:.1f} north, "
        f"{around[0]:.1f} to {around[2]:.1f} east"
    )
    advice = "Name the system it really is in with --crs, or import the right district's file."
    if metric:
        advice = f"Its coordinates fit --crs {' or --crs '.join(metric)}."
    place = {"lat": round(float(lat), 6), "lon": round(float(lon), 6)}
    report.error(Kind.OUTSIDE_DISTRICT, message, advice, **place)
