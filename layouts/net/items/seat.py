"""For whom the pages of items are drawn, and what of them is looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.words import Words
from layouts.reader import Reader


class Tab(StrEnum):
    """A part of the page, in the order in which they are offered."""

    ITEMS = "items"
    FIGURES = "figures"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at."""

    tab: Tab = Tab.ITEMS
    view: str = "open"
    area: str = ""
    class_code: str = ""
    unit: str = ""
    at: int = 0
    number: str = ""

    def asked(self, **more: object) -> dict[str, object]:
        """As the browser keeps it, with what is chosen next."""
        return {
            "tab": self.tab.value, "view": self.view, "area": self.area, "class": self.class_code,
            "unit": self.unit, "number": self.number, **more,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom, and what they may do.

    Attributes:
        now: the server's moment.
        key: of the forms drawn now: one that is sent twice is known by it.
        areas, units, classes: codes and names of what may be chosen.
        area_name, unit_name: what a code is called.
    """

    reader: Reader
    zone_name: str
    now: datetime
    key: str
    granted: frozenset[str]
    areas: Sequence[tuple[str, str]] = ()
    departments: Mapping[str, str] = field(default_factory=dict)
    classes: Sequence[tuple[str, str]] = ()
    area_name: Callable[[str], str] = str
    unit_name: Callable[[str | None], str] = str

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words

    def may(self, action: str) -> bool:
        """Whether they are granted something."""
        return action in self.granted
