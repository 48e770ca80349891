"""Who gets in: pure ASGI middleware in front of every page, route and socket.

Written without a framework's request objects on purpose: it judges HTTP and WebSocket alike, by
`scope["path"]`, before anything else runs.
"""

import re
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Protocol

from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.body import BodyTooLargeError, SlowBodyError, read_body, replay
from api.access.headers import SECURITY_HEADERS, Csp, with_headers
from api.access.limits import public_wait_s, too_many
from api.access.refusals import (
    BEHIND,
    DUE,
    LONGEST_BODY,
    MAY_NOT,
    NO_KEY,
    NOTHING_HERE,
    OTHER_NAME,
    OTHER_SITE,
    SAFE_METHODS,
    SIGN_IN_FIRST,
    Overheard,
    Refused,
    opens_a_page,
    too_large,
    too_slow,
    turn_away,
)
from api.access.who import INSIDE, Doorman, Known, Presence, is_door
from api.addresses import address as read_ip
from api.addresses import without_port
from api.callers import CALLER, VISIT, address_of
from api.cookies import asked_by_another_site, origin_fits, public_origin_fits
from api.errors import is_json_path, refusal_of
from api.languages import language_of
from api.live.ends import ASKED_EVERY_S, EndingSocket, Sweep
from api.sentences import LANGUAGE
from api.tokens import IngestToken, header
from domain.access.access import Need, is_plain, may, need_of, pages_of
from domain.access.callers import NOBODY, Caller
from domain.access.public_doors import LONGEST_BODY as LONGEST_PUBLIC_BODY
from domain.access.public_doors import is_token
from domain.access.roles import KEY, PEOPLE
from domain.access.routes import OPEN
from domain.errors import OneScreenError
from operations.access.presence import CURRENT, ORIGIN

__all__ = ["KEY_CHECKED", "KEY_HOLDER", "LONGEST_BODY", "SECURITY_HEADERS", "Access"]

KEY_CHECKED = "onescreen.key_fits"
KEY_HOLDER = "onescreen.key_holder"
LONGEST_PAGE_BODY = 1024 * 1024
LONGEST_UPLOAD = 9 * 1024 * 1024
LONGEST_PIECE = 1024 * 1024
# What a page asks by itself, with nobody before it.
_ASKED_BY_PAGES = (
    "/_dash",
    "/api/v1/walls/chimes",
    "/api/v1/field/positions",
    "/api/v1/video/looks/",
    "/video/whep/",
)
# What follows is the token of a stream.
_STREAM = re.compile(r"/video/(?:whep|hls|snap)/")
_PIECE = re.compile(r"/api/v1/(?:files/uploads/[^/]+|desk/recordings/[^/]+/pieces/[^/]+)")
_UPLOAD = re.compile(
    r"/api/v1/(?:desk/(?:incidents/[^/]+/files|roster|messages/[^/]+/photos)"
    r"|cases/[^/]+/talk/[^/]+/photos"
    r"|field/(?:talk|tasks)/[^/]+/photos|field/reports/[^/]+/files)"
)


class Audit(Protocol):
    """The part of operations/access/audit.py the gate tells."""

    async def refused(self, actor: str | None, address: str | None, door: str, why: str) -> None:
        """Write down that somebody was not let in."""


def _not_allowed(caller: Caller, action: str, path: str) -> Refused:
    """What is lacking: a machine's key, a sign-in, or the right."""
    is_machines = action in {"facts.write", "feed.send"}
    if is_machines and caller.role not in {"feed", KEY}:
        return NO_KEY
    if caller is NOBODY or caller.role == "machine":
        return SIGN_IN_FIRST
    # The bare address is where everybody comes in: it leads on to what is theirs.
    pages = tuple(pages_of(caller))
    send_to = pages[0] if path == "/" and pages else None
    return replace(MAY_NOT, pages=pages, send_to=send_to)


def _due(known: Known, action: str) -> Refused | None:
    """An account that owes a password or a second factor reaches its own page and nothing else."""
    return DUE if known.visit and known.visit.due and action != "self" else None


