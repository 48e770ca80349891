"""Roads of a district's own: lines with names and classes in place of the demo's, all or nothing.

Source: docs/importing-maps.md, docs/decisions/0064-roads-of-ones-own.md
"""

import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.crs import FileCrs, Shapes, to_wgs84
from geodata.coordinates.plane import plane_of
from geodata.files.tables import read_table
from geodata.files.versions import MapVersions
from geodata.importing.fields import is_missing, read_name
from geodata.importing.layer import replace_layer
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.place import Bounds, choose_crs, hint_at_shift, to_place
from geodata.importing.points import column_of
from geodata.importing.read import Source
from geodata.importing.repair import drop_heights
from geodata.importing.report import Kind, Report, plain
from geodata.importing.stack import read_stack
from geodata.roads.joins import join_roads, pieces_of

ROAD_LEVEL = "road"
ROAD_FIELDS = {ROAD_LEVEL: ("name", "class", "speed_kmh", "oneway")}
_COLUMNS = {
    "name": ("name", "名称", "路名", "道路名称", "mc", "roadname"),
    "class": ("class", "fclass", "highway", "道路等级", "等级", "类型", "type"),
    "speed_kmh": ("speed_kmh", "maxspeed", "限速", "speed"),
    "oneway": ("oneway", "单行", "单行线"),
}
# Words of OpenStreetMap and of Chinese surveys for our three classes.
_CLASSES = {
    "main": ("main", "motorway", "trunk", "primary", "高速", "国道", "省道", "快速", "主干"),
    "secondary": ("secondary", "tertiary", "县道", "次干", "乡道"),
    "local": (
        *("local", "residential", "unclassified", "service", "living_street", "track", "road"),
        *("支路", "村道", "村路", "巷", "街坊", "内部"),
    ),
}
# Where no car goes: a network of these would drive cars along them.
_ON_FOOT = {"footway", "path", "steps", "cycleway", "pedestrian", "bridleway", "corridor"}
_ONEWAY = {"yes", "no", "true", "false", "1", "0", "-1", "t", "f", "b", "forward", "backward"}
_CHINESE_ONEWAY = {"是": "yes", "否": "no", "单行": "yes", "双行": "no", "双向": "no"}
NEAR_M = 5_000.0
# Less of the network than this in one piece is a drawing, not a network.
LEAST_IN_ONE_PIECE = 0.8
FASTEST_KMH = 200.0
# Of the file's vertices so many are compared with the roads there are; less apart is drawing.
SAMPLED, LEAST_OFF_M = 500, 40.0


def import_roads(order: ImportOrder, versions: MapVersions, *, dry_run: bool = False) -> Outcome:
    """Replace the roads of the current map; travel times follow from the next adoption on.

    Args:
        order: what and how; its level is `ROAD_LEVEL`.
        versions: the maps folder.
        dry_run: check everything, write nothing.

    Raises:
        MapsError, MapError: the maps folder or the map in it is damaged.
        OSError: the new version cannot be written.
    """
    return replace_layer(order, versions, _frame, dry_run=dry_run)


def _frame(source: Source, order: ImportOrder, base: Path, report: Report) -> Any:
    """The new layer; None when there is nothing to go on with."""
    crs = choose_crs(source, order.crs, report)
    if crs is None:
        return None
    values = _values(source, order, report)
    labels = [_label(row, name) for row, name in enumerate(values["name"])]
    flat = drop_heights(source.shapes, report)
    placed = Source(flat, source.columns, source.declared_crs, source.format)
    west, south, east, north = read_stack(base).district.bounds
    bounds = (west, south, east, north)
    shapes = to_place(placed, crs, labels, bounds, report, is_swapped=order.is_swapped)
    if shapes is None:
        return None
    _check_lines(source.shapes, labels, report)
    if crs.shift == "wgs84":
        _hint_at_present(shapes, base, bounds, report)
    lines, row = _near(shapes, values["class"], bounds, crs, report)
    if not report.is_good or not len(lines):
        return None
    lines = _joined(lines, bounds, order, report)
    data = {name: [column[at] for at in row.tolist()] for name, column in values.items()}
    return gpd.GeoDataFrame(data, geometry=lines, crs="EPSG:4326")


def _label(row: int, name: str) -> str:
    return f"row {row + 1} {name}".strip()


