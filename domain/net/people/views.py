"""One net, many views: which common grids the handling grids of a department cover."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.net.people.people import NetAssignment, NetPerson

# A share of a grid below this is the width of a line on another map, no cover.
LEAST_SHARE = 0.02
# What is left uncovered, or covered twice, counts from here.
TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class NamedView:
    """A view of the net that the district names, such as party building.

    Attributes:
        name: as people call it.
        department: whose handling grids, people and task types it shows.
    """

    name: str
    department: str


@dataclass(frozen=True, slots=True)
class HandlingGrid:
    """A handling grid over the common ones.

    Attributes:
        name: its own.
        shares: of each common grid it covers how much, from 0 to 1.
    """

    name: str
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A common grid that two handling grids of one department cover more than once."""

    grid: str
    names: Sequence[str]


def handling_grids(
    united: Mapping[str, Sequence[str]],
    drawn: Mapping[str, Mapping[str, float]],
    grids: Collection[str],
) -> list[HandlingGrid]:
    """The handling grids of a department, by name.

    Args:
        united: of its settings: the codes of common areas each unites, of any level.
        drawn: of the map: the share of each common grid that lies in each.
        grids: codes of all common grids.
    """
    found: dict[str, dict[str, float]] = {}
    for name, codes in united.items():
        whole = {grid: 1.0 for grid in grids if any(grid.startswith(code) for code in codes)}
        found.setdefault(name, {}).update(whole)
    for name, shares in drawn.items():
        told = {grid: share for grid, share in shares.items() if share >= LEAST_SHARE}
        found.setdefault(name, {}).update(told)
    return [HandlingGrid(name, shares) for name, shares in sorted(found.items())]


def overlaps(handling: Sequence[HandlingGrid]) -> list[Overlap]:
    """The common grids that are covered more than once, and by which."""
    by_grid: dict[str, list[HandlingGrid]] = {}
    for one in handling:
        for grid in one.shares:
            by_grid.setdefault(grid, []).append(one)
    return [
        Overlap(grid, [one.name for one in held])
        for grid, held in sorted(by_grid.items())
        if sum(one.shares[grid] for one in held) > 1 + TOLERANCE
    ]


def holes(handling: Sequence[HandlingGrid], grids: Collection[str]) -> list[str]:
    """The common grids that are not covered, or not wholly."""
    covered: dict[str, float] = {}
    for one in handling:
        for grid, share in one.shares.items():
            covered[grid] = covered.get(grid, 0.0) + share
    return sorted(grid for grid in grids if covered.get(grid, 0.0) < 1 - TOLERANCE)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What a department asks of the grids, as the approved list tells it."""

    name: str
    basis: str
    every: str


@dataclass(frozen=True, slots=True)
class ViewPage:
    """The view of one department over the common grids.

    Attributes:
        departments: code and name of those the reader may look at.
        named: views the district names, of these departments.
        department: whose it is; "" where the reader may look at none.
        handling: its handling grids.
        overlaps, holes: where they cover grids twice or not.
        handlers: who answers for them, whom the reader sees.
        people: they, by their ids.
        tasks: what it asks of the grids; None where nobody tells.
        grids: how many common grids there are.
    """

    departments: Mapping[str, str]
    named: Sequence[NamedView]
    department: str
    handling: Sequence[HandlingGrid]
    overlaps: Sequence[Overlap]
    holes: Sequence[str]
    handlers: Sequence[NetAssignment]
    people: Mapping[str, NetPerson]
    tasks: Sequence[TaskLine] | None
    grids: int

    def handlers_of(self, name: str) -> list[NetAssignment]:
        """Who answers for a handling grid."""
        return [one for one in self.handlers if one.handling == name]
