"""What a phone shows of its unit's orders: what, where, how far, and how far it has come.

Class, severity, number and place are always told, for the phone must ring; title, address and
description only while the phone is open, and numbers in them are masked as everywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.desk.notices import OPEN, Notice, NoticeState, Purpose
from domain.dispatch.recommend import Travel
from domain.dispatch.units import TravelMode, Unit, position_is_stale, travel_mode
from domain.field.phones import Phone
from domain.incidents.assignments import Assignment
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import Incident, to_private
from domain.moments import to_iso
from domain.private import mask
from operations.clock import utc_now
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.notices.notices import deliver
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox
from store.field import phones as kept


class Ways(Protocol):
    """How far it is (operations/dispatch/nearest.py)."""

    async def way(
        self, lat: float, lon: float, from_lat: float, from_lon: float, mode: TravelMode
    ) -> Travel:
        """From one place to another."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An order as the store tells it."""

    assignment: Assignment
    incident: Incident
    notices: Sequence[Notice]
    others: Sequence[str]


class FieldOrders:
    """Reads the orders of one unit."""

    def __init__(
        self,
        store: Store,
        work: Work,
        areas: Areas,
        board: PositionBoard,
        ways: Ways,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._areas = store, work, areas
        self._board, self._ways, self._now = board, ways, now

    async def of(self, phone: Phone) -> list[dict[str, Any]]:
        """The open orders of a phone's unit, the oldest first; none without a unit."""
        unit_id = phone.unit_id
        if unit_id is None:
            return []
        unit, held = await self._work.read(lambda: self._read(unit_id))
        if unit is None:
            return []
        is_open = phone.is_open(self._now())
        return [await self._body(one, unit, is_open=is_open) for one in held]

    def _read(self, unit_id: str) -> tuple[Unit | None, list[_Held]]:
        found = []
        for assignment in self._store.open_assignments(unit_id):
            incident = self._store.incident(assignment.number)
            if incident is None:
                continue
            told = self._store.notices_of_assignment(assignment.assignment_id)
            mine = [one for one in told if one.unit_id == unit_id]
            found.append(_Held(assignment, incident, mine, self._others(assignment)))
        return self._store.unit(unit_id), found

    def _others(self, assignment: Assignment) -> list[str]:
        ids = [
            one.unit_id
            for one in self._store.assignments(assignment.number)
            if one.cleared_at is None and one.unit_id != assignment.unit_id
        ]
        units = [self._store.unit(one) for one in ids]
        return [one.call_sign for one in units if one is not None]

    async def _body(self, held: _Held, unit: Unit, *, is_open: bool) -> dict[str, Any]:
        incident, assignment = held.incident, held.assignment
        path = self._areas.path(incident.area_code)
        asked = [one for one in held.notices if one.state in {*OPEN, NoticeState.FAILED}]
        order = next((one for one in held.notices if one.purpose is Purpose.ORDER), None)
        body = {
            "assignment_id": assignment.assignment_id,
            "number": incident.number,
            "class": incident.incident_class.value,
            "class_name": CLASS_NAMES[incident.incident_class],
            "severity": int(incident.severity),
            "status": incident.status.value,
            "step": step_of(assignment, order),
            "asks": [
                {"notice_id": one.notice_id, "purpose": one.purpose.value, "text": one.text}
                for one in asked
            ],
            "lat": incident.lat,
            "lon": incident.lon,
            "area": "".join(one["name"] for one in path[1:]) or "".join(o["name"] for o in path),
            "others": list(held.others),
            "assigned_at": to_iso(assignment.assigned_at),
            "is_demo": incident.is_demo,
            "title": None,
            "address": None,
            "description": None,
        }
        body |= await self._way(incident, unit)
        if is_open:
            shown = mask("incident", to_private(incident))
            body |= {name: shown.get(name) for name in ("title", "address", "description")}
        return body

    async def _way(self, incident: Incident, unit: Unit) -> dict[str, Any]:
        fix = self._board.newest.get(unit.unit_id)
        if fix is None:
            nothing = ("distance_m", "travel_s", "travel_source")
            return {**dict.fromkeys(nothing), "position_is_stale": False}
        way = await self._ways.way(incident.lat, incident.lon, fix.lat, fix.lon, travel_mode(unit))
        return {
            "distance_m": round(way.distance_m),
            "travel_s": round(way.seconds),
            "travel_source": way.source.value,
            "position_is_stale": position_is_stale(fix.at, self._now()),
        }

    async def delivered(self, phone: Phone, notice_ids: Sequence[str]) -> None:
        """A phone has what is asked of its unit: whatever else is known, so much is."""
        unit_id = phone.unit_id
        if unit_id is None or not notice_ids:
            return

        def write(tx: Transaction) -> None:
            for notice_id in notice_ids:
                _reached(tx, phone, notice_id)

        await in_transaction(self._store, self._work, write)


def _reached(tx: Transaction, phone: Phone, notice_id: str) -> None:
    held = outbox.notice(tx, notice_id)
    if held is None or held.unit_id != phone.unit_id:
        return
    if not any(
        one.device_id == phone.device_id for one in kept.reached(tx.connection, [notice_id])
    ):
        kept.put_delivery(tx.connection, kept.Delivery(notice_id, phone.device_id, tx.at))
    deliver(tx, notice_id, actor=phone.caller.actor)


def step_of(assignment: Assignment, order: Notice | None) -> str:
    """How far an order has come on the phone: asked, accepted, en_route, on_scene."""
    if assignment.on_scene_at is not None:
        return "on_scene"
    if assignment.en_route_at is not None:
        return "en_route"
    is_asked = order is not None and order.state in {*OPEN, NoticeState.FAILED}
    return "asked" if is_asked else "accepted"
