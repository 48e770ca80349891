"""`/ws/live`: the web socket edge of the hub. The protocol: docs/live-protocol.md."""

import contextlib
from typing import Any

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from api.callers import caller_of
from api.live.live_socket import BoundedSocketProtocol, drop_of
from operations.live.client import ConnectionGoneError
from operations.live.hello import LONGEST_HELLO
from operations.live.hub import Hub

# How uvicorn must be run: `uvicorn.run(app, **UVICORN_WS_OPTIONS)`. Why: decisions/0001.
UVICORN_WS_OPTIONS: dict[str, Any] = {
    "ws": BoundedSocketProtocol,
    "ws_per_message_deflate": False,
    "ws_ping_interval": 5.0,
    "ws_ping_timeout": 5.0,
    "ws_max_size": LONGEST_HELLO,
    "timeout_graceful_shutdown": 5,
}


def router(hub: Hub) -> APIRouter:
    """The live socket's one route."""
    routes = APIRouter()

    @routes.websocket("/ws/live")
    async def live(websocket: WebSocket) -> None:
        await websocket.accept()
        caller = caller_of(websocket.scope)
        # Role, area and department are what the gate found, never the client's word.
        await hub.serve(
            LiveConnection(websocket, first=websocket.query_params.get("hello")),
            role=caller.role,
            area=caller.area,
            department=caller.department,
            person=caller.person,
        )

    return routes


class LiveConnection:
    """An accepted web socket as the hub wants it: text out, one error when it is gone.

    Args:
        websocket: an accepted one.
        first: what its address says already, as if it had been sent.
    """

    def __init__(self, websocket: WebSocket, *, first: str | None = None) -> None:
        self._websocket = websocket
        self._first = first
        self._drop = drop_of(websocket.scope)

    async def receive(self) -> str | bytes:
        """The next message.

        Raises:
            ConnectionGoneError: the client left.
        """
        if (first := self._first) is not None:
            self._first = None
            return first
        try:
            message = await self._websocket.receive()
        except RuntimeError as error:
            raise ConnectionGoneError(str(error)) from None
        if message["type"] == "websocket.disconnect":
            raise ConnectionGoneError(f"closed with {message.get('code')}")
        text: str | None = message.get("text")
        return text if text is not None else bytes(message.get("bytes") or b"")

    async def send(self, text: str) -> None:
        """Hand over one message; waits while more than 64 KiB wait for the client.

        Raises:
            ConnectionGoneError: the client left.
        """
        try:
            await self._websocket.send({"type": "websocket.send", "text": text})
        except (WebSocketDisconnect, RuntimeError) as error:
            raise ConnectionGoneError(str(error)) from None

    async def send_packed(self, packed: bytes) -> None:
        """Hand over one binary message; waits as `send` does.

        Raises:
            ConnectionGoneError: the client left.
        """
        try:
            await self._websocket.send({"type": "websocket.send", "bytes": packed})
        except (WebSocketDisconnect, RuntimeError) as error:
            raise ConnectionGoneError(str(error)) from None

    async def close(self, code: int, reason: str) -> None:
        """Close politely.

        Raises:
            ConnectionGoneError: the client left before.
        """
        try:
            await self._websocket.close(code, reason)
        except (WebSocketDisconnect, RuntimeError) as error:
            raise ConnectionGoneError(str(error)) from None

    def drop(self, code: int, reason: str) -> None:
        """Break off; where the server offers no way, ending the handler has to do."""
        if self._drop is not None:
            with contextlib.suppress(OSError):
                self._drop(code, reason)
