"""From mosaic cells to the shapes people see: merged, smoothed along shared edges, in degrees."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.spatial import cKDTree

from geodata.build.areas import PRECISION_M, Ints
from geodata.coordinates.plane import Floats, Plane
from geodata.district.district import DistrictError

SMOOTHING_ROUNDS = 5
ATTEMPTS = 8
HOLD_REACH_M = 250.0
SIMPLIFY_M = 22.0
DECIMALS = 7


def merge(cells: NDArray[Any], label: Ints, count: int) -> NDArray[Any]:
    """One polygon per label, made of its cells."""
    return np.array(
        [shapely.coverage_union_all(cells[label == index]) for index in range(count)], dtype=object
    )


def smooth(shapes: NDArray[Any], outline: Any) -> NDArray[Any]:
    """Round off the mosaic's zigzag, the same for both sides of an edge.

    The outline keeps every vertex it had; on it, only points where areas meet are added.

    Raises:
        DistrictError: no valid coverage came out.
    """
    net = _Net(shapes, outline)
    for _ in range(ATTEMPTS):
        moved = net.shapes(net.smoothed(SMOOTHING_ROUNDS))
        if _is_sound(moved):
            simpler = shapely.coverage_simplify(moved, SIMPLIFY_M, simplify_boundary=False)
            return simpler if _is_sound(simpler) else moved
        net.hold_near(shapely.get_coordinates(shapely.coverage_invalid_edges(moved)))
    raise DistrictError("the areas' shapes overlap: change the seed of [demo]")


def _is_sound(shapes: NDArray[Any]) -> bool:
    return bool(shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes))


class _Net:
    """The shapes as numbered vertices, so that a vertex moves once for all shapes it is in."""

    def __init__(self, shapes: NDArray[Any], outline: Any) -> None:
        self._template = shapes
        coords, owner = _ring_coordinates(shapes)
        keys = np.round(coords / PRECISION_M).astype(np.int64)
        unique, self.ids = np.unique(keys, axis=0, return_inverse=True)
        self.points: Floats = unique.astype(np.float64) * PRECISION_M
        same = owner[1:] == owner[:-1]
        pairs = np.sort(np.stack([self.ids[1:], self.ids[:-1]], -1)[same], axis=1)
        edges, uses = np.unique(pairs, axis=0, return_counts=True)
        size = len(unique)
        half = csr_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(size, size))
        self._links = half + half.T
        self.degree = self._links.sum(axis=1)
        self._held = np.zeros(size, dtype=bool)
        self.fixed = np.zeros(size, dtype=bool)
        self.fixed[edges[uses == 1].ravel()] = True
        corners = np.round(shapely.get_coordinates(outline) / PRECISION_M).astype(np.int64)
        original = (unique[:, None, 0] == corners[None, :, 0]) & (
            unique[:, None, 1] == corners[None, :, 1]
        )
        self.dropped = self.fixed & (self.degree == 2) & ~original.any(axis=1)

    def hold_near(self, places: Floats) -> None:
        """Let no vertex move that started near a place where shapes came to overlap."""
        gap, _ = cKDTree(places).query(self.points)
        self._held |= gap < HOLD_REACH_M

    def smoothed(self, rounds: int) -> Floats:
        """Vertex places after moving each half-way to the middle of its neighbours, n times."""
        mean = diags_array(1 / self.degree) @ self._links
        points = self.points.copy()
        still = (self.fixed | self._held)[:, None]
        for _ in range(rounds):
            points = np.where(still, points, 0.5 * points + 0.5 * (mean @ points))
        return points

    def shapes(self, points: Floats) -> NDArray[Any]:
        """The polygons with their vertices at `points`, needless boundary vertices left out."""
        built, at = [], 0
        for shape in self._template:
            rings = []
            for ring in (shape.exterior, *shape.interiors):
                ids = self.ids[at : at + len(ring.coords)][:-1]
                at += len(ring.coords)
                rings.append(points[ids[~self.dropped[ids]]])
            built.append(shapely.Polygon(rings[0], rings[1:]))
        return np.array(built, dtype=object)


def _ring_coordinates(shapes: NDArray[Any]) -> tuple[Floats, Ints]:
    rings = shapely.get_rings(shapes)
    coords, owner = shapely.get_coordinates(rings, return_index=True)
    return coords, owner


def to_degrees(shapes: NDArray[Any], plane: Plane) -> NDArray[Any]:
    """Plane shapes as lon-lat, rounded to about a centimetre."""
    return np.asarray(
        shapely.transform(shapes, lambda xy: np.round(plane.to_lonlat(xy), DECIMALS)), dtype=object
    )
