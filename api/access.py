"""Who gets in: pure ASGI middleware in front of every page, route and socket.

Written without a framework's request objects on purpose: it judges HTTP and WebSocket alike, by
`scope["path"]`, before anything else runs.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access_body import BodyTooLargeError, SlowBodyError, read_body, replay
from api.access_who import Doorman, Known, Presence, is_door
from api.addresses import address as read_ip
from api.callers import CALLER, STILL_THERE, VISIT, address_of
from api.cookies import origin_fits
from api.errors import is_json_path, refusal, refusal_of
from api.languages import in_language
from api.tokens import IngestToken, header
from domain.access import OPEN, Need, may, need_of
from domain.callers import NOBODY, Caller
from domain.errors import OneScreenError
from layouts.entrance import refused_page
from operations.presence import CURRENT

Csp = Callable[[], str]

KEY_CHECKED = "onescreen.key_fits"
KEY_HOLDER = "onescreen.key_holder"
SIGN_IN, OWN = "/login", "/account"
LONGEST_BODY = 64 * 1024
LONGEST_PAGE_BODY = 1024 * 1024
LONGEST_UPLOAD = 9 * 1024 * 1024
_UPLOAD = re.compile(r"/api/v1/desk/(incidents/[^/]+/files|roster)")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECURITY_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


class Audit(Protocol):
    """The part of operations/audit.py the gate tells."""

    async def refused(self, actor: str | None, address: str | None, door: str, why: str) -> None:
        """Write down that somebody was not let in."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request is not let in. `send_to` is where a person with a browser goes instead."""

    status: int
    code: str
    field: str
    message: str
    send_to: str | None = None

    def response(self, scope: Scope) -> Response:
        """The refusal as every client reads it; a browser that opens a page is sent on."""
        if self.send_to is not None and _opens_a_page(scope):
            target = self.send_to
            if target == SIGN_IN and (here := _here(scope)) != "/":
                target = f"{SIGN_IN}?{urlencode({'next': here})}"
            return Response(status_code=303, headers={"location": target})
        if self.field == "role" and _opens_a_page(scope):
            return HTMLResponse(in_language(refused_page(), scope), self.status)
        extra = {"www_authenticate": "Bearer"} if self.status == 401 else {}
        return refusal(self.status, self.code, self.field, self.message, **extra)


NO_KEY = Refused(401, "unauthorized", "authorization", "the ingest token is missing or wrong")
SIGN_IN_FIRST = Refused(401, "unauthorized", "session", "sign in first", SIGN_IN)
MAY_NOT = Refused(403, "forbidden", "role", "this account may not do this")
DUE = Refused(403, "due", "account", "change the password or set the second factor first", OWN)


def _not_allowed(caller: Caller, action: str) -> Refused:
    """What is lacking: a machine's key, a sign-in, or the right."""
    is_machines = action in {"facts.write", "feed.send"}
    if is_machines and caller.role != "feed":
        return NO_KEY
    return SIGN_IN_FIRST if caller is NOBODY or caller.role == "machine" else MAY_NOT


def _due(known: Known, action: str) -> Refused | None:
    """An account that owes a password or a second factor reaches its own page and nothing else."""
    return DUE if known.visit and known.visit.due and action != "self" else None


