"""For whom the party's page is drawn, and its vocabularies in their language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.net.party.activities import ActivityType
from domain.net.party.books import Book
from domain.net.party.gaps import PartyGap
from domain.net.party.organisations import OrganisationLevel, OrganisationType, Roll
from domain.words import Words
from layouts.reader import Reader

CONTEXTS: Mapping[type[StrEnum], str] = {
    Book: "party_book",
    OrganisationType: "party_type",
    OrganisationLevel: "party_level",
    Roll: "party_roll",
    ActivityType: "party_activity",
    PartyGap: "party_gap",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn.

    Attributes:
        reader: language and room.
        zone_name: the district's, for moments.
        today: of the district.
        area_name: what an area is called, by its code.
        towns: to choose from: code and name; of a community's own staff none.
        home: the code of the community whose staff reads; empty for everybody else.
    """

    reader: Reader
    zone_name: str
    today: date
    area_name: Callable[[str], str]
    towns: Mapping[str, str]
    home: str = ""

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words

    def word(self, one: StrEnum) -> str:
        """A word of a vocabulary."""
        return self.words.of(CONTEXTS[type(one)], one.value)

    def options(self, of: Iterable[StrEnum]) -> list[tuple[str, str]]:
        """Words to choose from."""
        return [(one.value, self.word(one)) for one in of]

    def place(self, code: str) -> str:
        """A grid with its community, or a community."""
        if len(code) <= 12:
            return self.area_name(code)
        return f"{self.area_name(code[:12])} {self.area_name(code)}"
