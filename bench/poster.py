"""Sends reports over a socket of its own, so cheaply that the figures are the server's.

A general client (httpx) takes about as much processor for a request as the server for its answer.
"""

import asyncio
import time
from types import TracebackType
from urllib.parse import urlsplit

import orjson

from tools.running import RunningServer

IDLE_S = 3.0


class Poster:
    """One connection that is kept; a body is posted, and the answer read, one after the other."""

    def __init__(self, server: RunningServer) -> None:
        address = urlsplit(server.url)
        self._host, self._port = str(address.hostname), int(address.port or 80)
        self._head = (
            f" HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {server.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )

    async def __aenter__(self) -> "Poster":
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()

    async def post(self, path: str, body: object) -> tuple[int, bytes]:
        """Post a body as JSON; returns the status and the body of the answer.

        Raises:
            OSError: the connection was closed.
            ValueError: the answer has no length.
        """
        packed = orjson.dumps(body)
        self._writer.write(f"POST {path}{self._head}{len(packed)}\r\n\r\n".encode() + packed)
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
            return int(head[9:12]), await self._reader.readexactly(_length(head))
        except asyncio.IncompleteReadError as error:
            raise OSError("the server closed the connection") from error


class Posters:
    """Connections for posts that overlap: as many as are under way, each used again.

    A server closes what was idle for five seconds, so an older one is not used.
    """

    def __init__(self, server: RunningServer) -> None:
        self._server = server
        self._idle: list[tuple[float, Poster]] = []
        self._all: list[Poster] = []

    async def __aenter__(self) -> "Posters":
        return self

    async def __aexit__(self, *_: object) -> None:
        for poster in self._all:
            await poster.__aexit__(None, None, None)

    async def post(self, path: str, body: object) -> tuple[int, bytes]:
        """Post a body over the connection that was idle for the shortest time, or a new one."""
        since, poster = self._idle.pop() if self._idle else (0.0, None)
        if poster is None or time.monotonic() - since > IDLE_S:
            poster = await Poster(self._server).__aenter__()
            self._all.append(poster)
        answer = await poster.post(path, body)
        self._idle.append((time.monotonic(), poster))
        return answer


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without its length: {head!r}")
