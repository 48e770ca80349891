"""Which handling grid of each department a point lies in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.files.tables import read_table
from geodata.importing.rows import HANDLING


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
