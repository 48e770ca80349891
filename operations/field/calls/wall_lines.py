"""`/ws/wall`: the socket of a paired wall that shows somebody of a call.

It may say what its browser needs to connect, and nothing else of a call.
"""

import contextlib
from collections.abc import Mapping
from typing import Any

from domain.access.accounts import Device
from domain.access.callers import Caller
from domain.errors import InvalidError, OneScreenError
from domain.video.walls.tiles import Shows
from operations.field.calls.on_walls import CallTiles
from operations.field.calls.requests import CallRequests
from operations.field.calls.rooms import Line, Message
from operations.field.calls.serving import Speaker
from operations.live.client import Connection, ConnectionGoneError
from operations.live.hello import CloseCode
from operations.video.walls.tiles import WallTiles

MOST_WALLS = 100
SAYS = frozenset({"signal", "ice"})


class WallLines:
    """Serves the lines of walls.

    Args:
        tiles: what was sent to which wall.
        calls: calls on walls.
        requests: does what is asked.
        most: one more is closed with 1013.
    """

    def __init__(
        self,
        tiles: WallTiles,
        calls: CallTiles,
        requests: CallRequests,
        *,
        most: int = MOST_WALLS,
    ) -> None:
        self._tiles, self._calls, self._requests, self._most = tiles, calls, requests, most
        self._open = 0

    async def serve(
        self,
        connection: Connection,
        caller: Caller,
        *,
        wall: Device | None,
        holder: str,
        address: str | None,
    ) -> None:
        """Serve one accepted socket until it ends.

        Args:
            connection: an accepted socket.
            caller: who the gate found.
            wall: the paired screen; None for whoever is none.
            holder: to whom the look is bound.
            address: from where.
        """
        if wall is None or self._open >= self._most:
            await _close(connection, CloseCode.NOT_ALLOWED if wall is None else CloseCode.FULL)
            return
        speaker = Speaker(connection, caller)
        try:
            opened = await self._tiles.open(wall, holder, address, shows=Shows.CALL)
            self._calls.attach(opened.look_id, speaker.line)
        except OneScreenError:
            # Nothing is on it, or no more: the wall asks what is, and shows that.
            await _close(connection, CloseCode.NOT_ALLOWED)
            return
        self._open += 1
        try:
            await speaker.run(self._answered)
        finally:
            self._open -= 1
            self._calls.left(opened.look_id)

    async def _answered(self, line: Line, kind: str, key: str, body: Mapping[str, Any]) -> Message:
        if kind not in SAYS:
            return self._requests.refused(key, InvalidError(says="call_message", field="say"))
        return await self._requests.answered(line, kind, key, body)


async def _close(connection: Connection, code: CloseCode) -> None:
    with contextlib.suppress(ConnectionGoneError):
        await connection.close(code, "no call is shown here")
