"""Roads of a district's own: lines with names and classes in place of the demo's, all or nothing.

Source: docs/importing-maps.md, docs/decisions/0068-roads-of-ones-own.md
"""

import re
from collections.abc import Iterable
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
from geodata.importing.fields import is_missing, read_name, tell_columns
from geodata.importing.layers.layer import replace_layer
from geodata.importing.layers.points import column_name, column_of
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.place import Bounds, choose_crs, hint_at_shift, to_place
from geodata.importing.reading.read import Source
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
_ON_FOOT = {
    *("footway", "path", "steps", "cycleway", "pedestrian", "bridleway", "corridor", "via_ferrata"),
    *("步行街", "人行道", "步道", "自行车道", "台阶"),
}
# What is no road yet or no longer, and what only ships and trains use.
_NO_ROAD = {
    *("construction", "proposed", "planned", "abandoned", "razed", "demolished", "disused"),
    *("dismantled", "removed", "destroyed", "historic", "raceway", "bus_guideway", "busway"),
    *("ferry", "rail", "railway", "elevator", "platform", "escape", "emergency_bay", "no"),
    *("rest_area", "services", "traffic_island", "ladder", "trailhead", "toll_gantry"),
}
_NO_ROAD_WORDS = ("在建", "拟建", "规划", "未建", "施工", "废弃", "拆除", "断头", "铁路", "轮渡")
# Words in other columns of OpenStreetMap and of surveys that shut a road to cars.
_SHUT_COLUMNS = (
    *("access", "motor_vehicle", "motorcar", "vehicle", "construction", "proposed", "状态"),
    *("status", "state", "lifecycle", "通行", "建设状态", "建设情况", "道路状态", "abandoned"),
)
_SHUT = {"no", "private", "agricultural", "forestry", "military", "emergency_closed", "closed"}
_SHUT_WORDS = ("禁行", "禁止通行", "封闭", "私人", "不通", *_NO_ROAD_WORDS)
_YES = {"yes", "true", "1", "t", "forward", "f", "y", "one-way", "oneway", "tf"}
_NO = {"no", "false", "0", "n", "b", "both", "two-way", "none", "two way", "2"}
_BACK = {"-1", "backward", "reverse", "against", "ft-"}
_CHINESE_ONEWAY = {
    **dict.fromkeys(("是", "单行", "单向", "单行线", "单行道", "单向通行", "单向行驶"), "yes"),
    **dict.fromkeys(("正向", "顺向", "顺行", "正向单行", "顺向单行"), "yes"),
    **dict.fromkeys(("否", "双行", "双向", "双向通行", "双行线", "无", "对向"), "no"),
    **dict.fromkeys(("逆向", "反向", "逆行", "逆向单行", "反向单行"), "-1"),
}
# Directions that change with the hour: open both ways, for a car may use them at some time.
_CHANGING = {"reversible", "alternating", "tidal", "潮汐", "潮汐车道", "可变", "可变车道"}
# OpenStreetMap's words for limits of a country, in km/h, as Chinese law has them.
_LIMITS = {"walk": 10.0, "cn:urban": 50.0, "cn:rural": 70.0, "cn:motorway": 120.0} | {
    "cn:trunk": 100.0,
    "cn:living_street": 20.0,
    "urban": 50.0,
    "rural": 70.0,
}
_NO_LIMIT = {"", "0", "0.0", "none", "signals", "variable", "不限", "无", "unposted", "default"}
KMH_PER_MPH = 1.609344
MOST_LIMITS = 8
_LIMIT = re.compile(
    r"(\d{1,4}(?:\.\d+)?)(km/?h|kmph|kph|公里(?:/小时|/时)?|千米(?:/小时|/时)?|mph)?"
)
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
    if source.format.startswith("table"):
        advice = "A road is a line: draw it in QGIS, or export the road layer."
        report.error(Kind.WRONG_GEOMETRY_TYPE, "a table holds no roads", advice)
        return None
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
    """Name, class, speed and direction of each row; cells that cannot be read are told by row."""
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
    classes = _shut(source, classes)
    used = {field: column_name(source, order, field, _COLUMNS[field]) for field in _COLUMNS}
    tell_columns(source.columns, {field: one for field, one in used.items() if one}, report)
    speeds, oneways = found["speed_kmh"] or [None] * count, found["oneway"] or [None] * count
    return {
        "class": [one or "local" for one in classes],
        "name": [name or None for name in names],
        "speed_kmh": [_speed(v, _label(row, names[row]), report) for row, v in enumerate(speeds)],
        "oneway": [_oneway(v, _label(row, names[row]), report) for row, v in enumerate(oneways)],
    }


