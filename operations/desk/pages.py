"""What the pages ask for that does not come over the live socket."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo

from domain.access.callers import NOBODY, Caller
from domain.access.scope import scope_of
from domain.dispatch.recommend import Recommendation
from domain.dispatch.units import UNIT, Unit, UnitKind, from_state
from domain.maps.areas import Area, contains
from domain.net.fusion.here import OfficerHere, PoliceHere
from domain.net.party.here import PartyHere
from domain.video.cameras.camera import Camera
from operations.access.presence import CURRENT
from operations.dispatch.nearest import Nearest
from operations.live.picture import Picture
from operations.maps.areas import Areas
from operations.threads import Work
from store import Store
from store.video import cameras as kept
from store.video.cameras import Wanted

PartyHereOf = Callable[[str], Awaitable[PartyHere]]
PoliceHereOf = Callable[[str, Caller], Awaitable[PoliceHere]]


class Pages:
    """Answers the callbacks from the map, the picture and the store; never on the event loop."""

    def __init__(
        self,
        *,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        nearest: Nearest,
        zone: tzinfo,
        party: PartyHereOf | None = None,
        police: PoliceHereOf | None = None,
    ) -> None:
        self.zone = zone
        self._store = store
        self._work = work
        self._areas = areas
        self._units = picture.entities["unit"]
        self._nearest = nearest
        self._party, self._police = party, police

    def now(self) -> datetime:
        """The present moment, aware UTC."""
        return datetime.now(UTC)

    async def nearest(
        self, lat: float, lon: float, kind: UnitKind, limit: int
    ) -> Sequence[Recommendation]:
        """Units of a kind soonest at a WGS 84 point, soonest first, of those the caller may see.

        Raises:
            RefusedError: the point cannot be served.
        """
        caller = CURRENT.get() or NOBODY
        return await self._nearest.find(lat, lon, kind, limit, caller=caller)

    async def area(self, code: str) -> Area | None:
        """The area under a code, None when there is none."""
        return self._areas.area(code)

    async def areas_in(self, code: str) -> Sequence[Area]:
        """The areas one level below, by code."""
        found = (self._areas.area(child) for child in self._areas.children(code))
        branch_of = self._areas.branches.branch_of
        return [replace(area, branch=branch_of(area)) for area in found if area is not None]

    async def party_in(self, code: str) -> PartyHere | None:
        """The party organisation and self-governance of a community; figures and no name."""
        return await self._party(code) if self._party else None

    async def police_in(self, code: str) -> PoliceHere | None:
        """Police and law of a community; which officers are which units, as far as seen."""
        if self._police is None:
            return None
        caller = CURRENT.get() or NOBODY
        found = await self._police(code, caller)
        wanted = {unit for beat in found.beats for unit in beat.units}
        seen = [
            from_state(record.state, record.private)
            for unit, record in self._units.items()
            if unit in wanted and UNIT.is_seen_by(caller, record.state)
        ]
        officers = [OfficerHere(one.unit_id, one.call_sign, one.name) for one in seen]
        return replace(found, officers={one.unit_id: one for one in officers})

    async def units_at_home_in(self, code: str) -> Sequence[Unit]:
        """Units whose home area is `code` or lies below it, by call sign."""
        units = [
            from_state(record.state, record.private)
            for record in self._units.values()
            if contains(code, record.state["home_area"] or "")
            and UNIT.is_seen_by(CURRENT.get() or NOBODY, record.state)
        ]
        return sorted(units, key=lambda unit: (unit.call_sign, unit.unit_id))

    async def cameras_in(self, code: str) -> Sequence[Camera]:
        """Cameras that stand in the area, as far as the caller sees them, by id."""
        caller = CURRENT.get() or NOBODY
        return await self._work.read(
            lambda: self._store.ask(lambda one: kept.everything(one, caller, Wanted(area=code)))
        )

    async def reported_per_day(self, code: str, since: date, until: date) -> Mapping[date, int]:
        """Incidents reported per district day in an area, `since` to `until` both included.

        A department's caller is told of those it owns or shares.
        """
        department = scope_of(CURRENT.get() or NOBODY).department
        return await self._work.read(
            lambda: self._store.reported_per_day(code, since, until, self.zone, department)
        )
