"""A district of two towns on a chessboard, written as a GeoPackage in well under a second.

The board lies at 33.80–33.88 N, 116.70–116.78 E. Town 340604001 is its western half, 340604002
the eastern; each has two villages (south 001, north 002) and each village four grids. One road
runs east through the middle, another north; a village in the far north-east corner has none.
"""

import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
from shapely.geometry import LineString, Point, box

SOUTH, WEST, SIDE = 33.80, 116.70, 0.08
DISTRICT = "340604"
_MIDDLE = SIDE / 2

CAMERA = "34060400001320000001"


def write_small_map(path: Path, *, name: str = "小区", camera_id: str = CAMERA) -> Path:
    """Write the map to `path`; another `name` or camera gives another version.

    Drawn once a process and copied from then on: hundreds of tests stand on it.
    """
    shutil.copyfile(Path(_drawn(name, camera_id).name) / "small.gpkg", path)
    return path


@cache
def _drawn(name: str, camera_id: str) -> TemporaryDirectory:
    folder = TemporaryDirectory()
    _draw(Path(folder.name) / "small.gpkg", name, camera_id)
    return folder


def _draw(path: Path, name: str, camera_id: str) -> None:
    rows: dict[str, list[dict[str, object]]] = {
        "district": [],
        "town": [],
        "village": [],
        "grid": [],
    }
    rows["district"].append(_area(DISTRICT, name, None, WEST, SOUTH, SIDE, SIDE))
    for t in range(2):
        town, west = f"{DISTRICT}00{t + 1}", WEST + t * _MIDDLE
        rows["town"].append(_area(town, f"第{t + 1}镇", DISTRICT, west, SOUTH, _MIDDLE, SIDE))
        for v in range(2):
            village, south = f"{town}00{v + 1}", SOUTH + v * _MIDDLE
            rows["village"].append(
                _area(village, f"第{t + 1}镇{v + 1}村", town, west, south, _MIDDLE, _MIDDLE)
            )
            for g in range(4):
                half = _MIDDLE / 2
                rows["grid"].append(
                    _area(
                        f"{village}00{g + 1}",
                        f"第{g + 1}网格",
                        village,
                        west + (g % 2) * half,
                        south + (g // 2) * half,
                        half,
                        half,
                    )
                    | {"lead": "演示-0001", "branch": "第一支部", "vacant_since": None}
                )
    for level, found in rows.items():
        gpd.GeoDataFrame(found, crs=4326).to_file(path, layer=level, driver="GPKG")
    _roads().to_file(path, layer="road", driver="GPKG")
    _cameras(camera_id).to_file(path, layer="camera", driver="GPKG")


def _area(
    code: str, name: str, parent: str | None, west: float, south: float, width: float, height: float
) -> dict[str, object]:
    return {
        "code": code,
        "name": name,
        "parent_code": parent,
        "is_urban": len(code) > 9,
        "population": 1000,
        "households": 300,
        "label_lat": south + height / 2,
        "label_lon": west + width / 2,
        "geometry": box(west, south, west + width, south + height),
    }


def _roads() -> gpd.GeoDataFrame:
    """One road east and one north, crossing in the middle, in steps of about 450 m."""
    steps = np.linspace(0, SIDE, 17)
    middle_lat, middle_lon = SOUTH + _MIDDLE, WEST + _MIDDLE
    lines = []
    for a, b in pairwise(steps):
        lines.append(LineString([(WEST + a, middle_lat), (WEST + b, middle_lat)]))
        lines.append(LineString([(middle_lon, SOUTH + a), (middle_lon, SOUTH + b)]))
    nodes: dict[tuple[float, float], int] = {}

    def node(point: tuple[float, float]) -> int:
        return nodes.setdefault((round(point[0], 6), round(point[1], 6)), len(nodes))

    return gpd.GeoDataFrame(
        {
            "class": ["main"] * len(lines),
            "name": ["大道"] * len(lines),
            "speed_kmh": [40.0] * len(lines),
            "from_node": [node(line.coords[0]) for line in lines],
            "to_node": [node(line.coords[-1]) for line in lines],
            "geometry": lines,
        },
        crs=4326,
    )


def _cameras(camera_id: str) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "camera_id": [camera_id],
            "name": ["演示摄像机"],
            "camera_class": ["crossing"],
            "class": ["crossing"],
            "area_code": ["340604001001001"],
            "geometry": [Point(WEST + 0.01, SOUTH + 0.01)],
        },
        crs=4326,
    )
