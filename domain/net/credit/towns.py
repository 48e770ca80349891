"""Towns compared fairly: by households and expected work; no order where it may be chance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.net.credit.intervals import Interval, poisson_rate, told_apart

TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class TownFigure:
    """A town's month.

    Attributes:
        per_household: outcomes for 1,000 households.
        per_expected: outcomes for what could be expected of its grids.
        group: 1 for the first group that chance does not explain; towns of one group have no order.
    """

    town: str
    outcomes: int
    households: int
    expected: float
    per_household: Interval | None
    per_expected: Interval | None
    group: int


def town_figures(
    outcomes: Iterable[tuple[str, int]],
    households: Mapping[str, int],
    expected: Mapping[str, float],
) -> list[TownFigure]:
    """Every town; by group, within a group by code, so that no order is told.

    Args:
        outcomes: grid and how many counted in it.
        households: of each grid.
        expected: outcomes that could be expected of each grid.
    """
    counted = _by_town(outcomes)
    homes = _by_town(households.items())
    wanted = _by_town(expected.items())
    towns = sorted({*counted, *homes, *wanted})
    rates = {one: poisson_rate(int(counted[one]), wanted[one]) for one in towns}
    known = {one: rate for one, rate in rates.items() if rate is not None}
    groups = told_apart(known)
    place = {name: at for at, names in enumerate(groups, 1) for name in names}
    made = [
        TownFigure(
            one,
            int(counted[one]),
            int(homes[one]),
            wanted[one],
            poisson_rate(int(counted[one]), homes[one] / 1000),
            rates[one],
            place.get(one, len(groups) + 1),
        )
        for one in towns
    ]
    return sorted(made, key=lambda one: (one.group, one.town))


def _by_town(values: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for grid, value in values:
        found[grid[:TOWN_DIGITS]] += value
    return found


def groups_of(figures: Sequence[TownFigure]) -> int:
    """How many groups chance does not explain; one: no town differs."""
    return len({one.group for one in figures})
