"""Who can be where in time: minutes until somebody is at each grid, and moves that mend it.

Rows are units or places, columns are grids; seconds are inf where nobody can come.

Source: docs/decisions/0024-coverage.md
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from domain.dispatch.joint import Floats

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NOBODY_TENTHS = -1
# A unit is not asked to drive farther than this only to wait.
MOVES_AT_MOST_S = 1200.0


@dataclass(frozen=True, slots=True)
class Field:
    """Units of one kind and the grids they may be asked for.

    `seconds` has shape (units, grids): from where each unit is. `between` has shape (modes,
    grids, grids): from each grid's point; `mode_of` says which of them each unit travels by.
    `residents` has shape (grids,). More than `target_s` is red.
    """

    seconds: Floats
    between: Floats
    mode_of: Ints
    residents: Ints
    target_s: float

    @property
    def red(self) -> Bools:
        """The grids nobody reaches in time."""
        return is_red(soonest(self.seconds), self.target_s)

    def without(self, rows: Bools) -> "Field":
        """The field once some of its units are busy elsewhere."""
        kept = ~rows
        return replace(self, seconds=self.seconds[kept], mode_of=self.mode_of[kept])

    def moved(self, unit: int, to: int) -> "Field":
        """The field once a unit waits at a grid's point."""
        seconds = self.seconds.copy()
        seconds[unit] = self.between[self.mode_of[unit], to]
        return replace(self, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Move:
    """Unit `unit` waits at grid `to`; red grids before and after, and the way there."""

    unit: int
    to: int
    travel_s: float
    mends: tuple[int, ...]
    turns_red: tuple[int, ...]


def soonest(seconds: Floats) -> Floats:
    """For each grid the least travel time of any row; inf where there is no row."""
    if not len(seconds):
        return np.full(seconds.shape[1], np.inf)
    least: Floats = seconds.min(axis=0)
    return least


def tenths_of_minutes(seconds: Floats) -> Ints:
    """Whole tenths of minutes, as screens show them; `NOBODY_TENTHS` for inf."""
    known = np.isfinite(seconds)
    return np.where(known, np.rint(np.where(known, seconds, 0.0) / 6.0), NOBODY_TENTHS).astype(
        np.int64
    )


def is_red(seconds: Floats, target_s: float) -> Bools:
    """Beyond the target, judged by the minutes shown, so that every screen agrees."""
    tenths = tenths_of_minutes(seconds)
    red: Bools = (tenths == NOBODY_TENTHS) | (tenths * 6 > target_s)
    return red


def best_move(field: Field, may_move: Bools | None = None) -> Move | None:
    """The one move that leaves fewest residents in red grids, then fewest red grids.

    Every unit is tried at every grid it reaches within `MOVES_AT_MOST_S`; of equals the shortest
    way, then the first unit, then the first grid.

    Args:
        field: the units and grids.
        may_move: which units may be moved; all by default.

    Returns:
        None where no move betters anything.
    """
    seconds = field.seconds
    units, grids = seconds.shape
    if not units or not grids:
        return None
    weight = field.residents.astype(np.float64) * (grids + 1) + 1.0
    after = _left_red(field, weight)
    allowed = seconds <= MOVES_AT_MOST_S
    if may_move is not None:
        allowed &= may_move[:, None]
    after[~allowed] = np.inf
    least = after.min()
    if not least < weight[field.red].sum():
        return None
    found = np.argwhere(after == least)
    unit, to = min(found.tolist(), key=lambda pair: (seconds[pair[0], pair[1]], *pair))
    return _told(field, unit, to)


def best_moves(field: Field, count: int, movable: Bools | None = None) -> list[Move]:
    """Up to `count` moves, each the best after those before it; no unit moves twice.

    Args:
        field: the units and grids.
        count: most moves.
        movable: which units may be moved; all by default.
    """
    may_move = np.ones(len(field.seconds), dtype=bool) if movable is None else movable.copy()
    found: list[Move] = []
    for _ in range(count):
        move = best_move(field, may_move)
        if move is None:
            break
        found.append(move)
        field = field.moved(move.unit, move.to)
        may_move[move.unit] = False
    return found


def _left_red(field: Field, weight: Floats) -> Floats:
    """What stays red, by weight, for each unit (row) moved to each grid (column)."""
    open_without = _left_to_others(field.seconds, field.target_s) * weight
    after = np.empty(field.seconds.shape)
    for mode, between in enumerate(field.between):
        rows = field.mode_of == mode
        if rows.any():
            reached = (~is_red(between, field.target_s)).astype(np.float64)
            mine = open_without[rows]
            after[rows] = mine.sum(axis=1)[:, None] - mine @ reached.T
    return after


def _left_to_others(seconds: Floats, target_s: float) -> Bools:
    """For each unit, the grids that are red when it is not counted."""
    if len(seconds) == 1:
        return np.ones(seconds.shape, dtype=bool)
    two = np.partition(seconds, 1, axis=0)[:2]
    others = np.where(seconds <= two[0], two[1], two[0])
    return is_red(others, target_s)


def _told(field: Field, unit: int, to: int) -> Move:
    before, after = field.red, field.moved(unit, to).red
    return Move(
        unit,
        to,
        float(field.seconds[unit, to]),
        tuple(np.flatnonzero(before & ~after).tolist()),
        tuple(np.flatnonzero(after & ~before).tolist()),
    )
