"""Cameras that see a place, and a picture of one kept among the files of an incident."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import address_of, caller_of
from api.errors import answer
from api.reading import Query
from api.typed import Answer, Body, read, told
from operations.video.sights import Sights, kept_body, sight_body


class SightOut(Answer):
    """A camera that sees a place.

    `seen`: `looks`, `preset` (the preset of this number looks there), `turns`, or `unknown` where
    nobody has registered where it looks.
    """

    camera_id: str
    name: str
    distance_m: int
    bearing_deg: int
    seen: str
    preset: int | None
    turns: bool
    is_connected: bool
    status: str


class SightsOut(Answer):
    """The best first."""

    items: list[SightOut]


class EvidenceIn(Body):
    """The number of the incident it is kept with."""

    number: str


class EvidenceOut(Answer):
    """The file, and the SHA-256 of the picture as the camera sent it."""

    file_id: str
    name: str
    sha256: str
    at: str
    look_id: str


def router(sights: Sights) -> APIRouter:
    """The routes."""
    routes = APIRouter(prefix="/api/v1/video")

    @routes.get("/sights", **told(answers=SightsOut))
    async def seeing(request: Request) -> Response:
        query = Query(request, ("lat", "lon"))
        lat, lon = query.number("lat", -90, 90), query.number("lon", -180, 180)
        found = await sights.at(lat, lon, caller_of(request.scope))
        return answer({"items": [sight_body(one) for one in found]})

    @routes.post("/cameras/{camera_id}/evidence", **told(EvidenceIn, EvidenceOut, 201))
    async def keep(camera_id: str, request: Request) -> Response:
        body = await read(request, EvidenceIn)
        address = address_of(request.scope)
        kept = await sights.keep(body.number[:64], camera_id, caller_of(request.scope), address)
        return answer(kept_body(kept), 201)

    return routes
