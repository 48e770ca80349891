"""`/api/v1/reports`: what became of the reports of one source, for the system that sent them."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.reading import Query
from domain.access.access import NotAllowedError
from domain.access.callers import Caller, source_of
from domain.errors import InvalidError
from operations.incidents.incidents import Incidents

MOST = 500


def router(incidents: Incidents) -> APIRouter:
    """The route of reports."""
    routes = APIRouter(prefix="/api/v1/reports")

    @routes.get("")
    async def list_reports(request: Request) -> Response:
        query = Query(request, ("source", "source_id", "after", "limit"))
        source = own_source(caller_of(request.scope), query.text("source"))
        if source_id := query.text("source_id"):
            found = await incidents.of_source(source, source_id)
            return answer({"items": [incidents.body(one) for one in found], "next": None})
        after = query.whole("after", 0, 2**53, default=0)
        limit = query.whole("limit", 1, MOST, default=100)
        rows, newest = await incidents.changed_reports(source, after=after, limit=limit)
        return answer({"items": [incidents.body(one) for one in rows], "next": newest})

    return routes


def with_source(raw: Any, caller: Caller) -> Any:
    """A report of a system that has a key of its own: of its own source, named or not.

    Raises:
        NotAllowedError: it names another source.
    """
    own = source_of(caller)
    if own is None or not isinstance(raw, dict):
        return raw
    if raw.get("source", own) != own:
        raise NotAllowedError(says="other_source", source=own, field="source")
    return raw | {"source": own}


def own_source(caller: Caller, asked: str | None) -> str:
    """Which source a caller asks about.

    Raises:
        NotAllowedError: a system asks about another one's reports.
        InvalidError: who may ask about any source names none.
    """
    own = source_of(caller)
    if own is not None:
        if asked not in (None, own):
            raise NotAllowedError(says="other_source", source=own, field="source")
        return own
    if not asked:
        raise InvalidError("source is required", field="source", code="required")
    return asked
