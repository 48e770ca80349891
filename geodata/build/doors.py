"""The demo's house numbers: along every named road, odd on its left, even on its right."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geodata.build.roads import Roads
from geodata.coordinates.plane import Floats

SPACING_M = 60.0
BESIDE_M = 15.0


class DoorPlaces(NamedTuple):
    """House numbers: `roads[i]` and `numbers[i]` stand at `xy[i]`, plane metres."""

    roads: list[str]
    numbers: list[int]
    xy: Floats


def place_doors(roads: Roads, outline: Polygon) -> DoorPlaces:
    """Numbers every 60 m from the road's beginning; those outside the district are left out.

    No chance is asked: the same roads have the same numbers.
    """
    names: list[str] = []
    numbers: list[int] = []
    places: list[Floats] = [np.empty((0, 2))]
    for name in sorted({one for one in roads.names if one}):
        rows = [row for row, one in enumerate(roads.names) if one == name]
        counted = 0
        for part in _parts(roads.lines[rows]):
            found, xy = _along(part)
            inside = shapely.contains_xy(outline, xy)
            if not inside.any():
                continue
            # Counted from the district's edge, odd and even kept: nobody lives at 1149 of a road
            # whose first house is outside.
            ahead = (int(found[inside][0]) - 1) // 2 * 2
            numbers += (found[inside] - ahead + counted).tolist()
            names += [name] * int(inside.sum())
            places.append(xy[inside])
            counted += int(found[inside][-1]) - ahead
            counted += counted % 2
    return DoorPlaces(names, numbers, np.concatenate(places))


def _parts(lines: NDArray[np.object_]) -> list[shapely.LineString]:
    """The road's edges strung together, the longest stretch first."""
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    order = sorted(merged, key=lambda one: (-one.length, one.bounds))
    return [one for one in order if one.length > SPACING_M]


def _along(line: shapely.LineString) -> tuple[NDArray[np.int64], Floats]:
    """The numbers of one stretch from 1, and where each stands."""
    count = int(line.length // SPACING_M)
    at = SPACING_M * (np.arange(count) + 0.5)
    here, ahead = (
        shapely.get_coordinates(shapely.line_interpolate_point(line, at + step))
        for step in (0.0, 1.0)
    )
    way = ahead - here
    side = np.column_stack([-way[:, 1], way[:, 0]]) / np.maximum(np.hypot(*way.T), 1e-9)[:, None]
    numbers = np.arange(1, 2 * count + 1)
    xy = np.empty((2 * count, 2))
    xy[0::2], xy[1::2] = here + BESIDE_M * side, here - BESIDE_M * side
    return numbers, xy
