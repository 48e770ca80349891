"""House numbers of a map's layer `address`: each a point on a road, and what lies between."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from domain.desk.place_names import as_address, plain, tidy
from domain.maps.areas import CODE_LENGTH, Level
from domain.maps.house_numbers import HouseNumber, read_cell
from geodata.coordinates.plane import Floats, Plane
from geodata.files.tables import Table, read_table

LAYER = "address"
# Columns in which files keep the road and the number, most telling first.
ROAD_COLUMNS = ("road", "street", "路名", "街路巷", "道路", "jlx", "addr:street")
NUMBER_COLUMNS = ("number", "housenumber", "门牌号", "门牌", "mph", "addr:housenumber")
TEXT_COLUMNS = ("address", "地址", "name", "名称", "dz")
# Two doors of one number farther apart stand on two roads of one name.
APART_M = 300.0
# How far off a house may be that is known by a part of it alone.
PART_M = 50.0


@dataclass(frozen=True, slots=True)
class Door:
    """Where a house number is, in plane metres; `radius_m` is how far off it may be.

    `unlisted` is the part of a house that was asked for and is not registered by itself (12-1),
    `known_as` the part by which alone the house is known.
    """

    x: float
    y: float
    is_exact: bool
    radius_m: float = 0.0
    unlisted: str = ""
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class Doors:
    """The known house numbers of one road, ascending; `xy` in plane metres, shape (n, 2).

    `parts` are the points of annexes and buildings by label (12-1), `known_as` the label of a
    number that is known by such a part alone. `within` is the area they stand in where several
    roads share a name, else empty. `is_demo`: they are invented.
    """

    name: str
    numbers: tuple[int, ...]
    xy: Floats
    is_demo: bool = False
    parts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    known_as: Mapping[int, str] = field(default_factory=dict)
    within: str = ""

    @property
    def line(self) -> Any:
        """The numbers joined by a line, for roads that were never drawn."""
        points = self.xy if len(self.xy) > 1 else np.repeat(self.xy, 2, axis=0)
        return shapely.linestrings(points)

    def find(self, number: int, label: str = "") -> Door | None:
        """The number's own point, or one between its neighbours on the same side of the road.

        Odd and even numbers stand opposite each other: a side is asked alone when both its
        neighbours are known, else both sides together. None beyond the last number known.
        A part that is not registered (`label`) is told by its house.
        """
        if label in self.parts:
            x, y = self.parts[label]
            return Door(x, y, is_exact=True)
        if number in self.numbers:
            x, y = self.xy[self.numbers.index(number)].tolist()
            known_as = self.known_as.get(number, "")
            if not (label or known_as):
                return Door(x, y, is_exact=True)
            return Door(x, y, is_exact=False, radius_m=PART_M, unlisted=label, known_as=known_as)
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


AreasAt = Callable[[Any, Any], Iterable[str]]
"""The code of the area that holds each point, of latitudes and longitudes."""


def read_doors(gpkg: Path, plane: Plane, areas_at: AreasAt) -> Mapping[str, Sequence[Doors]]:
    """The house numbers of each road, by the road's plain name; empty without such a layer.

    Roads of one name in several towns have several `Doors`, where their numbers show it.

    Raises:
        MapError: the file cannot be read.
    """
    table = read_table(gpkg, LAYER)
    if not len(table):
        return {}
    lonlat = shapely.get_coordinates(shapely.centroid(table.shapes))
    xy = plane.from_lonlat(lonlat)
    rows: dict[str, list[tuple[int, HouseNumber]]] = defaultdict(list)
    names: dict[str, str] = {}
    for row, (road, house) in enumerate(_numbers(table)):
        if road and house is not None:
            names.setdefault(plain(road), road)
            rows[plain(road)].append((row, house))
    marks = table.columns.get("is_demo")
    is_demo = marks is not None and bool(all(marks))
    codes = list(areas_at(lonlat[:, 1], lonlat[:, 0]))
    return {
        key: [
            _doors(names[key], part, xy, is_demo, within)
            for within, part in _by_place(found, xy, codes).items()
        ]
        for key, found in rows.items()
    }


def _by_place(
    rows: list[tuple[int, HouseNumber]], xy: Floats, codes: list[str]
) -> dict[str, list[tuple[int, HouseNumber]]]:
    """The rows of one road's name; by town or village, where that tells roads of it apart."""
    if not _is_several(rows, xy):
        return {"": rows}
    for level in (Level.TOWN, Level.VILLAGE):
        parts = defaultdict(list)
        for row, house in rows:
            parts[codes[row][: CODE_LENGTH[level]]].append((row, house))
        if not any(_is_several(part, xy) for part in parts.values()):
            return parts
    return {"": rows}


def _is_several(rows: list[tuple[int, HouseNumber]], xy: Floats) -> bool:
    """Whether one number stands at places too far apart for one road."""
    first: dict[HouseNumber, int] = {}
    for row, house in rows:
        held = first.setdefault(house, row)
        if np.hypot(*(xy[row] - xy[held])) > APART_M:
            return True
    return False


def _doors(
    name: str, rows: list[tuple[int, HouseNumber]], xy: Floats, is_demo: bool, within: str
) -> Doors:
    whole: dict[int, int] = {}
    parts: dict[str, int] = {}
    for row, house in rows:
        if house.label:
            parts.setdefault(house.label, row)
        else:
            whole.setdefault(house.number, row)
    known_as: dict[int, str] = {}
    for row, house in rows:
        if house.number not in whole:
            whole[house.number], known_as[house.number] = row, house.label
    numbers = tuple(sorted(whole))
    return Doors(
        name,
        numbers,
        xy[[whole[number] for number in numbers]],
        is_demo,
        {label: (float(xy[row][0]), float(xy[row][1])) for label, row in parts.items()},
        known_as,
        within,
    )


def _numbers(table: Table) -> list[tuple[str, HouseNumber | None]]:
    """Road and house of each row; the layer's own `label` tells a part, else the number's cell."""
    roads, numbers = _column(table, ROAD_COLUMNS), _column(table, NUMBER_COLUMNS)
    if roads is None or numbers is None:
        texts = _column(table, TEXT_COLUMNS) or []
        found = [as_address(tidy(str(text or ""))) for text in texts]
        return [
            (one.road, HouseNumber(one.number, one.label)) if one else ("", None) for one in found
        ]
    labels = _column(table, ("label",)) or [None] * len(numbers)
    return [
        (str(road or "").strip(), _house(number, label))
        for road, number, label in zip(roads, numbers, labels, strict=True)
    ]


def _house(number: Any, label: Any) -> HouseNumber | None:
    if isinstance(number, int):  # as the importer writes it
        return HouseNumber(number, str(label or ""))
    return read_cell(number)


def _column(table: Table, names: tuple[str, ...]) -> list[Any] | None:
    held = {name.lower(): values for name, values in table.columns.items()}
    return next((held[name] for name in names if name in held), None)
