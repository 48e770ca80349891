"""`/metrics`: the figures Prometheus collects, in its text format."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

# The text format of Prometheus, which every version of it reads.
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def router(told: Callable[[], bytes]) -> APIRouter:
    """The route of the figures."""
    routes = APIRouter()

    @routes.get("/metrics")
    @routes.head("/metrics")
    async def tell_metrics() -> Response:
        return Response(told(), media_type=MEDIA_TYPE)

    return routes
