"""`/api/v1/reports`: what became of the reports of one source, for the system that sent them."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.incidents.bodies import ReportList
from api.reading import Query
from api.typed import told
from domain.access.sources import check_source
from domain.desk.desk_rights import may_see
from domain.errors import InvalidError
from operations.incidents.incidents import Incidents

MOST = 500


def router(incidents: Incidents) -> APIRouter:
    """The route of reports."""
    routes = APIRouter(prefix="/api/v1/reports")

    @routes.get("", **told(answers=ReportList))
    async def list_reports(request: Request) -> Response:
        query = Query(request, ("source", "source_id", "after", "limit"))
        caller = caller_of(request.scope)
        source = query.text("source")
        if not source:
            raise InvalidError(says="field_missing", field="source", code="required")
        check_source(caller, source)
        if source_id := query.text("source_id"):
            found = await incidents.of_source(source, source_id)
            return answer(
                {
                    "items": [incidents.body(one) for one in found if may_see(caller, one)],
                    "next": None,
                }
            )
        after = query.whole("after", 0, 2**53, default=0)
        limit = query.whole("limit", 1, MOST, default=100)
        rows, newest = await incidents.changed_reports(source, after=after, limit=limit)
        return answer(
            {"items": [incidents.body(one) for one in rows if may_see(caller, one)], "next": newest}
        )

    return routes
