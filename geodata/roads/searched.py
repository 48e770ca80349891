"""Seconds from every node of the roads to places that were searched, kept for the next question."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from domain.dispatch.units import TravelMode
from geodata.coordinates.plane import Floats

# Of a district's 7,000 nodes a row is 53 KB: 27 MB when all are held.
ROWS_KEPT = 512


class Searched:
    """Searches of one map, the newest kept; a new map has its own. Safe to share between threads.

    Only the seconds are found: half of what a search with its way and length costs.
    """

    def __init__(self, graphs: Mapping[TravelMode, csr_array], *, kept: int = ROWS_KEPT) -> None:
        self._graphs = graphs
        self._kept = kept
        self._held: OrderedDict[tuple[int, TravelMode], Floats] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, nodes: Sequence[int], mode: TravelMode) -> Floats:
        """Seconds to each of the nodes from all nodes, shape (nodes, all); inf where cut off."""
        with self._lock:
            held = {node: self._held.get((node, mode)) for node in nodes}
        found = {node: row for node, row in held.items() if row is not None}
        lacking = [node for node in held if node not in found]
        if lacking:
            made = dijkstra(self._graphs[mode], indices=lacking)
            found |= dict(zip(lacking, made, strict=True))
        self._keep(found, mode)
        return np.stack([found[node] for node in nodes])

    def _keep(self, found: Mapping[int, Floats], mode: TravelMode) -> None:
        with self._lock:
            for node, row in found.items():
                self._held[node, mode] = row
                self._held.move_to_end((node, mode))
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
