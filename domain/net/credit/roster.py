"""Whom credit is about: who leads or works in which grid."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the net in one grid.

    Attributes:
        person: their account, or their own id where they have none.
        grid: its code.
        is_lead: heads it; otherwise works in it.
        unit_id: of theirs on the map.
        name: what they are called; None where it was erased.
    """

    person: str
    grid: str
    is_lead: bool = False
    unit_id: str | None = None
    name: str | None = None
