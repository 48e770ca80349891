"""What the callbacks ask for; app.py answers with operations."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Protocol

from domain.dispatch.recommend import Recommendation
from domain.dispatch.units import Unit, UnitKind
from domain.maps.areas import Area
from domain.net.fusion.here import PoliceHere
from domain.net.party.here import PartyHere
from domain.video.cameras.camera import Camera


class Providers(Protocol):
    """Everything a page needs to know that does not come over the live socket."""

    zone: tzinfo

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        ...

    async def nearest(
        self, lat: float, lon: float, kind: UnitKind, limit: int
    ) -> Sequence[Recommendation]:
        """Units of a kind soonest at a WGS 84 point, soonest first.

        Raises:
            RefusedError: the point cannot be served.
        """
        ...

    async def area(self, code: str) -> Area | None:
        """The area under a code, None when there is none."""
        ...

    async def areas_in(self, code: str) -> Sequence[Area]:
        """The areas one level below, by code."""
        ...

    async def units_at_home_in(self, code: str) -> Sequence[Unit]:
        """Units whose home area is `code` or lies below it."""
        ...

    async def cameras_in(self, code: str) -> Sequence[Camera]:
        """Cameras that stand in the area, by id."""
        ...

    async def party_in(self, code: str) -> PartyHere | None:
        """The party organisation and self-governance of a community; figures and no name."""
        ...

    async def police_in(self, code: str) -> PoliceHere | None:
        """Beats and law partners of a community; names only to whom they are for."""
        ...

    async def reported_per_day(self, code: str, since: date, until: date) -> Mapping[date, int]:
        """Incidents reported per district day in an area, `since` to `until` both included."""
        ...
