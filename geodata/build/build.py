"""Build the demo district: one GeoPackage, the same for the same inputs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.build.areas import Ints, Mosaic, build_mosaic
from geodata.build.doors import place_doors
from geodata.build.nature import Density, build_nature, cores_of, curve
from geodata.build.people import name_areas, place_cameras
from geodata.build.plan import divide, read_plan
from geodata.build.roads import build_roads
from geodata.build.shapes import merge, smooth, to_degrees
from geodata.build.through import Through
from geodata.build.write import (
    areas_frames,
    cameras_frame,
    doors_frame,
    nature_frames,
    neighbours_frame,
    read_shapes,
    roads_frame,
    write_layers,
)
from geodata.coordinates.plane import Plane, plane_of
from geodata.district.district import District

Progress = Callable[[float, str], None]


def build_demo(district: District, out: Path, *, progress: Progress | None = None) -> Path:
    """Make the demo map of a district and write it to `out` (GeoPackage, WGS 84).

    Layers: district, neighbour, town, village, grid, road, address, water, hill, camera. The same
    inputs give the same content (`layers.map_version`). `progress` is told the share done and a
    word.

    Returns:
        `out`.

    Raises:
        DistrictError: the inputs do not fit together.
        OSError: `out` cannot be written.
    """
    tell = progress or (lambda share, word: None)
    demo = district.demo
    rng = np.random.default_rng(demo.get("seed", 0))
    outline_degrees, neighbours = read_shapes(district)
    plane = plane_of(outline_degrees.bounds)
    outline = shapely.transform(outline_degrees, plane.from_lonlat)
    outline = shapely.set_precision(outline, 1e-3)

    tell(0.02, "land")
    nature = build_nature(demo, plane, rng)
    density = Density(cores_of(demo, plane), nature)
    through = _through_roads(demo, plane, rng)

    tell(0.05, "mosaic")
    plan = read_plan(district)
    barriers = [river.shape for river in nature.rivers]
    barriers += [line for kind, _, line in through if kind == "main"]
    grids = sum(village.grids for village in plan.villages)
    mosaic = build_mosaic(outline, density, grids, barriers, rng)

    tell(0.35, "areas")
    held = divide(mosaic, plan, demo, plane, rng)
    codes = sorted(held)

    tell(0.6, "shapes")
    shapes = smooth(_joined(mosaic, held, codes), outline)
    people = name_areas(district, plan, codes, rng)
    frames = areas_frames(district, plan, codes, to_degrees(shapes, plane), people)

    tell(0.75, "roads")
    villages = frames["village"]
    centres = plane.xy(villages["label_lat"], villages["label_lon"])
    roads = build_roads(outline, density, nature, through, centres, rng)
    cameras = place_cameras(district, codes, shapes, density, roads, rng)

    tell(0.9, "writing")
    frames |= nature_frames(nature, plane)
    frames["road"] = roads_frame(roads, plane)
    frames["address"] = doors_frame(place_doors(roads, outline), plane)
    frames["camera"] = cameras_frame(cameras, plane)
    margin_km = demo.get("neighbour_margin_km", [30.0, 10.0])
    outline_made = frames["district"].geometry.iloc[0]
    frames["neighbour"] = neighbours_frame(neighbours, outline_made, margin_km, plane)
    write_layers(frames, out)
    tell(1.0, "done")
    return out


def _through_roads(demo: Mapping[str, Any], plane: Plane, rng: np.random.Generator) -> Through:
    """The roads a district's hints name, drawn as no ruler would."""
    return [
        (hint["class"], hint["name"], curve(hint["points"], plane, rng, wiggle_m=60.0))
        for hint in demo.get("roads", [])
    ]


def _joined(mosaic: Mosaic, held: Mapping[str, Ints], codes: Sequence[str]) -> NDArray[Any]:
    """The shape of each grid, in the order of `codes`: its cells of the mosaic put together."""
    label = np.empty(len(mosaic.cells), dtype=np.int64)
    for index, code in enumerate(codes):
        label[held[code]] = index
    return merge(mosaic.cells, label, len(codes))