class Access:
    """The gate: every route and socket needs an action of the table (domain/access/routes.py).

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
        recheck_s: how often open sockets are asked whether their caller may stay.
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
        recheck_s: float = ASKED_EVERY_S,
    ) -> None:
        self._app = app
        self._sweep = Sweep(recheck_s)
        self._hosts = {host.lower(), *(name.lower() for name in hosts)}
        self._csp = csp
        self._audit = audit
        self._doorman = Doorman(IngestToken(token), presence, is_demo=is_demo)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge one request or socket; everything else passes untouched."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        is_socket = scope["type"] == "websocket"
        if not is_socket:
            send = with_headers(scope, send, self._csp)
        need = need_of("SOCKET" if is_socket else scope["method"], scope["path"])
        try:
            known = await self._doorman.who(scope, need.action, is_act=_is_act(scope))
        except OneScreenError as error:
            await turn_away(scope, receive, send, refusal_of(error))
            return
        scope = {
            **scope,
            CALLER: known.caller,
            VISIT: known.visit,
            KEY_CHECKED: may(known.caller, "feed.send"),
            KEY_HOLDER: self._doorman.holder_of,
        }
        if need.token is not None and (wait_s := await public_wait_s(scope)) is not None:
            await turn_away(scope, receive, send, too_many(wait_s))
            return
        refused = self._judge(scope, need, known)
        if refused is not None:
            # The server asks for every page at its start, to pack their scripts: no intruder.
            if not refused.leads_on and INSIDE not in scope:
                await self._write_down(scope, known, refused)
            await turn_away(scope, receive, send, refused.response(scope))
            return
        is_nowhere = not need.is_known and not is_json_path(scope["path"])
        heard = Overheard(send, is_nowhere=is_nowhere)
        noted = CURRENT.set(known.caller)
        spoken = LANGUAGE.set(language_of(scope))
        asks = known.caller.actor, address_of(scope)
        begun = ORIGIN.set(asks if known.caller.role in PEOPLE else None)
        try:
            if is_socket:
                await self._with_end(known, scope, receive, heard.send)
            else:
                await self._with_body(scope, receive, heard.send)
        finally:
            CURRENT.reset(noted)
            LANGUAGE.reset(spoken)
            ORIGIN.reset(begun)
            if heard.is_refusal:
                await self._write_down(scope, known, BEHIND)
            elif heard.status == 401 and _is_form(scope):
                await self._write_down(scope, known, NO_KEY)

    def _judge(self, scope: Scope, need: Need, known: Known) -> Refused | None:
        """The first reason to refuse, None when the request may pass."""
        door = is_door(scope["path"])
        if not is_plain(scope["path"]):
            return NOTHING_HERE
        if not door and not self._host_is_ours(header(scope, b"host")):
            return OTHER_NAME
        fits = origin_fits if need.token is None else public_origin_fits
        if _is_write(scope) and not fits(scope):
            return OTHER_SITE
        # To read is an act too where it is written down who read: a link or a picture on another
        # site must not make somebody do it.
        if scope["path"].startswith("/api/") and asked_by_another_site(scope):
            return OTHER_SITE
        if need.action == OPEN:
            return None if need.token is None or is_token(need.token) else NOTHING_HERE
        if not need.action:
            return NOTHING_HERE
        if _is_form(scope):
            return None
        if may(known.caller, need.action, need.area):
            return _due(known, need.action)
        return _not_allowed(known.caller, need.action, scope["path"])

    async def _write_down(self, scope: Scope, known: Known, refused: Refused) -> None:
        if self._audit is None:
            return
        kind = "SOCKET" if scope["type"] == "websocket" else scope["method"]
        path = _without_key(scope)
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
        name = without_port(host).lower()
        if name in self._hosts or name.endswith(".localhost"):
            return True
        return read_ip(name) is not None or ("." not in name and bool(name))

    async def _with_end(self, known: Known, scope: Scope, receive: Receive, send: Send) -> None:
        """A socket, broken off when its caller may stay no longer."""
        ask = self._doorman.still_there(known)
        socket = EndingSocket(scope, receive, send)
        with self._sweep.holding(ask, socket.end) if ask else nullcontext():
            await self._app(scope, socket.receive if ask else receive, send)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = longest_body(scope["path"])
        try:
            body = await read_body(scope, receive, limit)
        except BodyTooLargeError:
            await too_large(limit)(scope, receive, send)
            return
        except SlowBodyError:
            await too_slow()(scope, receive, send)
            return
        await self._app(scope, receive if body is None else replay(body, receive), send)


def longest_body(path: str) -> int:
    """How many bytes a body at a path may hold."""
    if _UPLOAD.fullmatch(path):
        return LONGEST_UPLOAD
    if _PIECE.fullmatch(path):
        return LONGEST_PIECE
    if need_of("POST", path).token is not None:
        return LONGEST_PUBLIC_BODY
    return LONGEST_BODY if path.startswith(("/api", "/ingest")) else LONGEST_PAGE_BODY


def _without_key(scope: Scope) -> str:
    """A path as it is written down: a key or a token in it is left out."""
    path: str = scope["path"]
    if is_door(path):
        return "/ingest"
    if stream := _STREAM.match(path):
        return f"{stream[0]}…"
    kind = "SOCKET" if scope["type"] == "websocket" else scope["method"]
    token = need_of(kind, path).token
    return path if token is None else path.rstrip("/").removesuffix(token) + "…"


def _is_write(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS


def _is_form(scope: Scope) -> bool:
    """A form may carry the key in its body: that one path looks for itself."""
    return scope["path"].rstrip("/") == "/ingest/osmand" and scope.get("method") == "POST"


def _is_act(scope: Scope) -> bool:
    """Whether a person did something; what a page asks by itself is no sign of life."""
    if scope["type"] == "websocket" or scope["path"].startswith(_ASKED_BY_PAGES):
        return False
    return scope["method"] not in SAFE_METHODS or opens_a_page(scope)
