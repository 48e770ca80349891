"""The demo's roads: through roads first, then a net of local ones that meets them at junctions."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree
from shapely import Polygon

from geodata.build.areas import Ints, spread_points
from geodata.build.nature import Density, Nature
from geodata.build.through import SPACING_M, Through, spacing_m, string_nodes
from geodata.coordinates.plane import Floats

SPEED_KMH = {"main": 60, "secondary": 40, "local": 25}
BRIDGE_SHARE = 0.2
DROP_SHARE = 0.1
STREET_SPLIT_M = 240.0


@dataclass(frozen=True, slots=True)
class Roads:
    """A road graph in plane metres.

    `nodes` has shape (n, 2); edge i runs from `ends[i, 0]` to `ends[i, 1]` along `lines[i]`,
    with `classes[i]` (main, secondary, local) and `names[i]` (empty for local roads).
    """

    nodes: Floats
    ends: Ints
    classes: list[str]
    names: list[str]
    lines: NDArray[Any]


def build_roads(
    outline: Polygon,
    density: Density,
    nature: Nature,
    through: Through,
    centres: Floats,
    rng: np.random.Generator,
) -> Roads:
    """One connected graph: through roads, secondary roads between centres, local roads.

    Args:
        outline: the district, plane metres.
        density: how closely people live; local roads follow it.
        nature: water and hills that roads avoid or bridge.
        through: class, name and line of the roads that pass through.
        centres: points (n, 2) worth a secondary road.
        rng: source of all chance.
    """
    chain = string_nodes(through, density)
    nodes = _junctions(outline, density, nature, chain.nodes, rng)
    local = _local_edges(nodes, len(chain.nodes), chain.ends, outline, nature, rng)
    ends = _connected(nodes, np.concatenate([chain.ends, local]))
    nodes, ends = _used_only(nodes, ends)
    more = len(ends) - len(chain.ends)
    classes = chain.classes + ["local"] * more
    _raise_to_secondary(nodes, ends, classes, centres)
    nodes = _straightened(nodes, ends, classes, len(chain.ends))
    lines = np.concatenate([chain.lines, _drawn(nodes, ends[len(chain.ends) :], rng)])
    return Roads(nodes, ends, classes, chain.names + [""] * more, lines)


def _junctions(
    outline: Polygon,
    density: Density,
    nature: Nature,
    chain: Floats,
    rng: np.random.Generator,
) -> Floats:
    """The chain's nodes followed by local junctions that keep their distance from it."""

    def wanted(xy: Floats) -> Floats:
        value = np.asarray(density.urban(xy) ** 1.7)
        for shape, factor in ((nature.high_ground, 0.25), (nature.still_water, 0.0)):
            shapely.prepare(shape)
            value = np.where(shapely.contains_xy(shape, *xy.T), value * factor, value)
        return value

    inner = outline.buffer(-40)
    inner = max(shapely.get_parts(inner), key=lambda part: part.area)
    sample = rng.uniform(outline.bounds[:2], outline.bounds[2:], (20_000, 2))
    sample = sample[shapely.contains_xy(outline, *sample.T)]
    count = int(outline.area * wanted(sample).mean() / SPACING_M**2)
    points = spread_points(inner, wanted, count, rng)
    if len(chain):
        gap, _ = cKDTree(chain).query(points)
        points = points[gap > 0.5 * spacing_m(density, points)]
    return np.concatenate([chain, points])


def _local_edges(
    nodes: Floats,
    chain_count: int,
    chain_ends: Ints,
    outline: Polygon,
    nature: Nature,
    rng: np.random.Generator,
) -> Ints:
    """Gabriel edges inside the district that cross no through road and seldom a river."""
    near = shapely.contains_xy(outline.buffer(50), *nodes.T)
    members = np.flatnonzero(near)
    edges = members[_gabriel(nodes[members])]
    edges = edges[~((edges < chain_count).all(axis=1))]
    lines = shapely.linestrings(nodes[edges])
    around = outline.buffer(60)
    shapely.prepare(around)
    allowed = shapely.covers(around, lines)
    through = shapely.union_all(shapely.linestrings(nodes[chain_ends]))
    shapely.prepare(through)
    allowed &= ~shapely.crosses(through, lines)
    allowed &= ~shapely.intersects(nature.still_water, lines)
    rivers = shapely.union_all([river.shape for river in nature.rivers])
    shapely.prepare(rivers)
    wet = shapely.intersects(rivers, lines)
    chance = rng.random(len(edges))
    allowed &= np.where(wet, chance < BRIDGE_SHARE, chance > DROP_SHARE)
    return np.asarray(edges[allowed], dtype=np.int64)


