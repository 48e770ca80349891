"""Closing what is narrower than the tolerance: shared edges made really shared.

Vertices closer than the tolerance become one, and short bridges cut the slivers that are left. All
borders are noded on a grid of about a centimetre, and every face of that network goes to one area:
the one that covers it, else the neighbour in the same parent with the longest common edge. The
wider level's borders stay put; no border moves by more than about the tolerance.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geodata.coordinates.crs import Shapes
from geodata.coordinates.plane import Plane

# Seven decimals of a degree: about 1 cm, as the demo map has.
GRID_DEGREES = 1e-7
ON_BORDER_M = 1e-6
Rows = NDArray[np.int64]


class VanishedError(Exception):
    """Areas narrower than the tolerance were swallowed by their neighbours; `rows` are theirs."""

    def __init__(self, rows: list[int]) -> None:
        super().__init__(f"{len(rows)} areas are narrower than the tolerance")
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Nest:
    """Children to be fitted into parents.

    `parent_of` is the row of each child's parent. With `fills` False the children need not cover
    their parents (a department's handling grids).
    """

    children: Shapes
    parents: Shapes
    parent_of: Rows
    fills: bool = True


def fit(nest: Nest, plane: Plane, tolerance_m: float) -> Shapes:
    """The children with shared edges, filling their parents exactly.

    Differences wider than the tolerance must have been refused before; they would be closed too.

    Raises:
        VanishedError: children are so narrow that nothing is left of them.
    """
    if _fits_already(nest):
        return nest.children
    snapped = _snap(nest.children, nest.parents, plane, tolerance_m)
    shapes = np.concatenate([nest.parents, snapped])
    lines = np.concatenate([shapely.boundary(shapes), _bridges(shapes, plane, tolerance_m)])
    network = shapely.union_all(lines, grid_size=GRID_DEGREES)
    faces = shapely.get_parts(shapely.polygonize([network]))
    owner, holder = _owners(faces, snapped, nest)
    if nest.fills:
        owner = _grow(faces, owner, holder)
    return _dissolve(faces, owner, len(nest.children))


def unite(children: Shapes, parent_of: Rows, count: int) -> Shapes:
    """The parents as unions of their fitted children, in row order."""
    return _dissolve(children, parent_of, count)


def _fits_already(nest: Nest) -> bool:
    if not nest.fills or not shapely.coverage_is_valid(nest.children):
        return False
    united = _dissolve(nest.children, nest.parent_of, len(nest.parents))
    return bool(shapely.equals(united, nest.parents).all())


def _snap(children: Shapes, parents: Shapes, plane: Plane, tolerance_m: float) -> Shapes:
    """Move the children's vertices onto the parents' and each other's where they are close.

    A vertex moves to the first one within the tolerance that itself stays: never farther than
    the tolerance, so chains of close vertices do not collapse.
    """
    own = shapely.get_coordinates(children)
    fixed = np.unique(shapely.get_coordinates(parents), axis=0)
    loose, back = np.unique(own, axis=0, return_inverse=True)
    points = np.concatenate([fixed, loose])
    pairs = cKDTree(plane.from_lonlat(points)).query_pairs(tolerance_m, output_type="ndarray")
    pairs = pairs[pairs[:, 1] >= len(fixed)]
    target = np.arange(len(points))
    for stays, moves in pairs[np.lexsort((pairs[:, 0], pairs[:, 1]))].tolist():
        if target[moves] == moves and target[stays] == stays:
            target[moves] = stays
    moved = points[target[len(fixed) :]][back.ravel()]
    snapped = shapely.set_coordinates(children.copy(), moved)
    broken = ~shapely.is_valid(snapped)
    snapped[broken] = shapely.make_valid(snapped[broken], method="structure", keep_collapsed=False)
    usable = (shapely.get_dimensions(snapped) == 2) & (shapely.area(snapped) > 0)
    return np.where(usable, snapped, children)


def _bridges(shapes: Shapes, plane: Plane, tolerance_m: float) -> Shapes:
    """Short lines from every vertex to the borders close by that it is not on.

    They cut a sliver where the areas along it meet, so that each gets its piece; given away whole
    it would be a long arm of one of them.
    """
    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    rings, part_of = shapely.get_rings(parts, return_index=True)
    corners, ring_of = shapely.get_coordinates(rings, return_index=True)
    flat = plane.from_lonlat(corners)
    inside_ring = ring_of[1:] == ring_of[:-1]
    edges = shapely.linestrings(np.stack([flat[:-1], flat[1:]], axis=1)[inside_ring])
    owner = shape_of[part_of[ring_of[:-1][inside_ring]]]
    points = shapely.points(np.unique(flat, axis=0))
    at_point, at_edge = shapely.STRtree(edges).query(
        points, predicate="dwithin", distance=tolerance_m
    )
    away_m = shapely.distance(points[at_point], edges[at_edge])
    # The nearest edge of each shape; a shape whose border the vertex is on needs no bridge.
    order = np.lexsort((away_m, owner[at_edge], at_point))
    at_point, at_edge, away_m = at_point[order], at_edge[order], away_m[order]
    pair = np.stack([at_point, owner[at_edge]])
    nearest = np.append(True, (pair[:, 1:] != pair[:, :-1]).any(axis=0))[: len(away_m)]
    nearest &= away_m > ON_BORDER_M
    lines = shapely.shortest_line(points[at_point[nearest]], edges[at_edge[nearest]])
    return np.asarray(shapely.transform(lines, plane.to_lonlat), dtype=object)


def _owners(faces: Shapes, children: Shapes, nest: Nest) -> tuple[Rows, Rows]:
    """For each face the child that covers it and the parent it lies in; -1 for none."""
    inside = shapely.point_on_surface(faces)
    face, parent = shapely.STRtree(nest.parents).query(inside, predicate="intersects")
    holder = np.full(len(faces), -1, dtype=np.int64)
    holder[face] = parent
    face, child = shapely.STRtree(children).query(inside, predicate="intersects")
    kin = nest.parent_of[child] == holder[face]
    face, child = face[kin], child[kin]
    owner = np.full(len(faces), -1, dtype=np.int64)
    # Written from the highest row to the lowest: the first row keeps what two rows cover.
    order = np.argsort(-child, kind="stable")
    owner[face[order]] = child[order]
    return owner, holder


def _grow(faces: Shapes, owner: Rows, holder: Rows) -> Rows:
    """Give every uncovered face in a parent to the neighbour with the longest common edge."""
    gaps = np.flatnonzero((owner < 0) & (holder >= 0))
    if len(gaps) == 0:
        return owner
    tree = shapely.STRtree(faces)
    at_gap, neighbour = tree.query(faces[gaps], predicate="intersects")
    gap = gaps[at_gap]
    kin = (holder[neighbour] == holder[gap]) & (neighbour != gap)
    gap, neighbour = gap[kin], neighbour[kin]
    edge = shapely.length(shapely.intersection(faces[gap], faces[neighbour]))
    touching = edge > 0
    gap, neighbour, edge = gap[touching], neighbour[touching], edge[touching]
    order = np.lexsort((-owner[neighbour], edge))
    gap, neighbour = gap[order], neighbour[order]
    while True:
        ready = (owner[gap] < 0) & (owner[neighbour] >= 0)
        if not ready.any():
            return owner
        # Of several writes to one face the last stays: the longest edge, then the first row.
        owner[gap[ready]] = owner[neighbour[ready]].copy()


def _dissolve(faces: Shapes, owner: Rows, count: int) -> Shapes:
    """One shape per owner, of its faces."""
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(count + 1))
    whole = np.empty(count, dtype=object)
    for row in range(count):
        mine = faces[order[starts[row] : starts[row + 1]]]
        whole[row] = mine[0] if len(mine) == 1 else shapely.coverage_union_all(mine)
    if shapely.is_empty(whole).any():
        raise VanishedError(np.flatnonzero(shapely.is_empty(whole)).tolist())
    return np.asarray(shapely.orient_polygons(whole), dtype=object)
