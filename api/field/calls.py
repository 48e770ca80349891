"""`/ws/calls`, `/ws/wall`: the lines of desks and walls to people in the field (docs/calls.md)."""

from fastapi import APIRouter, WebSocket

from api.callers import address_of, caller_of, visit_of
from api.live.live import LiveConnection
from api.video.holders import screen_holder
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

    @routes.websocket("/ws/wall")
    async def look(websocket: WebSocket) -> None:
        await websocket.accept()
        scope = websocket.scope
        visit = visit_of(scope)
        wall = visit.device if visit is not None else None
        await calls.walls.serve(
            LiveConnection(websocket),
            caller_of(scope),
            wall=wall,
            holder=screen_holder(wall.device_id) if wall else "",
            address=address_of(scope),
        )

    return routes
