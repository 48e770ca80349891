"""What the operations on the people of the net work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from domain.errors import InvalidError
from domain.maps.areas import Area, Level
from domain.net.people.settings import PeopleSettings
from operations.access.audit import Audit
from operations.clock import utc_now
from operations.threads import Work
from store import Store


@dataclass(frozen=True, slots=True)
class NetDesk:
    """What they share.

    Attributes:
        store: where people and assignments are kept.
        work: the lanes of threads.
        audit: is told what is taken away.
        zone: in which a day is a day.
        areas: the areas of the map in use by code, as the assignments tell their posts.
        settings: what the district decides.
    """

    store: Store
    work: Work
    audit: Audit
    zone: tzinfo
    areas: Callable[[], Mapping[str, Area]]
    settings: PeopleSettings
    now: Callable[[], datetime] = utc_now

    def today(self) -> date:
        """The day in the district."""
        return self.now().astimezone(self.zone).date()

    def grid(self, code: str) -> Area:
        """A grid of the map in use.

        Raises:
            InvalidError: it has none of this code.
        """
        area = self.areas().get(code)
        if area is None or area.level is not Level.GRID:
            raise InvalidError(says="no_such_grid", grid=code[:20], field="grid")
        return area
