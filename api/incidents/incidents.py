"""`/api/v1/incidents`: report, list, read and change incidents."""

from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.incidents import reports
from api.incidents.bodies import IncidentAnswer, IncidentChange, IncidentList, Report
from api.reading import Query, json_body, refusals_kept, written_body
from api.typed import told
from domain.access.access import require
from domain.access.sources import check_source, signed
from domain.desk.desk_rights import may_see
from domain.errors import InvalidError
from domain.incidents.incidents import ENDED, IncidentClass, IncidentStatus
from domain.incidents.reports import read_change
from domain.maps.areas import level_of
from operations.incidents.acts import Desk
from operations.incidents.found import no_incident
from operations.incidents.incidents import Incidents, Wanted
from operations.ingest.ingest import Ingest

FEED = "api"
LIST_FIELDS = (
    "status",
    "class",
    "severity",
    "area",
    "since",
    "until",
    "limit",
    "cursor",
)
STATUS_GROUPS = {
    "open": tuple(status.value for status in IncidentStatus if status not in ENDED),
    "ended": tuple(status.value for status in IncidentStatus if status in ENDED),
}


def router(ingest: Ingest, desk: Desk, incidents: Incidents) -> APIRouter:
    """The routes of incidents."""
    routes = APIRouter(prefix="/api/v1/incidents")

    @routes.post("", **told(Report, IncidentAnswer, 201, also=200))
    async def report_incident(request: Request) -> Response:
        async with refusals_kept(request, ingest.refuse, FEED):
            raw, broken = await written_body(request)
            caller = caller_of(request.scope)
            incident, is_new = await ingest.accept_report(
                signed(caller, raw), feed=FEED, actor=caller.actor, broken=broken
            )
        location = {"location": f"/api/v1/incidents/{incident.number}"}
        return answer(incidents.body(incident), 201 if is_new else 200, location)

    @routes.get("", **told(answers=IncidentList))
    async def list_incidents(request: Request) -> Response:
        found, cursor = await incidents.page(read_wanted(request), caller_of(request.scope))
        return answer({"items": [incidents.body(one) for one in found], "next": cursor})

    @routes.get("/{number}", **told(answers=IncidentAnswer))
    async def read_incident(number: str, request: Request) -> Response:
        caller, incident = caller_of(request.scope), await incidents.incident(number)
        require(caller, "facts.read", incident.area_code)
        if not may_see(caller, incident):
            raise no_incident(number)
        return answer(incidents.body(incident))

    @routes.patch("/{number}", **told(IncidentChange, IncidentAnswer))
    async def change_incident(number: str, request: Request) -> Response:
        async with refusals_kept(request, ingest.refuse, FEED):
            wanted = read_change(await json_body(request))
        caller = caller_of(request.scope)
        if caller.source is not None:
            check_source(caller, (await incidents.incident(number)).source)
        incident = await desk.change(
            number,
            status=wanted.status,
            severity=wanted.severity,
            actor=caller.actor,
        )
        return answer(incidents.body(incident))

    routes.routes.extend(reports.router(incidents).routes)
    return routes


def read_wanted(request: Request) -> Wanted:
    """The filters of a list.

    Raises:
        InvalidError: names the parameter that cannot be read.
    """
    query = Query(request, LIST_FIELDS)
    since, until = query.moment("since"), query.moment("until")
    _check_span(since, until)
    return Wanted(
        statuses=_statuses(query),
        classes=frozenset(query.words("class", IncidentClass)),
        severities=frozenset(int(word) for word in query.words("severity", "1234")),
        area=query.read("area", _area),
        since=since,
        until=until,
        cursor=query.text("cursor"),
        limit=query.whole("limit", 1, 500, default=50),
    )


def _statuses(query: Query) -> tuple[str, ...]:
    """Status words; `open` and `ended` stand for several."""
    words = query.words("status", [*STATUS_GROUPS, *IncidentStatus])
    return tuple(status for word in words for status in STATUS_GROUPS.get(word, (word,)))


def _area(text: str) -> str:
    level_of(text)
    return text


def _check_span(since: datetime | None, until: datetime | None) -> None:
    if since is not None and until is not None and until <= since:
        raise InvalidError(says="until_before_since", field="until")
