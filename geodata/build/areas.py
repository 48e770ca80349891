"""The demo's areas: a fine mosaic, grown into towns, villages and grids of the wanted weight.

Each area grows from a seed over neighbouring mosaic cells, so it is always one connected piece,
and the pieces of one parent fill it exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from shapely import MultiPoint, Polygon

from geodata.coordinates.plane import Floats
from geodata.district.district import DistrictError

Ints = NDArray[np.int64]
CELLS_PER_GRID = 40
LLOYD_ROUNDS = 5
SAMPLES_PER_POINT = 8
PRECISION_M = 1e-3
TOLERATED_EXCESS = 0.35


@dataclass(frozen=True, slots=True)
class Mosaic:
    """Small cells that fill the outline, and which touch which.

    `scale` is the square root of the density at each cell: a cell is about 1/scale wide, so
    `cost` (of the step between two touching cells) counts cells rather than metres.
    """

    cells: NDArray[Any]
    centres: Floats
    scale: Floats
    steps: csr_array

    def part(self, members: Ints) -> "Mosaic":
        """The mosaic of some cells only."""
        return Mosaic(
            self.cells[members],
            self.centres[members],
            self.scale[members],
            self.steps[members][:, members],
        )


def build_mosaic(
    outline: Polygon,
    density: Callable[[Floats], Floats],
    grids: int,
    barriers: Sequence[Any],
    rng: np.random.Generator,
) -> Mosaic:
    """Fill an outline with about 40 cells a grid, smaller where density is high."""
    centres = spread_points(outline, density, grids * CELLS_PER_GRID, rng)
    cells = _voronoi_cells(outline, centres)
    middle = shapely.get_coordinates(shapely.point_on_surface(cells))
    scale = np.sqrt(density(middle))
    return Mosaic(cells, middle, scale, _steps(cells, middle, scale, barriers, rng))


def spread_points(
    outline: Polygon, density: Callable[[Floats], Floats], count: int, rng: np.random.Generator
) -> Floats:
    """`count` points spread evenly by weight (Lloyd's rounds over a random sample)."""
    sample = _sample(outline, density, count * SAMPLES_PER_POINT, rng)
    centres = sample[:count]
    for _ in range(LLOYD_ROUNDS):
        _, owner = cKDTree(centres).query(sample)
        held = np.bincount(owner, minlength=count)
        sums = np.stack([np.bincount(owner, sample[:, axis], count) for axis in (0, 1)], -1)
        centres = np.where(held[:, None] > 0, sums / np.maximum(held, 1)[:, None], centres)
    return centres


def _sample(
    outline: Polygon, density: Callable[[Floats], Floats], count: int, rng: np.random.Generator
) -> Floats:
    """Random points inside, as likely as the place is dense."""
    shapely.prepare(outline)
    west, south, east, north = outline.bounds
    found: list[Floats] = []
    most = 0.0
    while sum(map(len, found)) < count:
        xy = rng.uniform((west, south), (east, north), (2 * count, 2))
        xy = xy[shapely.contains_xy(outline, xy[:, 0], xy[:, 1])]
        weight = density(xy)
        most = most or float(weight.max())
        found.append(xy[rng.random(len(xy)) * most < weight])
    return np.concatenate(found)[:count]


def _voronoi_cells(outline: Polygon, centres: Floats) -> NDArray[Any]:
    """Voronoi cells cut to the outline, noded on one precision grid so edges are truly shared."""
    shapely.prepare(outline)
    web = shapely.voronoi_polygons(MultiPoint(centres), extend_to=outline, only_edges=True)
    edges = shapely.get_parts(web)
    whole = shapely.contains_properly(outline, edges)
    cut = shapely.intersection(edges[~whole & shapely.intersects(outline, edges)], outline)
    rim = shapely.union(shapely.union_all(cut), shapely.boundary(outline), grid_size=PRECISION_M)
    inner = shapely.set_precision(edges[whole], PRECISION_M, mode="pointwise")
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(rim), *inner]))
    return np.asarray(faces[shapely.contains(outline.buffer(1.0), faces)])


def _steps(
    cells: NDArray[Any],
    centres: Floats,
    scale: Floats,
    barriers: Sequence[Any],
    rng: np.random.Generator,
) -> csr_array:
    """The cost of stepping between touching cells: uneven ground, and dear across a barrier."""
    first, second = touching(cells)
    apart = np.hypot(*(centres[first] - centres[second]).T)
    cost = apart * (scale[first] + scale[second]) / 2
    cost *= np.exp(rng.normal(0.0, 0.3, len(cost)))
    walls = shapely.union_all(list(barriers))
    shapely.prepare(walls)
    links = shapely.linestrings(np.stack([centres[first], centres[second]], 1))
    cost = np.where(shapely.intersects(walls, links), cost * 3.0, cost)
    size = len(cells)
    both = csr_array((cost, (first, second)), shape=(size, size))
    return both + both.T


