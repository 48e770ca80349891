"""`/api/v1/field/…`: reports, own work, shared positions and keys of tracking apps.

Everything sent may be sent again: a report by its key, a photo by its bytes.

Source: docs/field.md
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of
from api.field import report_bodies as bodies
from api.reading import Query
from api.typed import read, said, told
from domain.centre.cases.categories import Category
from domain.dispatch.units import Fix, credible_kmh
from domain.fields import as_choice, as_moment
from domain.incidents.incidents import IncidentClass
from operations.field.positions.sharing import Sharing
from operations.field.positions.trackers import Trackers
from operations.field.reports.own_work import OwnWorks
from operations.field.reports.reports import FieldReports
from operations.net.tasks.finding import Found

_PREFIX = "/api/v1/field"


@dataclass(frozen=True, slots=True)
class FieldWork:
    """What the routes ask."""

    reports: FieldReports
    works: OwnWorks
    sharing: Sharing
    trackers: Trackers


def router(field: FieldWork) -> APIRouter:
    """The routes of reports and positions."""
    routes = APIRouter(prefix=_PREFIX)
    _report_routes(routes, field.reports)
    _work_routes(routes, field)
    _position_routes(routes, field)
    return routes


def _report_routes(routes: APIRouter, reports: FieldReports) -> None:
    @routes.get("/report-options", **told(answers=bodies.ReportOptions))
    async def options(request: Request) -> Response:
        Query(request, ())
        table = await reports.item_classes(who(request))
        classes = [bodies.ItemClassOut(code=one.code, name=one.name) for one in table.lines]
        return said(bodies.ReportOptions(item_classes=classes))

    @routes.get("/around", **told(answers=bodies.AroundOut))
    async def around(request: Request) -> Response:
        query = Query(request, ("lat", "lon", "found"))
        lat, lon = query.number("lat", -90, 90), query.number("lon", -180, 180)
        found = _class(query.text("found") or "")
        return said(bodies.around_out(await reports.around(lat, lon, found, who(request))))

    @routes.get("/reports", **told(answers=bodies.FieldReportList))
    async def own(request: Request) -> Response:
        Query(request, ())
        found = await reports.own(who(request))
        items = [bodies.report_out(one, reports.status_of(one)) for one in found]
        return said(bodies.FieldReportList(items=items))

    @routes.post("/reports", **told(bodies.FieldReportIn, bodies.FieldReportOut, 201, also=200))
    async def report(request: Request) -> Response:
        body = await read(request, bodies.FieldReportIn)
        made, is_new = await reports.report(_found(body), who(request))
        out = bodies.report_out(made, reports.status_of(made))
        return said(out, 201 if is_new else 200)

    @routes.post(
        "/reports/{key}/files",
        **told(answers=bodies.FieldFileOut, status=201, media="application/octet-stream"),
    )
    async def keep(key: str, request: Request) -> Response:
        at = Query(request, ("taken_at",)).text("taken_at")
        taken = as_moment(at, "taken_at") if at else None
        kept = await reports.keep_file(key, await request.body(), taken, who(request))
        out = bodies.FieldFileOut(
            file_id=kept["file_id"], received_sha256=kept.get("received_sha256"),
            taken_at=kept.get("taken_at"),
        )  # fmt: skip
        return said(out, 201)


def _work_routes(routes: APIRouter, field: FieldWork) -> None:
    @routes.get("/work", **told(answers=bodies.OwnWorkOut))
    async def work(request: Request) -> Response:
        Query(request, ())
        found = await field.works.of(who(request))
        return said(bodies.work_out(found, field.works.area_name))


def _position_routes(routes: APIRouter, field: FieldWork) -> None:
    @routes.get("/sharing", **told(answers=bodies.SharesOut))
    async def state(request: Request) -> Response:
        Query(request, ())
        return said(bodies.shares_out(await field.sharing.state(who(request))))

    @routes.post("/sharing", **told(bodies.SharesIn, bodies.SharesOut))
    async def agree(request: Request) -> Response:
        body = await read(request, bodies.SharesIn)
        made = await field.sharing.agree(who(request), agrees=body.agrees)
        return said(bodies.shares_out(made))

    @routes.post("/positions", **told(bodies.FixesIn, bodies.FixesOut))
    async def positions(request: Request) -> Response:
        body = await read(request, bodies.FixesIn)
        taken = await field.sharing.take([_fix(one) for one in body.fixes], who(request))
        return said(bodies.FixesOut(taken=taken.taken, ignored=taken.ignored))

    @routes.post("/tracker", **told(answers=bodies.TrackerOut, status=201))
    async def tracker(request: Request) -> Response:
        base, address = str(request.base_url), address_of(request.scope)
        made = await field.trackers.key(who(request), base, address=address)
        out = bodies.TrackerOut(
            unit_id=made.unit_id, traccar=made.traccar, owntracks=made.owntracks,
            traccar_qr=made.traccar_qr, owntracks_qr=made.owntracks_qr,
        )  # fmt: skip
        return said(out, 201, {"cache-control": "no-store"})

    @routes.delete("/tracker", **told(answers=bodies.TrackersEnded))
    async def end(request: Request) -> Response:
        count = await field.trackers.end(who(request), address=address_of(request.scope))
        return said(bodies.TrackersEnded(count=count))


def _class(word: str) -> IncidentClass:
    return IncidentClass(as_choice(word, "found", IncidentClass))


def _found(body: bodies.FieldReportIn) -> Found:
    category = Category.OTHER
    if body.category:
        category = Category(as_choice(body.category, "category", [one.value for one in Category]))
    return Found(
        body.key, _class(body.found), body.lat, body.lon, body.text, body.severity,
        party=body.party, phone=body.phone, category=category, item_class=body.item_class or "",
        site_id=body.site_id or "", fix=body.fix,
        told_at=as_moment(body.told_at, "told_at") if body.told_at else None,
    )  # fmt: skip


def _fix(one: bodies.FixIn) -> Fix:
    at: datetime = as_moment(one.at, "at").astimezone(UTC)
    return Fix(
        "", one.lat, one.lon, at, credible_kmh(one.speed_kmh), one.bearing_deg, one.accuracy_m,
        one.battery,
    )  # fmt: skip
