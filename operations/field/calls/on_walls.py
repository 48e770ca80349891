"""The picture of somebody in a call, on a paired wall: the call as one more thing a wall may show.

A wall comes in by the act of somebody of the desk who is in the room, looks at one member, and says
nothing. Who may send what to which wall, and how long, the tiles of walls judge.

Source: docs/decisions/0158-a-scene-on-a-wall.md
"""

from dataclasses import replace

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.field.calls.calls import FieldCall
from domain.field.calls.scenes import check_is_free, check_may_be_shown
from domain.video.looks.reasons import Reason, Why
from domain.video.media.ways import Opened
from domain.video.walls.tiles import WallTile
from operations.field.calls.ledger import Ledger
from operations.field.calls.rooms import Line, Member, OnWall, Room
from operations.video.streams.streams import Asked
from operations.video.walls.tiles import Described


class CallTiles:
    """Calls on walls."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # as the tiles of walls ask ----------------------------------------------------------------

    async def describe(self, subject_id: str, caller: Caller) -> Described:
        """Whom it shows, for somebody of the desk who is in the room.

        Raises:
            NotAllowedError: not the caller's to call.
            NotFoundError: the caller is in no room of this call, or there is no picture (any more).
        """
        require(caller, "field.call")
        room, call = self._in_room(subject_id, caller)
        member = room.of_call(subject_id)
        check_may_be_shown(
            call,
            is_in_room=member is not None,
            has_picture=member is not None and member.has_picture,
        )
        return Described(call.call_sign, call.area_code, call.is_demo, _reason(call))

    async def open(self, tile: WallTile, sender: Caller, asked: Asked) -> Opened:
        """Let the wall's browser look; its socket takes it up (`attach`).

        Raises:
            NotFoundError: there is no picture any more.
        """
        await self.describe(tile.subject_id, sender)
        room, _ = self._ledger.call(tile.subject_id)
        viewer = room.look_on(self._at(room, tile), sender)
        return Opened(viewer.member_id, tile.title, tile.until, (), is_demo=tile.is_demo)

    async def close(self, look_id: str, sender: Caller, holder: str) -> None:
        """The wall looks no more; it is told so, and whom it showed."""
        self.left(look_id)

    def check_free(self, subject_id: str, wall_id: str) -> None:
        """One wall for one picture.

        Raises:
            ConflictError: it is on another.
        """
        walls = [at for room in self._ledger.rooms for at in room.walls.values()]
        shown = {at.wall_id: at.call_id for at in walls}
        check_is_free(subject_id, wall_id, shown, {at.wall_id: at.name for at in walls})

    async def sent(self, tile: WallTile) -> None:
        """Mark it on the phone that is shown, whether or not the wall looks yet; note it.

        Raises:
            OneScreenError: it could not be written.
        """
        found = self._ledger.exchange.call(tile.subject_id)
        if found is None:
            self._ledger.on_less()  # it was over in the same moment
            return
        room, _ = found
        self._at(room, tile)
        room.tell_all()
        await self._note(room, tile.subject_id, tile.wall_name, "on_wall", tile.sent_by)

    async def gone(self, wall_id: str, actor: str) -> None:
        """Take the mark off, let the wall look no more; note it, unless the call is over as well.

        Raises:
            OneScreenError: it could not be written.
        """
        for room in self._ledger.rooms:
            at = room.walls.get(wall_id)
            if at is not None:
                room.close_wall(wall_id, "taken_back")
                room.tell_all()
                await self._note(room, at.call_id, at.name, "off_wall", actor)

    # as the socket of a wall asks -------------------------------------------------------------

    def attach(self, look_id: str, line: Line) -> None:
        """The wall's browser is there: it is told what it needs, and whom it shows connects to it.

        Raises:
            NotFoundError: it was taken back meanwhile.
        """
        found = self._looking(look_id)
        if found is None:
            raise NotFoundError(says="wall_shows_nothing", field="wall", code="wall_empty")
        room, viewer, _ = found
        viewer.line = line
        line.tell(self._ledger.let_in(room, viewer))
        room.tell_all()

    def left(self, look_id: str) -> None:
        """The wall's browser has gone; the tile stays, for a wall that starts anew."""
        found = self._looking(look_id)
        if found is not None:
            room, viewer, at = found
            at.viewer = None
            viewer.tell({"over": {"room_id": room.room_id, "why": "taken_back"}})
            room.tell_all()

    # within -----------------------------------------------------------------------------------

    async def _note(self, room: Room, call_id: str, wall: str, action: str, actor: str) -> None:
        """A line of the call's story: the tile of a wall is of another incident the next time."""
        async with room.lock:
            call = room.calls[call_id]
            if call.is_open:
                room.calls[call_id] = call = replace(call, wall=wall)
                await self._ledger.put([(call, action)], actor=actor)

    def _in_room(self, call_id: str, caller: Caller) -> tuple[Room, FieldCall]:
        found = self._ledger.exchange.call(call_id)
        if found is None or not any(one.caller.actor == caller.actor for one in found[0].desks):
            raise NotFoundError(says="call_none", field="call")
        return found

    def _looking(self, look_id: str) -> tuple[Room, Member, OnWall] | None:
        for room in self._ledger.rooms:
            for at in room.walls.values():
                if at.viewer is not None and at.viewer.member_id == look_id:
                    return room, at.viewer, at
        return None

    @staticmethod
    def _at(room: Room, tile: WallTile) -> OnWall:
        held = room.walls.get(tile.wall_id)
        if held is None or held.call_id != tile.subject_id:
            held = OnWall(tile.wall_id, tile.wall_name, tile.subject_id)
            room.walls[tile.wall_id] = held
        return held


def _reason(call: FieldCall) -> Reason:
    """A call says by itself what it is for."""
    if call.number is not None:
        return Reason(Why.INCIDENT, call.number)
    return Reason(Why.DUTY, text=f"与 {call.call_sign} 通话")