def touching(cells: NDArray[Any]) -> tuple[Ints, Ints]:
    """Pairs of cells that share an edge (an edge: the same two vertices)."""
    coords, ring = shapely.get_coordinates(cells, return_index=True)
    _, vertex = np.unique(
        np.round(coords / PRECISION_M).astype(np.int64), axis=0, return_inverse=True
    )
    same = ring[1:] == ring[:-1]
    low = np.minimum(vertex[1:], vertex[:-1])[same]
    high = np.maximum(vertex[1:], vertex[:-1])[same]
    owner = ring[1:][same]
    order = np.lexsort((owner, high, low))
    low, high, owner = low[order], high[order], owner[order]
    twin = (low[1:] == low[:-1]) & (high[1:] == high[:-1])
    pairs = np.unique(np.stack([owner[:-1][twin], owner[1:][twin]], -1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def grow(
    mosaic: Mosaic,
    seeds: Ints,
    weights: Floats,
    *,
    rounds: int,
    pinned: NDArray[np.bool_] | None = None,
) -> Ints:
    """Share the cells among seeds, each about its part of `weights`; the label of every cell.

    Seeds race over the cells; who grew too much starts later next time. Unless pinned, seeds
    move to the middle of what they hold during the first half of the rounds.

    Raises:
        DistrictError: some seed holds nothing, or far too much, however they start.
    """
    target = weights / weights.sum() * len(mosaic.cells)
    pace = 0.5 * float(np.median(mosaic.steps.data)) * np.sqrt(target)
    delay, excess = np.zeros(len(seeds)), np.zeros(len(seeds))
    still = np.zeros(len(seeds), dtype=bool) if pinned is None else pinned
    best, best_error = None, np.inf
    for turn in range(rounds * 3):
        settling = bool(still.all()) or turn >= rounds // 2
        if turn >= rounds and best_error < TOLERATED_EXCESS:
            break
        label, reached_at = _race(mosaic, seeds, delay)
        held = np.bincount(label, minlength=len(seeds))
        before, excess = excess, held / target - 1
        error = float(np.abs(excess).max())
        if error < best_error and settling:
            best, best_error = label, error
        if not settling:
            seeds = np.where(still, seeds, _middles(mosaic, label, seeds))
        # A seed that swings between too much and too little takes smaller steps from then on.
        pace = np.where(before * excess < 0, pace * 0.6, pace * 1.03)
        delay = delay + pace * np.clip(excess, -0.8, 0.8)
        delay = np.where(held == 0, np.minimum(delay, 0.7 * reached_at[seeds]), delay)
        delay -= delay.min()
    if best is None or best_error >= 1.0:
        raise DistrictError("the areas cannot be balanced: move the points of [demo] apart")
    return best


def _race(mosaic: Mosaic, seeds: Ints, delay: Floats) -> tuple[Ints, Floats]:
    """Who reaches each cell first, and when, if seed i starts `delay[i]` late."""
    size = len(mosaic.cells)
    graph = mosaic.steps.tocoo()
    rows = np.concatenate([graph.row, np.full(len(seeds), size)])
    cols = np.concatenate([graph.col, seeds])
    data = np.concatenate([graph.data, delay + 1e-9])
    start = csr_array((data, (rows, cols)), shape=(size + 1, size + 1))
    reached_at, came_from = dijkstra(start, indices=size, return_predecessors=True)
    cells = np.arange(size)
    root = np.where(came_from[:size] == size, cells, came_from[:size])
    while True:
        further = root[root]
        if np.array_equal(further, root):
            break
        root = further
    number = np.full(size, -1)
    number[seeds] = np.arange(len(seeds))
    return number[root], reached_at[:size]


def _middles(mosaic: Mosaic, label: Ints, seeds: Ints) -> Ints:
    """The cell nearest to the centre of what each seed holds; a seed that holds none stays."""
    moved = seeds.copy()
    for index in range(len(seeds)):
        members = np.flatnonzero(label == index)
        if len(members):
            centre = mosaic.centres[members].mean(axis=0)
            gap = np.hypot(*(mosaic.centres[members] - centre).T)
            moved[index] = members[np.argmin(gap)]
    return moved


def scatter(
    mosaic: Mosaic, taken: Sequence[int], wanted: NDArray[np.bool_], count: int
) -> list[int]:
    """Choose `count` more cells among `wanted`, each as far as can be from all chosen so far."""
    chosen = list(taken)
    new: list[int] = []
    gap = np.full(len(mosaic.cells), np.inf)
    for cell in chosen:
        gap = np.minimum(gap, np.hypot(*(mosaic.centres - mosaic.centres[cell]).T))
    for _ in range(count):
        score = np.where(
            wanted, np.where(np.isinf(gap), _from_edge(mosaic), gap * mosaic.scale), -1.0
        )
        score[chosen] = -2.0
        cell = int(np.argmax(score))
        chosen.append(cell)
        new.append(cell)
        gap = np.minimum(gap, np.hypot(*(mosaic.centres - mosaic.centres[cell]).T))
    return new


def _from_edge(mosaic: Mosaic) -> Floats:
    """A first choice: the densest, most central cell scores highest (below any real gap)."""
    off = np.hypot(*(mosaic.centres - mosaic.centres.mean(axis=0)).T)
    return np.asarray(mosaic.scale * 10 + 1 / (1 + off))
