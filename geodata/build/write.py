"""The built district as tables, and the tables as one GeoPackage."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.build.doors import DoorPlaces
from geodata.build.nature import Nature
from geodata.build.people import CameraPlace, GridPeople
from geodata.build.plan import Plan
from geodata.build.roads import SPEED_KMH, Roads
from geodata.build.shapes import to_degrees
from geodata.coordinates.plane import Plane
from geodata.district.district import District, DistrictError
from geodata.files.layers import initials

WGS84 = "EPSG:4326"
Frames = dict[str, gpd.GeoDataFrame]


def read_shapes(district: District) -> tuple[Any, list[tuple[str, str, Any]]]:
    """The outline, and code, name and shape of every neighbour, in degrees.

    Raises:
        DistrictError: the file is missing or has no single outline.
    """
    path = district.inputs / "district.geojson"
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError) as error:
        raise DistrictError(f"{path} cannot be read: {error}") from error
    shapes = [(item["properties"], shapely.geometry.shape(item["geometry"])) for item in features]
    outlines = [shape for about, shape in shapes if about["role"] == "district"]
    if len(outlines) != 1 or outlines[0].geom_type != "Polygon":
        raise DistrictError(f"{path} must hold one district, one polygon")
    return outlines[0], [
        (about["code"], about["name"], shape)
        for about, shape in shapes
        if about["role"] == "neighbour"
    ]


def areas_frames(
    district: District,
    plan: Plan,
    codes: list[str],
    shapes: NDArray[Any],
    people: Mapping[str, GridPeople],
) -> Frames:
    """Grid, village, town and district tables; each wider shape is the union of the narrower."""
    villages = {village.code: village for village in plan.villages}
    grid_rows = [
        {
            "code": code,
            "name": f"网格 {code[12:]}",
            "initials": f"{initials(villages[code[:12]].name)}{code[12:]}",
            "is_urban": villages[code[:12]].is_urban,
            "population": people[code].population,
            "households": people[code].households,
            "lead": people[code].lead,
            "branch": people[code].branch,
            "vacant_since": people[code].vacant_since,
        }
        for code in codes
    ]
    frames = {"grid": _frame(grid_rows, shapes)}
    frames["village"] = _united(
        frames["grid"], {v.code: (v.name, v.is_urban) for v in plan.villages}
    )
    frames["town"] = _united(frames["village"], {t.code: (t.name, None) for t in plan.towns})
    frames["district"] = _united(frames["town"], {district.code: (district.name, None)})
    return frames


def _united(
    finer: gpd.GeoDataFrame, wider: Mapping[str, tuple[str, bool | None]]
) -> gpd.GeoDataFrame:
    """The next wider level: shapes united, people summed."""
    rows, shapes = [], []
    for code, (name, is_urban) in wider.items():
        inside = finer[finer["parent_code"] == code]
        shapes.append(shapely.coverage_union_all(inside.geometry.to_numpy()))
        rows.append(
            {
                "code": code,
                "name": name,
                "initials": initials(name),
                "is_urban": is_urban,
                "population": int(inside["population"].sum()),
                "households": int(inside["households"].sum()),
            }
        )
    return _frame(rows, np.array(shapes, dtype=object))


def _frame(rows: list[dict[str, Any]], shapes: NDArray[Any]) -> gpd.GeoDataFrame:
    """A table of areas with parent codes, demo mark and label points."""
    frame = gpd.GeoDataFrame(rows, geometry=shapes, crs=WGS84)
    frame.insert(2, "parent_code", [code[:-3] if len(code) > 6 else None for code in frame["code"]])
    labels = np.array([_label(shape) for shape in shapes])
    frame["label_lat"], frame["label_lon"] = labels[:, 1].round(6), labels[:, 0].round(6)
    frame["is_demo"] = True
    return frame


def _label(shape: Any) -> tuple[float, float]:
    """The middle of the largest circle inside."""
    line = shapely.maximum_inscribed_circle(shape, tolerance=1e-4)
    lon, lat = shapely.get_coordinates(line)[0]
    return float(lon), float(lat)


def nature_frames(nature: Nature, plane: Plane) -> Frames:
    """Water (rivers as lines with a width, reservoirs as areas) and hills."""
    water = [*nature.rivers, *nature.reservoirs]
    return {
        "water": _features(water, "width_m", plane),
        "hill": _features(nature.hills, "height_m", plane),
    }


def _features(features: list[Any], measure: str, plane: Plane) -> gpd.GeoDataFrame:
    shapes = np.array([feature.shape for feature in features], dtype=object)
    columns = {
        "kind": [feature.kind for feature in features],
        "name": [feature.name for feature in features],
        measure: [float(feature.measure) for feature in features],
    }
    return gpd.GeoDataFrame(columns, geometry=to_degrees(shapes, plane), crs=WGS84)


def roads_frame(roads: Roads, plane: Plane) -> gpd.GeoDataFrame:
    """One row per edge of the graph."""
    return gpd.GeoDataFrame(
        {
            "class": roads.classes,
            "name": [name or None for name in roads.names],
            "speed_kmh": [SPEED_KMH[kind] for kind in roads.classes],
            "from_node": roads.ends[:, 0],
            "to_node": roads.ends[:, 1],
        },
        geometry=to_degrees(roads.lines, plane),
        crs=WGS84,
    )


def doors_frame(doors: DoorPlaces, plane: Plane) -> gpd.GeoDataFrame:
    """One row per house number, marked as the demo's."""
    points = to_degrees(shapely.points(doors.xy), plane)
    data = {"road": doors.roads, "number": doors.numbers, "is_demo": [True] * len(doors.roads)}
    return gpd.GeoDataFrame(data, geometry=points, crs=WGS84)


def cameras_frame(cameras: list[CameraPlace], plane: Plane) -> gpd.GeoDataFrame:
    """One row per camera; the class column is named `class`."""
    points = shapely.points(np.array([camera.xy for camera in cameras]).reshape(-1, 2))
    return gpd.GeoDataFrame(
        {
            "camera_id": [camera.camera_id for camera in cameras],
            "name": [camera.name for camera in cameras],
            "class": [camera.camera_class.value for camera in cameras],
            "area_code": [camera.grid_code for camera in cameras],
            "is_demo": [True] * len(cameras),
        },
        geometry=to_degrees(points, plane),
        crs=WGS84,
    )


def neighbours_frame(
    neighbours: list[tuple[str, str, Any]], district: Any, margin_km: list[float], plane: Plane
) -> gpd.GeoDataFrame:
    """The neighbours near the district, with its vertices where they touch it."""
    west, south, east, north = shapely.bounds(shapely.transform(district, plane.from_lonlat))
    aside, along = margin_km[0] * 1000, margin_km[1] * 1000
    corners = plane.to_lonlat([(west - aside, south - along), (east + aside, north + along)])
    box = shapely.box(*corners.ravel())
    rows = [
        (code, name, shapely.intersection(shape, box))
        for code, name, shape in neighbours
        if shapely.intersects(shape, box)
    ]
    return gpd.GeoDataFrame(
        {"code": [row[0] for row in rows], "name": [row[1] for row in rows]},
        geometry=[row[2] for row in rows],
        crs=WGS84,
    )


def write_layers(frames: Frames, out: Path) -> None:
    """Write every table as a layer; an existing file is replaced in one step."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(out.name + ".part.gpkg")
    part.unlink(missing_ok=True)
    for name, frame in frames.items():
        frame.to_file(part, layer=name, driver="GPKG", engine="pyogrio")
    part.replace(out)