def road_class(value: object) -> str | None:
    """Our class for a source's word; None where it is unknown.

    `foot` is where no car goes, `none` what is no road (not built yet, torn down, a railway).
    """
    if is_missing(value):
        return "local"
    word = str(value).strip().lower().removesuffix("_link")
    if word in _NO_ROAD or word.split(":")[0] in _NO_ROAD or _says(word, _NO_ROAD_WORDS):
        return "none"
    if word in _ON_FOOT:
        return "foot"
    for name, known in _CLASSES.items():
        if any(one == word or (not one.isascii() and one in word) for one in known):
            return name
    return None


def _says(word: str, words: Iterable[str]) -> bool:
    return any(one in word for one in words)


def _shut(source: Source, classes: list[str | None]) -> list[str | None]:
    """The classes, with `none` where another column shuts the road to cars."""
    by_key = {name.strip().lower(): name for name in source.columns}
    shut = list(classes)
    for key in _SHUT_COLUMNS:
        if key not in by_key:
            continue
        for row, cell in enumerate(source.columns[by_key[key]].tolist()):
            word = "" if is_missing(cell) else str(cell).strip().lower()
            is_tag = key in ("construction", "proposed", "abandoned") and word not in ("", "no")
            if word in _SHUT or word in _NO_ROAD - {"no"} or is_tag or _says(word, _SHUT_WORDS):
                shut[row] = "none"
    return shut


def _speed(value: object, label: str, report: Report) -> float | None:
    """A limit in km/h; None where there is none, and the class decides.

    Of several (60;80, 40-60) the lowest counts: nobody is promised sooner than may be driven.
    """
    word = "" if is_missing(value) else "".join(str(value).lower().split())
    if word in _NO_LIMIT:
        return None
    parts = re.split(r"[;,|、~\-–—至]", word.removeprefix("限速"))[:MOST_LIMITS]
    limits = [_limit(part) for part in parts]
    known = [limit for limit in limits if limit is not None and 0 < limit <= FASTEST_KMH]
    if known and len(known) == len(limits):
        if len(known) > 1 or not _LIMIT.fullmatch(word):
            message = f"speed {plain(value, 24)} taken as {min(known):g} km/h"
            report.note(Kind.MALFORMED_VALUE, message, code=label)
        return min(known)
    message = f"speed {plain(value, 24)} is no number of km/h up to {FASTEST_KMH:.0f}"
    advice = "The speed of its class is taken; correct the cell for its own."
    report.note(Kind.MALFORMED_VALUE, message, advice, code=label)
    return None


def _limit(word: str) -> float | None:
    """One limit in km/h: a number with or without a unit, or a word for one."""
    if word in _LIMITS:
        return _LIMITS[word]
    found = _LIMIT.fullmatch(word)
    if found is None:
        return None
    return float(found[1]) * (KMH_PER_MPH if found[2] == "mph" else 1.0)


def _oneway(value: object, label: str, report: Report) -> str | None:
    if is_missing(value):
        return None
    word = str(value).strip().lower().removesuffix(".0")
    word = _CHINESE_ONEWAY.get(word, word)
    for known, meaning in ((_YES, "yes"), (_NO, "no"), (_BACK, "-1")):
        if word in known:
            # Among the codes of some vendors F and T are with and against the line.
            return "-1" if word == "t" else meaning
    message = f"direction {plain(value, 24)} is not known: taken as open both ways"
    if word in _CHANGING:
        message = f"direction {plain(value, 24)} changes by the hour: taken as open both ways"
    report.note(Kind.MALFORMED_VALUE, message, "Write yes, no or -1.", code=label)
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
    no_road = np.array(classes, dtype=object) == "none"
    hint_at_shift(shapes[near], crs, bounds, report)
    for count, words in (
        (int((there & ~near).sum()), f"over {NEAR_M / 1000:.0f} km outside the district"),
        (int((near & on_foot).sum()), "for walkers only"),
        (int((near & no_road).sum()), "that no car may drive (not built, torn down, shut)"),
    ):
        if count:
            report.note(Kind.SKIPPED, f"{count} roads {words} left out")
    row = np.flatnonzero(near & ~on_foot & ~no_road)
    parts, owner = shapely.get_parts(shapes[row], return_index=True)
    long = shapely.length(parts) > 0
    if not long.all():
        report.repaired(Kind.INVALID_GEOMETRY, f"{int((~long).sum())} lines without length dropped")
    if not long.any() and report.is_good:
        report.error(Kind.EMPTY_FILE, "no road can be used", "See the notes above.")
    message = f"{len(shapes)} rows read, {len(row)} roads taken over"
    report.note(Kind.COUNTED, message)
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
