"""One client of the live socket: a cursor into the journal and the board, not a queue."""

import asyncio
from collections import deque
from typing import Protocol

from domain.errors import OneScreenError
from operations.live.hello import CloseCode, Hello, RefusedClientError

# A client says hello once; a few more in a while are a resync, many are a fault.
HELLOS_AT_ONCE = 5
HELLO_EVERY_S = 2.0


class ConnectionGoneError(OneScreenError):
    """The other end is no longer there."""


class Connection(Protocol):
    """A socket as the hub needs it; api/live/live.py makes one of a web socket."""

    async def receive(self) -> str | bytes:
        """The next message.

        Raises:
            ConnectionGoneError: there will be none.
        """

    async def send(self, text: str) -> None:
        """Hand over one message; waits while the client's buffer is full.

        Raises:
            ConnectionGoneError: nobody takes it.
        """

    async def send_packed(self, packed: bytes) -> None:
        """Hand over one message as bytes; waits and fails as `send` does."""

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye, politely."""

    def drop(self, code: int, reason: str) -> None:
        """Break off at once and free the buffers, whether the client listens or not."""


class Client:
    """Where one screen stands: `epoch`, `seq` and position `tick`.

    `seq` None: it holds nothing and is due a snapshot. `tick` None: it is due every position.
    """

    def __init__(self, connection: Connection, *, now: float) -> None:
        self.connection = connection
        self.wake = asyncio.Event()
        self.answers: deque[str] = deque()  # to what it said; bounded by who fills it
        self.hello: Hello | None = None
        self.epoch: str | None = None
        self.seq: int | None = None
        self.tick: int | None = None
        self.beat = 0
        self._hellos_left = float(HELLOS_AT_ONCE)
        self._last_hello_at = now

    def greet(self, hello: Hello, *, now: float) -> None:
        """Take a hello, the first or one that asks for a resync.

        Raises:
            RefusedClientError: hellos come too fast.
        """
        earned = (now - self._last_hello_at) / HELLO_EVERY_S
        self._hellos_left = min(float(HELLOS_AT_ONCE), self._hellos_left + earned)
        self._last_hello_at = now
        if self._hellos_left < 1:
            raise RefusedClientError(CloseCode.TOO_MANY_HELLOS, "too many hellos")
        self._hellos_left -= 1
        is_other_view = self.hello is not None and self.hello.view != hello.view
        self.hello = hello
        self.epoch = hello.epoch
        # Another view holds other entities: what the client has does not fit, begin anew.
        self.seq = None if is_other_view else hello.seq
        self.tick = None
        self.wake.set()

    def move(self, epoch: str | None, seq: int, tick: int | None) -> None:
        """Note how far the message just handed over brings the client."""
        self.epoch, self.seq, self.tick = epoch, seq, tick
