"""What a phone does: rings, answers, declines. It speaks for the unit it is bound to alone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.access.access import require
from domain.errors import NotFoundError
from domain.field.calls.calls import FieldCall, others_of_first, step
from domain.field.calls.states import Step, Why
from operations.field.calls.ledger import Ledger, told_phone
from operations.field.calls.rooms import Line, Room


class PhoneCalls:
    """Calls as phones take them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def rings(self, line: Line) -> list[Mapping[str, Any]]:
        """What rings for a phone that has just opened its line; off duty nothing does."""
        if line.unit_id is None or not line.may_ring():
            return []
        return [
            told_phone(room, call)
            for room in self._ledger.rooms
            for call in room.calls.values()
            if call.unit_id == line.unit_id and call.is_ringing
        ]

    async def rang(self, line: Line, call_id: str) -> None:
        """A phone of the unit rings; of several each counts.

        Raises:
            NotFoundError: this phone's unit is not called by it.
        """
        room, _ = self._of_unit(line, call_id)
        async with room.lock:
            call = room.calls[call_id]
            if call.is_ringing and call.rang_at is None:
                rung = replace(step(call, Step.RING, self._ledger.now()), phones=1)
                await self._ledger.write(room, [(rung, "rang")])
            elif call.is_ringing:
                room.calls[call_id] = replace(call, phones=call.phones + 1)
                room.tell_all()

    async def answer(self, line: Line, call_id: str) -> Mapping[str, Any]:
        """A phone answers; the first one does, the others learn that it is over.

        Raises:
            NotFoundError: this phone's unit is not called by it.
            CallOverError: another was first, it was cancelled, or rang too long.
        """
        room, _ = self._of_unit(line, call_id)
        async with room.lock:
            now = self._ledger.now()
            answered = step(room.calls[call_id], Step.ACCEPT, now, by=line.caller.actor)
            ended = [
                (step(one, Step.CANCEL, now, why=Why.ANSWERED_ELSEWHERE), "cancelled")
                for one in others_of_first(room.calls, answered)
            ]
            await self._ledger.on_change(room, True)
            await self._ledger.write(room, [(answered, "accepted"), *ended], is_told=False)
            member = room.enter(line.caller, line, answered.call_sign, call_id)
            room.tell_all()
            self._ledger.stop_ringing(answered, but=line)
        return self._ledger.let_in(room, member)

    async def decline(self, line: Line, call_id: str, *, is_blocked: bool = False) -> None:
        """A phone declines; or it may not use its microphone, and says so.

        Raises:
            NotFoundError: this phone's unit is not called by it.
            CallOverError: it is over, or was answered.
        """
        room, _ = self._of_unit(line, call_id)
        async with room.lock:
            why = Why.MEDIA_BLOCKED if is_blocked else None
            declined = step(room.calls[call_id], Step.DECLINE, self._ledger.now(), why=why)
            await self._ledger.write(room, [(declined, "declined")])

    def _of_unit(self, line: Line, call_id: str) -> tuple[Room, FieldCall]:
        """A call to the unit this phone is bound to; of any other it is told nothing."""
        require(line.caller, "field.use")
        room, call = self._ledger.call(call_id)
        if line.unit_id is None or call.unit_id != line.unit_id:
            raise NotFoundError(says="call_none", field="call")
        return room, call
