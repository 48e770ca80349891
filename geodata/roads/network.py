"""The road graph itself: arcs out of drawn lines, and the search to one place on them."""

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.dispatch.units import TravelMode
from geodata.coordinates.plane import Floats, Plane, plane_of
from geodata.files.tables import Table
from geodata.roads.edges import Edges, Feet, ends_of

if TYPE_CHECKING:  # imported with the first road: a fifth of a second
    from scipy.sparse import csr_array

Ints = NDArray[np.int64]

CLASS_SPEED_KMH = {"main": 60.0, "secondary": 40.0, "local": 25.0}
UNKNOWN_SPEED_KMH = 25.0
# The most a mode does on any road.
TOP_SPEED_KMH = {TravelMode.WALK: 5.0, TravelMode.EBIKE: 20.0, TravelMode.CAR: 200.0}
LONGEST_STEP_DEGREES = 0.004
COORDINATE_UNIT = 1e-7
_FORWARD = {"1", "yes", "true", "t", "forward", "f"}
_BACKWARD = {"-1", "backward", "b", "reverse"}


class Network(NamedTuple):
    """A directed road graph.

    `nodes` has shape (n, 2), lon-lat; arc i runs straight from node `arcs[i, 0]` to `arcs[i, 1]`
    and may be driven at `speeds_kmh[i]`.
    """

    nodes: Floats
    arcs: Ints
    speeds_kmh: Floats

    @property
    def plane(self) -> Plane:
        """The plane around the nodes, in which lengths are measured."""
        if not len(self.nodes):
            return Plane(0.0, 0.0)
        (west, south), (east, north) = self.nodes.min(axis=0), self.nodes.max(axis=0)
        return plane_of((float(west), float(south), float(east), float(north)))


class Search(NamedTuple):
    """From every node to a foot: seconds (inf where cut off), metres, and the next node (-1: none).

    The last row is the foot itself.
    """

    seconds: Floats
    metres: Floats
    following: NDArray[np.int32]


class ReversedNet(NamedTuple):
    """A network for one mode, turned round: `graph[v, u]` is the seconds from u to v.

    `one_more` is the graph with one node more that nothing leads to, for `with_place`. `xy` are the
    nodes in metres; `pace_ms` is the speed of all arcs in m/s, None when they differ.
    `ahead` and `back` are the seconds along each edge from its first to its second node, and back;
    inf where nobody may go.
    """

    graph: "csr_array"
    one_more: "csr_array"
    xy: Floats
    pace_ms: float | None
    edges: Edges
    ahead: Floats
    back: Floats


def network_of(table: Table) -> Network:
    """The graph of a road layer: every vertex of every line is a node, long steps are cut.

    `oneway` (yes, -1 …) makes an edge one-way along or against its line; without the column all
    are two-way. `speed_kmh` falls back to the class's speed.
    """
    lines, row = shapely.get_parts(table.shapes, return_index=True)
    lines = shapely.segmentize(lines, LONGEST_STEP_DEGREES)
    coords, line = shapely.get_coordinates(lines, return_index=True)
    units = np.round(coords / COORDINATE_UNIT).astype(np.int64)
    keys, node = np.unique(units[:, 0] * 2**32 + units[:, 1], return_inverse=True)
    nodes = np.zeros((len(keys), 2))
    nodes[node] = units * COORDINATE_UNIT
    step = np.flatnonzero((line[1:] == line[:-1]) & (node[1:] != node[:-1]))
    owner = row[line[step]]
    arcs = np.stack([node[step], node[step + 1]], -1)
    along, against = _directions(table)
    speeds = _speeds(table)[owner]
    ahead, back = along[owner], against[owner]
    return Network(
        nodes,
        np.concatenate([arcs[ahead], arcs[back][:, ::-1]]),
        np.concatenate([speeds[ahead], speeds[back]]),
    )


