"""The levels of a map on top of each other: read, one replaced, checked, all fitted."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from domain.maps.areas import Level
from geodata.coordinates.crs import Shapes
from geodata.files.tables import Table, read_table
from geodata.importing.checks import (
    Ruler,
    Tell,
    check_gaps,
    check_inside,
    check_overlaps,
    check_parents,
    report_vanished,
)
from geodata.importing.fields import FIELDS
from geodata.importing.fitting import Nest, VanishedError, fit, unite
from geodata.importing.report import Kind, Report
from geodata.importing.rows import Areas

LEVELS = tuple(level.value for level in Level)
GRID_FIELDS = ("lead", "branch", "vacant_since")


@dataclass(slots=True)
class Stack:
    """The area levels of a map, widest first; `touched` are those that differ from the base."""

    levels: dict[str, Areas]
    touched: set[str]

    @property
    def district(self) -> Any:
        """The district's shape."""
        return self.levels["district"].shape[0]

    def above(self, level: str) -> str | None:
        """The next wider level; None above the district."""
        place = LEVELS.index(level)
        return LEVELS[place - 1] if place else None

    def put(self, level: str, areas: Areas) -> None:
        """Replace one level."""
        self.levels[level] = areas
        self.touched.add(level)

    def drop_from(self, level: str) -> list[str]:
        """Forget a level and all finer ones; the names of those that were there."""
        dropped = [name for name in LEVELS[LEVELS.index(level) :] if name in self.levels]
        for name in dropped:
            del self.levels[name]
            self.touched.add(name)
        return dropped


def read_stack(gpkg: Path | None) -> Stack:
    """The area levels of a map; none of a map that is not there yet.

    Raises:
        MapError: the map cannot be read.
    """
    levels: dict[str, Areas] = {}
    if gpkg is not None:
        tables = {level: read_table(gpkg, level) for level in LEVELS}
        levels = {level: _areas_of(table, level) for level, table in tables.items() if len(table)}
    return Stack(levels, set())


def _areas_of(table: Table, level: str) -> Areas:
    columns = (*FIELDS[level], "initials", "label_lat", "label_lon", "is_demo")
    values = {name: table.column(name) for name in columns if name not in ("code", "name")}
    values.pop("parent_code", None)
    codes = [str(code) for code in table.column("code")]
    names = [str(name or "") for name in table.column("name")]
    return Areas(codes, names, table.shapes, values)


def check_level(
    stack: Stack, level: str, also: Shapes, ruler: Ruler, report: Report, tell: Tell
) -> None:
    """Check one level against itself and the next wider one.

    Args:
        stack: the levels as they would become.
        level: the level to check.
        also: shapes that cover ground though their rows were refused.
        ruler: metres and tolerance.
        report: receives errors.
        tell: told the share done.
    """
    areas = stack.levels[level]
    check_overlaps(areas, ruler, report, lambda share: tell(share / 2))
    wider = stack.above(level)
    if wider is None:
        return
    parents = stack.levels[wider]
    rows = check_parents(areas, parents, level, report)
    kin = areas.pick(rows >= 0)
    check_inside(kin, parents.shape[rows[rows >= 0]], stack.district, ruler, report)
    ground = np.concatenate([areas.shape, also])
    looked_at = sorted(set(rows[rows >= 0].tolist()))
    check_gaps(parents, looked_at, ground, ruler, report, lambda share: tell(0.5 + share / 2))


def settle(stack: Stack, level: str, ruler: Ruler, report: Report) -> None:
    """Make borders shared exactly: from the replaced level down, then back up to the district.

    An area so narrow that nothing would be left of it is an error in `report`.
    """
    start = max(LEVELS.index(level), 1)
    present = [name for name in LEVELS if name in stack.levels]
    for wider, finer in pairwise(present):
        if LEVELS.index(finer) >= start:
            _fit_level(stack, wider, finer, ruler, report)
            if not report.is_good:
                return
    for wider, finer in reversed(list(pairwise(present))):
        if finer in stack.touched:
            _lift(stack, wider, finer)


def _fit_level(stack: Stack, wider: str, finer: str, ruler: Ruler, report: Report) -> None:
    children, parents = stack.levels[finer], stack.levels[wider]
    parent_of = _rows_of_parents(children, parents)
    nest = Nest(children.shape, parents.shape, parent_of)
    try:
        fitted = fit(nest, ruler.plane, ruler.tolerance_m)
    except VanishedError as vanished:
        report_vanished(children, vanished.rows, report)
        return
    moved = ~shapely.equals(fitted, children.shape)
    if moved.any():
        stack.put(finer, children.shaped(fitted))
        message = (
            f"{moved.sum()} of {len(children)} {finer} shapes fitted to their neighbours and "
            f"{wider} borders, nowhere by more than about {ruler.tolerance_m:g} m"
        )
        report.repaired(Kind.FIT, message)


def _lift(stack: Stack, wider: str, finer: str) -> None:
    """Give a wider level the vertices of the finer one, so that their borders are the same."""
    children, parents = stack.levels[finer], stack.levels[wider]
    united = unite(children.shape, _rows_of_parents(children, parents), len(parents))
    if not shapely.equals(united, parents.shape).all():
        stack.put(wider, parents.shaped(united))


def _rows_of_parents(children: Areas, parents: Areas) -> Any:
    row_of = {code: row for row, code in enumerate(parents.code)}
    return np.array([row_of[code] for code in children.parents], dtype=np.int64)


def carry_over(new: Areas, old: Areas | None, report: Report) -> Areas:
    """Keep values the file does not carry, of areas that keep their code.

    Demo values are never carried into real areas.
    """
    values = dict(new.values)
    if old is not None:
        row_of = {
            code: row
            for row, code in enumerate(old.code)
            if not old.values.get("is_demo", [False] * len(old))[row]
        }
        for name in ("is_urban", "population", "households", *GRID_FIELDS):
            if name in values or name not in old.values:
                continue
            kept = [row_of.get(code) for code in new.code]
            column = [None if row is None else old.values[name][row] for row in kept]
            if any(value is not None for value in column):
                values[name] = column
                count = sum(value is not None for value in column)
                report.note(Kind.CARRIED_OVER, f"{name} of {count} areas kept from the last map")
    return Areas(new.code, new.name, new.shape, values)
