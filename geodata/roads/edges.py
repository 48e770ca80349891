"""The stretches of a road network between neighbouring nodes, and the foot of a point on them."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.coordinates.plane import Floats

Ints = NDArray[np.int64]

# Edges are sampled so closely; the edges of so many samples nearest to a point are measured.
SAMPLE_M, SAMPLES = 30.0, 4
# A foot as near as this to an end of its edge is at the node there.
AT_NODE_M = 0.01


class Feet(NamedTuple):
    """Where points meet the network: metres to the foot, its edge, and how far along (0 to 1).

    Arrays of shape (n,); 0 is the edge's first node, 1 its second.
    """

    gap: Floats
    edge: Ints
    along: Floats


class Edges:
    """Edges as pairs of nodes, whichever way they may be travelled; finds the nearest to a point.

    Exact: the nearest samples only choose which edges are measured, and where another edge could
    still be nearer all are asked.
    """

    def __init__(self, ends: Ints, xy: Floats) -> None:
        """Take `ends` of shape (m, 2) and the nodes' metres of shape (n, 2)."""
        from scipy.spatial import cKDTree  # a fifth of a second, for roads alone

        self.ends = ends
        self._from = xy[ends[:, 0]]
        self._step = xy[ends[:, 1]] - self._from
        self.metres = np.hypot(*self._step.T)
        count = np.ceil(self.metres / SAMPLE_M).astype(np.int64).clip(1)
        self._owner = np.repeat(np.arange(len(ends)), count)
        number = np.arange(len(self._owner)) - np.repeat(np.cumsum(count) - count, count)
        share = (number + 0.5) / count[self._owner]
        self._samples = cKDTree(self._from[self._owner] + share[:, None] * self._step[self._owner])
        self._tree: shapely.STRtree | None = None

    def feet(self, points: Floats) -> Feet:
        """The nearest foot of each point in metres, shape (n, 2)."""
        near, sample = self._samples.query(points, k=range(1, min(SAMPLES, len(self._owner)) + 1))
        edges = self._owner[sample]
        gaps, shares = self._measured(points[:, None, :], edges)
        best = gaps.argmin(axis=1)
        row = np.arange(len(points))
        gap, edge, along = gaps[row, best], edges[row, best], shares[row, best]
        # Whatever was not sampled is at least as far as the last sample, less half a stretch.
        bound = np.sqrt(np.maximum(near[:, -1] ** 2 - (SAMPLE_M / 2) ** 2, 0))
        open_rows = np.flatnonzero((gap > bound) & (len(self._owner) > SAMPLES))
        if len(open_rows):
            edge[open_rows] = self._strtree().nearest(shapely.points(points[open_rows]))
            gap[open_rows], along[open_rows] = self._measured(points[open_rows], edge[open_rows])
        at = along * self.metres[edge]
        along = np.where(at <= AT_NODE_M, 0.0, along)
        return Feet(gap, edge, np.where(self.metres[edge] - at <= AT_NODE_M, 1.0, along))

    def xy(self, feet: Feet) -> Floats:
        """The feet themselves in metres, shape (n, 2)."""
        return np.asarray(self._from[feet.edge] + feet.along[:, None] * self._step[feet.edge])

    def _measured(self, points: Floats, edges: Ints) -> tuple[Floats, Floats]:
        """Metres from points to edges, and how far along each the foot is."""
        step, length = self._step[edges], self.metres[edges]
        away = points - self._from[edges]
        along = (away * step).sum(axis=-1) / np.maximum(length, 1e-9) ** 2
        along = np.clip(along, 0.0, 1.0)
        off = away - along[..., None] * step
        return np.hypot(off[..., 0], off[..., 1]), along

    def _strtree(self) -> shapely.STRtree:
        if self._tree is None:
            lines = np.stack([self._from, self._from + self._step], axis=1)
            self._tree = shapely.STRtree(shapely.linestrings(lines))
        return self._tree


def ends_of(arcs: Ints) -> Ints:
    """The pairs of neighbouring nodes of a network's arcs, each once, the lower node first."""
    if not len(arcs):
        return np.empty((0, 2), dtype=np.int64)
    return np.unique(np.sort(arcs, axis=1), axis=0)