# fields ------------------------------------------------------------------------------------


def _values(source: Source, order: ImportOrder, report: Report) -> dict[str, list[Any]]:
    """Name, class, speed and direction of each row; cells that cannot be read are errors."""
    count = len(source.shapes)
    found = {field: column_of(source, order, field, _COLUMNS[field]) for field in _COLUMNS}
    names = [read_name(value) for value in found["name"] or [None] * count]
    if found["name"] is None:
        report.note(Kind.MISSING_FIELD, "no column of names: roads will not be found by name")
    classes = [road_class(value) for value in found["class"] or [None] * count]
    if found["class"] is None:
        message = "no column of classes: every road is taken as local (25 km/h)"
        report.note(Kind.MISSING_FIELD, message, "Name it with --map class=COLUMN.")
    elif strange := {plain(v, 24) for v in found["class"] if road_class(v) is None}:
        shown = ", ".join(sorted(strange)[:6])
        report.note(Kind.MALFORMED_VALUE, f"classes taken as local: {shown}")
    speeds, oneways = found["speed_kmh"] or [None] * count, found["oneway"] or [None] * count
    return {
        "class": [one or "local" for one in classes],
        "name": [name or None for name in names],
        "speed_kmh": [_speed(v, _label(row, names[row]), report) for row, v in enumerate(speeds)],
        "oneway": [_oneway(v, _label(row, names[row]), report) for row, v in enumerate(oneways)],
    }


def road_class(value: object) -> str | None:
    """Our class for a source's word; `foot` where no car goes, None where the word is unknown."""
    if is_missing(value):
        return "local"
    word = str(value).strip().lower().removesuffix("_link")
    if word in _ON_FOOT:
        return "foot"
    for name, known in _CLASSES.items():
        if any(one == word or (not one.isascii() and one in word) for one in known):
            return name
    return None


def _speed(value: object, label: str, report: Report) -> float | None:
    """A limit in km/h; None where there is none, and the class decides."""
    if is_missing(value) or str(value).strip().lower() in {"", "0", "0.0", "none", "signals"}:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:km/h|kmh)?", str(value).strip().lower())
    if found and 0 < float(found[1]) <= FASTEST_KMH:
        return float(found[1])
    message = f"speed {plain(value, 24)} is no number of km/h up to {FASTEST_KMH:.0f}"
    report.error(Kind.MALFORMED_VALUE, message, "Correct the cell, or empty it.", code=label)
    return None


def _oneway(value: object, label: str, report: Report) -> str | None:
    if is_missing(value):
        return None
    word = str(value).strip().lower().removesuffix(".0")
    word = _CHINESE_ONEWAY.get(word, word)
    if word in _ONEWAY:
        return {"b": "no", "f": "yes", "t": "-1"}.get(word, word)
    message = f"direction {plain(value, 24)} is not known"
    report.error(Kind.MALFORMED_VALUE, message, "Write yes, no or -1.", code=label)
    return None


# shapes ------------------------------------------------------------------------------------


def _check_lines(shapes: Shapes, labels: list[str], report: Report) -> None:
    """Every row is a line: nothing is left out silently."""
    kinds = shapely.get_type_id(shapes)
    gone = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    for row in np.flatnonzero(gone).tolist():
        report.error(Kind.NULL_GEOMETRY, "no line", "Draw it, or delete the row.", code=labels[row])
    for row in np.flatnonzero(~gone & ~np.isin(kinds, (1, 5))).tolist():
        word = shapes[row].geom_type
        advice = "A road is a line; areas and points belong into other layers."
        report.error(Kind.WRONG_GEOMETRY_TYPE, f"{word}, not a line", advice, code=labels[row])


