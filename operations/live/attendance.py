"""The clients of the hub: let in, listened to, sent to at their own pace, turned away."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from operations.live.client import Client, Connection, ConnectionGoneError
from operations.live.hello import Bounds, CloseCode, RefusedClientError, read_hello
from operations.live.packed import SNAPSHOT_BEGINS, PackedSnapshots
from operations.live.timing import Timing
from operations.live.upstream import Pacing, Upstream, read_said

logger = logging.getLogger(__name__)
SAY_FAILED_EVERY_S = 60.0
MOST_ANSWERS = 8


def _now() -> float:
    return asyncio.get_running_loop().time()


class Attendance:
    """Who is connected, and how many were sent to, found too slow or refused so far.

    Args:
        timing: see `Timing`.
        most: one more is closed with 1013.
        next_for: the next message for a client, None while there is nothing new to it.
        beat: the number of the last beat.
        upstream: what clients may say besides hello.
    """

    def __init__(
        self,
        timing: Timing,
        most: int,
        *,
        next_for: Callable[[Client], str | None],
        beat: Callable[[], int],
        upstream: Upstream | None = None,
    ) -> None:
        self._timing = timing
        self._most = most
        self._next_for = next_for
        self._beat = beat
        self._upstream = upstream or Upstream()
        self._packed = PackedSnapshots()
        self._failed_at = float("-inf")
        self.clients: set[Client] = set()
        self.sent = self.slow_closed = self.refused = 0

    def wake(self) -> None:
        """Let every client look for what is new to it."""
        for client in self.clients:
            client.wake.set()

    def drop_all(self) -> None:
        """Break off with whoever is still connected."""
        for client in list(self.clients):
            client.connection.drop(CloseCode.STOPPING, "the server is stopping")

    async def serve(self, connection: Connection, bounds: Bounds) -> None:
        """Serve one accepted connection until it ends."""
        client = Client(connection, now=_now())
        try:
            if len(self.clients) >= self._most:
                raise RefusedClientError(CloseCode.FULL, "too many screens; try again later")
            self.clients.add(client)
            await self._attend(client, bounds)
        except ConnectionGoneError:
            pass
        except RefusedClientError as refused:
            await self._turn_away(connection, refused)
        except Exception:
            if self._may_say_failed():
                logger.exception("a live client could not be served")
            connection.drop(CloseCode.FAILED, "the server failed")
        finally:
            self.clients.discard(client)

    async def _turn_away(self, connection: Connection, refused: RefusedClientError) -> None:
        if refused.code is CloseCode.TOO_SLOW:
            self.slow_closed += 1
            connection.drop(refused.code, refused.reason)
            return
        self.refused += 1
        with contextlib.suppress(ConnectionGoneError):
            await connection.close(refused.code, refused.reason)

    def _may_say_failed(self) -> bool:
        """Screens come back at once and would fill the log with one and the same failure."""
        now = _now()
        if now - self._failed_at < SAY_FAILED_EVERY_S:
            return False
        self._failed_at = now
        return True

    async def _attend(self, client: Client, bounds: Bounds) -> None:
        try:
            async with asyncio.timeout(self._timing.hello_s):
                await self._hear(client, bounds)
        except TimeoutError:
            raise RefusedClientError(CloseCode.SILENT, "say hello first") from None
        client.beat = self._beat()
        tasks = {
            asyncio.create_task(self._listen(client, bounds)),
            asyncio.create_task(self._send_all(client)),
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _hear(self, client: Client, bounds: Bounds) -> None:
        self._greet(client, await client.connection.receive(), bounds)

    @staticmethod
    def _greet(client: Client, message: str | bytes, bounds: Bounds) -> None:
        hello = read_hello(
            message,
            role=bounds.role,
            area=bounds.area,
            department=bounds.department,
            person=bounds.person,
        )
        client.greet(hello, now=_now())

    async def _listen(self, client: Client, bounds: Bounds) -> None:
        pacing = Pacing()
        while True:
            message = await client.connection.receive()
            said = read_said(message)
            if said is None:
                self._greet(client, message, bounds)
                continue
            if len(client.answers) >= MOST_ANSWERS:
                raise RefusedClientError(CloseCode.TOO_SLOW, "too slow")
            client.answers.append(await self._upstream.answer(said, bounds, pacing, _now()))
            client.wake.set()

    async def _send_all(self, client: Client) -> None:
        while True:
            client.wake.clear()
            text = client.answers.popleft() if client.answers else self._next_for(client)
            if text is None:
                await client.wake.wait()
                continue
            try:
                async with asyncio.timeout(self._timing.send_s):
                    await self._hand(client, text)
            except TimeoutError:
                raise RefusedClientError(CloseCode.TOO_SLOW, "too slow") from None
            self.sent += 1
            # A client that catches up over many frames must let the others have their turn.
            await asyncio.sleep(0)

    async def _hand(self, client: Client, text: str) -> None:
        """A snapshot goes out small to whoever can unfold it; what follows is small as it is."""
        assert client.hello is not None  # noqa: S101 - there is a text only after a hello
        if client.hello.takes_gzip and text.startswith(SNAPSHOT_BEGINS):
            await client.connection.send_packed(await self._packed.of(text))
        else:
            await client.connection.send(text)