def _directions(table: Table) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each road may be travelled along its line, and against it."""
    words = [str(value).strip().lower() for value in table.column("oneway")]
    along = np.array([word not in _BACKWARD for word in words], dtype=bool)
    against = np.array([word not in _FORWARD for word in words], dtype=bool)
    return along, against


def _speeds(table: Table) -> Floats:
    given = zip(table.column("speed_kmh"), table.column("class"), strict=True)
    return np.array([_speed(speed, kind) for speed, kind in given], dtype=float)


def _speed(speed: Any, kind: Any) -> float:
    try:
        value = float(speed)
    except (TypeError, ValueError):
        value = 0.0
    return value if value > 0 else CLASS_SPEED_KMH.get(str(kind), UNKNOWN_SPEED_KMH)


def reversed_net(network: Network, mode: TravelMode, edges: Edges | None = None) -> ReversedNet:
    """The network as one mode sees it, turned round; of parallel arcs the fastest stays."""
    from scipy.sparse import csr_array

    size = len(network.nodes)
    xy = network.plane.from_lonlat(network.nodes)
    edges = edges or Edges(ends_of(network.arcs), xy)
    tail, head = network.arcs[:, 0], network.arcs[:, 1]
    speed_ms = np.minimum(network.speeds_kmh, TOP_SPEED_KMH[mode]) / 3.6
    seconds = np.maximum(np.hypot(*(xy[tail] - xy[head]).T) / speed_ms, 1e-6)
    order = np.lexsort((seconds, tail, head))
    key = head[order] * size + tail[order]
    kept = order[np.append(True, key[1:] != key[:-1])] if len(key) else order
    graph = csr_array((seconds[kept], (head[kept], tail[kept])), shape=(size, size))
    # As the search wants them: else each search would copy them first.
    graph.indices, graph.indptr = graph.indices.astype(np.int32), graph.indptr.astype(np.int32)
    pace_ms = float(speed_ms[0]) if len(speed_ms) and np.ptp(speed_ms) == 0 else None
    ahead, back = _along(network.arcs[kept], seconds[kept], edges, size)
    one_more = csr_array(
        (graph.data, graph.indices, np.append(graph.indptr, graph.indptr[-1:])),
        shape=(size + 1, size + 1),
    )
    return ReversedNet(graph, one_more, xy, pace_ms, edges, ahead, back)


def _along(arcs: Ints, seconds: Floats, edges: Edges, size: int) -> tuple[Floats, Floats]:
    """Seconds along each edge from its first to its second node, and back."""
    keys = edges.ends[:, 0] * size + edges.ends[:, 1]
    low, high = arcs.min(axis=1), arcs.max(axis=1)
    row = np.searchsorted(keys, low * size + high)
    is_ahead = arcs[:, 0] == low
    ahead, back = np.full(len(keys), np.inf), np.full(len(keys), np.inf)
    ahead[row[is_ahead]], back[row[~is_ahead]] = seconds[is_ahead], seconds[~is_ahead]
    return ahead, back


def leaving(net: ReversedNet, feet: Feet) -> tuple[Floats, Floats]:
    """Seconds from feet to the first and to the second node of their edges; inf against one way."""
    first, second = feet.along * 1.0, 1.0 - feet.along
    with np.errstate(invalid="ignore"):
        to_first = np.where(first > 0, first * net.back[feet.edge], 0.0)
        to_second = np.where(second > 0, second * net.ahead[feet.edge], 0.0)
    return to_first, to_second


def along_edge(net: ReversedNet, feet: Feet, edge: int, along: float) -> Floats:
    """Seconds from feet on an edge straight to another foot on it; inf for feet elsewhere."""
    share = along - feet.along
    with np.errstate(invalid="ignore"):
        took = np.where(share >= 0, share * net.ahead[feet.edge], -share * net.back[feet.edge])
    return np.where(feet.edge == edge, np.where(share == 0, 0.0, took), np.inf)


def with_places(net: ReversedNet, feet: Feet) -> "csr_array":
    """The graph with a node for each place, after all others: ways lead to it along its edge.

    Nothing leads on from these nodes, so that no way between others passes through them.
    """
    from scipy.sparse import csr_array

    first, second = net.edges.ends[feet.edge].T
    with np.errstate(invalid="ignore"):
        from_first = np.where(feet.along > 0, feet.along * net.ahead[feet.edge], 0.0)
        rest = 1.0 - feet.along
        from_second = np.where(rest > 0, rest * net.back[feet.edge], 0.0)
    nodes = np.stack([first, second], axis=1).ravel()
    seconds = np.maximum(np.stack([from_first, from_second], axis=1).ravel(), 1e-12)
    open_ = np.isfinite(seconds)
    size, graph = len(net.xy), net.graph
    ends = len(graph.data) + np.cumsum(open_.reshape(-1, 2).sum(axis=1))
    total = size + len(feet.edge)
    return csr_array(
        (
            np.concatenate([graph.data, seconds[open_]]),
            np.concatenate([graph.indices, nodes[open_].astype(np.int32)]),
            np.concatenate([graph.indptr, ends.astype(np.int32)]),
        ),
        shape=(total, total),
    )


def with_place(net: ReversedNet, foot: Feet) -> "csr_array":
    """`with_places` for one foot, of shape (1,), as every search asks it.

    Checking the parts of a graph once more takes as long as half a short search.
    """
    edge, along = int(foot.edge[0]), float(foot.along[0])
    first, second = net.edges.ends[edge].tolist()
    ways = [(first, along, net.ahead[edge]), (second, 1.0 - along, net.back[edge])]
    arcs = [
        (node, max(share * whole, 1e-12) if share > 0 else 1e-12) for node, share, whole in ways
    ]
    arcs = [(node, seconds) for node, seconds in arcs if seconds < np.inf]
    graph, made = net.graph, copy(net.one_more)
    made.data = np.append(graph.data, [seconds for _, seconds in arcs])
    made.indices = np.append(graph.indices, np.array([node for node, _ in arcs], dtype=np.int32))
    end = np.array([len(made.data)], dtype=np.int32)
    made.indptr = np.append(graph.indptr, end)
    return made


def search_to(net: ReversedNet, foot: Feet, *, within_s: float = np.inf) -> Search:
    """The fastest ways to one foot, of shape (1,), from all nodes that take at most `within_s`."""
    from scipy.sparse.csgraph import dijkstra

    graph, place = with_place(net, foot), len(net.xy)
    seconds, following = dijkstra(graph, indices=place, return_predecessors=True, limit=within_s)
    following = np.maximum(following, -1)
    if net.pace_ms is not None:
        return Search(seconds, seconds * net.pace_ms, following)
    # Indexes of the machine's own width: others are converted at every use.
    ahead = np.where(following >= 0, following, np.arange(len(following), dtype=np.int32))
    ahead = ahead.astype(np.intp)
    x, y = np.concatenate([net.xy, net.edges.xy(foot)]).T.copy()
    metres = _summed(np.hypot(x - x[ahead], y - y[ahead]), ahead)
    metres[np.isinf(seconds)] = np.inf
    return Search(seconds, metres, following)


def _summed(step: Floats, ahead: NDArray[np.intp]) -> Floats:
    """Sum `step` along each node's way: every round doubles the stretch already summed."""
    total = step
    while (further := total[ahead]).any():
        total = total + further
        ahead = ahead[ahead]
    return total


def steps_of(search: Search, node: int) -> Sequence[int]:
    """The nodes from one to the place, both included."""
    way = [node]
    while (node := int(search.following[node])) >= 0:
        way.append(node)
    return way
