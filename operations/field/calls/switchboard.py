"""The switchboard: what desk and phones do, what both do in a room, and what time judges.

What the browsers say to each other about their connection is passed on and kept nowhere.

Source: docs/decisions/0144-the-server-judges-calls.md
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any

from domain.errors import NotFoundError, OneScreenError
from domain.field.calls.calls import FIELD_CALL, FieldCall, is_missed, over, step
from domain.field.calls.states import AWAY_FOR, Step, Why
from operations.field.calls.desk_calls import DeskCalls
from operations.field.calls.ledger import Ledger
from operations.field.calls.phone_calls import PhoneCalls
from operations.field.calls.rooms import Line, Room
from operations.field.calls.whom import Whom
from operations.live.picture import Picture

log = logging.getLogger(__name__)
SETTLES_EVERY_S = 1.0


class Switchboard:
    """All calls there are now.

    Attributes:
        desk: what the desk does.
        phones: what phones do.
    """

    def __init__(self, ledger: Ledger, picture: Picture, whom: Whom) -> None:
        self.ledger = ledger
        self.desk = DeskCalls(ledger, whom)
        self.phones = PhoneCalls(ledger)
        self._picture, self._whom = picture, whom

    # everybody in a room ----------------------------------------------------------------------

    def come_back(self, line: Line, member_id: str) -> Mapping[str, Any]:
        """Take a member's place again after its line broke.

        Raises:
            NotFoundError: no such member, or somebody else's.
        """
        for room in self.ledger.rooms:
            member = room.members.get(member_id)
            if member is not None and member.caller == line.caller:
                member.line, member.away_since = line, None
                room.tell_all()
                return self.ledger.let_in(room, member)
        raise NotFoundError(says="call_no_room", field="member")

    def pass_on(self, line: Line, room_id: str, to: str, data: Mapping[str, Any]) -> None:
        """Hand what a browser says about its connection to another member.

        Raises:
            NotFoundError: one of the two is not in this room, or a wall that shows somebody else.
        """
        room, member = self.ledger.speaker(line, room_id)
        other = room.speaks_to(member, to)
        if other is None:
            raise NotFoundError(says="call_no_room", field="to")
        other.tell({"signal": {"room_id": room_id, "from": member.member_id, "data": data}})

    def fresh_words(self, line: Line, room_id: str) -> Mapping[str, Any]:
        """New words for the TURN server: those of the beginning run out.

        Raises:
            NotFoundError: not in this room.
        """
        room, member = self.ledger.speaker(line, room_id)
        return self.ledger.let_in(room, member)

    def shows(self, line: Line, room_id: str, *, has_picture: bool) -> None:
        """A member's camera was turned on or off.

        Raises:
            NotFoundError: not in this room.
        """
        room, member = self.ledger.member(line, room_id)
        if member.has_picture == has_picture:
            return
        member.has_picture = has_picture
        room.tell_all()
        if not has_picture:
            self.ledger.on_less()

    async def leave(self, line: Line, room_id: str, why: Why = Why.HANGUP) -> None:
        """Hang up; the last of the desk to go ends it for all.

        Raises:
            NotFoundError: not in this room.
        """
        room, member = self.ledger.member(line, room_id)
        await self.ledger.take_out(room, member, why)

    # lines and time ---------------------------------------------------------------------------

    async def ended(self, line: Line, is_out: Awaitable[bool]) -> None:
        """A socket ended; where nobody can say whether its person may be here, they come back.

        Args:
            line: of the socket.
            is_out: whether its person may be here no longer.
        """
        try:
            is_signed_out = await is_out
        except OneScreenError as error:
            log.warning("whether somebody of a call is signed out could not be asked: %s", error)
            is_signed_out = False
        await self.gone(line, is_signed_out=is_signed_out)

    async def gone(self, line: Line, *, is_signed_out: bool) -> None:
        """A line broke: its members have some seconds to come back, unless they may not."""
        self.ledger.exchange.disconnect(line)
        members = list(self.ledger.exchange.members_on(line))
        for _, member in members:
            member.line, member.away_since = None, self.ledger.now()
        for room, member in members:
            if is_signed_out:
                await self.ledger.take_out(room, member, Why.ACCOUNT_STOPPED)
            else:
                room.tell_all()

    async def run(self) -> None:
        """Let time judge, until cancelled."""
        is_begun = False
        while True:
            try:
                if not is_begun:
                    await self.end_forgotten()
                    is_begun = True
                await self.settle()
            except OneScreenError as error:
                log.warning("calls could not be written: %s", error)
            await asyncio.sleep(SETTLES_EVERY_S)

    async def settle(self) -> None:
        """End what rang too long, who stayed away, and what is about an incident that is over."""
        for room in self.ledger.rooms:
            now = self.ledger.now()
            is_over = room.number is not None and self._whom.is_over(room.number)
            async with room.lock:
                ended = [
                    (judged, judged.state.value)
                    for call in room.calls.values()
                    if (judged := self._judged(call, now, is_over=is_over)) is not None
                ]
                if ended:
                    await self.ledger.write(room, ended)
            if is_over:
                _tell_of_end(room)
            for member in list(room.members.values()):
                if member.away_since is not None and now - member.away_since >= AWAY_FOR:
                    await self.ledger.take_out(room, member, Why.LOST)
            self.ledger.forget_if_over(room)

    async def end_forgotten(self) -> None:
        """End what was open when the server stopped."""
        known = {call.call_id for room in self.ledger.rooms for call in room.calls.values()}
        now = self.ledger.now()
        ended = [
            over(call, now, Why.RESTARTED)
            for record in list(self._picture.entities[FIELD_CALL.name].values())
            if (call := FIELD_CALL.entity_of(record.state, record.private)).is_open
            and call.call_id not in known
        ]
        if ended:
            await self.ledger.put([(call, call.state.value) for call in ended])

    def _judged(self, call: FieldCall, now: datetime, *, is_over: bool) -> FieldCall | None:
        """A call that rings, as time or the desk's other acts end it; None while they do not."""
        if not call.is_ringing:
            return None
        if is_over:
            return over(call, now, Why.INCIDENT_OVER)
        if not self._whom.may_be_rung(call.unit_id):
            return over(call, now, Why.OFF_DUTY)
        return step(call, Step.MISS, now) if is_missed(call, now) else None


def _tell_of_end(room: Room) -> None:
    """Who speaks goes on speaking, and is told once that the incident is over."""
    if room.is_told_of_end:
        return
    room.is_told_of_end = True
    for member in room.members.values():
        member.tell({"note": {"room_id": room.room_id, "says": "incident_over"}})
