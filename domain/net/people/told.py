"""A person of the demo's net as they are told: who, and what they were and are."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.net.people.people import NetAssignment, NetPerson


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Somebody invented, with all their assignments in the order they began."""

    person: NetPerson
    assignments: Sequence[NetAssignment]