def _gabriel(points: Floats) -> Ints:
    """Pairs of points with no third one inside the circle they span."""
    corners = Delaunay(points).simplices
    edges = np.unique(
        np.sort(
            np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), axis=1
        ),
        axis=0,
    )
    middle = points[edges].mean(axis=1)
    radius = np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T) / 2
    nearest, _ = cKDTree(points).query(middle)
    return np.asarray(edges[nearest >= radius * (1 - 1e-9)], dtype=np.int64)


def _connected(nodes: Floats, ends: Ints) -> Ints:
    """The edges, and after them the shortest links that join all pieces to the largest."""
    while True:
        size = len(nodes)
        graph = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
        _, piece = connected_components(graph, directed=False)
        used = np.zeros(size, dtype=bool)
        used[ends.ravel()] = True
        largest = np.bincount(piece[used]).argmax()
        inside = np.flatnonzero(used & (piece == largest))
        outside = np.flatnonzero(used & (piece != largest))
        if not len(outside):
            return ends
        gap, nearest = cKDTree(nodes[inside]).query(nodes[outside])
        best = int(np.argmin(gap))
        ends = np.concatenate([ends, [[inside[nearest[best]], outside[best]]]])


def _used_only(nodes: Floats, ends: Ints) -> tuple[Floats, Ints]:
    used, renumbered = np.unique(ends, return_inverse=True)
    return nodes[used], renumbered.reshape(ends.shape)


def _raise_to_secondary(nodes: Floats, ends: Ints, classes: list[str], centres: Floats) -> None:
    """Make secondary roads of the shortest ways between neighbouring centres."""
    length = np.hypot(*(nodes[ends[:, 0]] - nodes[ends[:, 1]]).T)
    eager = np.array([0.5 if kind != "local" else 1.0 for kind in classes])
    size = len(nodes)
    graph = csr_array((length * eager, (ends[:, 0], ends[:, 1])), shape=(size, size))
    _, stops = cKDTree(nodes).query(centres)
    stops = np.unique(stops)
    cost, came_from = dijkstra(graph, directed=False, indices=stops, return_predecessors=True)
    tree = minimum_spanning_tree(csr_array(cost[:, stops])).tocoo()
    edge_of = {tuple(sorted(pair)): index for index, pair in enumerate(ends.tolist())}
    for row, col in zip(tree.row.tolist(), tree.col.tolist(), strict=True):
        node = int(stops[col])
        while (before := int(came_from[row, node])) >= 0:
            index = edge_of[(min(before, node), max(before, node))]
            if classes[index] == "local":
                classes[index] = "secondary"
            node = before


def _straightened(nodes: Floats, ends: Ints, classes: list[str], fixed_edges: int) -> Floats:
    """Ease the corners of secondary roads: bends move toward their neighbours, thrice."""
    pairs = ends[[index for index, kind in enumerate(classes) if kind == "secondary"]]
    size = len(nodes)
    ones = np.ones(len(pairs))
    half = csr_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    links = half + half.T
    degree = np.asarray(links.sum(axis=1))
    bend = degree == 2
    bend[ends[:fixed_edges].ravel()] = False
    for _ in range(3):
        mean = (links @ nodes) / np.maximum(degree, 1)[:, None]
        nodes = np.where(bend[:, None], 0.5 * nodes + 0.5 * mean, nodes)
    return nodes


def _drawn(nodes: Floats, ends: Ints, rng: np.random.Generator) -> NDArray[Any]:
    """Each edge as a line; a long one swings a little to one side."""
    first, last = nodes[ends[:, 0]], nodes[ends[:, 1]]
    ahead = last - first
    swing = rng.uniform(-0.09, 0.09, len(ends))[:, None]
    middle = (first + last) / 2 + np.stack([-ahead[:, 1], ahead[:, 0]], -1) * swing
    bent = shapely.linestrings(np.stack([first, middle, last], 1))
    straight = shapely.linestrings(np.stack([first, last], 1))
    return np.asarray(np.where(np.hypot(*ahead.T) > STREET_SPLIT_M, bent, straight))
