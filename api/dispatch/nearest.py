"""`/api/v1/nearest`: who would be at a place first."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.dispatch.bodies import NearUnits
from api.errors import answer
from api.reading import Query
from api.typed import told
from domain.dispatch.units import UnitKind
from domain.fields import as_choice
from operations.dispatch.nearest import MOST_OFFERED, Nearest, offer_body


def router(nearest: Nearest) -> APIRouter:
    """The route of the nearest units."""
    routes = APIRouter(prefix="/api/v1/nearest")

    @routes.get("", **told(answers=NearUnits))
    async def find_nearest(request: Request) -> Response:
        query = Query(request, ("lat", "lon", "kind", "limit"))
        offers = await nearest.find(
            query.number("lat", -90, 90),
            query.number("lon", -180, 180),
            query.read("kind", lambda text: UnitKind(as_choice(text, "kind", UnitKind))),
            query.whole("limit", 1, MOST_OFFERED, default=5),
            caller=caller_of(request.scope),
        )
        return answer({"items": [offer_body(offer) for offer in offers], "next": None})

    return routes
