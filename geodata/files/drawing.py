"""Layers as the browser draws them: small GeoJSON whose shared edges stay shared."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.maps.areas import Level
from geodata.files.tables import Table, read_table

LEVELS = (
    "district",
    "neighbour",
    "town",
    "village",
    "grid",
    "road",
    "water",
    "hill",
    "camera",
)
PROPERTIES: dict[str, tuple[str, ...]] = {
    "district": ("code", "name"),
    "neighbour": ("code", "name"),
    "town": ("code", "name"),
    "village": ("code", "name", "is_urban"),
    "grid": ("code", "name", "is_urban", "vacant_since", "is_demo"),
    "road": ("class", "name"),
    "water": ("kind", "name", "width_m"),
    "hill": ("kind", "name", "height_m"),
    "camera": ("camera_id", "name", "class", "area_code", "is_demo"),
}
DECIMALS = 5
METRE = 1 / 111_000
AREA_TOLERANCE = 12 * METRE
LINE_TOLERANCE = 8 * METRE
HILL_TOLERANCE = 15 * METRE

Layer = tuple[list[dict[str, Any]], NDArray[Any]]


def layer_geojson(gpkg: Path, level: str) -> bytes:
    """A layer as compact GeoJSON (UTF-8, lon-lat, 5 decimals: about a metre).

    Areas are simplified together, all levels alike, so that edges drawn twice coincide; roads
    are joined to long lines per class and name. A layer the map lacks is an empty collection.

    Raises:
        KeyError: `level` is none of LEVELS.
        MapError: the file cannot be read.
    """
    rows, shapes = _layer(Path(gpkg), level)
    return _collection(rows, shapes)


def _layer(gpkg: Path, level: str) -> Layer:
    names = PROPERTIES[level]
    if level in set(Level):
        return _drawn_areas(gpkg, gpkg.stat().st_mtime_ns if gpkg.exists() else 0)[level]
    table = read_table(gpkg, level)
    rows = _rows(table, names)
    if level == "road":
        return _long_lines(rows, table.shapes)
    if level == "neighbour":
        return rows, _simpler_coverage(table.shapes)
    tolerance = HILL_TOLERANCE if level == "hill" else LINE_TOLERANCE
    return rows, shapely.simplify(table.shapes, tolerance)


def _rows(table: Table, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The wanted properties of each row, without those that are null."""
    columns = {name: table.column(name) for name in names}
    for claim in {"is_urban", "is_demo"} & columns.keys():
        columns[claim] = [None if v is None else bool(v) for v in columns[claim]]
    return [
        {name: values[row] for name, values in columns.items() if values[row] is not None}
        for row in range(len(table))
    ]


@lru_cache(maxsize=2)
def _drawn_areas(gpkg: Path, _changed_ns: int) -> dict[str, Layer]:
    """All area levels simplified; a wider level is the union of the narrower where they agree."""
    layers: dict[str, Layer] = {}
    finer: tuple[list[str], NDArray[Any], NDArray[Any]] | None = None
    for level in reversed(list(Level)):
        table = read_table(gpkg, level.value)
        codes = [str(code) for code in table.column("code")]
        drawn = _united(codes, table.shapes, finer)
        if drawn is None:
            drawn = _simpler_coverage(table.shapes)
        layers[level.value] = (_rows(table, PROPERTIES[level.value]), drawn)
        if len(table):
            finer = (codes, table.shapes, drawn)
    return layers


def _united(
    codes: list[str],
    shapes: NDArray[Any],
    finer: tuple[list[str], NDArray[Any], NDArray[Any]] | None,
) -> NDArray[Any] | None:
    """Shapes made of the already simplified children; None when those do not add up to them."""
    if finer is None:
        return None
    finer_codes, finer_shapes, finer_drawn = finer
    areas = shapely.area(finer_shapes)
    united = []
    for code, shape in zip(codes, shapes.tolist(), strict=True):
        inside = [index for index, child in enumerate(finer_codes) if child.startswith(code)]
        if not inside or abs(areas[inside].sum() / shape.area - 1) > 1e-6:
            return None
        united.append(shapely.coverage_union_all(finer_drawn[inside]))
    return np.array(united, dtype=object)


