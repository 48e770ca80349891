"""How the gate says no: to programs, to browsers, and to sockets before they open."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send

from api.access.body import BodyTooLargeError, SlowBodyError, read_body
from api.callers import caller_of
from api.cookies import cookie_of
from api.errors import is_json_path, refusal
from api.languages import in_language
from api.tokens import header
from domain.access.callers import DEMO_DISPATCHER
from layouts.entrance.entrance import refused_page

FORBIDDEN = 4403
SIGN_IN, OWN = "/login", "/account"
LONGEST_BODY = 64 * 1024
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request is not let in.

    `says` names the sentence; `send_to` is where a person with a browser goes instead; `pages` are
    those they may see.
    """

    status: int
    code: str
    field: str
    says: str
    send_to: str | None = None
    pages: Sequence[str] = ()

    @property
    def leads_on(self) -> bool:
        """Somebody signed in took the common way in: nothing was refused."""
        return self.field == "role" and self.send_to is not None

    def response(self, scope: Scope) -> Response:
        """The refusal as every client reads it; a browser that opens a page is sent on."""
        if self.send_to is not None and opens_a_page(scope):
            target = self.send_to
            if target == SIGN_IN:
                target = sign_in_again(_here(scope), is_ended=cookie_of(scope) is not None)
            return Response(status_code=303, headers={"location": target})
        if self.field == "role" and opens_a_page(scope):
            is_auto = caller_of(scope) == DEMO_DISPATCHER
            drawn = refused_page(self.pages, is_auto=is_auto)
            return HTMLResponse(in_language(drawn, scope), self.status)
        extra = {"www-authenticate": "Bearer"} if self.status == 401 else {}
        return refusal(self.status, self.code, self.field, says=self.says, headers=extra)


NO_KEY = Refused(401, "unauthorized", "authorization", says="ingest_token_wrong")
SIGN_IN_FIRST = Refused(401, "unauthorized", "session", says="sign_in_first", send_to=SIGN_IN)
MAY_NOT = Refused(403, "forbidden", "role", says="account_may_not")
DUE = Refused(403, "due", "account", says="password_or_factor_due", send_to=OWN)
OTHER_NAME = Refused(403, "forbidden", "host", says="other_host")
OTHER_SITE = Refused(403, "forbidden", "origin", says="other_site")
# What an operation behind the gate refuses: area, department, state of somebody's office.
BEHIND = Refused(403, "forbidden", "operation", says="operation_refused")
NOTHING_HERE = Refused(404, "not_found", "path", says="nothing_at_path")


class Overheard:
    """A `send` that notices when what lies behind the gate refuses the caller.

    `is_nowhere`: the table knows nothing at this path. The page that says so is drawn like all
    others, and is told as what it is.
    """

    def __init__(self, send: Send, *, is_nowhere: bool = False) -> None:
        self._send = send
        self._is_nowhere = is_nowhere
        self.is_refusal = False
        self.status = 0

    async def send(self, message: Message) -> None:
        """Send on."""
        if message["type"] in {"http.response.start", "websocket.http.response.start"}:
            self.status = message["status"]
            self.is_refusal = self.status == 403
            if self._is_nowhere and message["status"] == 200:
                message = {**message, "status": 404}
        elif message["type"] == "websocket.close" and message.get("code") == FORBIDDEN:
            self.is_refusal = True
        await self._send(message)


def sign_in_again(here: str, *, is_ended: bool) -> str:
    """The sign-in page that leads back; `is_ended`: it says that a session has ended."""
    query = {"next": here} if here != "/" else {}
    if is_ended:
        query["ended"] = "1"
    return f"{SIGN_IN}?{urlencode(query)}" if query else SIGN_IN


def too_large(limit: int) -> Response:
    """A body over its limit."""
    return refusal(
        413,
        "too_large",
        "body",
        says="body_too_large",
        limit=limit,
        headers={"connection": "close"},
    )


def too_slow() -> Response:
    """A body that was begun and did not come."""
    return refusal(408, "timeout", "body", says="body_too_slow", headers={"connection": "close"})


def opens_a_page(scope: Scope) -> bool:
    """A browser that goes to an address, and so can be sent to another."""
    if scope["type"] != "http" or is_json_path(scope["path"]):
        return False
    return "text/html" in (header(scope, b"accept") or "")


def _here(scope: Scope) -> str:
    """The address asked for, to come back to after signing in."""
    if scope["method"] not in SAFE_METHODS:
        return OWN if scope["path"].startswith(OWN) else "/"
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"]) + (f"?{query}" if query else "")


async def turn_away(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
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
