"""The table of contents: every machine-facing route, and what each is given."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response
from starlette.routing import Match

from api.dispatch import nearest
from api.errors import JSON_PATHS, install_errors, refusal
from api.failures import Failures
from api.incidents import incidents, units
from api.ingest import ingest
from api.maps import areas, map
from api.tokens import IngestToken
from api.upkeep import health
from operations.dispatch.nearest import Nearest
from operations.dispatch.units import Units
from operations.incidents.acts import Desk
from operations.incidents.incidents import Incidents
from operations.ingest.ingest import Ingest
from operations.ingest.sos import SosDesk
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas

EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Providers:
    """What the routes are made of."""

    ingest: Ingest
    sos: SosDesk
    desk: Desk
    incidents: Incidents
    units: Units
    nearest: Nearest
    areas: Areas
    picture: Picture
    board: PositionBoard
    health: Callable[[], Awaitable[Mapping[str, Any]]]
    ingest_token: str


def install(app: FastAPI, providers: Providers, *others: APIRouter) -> None:
    """Add the routes and their error shape. Call it before Dash adds its catch-all page.

    `others` are routers made elsewhere, such as the live socket's.
    """
    install_errors(app)
    app.add_middleware(Failures)
    token = IngestToken(providers.ingest_token)
    routers = [
        incidents.router(providers.ingest, providers.desk, providers.incidents),
        units.router(providers.units, providers.board, providers.ingest),
        areas.router(providers.areas, providers.picture),
        nearest.router(providers.nearest),
        ingest.router(providers.ingest, providers.sos, token),
        health.router(providers.health),
        map.router(providers.areas),
        *others,
    ]
    for router in [*routers, _unknown_paths(routers)]:
        app.include_router(router)


def _unknown_paths(routers: Sequence[APIRouter]) -> APIRouter:
    """JSON where machines ask for a path that is none, before Dash draws a page there."""
    unknown = APIRouter()

    async def tell(request: Request) -> Response:
        allowed = _methods_at(request, routers)
        if not allowed:
            return refusal(404, "not_found", "path", "there is nothing at this path")
        words = ", ".join(allowed)
        return refusal(405, "method_not_allowed", "method", f"this path takes {words}", allow=words)

    for start in JSON_PATHS:
        unknown.add_api_route(start, tell, methods=EVERY_METHOD)
        unknown.add_api_route(start + "/{rest:path}", tell, methods=EVERY_METHOD)
    return unknown


def _methods_at(request: Request, routers: Sequence[APIRouter]) -> list[str]:
    """The methods a path takes; empty when there is no such path."""
    methods: set[str] = set()
    for route in (route for router in routers for route in router.routes):
        match, _ = route.matches(request.scope)
        if match is Match.PARTIAL:
            methods |= getattr(route, "methods", None) or set()
    return sorted(methods)
