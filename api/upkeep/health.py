"""`/healthz`: whether the server can be trusted, for watchers of any kind."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.errors import answer
from api.typed import told
from api.upkeep.bodies import HealthAnswer

Health = Callable[[], Awaitable[Mapping[str, Any]]]


def router(health: Health) -> APIRouter:
    """The health route; 503 when the database does not answer."""
    routes = APIRouter()

    @routes.get("/healthz", **told(answers=HealthAnswer))
    @routes.head("/healthz", **told(answers=HealthAnswer))
    async def tell_health() -> Response:
        found = await health()
        return answer(found, 503 if found["database"]["status"] == "unreachable" else 200)

    return routes
