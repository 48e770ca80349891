"""Counts of a few people are not shown: in a table neither the cell nor what gives it away.

A cell of one to four is hidden. Where a row or a column has a single hidden cell, its sum less the
others would tell it: the smallest of the others is hidden too.
"""

from collections.abc import Mapping, Sequence

from domain.centre.figures.definitions import FEWEST_SHOWN

Cell = tuple[str, str]


def is_small(count: int) -> bool:
    """Whether a count is of so few that it is not shown."""
    return 0 < count < FEWEST_SHOWN


def hidden_cells(cells: Mapping[Cell, int]) -> frozenset[Cell]:
    """The cells of a table that are not shown to whoever does not see every case."""
    held = {cell: count for cell, count in cells.items() if count > 0}
    hidden = {cell for cell, count in held.items() if is_small(count)}
    while more := _given_away(held, hidden):
        hidden |= more
    return frozenset(hidden)


def _given_away(held: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    for axis in (0, 1):
        for name in sorted({cell[axis] for cell in hidden}):
            line = [cell for cell in held if cell[axis] == name]
            told = [cell for cell in line if cell not in hidden]
            if len(line) - len(told) == 1 and told:
                return {min(told, key=lambda cell: (held[cell], cell))}
    return set()


def shown(count: int, *, sees_all: bool) -> int | None:
    """A count as its reader may read it; None where it is of too few."""
    return None if not sees_all and is_small(count) else count


def line(counts: Mapping[str, int], *, sees_all: bool) -> dict[str, int | None]:
    """Counts that add up to a sum which is shown too; None where one is of too few."""
    hidden = frozenset() if sees_all else hidden_cells({(k, ""): n for k, n in counts.items()})
    return {name: None if (name, "") in hidden else count for name, count in counts.items()}


def share(top: int, bottom: int, *, sees_all: bool) -> float | None:
    """A share; None where nothing is divided, or one of the counts is of too few."""
    if not bottom or (not sees_all and (is_small(top) or is_small(bottom))):
        return None
    return top / bottom


def sums(cells: Mapping[Cell, int], axis: int, names: Sequence[str]) -> dict[str, int]:
    """What the rows or the columns of a table add up to."""
    return {
        name: sum(count for cell, count in cells.items() if cell[axis] == name) for name in names
    }
