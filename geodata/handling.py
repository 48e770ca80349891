"""Which handling grid of each department a point lies in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.files.tables import read_table
from geodata.importing.rows import HANDLING
from geodata.places.locate import AreaIndex


@dataclass(frozen=True, slots=True)
class HandlingGrids:
    """The handling grids of a map, row by row; none of a map without that layer."""

    departments: Sequence[str] = ()
    names: Sequence[str] = ()
    shapes: Any = field(default_factory=lambda: np.array([], dtype=object))

    @classmethod
    def from_gpkg(cls, gpkg: Path) -> "HandlingGrids":
        """Read the layer `handling` of a map.

        Raises:
            MapError: the file cannot be read.
        """
        table = read_table(gpkg, HANDLING)
        shapely.prepare(table.shapes)
        departments = [str(one) for one in table.column("department")]
        rows = zip(table.column("name"), table.column("code"), strict=True)
        return cls(departments, [str(name or code) for name, code in rows], table.shapes)

    def shares(self, index: AreaIndex) -> dict[str, dict[str, dict[str, float]]]:
        """Of each common grid the share that lies in each handling grid, by department and name."""
        found: dict[str, dict[str, dict[str, float]]] = {}
        for department, name, shape in zip(self.departments, self.names, self.shapes, strict=True):
            held = found.setdefault(department, {}).setdefault(name, {})
            for code, share in index.shares_in(shape).items():
                held[code] = min(1.0, held.get(code, 0.0) + share)
        return found

    def at(self, lat: float, lon: float) -> Mapping[str, str]:
        """The name of the grid that holds a point, by department; on a border the first in order.

        Args:
            lat: WGS 84 degrees.
            lon: WGS 84 degrees.
        """
        if not len(self.shapes):
            return {}
        found: dict[str, str] = {}
        for row in np.flatnonzero(shapely.intersects_xy(self.shapes, lon, lat)).tolist():
            found.setdefault(self.departments[row], self.names[row])
        return found
