"""Cameras, rivers, reservoirs, hills and neighbouring districts: what is drawn around the areas.

Nothing depends on them, so nothing has to fit: rows that cannot be used are counted and left out.
"""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from domain.video.cameras.camera import CameraClass
from geodata.coordinates.crs import Shapes
from geodata.coordinates.plane import plane_of
from geodata.files.tables import layer_names
from geodata.files.versions import MapVersions
from geodata.importing.fields import is_missing, read_code, read_name, tell_columns
from geodata.importing.layers.layer import replace_layer
from geodata.importing.layers.points import column_name
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.place import choose_crs, to_place
from geodata.importing.reading.read import Source
from geodata.importing.repair import drop_heights, repair_shapes
from geodata.importing.report import Kind, Report, plain
from geodata.importing.stack import read_stack
from geodata.places.locate import AreaIndex

# The layers that may be imported, the layer of the map each stands in, and the fields of each.
SURROUNDINGS = {
    "camera": "camera",
    "river": "water",
    "reservoir": "water",
    "hill": "hill",
    "neighbour": "neighbour",
}
SURROUNDING_FIELDS: dict[str, tuple[str, ...]] = {
    "camera": ("camera_id", "name", "class"),
    "river": ("name", "width_m"),
    "reservoir": ("name",),
    "hill": ("name", "height_m"),
    "neighbour": ("name", "code"),
}
_COLUMNS: dict[str, tuple[str, ...]] = {
    "camera_id": (
        *("camera_id", "cameraid", "国标编码", "国标编号", "设备编码", "设备编号", "摄像机编号"),
        *("点位编号", "编码", "编号", "deviceid", "device_id", "sbbm", "code", "id"),
    ),
    "name": (
        *("name", "名称", "点位名称", "摄像机名称", "设备名称", "河流名称", "河名", "水库名称"),
        *("山名", "地名", "行政区名称", "xzqmc", "mc", "title"),
    ),
    "class": ("class", "类别", "类型", "点位类型", "监控类型", "type", "lx"),
    "width_m": ("width_m", "width", "宽度", "河宽", "kd"),
    "height_m": ("height_m", "height", "高程", "海拔", "高度", "ele", "elevation"),
    "code": ("code", "代码", "行政区划代码", "adcode", "xzqdm", "dm"),
}
_CAMERA_WORDS: tuple[tuple[CameraClass, tuple[str, ...]], ...] = (
    (CameraClass.MINE, ("mine", "矿")),
    (CameraClass.CAMPUS, ("campus", "school", "校", "幼儿园", "学")),
    (CameraClass.WORKSHOP, ("workshop", "factory", "车间", "企业", "工厂", "厂")),
    (CameraClass.CROSSING, ("crossing", "路口", "卡口", "交通", "道路", "街")),
    (CameraClass.PUBLIC_AREA, ("public_area", "public", "公共", "广场", "小区", "社会面")),
)
CAMERA_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
RIVER_WIDTH_M = 20.0
NEAR_M, NEIGHBOURS_NEAR_M = 5_000.0, 40_000.0
_WANTED = {
    "camera": (0, "points"),
    "river": (1, "lines or areas"),
    "reservoir": (2, "areas"),
    "hill": (2, "areas"),
    "neighbour": (2, "areas"),
}
_Columns = dict[str, list[Any]]


def import_surroundings(
    order: ImportOrder, versions: MapVersions, *, dry_run: bool = False
) -> Outcome:
    """Replace the cameras, rivers, reservoirs, hills or neighbours of the current map.

    Args:
        order: what and how; its level is one of `SURROUNDINGS`.
        versions: the maps folder.
        dry_run: check everything, write nothing.

    Raises:
        MapsError, MapError: the maps folder or the map in it is damaged.
        OSError: the new version cannot be written.
    """
    layer = SURROUNDINGS[order.level]
    return replace_layer(order, versions, _frame, dry_run=dry_run, layer=layer)


