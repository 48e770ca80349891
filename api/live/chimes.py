"""`/api/v1/walls/chimes`: which wall of a room rings for a piece of news."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import body_of, who
from api.errors import answer
from domain.fields import as_text, required
from operations.live.chimes import Chimes

LONGEST = 80


def router(chimes: Chimes) -> APIRouter:
    """The route walls ask before they ring."""
    routes = APIRouter()

    @routes.post("/api/v1/walls/chimes")
    async def claim_chime(request: Request) -> Response:
        body = await body_of(request, "room", "news")
        room, news = (
            as_text(required(body, name), name, longest=LONGEST) for name in ("room", "news")
        )
        return answer({"rings": chimes.claim(room, news, caller=who(request))})

    return routes
