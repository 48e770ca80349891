"""Where a request comes from, also behind a proxy that one has said to trust."""

import ipaddress
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from api.tokens import header

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

FORWARDING = (b"forwarded", b"x-forwarded-for", b"x-real-ip")
_ALL_FORWARDING = frozenset((*FORWARDING, b"x-forwarded-proto", b"x-forwarded-host"))
_UNKNOWN = "unknown"


def networks(words: str) -> list[Network]:
    """Addresses and networks separated by commas.

    Raises:
        ValueError: one of them is neither.
    """
    return [ipaddress.ip_network(word.strip()) for word in words.split(",") if word.strip()]


def address(text: str) -> Address | None:
    """An IP address, IPv4 written as IPv6 as what it is; None when it is none."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_local(scope: Scope) -> bool:
    """Called from loopback, and not by a proxy that speaks for somebody else."""
    client = scope.get("client")
    if not client or any(header(scope, name) is not None for name in FORWARDING):
        return False
    found = address(client[0])
    return found is not None and found.is_loopback


def network_key(text: str | None) -> str:
    """What one caller is counted by: an IPv4 address, or the /64 an IPv6 caller owns whole."""
    found = address(text or "")
    if found is None:
        return _UNKNOWN
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


class TrustedProxies:
    """Puts the caller's own address in place of a trusted proxy's, before anything judges it.

    Args:
        app: what lies behind.
        trusted: the proxies. Whoever else sends such a header keeps it, and is foreign.
    """

    def __init__(self, app: ASGIApp, *, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite one scope; the rest passes untouched."""
        if self._trusted and scope["type"] in {"http", "websocket"}:
            scope = self._seen_through(scope)
        await self._app(scope, receive, send)

    def _seen_through(self, scope: Scope) -> Scope:
        """The scope as the caller of the proxy would have sent it.

        The list is read from its end, since only that was written by a proxy of ours; the first
        address that is no proxy of ours is the caller.
        """
        client = scope.get("client")
        told = ",".join(
            value.decode("latin-1")
            for name, value in scope["headers"]
            if name == b"x-forwarded-for"
        )
        if not client or not told or not self._is_trusted(client[0]):
            return scope
        hops = [hop.strip() for hop in told.split(",")]
        caller = next((hop for hop in reversed(hops) if not self._is_trusted(hop)), hops[0])
        if address(caller) is None:
            return scope
        kept = [(name, value) for name, value in scope["headers"] if name not in _ALL_FORWARDING]
        return {**scope, "client": (caller, 0), "headers": kept, "scheme": _scheme(scope)}

    def _is_trusted(self, text: str) -> bool:
        found = address(text)
        return found is not None and any(found in network for network in self._trusted)


def _scheme(scope: Scope) -> str:
    """The scheme the caller used, as the proxy tells it."""
    told = (header(scope, b"x-forwarded-proto") or "").strip().lower()
    is_socket = scope["type"] == "websocket"
    if told in {"https", "wss"}:
        return "wss" if is_socket else "https"
    return str(scope.get("scheme", "http"))
