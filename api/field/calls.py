"""`/ws/calls`: the line of a desk to people in the field (docs/calls.md)."""

from fastapi import APIRouter, WebSocket

from api.callers import caller_of, visit_of
from api.live.live import LiveConnection
from operations.field.calls.parts import Calls


def router(calls: Calls) -> APIRouter:
    """The socket's one route."""
    routes = APIRouter()

    @routes.websocket("/ws/calls")
    async def speak(websocket: WebSocket) -> None:
        await websocket.accept()
        visit = visit_of(websocket.scope)
        await calls.desks.serve(
            LiveConnection(websocket),
            caller_of(websocket.scope),
            was_signed_out=lambda: calls.still_here.was_signed_out(visit),
        )

    return routes