class Access:
    """The gate: every route and socket needs an action of the table (domain/access.py).

    Args:
        app: what lies behind.
        token: what machines must carry.
        host: the address the server listens on; also accepted as a Host header.
        hosts: other names people reach this server by.
        csp: the Content-Security-Policy of pages, asked for at each response because Dash
            knows its script hashes only after the layout is drawn; None sends none.
        presence: sessions and devices; None where there are none.
        audit: where refusals are written down.
        is_demo: whoever sits at this machine is signed in as the demo's dispatcher.
        are_none: whether nobody has signed in for good yet, so that this machine sees the screens.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        host: str = "127.0.0.1",
        hosts: Sequence[str] = (),
        csp: Csp | None = None,
        presence: Presence | None = None,
        audit: Audit | None = None,
        is_demo: bool = True,
        are_none: Callable[[], bool] = lambda: False,
    ) -> None:
        self._app = app
        self._hosts = {host.lower(), *(name.lower() for name in hosts)}
        self._csp = csp
        self._audit = audit
        self._doorman = Doorman(IngestToken(token), presence, is_demo=is_demo, are_none=are_none)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge one request or socket; everything else passes untouched."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        is_socket = scope["type"] == "websocket"
        if not is_socket:
            send = self._with_headers(scope, send)
        need = need_of("SOCKET" if is_socket else scope["method"], scope["path"])
        try:
            known = await self._doorman.who(scope, need.action, is_act=_is_act(scope))
        except OneScreenError as error:
            await _turn_away(scope, receive, send, refusal_of(error))
            return
        scope = {
            **scope,
            CALLER: known.caller,
            VISIT: known.visit,
            STILL_THERE: self._doorman.still_there(known),
            KEY_CHECKED: may(known.caller, "feed.send"),
            KEY_HOLDER: self._doorman.holder_of,
        }
        refused = self._judge(scope, need, known)
        if refused is not None:
            await self._write_down(scope, known, refused)
            await _turn_away(scope, receive, send, refused.response(scope))
            return
        noted = CURRENT.set(known.caller)
        try:
            await (self._app if is_socket else self._with_body)(scope, receive, send)
        finally:
            CURRENT.reset(noted)

    def _judge(self, scope: Scope, need: Need, known: Known) -> Refused | None:
        """The first reason to refuse, None when the request may pass."""
        door = is_door(scope["path"])
        if not door and not self._host_is_ours(header(scope, b"host")):
            return Refused(403, "forbidden", "host", "this server does not go by that name")
        if _is_write(scope) and not origin_fits(scope):
            return Refused(403, "forbidden", "origin", "another site may not do this")
        if need.action == OPEN:
            return None
        if not need.action:
            return Refused(404, "not_found", "path", "there is nothing at this path")
        # A form may carry the key in its body: that one path looks for itself.
        is_form = scope["path"].rstrip("/") == "/ingest/osmand"
        if is_form and scope.get("method") == "POST":
            return None
        if may(known.caller, need.action, need.area):
            return _due(known, need.action)
        return _not_allowed(known.caller, need.action)

    async def _write_down(self, scope: Scope, known: Known, refused: Refused) -> None:
        if self._audit is None:
            return
        kind = "SOCKET" if scope["type"] == "websocket" else scope["method"]
        # A key may stand in the path of the door: only its name is written down.
        path = "/ingest" if is_door(scope["path"]) else scope["path"]
        actor = None if known.caller is NOBODY else known.caller.actor
        await self._audit.refused(
            actor, address_of(scope), f"{kind} {path}", f"{refused.status} {refused.field}"
        )

    def _host_is_ours(self, host: str | None) -> bool:
        """An address, a name without a dot, `*.localhost`, or a name we go by.

        A page of a stranger whose name was rebound to this machine still sends its own name.
        """
        if not host:
            return False
        name = _without_port(host).lower()
        if name in self._hosts or name.endswith(".localhost"):
            return True
        return read_ip(name) is not None or ("." not in name and bool(name))

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


def _is_act(scope: Scope) -> bool:
    """Whether a person did something; what a page asks by itself is no sign of life."""
    if scope["type"] == "websocket" or scope["path"].startswith("/_dash"):
        return False
    return scope["method"] not in SAFE_METHODS or _opens_a_page(scope)


def _opens_a_page(scope: Scope) -> bool:
    """A browser that goes to an address, and so can be sent to another."""
    if scope["type"] != "http" or is_json_path(scope["path"]):
        return False
    return "text/html" in (header(scope, b"accept") or "")


def _here(scope: Scope) -> str:
    """The address asked for, to come back to after signing in."""
    if scope["method"] not in SAFE_METHODS:
        return "/"
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"]) + (f"?{query}" if query else "")


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


async def _turn_away(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    """Answer a refusal instead of what lies behind."""
    if scope["type"] == "websocket":
        await _refuse_socket(scope, receive, send, response)
    else:
        await _drained(response, scope, receive, send)


async def _drained(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a refusal after taking the body, so that its sender lives to read the answer."""
    try:
        await read_body(scope, receive, LONGEST_BODY)
    except (BodyTooLargeError, SlowBodyError):
        response.headers["connection"] = "close"
    await response(scope, receive, send)


async def _refuse_socket(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    """Refuse before the handshake, with the reason where the server can send one."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    await receive()
    await send(
        {
            "type": "websocket.http.response.start",
            "status": response.status_code,
            "headers": response.raw_headers,
        }
    )
    await send({"type": "websocket.http.response.body", "body": bytes(response.body)})
