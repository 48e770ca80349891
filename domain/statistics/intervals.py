"""How sure a share is: the Wilson interval, honest for few answers and near 0 and 1.

Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
"""

import math
from dataclasses import dataclass

# 95 of 100 intervals hold the true share.
SURE = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, shares from 0 to 1."""

    low: float
    high: float

    def overlaps(self, other: "Interval") -> bool:
        """Whether both may be the same; then neither is called better."""
        return self.low <= other.high and other.low <= self.high


def wilson(part: float, whole: float, *, sure: float = SURE) -> Interval | None:
    """The interval of a share of `part` in `whole`; None where nothing was counted.

    Args:
        part: how many, from 0 to `whole`; an effective number may be broken.
        whole: of how many.
        sure: how many standard errors wide.

    Raises:
        ValueError: `part` is not between 0 and `whole`.
    """
    if whole <= 0:
        return None
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    share, square = part / whole, sure * sure
    middle = share + square / (2 * whole)
    spread = sure * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    below = 1 + square / whole
    return Interval(max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below))
