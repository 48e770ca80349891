"""The indicators of items: each a share with both its numbers; never 0 where nothing was counted.

Source: the names of GB/T 30428.4 (立案率, 按期处置率, 返工率, 结案率); docs/net.md
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Indicator(StrEnum):
    """What is told of a town or a unit."""

    FILED = "filed_share"
    IN_TIME = "in_time_share"
    REWORKED = "rework_share"
    CLOSED = "closed_share"


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted of items reported in a window.

    Attributes:
        decided: taken up or not; joined reports and those nobody has decided count nowhere.
        filed: taken up.
        due: with a unit, and either handled or over their time; on the ledger they count nowhere.
        in_time: of those, handled and never late.
        checked: looked at by somebody after they were handled.
        reworked: of those, sent back at least once.
        to_close: taken up, and not on the ledger.
        closed: of those, closed.
        open: not ended now; `late`: of those with a unit, over their time now.
    """

    decided: int = 0
    filed: int = 0
    due: int = 0
    in_time: int = 0
    checked: int = 0
    reworked: int = 0
    to_close: int = 0
    closed: int = 0
    open: int = 0
    late: int = 0

    def share(self, indicator: Indicator) -> tuple[int, int]:
        """How many of how many."""
        shares: Mapping[Indicator, tuple[int, int]] = {
            Indicator.FILED: (self.filed, self.decided),
            Indicator.IN_TIME: (self.in_time, self.due),
            Indicator.REWORKED: (self.reworked, self.checked),
            Indicator.CLOSED: (self.closed, self.to_close),
        }
        return shares[indicator]


@dataclass(frozen=True, slots=True)
class Line:
    """What was counted of one town or unit."""

    code: str
    counts: Counts


def summed(counts: Iterable[Counts]) -> Counts:
    """All of them together."""
    totals = {one.name: 0 for one in fields(Counts)}
    for told in counts:
        for name in totals:
            totals[name] += getattr(told, name)
    return Counts(**totals)
