"""For whom a page of inspections, key places or rooms is drawn, and what they may choose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.words import Words
from layouts.reader import Reader


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom, and what they may do.

    Attributes:
        now, today: the server's moment, and the district's day.
        key: of the forms drawn now: one that is sent twice is known by it.
        cameras, sites, areas: ids and names of what may be chosen.
        area_name, unit_name: what a code is called.
    """

    reader: Reader
    zone_name: str
    now: datetime
    today: date
    key: str
    granted: frozenset[str]
    departments: Mapping[str, str] = field(default_factory=dict)
    cameras: Sequence[tuple[str, str]] = ()
    sites: Sequence[tuple[str, str]] = ()
    areas: Sequence[tuple[str, str]] = ()
    area_name: Callable[[str], str] = str
    unit_name: Callable[[str | None], str] = str

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words

    def may(self, action: str) -> bool:
        """Whether they are granted something."""
        return action in self.granted

    def camera_name(self, camera_id: str) -> str:
        """What a camera is called; its id where its name is not known here."""
        return next((name for one, name in self.cameras if one == camera_id), camera_id)

    def site_name(self, site_id: str) -> str:
        """What a site is called; its id where its name is not known here."""
        return next((name for one, name in self.sites if one == site_id), site_id)
