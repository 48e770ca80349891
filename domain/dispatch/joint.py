"""Several incidents at once: who goes where, so that the gravest are reached soonest.

Each run card is taken apart into *slots*, one unit each. A slot stays empty only where no unit
fits; which ones stay empty is decided first, the arrival times after that.

Source: docs/decisions/0023-several-at-once.md
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.incidents.incidents import Severity

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NOBODY = -1
# How much a second of waiting counts, by severity: doubled with each step of the colours.
WEIGHT = {Severity.I: 8, Severity.II: 4, Severity.III: 2, Severity.IV: 1}
# Times are compared in tenths of a second: whole numbers, so that sums are exact.
_TENTHS = 10.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One unit that one incident asks for; `is_first` of its need, the others reinforce it."""

    incident: int
    need: int
    severity: Severity
    is_first: bool = True

    @property
    def tier(self) -> int:
        """Which slots are filled first: graver before lesser, a first unit before a further one."""
        return 2 * (int(self.severity) - 1) + (not self.is_first)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a choice comes to: units sent, slots left empty, seconds of travel, and weighted."""

    filled: int
    short: int
    seconds: float
    weighted_s: float


def assign_jointly(slots: Sequence[Slot], seconds: Floats) -> Ints:
    """The best choice of all: gravest slots filled first, then the least weighted travel time.

    No slot of a higher tier is empty that could be filled; among such choices the
    severity-weighted sum of travel times is the least.

    Args:
        slots: n slots.
        seconds: shape (n, m), travel time of each of m units; inf where a unit does not fit.

    Returns:
        For each slot the unit's column, `NOBODY` where none is left; a unit is sent once.
    """
    size, units = seconds.shape
    chosen = np.full(size, NOBODY, dtype=np.int64)
    if not size or not units:
        return chosen
    weight = np.array([WEIGHT[slot.severity] for slot in slots], dtype=float)
    costs = np.rint(seconds * _TENTHS) * weight[:, None]
    # Nobody, as a unit of last resort for each slot. Giving up one slot frees at most one other
    # (matchings exchange one for one), so one step of the penalty has to outweigh all travel
    # there is, and no more.
    most = np.where(np.isfinite(costs), costs, 0.0).max(axis=1).sum() + 1.0
    tiers = np.array([slot.tier for slot in slots])
    empty = np.repeat(((tiers.max() - tiers + 1) * most)[:, None], size, axis=1)
    from scipy.optimize import linear_sum_assignment  # a sixth of a second, for plans alone

    rows, columns = linear_sum_assignment(np.hstack([costs, empty]))
    chosen[rows] = np.where(columns < units, columns, NOBODY)
    return chosen


def assign_in_turn(slots: Sequence[Slot], seconds: Floats) -> Ints:
    """Each slot, in the order given, takes the nearest unit that is left.

    What a desk does that looks at one incident at a time.
    """
    left = seconds.copy()
    chosen = np.full(len(slots), NOBODY, dtype=np.int64)
    if not left.size:
        return chosen
    for row in range(len(slots)):
        column = int(np.argmin(left[row]))
        if np.isfinite(left[row, column]):
            chosen[row] = column
            left[:, column] = np.inf
    return chosen


def totals(slots: Sequence[Slot], seconds: Floats, chosen: Ints) -> Totals:
    """What a choice comes to."""
    filled = [row for row in range(len(slots)) if chosen[row] != NOBODY]
    took = [float(seconds[row, chosen[row]]) for row in filled]
    weighted = sum(WEIGHT[slots[row].severity] * one for row, one in zip(filled, took, strict=True))
    return Totals(len(filled), len(slots) - len(filled), sum(took), weighted)
