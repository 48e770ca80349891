"""The web socket protocol of the server, with an end put to peers that do not listen.

uvicorn closes a socket by flushing it first, so a peer that has stopped reading keeps its
connection and buffers for ever: neither a close frame nor a keepalive timeout ends it.
`BoundedSocketProtocol` breaks such connections off, and lets an application do the same.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Mapping
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

Drop = Callable[[int, str], None]
DROP = "onescreen.drop"
# Time for the last bytes, the close frame among them, to reach a peer that listens again.
GRACE_S = 1.0
# Bytes the kernel may hold unsent. What waits there grows old: the hub can still replace it.
UNSENT_AT_MOST = 128 * 1024
# Pongs to a peer that pings and never reads pass all flow control; this much is an attack.
BUFFER_AT_MOST = 8 * 1024 * 1024


class EndingTransport:
    """A transport that, once closed, flushes for `GRACE_S` and then ends whatever waits."""

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """Close, for certain."""
        self._transport.close()
        self._loop.call_later(GRACE_S, self._transport.abort)


class BoundedSocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's sans-I/O web socket, whose connections always end.

    Puts `scope["extensions"]["onescreen.drop"]`, a `(code, reason) → None`, before the
    application: it sends the close frame past everything that waits and breaks off.
    """

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection over, and keep the kernel's share of the queue small."""
        super().connection_made(
            cast("asyncio.BaseTransport", EndingTransport(transport, self.loop))
        )
        raw = transport.get_extra_info("socket")
        if raw is not None and hasattr(socket, "TCP_NOTSENT_LOWAT"):
            with contextlib.suppress(OSError):  # not a TCP socket
                raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_AT_MOST)

    def handle_connect(self, event: Any) -> None:
        """Offer `drop` to the application."""
        super().handle_connect(event)
        scope = cast("dict[str, Any] | None", getattr(self, "scope", None))
        if scope is not None:
            scope["extensions"][DROP] = self.drop

    async def send(self, message: Any) -> None:
        """Send on; a handshake that was refused in full is complete, and no error to log."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True

    def handle_ping(self) -> None:
        """Answer a ping, unless answers pile up."""
        super().handle_ping()
        if self.transport.get_write_buffer_size() > BUFFER_AT_MOST:
            self.transport.abort()

    def drop(self, code: int, reason: str) -> None:
        """Close now: what waits is given a second, then it is thrown away."""
        if self.transport.is_closing():
            return
        self.stop_keepalive()
        with contextlib.suppress(InvalidState):  # a close frame is under way already
            self.conn.send_close(code, reason)
            self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.transport.close()


def drop_of(scope: Mapping[str, Any]) -> Drop | None:
    """The way to break a connection off, None under a server that offers none."""
    return cast("Drop | None", scope.get("extensions", {}).get(DROP))
