"""The HTTP protocol of the server, with an end put to crowds and to those who never ask.

uvicorn keeps a connection that says nothing, or one byte a minute, for ever, and as many of them
as one address likes to open. `bounded_http` makes a protocol that does not.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.addresses import Network, address, network_key

HEAD_WITHIN_S = 20.0
_BODY = b'{"error":{"code":"busy","field":null,"message":"too many connections, try later"}}'
_REFUSAL = (
    b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 5\r\nconnection: close\r\n"
    b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
)


class BoundedHttpProtocol(HttpToolsProtocol):
    """One HTTP connection, counted by its address and given time only to ask."""

    most_per_address = 500
    unlimited: Sequence[Network] = ()
    head_within_s = HEAD_WITHIN_S
    counts: Counter[str]

    _key: str | None = None
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[override]
        """Take a connection, unless its address has too many."""
        super().connection_made(cast("asyncio.Transport", transport))
        peer = self.client[0] if self.client else None
        if not self._is_unlimited(peer):
            self._key = network_key(peer)
            self.counts[self._key] += 1
            if self.counts[self._key] > self.most_per_address:
                self.transport.write(_REFUSAL)
                self.transport.close()
                return
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the next one in."""
        self._release()
        self._head_came()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """A socket is counted elsewhere (api/access/limits.py)."""
        self._release()
        self._head_came()
        super().handle_websocket_upgrade()

    def data_received(self, data: bytes) -> None:
        """Read on; what begins a request must bring its head in time."""
        if self.parser is None or self.transport.is_closing():
            return
        if self._head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_head()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._head_came()
        super().on_headers_complete()

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
