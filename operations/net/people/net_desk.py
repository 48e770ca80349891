"""What the operations on the people of the net work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from domain.errors import InvalidError
from domain.maps.areas import Area, Level
from domain.net.people.gaps import GridFacts
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

    def facts_of(self, code: str) -> list[GridFacts]:
        """The grids of an area, as far as they are looked at for gaps."""
        return [
            GridFacts(
                area.code, bool(area.lead), area.vacant_since, bool(area.branch) if area.branch
                else None if not self._knows_branches() else False,
            )
            for area in self.areas().values()
            if area.level is Level.GRID and area.code.startswith(code)
        ]  # fmt: skip

    def _knows_branches(self) -> bool:
        return any(area.branch for area in self.areas().values())
