"""A made-up district of rectangles, quick to build: 8 towns of 8 communities of 4 grids each."""

import json
from collections.abc import Iterator
from typing import Any

DISTRICT = "340604"
SOUTH, WEST, NORTH, EAST = 33.70, 116.75, 34.10, 116.95
TOWN_NAMES = (
    "杨庄街道",
    "烈山镇",
    "工业园区",
    "宋疃镇",
    "古饶镇",
    "百善街道",
    "任楼街道",
    "临涣街道",
)
TOWN_INITIALS = ("yzjd", "lsz", "gyyq", "stz", "grz", "bsjd", "rljd", "lhjd")
Box = tuple[float, float, float, float]


def boxes(box: Box, rows: int, columns: int) -> Iterator[Box]:
    """Split (south, west, north, east) into rows × columns."""
    south, west, north, east = box
    for row in range(rows):
        for column in range(columns):
            yield (
                south + (north - south) * row / rows,
                west + (east - west) * column / columns,
                south + (north - south) * (row + 1) / rows,
                west + (east - west) * (column + 1) / columns,
            )


def area(code: str, name: str, initials: str, box: Box) -> dict[str, Any]:
    """One row of the index."""
    level = {6: "district", 9: "town", 12: "village", 15: "grid"}[len(code)]
    return {
        "code": code,
        "name": name,
        "level": level,
        "initials": initials,
        "lat": (box[0] + box[2]) / 2,
        "lon": (box[1] + box[3]) / 2,
        "bounds": list(box),
        "is_urban": None if len(code) < 12 else code.endswith("1"),
    }


def build_areas() -> list[dict[str, Any]]:
    """Every area of the district, widest first."""
    whole: Box = (SOUTH, WEST, NORTH, EAST)
    rows = [area(DISTRICT, "烈山区", "lsq", whole)]
    for t, town in enumerate(boxes(whole, 4, 2)):
        town_code = f"{DISTRICT}{t + 1:03d}"
        rows.append(area(town_code, TOWN_NAMES[t], TOWN_INITIALS[t], town))
        for v, village in enumerate(boxes(town, 2, 4)):
            code = f"{town_code}{v + 1:03d}"
            name, initials = ("和村社区", "hcsq") if t + v == 0 else (f"{t + 1}{v + 1}号村", "hc")
            rows.append(area(code, name, initials, village))
            rows.extend(
                area(f"{code}{g + 1:03d}", f"网格 {g + 1:03d}", "wg", grid)
                for g, grid in enumerate(boxes(village, 2, 2))
            )
    return rows


AREAS = build_areas()


def ring(box: Box) -> list[list[float]]:
    """A closed GeoJSON ring, longitude first."""
    south, west, north, east = box
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


VACANT = [row["code"] for row in AREAS if row["level"] == "grid" and int(row["code"]) % 3 == 0]


def feature(row: dict[str, Any]) -> dict[str, Any]:
    """An area as the map layers carry it; every third grid's post is vacant."""
    properties = {"code": row["code"], "name": row["name"]}
    if row["code"] in VACANT:
        properties["vacant_since"] = "2026-01-01"
    geometry = {"type": "Polygon", "coordinates": [ring(row["bounds"])]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def line(points: list[list[float]], kind: str) -> dict[str, Any]:
    """A road."""
    return {
        "type": "Feature",
        "properties": {"class": kind},
        "geometry": {"type": "LineString", "coordinates": points},
    }


def layer(level: str) -> bytes:
    """One level as GeoJSON; what the made-up district lacks is an empty collection."""
    features = [feature(row) for row in AREAS if row["level"] == level]
    if level == "road":
        middle = (WEST + EAST) / 2
        features = [line([[middle, SOUTH], [middle, NORTH]], "main")]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def index() -> bytes:
    """The compact index of areas."""
    return json.dumps({"areas": AREAS}, ensure_ascii=False).encode()
