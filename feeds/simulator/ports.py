"""What the simulator is given: the doors it knocks at, and the little it may look at."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.dispatch.recommend import Recommendation
from domain.dispatch.units import Fix, TravelMode, UnitKind, UnitStatus
from domain.incidents.incidents import IncidentStatus

State = Mapping[str, Any]


class Roads(Protocol):
    """The way along the roads; called on worker threads."""

    def path(
        self, from_lat: float, from_lon: float, to_lat: float, to_lon: float, mode: TravelMode
    ) -> Sequence[tuple[float, float, float]]:
        """Points (lat, lon, seconds since the first), both ends near the places asked for."""
        ...


class AcceptFixes(Protocol):
    """The door for positions; cheap, called on the event loop."""

    def __call__(self, fixes: Sequence[Fix]) -> object:
        """Take fixes of any units, each the newest of its unit."""
        ...


class AcceptReport(Protocol):
    """The door for incidents; the mapping is what a client would post."""

    async def __call__(self, raw: Mapping[str, Any]) -> object:
        """Make an incident of a report; the same (source, source_id) again makes none."""
        ...


class Desk(Protocol):
    """What people do, done by the demo's own people. Each refusal is a domain RefusedError."""

    async def advance(self, number: str, status: IncidentStatus) -> object:
        """Bring an incident one step further."""
        ...

    async def assign(self, number: str, unit_ids: Sequence[str]) -> object:
        """Send units to an incident."""
        ...

    async def set_unit_status(self, unit_id: str, status: UnitStatus) -> object:
        """Say what a unit is doing."""
        ...


class Phones(Protocol):
    """What the phones of the demo's people do with notices, through the phones' own door."""

    async def answer(self, notice_id: str, unit_id: str) -> object:
        """Say yes to a notice."""
        ...

    async def check_in(self, unit_id: str) -> object:
        """Say that all is well on scene."""
        ...


class Nearest(Protocol):
    """Who is nearest to a place, soonest first."""

    async def __call__(
        self, lat: float, lon: float, kind: UnitKind, limit: int
    ) -> Sequence[Recommendation]:
        """At most `limit` units of a kind."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything the simulator reaches outside itself through.

    Attributes:
        accept_fixes: the door for positions.
        accept_report: the door for incidents.
        desk: the demo dispatchers' hands.
        phones: the demo crews' hands.
        nearest: the ranking the desk sees.
        states: the newest journalled states of all live entities of a kind
            ("incident", "assignment", "unit", "standby" …).
        newest_fix: where a unit was last seen, by whatever source; None when never.
        is_held: True while a unit's real fixes keep the simulator away.
        clock: aware UTC now.
    """

    accept_fixes: AcceptFixes
    accept_report: AcceptReport
    desk: Desk
    nearest: Nearest
    states: Callable[[str], Iterable[State]]
    newest_fix: Callable[[str], Fix | None]
    is_held: Callable[[str], bool]
    clock: Callable[[], datetime]
    phones: Phones | None = None
