"""The demo's roads: through roads first, then a net of local ones that meets them at junctions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree
from shapely import LineString, Polygon

from geodata.build_areas import Ints, spread_points
from geodata.build_nature import Density, Nature
from geodata.plane import Floats

RURAL_SPACING_M = 560.0
SPEED_KMH = {"main": 60, "secondary": 40, "local": 25}
BRIDGE_SHARE = 0.2
DROP_SHARE = 0.1
STREET_SPLIT_M = 240.0

Through = Sequence[tuple[str, str, LineString]]


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
    chain = _chain(through, density)
    nodes = _junctions(outline, density, nature, chain.nodes, rng)
    local = _local_edges(nodes, len(chain.nodes), chain.ends, outline, nature, rng)
    ends = np.concatenate([chain.ends, local])
    ends, kept = _connected(nodes, ends, len(chain.ends))
    nodes, ends = _used_only(nodes, ends)
    classes = [chain.classes[index] for index in kept[: len(chain.ends)].tolist()]
    names = [chain.names[index] for index in kept[: len(chain.ends)].tolist()]
    classes += ["local"] * (len(ends) - len(classes))
    names += [""] * (len(ends) - len(names))
    _raise_to_secondary(nodes, ends, classes, centres)
    nodes = _straightened(nodes, ends, classes, len(names) - names.count(""))
    lines = _drawn(nodes, ends, classes, names, rng)
    return Roads(nodes, ends, classes, names, lines)


@dataclass(frozen=True, slots=True)
class _Chain:
    nodes: Floats
    ends: Ints
    classes: list[str]
    names: list[str]


def _chain(through: Through, density: Density) -> _Chain:
    """Through roads as a string of nodes; where two cross, both pass through the same node."""
    place: dict[tuple[int, int], int] = {}
    nodes: list[Floats] = []
    ends: list[tuple[int, int]] = []
    classes: list[str] = []
    names: list[str] = []
    for kind, name, line in through:
        crossings = [other for _, _, other in through if other is not line]
        last = -1
        for point in _stations(line, crossings, density):
            key = (round(point[0]), round(point[1]))
            node = place.setdefault(key, len(nodes))
            if node == len(nodes):
                nodes.append(point)
            if last not in (-1, node):
                ends.append((last, node))
                classes.append(kind)
                names.append(name)
            last = node
    return _Chain(
        np.array(nodes).reshape(-1, 2),
        np.array(ends, dtype=np.int64).reshape(-1, 2),
        classes,
        names,
    )


def _stations(line: LineString, others: list[LineString], density: Density) -> list[Floats]:
    """Points along a line about a junction's spacing apart, and every crossing with the others."""
    meets = shapely.get_coordinates(shapely.intersection(line, np.array(others, dtype=object)))
    cuts = shapely.line_locate_point(line, shapely.points(meets)) if len(meets) else np.array([])
    fixed = sorted(zip(cuts.tolist(), meets, strict=True), key=lambda cut: cut[0])
    marks: list[tuple[float, Floats]] = []
    at = 0.0
    while at < line.length:
        point = shapely.get_coordinates(line.interpolate(at))[0]
        marks.append((at, point))
        at += _spacing(density, point[None])[0] * 0.8
    marks.append((line.length, shapely.get_coordinates(line)[-1]))
    free = [
        (at, point)
        for at, point in marks
        if all(abs(at - cut) > 120 for cut, _ in fixed) or at in (0.0, line.length)
    ]
    return [point for _, point in sorted(free + fixed, key=lambda mark: mark[0])]


def _spacing(density: Density, xy: Floats) -> Floats:
    """Metres between junctions: 560 in open country, about a third of it in town."""
    return RURAL_SPACING_M / density.urban(xy) ** 0.85


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
        return np.minimum(value, 4.0)

    inner = outline.buffer(-40)
    inner = max(shapely.get_parts(inner), key=lambda part: part.area)
    sample = rng.uniform(outline.bounds[:2], outline.bounds[2:], (20_000, 2))
    sample = sample[shapely.contains_xy(outline, *sample.T)]
    count = int(outline.area * wanted(sample).mean() / RURAL_SPACING_M**2)
    points = spread_points(inner, wanted, count, rng)
    if len(chain):
        gap, _ = cKDTree(chain).query(points)
        points = points[gap > 0.5 * _spacing(density, points)]
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


def _connected(nodes: Floats, ends: Ints, keep: int) -> tuple[Ints, Ints]:
    """Join the graph's pieces by the shortest links.

    The first `keep` edges are the through roads and stay first.

    Returns:
        The edges, and for each the index it had in `ends` (-1 for a new link).
    """
    kept = np.arange(len(ends))
    while True:
        size = len(nodes)
        graph = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
        _, piece = connected_components(graph, directed=False)
        used = np.zeros(size, dtype=bool)
        used[ends.ravel()] = True
        heaviest = np.bincount(piece[used]).argmax()
        inside = np.flatnonzero(used & (piece == heaviest))
        outside = np.flatnonzero(used & (piece != heaviest))
        if not len(outside):
            return ends, kept
        gap, nearest = cKDTree(nodes[inside]).query(nodes[outside])
        best = int(np.argmin(gap))
        link = np.array([[inside[nearest[best]], outside[best]]])
        ends = np.concatenate([ends, link])
        kept = np.concatenate([kept, [-1]])


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


def _drawn(
    nodes: Floats, ends: Ints, classes: list[str], names: list[str], rng: np.random.Generator
) -> NDArray[Any]:
    """Each edge as a line; a long local one swings a little to one side."""
    first, last = nodes[ends[:, 0]], nodes[ends[:, 1]]
    ahead = last - first
    length = np.hypot(*ahead.T)
    swing = rng.uniform(-0.09, 0.09, len(ends))[:, None]
    middle = (first + last) / 2 + np.stack([-ahead[:, 1], ahead[:, 0]], -1) * swing
    lines = []
    for index in range(len(ends)):
        corners = [first[index], last[index]]
        if not names[index] and length[index] > STREET_SPLIT_M:
            corners.insert(1, middle[index])
        lines.append(LineString(corners))
    return np.array(lines, dtype=object)
