"""`/api/v1/desk/units/{unit_id}/standby`: units told to wait where nobody else could be in time."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.typed import Answer, Body, read, said, told
from domain.errors import InvalidError
from domain.fields import as_place
from domain.incidents.reports import read_area_code
from operations.dispatch.standby import Standbys


class StandbyAnswer(Answer):
    """A unit told to wait at a place, and how far that has come."""

    standby_id: str
    unit_id: str
    area_code: str
    name: str
    lat: float
    lon: float
    ordered_at: str
    arrived_at: str | None
    ended_at: str | None
    ending: str | None
    is_demo: bool


class Placed(Body):
    """Where a unit is to wait: a grid, or a point in WGS 84 degrees."""

    area_code: Any = None
    lat: Any = None
    lon: Any = None


class OpenStandby(StandbyAnswer):
    """One that is not over, with its unit's call sign."""

    call_sign: str


class StandbyList(Answer):
    """Those that are not over, oldest first."""

    items: list[OpenStandby]


def router(standbys: Standbys) -> APIRouter:
    """Move-ups: ordered, reached, ended."""
    routes = APIRouter(prefix="/api/v1/desk")

    @routes.get("/standbys", **told(answers=StandbyList))
    async def list_standbys(request: Request) -> Response:
        return said(
            StandbyList(
                items=[
                    OpenStandby.model_validate(one) for one in standbys.items(caller=who(request))
                ]
            )
        )

    @routes.post("/units/{unit_id}/standby", **told(Placed, StandbyAnswer, 201))
    async def order(unit_id: str, request: Request) -> Response:
        body = (await read(request, Placed)).model_dump(exclude_unset=True)
        place = as_place(body) or read_area_code(body)
        if place is None:
            raise InvalidError(says="standby_place_missing", field="area_code", code="missing")
        made = await standbys.order(unit_id, place, caller=who(request))
        return said(StandbyAnswer.model_validate(made), 201)

    @routes.post("/units/{unit_id}/standby/arrive", **told(answers=StandbyAnswer))
    async def arrived(unit_id: str, request: Request) -> Response:
        return said(
            StandbyAnswer.model_validate(await standbys.arrived(unit_id, caller=who(request)))
        )

    @routes.delete("/units/{unit_id}/standby", **told(answers=StandbyAnswer))
    async def end(unit_id: str, request: Request) -> Response:
        held = await standbys.end(unit_id, caller=who(request))
        return said(StandbyAnswer.model_validate(held))

    return routes
