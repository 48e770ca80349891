"""What the page of a community shows of its party organisation and self-governance."""

from dataclasses import dataclass

from domain.net.party.figures import PartyFigures
from domain.net.party.photos import ShownPhoto


@dataclass(frozen=True, slots=True)
class NextEvent:
    """What is planned in a community: a day, a title, a place."""

    day: str
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class PartyHere:
    """What a community's page shows: no name of a person.

    Attributes:
        organisation: of the community; None where it has none.
        figures: of its grids and members.
        places: the names of its self-governance organisations.
        events: planned next.
        photos: of activities, that may be shown to anybody.
    """

    organisation: str | None
    figures: PartyFigures
    places: tuple[str, ...]
    events: tuple[NextEvent, ...]
    photos: tuple[ShownPhoto, ...] = ()
