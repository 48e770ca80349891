"""Where a request comes from, also behind a proxy that one has said to trust."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from api.tokens import header
from domain.access.networks import network_of

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What proxies add, by how the name begins; a browser at this machine sends none of them.
_OF_PROXIES = (
    b"forwarded", b"via", b"x-forwarded", b"x-real-ip", b"x-original-", b"x-client-ip",
    b"x-cluster-client-ip", b"x-proxy", b"x-envoy-", b"true-client-ip", b"cf-", b"proxy-",
)  # fmt: skip


def networks(words: str) -> list[Network]:
    """Addresses and networks separated by commas.

    Raises:
        ValueError: one of them is neither.
    """
    return [ipaddress.ip_network(word.strip()) for word in words.split(",") if word.strip()]


@lru_cache(maxsize=1024)
def address(text: str) -> Address | None:
    """An IP address, IPv4 written as IPv6 as what it is; None when it is none."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def is_local(scope: Scope) -> bool:
    """Called from loopback by this machine's own name, and not by a proxy for somebody else.

    A proxy on this machine that adds nothing still hands on the name its callers typed, unless it
    is told to put its own in its place: docs/tls.md says how to set one up.
    """
    client = scope.get("client")
    found = address(client[0]) if client else None
    if found is None or not found.is_loopback:
        return False
    if any(name.startswith(_OF_PROXIES) for name, _ in scope["headers"]):
        return False
    return _names_this_machine(without_port(header(scope, b"host") or "").lower())


def _names_this_machine(name: str) -> bool:
    found = address(name)
    if found is not None:
        return found.is_loopback
    return name in {"", "localhost"} or name.endswith(".localhost")


def without_port(host: str) -> str:
    """The name or address of a Host header."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def network_key(text: str | None) -> str:
    """What one caller is counted by: an IPv4 address, or the /64 an IPv6 caller owns whole."""
    return network_of(text)


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
        found = address(caller)
        if found is None:
            return scope
        if found.is_loopback:
            # Whoever sits beside a proxy of ours does not sit at this machine: the proxy's own
            # headers stay, and say so to `is_local`.
            return {**scope, "client": (caller, 0), "scheme": _scheme(scope)}
        kept = [one for one in scope["headers"] if not one[0].startswith(_OF_PROXIES)]
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
