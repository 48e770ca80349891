"""Too much is refused before it costs anything: pure ASGI, for requests and sockets alike.

`Limits` stands before the gate and counts by address, so that guessing keys is counted too;
`AccountLimits` stands behind it and counts by the account the gate has found.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.body import BodyTooLargeError, SlowBodyError, read_body, replay
from api.access.rates import LOCAL_IS_LARGER, Pace, RateRules, Rates
from api.access.refusals import LONGEST_BODY
from api.addresses import is_local, network_key
from api.callers import caller_of
from api.errors import refusal
from api.query_length import too_long
from api.tokens import header
from domain.access.callers import DEMO_DISPATCHER, Caller
from domain.access.roles import PEOPLE, SHOWN
from feeds.osmand import may_be_alarm

RATES = "onescreen.rates"
OVER_RATE = "onescreen.over_rate"
TOO_FAST = 4008
_TRY_AGAIN_S = 5
# A desk of several screens and a phone; more is no person.
SOCKETS_PER_ACCOUNT = 24
_ALARMS_COME_BY = "/ingest/osmand"
# Immutable files are answered from memory; a room of screens that reloads is no flood.
_FREE = ("/assets/", "/_dash-component-suites/", "/_favicon.ico")


class Limits:
    """The outermost gate: length of addresses, rates and numbers of requests and sockets."""

    def __init__(self, app: ASGIApp, *, rules: RateRules, rates: Rates) -> None:
        self._app = app
        self._rules = rules
        self._rates = rates
        self._open: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count one request or socket; the rest passes untouched."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        if (refused := too_long(scope)) is not None:
            await refuse(scope, receive, send, refused)
            return
        local = is_local(scope)
        who = network_key((scope.get("client") or (None,))[0])
        with self._held(scope["type"], who) as held:
            most = self._most_open(scope["type"]) * (LOCAL_IS_LARGER if local else 1)
            wait_s = _TRY_AGAIN_S if held > most else await self._wait_s(scope, who, local=local)
            if wait_s is not None:
                called = await _call_for_help(scope, receive)
                if called is None:
                    await refuse(scope, receive, send, too_many(wait_s))
                    return
                receive = called
            scope = {**scope, RATES: self._rates, OVER_RATE: wait_s}
            if scope["type"] == "websocket":
                per_s = self._rules.messages_per_s * (LOCAL_IS_LARGER if local else 1)
                paced = PacedSocket(receive, send, per_s=per_s)
                receive, send = paced.receive, paced.send
            await self._app(scope, receive, send)

    async def _wait_s(self, scope: Scope, who: str, *, local: bool) -> int | None:
        if scope["path"].startswith(_FREE):
            return None
        return await self._rates.wait_s("address", who, is_local=local)

    def _most_open(self, kind: str) -> int:
        if kind == "websocket":
            return self._rules.sockets_per_address
        return self._rules.requests_per_address

    @contextmanager
    def _held(self, kind: str, who: str) -> Iterator[int]:
        """How many this address holds open, this one included."""
        key = (kind, who)
        self._open[key] += 1
        try:
            yield self._open[key]
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]


class AccountLimits:
    """Behind the gate: how often one account may ask, and how many sockets it holds."""

    def __init__(self, app: ASGIApp, *, rates: Rates, sockets: int = SOCKETS_PER_ACCOUNT) -> None:
        self._app = app
        self._rates = rates
        self._most_sockets = sockets
        self._sockets: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what an account asks of pages and API; files and the keyed door are not its."""
        if scope["type"] == "http" and scope["path"].startswith(("/api/", "/_dash-update")):
            actor = caller_of(scope).actor
            wait_s = await self._rates.wait_s("account", actor, is_local=is_local(scope))
            if wait_s is not None:
                await too_many(wait_s)(scope, receive, send)
                return
        if scope["type"] == "websocket" and _is_bounded(caller_of(scope)):
            await self._with_socket(scope, receive, send, caller_of(scope).actor)
            return
        await self._app(scope, receive, send)

    async def _with_socket(self, scope: Scope, receive: Receive, send: Send, actor: str) -> None:
        self._sockets[actor] += 1
        try:
            if self._sockets[actor] > self._most_sockets:
                full = refusal(
                    429,
                    "busy",
                    None,
                    says="too_many_sockets",
                    most=self._most_sockets,
                    headers={"retry-after": str(_TRY_AGAIN_S)},
                )
                await refuse(scope, receive, send, full)
                return
            await self._app(scope, receive, send)
        finally:
            self._sockets[actor] -= 1
            if not self._sockets[actor]:
                del self._sockets[actor]


