"""What a district decides of its items (`[items]` of net.toml)."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class ItemSettings:
    """Of the district.

    Attributes:
        region: the six digits its class codes and object ids begin with.
        prefix: what its numbers begin with.
        lead: the department that takes what nobody else is named for.
        near_m, within_hours: two reports of one class so near and so soon are one item.
        without_unit: towns that have no unit of their own for street order.
        figures_days: the window of the indicators.
    """

    region: str = "340604"
    prefix: str = "LS"
    lead: str = "city_management"
    near_m: int = 50
    within_hours: int = 24
    without_unit: frozenset[str] = field(default_factory=frozenset)
    figures_days: int = 30

    @property
    def within(self) -> timedelta:
        """How far back a report looks for another of the same."""
        return timedelta(hours=self.within_hours)
