"""A number for every request, by which its answer, the log and a person on the phone name it.

Pure ASGI middleware, the outermost: what is turned away has a number too.
"""

import contextlib
import logging
import secrets
import time
from contextvars import ContextVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from operations.calm import Calm

log = logging.getLogger("onescreen.requests")

# The number of the request being answered; empty outside of one.
REQUEST: ContextVar[str] = ContextVar("onescreen_request", default="")
_HEADER = b"x-request-id"
NO_ROUTE = "none"
# Where the innermost middleware leaves the route: those between hand on copies of the scope.
ROUTE = "onescreen.route"


class Requests:
    """Numbers requests and, where it is wanted, writes a line about each that was answered.

    The line has the route as the product calls it, not the path: a path may hold a key, a phone's
    number or a name.

    Args:
        is_told: whether lines are written.
        calm: told while a request is answered, so that what can wait does.
    """

    def __init__(self, app: ASGIApp, *, is_told: bool, calm: Calm | None = None) -> None:
        self._app = app
        self._is_told = is_told
        self._calm = calm or Calm()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or hold one socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        number, begun, status = secrets.token_hex(8), time.perf_counter(), 0
        mark = REQUEST.set(number)
        route: list[str] = []
        scope = {**scope, ROUTE: route}

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (_HEADER, number.encode())]
            await send(message)

        # Not while a socket is held: a wall holds one for weeks.
        asked = self._calm.asked() if scope["type"] == "http" else contextlib.nullcontext()
        try:
            with asked:
                await self._app(scope, receive, tell)
        finally:
            if self._is_told and scope["type"] == "http":
                line = {
                    "method": scope["method"],
                    "route": route[0] if route else NO_ROUTE,
                    "status": status or 500,
                    "ms": round((time.perf_counter() - begun) * 1000, 1),
                }
                log.info("answered", extra={"asked": line})
            REQUEST.reset(mark)


def note_route(scope: Scope) -> None:
    """Tell the outermost middleware which route answered; called where the scope knows it."""
    if (told := scope.get(ROUTE)) is not None and (route := scope.get("route")) is not None:
        told.append(str(route.path))
