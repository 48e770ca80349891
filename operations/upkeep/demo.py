"""The demo feed's way in: the same doors as everybody, under a name of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from domain.access.callers import Caller
from domain.dispatch.recommend import Recommendation
from domain.dispatch.units import SIMULATOR, Fix, UnitKind, UnitStatus
from domain.incidents.incidents import IncidentStatus
from operations.desk.notices import DeskNotices
from operations.dispatch.nearest import Nearest
from operations.incidents.acts import Desk
from operations.ingest.ingest import Ingest
from operations.live.picture import Picture
from operations.live.positions import PositionBoard


class DemoDesk:
    """The demo's own dispatchers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def advance(self, number: str, status: IncidentStatus) -> object:
        """Bring an incident one step further."""
        return await self._desk.advance(number, status, actor=SIMULATOR)

    async def assign(self, number: str, unit_ids: Sequence[str]) -> object:
        """Send units to an incident."""
        return await self._desk.assign(number, unit_ids, actor=SIMULATOR)

    async def set_unit_status(self, unit_id: str, status: UnitStatus) -> object:
        """Say what a unit is doing."""
        return await self._desk.set_unit_status(unit_id, status, actor=SIMULATOR)


class DemoPhones:
    """The phones of the demo's people."""

    def __init__(self, notices: DeskNotices) -> None:
        self._notices = notices

    async def answer(self, notice_id: str, unit_id: str) -> object:
        """Fetch what waits, and say yes."""
        holder = Caller(actor=SIMULATOR, role="feed", unit_id=unit_id)
        await self._notices.hand_out(unit_id, holder=holder)
        return await self._notices.answer(notice_id, unit_id, holder=holder)

    async def check_in(self, unit_id: str) -> object:
        """Say that all is well on scene."""
        holder = Caller(actor=SIMULATOR, role="feed", unit_id=unit_id)
        return await self._notices.check_in_by_unit(unit_id, holder=holder)


class DemoDoors:
    """What feeds.simulator.ports asks for, answered by the operations."""

    def __init__(
        self,
        *,
        ingest: Ingest,
        desk: Desk,
        nearest: Nearest,
        picture: Picture,
        board: PositionBoard,
        notices: DeskNotices | None = None,
        is_carried: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.desk = DemoDesk(desk)
        self.phones = DemoPhones(notices) if notices else None
        self._ingest = ingest
        self._nearest = nearest
        self._entities = picture.entities
        self._board = board
        self._is_carried = is_carried

    def accept_fixes(self, fixes: Sequence[Fix]) -> object:
        """The door for positions."""
        return self._ingest.accept_fixes(fixes, feed=SIMULATOR)

    async def accept_report(self, raw: Mapping[str, Any]) -> object:
        """The door for incidents."""
        return await self._ingest.accept_report(dict(raw), feed=SIMULATOR, actor=SIMULATOR)

    async def nearest(
        self, lat: float, lon: float, kind: UnitKind, limit: int
    ) -> Sequence[Recommendation]:
        """The ranking the desk sees."""
        return await self._nearest.find(lat, lon, kind, limit)

    def states(self, kind: str) -> Iterable[Mapping[str, Any]]:
        """The newest states of all live entities of a kind, safe against change meanwhile."""
        return [record.state for record in self._entities[kind].values()]

    def newest_fix(self, unit_id: str) -> Fix | None:
        """Where a unit was last seen."""
        return self._board.newest.get(unit_id)

    def is_held(self, unit_id: str) -> bool:
        """True while a unit's real fixes, or somebody with its phone, keep the simulator away."""
        return self._board.is_held(unit_id) or self._is_carried(unit_id)

    clock: Callable[[], datetime] = staticmethod(lambda: datetime.now(UTC))
