"""Intervals of shares and rates, and an order that is told only where they do not overlap."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and where it lies by chance, with 95 % certainty."""

    value: float
    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        """Whether chance alone may tell them apart."""
        return self.low <= other.high and other.low <= self.high


def wilson(part: int, whole: int) -> Interval | None:
    """A share and its Wilson interval; None of nothing.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """
    if whole <= 0:
        return None
    share, z2 = part / whole, Z_95**2
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z_95 * sqrt(share * (1 - share) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def poisson_rate(count: int, exposure: float) -> Interval | None:
    """A count by its exposure (households, expected work) and the exact interval; None of nothing.

    Source: Garwood 1936, "Fiducial limits for the Poisson distribution".
    """
    if exposure <= 0:
        return None
    low = _chi2(0.025, 2 * count) / 2 if count else 0.0
    high = _chi2(0.975, 2 * count + 2) / 2
    return Interval(count / exposure, low / exposure, high / exposure)


def _chi2(below: float, degrees: int) -> float:
    from scipy.special import chdtri  # a seventh of a second, for sheets of credit alone

    return float(chdtri(degrees, 1 - below))


def told_apart(figures: Mapping[str, Interval]) -> list[list[str]]:
    """Names in groups, the greatest first; within a group intervals overlap, and no order is told.

    Groups are as small as they can be so that no interval of one reaches into another.
    """
    by_value = sorted(figures, key=lambda name: (-figures[name].value, name))
    groups: list[list[str]] = []
    for name in by_value:
        one = figures[name]
        while groups and any(one.overlaps(figures[other]) for other in groups[-1]):
            last = groups.pop()
            if groups and any(figures[a].overlaps(figures[b]) for a in last for b in groups[-1]):
                groups[-1] += last
                continue
            groups.append([*last, name])
            break
        else:
            groups.append([name])
    return groups
