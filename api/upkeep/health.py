"""`/healthz`: whether the server can be trusted, for watchers of any kind."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.errors import answer

Health = Callable[[], Awaitable[Mapping[str, Any]]]


def router(health: Health) -> APIRouter:
    """The health route; 503 when the database does not answer."""
    routes = APIRouter()

    @routes.get("/healthz")
    @routes.head("/healthz")
    async def tell_health() -> Response:
        told = await health()
        return answer(told, 503 if told["database"]["status"] == "unreachable" else 200)

    return routes
