"""House numbers and named places of a district's own: points laid over the map there is.

Nothing depends on them, so nothing has to fit: rows that cannot be used are named and left out.
"""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from domain.desk.place_names import as_address, plain
from geodata.coordinates.crs import Shapes
from geodata.files.versions import MapVersions
from geodata.importing.fields import is_missing, read_name
from geodata.importing.layer import replace_layer
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.place import choose_crs, to_place
from geodata.importing.read import Source
from geodata.importing.repair import drop_heights
from geodata.importing.report import Kind, Report
from geodata.places.locate import AreaIndex
from geodata.places.street_numbers import NUMBER_COLUMNS, ROAD_COLUMNS, TEXT_COLUMNS, whole_number

# The layers that may be imported, and the fields of each.
POINT_LEVELS = ("address", "place")
POINT_FIELDS = {"address": ("road", "number", "address"), "place": ("name",)}
NAME_COLUMNS = ("name", "名称", "mc", "地名", "title")


def import_points(order: ImportOrder, versions: MapVersions, *, dry_run: bool = False) -> Outcome:
    """Replace the house numbers, or the named places, of the current map.

    Args:
        order: what and how; its level is one of `POINT_LEVELS`.
        versions: the maps folder.
        dry_run: check everything, write nothing.

    Raises:
        MapsError, MapError: the maps folder or the map in it is damaged.
        OSError: the new version cannot be written.
    """
    return replace_layer(order, versions, _rows, dry_run=dry_run)


def _rows(source: Source, order: ImportOrder, base: Path, report: Report) -> Any:
    """The rows that can be used, as a frame; None when there is nothing to go on with."""
    crs = choose_crs(source, order.crs, report)
    columns = _columns(source, order, report)
    if crs is None or columns is None:
        return None
    labels = [f"row {row + 1}" for row in range(len(source.shapes))]
    flat = drop_heights(source.shapes, report)
    placed = Source(flat, source.columns, source.declared_crs, source.format)
    shapes = to_place(placed, crs, labels, None, report, is_swapped=order.is_swapped)
    if shapes is None:
        return None
    kept = _usable(shapes, columns, AreaIndex.from_gpkg(base), report)
    if not len(kept):
        report.error(Kind.EMPTY_FILE, "no row can be used", "See the warnings above.")
        return None
    points = shapely.point_on_surface(shapes[kept])
    data = {name: [values[row] for row in kept.tolist()] for name, values in columns.items()}
    return gpd.GeoDataFrame(data, geometry=points, crs="EPSG:4326")


def _columns(source: Source, order: ImportOrder, report: Report) -> dict[str, list[Any]] | None:
    """The fields of the level, read; None when a column is lacking."""
    if order.level == "place":
        names = column_of(source, order, "name", NAME_COLUMNS)
        if names is None:
            _say_lacking(source, "name", report)
            return None
        return {"name": [read_name(value) for value in names]}
    roads = column_of(source, order, "road", ROAD_COLUMNS)
    numbers = column_of(source, order, "number", NUMBER_COLUMNS)
    if roads is not None and numbers is not None:
        return {
            "road": [read_name(value) for value in roads],
            "number": [None if is_missing(value) else whole_number(value) for value in numbers],
        }
    texts = column_of(source, order, "address", TEXT_COLUMNS)
    if texts is None:
        _say_lacking(source, "road and number, or address", report)
        return None
    found = [as_address(plain(read_name(text))) for text in texts]
    return {
        "road": [one.road if one else "" for one in found],
        "number": [one.number if one else None for one in found],
    }


def column_of(
    source: Source, order: ImportOrder, field: str, known: tuple[str, ...]
) -> list[Any] | None:
    """The cells of a field: of the column that was named, else of one of the usual names."""
    by_key = {name.strip().lower(): name for name in reversed(list(source.columns))}
    asked = order.columns.get(field)
    wanted = [asked] if asked else [by_key.get(name) for name in known]
    found = next((name for name in wanted if name in source.columns), None)
    return None if found is None else source.columns[found].tolist()


def _say_lacking(source: Source, field: str, report: Report) -> None:
    there = ", ".join(source.columns) or "none at all"
    message = f"no column for {field}; the file has: {there}"
    report.error(Kind.MISSING_FIELD, message, "Say which one it is: --map FIELD=COLUMN.")


def _usable(
    shapes: Shapes, columns: dict[str, list[Any]], index: AreaIndex, report: Report
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The rows with a place in the district and all their fields; the others are counted."""
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    whole = np.array([all(row) for row in zip(*columns.values(), strict=True)], dtype=bool)
    rows = np.flatnonzero(there & whole)
    lonlat = shapely.get_coordinates(shapely.point_on_surface(shapes[rows]))
    inside = index.indexes_at(lonlat[:, 1], lonlat[:, 0]) >= 0
    for count, words in (
        (int((~there).sum()), "without a place"),
        (int((there & ~whole).sum()), "without a name or number"),
        (int((~inside).sum()), "outside the district"),
    ):
        if count:
            report.note(Kind.SKIPPED, f"{count} rows {words} left out")
    return rows[inside]
