"""`/api/v1/field/…`: reports, own work, shared positions and keys of tracking apps.

Everything sent may be sent again: a report by its key, a photo by its bytes.

Source: docs/field.md
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of, visit_of
from api.field import report_bodies as bodies
from api.field.who import phone_of
from api.reading import Query
from api.sentences import SENTENCES
from api.typed import Nothing, read, said, told
from domain.centre.cases.categories import Category
from domain.dispatch.units import Fix, credible_kmh
from domain.fields import as_choice
from domain.incidents.incidents import IncidentClass
from domain.net.tasks.care import CareOutcome
from domain.net.tasks.facts import TaskStatus
from domain.saying import CONTEXT
from operations.clock import utc_now
from operations.field.positions.sharing import Sharing
from operations.field.positions.trackers import Trackers
from operations.field.reports.own_work import Did, OwnWorks
from operations.field.reports.reports import FieldReports
from operations.field.reports.sketch import Sketches
from operations.net.tasks.finding import Found

_PREFIX = "/api/v1/field"
LONGEST_AGE_MS = 900_000_000
# An alarm is pressed, not reported.
REPORTED = tuple(one for one in IncidentClass if one is not IncidentClass.SOS)


@dataclass(frozen=True, slots=True)
class FieldWork:
    """What the routes ask."""

    reports: FieldReports
    sketches: Sketches
    works: OwnWorks
    sharing: Sharing
    trackers: Trackers


def router(field: FieldWork) -> APIRouter:
    """The routes of reports and positions."""
    routes = APIRouter(prefix=_PREFIX)
    _choice_routes(routes, field.reports, field.sketches)
    _report_routes(routes, field.reports)
    _work_routes(routes, field.works)
    _position_routes(routes, field)
    return routes


def _choice_routes(routes: APIRouter, reports: FieldReports, sketches: Sketches) -> None:
    """What a report may name, and what is around it."""

    @routes.get("/report-options", **told(answers=bodies.ReportOptions))
    async def options(request: Request) -> Response:
        Query(request, ())
        table = await reports.item_classes(who(request))
        return said(bodies.options_out(table, REPORTED))

    @routes.get("/map", **told(answers=bodies.SketchOut))
    async def sketch(request: Request) -> Response:
        query = Query(request, ("lat", "lon"))
        where: tuple[float | None, float | None] = (None, None)
        if query.text("lat"):
            where = query.number("lat", -90, 90), query.number("lon", -180, 180)
        return said(bodies.sketch_out(await sketches.around(*where, who(request))))

    @routes.get("/around", **told(answers=bodies.AroundOut))
    async def around(request: Request) -> Response:
        query = Query(request, ("lat", "lon", "found"))
        lat, lon = query.number("lat", -90, 90), query.number("lon", -180, 180)
        found = _class(query.text("found") or "")
        return said(bodies.around_out(await reports.around(lat, lon, found, who(request))))


def _report_routes(routes: APIRouter, reports: FieldReports) -> None:
    @routes.get("/reports", **told(answers=bodies.FieldReportList))
    async def own(request: Request) -> Response:
        Query(request, ())
        found = await reports.own(who(request))
        is_open = _is_open(request)
        items = [bodies.report_out(one, reports.status_of(one), is_open=is_open) for one in found]
        return said(bodies.FieldReportList(items=items))

    @routes.post("/reports", **told(bodies.FieldReportIn, bodies.FieldReportOut, 201, also=200))
    async def report(request: Request) -> Response:
        body = await read(request, bodies.FieldReportIn)
        made, is_new = await reports.report(_found(body), who(request), age_ms=body.age_ms)
        out = bodies.report_out(made, reports.status_of(made), is_open=_is_open(request))
        return said(out, 201 if is_new else 200)

    @routes.post(
        "/reports/{key}/files",
        **told(answers=bodies.FieldFileOut, status=201, media="application/octet-stream"),
    )
    async def keep(key: str, request: Request) -> Response:
        kept = await reports.keep_file(key, await request.body(), _age_ms(request), who(request))
        out = bodies.FieldFileOut(
            file_id=kept["file_id"], received_sha256=kept.get("received_sha256"),
            taken_at=kept.get("taken_at"),
        )  # fmt: skip
        return said(out, 201)


def _work_routes(routes: APIRouter, works: OwnWorks) -> None:
    @routes.get("/work", **told(answers=bodies.OwnWorkOut))
    async def work(request: Request) -> Response:
        Query(request, ())
        found = await works.of(who(request))
        return said(bodies.work_out(found, works.area_name, is_open=_is_open(request)))

    @routes.post("/tasks/{task_id}/done", **told(bodies.TaskDoneIn, bodies.TaskDoneOut))
    async def done(task_id: str, request: Request) -> Response:
        body = await read(request, bodies.TaskDoneIn)
        unit_id = phone_of(request.scope).unit_id
        made = await works.do(
            task_id,
            Did(
                TaskStatus(body.status), body.lat, body.lon, body.note, body.walked_ms,
                body.age_ms,
            ),
            unit_id,
            who(request),
        )  # fmt: skip
        out = bodies.TaskDoneOut(
            task_id=made.task_id, status=made.status.value, is_proven=made.is_proven,
            why=[SENTENCES.words().of(CONTEXT, code) for code in made.why],
        )  # fmt: skip
        return said(out)

    @routes.post(
        "/tasks/{task_id}/photos",
        **told(answers=bodies.FieldFileOut, status=201, media="application/octet-stream"),
    )
    async def photo(task_id: str, request: Request) -> Response:
        _age_ms(request)
        file_id = await works.keep_photo(task_id, await request.body(), who(request))
        return said(bodies.FieldFileOut(file_id=file_id, received_sha256=None, taken_at=None), 201)

    @routes.post("/visits/{visit_id}", **told(bodies.VisitIn, bodies.VisitOut))
    async def visited(visit_id: str, request: Request) -> Response:
        body = await read(request, bodies.VisitIn)
        outcome = CareOutcome(body.outcome)
        made = await works.visit(visit_id, outcome, body.companions, body.note, who(request))
        return said(bodies.VisitOut(visit_id=made.visit_id, outcome=made.outcome.value))


def _position_routes(routes: APIRouter, field: FieldWork) -> None:
    @routes.get("/sharing", **told(answers=bodies.SharesOut))
    async def state(request: Request) -> Response:
        Query(request, ())
        return said(bodies.shares_out(await field.sharing.state(phone_of(request.scope))))

    @routes.post("/sharing", **told(bodies.SharesIn, bodies.SharesOut))
    async def agree(request: Request) -> Response:
        body, phone = await read(request, bodies.SharesIn), phone_of(request.scope)
        return said(bodies.shares_out(await field.sharing.agree(phone, agrees=body.agrees)))

    @routes.post("/positions", **told(bodies.FixesIn, bodies.FixesOut))
    async def positions(request: Request) -> Response:
        body, phone = await read(request, bodies.FixesIn), phone_of(request.scope)
        now = utc_now()
        taken = await field.sharing.take([_fix(one, now) for one in body.fixes], phone)
        return said(bodies.FixesOut(taken=taken.taken, ignored=taken.ignored))

    @routes.post("/tracker", **told(Nothing, bodies.TrackerOut, 201))
    async def tracker(request: Request) -> Response:
        await read(request, Nothing)
        base, address = str(request.base_url), address_of(request.scope)
        made = await field.trackers.key(phone_of(request.scope), base, address=address)
        out = bodies.TrackerOut(
            unit_id=made.unit_id, traccar=made.traccar, traccar_app=made.traccar_app,
            owntracks=made.owntracks,
            traccar_qr=made.traccar_qr, owntracks_qr=made.owntracks_qr,
        )  # fmt: skip
        return said(out, 201, {"cache-control": "no-store"})

    @routes.post("/tracker/end", **told(Nothing, bodies.TrackersEnded))
    async def end(request: Request) -> Response:
        await read(request, Nothing)
        address = address_of(request.scope)
        count = await field.trackers.end(phone_of(request.scope), address=address)
        return said(bodies.TrackersEnded(count=count))


def _is_open(request: Request) -> bool:
    """Whether personal data may be told: on a phone only while it was opened."""
    visit = visit_of(request.scope)
    phone = visit.phone if visit else None
    return phone is None or phone.is_open(utc_now())


def _age_ms(request: Request) -> float:
    """How long ago a photo was taken: by the time it waited, and before it was sent off."""
    query = Query(request, ("age_ms", "before_ms"))
    return float(query.whole("age_ms", 0, LONGEST_AGE_MS, 0)) + float(
        query.whole("before_ms", 0, LONGEST_AGE_MS, 0)
    )


def _class(word: str) -> IncidentClass:
    return IncidentClass(as_choice(word, "found", REPORTED))


def _found(body: bodies.FieldReportIn) -> Found:
    category = Category.OTHER
    if body.category:
        category = Category(as_choice(body.category, "category", [one.value for one in Category]))
    return Found(
        body.key, _class(body.found), body.lat, body.lon, body.text, body.severity,
        party=body.party, phone=body.phone, category=category, item_class=body.item_class or "",
        site_id=body.site_id or "", fix=body.fix,
    )  # fmt: skip


def _fix(one: bodies.FixIn, now: datetime) -> Fix:
    return Fix(
        "", one.lat, one.lon, now - timedelta(milliseconds=one.age_ms),
        credible_kmh(one.speed_kmh), one.bearing_deg, one.accuracy_m, one.battery,
    )  # fmt: skip
