"""Roads that pass through the district, strung with nodes about a junction apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.ops import substring

from geodata.build.nature import Density
from geodata.coordinates.plane import Floats

SPACING_M = 560.0
CROSSING_CLEAR_M = 120.0
CURVE_TOLERANCE_M = 7.0

Through = Sequence[tuple[str, str, LineString]]


@dataclass(frozen=True, slots=True)
class Chain:
    """Through roads as a graph in plane metres: see build_roads.Roads for the fields."""

    nodes: Floats
    ends: NDArray[np.int64]
    classes: list[str]
    names: list[str]
    lines: NDArray[Any]


def spacing_m(density: Density, xy: Floats) -> Floats:
    """Metres between junctions: 560 in open country, about 40 % of it in town."""
    return SPACING_M / density.urban(xy) ** 0.85


def string_nodes(through: Through, density: Density) -> Chain:
    """Cut through roads into edges; where two cross, both pass through the same node."""
    place: dict[tuple[int, int], int] = {}
    nodes: list[Floats] = []
    ends: list[tuple[int, int]] = []
    classes: list[str] = []
    names: list[str] = []
    lines: list[Any] = []
    for kind, name, line in through:
        others = [other for _, _, other in through if other is not line]
        last_node, last_at = -1, 0.0
        for at, point in _stations(line, others, density):
            node = place.setdefault((round(point[0]), round(point[1])), len(nodes))
            if node == len(nodes):
                nodes.append(point)
            if last_node not in (-1, node):
                ends.append((last_node, node))
                classes.append(kind)
                names.append(name)
                lines.append(_piece(line, last_at, at, nodes[last_node], nodes[node]))
            last_node, last_at = node, at
    return Chain(
        np.array(nodes).reshape(-1, 2),
        np.array(ends, dtype=np.int64).reshape(-1, 2),
        classes,
        names,
        np.array(lines, dtype=object),
    )


def _stations(
    line: LineString, others: list[LineString], density: Density
) -> list[tuple[float, Floats]]:
    """Distances and points along a line, a junction's spacing apart, and at every crossing."""
    meets = shapely.get_coordinates(shapely.intersection(line, np.array(others, dtype=object)))
    cuts = np.atleast_1d(shapely.line_locate_point(line, shapely.points(meets))).tolist()
    crossings = list(zip(cuts, meets, strict=True))
    free: list[tuple[float, Floats]] = []
    at = 0.0
    while at < line.length:
        point = shapely.get_coordinates(line.interpolate(at))[0]
        if at == 0.0 or all(abs(at - cut) > CROSSING_CLEAR_M for cut in cuts):
            free.append((at, point))
        at += float(spacing_m(density, point[None])[0])
    free.append((line.length, shapely.get_coordinates(line)[-1]))
    return sorted(free + crossings, key=lambda mark: mark[0])


def _piece(line: LineString, start: float, end: float, first: Floats, last: Floats) -> LineString:
    """The stretch of a line between two nodes, with few vertices."""
    stretch = shapely.get_coordinates(substring(line, start, end))
    stretch[0], stretch[-1] = first, last
    return LineString(stretch).simplify(CURVE_TOLERANCE_M)
