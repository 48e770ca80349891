"""Writes the steps of calls and tells them: what desk, phones and time have in common.

A room has a lock: of two answers that come together the first is written, the second finds the call
over. What cannot be written is not told.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from domain.access.access import require
from domain.errors import NotFoundError
from domain.field.calls.calls import FIELD_CALL, FieldCall, over, step
from domain.field.calls.ice import IceRules, ice_servers
from domain.field.calls.states import Step, Why
from operations.clock import utc_now
from operations.field.calls.rooms import Exchange, Line, Member, Message, Room, told_call
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

# A call after a step, and the word of the journal for it.
Act = tuple[FieldCall, str]
Wake = Callable[[str], object]
# Told, with the room's lock held, before somebody comes in (True) and when somebody goes.
Changes = Callable[[Room, bool], Awaitable[object]]


class Ledger:
    """All rooms there are, and their facts.

    Args:
        store: where they are written.
        work: the lanes of threads.
        ice: what browsers connect by.
        centre_phone: the number that is called back; empty for none.
        wake: told which unit is called: its dark screens are woken.
        now: the clock.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        *,
        ice: IceRules,
        centre_phone: str = "",
        wake: Wake = lambda _: None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._ice = store, work, ice
        self._centre_phone, self._wake = centre_phone, wake
        self.now = now
        self.exchange = Exchange()
        self.on_change: Changes = _nothing
        # Told that somebody has left, or sends no picture any more: what walls show may be over.
        self.on_less: Callable[[], object] = lambda: None

    @property
    def rooms(self) -> list[Room]:
        """The rooms of now."""
        return list(self.exchange.rooms.values())

    # finding ----------------------------------------------------------------------------------

    def call(self, call_id: str) -> tuple[Room, FieldCall]:
        """A call and its room.

        Raises:
            NotFoundError: there is none, or it is forgotten.
        """
        found = self.exchange.call(call_id)
        if found is None:
            raise NotFoundError(says="call_none", field="call")
        return found

    def member(self, line: Line, room_id: str) -> tuple[Room, Member]:
        """A room, and who of it is on this line.

        Raises:
            NotFoundError: nobody is.
        """
        room = self.exchange.rooms.get(room_id)
        for member in room.members.values() if room else ():
            if member.line is line and room is not None:
                return room, member
        raise NotFoundError(says="call_no_room", field="room")

    def speaker(self, line: Line, room_id: str) -> tuple[Room, Member]:
        """The same, where it may be a wall that looks.

        Raises:
            NotFoundError: nobody is.
        """
        room = self.exchange.rooms.get(room_id)
        for at in room.walls.values() if room else ():
            if at.viewer is not None and at.viewer.line is line and room is not None:
                return room, at.viewer
        return self.member(line, room_id)

    def at_desk(self, line: Line, room_id: str) -> tuple[Room, Member]:
        """The same for somebody at a desk.

        Raises:
            NotAllowedError: the caller calls nobody.
            NotFoundError: not in this room.
        """
        require(line.caller, "field.call")
        return self.member(line, room_id)

    # writing ----------------------------------------------------------------------------------

    async def put(self, calls: Sequence[Act], *, actor: str = "") -> None:
        """Write steps into the journal; all of them, or none.

        Args:
            calls: with the word for each step.
            actor: who takes them; empty for whoever answered or called.

        Raises:
            OneScreenError: the store does not take them.
        """

        def steps(tx: Transaction) -> None:
            for call, action in calls:
                by = actor or (call.answered_by if action == "accepted" else None)
                tx.put(FIELD_CALL, call, action=action, actor=by or call.by)

        await in_transaction(self._store, self._work, steps)

    async def write(self, room: Room, acts: Sequence[Act], *, is_told: bool = True) -> None:
        """Write steps, then hold them and tell of them. The room is locked by whoever calls.

        Raises:
            OneScreenError: the store does not take them; nothing has changed.
        """
        await self.put(acts)
        for call, _ in acts:
            before = room.calls.get(call.call_id)
            room.calls[call.call_id] = call
            if before is not None and before.is_ringing and not call.is_open:
                self.stop_ringing(call)
        if is_told:
            room.tell_all()

    # telling ----------------------------------------------------------------------------------

    def ring(self, room: Room) -> None:
        """Let the phones ring of whoever was asked and has not heard of it."""
        for call in room.open_calls():
            if not call.is_ringing or call.rang_at is not None:
                continue
            told = told_phone(room, call)
            for line in self.exchange.phones_of(call.unit_id):
                if line.may_ring():
                    line.tell({"ring": told})
            self._wake(call.unit_id)

    def ask_back(self, room: Room, call: FieldCall) -> None:
        """Tell the unit's phones that the desk waits for a call."""
        told = {**told_phone(room, call), "phone": self._centre_phone}
        for line in self.exchange.phones_of(call.unit_id):
            if line.may_ring():
                line.tell({"callback": told})

    def stop_ringing(self, call: FieldCall, but: Line | None = None) -> None:
        """Tell the unit's phones that it rings no more; the one that answered knows."""
        told = told_call(call)
        for line in self.exchange.phones_of(call.unit_id):
            if line is not but:
                line.tell({"unring": told})

    def let_in(self, room: Room, member: Member) -> Message:
        """What a member's browser needs to connect."""
        servers = ice_servers(self._ice, member.member_id, self.now())
        return {
            **room.told(member),
            "ice": {"servers": servers, "is_relay_only": self._ice.is_relay_only},
        }

    # leaving ----------------------------------------------------------------------------------

    async def take_out(self, room: Room, member: Member, why: Why) -> None:
        """One member less; without anybody of the desk the room is over."""
        async with room.lock:
            if room.members.get(member.member_id) is not member:
                return
            ending = room.open_calls() if room.desks == [member] else []
            if member.call_id is not None and room.calls[member.call_id].is_open:
                ending = [room.calls[member.call_id]]
            await self.on_change(room, False)
            acts = [_left(call, self.now(), why) for call in ending]
            if acts:
                await self.write(room, acts, is_told=False)
            del room.members[member.member_id]
            told = {"over": {"room_id": room.room_id, "why": why.value}}
            member.tell(told)
            for call, _ in acts:
                if (other := room.of_call(call.call_id)) is not None:
                    del room.members[other.member_id]
                    other.tell(told)
            room.close_walls()
            room.tell_all()
        self.forget_if_over(room)
        self.on_less()

    def forget_if_over(self, room: Room) -> None:
        """Let go of a room nobody is in; one without open calls stays for its desk to look at."""
        if not room.members:
            self.exchange.rooms.pop(room.room_id, None)


async def _nothing(room: Room, is_coming: bool) -> None:
    """Nobody wants to know."""


def told_phone(room: Room, call: FieldCall) -> Message:
    """A call, as the phone that rings is told of it."""
    more = {"room_id": room.room_id, "number": room.number, "media": room.media.value}
    return {**told_call(call), **more}


def _left(call: FieldCall, now: datetime, why: Why) -> Act:
    """A call as it ends with who left."""
    if why is Why.LOST and not call.is_ringing:
        ended = step(call, Step.LOSE, now)
    elif why is Why.HANGUP and call.is_ringing:
        ended = step(call, Step.CANCEL, now)
    else:
        ended = over(call, now, why)
    return ended, ended.state.value
