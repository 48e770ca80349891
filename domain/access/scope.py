"""What a caller may see: one rule for lists, figures, exports, briefs, searches and live frames.

Access is area × department × own unit. Which actions a role has, `access.py` beside it says;
what they may act on, this says. Pure.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.codes.area_codes import contains
from domain.codes.unit_status import UNLOCATED

# A department officer without a department owns nothing.
NO_DEPARTMENT = "-"


class Bounded(Protocol):
    """Whoever asks, as far as it bounds what they see."""

    @property
    def role(self) -> str:
        """A word of the access table."""

    @property
    def area(self) -> str | None:
        """The code of the subtree they may see; None for the whole district."""

    @property
    def department(self) -> str | None:
        """Whom they act for; None for none."""

    @property
    def unit_id(self) -> str | None:
        """The only unit a device speaks for; None for any."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the district somebody sees; None for all of it.

    `area` is the code of a subtree, `department` a department whose own and shared incidents are
    seen and no others, `unit_id` the only unit a device speaks for.
    """

    area: str | None = None
    department: str | None = None
    unit_id: str | None = None

    def covers(self, area_code: str | None) -> bool:
        """Whether a place lies within; what belongs to no place is everybody's."""
        return self.area is None or not area_code or contains(self.area, area_code)

    def sees_owned(self, owners: Collection[str | None]) -> bool:
        """Whether what belongs to these departments is seen."""
        return self.department is None or self.department in owners

    def sees_unit(self, home_area: str | None, unit_id: str | None = None) -> bool:
        """Whether a unit is seen: of the area, or serving it, as a town's car its villages."""
        if self.unit_id is not None and unit_id != self.unit_id:
            return False
        return self.covers(home_area) or contains(home_area or "", self.area or "")

    def holds_unit(self, home_area: str | None) -> bool:
        """Whether a unit is at home in the area, and so its own people's to plan."""
        return self.area is None or contains(self.area, home_area or "")

    def follows(self, home_area: str | None, status: str, unit_id: str | None = None) -> bool:
        """Whether one may know where a unit is: seen, and not off duty.

        Where people are in their own time is nobody's business (docs/live-protocol.md).
        """
        return status not in UNLOCATED and self.sees_unit(home_area, unit_id)


EVERYTHING = Scope()


def owners_in(state: Mapping[str, Any]) -> frozenset[str]:
    """The departments an incident's state names as owner or sharing it."""
    named = [state.get("owner"), *(state.get("shared_with") or ())]
    return frozenset(str(one) for one in named if one)


def scope_of(caller: Bounded) -> Scope:
    """What a caller sees."""
    department = (caller.department or NO_DEPARTMENT) if caller.role == "department" else None
    return Scope(caller.area, department, caller.unit_id)