def _simpler_coverage(shapes: NDArray[Any]) -> NDArray[Any]:
    """Touching areas simplified together; one that would break keeps its shape."""
    if not len(shapes):
        return shapes
    simpler = shapely.coverage_simplify(shapes, AREA_TOLERANCE)
    sound = shapely.is_valid(simpler) & ~shapely.is_empty(simpler)
    return np.where(sound, simpler, shapes)


def _long_lines(rows: list[dict[str, Any]], lines: NDArray[Any]) -> Layer:
    """Edges of one class and name joined end to end, then simplified."""
    groups: dict[tuple[str, str], list[int]] = {}
    for index, row in enumerate(rows):
        groups.setdefault((row.get("class", "local"), row.get("name", "")), []).append(index)
    merged_rows, merged = [], []
    for (kind, name), members in sorted(groups.items()):
        shape = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(lines[members])))
        about = {"class": kind} | ({"name": name} if name else {})
        merged_rows.append(about)
        merged.append(shapely.simplify(shape, LINE_TOLERANCE))
    return merged_rows, np.array(merged, dtype=object)


def _rounded(shapes: NDArray[Any]) -> NDArray[Any]:
    """Shapes on the grain of the drawing; what is smaller than it is left out, never refused.

    A shape of which nothing would be left keeps its own coordinates.
    """
    rounded = shapely.transform(shapes, lambda lonlat: np.round(lonlat, DECIMALS))
    try:
        return np.asarray(shapely.remove_repeated_points(rounded), dtype=object)
    except shapely.errors.GEOSException:  # rings or lines that collapse: one shape at a time
        pairs = zip(shapes.tolist(), rounded.tolist(), strict=True)
        return np.array([_without_collapsed(own, drawn) for own, drawn in pairs], dtype=object)


def _without_collapsed(own: Any, drawn: Any) -> Any:
    """A rounded shape without the rings, parts and lines of which only a point or line is left."""
    parts = [_sound_part(part) for part in shapely.get_parts(drawn).tolist()]
    left = [part for part in parts if part is not None]
    if not left:
        return own
    if len(left) == 1:
        return left[0]
    make = {0: shapely.multipoints, 1: shapely.multilinestrings, 2: shapely.multipolygons}
    return make[int(shapely.get_dimensions(left[0]))](left)


def _sound_part(part: Any) -> Any:
    """A point, line or polygon without what has collapsed in it; None when that is all of it."""
    kind = shapely.get_dimensions(part)
    if kind < 1:
        return part
    if kind == 1:
        coords = _distinct(shapely.get_coordinates(part))
        return shapely.linestrings(coords) if len(coords) > 1 else None
    shell, *holes = (_distinct(shapely.get_coordinates(ring)) for ring in shapely.get_rings(part))
    if not _encloses(shell):
        return None
    return shapely.polygons(shell, [hole for hole in holes if _encloses(hole)] or None)


def _distinct(coords: NDArray[np.float64]) -> NDArray[np.float64]:
    """Coordinates without those that repeat the one before."""
    moved = np.append(True, (coords[1:] != coords[:-1]).any(axis=1))
    distinct: NDArray[np.float64] = coords[moved]
    return distinct


def _encloses(ring: NDArray[np.float64]) -> bool:
    return len(ring) >= 4 and shapely.area(shapely.polygons(ring)) > 0


def _collection(rows: list[dict[str, Any]], shapes: NDArray[Any]) -> bytes:
    rounded = _rounded(shapes)
    features = [
        '{"type":"Feature","properties":'
        + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        + f',"geometry":{geometry}}}'
        for row, geometry in zip(rows, shapely.to_geojson(rounded).tolist(), strict=True)
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()
