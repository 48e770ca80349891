"""`/api/v1/desk/units/{unit_id}/standby`: units told to wait where nobody else could be in time."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import body_of, who
from api.errors import answer
from domain.errors import InvalidError
from domain.fields import as_place
from domain.incidents.reports import read_area_code
from operations.dispatch.standby import Standbys


def router(standbys: Standbys) -> APIRouter:
    """Move-ups: ordered, reached, ended."""
    routes = APIRouter(prefix="/api/v1/desk")

    @routes.get("/standbys")
    async def list_standbys(request: Request) -> Response:
        return answer({"items": standbys.items(caller=who(request))})

    @routes.post("/units/{unit_id}/standby")
    async def order(unit_id: str, request: Request) -> Response:
        body = await body_of(request, "area_code", "lat", "lon")
        place = as_place(body) or read_area_code(body)
        if place is None:
            raise InvalidError(says="standby_place_missing", field="area_code", code="missing")
        return answer(await standbys.order(unit_id, place, caller=who(request)), 201)

    @routes.post("/units/{unit_id}/standby/arrive")
    async def arrived(unit_id: str, request: Request) -> Response:
        return answer(await standbys.arrived(unit_id, caller=who(request)))

    @routes.delete("/units/{unit_id}/standby")
    async def end(unit_id: str, request: Request) -> Response:
        return answer(await standbys.end(unit_id, caller=who(request)))

    return routes
