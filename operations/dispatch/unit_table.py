"""Units and where they are, as columns: asked as a whole without a loop over all of them."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.dispatch.units import (
    NOT_ON_DUTY,
    Fix,
    TravelMode,
    Unit,
    UnitKind,
    from_state,
    travel_mode,
)
from domain.live.records import Record

log = logging.getLogger(__name__)
MODES = tuple(TravelMode)
_ROW_OF_MODE = {mode: row for row, mode in enumerate(MODES)}
_FIRST_ROOM = 256

Rows = NDArray[np.intp]


class Change(NamedTuple):
    """A unit as it is now; without record or fix it can be sent nowhere."""

    unit_id: str
    record: Record | None
    fix: Fix | None


class UnitTable:
    """One row a unit, changed where the unit changes; touched on one thread."""

    def __init__(self) -> None:
        self._row_of: dict[str, int] = {}
        self._units: list[Unit | None] = []
        self._fixes: list[Fix | None] = []
        # The record each row was read from: of another journal it is another one.
        self._told: list[Record | None] = []
        self._homes: list[str | None] = []
        self._row_of_home: dict[str | None, int] = {}
        self._row_of_kind: dict[UnitKind, int] = {}
        self._room(_FIRST_ROOM)

    def _room(self, size: int) -> None:
        """Columns of a size, holding what they held."""
        grown: dict[str, Any] = {
            "lat": np.zeros(size),
            "lon": np.zeros(size),
            "mode": np.zeros(size, dtype=np.int8),
            "kind": np.zeros(size, dtype=np.int8),
            "home": np.zeros(size, dtype=np.int32),
            "can_go": np.zeros(size, dtype=bool),
        }
        for name, column in grown.items():
            if (held := getattr(self, name, None)) is not None:
                column[: len(held)] = held
        self.lat, self.lon, self.mode = grown["lat"], grown["lon"], grown["mode"]
        self.kind, self.home, self.can_go = grown["kind"], grown["home"], grown["can_go"]

    def take(self, changes: Iterable[Change]) -> None:
        """Bring units up to date; whoever is off duty, gone or nowhere stays in no question."""
        for unit_id, record, fix in changes:
            row = self._row_of.get(unit_id)
            if row is None:
                row = self._add(unit_id)
            if record is None:
                self._units[row], self._told[row] = None, None
            elif record is not self._told[row]:
                self._read(row, record)
            self._fixes[row] = fix
            if fix is not None:
                self.lat[row], self.lon[row] = fix.lat, fix.lon
            unit = self._units[row]
            is_there = unit is not None and fix is not None
            self.can_go[row] = is_there and unit is not None and unit.status not in NOT_ON_DUTY

    def _add(self, unit_id: str) -> int:
        row = self._row_of[unit_id] = len(self._units)
        self._units.append(None)
        self._fixes.append(None)
        self._told.append(None)
        if row == len(self.lat):
            self._room(2 * row)
        return row

    def _read(self, row: int, record: Record) -> None:
        """One unit that cannot be read is left out; the others are in every question."""
        try:
            self._set_unit(row, record)
        except (KeyError, TypeError, ValueError) as error:
            self._units[row] = None
            log.error("unit %s cannot be read: %r; it is nobody's nearest", record.id, error)
        self._told[row] = record

    def _set_unit(self, row: int, record: Record) -> None:
        unit = from_state(record.state, record.private)
        self._units[row] = unit
        self.mode[row] = _ROW_OF_MODE[travel_mode(unit)]
        self.kind[row] = self._row_of_kind.setdefault(unit.kind, len(self._row_of_kind))
        home = self._row_of_home.get(unit.home_area)
        if home is None:
            home = self._row_of_home[unit.home_area] = len(self._homes)
            self._homes.append(unit.home_area)
        self.home[row] = home

    def rows(self, kind: UnitKind | None, sees: Callable[[str | None], bool] | None) -> Rows:
        """Units on duty whose place is known: of a kind, and of homes that a caller sees.

        Args:
            kind: None for all.
            sees: asked once for each home; None for all.
        """
        wanted = self.can_go[: len(self._units)]
        if kind is not None:
            wanted = wanted & (self.kind[: len(self._units)] == self._row_of_kind.get(kind, -1))
        if sees is not None and self._homes:
            seen = np.array([sees(home) for home in self._homes])
            wanted = wanted & seen[self.home[: len(self._units)]]
        return np.flatnonzero(wanted)

    def pairs(self, rows: Rows) -> list[tuple[Unit, Fix]]:
        """The units of rows with their newest fix."""
        found = ((self._units[row], self._fixes[row]) for row in rows.tolist())
        return [(unit, fix) for unit, fix in found if unit is not None and fix is not None]
