"""`/brief/…`: the morning briefs as JSON for the page, and as papers."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.statistics.area_statistics import file_answer
from domain.access.access import may
from domain.access.scope import EVERYTHING, scope_of
from domain.moments import to_iso
from operations.prints.sheets import PDF
from operations.statistics.briefs import Briefs

_FRESH = {"cache-control": "no-store"}


def router(briefs: Briefs) -> APIRouter:
    """The routes of the briefs; layouts/statistics/brief.py draws the page."""
    routes = APIRouter(prefix="/brief")

    @routes.get("/{day}.json")
    async def read_brief(day: str, request: Request) -> Response:
        caller = caller_of(request.scope)
        brief = await briefs.brief(day, caller)
        body = {
            "day": brief.day.isoformat(),
            "made_at": to_iso(brief.made_at),
            "days": await briefs.days(),
            "is_kept": scope_of(caller) == EVERYTHING,
            "may_export": may(caller, "export"),
            **brief.body,
        }
        return answer(body, headers=_FRESH)

    @routes.get("/{day}.pdf")
    async def read_paper(day: str, request: Request) -> Response:
        return file_answer(await briefs.paper(day, caller_of(request.scope)), PDF)

    return routes
