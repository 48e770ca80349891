"""For applications that are tried without the gate: whoever calls is the given caller."""

from starlette.types import ASGIApp, Receive, Scope, Send

from api.callers import CALLER
from domain.access.callers import DEMO_DISPATCHER, Caller
from operations.access.presence import CURRENT


class AsCaller:
    """Names the caller of everything that passes."""

    def __init__(self, app: ASGIApp, caller: Caller = DEMO_DISPATCHER) -> None:
        self._app = app
        self._caller = caller

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        CURRENT.set(self._caller)
        await self._app({**scope, CALLER: self._caller}, receive, send)
