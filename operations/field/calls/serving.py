"""`/ws/calls`: the socket of a desk, heard and told until it ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson

from domain.access.callers import Caller
from operations.field.calls.requests import CallRequests
from operations.field.calls.rooms import Line, Message
from operations.field.calls.switchboard import Switchboard
from operations.live.client import Connection, ConnectionGoneError
from operations.live.hello import CloseCode, RefusedClientError
from operations.live.listening import send_in_time
from operations.live.upstream import read_said

log = logging.getLogger(__name__)
MOST_DESKS = 200
# A new way through the networks is dozens of candidates for each member.
MOST_PER_MINUTE = 1200
# A desk that takes nothing for so many messages is of no use to a call.
MOST_WAITING = 256
BEAT_S = 5.0
# Does what a message asks: its line, kind, id and body.
Answered = Callable[[Line, str, str, Mapping[str, Any]], Awaitable[Message]]


class DeskLines:
    """Serves the lines of desks.

    Args:
        board: the switchboard.
        requests: does what is asked.
        most: one more is closed with 1013.
    """

    def __init__(
        self, board: Switchboard, requests: CallRequests, *, most: int = MOST_DESKS
    ) -> None:
        self._board, self._requests, self._most = board, requests, most
        self._open = 0

    async def serve(
        self,
        connection: Connection,
        caller: Caller,
        *,
        was_signed_out: Callable[[], Awaitable[bool]],
    ) -> None:
        """Serve one accepted socket until it ends.

        Args:
            connection: an accepted socket.
            caller: who the gate found.
            was_signed_out: asked at its end: whether the caller may be here no longer.
        """
        if self._open >= self._most:
            await connection.close(CloseCode.FULL, "too many lines; try again later")
            return
        self._open += 1
        speaker = Speaker(connection, caller)
        try:
            await speaker.run(self._requests.answered)
        finally:
            self._open -= 1
            await self._board.ended(speaker.line, was_signed_out())


class Speaker:
    """One accepted socket on which calls are spoken of, heard and told until it ends.

    Attributes:
        line: its line.
    """

    def __init__(self, connection: Connection, caller: Caller) -> None:
        self._connection = connection
        self._waiting: asyncio.Queue[Message] = asyncio.Queue(MOST_WAITING)
        self.line = Line(caller, self._send)

    async def run(self, answered: Answered) -> None:
        """Serve it until it ends.

        Args:
            answered: does what is asked.
        """
        telling = asyncio.create_task(_tell(self._connection, self._waiting))
        hearing = asyncio.create_task(self._hear(answered))
        try:
            await asyncio.wait({telling, hearing}, return_when=asyncio.FIRST_COMPLETED)
            _say_goodbye(self._connection, telling, hearing)
        finally:
            for task in (telling, hearing):
                task.cancel()
            await asyncio.gather(telling, hearing, return_exceptions=True)

    def _send(self, message: Message) -> None:
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            self._connection.drop(CloseCode.TOO_SLOW, "too slow")

    async def _hear(self, answered: Answered) -> None:
        """Take one message after the other, so that two of one browser never cross."""
        clock = asyncio.get_running_loop().time
        since, count = clock(), 0
        while True:
            said = read_said(await self._connection.receive())
            if said is None:
                raise RefusedClientError(CloseCode.NOT_A_HELLO, "say, id and body are asked for")
            if clock() - since >= 60:
                since, count = clock(), 0
            count += 1
            if count > MOST_PER_MINUTE:
                raise RefusedClientError(CloseCode.TOO_SLOW, "too many messages")
            self.line.tell(await answered(self.line, said.kind, said.id, said.body))


async def _tell(connection: Connection, waiting: asyncio.Queue[Message]) -> None:
    """Send what waits, and a beat where nothing does, so that a dead line is noticed."""
    while True:
        try:
            async with asyncio.timeout(BEAT_S):
                message: Message = await waiting.get()
        except TimeoutError:
            message = {"beat": True}
        await send_in_time(connection, orjson.dumps(message).decode())


def _say_goodbye(
    connection: Connection, telling: asyncio.Task[None], hearing: asyncio.Task[None]
) -> None:
    """Break off a socket whose end was not the other side's doing."""
    for task in (telling, hearing):
        error = task.exception() if task.done() else None
        if isinstance(error, RefusedClientError):
            connection.drop(error.code, error.reason)
        elif error is not None and not isinstance(error, ConnectionGoneError):
            log.error("a line of calls could not be served", exc_info=error)
            connection.drop(CloseCode.FAILED, "the server failed")
