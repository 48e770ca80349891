"""Making one network of drawn roads: ends that meet another road join it; what stays apart is told.

Works on lines in metres. Crossings without a common vertex are bridges in some sources and
forgotten junctions in others: they are joined only when asked.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geodata.coordinates.plane import Floats

Lines = NDArray[np.object_]
Ints = NDArray[np.int64]


class Joined(NamedTuple):
    """Lines after joining, and how many ends and crossings were joined."""

    lines: Lines
    ends: int
    crossings: int


class Pieces(NamedTuple):
    """A network that falls apart: the component of each line, and the metres of each component."""

    of_line: Ints
    metres: Floats


def join_roads(lines: Lines, tolerance_m: float, *, splits_crossings: bool = False) -> Joined:
    """Lines whose ends lie on another one's way share a vertex with it.

    Args:
        lines: LineStrings in metres, any order.
        tolerance_m: an end as near as this to another road has reached it.
        splits_crossings: roads that cross without a common vertex get one.
    """
    inserted: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    crossings = _cross(lines, inserted) if splits_crossings else 0
    moved: dict[tuple[int, int], tuple[float, float]] = {}
    ends = _meet(lines, tolerance_m, inserted, moved)
    made = lines.copy()
    for row in {*inserted, *(row for row, _ in moved)}:
        made[row] = _redrawn(lines[row], inserted.get(row, []), moved, row)
    return Joined(made, ends, crossings)


def _cross(lines: Lines, inserted: dict[int, list[tuple[float, float, float]]]) -> int:
    """Where two lines cross, both get the point."""
    tree = shapely.STRtree(lines)
    pairs = tree.query(lines, predicate="crosses").T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    count = 0
    for one, other in pairs.tolist():
        places = shapely.get_coordinates(shapely.intersection(lines[one], lines[other]))
        for x, y in places.tolist():
            for row in (one, other):
                along = shapely.line_locate_point(lines[row], shapely.Point(x, y))
                inserted[row].append((float(along), x, y))
            count += 1
    return count


def _meet(
    lines: Lines,
    tolerance_m: float,
    inserted: dict[int, list[tuple[float, float, float]]],
    moved: dict[tuple[int, int], tuple[float, float]],
) -> int:
    """Loose ends near another road: onto its vertex, else its way gets the end as a vertex."""
    rows, which, points = _loose_ends(lines)
    if not len(rows):
        return 0
    found = shapely.STRtree(lines).query(points, predicate="dwithin", distance=tolerance_m).T
    joined: set[int] = set()
    held: set[tuple[int, int]] = set()  # ends others were moved to: they stay where they are
    for end, other in found.tolist():
        row = int(rows[end])
        if other == row or end in joined or (row, int(which[end])) in held:
            continue
        joined.add(end)
        x, y = shapely.get_coordinates(points[end])[0].tolist()
        vertices = shapely.get_coordinates(lines[other])
        gap = np.hypot(*(vertices - (x, y)).T)
        nearest = int(gap.argmin())
        if gap[nearest] <= tolerance_m:
            key = (other, -1 if nearest == len(vertices) - 1 else nearest)
            held.add(key)
            at_x, at_y = vertices[nearest].tolist()
            moved[row, int(which[end])] = moved.get(key, (at_x, at_y))
        else:
            along = shapely.line_locate_point(lines[other], points[end])
            inserted[other].append((float(along), x, y))
    return len(joined)


def _loose_ends(lines: Lines) -> tuple[Ints, Ints, NDArray[np.object_]]:
    """Ends that no other line has as a vertex: of which line, first (0) or last (-1), and where."""
    coords, owner = shapely.get_coordinates(lines, return_index=True)
    _, key = np.unique(np.round(coords * 1000).astype(np.int64), axis=0, return_inverse=True)
    key = key.ravel()
    used = np.unique(np.column_stack([key, owner]), axis=0)[:, 0]
    lines_at = np.bincount(used, minlength=int(key.max()) + 1 if len(key) else 0)
    first = np.searchsorted(owner, np.arange(len(lines)), side="left")
    last = np.searchsorted(owner, np.arange(len(lines)), side="right") - 1
    ends = np.concatenate([first, last])
    which = np.concatenate([np.zeros(len(lines)), np.full(len(lines), -1)]).astype(np.int64)
    loose = lines_at[key[ends]] < 2
    return owner[ends[loose]], which[loose], shapely.points(coords[ends[loose]])


def _redrawn(
    line: shapely.LineString,
    inserted: list[tuple[float, float, float]],
    moved: dict[tuple[int, int], tuple[float, float]],
    row: int,
) -> shapely.LineString:
    coords = shapely.get_coordinates(line)
    steps = np.hypot(*np.diff(coords, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    more = np.array(inserted, dtype=float).reshape(-1, 3)
    order = np.argsort(np.concatenate([along, more[:, 0]]), kind="stable")
    points = np.concatenate([coords, more[:, 1:]])[order]
    for end in (0, -1):
        if (row, end) in moved:
            points[end] = moved[row, end]
    return shapely.LineString(points)


def pieces_of(lines: Lines) -> Pieces:
    """The parts a network falls into, the longest first."""
    coords, owner = shapely.get_coordinates(lines, return_index=True)
    _, node = np.unique(np.round(coords * 100).astype(np.int64), axis=0, return_inverse=True)
    node = node.ravel()
    step = np.flatnonzero(owner[1:] == owner[:-1])
    size = int(node.max()) + 1 if len(node) else 0
    graph = coo_array((np.ones(len(step)), (node[step], node[step + 1])), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    first = np.searchsorted(owner, np.arange(len(lines)), side="left")
    of_line = label[node[first]]
    metres = np.bincount(of_line, weights=shapely.length(lines)).astype(np.float64)
    order = np.argsort(-metres, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    kept = metres[order]
    return Pieces(place[of_line], kept[kept > 0])
