"""What the desk does: rings, rings more, comes in, rings no longer, asks to be called back."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from domain.access.access import require
from domain.access.callers import DEMO_DISPATCHER, Caller
from domain.dispatch.units import Unit
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.calls.calls import FieldCall, busy, over, step
from domain.field.calls.states import MOST_IN_ROOM, CallState, Media, Mode, Step, Why
from domain.incidents.incidents import Incident
from operations.field.calls.ledger import Act, Ledger
from operations.field.calls.rooms import Line, Room
from operations.field.calls.whom import Asked, Whom


class DeskCalls:
    """Calls as the desk makes them."""

    def __init__(self, ledger: Ledger, whom: Whom) -> None:
        self._ledger, self._whom = ledger, whom
        # Of two desks that call one unit in the same moment the second finds it busy.
        self._one_at_a_time = asyncio.Lock()

    async def call(self, line: Line, asked: Asked) -> Mapping[str, Any]:
        """Ring one unit, several of whom the first takes it, or several together.

        Raises:
            NotAllowedError: not the caller's to call.
            NotFoundError: no such incident or unit for this caller.
            InvalidError: the incident is over, a unit is off duty, or nobody was named.
            OneScreenError: it could not be written; nobody is rung.
        """
        caller, ledger = line.caller, self._ledger
        require(caller, "field.call")
        incident = self._whom.incident(asked.number, caller)
        units: Sequence[Unit] = [self._whom.unit(one, caller) for one in asked.unit_ids]
        if not units and asked.mode is Mode.FIRST and incident is not None:
            taken = [call.unit_id for room in ledger.rooms for call in room.open_calls()]
            is_reached = ledger.exchange.is_reached
            units = await self._whom.nearest(incident, caller, taken, is_reached)
        if not units or (asked.mode is Mode.ONE and len(units) > 1):
            raise InvalidError(says="call_whom", field="units")
        room = _room(incident, asked.mode, asked.media)
        area = incident.area_code if incident else None
        async with room.lock, self._one_at_a_time:
            await self._ask(room, units, caller, area)
            ledger.exchange.rooms[room.room_id] = room
            member = room.enter(caller, line, _label(caller))
        ledger.ring(room)
        return ledger.let_in(room, member)

    async def invite(self, line: Line, room_id: str, unit_ids: Sequence[str]) -> None:
        """Ring more units into a room.

        Raises:
            NotFoundError: the caller is in no such room, or sees no such unit.
            ConflictError: it is full, or the unit is in it.
        """
        room, member = self._ledger.at_desk(line, room_id)
        units = [self._whom.unit(one, line.caller) for one in unit_ids]
        area = next(iter(room.calls.values())).area_code if room.number else None
        async with room.lock, self._one_at_a_time:
            for unit in units:
                check_has_room(room)
                room.mode = Mode.ROOM
                await self._ask(room, [unit], member.caller, area)
            room.tell_all()
        self._ledger.ring(room)

    async def join(self, line: Line, room_id: str) -> Mapping[str, Any]:
        """Come into the room of an incident from another desk; everybody in it is told who came.

        Raises:
            NotAllowedError: not the caller's to call.
            NotFoundError: no such room, or its incident is not the caller's to see.
            InvalidError: the incident is over.
            ConflictError: four are in it, or the caller is by this line.
            OneScreenError: it could not be written; nobody has come in.
        """
        require(line.caller, "field.call")
        room = self._ledger.exchange.rooms.get(room_id)
        if room is None or room.number is None or not room.open_calls():
            raise NotFoundError(says="call_no_room", field="room")
        self._whom.incident(room.number, line.caller)
        label = _label(line.caller)
        async with room.lock:
            if any(one.line is line for one in room.members.values()):
                raise ConflictError(says="call_in_it", field="room")
            check_has_room(room)
            # Of a room whose calls ended while this one waited for its turn nobody is a member.
            going = room.open_calls()
            if not going or room.room_id not in self._ledger.exchange.rooms:
                raise NotFoundError(says="call_no_room", field="room")
            await self._ledger.on_change(room, True)
            await self._ledger.put([(going[0], "joined")], actor=line.caller.actor)
            for one in room.members.values():
                one.tell({"note": {"room_id": room_id, "says": "joined", "who": label}})
            member = room.enter(line.caller, line, label)
            room.tell_all()
        return self._ledger.let_in(room, member)

    async def cancel(self, line: Line, call_id: str) -> None:
        """Ring a unit no longer.

        Raises:
            NotFoundError: the caller is in no room of this call.
            CallOverError: somebody has answered meanwhile, or it is over.
        """
        room, _ = self._ledger.call(call_id)
        self._ledger.at_desk(line, room.room_id)
        async with room.lock:
            cancelled = step(room.calls[call_id], Step.CANCEL, self._ledger.now())
            await self._ledger.write(room, [(cancelled, "cancelled")])

    async def ask_back(self, line: Line, call_id: str) -> None:
        """Ask a unit that did not answer, or could not, to call back.

        Raises:
            NotFoundError: the caller is in no room of this call.
            ConflictError: it rings or goes on.
        """
        room, _ = self._ledger.call(call_id)
        self._ledger.at_desk(line, room.room_id)
        async with room.lock:
            call = room.calls[call_id]
            if call.is_open:
                raise ConflictError(says="call_still_open", field="call")
            call = replace(call, wants_callback=True)
            await self._ledger.write(room, [(call, "callback")])
        self._ledger.ask_back(room, call)

    async def only_ask_back(self, line: Line, asked: Asked) -> None:
        """Ask a unit to call back whom nobody rang: the desk's own microphone is blocked.

        Raises:
            NotAllowedError: not the caller's to call.
            NotFoundError: no such incident or unit for this caller.
            InvalidError: the unit is off duty, or not one was named.
        """
        require(line.caller, "field.call")
        incident = self._whom.incident(asked.number, line.caller)
        if len(asked.unit_ids) != 1:
            raise InvalidError(says="call_whom", field="units")
        unit = self._whom.unit(asked.unit_ids[0], line.caller)
        room = _room(incident, asked.mode, asked.media)
        area = (incident.area_code if incident else None) or unit.home_area
        now = self._ledger.now()
        asks = over(_asked(room, unit, line.caller, area, now), now, Why.MEDIA_BLOCKED)
        asks = replace(asks, wants_callback=True)
        await self._ledger.put([(asks, "callback")])
        self._ledger.ask_back(room, asks)

    async def _ask(
        self, room: Room, units: Sequence[Unit], caller: Caller, area: str | None
    ) -> None:
        """Write that units are called; who is in a call is busy at once.

        Whoever calls this holds the lock of all that ask, until the room is one of all.
        """
        now = self._ledger.now()
        made: list[Act] = []
        for unit in units:
            held = self._ledger.exchange.open_call_of(unit.unit_id)
            if held is not None and held[0] is room:
                raise ConflictError(says="call_already", unit=unit.call_sign, field="unit_id")
            call = _asked(room, unit, caller, area or unit.home_area, now)
            made.append((call, "asked") if held is None else (busy(call, now), "busy"))
        await self._ledger.write(room, made, is_told=False)


def check_has_room(room: Room) -> None:
    """Refuse one more than four.

    Raises:
        ConflictError: says how many there may be.
    """
    if not room.has_room:
        raise ConflictError(says="call_room_full", most=MOST_IN_ROOM, code="room_full")


def _label(caller: Caller) -> str:
    """What others of a room read of a desk: whose it is; nothing where nobody has signed in."""
    return "" if caller.actor == DEMO_DISPATCHER.actor else caller.actor


def _room(incident: Incident | None, mode: Mode, media: Media) -> Room:
    """A room nobody is in yet."""
    number, title = (incident.number, incident.title or "") if incident else (None, "")
    return Room(f"R-{uuid4().hex[:16]}", number, title, mode, media)


def _asked(room: Room, unit: Unit, caller: Caller, area: str | None, now: datetime) -> FieldCall:
    """A unit that is called into a room."""
    return FieldCall(
        call_id=f"C-{uuid4().hex[:16]}",
        room_id=room.room_id,
        unit_id=unit.unit_id,
        call_sign=unit.call_sign,
        mode=room.mode,
        media=room.media,
        state=CallState.ASKED,
        at=now,
        by=caller.actor,
        number=room.number,
        area_code=area,
        is_demo=unit.is_demo,
    )
