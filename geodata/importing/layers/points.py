"""House numbers and named places of a district's own: points laid over the map there is.

Nothing depends on them, so nothing has to fit: rows that cannot be used are named and left out.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from domain.maps.house_numbers import HouseNumber, read_cell, split_address, tidy
from domain.maps.upper_names import without_areas
from geodata.coordinates.crs import Shapes
from geodata.coordinates.plane import plane_of
from geodata.files.tables import read_table
from geodata.files.versions import MapVersions
from geodata.importing.fields import is_missing, read_name, tell_columns
from geodata.importing.layers.layer import replace_layer
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.place import choose_crs, to_place
from geodata.importing.reading.read import Source
from geodata.importing.repair import drop_heights
from geodata.importing.report import Kind, Report
from geodata.importing.report import plain as text
from geodata.importing.stack import read_stack
from geodata.places.locate import AreaIndex
from geodata.places.street_numbers import APART_M, NUMBER_COLUMNS, ROAD_COLUMNS, TEXT_COLUMNS

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
    if source.format == "table without places":
        advice = "Add two columns 经度 and 纬度 (or lon and lat), or one 坐标 with both."
        report.error(Kind.NULL_GEOMETRY, "no column holds places", advice)
        return None
    west, south, east, north = read_stack(base).district.bounds
    crs = choose_crs(source, order.crs, report, (west, south, east, north))
    columns = _columns(source, order, base, report)
    if crs is None or columns is None:
        return None
    labels = [f"row {row + 1}" for row in range(len(source.shapes))]
    flat = drop_heights(source.shapes, report)
    placed = Source(flat, source.columns, source.declared_crs, source.format)
    near = (west, south, east, north)
    shapes = to_place(placed, crs, labels, near, report, is_swapped=order.is_swapped)
    if shapes is None:
        return None
    kept = _usable(shapes, columns, AreaIndex.from_gpkg(base), report)
    if not len(kept):
        report.error(Kind.EMPTY_FILE, "no row can be used", "See the warnings above.")
        return None
    points = shapely.point_on_surface(shapes[kept])
    _tell_counts(columns, kept.tolist(), report)
    if order.level == "address":
        lonlat = shapely.get_coordinates(shapely.centroid(shapes[kept]))
        west, south, east, north = shapely.total_bounds(shapes[kept]).tolist()
        xy = plane_of((west, south, east, north)).from_lonlat(lonlat)
        _tell_doubles(columns, kept.tolist(), xy, report)
    data = {name: [values[row] for row in kept.tolist()] for name, values in columns.items()}
    return gpd.GeoDataFrame(data, geometry=points, crs="EPSG:4326")


def _columns(
    source: Source, order: ImportOrder, base: Path, report: Report
) -> dict[str, list[Any]] | None:
    """The fields of the level, read; None when a column is lacking."""
    if order.level == "place":
        names = column_of(source, order, "name", NAME_COLUMNS)
        if names is None:
            _say_lacking(source, "name", report)
            return None
        _tell_used(source, {"name": column_name(source, order, "name", NAME_COLUMNS)}, report)
        return {"name": [read_name(value) for value in names]}
    roads = column_of(source, order, "road", ROAD_COLUMNS)
    numbers = column_of(source, order, "number", NUMBER_COLUMNS)
    shortened = _shortener(base, order.upper_names)
    used = {
        "road": column_name(source, order, "road", ROAD_COLUMNS),
        "number": column_name(source, order, "number", NUMBER_COLUMNS),
    }
    if roads is not None and numbers is not None:
        _tell_used(source, used, report)
        names = [shortened(tidy_name(value)) for value in roads]
        houses = [None if is_missing(value) else read_cell(value) for value in numbers]
        _tell_unreadable(numbers, houses, report)
        return _addresses(names, houses)
    texts = column_of(source, order, "address", TEXT_COLUMNS)
    if texts is None:
        _say_lacking(source, "road and number, or address", report)
        return None
    text_column = column_name(source, order, "address", TEXT_COLUMNS)
    _tell_used(source, {"address": text_column}, report)
    found = [split_address(shortened(tidy_name(text)), is_from_table=True) for text in texts]
    houses = [one[1] if one else None for one in found]
    _tell_unreadable(texts, houses, report)
    return _addresses([one[0] if one else "" for one in found], houses)


def _addresses(roads: list[str], houses: list[HouseNumber | None]) -> dict[str, list[Any]]:
    return {
        "road": roads,
        "number": [one.number if one else None for one in houses],
        "label": [one.label or None if one else None for one in houses],
    }


def tidy_name(value: Any) -> str:
    """A road's name or an address as it is cut and searched: narrow, without blanks."""
    return "" if is_missing(value) else tidy(read_name(value))


