"""Seconds from every node of the roads to places that were searched, kept for the next question."""

import threading
from collections import OrderedDict
from collections.abc import Mapping

import numpy as np

from domain.dispatch.units import TravelMode
from geodata.coordinates.plane import Floats
from geodata.roads.edges import Feet
from geodata.roads.network import ReversedNet, with_places

# Of a district's 7,000 nodes a row is 53 KB: 27 MB when all are held.
ROWS_KEPT = 512
Key = tuple[int, float, TravelMode]


class Searched:
    """Searches of one map, the newest kept; a new map has its own. Safe to share between threads.

    Only the seconds are found: half of what a search with its way and length costs.
    """

    def __init__(self, nets: Mapping[TravelMode, ReversedNet], *, kept: int = ROWS_KEPT) -> None:
        self._nets = nets
        self._kept = kept
        self._held: OrderedDict[Key, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, feet: Feet, mode: TravelMode) -> Floats:
        """Seconds to each foot from all nodes, shape (feet, nodes); inf where cut off."""
        from scipy.sparse.csgraph import dijkstra  # see network.py

        pairs = zip(feet.edge.tolist(), feet.along.tolist(), strict=True)
        keys: list[Key] = [(edge, along, mode) for edge, along in pairs]
        with self._lock:
            found = {key: self._held[key] for key in keys if key in self._held}
        lacking = list(dict.fromkeys(key for key in keys if key not in found))
        if lacking:
            net = self._nets[mode]
            edge, along = (np.array(one) for one in list(zip(*lacking, strict=True))[:2])
            graph, size = with_places(net, Feet(np.zeros(len(edge)), edge, along)), len(net.xy)
            made = dijkstra(graph, indices=np.arange(size, size + len(edge)))[:, :size]
            found |= dict(zip(lacking, made, strict=True))
        self._keep(found)
        return np.stack([found[key] for key in keys])

    def _keep(self, found: Mapping[Key, Floats]) -> None:
        with self._lock:
            for key, row in found.items():
                self._held[key] = row
                self._held.move_to_end(key)
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
