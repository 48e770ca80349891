"""Which grid a point lies in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from domain.errors import InvalidError
from geodata.coordinates.plane import Floats, plane_of
from geodata.files.tables import MapError, read_table

ACCEPTED_OUTSIDE_M = 2000.0
# The finest level a map has decides.
_FINEST_FIRST = ("grid", "village", "town", "district")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a point belongs: an area code, and how far outside the district it lies (0 inside)."""

    code: str
    is_outside: bool
    distance_m: float


class AreaIndex:
    """Finds the grid of a point.

    A point on a border belongs to the lowest code that touches it, always. When a map has no
    grids, its finest areas take their place.
    """

    def __init__(
        self,
        codes: Sequence[str],
        shapes: NDArray[Any],
        outline: Any = None,
        *,
        outside_m: float = ACCEPTED_OUTSIDE_M,
    ) -> None:
        """Build from codes and lon-lat shapes, row by row; `outline` is the district's shape.

        `outside_m`: how far outside a place is still taken.

        Raises:
            MapError: there is no area at all.
        """
        if not len(codes):
            raise MapError("the map has no areas")
        order = np.argsort(np.array(codes, dtype=str), kind="stable")
        self.codes: NDArray[Any] = np.array(codes, dtype=str)[order]
        self._outside_m = outside_m
        self._plane = plane_of(tuple(shapely.total_bounds(shapes).tolist()))
        self._shapes = shapely.transform(shapes[order], self._plane.from_lonlat)
        self._outline = outline and shapely.transform(outline, self._plane.from_lonlat)
        shapely.prepare(self._shapes)
        shapely.prepare(self._outline)
        self._tree = shapely.STRtree(self._shapes)

    @classmethod
    def from_gpkg(cls, gpkg: Path, *, outside_m: float = ACCEPTED_OUTSIDE_M) -> "AreaIndex":
        """Read the finest areas of a map.

        Raises:
            MapError: the file cannot be read or holds no areas.
        """
        district = read_table(gpkg, "district").shapes
        outline = shapely.union_all(district) if len(district) else None
        for level in _FINEST_FIRST:
            table = read_table(gpkg, level)
            if len(table):
                codes = [str(code) for code in table.column("code")]
                return cls(codes, table.shapes, outline, outside_m=outside_m)
        raise MapError(f"{gpkg} has no areas")

    def grid_at(self, lat: float, lon: float) -> Placement:
        """The grid of one point (WGS 84 degrees).

        Up to `outside_m` (2 km) outside the district the nearest grid stands in and `is_outside`
        is True; a hole between areas inside the district goes to the nearest grid too.

        Raises:
            InvalidError: the point lies farther out, or is no point.
        """
        if not (np.isfinite(lat) and np.isfinite(lon)):
            raise InvalidError(says="lat_lon_no_numbers", field="lat", code="invalid")
        point = shapely.points(self._plane.xy(lat, lon))
        covering = self._tree.query(point, predicate="intersects")
        if len(covering):
            return Placement(str(self.codes[covering.min()]), False, 0.0)
        nearest = self._tree.query_nearest(point, all_matches=True)
        code = str(self.codes[nearest.min()])
        if self._outline is not None and shapely.intersects(self._outline, point):
            return Placement(code, False, 0.0)
        distance_m = float(shapely.distance(self._shapes[nearest.min()], point))
        if distance_m > self._outside_m:
            raise InvalidError(
                f"the place lies {distance_m / 1000:.1f} km outside the district",
                says="outside_district",
                km=f"{self._outside_m / 1000:g}",
                field="lat",
                code="outside_district",
            )
        return Placement(code, True, distance_m)

    def shares_in(self, shape: Any) -> dict[str, float]:
        """Of each area that a lon-lat shape touches, the share of it that lies inside."""
        inside = shapely.transform(shape, self._plane.from_lonlat)
        found = self._tree.query(inside, predicate="intersects")
        shapes = self._shapes[found]
        areas = shapely.area(shapely.intersection(shapes, inside)) / shapely.area(shapes)
        return {
            str(code): float(share)
            for code, share in zip(self.codes[found], areas, strict=True)
            if share > 0
        }

    def outlines_near(
        self, lat: float, lon: float, within_m: float, *, rough_m: float = 8.0
    ) -> list[tuple[str, list[list[list[float]]]]]:
        """The areas around a point, roughly: code and rings of [lat, lon], for a small sketch."""
        x, y = self._plane.xy(lat, lon).tolist()
        box = shapely.box(x - within_m, y - within_m, x + within_m, y + within_m)
        found: list[tuple[str, list[list[list[float]]]]] = []
        for at in sorted(self._tree.query(box, predicate="intersects")):
            cut = shapely.intersection(shapely.simplify(self._shapes[at], rough_m), box)
            rings = [
                [[round(one[1], 5), round(one[0], 5)] for one in self._lonlat(part)]
                for part in shapely.get_parts(cut)
                if part.geom_type == "Polygon"
            ]
            found.append((str(self.codes[at]), rings))
        return found

    def _lonlat(self, polygon: Any) -> list[list[float]]:
        ring = shapely.get_coordinates(shapely.get_exterior_ring(polygon))
        made: list[list[float]] = self._plane.to_lonlat(ring).tolist()
        return made

    def indexes_at(self, lats: Any, lons: Any) -> NDArray[np.int64]:
        """For each point the index into `codes`, -1 where no area covers it."""
        xy: Floats = self._plane.xy(lats, lons)
        found = np.full(len(xy), len(self.codes), dtype=np.int64)
        usable = np.flatnonzero(np.isfinite(xy).all(axis=1))
        point, area = self._tree.query(shapely.points(xy[usable]))
        point = usable[point]
        hit = shapely.intersects_xy(self._shapes[area], xy[point, 0], xy[point, 1])
        np.minimum.at(found, point[hit], area[hit])
        return np.where(found == len(self.codes), -1, found)

    def grids_at(self, lats: Any, lons: Any) -> NDArray[Any]:
        """For each point the area code, the empty text where no area covers it."""
        index = self.indexes_at(lats, lons)
        return np.where(index >= 0, self.codes[index], "")