def _frame(source: Source, order: ImportOrder, base: Path, report: Report) -> Any:
    """The new layer; None when there is nothing to go on with."""
    if source.format == "table without places":
        advice = "Add two columns 经度 and 纬度 (or lon and lat), or one 坐标 with both."
        report.error(Kind.NULL_GEOMETRY, "no column holds places", advice)
        return None
    district = read_stack(base).district
    near = tuple(shapely.bounds(district).tolist())
    columns = _columns(source, order, report)
    crs = choose_crs(source, order.crs, report, near)
    if crs is None or columns is None:
        return None
    labels = [f"row {row + 1}" for row in range(len(source.shapes))]
    flat = Source(
        drop_heights(source.shapes, report), source.columns, source.declared_crs, source.format
    )
    shapes = to_place(flat, crs, labels, near, report, is_swapped=order.is_swapped)
    if shapes is None:
        return None
    if _WANTED[order.level][0] == 2:
        areas = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
        names = [labels[row] for row in areas.tolist()]
        geojson = source.format == "geojson"
        shapes[areas] = repair_shapes(shapes[areas], names, report, rings_matter=geojson)
    kept = _usable(shapes, columns, order.level, district, report)
    if len(kept):
        rows = kept.tolist()
        picked = {name: [values[row] for row in rows] for name, values in columns.items()}
        frame = _MAKE[order.level](picked, shapes[kept], base, report)
        if len(frame):
            report.note(Kind.COUNTED, f"{len(kept)} {order.level} rows taken over")
            return frame
    report.error(Kind.EMPTY_FILE, "no row can be used", "See the notes above.")
    return None


def _columns(source: Source, order: ImportOrder, report: Report) -> _Columns | None:
    """The cells of each field; None when one that is needed has no column."""
    found = {
        field: column_name(source, order, field, _COLUMNS[field])
        for field in SURROUNDING_FIELDS[order.level]
    }
    needed = ("camera_id", "name") if order.level == "camera" else ("name",)
    lacking = [field for field in needed if found[field] is None]
    if lacking:
        there = ", ".join(plain(name, 30) for name in source.columns) or "none at all"
        message = f"no column for {' and '.join(lacking)}; the file has: {there}"
        advice = f"Say which one it is: --map {lacking[0]}=COLUMN."
        report.error(Kind.MISSING_FIELD, message, advice)
        return None
    named = {name: one for name, one in found.items() if one}
    tell_columns(source.columns, named, report, placed_by=source.placed_by)
    count = len(source.shapes)
    return {
        field: [None] * count if column is None else source.columns[column].tolist()
        for field, column in found.items()
    }


def _usable(
    shapes: Shapes, columns: _Columns, level: str, district: Any, report: Report
) -> NDArray[np.int64]:
    """The rows with a name and a shape of the kind, near the district; the others are counted."""
    dimension, words = _WANTED[level]
    there = ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    dimensions = shapely.get_dimensions(shapes)
    fits = dimensions >= dimension if level == "river" else dimensions == dimension
    if level == "camera":
        named = np.array([not is_missing(one) for one in columns["camera_id"]], dtype=bool)
    else:
        named = np.array([bool(read_name(one)) for one in columns["name"]], dtype=bool)
    reach_m = {"neighbour": NEIGHBOURS_NEAR_M, "camera": 0.0}.get(level, NEAR_M)
    close = np.zeros(len(shapes), dtype=bool)
    rows = np.flatnonzero(there)
    plane = plane_of(tuple(shapely.bounds(district).tolist()))
    around = shapely.buffer(shapely.transform(district, plane.from_lonlat), reach_m)
    flat = shapely.transform(shapes[rows], plane.from_lonlat)
    close[rows] = shapely.intersects(around, flat)
    for wrong, what in (
        (~there, "without a shape"),
        (there & ~fits, f"that are no {words}"),
        (there & fits & ~named, "without a name or number"),
        (there & fits & named & ~close, "too far from the district"),
    ):
        if wrong.any():
            report.note(Kind.SKIPPED, f"{int(wrong.sum())} rows {what} left out")
    return np.flatnonzero(there & fits & named & close)


