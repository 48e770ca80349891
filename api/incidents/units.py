"""`/api/v1/units/{unit_id}`: add, change, read and take away a unit."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.incidents.bodies import Gone, UnitAnswer, UnitSent, UnitWithFix
from api.reading import json_body, refusals_kept
from api.typed import said, told
from domain.access.sources import check_source
from domain.dispatch.units import UNIT, Fix
from domain.moments import to_iso
from operations.dispatch.units import Units, unit_body
from operations.incidents.found import no_unit
from operations.ingest.ingest import Ingest
from operations.live.positions import PositionBoard

FEED = "api"


def router(units: Units, board: PositionBoard, ingest: Ingest) -> APIRouter:
    """The routes of units."""
    routes = APIRouter(prefix="/api/v1/units")

    @routes.put("/{unit_id}", **told(UnitSent, UnitAnswer, 201, also=200))
    async def put_unit(unit_id: str, request: Request) -> Response:
        check_source(caller_of(request.scope), None)
        async with refusals_kept(request, ingest.refuse, FEED):
            actor = caller_of(request.scope).actor
            put = await units.put_unit(unit_id, await json_body(request), actor=actor)
        return answer(unit_body(put.unit), 201 if put.is_new else 200)

    @routes.delete("/{unit_id}", **told(answers=Gone))
    async def remove_unit(unit_id: str, request: Request) -> Response:
        check_source(caller_of(request.scope), None)
        gone = await units.remove_unit(unit_id, actor=caller_of(request.scope).actor)
        return said(Gone(unit_id=gone.unit_id, call_sign=gone.call_sign))

    @routes.get("/{unit_id}", **told(answers=UnitWithFix))
    async def read_unit(unit_id: str, request: Request) -> Response:
        caller, unit = caller_of(request.scope), await units.unit(unit_id)
        if not UNIT.admits(caller, unit):
            raise no_unit(unit_id)
        is_followed = caller.scope.follows(unit.home_area, unit.status)
        fix = board.newest.get(unit_id) if is_followed else None
        return answer(unit_body(unit) | {"fix": _fix_body(fix)})

    return routes


def _fix_body(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "lat": fix.lat,
        "lon": fix.lon,
        "at": to_iso(fix.at),
        "speed_kmh": fix.speed_kmh,
        "bearing_deg": fix.bearing_deg,
        "accuracy_m": fix.accuracy_m,
        "battery": fix.battery,
        "is_mock": fix.is_mock,
    }
