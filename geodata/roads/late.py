"""The roads of a map, read when somebody first asks for a way: no first answer needs them."""

import threading
from pathlib import Path

from geodata.roads.roads import RoadGraph


class LateRoads:
    """The road graph of one map file, read once. Safe to share between threads.

    To read it and to import what it is searched with takes a third of a second.
    """

    def __init__(self, gpkg: Path) -> None:
        self._gpkg = gpkg
        self._lock = threading.Lock()
        self._held: RoadGraph | None = None

    @property
    def held(self) -> RoadGraph | None:
        """The graph where it is read already; does not block."""
        return self._held

    def read(self) -> RoadGraph:
        """The graph; blocks until it is read.

        Raises:
            MapError: the file cannot be read.
        """
        with self._lock:
            if self._held is None:
                self._held = RoadGraph.from_gpkg(self._gpkg)
            return self._held
