"""Move-ups as orders: a unit waits where nobody else could be in time, until it is needed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_command, may_see_unit
from domain.desk.timers import Timer, TimerKind
from domain.dispatch.standby import ARRIVED_WITHIN_M, Standby, by_hand, from_state, to_state
from domain.dispatch.units import FREE, STALE_AFTER, Fix, Unit
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.incidents.duplicates import metres_between
from domain.moments import to_id
from operations.clock import utc_now
from operations.incidents.found import unit_in
from operations.incidents.standby_steps import finish, give, reach, watch_place
from operations.live.picture import Picture
from operations.maps.areas import Areas
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox
from store.desk import standby as kept

T = TypeVar("T")
# Who writes it down when a unit's own position says that it is there.
BY_POSITION = "position"


class Standbys:
    """Orders to wait somewhere: given and ended by dispatchers, reached by being there."""

    def __init__(
        self,
        store: Store,
        work: Work,
        areas: Areas,
        picture: Picture,
        newest: Mapping[str, Fix],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._work = work
        self._areas = areas
        self._standbys = picture.entities["standby"]
        self._units = picture.entities["unit"]
        self._newest = newest
        self._now = now

    async def order(
        self, unit_id: str, place: tuple[float, float] | str, *, caller: Caller
    ) -> dict[str, Any]:
        """Tell a unit to wait at a point (lat, lon) or in an area.

        Raises:
            InvalidError: the place is outside the district, or no area.
            NotFoundError: no such unit.
            ConflictError: it is off duty, at work, or waits somewhere already.
            NotAllowedError: it is no unit of the caller's.
        """
        found = self._place(place)

        def write(tx: Transaction) -> Standby:
            unit = unit_in(tx, unit_id)
            check_may_command(caller, unit.home_area)
            _check_free(tx, unit)
            made = Standby(
                standby_id=f"standby-{unit_id}-{to_id(tx.at)}",
                unit_id=unit_id,
                area_code=found.area_code,
                name=self._name(found.area_code),
                lat=found.lat,
                lon=found.lon,
                ordered_at=tx.at,
                is_demo=unit.is_demo,
            )
            give(tx, made, unit, actor=caller.actor)
            return made

        return to_state(await self._write(write))

    def _place(self, place: tuple[float, float] | str) -> Any:
        try:
            if isinstance(place, str):
                return self._areas.place_of_area(place)
            return self._areas.place(*place)
        except InvalidError as error:
            outside = InvalidError(says="standby_outside")
            if isinstance(place, str):
                outside = InvalidError(says="standby_no_area", area=place[:32])
            raise outside.about(error.field, error.code) from None

    def _name(self, code: str) -> str:
        """Village and grid, as people call the place."""
        return " ".join(one["name"] for one in self._areas.path(code)[-2:]) or code

    async def arrived(self, unit_id: str, *, caller: Caller) -> dict[str, Any]:
        """The dispatcher heard that the unit is there.

        Raises:
            NotFoundError: it waits nowhere.
        """

        def write(tx: Transaction) -> Standby:
            return reach(tx, self._open(tx, unit_id, caller), actor=caller.actor)

        return to_state(await self._write(write))

    async def end(self, unit_id: str, *, caller: Caller) -> dict[str, Any]:
        """Release the unit from where it waits, or call it off on its way.

        Raises:
            NotFoundError: it waits nowhere.
        """

        def write(tx: Transaction) -> Standby:
            held = self._open(tx, unit_id, caller)
            return finish(tx, held, by_hand(held), actor=caller.actor)

        return to_state(await self._write(write))

    def _open(self, tx: Transaction, unit_id: str, caller: Caller) -> Standby:
        unit = unit_in(tx, unit_id)
        check_may_command(caller, unit.home_area)
        held = kept.open_standby(tx, unit_id)
        if held is None:
            raise NotFoundError(says="no_standby", unit=unit.call_sign, field="unit_id")
        return held

    def items(self, *, caller: Caller) -> list[dict[str, Any]]:
        """The open orders of the caller's units, oldest first."""
        found = []
        for record in self._standbys.values():
            unit = self._units.get(record.state["unit_id"])
            if record.state["ended_at"] is not None or unit is None:
                continue
            if may_see_unit(caller, unit.state["home_area"]):
                found.append({**record.state, "call_sign": unit.state["call_sign"]})
        return sorted(found, key=lambda one: (one["ordered_at"], one["standby_id"]))

    # the watch -----------------------------------------------------------------------------

    async def watch(self, timer: Timer) -> None:
        """Look whether a unit has come to its place; if not, look again in a moment."""
        record = self._standbys.get(timer.item_id)
        is_there = record is not None and self._is_there(from_state(record.state))
        await self._write(lambda tx: self._looked(tx, timer, is_there))

    def _is_there(self, standby: Standby) -> bool:
        fix = self._newest.get(standby.unit_id)
        if fix is None or fix.is_mock or fix.at < standby.ordered_at:
            return False  # an invented place is nobody's arrival
        if self._now() - fix.at > STALE_AFTER:
            return False
        metres = metres_between(fix.lat, fix.lon, standby.lat, standby.lon)
        return metres <= ARRIVED_WITHIN_M

    @staticmethod
    def _looked(tx: Transaction, timer: Timer, is_there: bool) -> None:
        held = kept.standby(tx, timer.item_id)
        if held is None or held.ended_at is not None or held.arrived_at is not None:
            outbox.drop_timers(tx, TimerKind.ARRIVE, [timer.item_id])
        elif is_there:
            reach(tx, held, actor=BY_POSITION)
        else:
            watch_place(tx, held)

    async def _write(self, steps: Callable[[Transaction], T]) -> T:
        return await in_transaction(self._store, self._work, steps)


def _check_free(tx: Transaction, unit: Unit) -> None:
    """Only who is free may be told to wait; who waits already is not told twice."""
    if busy := tx.open_assignments(unit_id=unit.unit_id):
        raise ConflictError(
            says="busy_no_standby",
            unit=unit.call_sign,
            number=busy[0].number,
            field="unit_id",
            code="unit_busy",
        )
    if unit.status not in FREE:
        raise ConflictError(
            says="not_free_no_standby",
            unit=unit.call_sign,
            field="unit_id",
            code="unit_off_duty",
        )
    if held := kept.open_standby(tx, unit.unit_id):
        raise ConflictError(
            says="on_standby_already",
            unit=unit.call_sign,
            place=held.name,
            field="unit_id",
            code="on_standby",
        )
