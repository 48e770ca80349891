"""Puts routers on the server: their error shape, and JSON for paths nobody serves."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response
from starlette.routing import Match

from api.desk.once import Once
from api.errors import JSON_PATHS, install_errors, refusal
from api.failures import Failures

EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Add the routers and their error shape. Call it before Dash adds its catch-all page."""
    install_errors(app)
    app.add_middleware(Failures)
    app.add_middleware(Once)
    # As they are: to include a router makes all its routes a second time, half a second of a start.
    for router in [*routers, _unknown_paths(routers)]:
        app.router.routes.extend(router.routes)


def _unknown_paths(routers: Sequence[APIRouter]) -> APIRouter:
    """JSON where machines ask for a path that is none, before Dash draws a page there."""
    unknown = APIRouter()

    async def tell(request: Request) -> Response:
        allowed = _methods_at(request, routers)
        if not allowed:
            return refusal(404, "not_found", "path", says="nothing_at_path")
        words = ", ".join(allowed)
        return refusal(
            405,
            "method_not_allowed",
            "method",
            says="path_takes",
            methods=words,
            headers={"allow": words},
        )

    for start in JSON_PATHS:
        for path in (start, start + "/{rest:path}"):
            unknown.add_api_route(path, tell, methods=EVERY_METHOD, include_in_schema=False)
    return unknown


def _methods_at(request: Request, routers: Sequence[APIRouter]) -> list[str]:
    """The methods a path takes; empty when there is no such path."""
    methods: set[str] = set()
    for route in (route for router in routers for route in router.routes):
        match, _ = route.matches(request.scope)
        if match is Match.PARTIAL:
            methods |= getattr(route, "methods", None) or set()
    return sorted(methods)
