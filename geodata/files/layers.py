"""Reading a district's map: areas, cameras, the browser's index, and the map's version."""

import json
import math
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from domain.maps.areas import Area, Level
from domain.video.cameras.camera import Camera, CameraClass
from geodata.files.content import content_sha256
from geodata.files.drawing import LEVELS, layer_geojson
from geodata.files.tables import MapError, Table, read_table

__all__ = [
    "LEVELS",
    "MapError",
    "areas_json",
    "layer_geojson",
    "map_version",
    "read_areas",
    "read_cameras",
]

VERSION_LENGTH = 12


def read_areas(gpkg: Path) -> list[Area]:
    """All areas of a map, widest level first, then by code.

    Attributes a map does not carry (people, leads …) are None.

    Raises:
        MapError: the file cannot be read.
    """
    areas: list[Area] = []
    for level in Level:
        table = read_table(gpkg, level.value)
        areas += sorted(_areas(table, level), key=lambda area: area.code)
    return _with_initials(areas)


def read_cameras(gpkg: Path) -> list[Camera]:
    """All cameras of a map by id; none when it has no such layer.

    Raises:
        MapError: the file cannot be read, or a class is unknown.
    """
    table = read_table(gpkg, "camera")
    places = shapely.get_coordinates(table.shapes)
    try:
        cameras = [
            Camera(
                camera_id=str(camera_id),
                name=str(name or camera_id),
                camera_class=CameraClass(kind),
                lat=float(lat),
                lon=float(lon),
                area_code=str(area_code or ""),
                is_demo=bool(is_demo),
            )
            for camera_id, name, kind, area_code, is_demo, (lon, lat) in zip(
                *(table.column(name) for name in ("camera_id", "name", "class", "area_code")),
                table.column("is_demo"),
                places.tolist(),
                strict=True,
            )
        ]
    except ValueError as error:
        raise MapError(f"{gpkg}, layer camera: {error}") from error
    return sorted(cameras, key=lambda camera: camera.camera_id)


def areas_json(gpkg: Path) -> bytes:
    """The browser's index of areas, compact UTF-8 JSON.

    `{"areas": [{code, name, level, initials, lat, lon, bounds: [s, w, n, e], is_urban}]}`;
    bounds are rounded outward to about 10 m.

    Raises:
        MapError: the file cannot be read.
    """
    rows = [
        {
            "code": area.code,
            "name": area.name,
            "level": area.level.value,
            "initials": area.initials,
            "lat": round(area.lat, 5),
            "lon": round(area.lon, 5),
            "bounds": _outward(area.bounds),
            "is_urban": area.is_urban,
        }
        for area in read_areas(gpkg)
    ]
    return json.dumps({"areas": rows}, ensure_ascii=False, separators=(",", ":")).encode()


def map_version(gpkg: Path) -> str:
    """12 hex digits of a SHA-256 over all layers' attributes and shapes.

    Equal content gives an equal version, whatever the file's own bytes and dates.

    Raises:
        MapError: the file cannot be read.
    """
    return content_sha256(gpkg)[:VERSION_LENGTH]


def _areas(table: Table, level: Level) -> list[Area]:
    bounds = shapely.bounds(table.shapes)
    inside = shapely.get_coordinates(shapely.point_on_surface(table.shapes))
    return [_area(table, row, level, bounds[row], inside[row]) for row in range(len(table))]


def _area(table: Table, row: int, level: Level, bounds: Any, inside: Any) -> Area:
    """One area; its label point falls back to any point inside."""

    def value(name: str) -> Any:
        column = table.columns.get(name)
        return None if column is None else column[row]

    code = str(value("code"))
    west, south, east, north = (float(edge) for edge in bounds)
    lat, lon = value("label_lat"), value("label_lon")
    has_label = lat is not None and lon is not None
    is_urban = value("is_urban")
    return Area(
        code=code,
        level=level,
        name=str(value("name") or code),
        parent_code=code[:-3] if level is not Level.DISTRICT else None,
        lat=float(lat if has_label else inside[1]),
        lon=float(lon if has_label else inside[0]),
        bounds=(south, west, north, east),
        initials=value("initials") or "",
        is_urban=None if is_urban is None else bool(is_urban),
        population=_whole(value("population")),
        households=_whole(value("households")),
        lead=value("lead") or None,
        branch=value("branch") or None,
        vacant_since=_day(value("vacant_since")),
        is_demo=bool(value("is_demo")),
    )


def _whole(value: Any) -> int | None:
    """A count; None when absent or not a number."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if math.isfinite(number) else None


def _day(value: Any) -> date | None:
    """An ISO day; None when absent or written otherwise."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _outward(bounds: tuple[float, float, float, float]) -> list[float]:
    south, west, north, east = np.array(bounds) * 1e4
    low = (math.floor(south), math.floor(west))
    return [edge / 1e4 for edge in (*low, math.ceil(north), math.ceil(east))]


def _with_initials(areas: list[Area]) -> list[Area]:
    """Fill in the pinyin initials a map does not carry; a grid adds its number to its village's."""
    named: dict[str, str] = {}
    filled = []
    for area in areas:
        first = area.initials
        if not first and area.level is Level.GRID:
            first = named.get(area.code[:-3], "") + area.code[-3:]
        named[area.code] = first or initials(area.name)
        filled.append(replace(area, initials=named[area.code]))
    return filled


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """First letters of a name's pinyin: 烈山区 → lsq."""
    # Imported late: its dictionary takes long to load, and the demo map carries initials.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
