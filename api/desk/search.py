"""`/api/v1/search`: what a text may mean, for the search box of every screen."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.desk.bodies.search import Found
from api.errors import answer
from api.reading import Query
from api.typed import told
from operations.desk.search import Search


def router(search: Search) -> APIRouter:
    """The route of the search."""
    routes = APIRouter()

    @routes.get("/api/v1/search", **told(answers=Found))
    async def find(request: Request) -> Response:
        query = Query(request, ["q", "limit"])
        limit = query.whole("limit", 1, 50, default=12)
        found = await search.find(query.text("q") or "", limit, caller=caller_of(request.scope))
        return answer({"items": found})

    return routes
