"""`/api/v1/walls/chimes`: which wall of a room rings for a piece of news."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.errors import answer
from domain.errors import InvalidError
from operations.live.chimes import Chimes

LONGEST = 80


def router(chimes: Chimes) -> APIRouter:
    """The route walls ask before they ring."""
    routes = APIRouter()

    @routes.post("/api/v1/walls/chimes")
    async def claim_chime(request: Request) -> Response:
        body = await request.json()
        told = body if isinstance(body, dict) else {}
        return answer({"rings": chimes.claim(_text(told, "room"), _text(told, "news"))})

    return routes


def _text(told: dict[str, object], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise InvalidError(f"{name} is a text of 1 to {LONGEST} letters", field=name)
    return value
