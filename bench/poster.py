"""Sends reports over a socket of its own, so cheaply that the figures are the server's.

A general client (httpx) takes about as much processor for a request as the server for its answer.
"""

import asyncio
from types import TracebackType
from urllib.parse import urlsplit

import orjson

from tools.running import RunningServer


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


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"an answer without its length: {head!r}")
