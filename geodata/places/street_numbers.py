"""House numbers of a map's layer `address`: each a point on a road, and what lies between."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from domain.desk.place_names import as_address, plain
from geodata.coordinates.plane import Floats, Plane
from geodata.files.tables import Table, read_table

LAYER = "address"
# Columns in which files keep the road and the number, most telling first.
ROAD_COLUMNS = ("road", "street", "路名", "街路巷", "道路", "jlx", "addr:street")
NUMBER_COLUMNS = ("number", "housenumber", "门牌号", "门牌", "mph", "addr:housenumber")
TEXT_COLUMNS = ("address", "地址", "name", "名称", "dz")


@dataclass(frozen=True, slots=True)
class Door:
    """Where a house number is, in plane metres; `radius_m` is how far off it may be."""

    x: float
    y: float
    is_exact: bool
    radius_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Doors:
    """The known house numbers of one road, ascending; `xy` in plane metres, shape (n, 2).

    `is_demo`: they are invented.
    """

    name: str
    numbers: tuple[int, ...]
    xy: Floats
    is_demo: bool = False

    @property
    def line(self) -> Any:
        """The numbers joined by a line, for roads that were never drawn."""
        points = self.xy if len(self.xy) > 1 else np.repeat(self.xy, 2, axis=0)
        return shapely.linestrings(points)

    def find(self, number: int) -> Door | None:
        """The number's own point, or one between its neighbours on the same side of the road.

        Odd and even numbers stand opposite each other: a side is asked alone when both its
        neighbours are known, else both sides together. None beyond the last number known.
        """
        if number in self.numbers:
            x, y = self.xy[self.numbers.index(number)].tolist()
            return Door(x, y, is_exact=True)
        for step in (2, 1):
            side = [row for row, one in enumerate(self.numbers) if (one - number) % step == 0]
            below = [row for row in side if self.numbers[row] < number]
            above = [row for row in side if self.numbers[row] > number]
            if below and above:
                return self._between(below[-1], above[0], number)
        return None

    def _between(self, low: int, high: int, number: int) -> Door:
        share = (number - self.numbers[low]) / (self.numbers[high] - self.numbers[low])
        x, y = (self.xy[low] + share * (self.xy[high] - self.xy[low])).tolist()
        apart = float(np.hypot(*(self.xy[high] - self.xy[low])))
        return Door(x, y, is_exact=False, radius_m=apart * max(share, 1 - share))


def read_doors(gpkg: Path, plane: Plane) -> Mapping[str, Doors]:
    """The house numbers of each road, by the road's plain name; empty without such a layer.

    Raises:
        MapError: the file cannot be read.
    """
    table = read_table(gpkg, LAYER)
    if not len(table):
        return {}
    xy = plane.from_lonlat(shapely.get_coordinates(shapely.centroid(table.shapes)))
    rows: dict[str, dict[int, int]] = defaultdict(dict)
    names: dict[str, str] = {}
    for row, (road, number) in enumerate(_numbers(table)):
        if road and number is not None:
            names.setdefault(plain(road), road)
            rows[plain(road)].setdefault(number, row)
    marks = table.columns.get("is_demo")
    is_demo = marks is not None and bool(all(marks))
    return {key: _doors(names[key], found, xy, is_demo) for key, found in rows.items()}


def _doors(name: str, rows: Mapping[int, int], xy: Floats, is_demo: bool) -> Doors:
    numbers = tuple(sorted(rows))
    return Doors(name, numbers, xy[[rows[number] for number in numbers]], is_demo)


def _numbers(table: Table) -> list[tuple[str, int | None]]:
    roads, numbers = _column(table, ROAD_COLUMNS), _column(table, NUMBER_COLUMNS)
    if roads is None or numbers is None:
        texts = _column(table, TEXT_COLUMNS) or []
        found = [as_address(plain(str(text or ""))) for text in texts]
        return [(one.road, one.number) if one else ("", None) for one in found]
    return [
        (str(road or "").strip(), whole_number(number))
        for road, number in zip(roads, numbers, strict=True)
    ]


def _column(table: Table, names: tuple[str, ...]) -> list[Any] | None:
    held = {name.lower(): values for name, values in table.columns.items()}
    return next((held[name] for name in names if name in held), None)


def whole_number(value: Any) -> int | None:
    """A house number in a cell: 12, 12.0, 12号; None when it is none."""
    digits = "".join(letter for letter in str(value).removesuffix(".0") if letter.isdigit())
    return int(digits) if digits and len(digits) <= 5 else None
