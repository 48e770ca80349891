"""Who gets in: pure ASGI middleware in front of every page, route and socket.

Written without a framework's request objects on purpose: it judges HTTP and WebSocket alike, by
`scope["path"]`, before anything else runs.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access_body import BodyTooLargeError, SlowBodyError, read_body, replay
from api.errors import refusal
from api.tokens import IngestToken, bearer_of, header, path_key_of, query_key_of

Csp = Callable[[], str]

KEY_CHECKED = "onescreen.key_fits"
LONGEST_BODY = 64 * 1024
LONGEST_PAGE_BODY = 1024 * 1024
LONGEST_UPLOAD = 9 * 1024 * 1024
_UPLOAD = re.compile(r"/api/v1/desk/(incidents/[^/]+/files|roster)")
# What pages of our own call as the person who looks at them, not as a machine with a token.
PAGE_DOORS = ("/api/v1/desk/", "/api/v1/admin/", "/api/v1/walls/")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORWARDING = (b"forwarded", b"x-forwarded-for", b"x-real-ip")
SECURITY_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request is not let in."""

    status: int
    code: str
    field: str
    message: str

    def response(self) -> Response:
        """The refusal as every client reads it."""
        extra = {"www_authenticate": "Bearer"} if self.status == 401 else {}
        return refusal(self.status, self.code, self.field, self.message, **extra)


class Access:
    """The gate. Until accounts exist, only this machine sees anything but the keyed door.

    Args:
        app: what lies behind.
        token: what writers must carry.
        host: the address the server listens on; also accepted as a Host header.
        csp: the Content-Security-Policy of pages, asked for at each response because Dash
            knows its script hashes only after the layout is drawn; None sends none.
    """

    def __init__(
        self, app: ASGIApp, *, token: str, host: str = "127.0.0.1", csp: Csp | None = None
    ) -> None:
        self._app = app
        self._token = IngestToken(token)
        self._host = host.lower()
        self._csp = csp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge one request or socket; everything else passes untouched."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope = {**scope, KEY_CHECKED: self._key_fits(scope)}
        refused = self._judge(scope)
        if scope["type"] == "websocket":
            await (
                _refuse_socket(scope, receive, send, refused)
                if refused
                else self._app(scope, receive, send)
            )
            return
        send = self._with_headers(scope, send)
        if refused:
            await _drained(refused.response(), scope, receive, send)
            return
        await self._with_body(scope, receive, send)

    def _key_fits(self, scope: Scope) -> bool:
        path = scope["path"]
        if path.startswith("/ingest"):
            return self._token.any_fits((bearer_of(scope), path_key_of(scope), query_key_of(scope)))
        return self._token.fits(bearer_of(scope))

    def _judge(self, scope: Scope) -> Refused | None:
        """The first reason to refuse, None when the request may pass."""
        path = scope["path"]
        is_door = path == "/ingest" or path.startswith("/ingest/")
        if not is_door and not self._host_is_ours(header(scope, b"host")):
            return Refused(403, "forbidden", "host", "this server does not go by that name")
        if not _is_this_machine(scope) and not (is_door or path == "/healthz"):
            return Refused(403, "forbidden", "client", "only this machine may see this")
        if _is_write(scope) and not _origin_fits(scope):
            return Refused(403, "forbidden", "origin", "another site may not do this")
        if self._needs_key(scope, is_door=is_door) and not scope[KEY_CHECKED]:
            return Refused(
                401, "unauthorized", "authorization", "the ingest token is missing or wrong"
            )
        return None

    @staticmethod
    def _needs_key(scope: Scope, *, is_door: bool) -> bool:
        if is_door:
            # A form may carry the key in its body: that one path looks for itself.
            is_form = scope["path"].rstrip("/") == "/ingest/osmand"
            return not (is_form and scope.get("method") == "POST")
        if scope["path"].startswith(PAGE_DOORS):
            return False
        is_api = scope["path"] == "/api" or scope["path"].startswith("/api/")
        return is_api and scope["type"] == "http" and scope["method"] not in SAFE_METHODS

    def _host_is_ours(self, host: str | None) -> bool:
        """An address, a name without a dot, `*.localhost`, or the name we listen on.

        A page of a stranger whose name was rebound to this machine still sends its own name.
        """
        if not host:
            return False
        name = _without_port(host).lower()
        if name == self._host or name.endswith(".localhost"):
            return True
        return _address(name) is not None or ("." not in name and bool(name))

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = longest_body(scope["path"])
        try:
            body = await read_body(scope, receive, limit)
        except BodyTooLargeError:
            message = f"a body holds at most {limit} bytes"
            response = refusal(413, "too_large", "body", message, connection="close")
            await response(scope, receive, send)
            return
        except SlowBodyError:
            message = "the body did not come in time"
            response = refusal(408, "timeout", "body", message, connection="close")
            await response(scope, receive, send)
            return
        await self._app(scope, receive if body is None else replay(body, receive), send)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        private = scope["path"].startswith(("/api", "/ingest", "/healthz"))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._headers(message, private=private)}
            await send(message)

        return send_with_headers

    def _headers(self, message: Message, *, private: bool) -> list[tuple[bytes, bytes]]:
        headers = list(message.get("headers", []))
        present = {name.lower() for name, _ in headers}
        extra = dict(SECURITY_HEADERS)
        if private:
            extra["cache-control"] = "no-store"
        if self._csp is not None and _is_page(headers):
            extra["content-security-policy"] = self._csp()
        headers.extend(
            (name.encode(), value.encode())
            for name, value in extra.items()
            if name.encode() not in present
        )
        return headers


def longest_body(path: str) -> int:
    """How many bytes a body at a path may hold."""
    if _UPLOAD.fullmatch(path):
        return LONGEST_UPLOAD
    return LONGEST_BODY if path.startswith(("/api", "/ingest")) else LONGEST_PAGE_BODY


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in headers
    )


def _is_write(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS


def _origin_fits(scope: Scope) -> bool:
    """No browser, or a page of this very server."""
    origin = header(scope, b"origin")
    if origin is None:
        return True
    _, _, authority = origin.partition("://")
    return bool(authority) and authority.lower() == (header(scope, b"host") or "").lower()


def _is_this_machine(scope: Scope) -> bool:
    """Called from loopback, and not by a proxy that speaks for somebody else."""
    client = scope.get("client")
    if not client or any(header(scope, name) is not None for name in FORWARDING):
        return False
    address = _address(client[0])
    return address is not None and address.is_loopback


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


async def _drained(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a refusal after taking the body, so that its sender lives to read the answer."""
    try:
        await read_body(scope, receive, LONGEST_BODY)
    except (BodyTooLargeError, SlowBodyError):
        response.headers["connection"] = "close"
    await response(scope, receive, send)


async def _refuse_socket(scope: Scope, receive: Receive, send: Send, refused: Refused) -> None:
    """Refuse before the handshake, with the reason where the server can send one."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    await receive()
    response = refused.response()
    await send(
        {
            "type": "websocket.http.response.start",
            "status": refused.status,
            "headers": response.raw_headers,
        }
    )
    await send({"type": "websocket.http.response.body", "body": bytes(response.body)})
