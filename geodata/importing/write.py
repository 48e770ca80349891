"""Writing a map: the base's layers, with the changed ones replaced."""

import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geodata.files.drawing import LEVELS as DRAWN
from geodata.files.drawing import layer_geojson
from geodata.files.layers import initials
from geodata.files.tables import layer_names
from geodata.importing.report import Kind, Report, plain
from geodata.importing.rows import HANDLING, Areas
from geodata.importing.stack import GRID_FIELDS, LEVELS, Stack

# Column order of an area layer; the same as the demo map's.
_COLUMNS = ("code", "name", "parent_code", "initials", "is_urban", "population", "households")
_TYPES = {"is_urban": "boolean", "population": "Int64", "households": "Int64"} | dict.fromkeys(
    ("parent_code", *GRID_FIELDS), "string"
)


def write_map(stack: Stack, base: Path | None, handling: Any, out: Path) -> None:
    """Write a map: the base's layers, with the touched ones replaced.

    Args:
        stack: the levels.
        base: the map whose other layers are kept; None for none.
        handling: a GeoDataFrame that replaces the layer `handling`; None to keep it.
        out: where to write; must not exist yet.

    Raises:
        OSError: it cannot be written.
    """
    if base is not None:
        shutil.copyfile(base, out)
    for level in LEVELS:
        if level in stack.touched:
            frame = _frame(stack.levels.get(level, _nothing()), level)
            pyogrio.write_dataframe(frame, out, layer=level, driver="GPKG")
    if "grid" in stack.levels and "grid" in stack.touched:
        _refer_cameras(stack.levels["grid"], out)
    if handling is not None:
        pyogrio.write_dataframe(handling, out, layer=HANDLING, driver="GPKG")


def write_layer(base: Path, layer: str, rows: gpd.GeoDataFrame, out: Path) -> None:
    """Write a map: the base's layers, with one layer replaced.

    Raises:
        OSError: it cannot be written.
    """
    shutil.copyfile(base, out)
    pyogrio.write_dataframe(rows, out, layer=layer, driver="GPKG")


def check_drawable(gpkg: Path, report: Report) -> None:
    """Draw every layer as the screens will, before anybody is told that all is good."""
    for level in DRAWN:
        try:
            layer_geojson(gpkg, level)
        except Exception as error:  # noqa: BLE001 - whatever it is, no screen could show this map
            advice = "Check validity in QGIS, or try another --tolerance-m."
            report.error(Kind.FIT, f"the {level} layer cannot be drawn: {plain(error)}", advice)


def _refer_cameras(grids: Areas, gpkg: Path) -> None:
    """Let every camera name the grid it now stands in (the nearest, when on a border)."""
    if "camera" not in layer_names(gpkg):
        return
    cameras = pyogrio.read_dataframe(gpkg, layer="camera")
    if len(cameras):
        nearest = shapely.STRtree(grids.shape).nearest(cameras.geometry.to_numpy())
        cameras["area_code"] = [grids.code[row] for row in nearest.tolist()]
        pyogrio.write_dataframe(cameras, gpkg, layer="camera", driver="GPKG")


def _nothing() -> Areas:
    return Areas([], [], np.array([], dtype=object))


def _frame(areas: Areas, level: str) -> gpd.GeoDataFrame:
    """An area layer with all its columns; shapes as multipolygons when any of them is one."""
    order = np.argsort(np.array(areas.code, dtype=str), kind="stable")
    areas = areas.pick(order)
    count = len(areas)
    columns: dict[str, Any] = {"code": areas.code, "name": areas.name}
    columns["parent_code"] = [code[:-3] if level != "district" else None for code in areas.code]
    columns["initials"] = areas.values.get("initials") or _initials(areas, level)
    for name in (*_COLUMNS[4:], *(GRID_FIELDS if level == "grid" else ())):
        column = areas.values.get(name, [None] * count)
        columns[name] = column
    labels = _labels(areas)
    columns["label_lat"], columns["label_lon"] = labels[:, 1].round(6), labels[:, 0].round(6)
    columns["is_demo"] = np.array(areas.values.get("is_demo", [False] * count), dtype=bool)
    frame = gpd.GeoDataFrame(columns, geometry=areas.shape, crs="EPSG:4326")
    # Typed, so that a column of nothing but None is still written as what it is.
    return frame.astype({name: kind for name, kind in _TYPES.items() if name in frame})


def _initials(areas: Areas, level: str) -> list[str]:
    """Pinyin initials; a grid's are found by its village's and its number when read."""
    return ["" if level == "grid" else initials(name) for name in areas.name]


def _labels(areas: Areas) -> Any:
    """A point inside each shape: the middle of its largest circle."""
    if len(areas) == 0:
        return np.empty((0, 2))
    kept = areas.values.get("label_lat"), areas.values.get("label_lon")
    if kept[0] is not None and kept[1] is not None and None not in kept[0]:
        return np.column_stack([kept[1], kept[0]]).astype(float)
    circles = shapely.maximum_inscribed_circle(areas.shape, tolerance=1e-4)
    return shapely.get_coordinates(shapely.get_point(circles, 0))
