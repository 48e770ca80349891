"""The table of contents: every machine-facing route, and what each is given."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response
from starlette.routing import Match

from api import areas, health, incidents, ingest, map, nearest, units
from api.errors import JSON_PATHS, install_errors, refusal
from api.tokens import IngestToken
from operations.areas import Areas
from operations.desk import Desk
from operations.incidents import Incidents
from operations.ingest import Ingest
from operations.ingest_sos import SosDesk
from operations.nearest import Nearest
from operations.picture import Picture
from operations.positions import PositionBoard
from operations.units import Units

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


def install(app: FastAPI, providers: Providers) -> None:
    """Add the routes and their error shape. Call it before Dash adds its catch-all page."""
    install_errors(app)
    token = IngestToken(providers.ingest_token)
    for routes in (
        incidents.router(providers.ingest, providers.desk, providers.incidents),
        units.router(providers.units, providers.board),
        areas.router(providers.areas, providers.picture),
        nearest.router(providers.nearest),
        ingest.router(providers.ingest, providers.sos, token),
        health.router(providers.health),
        map.router(providers.areas),
        _unknown_paths(app),
    ):
        app.include_router(routes)


def _unknown_paths(app: FastAPI) -> APIRouter:
    """JSON for paths under /api, /ingest and /map that are none, before Dash draws a page there."""
    routes = APIRouter()

    async def tell(request: Request) -> Response:
        allowed = _methods_of(app, request)
        if allowed:
            message = f"this path takes {', '.join(allowed)}"
            return refusal(405, "method_not_allowed", "method", message, allow=", ".join(allowed))
        return refusal(404, "not_found", "path", "there is nothing at this path")

    for start in JSON_PATHS:
        routes.add_api_route(start, tell, methods=EVERY_METHOD)
        routes.add_api_route(start + "/{rest:path}", tell, methods=EVERY_METHOD)
    return routes


def _methods_of(app: FastAPI, request: Request) -> list[str]:
    """The methods other routes take at this path; empty when there is no such path."""
    methods: set[str] = set()
    for route in app.routes:
        match, _ = route.matches(request.scope)
        if match is Match.PARTIAL:
            methods |= getattr(route, "methods", None) or set()
    return sorted(methods)
