"""The HTTP protocol of the server, with an end put to crowds, to floods and to those who never ask.

uvicorn keeps a connection that says nothing, or one byte a minute, for ever, as many of them as
one address likes to open, and reads the head of a request (its address and header lines) however
long it is; the parser then appends piece to piece, which takes time with the square of its length.
`bounded_http` makes a protocol that does not.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.addresses import Network, address, network_key
from api.sentences import said

HEAD_WITHIN_S = 20.0
LONGEST_HEAD = 64 * 1024
MOST_HEADERS = 100
MOST_PIPELINED = 32
# Of one body: the longest there is, by the half thousand bytes; each piece takes the loop its time.
MOST_PIECES = 20_000


def _refusal(status: bytes, code: bytes, message: str, *headers: bytes) -> bytes:
    body = b'{"error":{"code":"%b","field":null,"message":"%b"}}' % (code, message.encode())
    own = b"".join(line + b"\r\n" for line in headers)
    return (
        b"HTTP/1.1 %b\r\nconnection: close\r\n%bcontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n%b" % (status, own, len(body), body)
    )


def _crowded() -> bytes:
    words = said("too_many_connections")
    return _refusal(b"429 Too Many Requests", b"busy", words, b"retry-after: 5")


def _head_too_large() -> bytes:
    words = said("head_too_large")
    return _refusal(b"431 Request Header Fields Too Large", b"too_long", words)


class _HeadTooLargeError(Exception):
    """Raised inside the parser's callbacks to make it stop."""


class BoundedHttpProtocol(HttpToolsProtocol):
    """One HTTP connection, counted by its address and given time and room only to ask."""

    most_per_address = 500
    unlimited: Sequence[Network] = ()
    head_within_s = HEAD_WITHIN_S
    counts: Counter[str]

    _key: str | None = None
    _head_timer: asyncio.TimerHandle | None = None
    # Between the beginning of a message and the end of its head, or in the lines behind its body.
    _in_head = False
    _unparsed = 0  # bytes received inside a head in earlier pieces
    _parsed = 0  # bytes of address and header lines the parser has handed over
    _lines = 0
    _pieces = 0  # of a body that comes in pieces
    _is_refused = False
    _answering: RequestResponseCycle | None = None  # of several sent at once, the one under way

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a connection, unless its address has too many."""
        super().connection_made(cast("asyncio.Transport", transport))
        peer = self.client[0] if self.client else None
        if not self._is_unlimited(peer):
            self._key = network_key(peer)
            self.counts[self._key] += 1
            if self.counts[self._key] > self.most_per_address:
                self.transport.write(_crowded())
                self.transport.close()
                return
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the next one in."""
        self._release()
        self._head_came()
        super().connection_lost(exc)
        # uvicorn tells the last request only; the one under way would write to nobody, a traceback
        # each time, and those behind it are not asked any more.
        self.pipeline.clear()
        if self._answering is not None and not self._answering.response_complete:
            self._answering.disconnected = True
            self._answering.message_event.set()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def handle_websocket_upgrade(self) -> None:
        """A socket is counted elsewhere (api/access/limits.py)."""
        self._release()
        self._head_came()
        super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        """Read on; what begins a request must bring its head in time, and a short one."""
        if self.parser is None or self.transport.is_closing():
            return
        if self._head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_head()
        was_in_head = self._in_head
        super().data_received(data)
        # A piece in which a head begins is not counted whole: it may hold the end of a body too.
        if was_in_head and self._in_head:
            self._unparsed += len(data)
            if self._unparsed > LONGEST_HEAD:
                self._refuse_head()

    def on_message_begin(self) -> None:
        """A request begins."""
        if len(self.pipeline) >= MOST_PIPELINED:
            self._stop_parsing()
        self._in_head = True
        self._unparsed = self._parsed = self._lines = self._pieces = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A line of the head, or behind a body in pieces."""
        self._lines += 1
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._head_came()
        self._in_head = False
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        """A piece of a body was announced; behind the last one lines may follow."""
        self._pieces += 1
        if self._pieces > MOST_PIECES:
            self._stop_parsing()
        self._in_head = True
        self._unparsed = 0

    def on_body(self, body: bytes) -> None:
        """A piece of a body: no head."""
        self._in_head = False
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._in_head = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """The parser stopped: because it was told to, or because it could not read on."""
        if self._is_refused:
            self._refuse_head()
        else:
            super().send_400_response(msg)

    def _count(self, length: int) -> None:
        self._parsed += length
        if self._parsed > LONGEST_HEAD or self._lines > MOST_HEADERS:
            self._stop_parsing()

    def _stop_parsing(self) -> None:
        self._is_refused = True
        raise _HeadTooLargeError

    def _refuse_head(self) -> None:
        """Say why where nothing else is being said on this connection, and end it."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.transport.abort()
            return
        self.transport.write(_head_too_large())
        self.transport.close()

    def _expect_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_within_s, self._no_head)

    def _head_came(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _no_head(self) -> None:
        self._head_timer = None
        self.transport.abort()

    def _release(self) -> None:
        if self._key is not None:
            self.counts[self._key] -= 1
            if not self.counts[self._key]:
                del self.counts[self._key]
            self._key = None

    def _is_unlimited(self, peer: str | None) -> bool:
        found = address(peer or "")
        if found is None or found.is_loopback:
            return True
        return any(found in network for network in self.unlimited)


def bounded_http(
    most_per_address: int, unlimited: Sequence[Network] = (), **changes: Any
) -> type[BoundedHttpProtocol]:
    """The protocol for `uvicorn.run(http=…)`.

    Args:
        most_per_address: connections one address may hold; loopback is not counted.
        unlimited: proxies, through whom everybody comes.
        changes: other class attributes, for tests.
    """
    own = {
        "most_per_address": most_per_address,
        "unlimited": tuple(unlimited),
        "counts": Counter(),
        **changes,
    }
    return type("BoundedHttp", (BoundedHttpProtocol,), own)
