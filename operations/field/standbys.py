"""A standby on the phones of its unit: where to wait, that it was heard, and that they are there.

It is no order to an incident: the unit stays available, and whoever sends it ends the standby.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from domain.desk.notices import OPEN, NoticeState
from domain.dispatch.units import travel_mode
from domain.errors import ConflictError, NotFoundError
from domain.field.phones import Phone, is_on_duty
from domain.moments import to_iso
from operations.field.orders import Ways
from operations.incidents.standby_steps import reach
from operations.live.positions import PositionBoard
from operations.notices.notices import acknowledge
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox
from store.desk import standby as standbys
from store.field import phones as kept
from store.field.acts import Press, once


class StandbyAct(StrEnum):
    """What a phone says of a standby."""

    ACCEPT = "accept"
    ARRIVED = "arrived"


class FieldStandbys:
    """Reads and answers the standby of one unit.

    Args:
        store, work: where it is kept.
        board: the newest fix of the unit.
        ways: how far it is.
    """

    def __init__(self, store: Store, work: Work, board: PositionBoard, ways: Ways) -> None:
        self._store, self._work, self._board, self._ways = store, work, board, ways

    async def of(self, phone: Phone) -> dict[str, Any] | None:
        """The open standby of a phone's unit; None where it has none."""
        unit_id = phone.unit_id
        if unit_id is None:
            return None
        unit = await self._work.read(lambda: self._store.unit(unit_id))
        found = await self._work.read(
            lambda: self._store.ask(lambda rows: standbys.waits(rows, unit_id))
        )
        if unit is None or found is None:
            return None
        held, is_asked = found
        fix = self._board.newest.get(unit_id)
        far: dict[str, Any] = {"distance_m": None, "travel_s": None, "travel_source": None}
        if fix is not None:
            mode = travel_mode(unit)
            way = await self._ways.way(held.lat, held.lon, fix.lat, fix.lon, mode)
            far = {
                "distance_m": round(way.distance_m),
                "travel_s": round(way.seconds),
                "travel_source": way.source.value,
            }
        step = "arrived" if held.arrived_at else "asked" if is_asked else "accepted"
        return {
            "standby_id": held.standby_id,
            "name": held.name,
            "lat": held.lat,
            "lon": held.lon,
            "ordered_at": to_iso(held.ordered_at),
            "step": step,
            "notice_id": held.standby_id if is_asked else None,
            "is_demo": held.is_demo,
            **far,
        }

    async def act(
        self, phone: Phone, standby_id: str, act: StandbyAct, press: Press
    ) -> Mapping[str, Any]:
        """Do it once, as of the press.

        Raises:
            NotFoundError: the standby is none of this phone's unit.
            ConflictError: it is over, or the phone is off duty.
        """

        def write(tx: Transaction) -> dict[str, Any]:
            return once(tx, press, lambda: _done(tx, phone, standby_id, act, press))

        return await in_transaction(self._store, self._work, write)


def _done(
    tx: Transaction, phone: Phone, standby_id: str, act: StandbyAct, press: Press
) -> dict[str, Any]:
    unit = tx.unit(phone.unit_id or "")
    held = standbys.standby(tx, standby_id[:128])
    if unit is None or held is None or held.unit_id != unit.unit_id:
        raise NotFoundError(says="no_standby_here", field="standby_id")
    device = kept.device_of(tx.connection, phone.device_id) or phone.device
    if not is_on_duty(device, unit.status, tx.at):
        raise ConflictError(says="act_off_duty", field="act", code="off_duty")
    if held.ended_at is not None:
        raise ConflictError(says="standby_over", field="standby_id", code="order_over")
    actor = phone.caller.actor
    notice = outbox.notice(tx, held.standby_id)
    if notice is not None and notice.state in {*OPEN, NoticeState.FAILED}:
        acknowledge(tx, notice.notice_id, actor=actor)
        answered = kept.Delivery(notice.notice_id, phone.device_id, tx.at, answered_at=tx.at)
        kept.put_delivery(tx.connection, answered)
    if act is StandbyAct.ARRIVED:
        reach(tx, held, actor=actor, at=press.at)
    return {"act": act.value, "standby_id": standby_id}