def _near(
    shapes: Shapes, classes: list[str], bounds: Bounds, crs: FileCrs, report: Report
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Simple lines in and round the district where cars may go, and the row of each."""
    there = ~shapely.is_missing(shapes)
    plane = plane_of(bounds)
    north, east = plane.metres_per_degree
    around = shapely.box(
        bounds[0] - NEAR_M / east,
        bounds[1] - NEAR_M / north,
        bounds[2] + NEAR_M / east,
        bounds[3] + NEAR_M / north,
    )
    near = there & shapely.intersects(shapes, around)
    on_foot = np.array(classes, dtype=object) == "foot"
    hint_at_shift(shapes[near], crs, bounds, report)
    for count, words in (
        (int((there & ~near).sum()), f"over {NEAR_M / 1000:.0f} km outside the district"),
        (int((near & on_foot).sum()), "for walkers only"),
    ):
        if count:
            report.note(Kind.SKIPPED, f"{count} roads {words} left out")
    row = np.flatnonzero(near & ~on_foot)
    parts, owner = shapely.get_parts(shapes[row], return_index=True)
    long = shapely.length(parts) > 0
    if not long.all():
        report.repaired(Kind.INVALID_GEOMETRY, f"{int((~long).sum())} lines without length dropped")
    if not long.any() and report.is_good:
        report.error(Kind.EMPTY_FILE, "no road can be used", "See the notes above.")
    return np.asarray(parts[long], dtype=object), row[owner[long]]


def _hint_at_present(shapes: Shapes, base: Path, bounds: Bounds, report: Report) -> None:
    """Say so when the file fits the roads there are far better once read as GCJ-02 or BD-09.

    A network reaches beyond the district, so its edges tell less than those of areas do. Roads
    that are quite other ones fit in no system, and nothing is said.
    """
    held, plane = read_table(base, ROAD_LEVEL).shapes, plane_of(bounds)
    drawn = shapely.get_coordinates(shapes[~shapely.is_missing(shapes)])
    if not len(held) or not len(drawn):
        return
    some = drawn[:: max(1, len(drawn) // SAMPLED)]
    tree = shapely.STRtree(shapely.transform(held, plane.from_lonlat))

    def off_m(lonlat: Any) -> float:
        points = shapely.points(plane.from_lonlat(lonlat))
        _, metres = tree.query_nearest(points, return_distance=True, all_matches=False)
        return float(np.median(metres))

    plainly = off_m(some)
    for shift in ("gcj02", "bd09"):
        lat, lon = to_wgs84(some[:, 1], some[:, 0], shift)
        shifted = off_m(np.column_stack([lon, lat]))
        if plainly > LEAST_OFF_M and shifted < plainly / 4:
            message = f"it lies {plainly:.0f} m off the roads there are, as {shift} {shifted:.0f} m"
            report.note(Kind.LIKELY_SHIFT, message, f"Try again with --crs {shift}.")
            return


def _joined(lines: Any, bounds: Bounds, order: ImportOrder, report: Report) -> Any:
    """The lines as one network, in degrees; what falls apart is named with its place."""
    plane = plane_of(bounds)
    flat = np.asarray(shapely.transform(lines, plane.from_lonlat), dtype=object)
    joined = join_roads(flat, order.tolerance_m, splits_crossings=order.splits_crossings)
    for count, words in ((joined.ends, "ends"), (joined.crossings, "crossings")):
        if count:
            report.repaired(Kind.FIT, f"{count} {words} joined to the road they meet")
    pieces = pieces_of(joined.lines)
    share = float(pieces.metres[0] / pieces.metres.sum())
    if len(pieces.metres) > 1:
        _tell_pieces(joined.lines, pieces, share, plane, report)
    return shapely.transform(joined.lines, plane.to_lonlat)


def _tell_pieces(lines: Any, pieces: Any, share: float, plane: Any, report: Report) -> None:
    message = (
        f"the network falls into {len(pieces.metres)} parts; the largest holds {share:.0%} of its "
        f"{pieces.metres.sum() / 1000:.0f} km"
    )
    if share < LEAST_IN_ONE_PIECE:
        advice = (
            "Roads that cross without a common vertex are joined by --split-crossings; ends that "
            "miss their road by more by a larger --tolerance-m."
        )
        report.error(Kind.UNCONNECTED, message, advice)
    else:
        advice = "Ways to and from the small parts are told as straight lines."
        report.note(Kind.UNCONNECTED, message, advice)
    for piece in range(1, min(len(pieces.metres), 6)):
        line = lines[int(np.flatnonzero(pieces.of_line == piece)[0])]
        lon, lat = plane.to_lonlat(shapely.get_coordinates(line)[0]).tolist()
        words = f"a part of {pieces.metres[piece]:.0f} m stands apart here"
        report.note(Kind.UNCONNECTED, words, lat=round(lat, 6), lon=round(lon, 6))
