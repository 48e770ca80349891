"""`/api/v1/walls/chimes`: which wall of a room rings for a piece of news."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.typed import Answer, Body, Longest, read, said, told
from domain.fields import missing
from operations.live.chimes import Chimes

LONGEST = 80


class News(Body):
    """A room of walls, and the news one of them is to ring for: an incident and what it came to."""

    room: Annotated[str | None, Longest(LONGEST)] = None
    number: Annotated[str | None, Longest(LONGEST)] = None
    status: Annotated[str | None, Longest(LONGEST)] = None


class Rings(Answer):
    """Whether the wall that asked is the one that rings."""

    rings: bool


def router(chimes: Chimes) -> APIRouter:
    """The route walls ask before they ring."""
    routes = APIRouter()

    @routes.post("/api/v1/walls/chimes", **told(News, Rings))
    async def claim_chime(request: Request) -> Response:
        asked = await read(request, News)
        if asked.room is None:
            raise missing("room")
        if asked.number is None:
            raise missing("number")
        if asked.status is None:
            raise missing("status")
        rings = chimes.claim(asked.room, asked.number, asked.status, caller=who(request))
        return said(Rings(rings=rings))

    return routes