def _is_bounded(caller: Caller) -> bool:
    """People and screens; the demo's dispatcher sits at this machine and shares it with itself."""
    return caller.role in {*PEOPLE, *SHOWN} and caller != DEMO_DISPATCHER


async def _call_for_help(scope: Scope, receive: Receive) -> Receive | None:
    """The same request to be read again, when it may be a phone's alarm; None for all others.

    A phone sends its alarm once and keeps no copy, and hundreds of phones may come by one address.
    The route looks closer: what turns out to be no alarm is answered 429 there.
    """
    if scope["type"] != "http" or not scope["path"].startswith(_ALARMS_COME_BY):
        return None
    try:
        body = await read_body(scope, receive, LONGEST_BODY)
    except (BodyTooLargeError, SlowBodyError):
        return None
    query = scope["query_string"].decode("latin-1")
    kind = header(scope, b"content-type") or ""
    if not may_be_alarm(query, body or b"", kind):
        return None
    return receive if body is None else replay(body, receive)


def over_rate_s(scope: Scope) -> int | None:
    """Seconds an address over its rate must wait that was let through for an alarm's sake."""
    wait_s: int | None = scope.get(OVER_RATE)
    return wait_s


async def device_wait_s(scope: Scope, device_id: str) -> int | None:
    """Count one message of a device; None when it may pass, else the seconds it must wait."""
    rates: Rates | None = scope.get(RATES)
    if rates is None:
        return None
    return await rates.wait_s("device", device_id, is_local=is_local(scope))


async def public_wait_s(scope: Scope) -> int | None:
    """Count one call at a public door by its address; None when it may pass, else seconds."""
    rates: Rates | None = scope.get(RATES)
    if rates is None:
        return None
    who = network_key((scope.get("client") or (None,))[0])
    return await rates.wait_s("public", who, is_local=is_local(scope))


def too_many(wait_s: int) -> Response:
    """429, with the time after which it may be tried again."""
    return refusal(
        429,
        "busy",
        None,
        says="too_many_requests",
        seconds=wait_s,
        headers={"retry-after": str(wait_s)},
    )


class PacedSocket:
    """A socket whose sender is cut off with 4008 when its messages come too fast."""

    def __init__(self, receive: Receive, send: Send, *, per_s: float) -> None:
        self._receive = receive
        self._send = send
        self._now = asyncio.get_running_loop().time
        self._pace = Pace(per_s, now=self._now())
        self._is_cut = False

    async def receive(self) -> Message:
        """The next message; `websocket.disconnect` once the sender was cut off."""
        if self._is_cut:
            return {"type": "websocket.disconnect", "code": TOO_FAST}
        message = await self._receive()
        if message["type"] == "websocket.receive" and not self._pace.allows(self._now()):
            await self._send(
                {"type": "websocket.close", "code": TOO_FAST, "reason": "too many messages"}
            )
            self._is_cut = True
            return {"type": "websocket.disconnect", "code": TOO_FAST}
        return message

    async def send(self, message: Message) -> None:
        """Send on.

        Raises:
            OSError: the sender was cut off.
        """
        if self._is_cut:
            raise OSError("the socket was closed")
        await self._send(message)


async def refuse(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    """Answer a request, or refuse a socket before its handshake."""
    if scope["type"] == "http":
        await response(scope, receive, send)
        return
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1013})
        return
    await receive()
    start = {"status": response.status_code, "headers": response.raw_headers}
    await send({"type": "websocket.http.response.start", **start})
    await send({"type": "websocket.http.response.body", "body": bytes(response.body)})
