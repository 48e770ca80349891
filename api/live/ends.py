"""A socket lives no longer than the session or device key it was opened with.

The gate holds every socket here, whatever route serves it: none can forget to end. One sweep asks
for all of them.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from starlette.types import Message, Receive, Scope, Send

from api.live.live_socket import drop_of
from domain.errors import OneScreenError

StillThere = Callable[[], Awaitable[bool]]
SIGNED_OUT = 4401
ASKED_EVERY_S = 5.0


@dataclass(eq=False)
class _Held:
    ask: StillThere
    end: Callable[[], None]


class Sweep:
    """Ends open sockets within seconds of their caller's sign-out, expiry or revocation.

    Args:
        every_s: how often all are looked at, while there are any.
    """

    def __init__(self, every_s: float = ASKED_EVERY_S) -> None:
        self._every_s = every_s
        self._held: set[_Held] = set()
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def holding(self, ask: StillThere, end: Callable[[], None]) -> Iterator[None]:
        """Look at a socket too, until it is left.

        Args:
            ask: whether its caller may stay.
            end: breaks it off; called once.
        """
        held = _Held(ask, end)
        self._held.add(held)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._held.discard(held)

    async def _run(self) -> None:
        while self._held:
            await asyncio.sleep(self._every_s)
            await self.look()

    async def look(self) -> int:
        """Ask once for every socket; how many were ended."""
        ended = 0
        for held in list(self._held):
            try:
                is_there = await held.ask()
            except OneScreenError:
                continue  # the store does not answer: the next look decides
            if not is_there and held in self._held:
                self._held.discard(held)
                held.end()
                ended += 1
        return ended


class EndingSocket:
    """A socket that can be broken off from outside, under any server."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._drop = drop_of(scope)
        self._receive = receive
        self._send = send
        self._ended = asyncio.Event()

    def end(self) -> None:
        """Break off: past everything that waits, where the server offers that."""
        self._ended.set()
        if self._drop is not None:
            with contextlib.suppress(OSError):
                self._drop(SIGNED_OUT, "signed out")

    async def receive(self) -> Message:
        """The next message; a disconnect once the socket was ended."""
        if self._drop is not None:
            return await self._receive()
        heard = asyncio.ensure_future(self._receive())
        ended = asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({heard, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not self._ended.is_set():
                return heard.result()
        finally:
            heard.cancel()
            ended.cancel()
        with contextlib.suppress(OSError, RuntimeError):
            await self._send(
                {"type": "websocket.close", "code": SIGNED_OUT, "reason": "signed out"}
            )
        return {"type": "websocket.disconnect", "code": SIGNED_OUT}