def _cameras(columns: _Columns, shapes: Shapes, base: Path, report: Report) -> Any:
    points = shapely.point_on_surface(shapes)
    index = AreaIndex.from_gpkg(base)
    lonlat = shapely.get_coordinates(points)
    codes = [index.grid_at(lat, lon).code for lon, lat in lonlat.tolist()]
    ids = [unicodedata.normalize("NFKC", read_code(one, None)) for one in columns["camera_id"]]
    kept: dict[str, int] = {}
    odd, doubles = [], []
    for row, camera_id in enumerate(ids):
        if not CAMERA_ID.fullmatch(camera_id):
            odd.append(plain(camera_id, 24))
        elif camera_id in kept:
            doubles.append(camera_id)
        else:
            kept[camera_id] = row
    if odd:
        message = f"{len(odd)} cameras left out for their number, such as {odd[0]}"
        advice = "A number is 1 to 40 letters and digits; GB/T 28181 has 20 digits."
        report.note(Kind.MALFORMED_CODE, message, advice)
    if doubles:
        message = f"{len(doubles)} rows repeat a camera's number and are left out: {doubles[0]}"
        report.note(Kind.DUPLICATE_CODE, message)
    rows = list(kept.values())
    data = {
        "camera_id": list(kept),
        "name": [read_name(columns["name"][row]) or ids[row] for row in rows],
        "class": [camera_class(columns["class"][row]).value for row in rows],
        "area_code": [codes[row] for row in rows],
        "is_demo": [False] * len(rows),
    }
    return gpd.GeoDataFrame(data, geometry=points[rows], crs="EPSG:4326")


def camera_class(cell: Any) -> CameraClass:
    """What a camera watches, of a word in a table; a public place when the word is not known."""
    word = read_name(cell).lower()
    for known, words in _CAMERA_WORDS:
        if any(one in word for one in words):
            return known
    return CameraClass.PUBLIC_AREA


def _rivers(columns: _Columns, shapes: Shapes, base: Path, report: Report) -> Any:
    widths = [_measure(one, RIVER_WIDTH_M) for one in columns["width_m"]]
    return _waters("river", columns, shapes, base, widths)


def _reservoirs(columns: _Columns, shapes: Shapes, base: Path, report: Report) -> Any:
    return _waters("reservoir", columns, shapes, base, [0.0] * len(shapes))


def _waters(kind: str, columns: _Columns, shapes: Shapes, base: Path, widths: list[float]) -> Any:
    """The new waters of a kind, beside those of the other kind that the map has."""
    names = [read_name(one) for one in columns["name"]]
    kinds, drawn = [kind] * len(shapes), list(shapes)
    if "water" in layer_names(base):
        held = pyogrio.read_dataframe(base, layer="water")
        others = held[held["kind"] != kind]
        kinds += others["kind"].tolist()
        names += others["name"].tolist()
        widths += others["width_m"].tolist()
        drawn += list(others.geometry)
    data = {"kind": kinds, "name": names, "width_m": widths}
    return gpd.GeoDataFrame(data, geometry=drawn, crs="EPSG:4326")


def _hills(columns: _Columns, shapes: Shapes, base: Path, report: Report) -> Any:
    """Hills as areas; `slope` is the part that is drawn and named."""
    data = {
        "kind": ["slope"] * len(shapes),
        "name": [read_name(one) for one in columns["name"]],
        "height_m": [_measure(one, 0.0) for one in columns["height_m"]],
    }
    return gpd.GeoDataFrame(data, geometry=list(shapes), crs="EPSG:4326")


def _neighbours(columns: _Columns, shapes: Shapes, base: Path, report: Report) -> Any:
    """The districts around, without the ground of our own."""
    district = read_stack(base).district
    rest = shapely.difference(shapes, district)
    own = shapely.area(rest) < 0.5 * shapely.area(shapes)
    if own.any():
        report.note(Kind.SKIPPED, f"{int(own.sum())} rows of the district's own ground left out")
    rows = np.flatnonzero(~own & ~shapely.is_empty(rest)).tolist()
    data = {
        "code": [read_code(columns["code"][row], 6) for row in rows],
        "name": [read_name(columns["name"][row]) for row in rows],
    }
    return gpd.GeoDataFrame(data, geometry=list(rest[rows]), crs="EPSG:4326")


_MAKE: dict[str, Callable[[_Columns, Shapes, Path, Report], Any]] = {
    "camera": _cameras,
    "river": _rivers,
    "reservoir": _reservoirs,
    "hill": _hills,
    "neighbour": _neighbours,
}


def _measure(cell: Any, usual: float) -> float:
    """Metres in a cell, written 45, 45米 or 45 m; the usual ones when there are none."""
    found = re.match(r"\d{1,5}(\.\d+)?", unicodedata.normalize("NFKC", read_name(cell)))
    return float(found[0]) if found else usual
