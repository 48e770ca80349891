"""Whose an item is: of things the owner first, then the territory; of events the other way round.

Source: the rule of competence (部件先属主后属地, 事件先属地后属主); docs/net.md, "Items".
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.net.items.classes import ItemKind

TOWN_DIGITS = 9


class Because(StrEnum):
    """Why a unit was chosen."""

    OWNER = "owner"
    TERRITORY = "territory"
    OWNER_UNKNOWN = "owner_unknown"  # a thing whose owner nobody knows: the territory
    NO_TERRITORY = "no_territory"  # an event where no territorial unit is: the owner
    NOBODY = "nobody"  # neither is known: the department that leads
    CHOSEN = "chosen"  # by whoever dispatched it


@dataclass(frozen=True, slots=True)
class Unit:
    """Who handles an item: a department, or the unit of a town.

    Attributes:
        department: its code; empty for a town.
        town: nine digits; empty for a department.
        because: why it is theirs.
    """

    department: str = ""
    town: str = ""
    because: Because = Because.CHOSEN

    @property
    def code(self) -> str:
        """The department's code or the town's."""
        return self.department or self.town


def responsible(kind: ItemKind, *, owner: str, town: str, lead: str) -> Unit:
    """The unit an item goes to.

    Args:
        kind: of the item.
        owner: the department that owns the thing, or answers for such events; empty: not known.
        town: the town in which it lies, where that has a unit of its own; else empty.
        lead: the department that takes what is nobody's.
    """
    if kind is ItemKind.PART:
        if owner:
            return Unit(owner, because=Because.OWNER)
        if town:
            return Unit(town=town, because=Because.OWNER_UNKNOWN)
    else:
        if town:
            return Unit(town=town, because=Because.TERRITORY)
        if owner:
            return Unit(owner, because=Because.NO_TERRITORY)
    return Unit(lead, because=Because.NOBODY)