def _shortener(base: Path, upper: Sequence[str]) -> Callable[[str], str]:
    """Cuts off the areas an address begins with: 安徽省淮北市烈山区宋疃镇."""
    levels = [
        [str(name or "") for name in read_table(base, level).column("name")]
        for level in ("district", "town", "village")
    ]
    district = levels[0][0] if levels[0] else ""
    return lambda text: without_areas(text, levels, district, upper)


def _tell_unreadable(cells: list[Any], houses: list[HouseNumber | None], report: Report) -> None:
    """What cannot be read is left out, counted, and shown."""
    rows = zip(cells, houses, strict=True)
    odd = [text(cell, 24) for cell, house in rows if house is None and not is_missing(cell)]
    if odd:
        shown = ", ".join(dict.fromkeys(odd[:200]))
        report.note(
            Kind.MALFORMED_VALUE,
            f"{len(odd)} house numbers cannot be read, such as {text(shown, 80)}",
            "A house number is written 12, 12号, 12-1号, 12甲 or 12号3栋; a date or a building "
            "alone is none.",
        )


def column_of(
    source: Source, order: ImportOrder, field: str, known: tuple[str, ...]
) -> list[Any] | None:
    """The cells of a field: of the column that was named, else of one of the usual names."""
    found = column_name(source, order, field, known)
    return None if found is None else source.columns[found].tolist()


def column_name(
    source: Source, order: ImportOrder, field: str, known: tuple[str, ...]
) -> str | None:
    """The column of a field: the one that was named, else one of the usual names.

    A field asked to be none (`speed_kmh=`) has no column.
    """
    by_key = {name.strip().lower(): name for name in reversed(list(source.columns))}
    if field in order.columns:
        asked = order.columns[field]
        return asked if asked in source.columns else None
    return next((by_key[name] for name in known if name in by_key), None)


def _tell_used(source: Source, found: dict[str, str | None], report: Report) -> None:
    named = {name: one for name, one in found.items() if one}
    tell_columns(source.columns, named, report, placed_by=source.placed_by)


def _say_lacking(source: Source, field: str, report: Report) -> None:
    there = ", ".join(source.columns) or "none at all"
    message = f"no column for {field}; the file has: {there}"
    report.error(Kind.MISSING_FIELD, message, "Say which one it is: --map FIELD=COLUMN.")


def _usable(
    shapes: Shapes, columns: dict[str, list[Any]], index: AreaIndex, report: Report
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The rows with a place in the district and all their fields; the others are counted."""
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    needed = [values for name, values in columns.items() if name != "label"]
    whole = np.array([all(row) for row in zip(*needed, strict=True)], dtype=bool)
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


def _tell_counts(columns: dict[str, list[Any]], rows: list[int], report: Report) -> None:
    """How many rows became what, for whoever wants to know whether all came over."""
    if "road" not in columns:
        report.note(Kind.COUNTED, f"{len(rows)} places taken over")
        return
    roads = {columns["road"][row] for row in rows}
    parts = sum(columns["label"][row] is not None for row in rows)
    of_parts = f", {parts} of them parts of a house such as 12-1" if parts else ""
    shown = text("、".join(sorted(roads)[:5]), 60)
    message = f"{len(rows)} house numbers on {len(roads)} roads taken over{of_parts}: {shown}"
    report.note(Kind.COUNTED, message)


def _tell_doubles(columns: dict[str, list[Any]], rows: list[int], xy: Any, report: Report) -> None:
    """One number at places far apart: roads of one name, or a mistake in the table."""
    first: dict[tuple[str, str], int] = {}
    odd: dict[str, None] = {}
    for place, row in enumerate(rows):
        key = columns["road"][row], str(columns["label"][row] or columns["number"][row])
        held = first.setdefault(key, place)
        if np.hypot(*(xy[place] - xy[held])) > APART_M:
            odd["".join(key)] = None
    if odd:
        message = f"{len(odd)} house numbers stand at places over {APART_M:.0f} m apart"
        advice = (
            "Roads of one name are told apart by town or village where that suffices; else the "
            "first of two doors counts."
        )
        report.note(Kind.DUPLICATE_CODE, f"{message}: {', '.join(list(odd)[:5])}", advice)
