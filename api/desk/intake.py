"""`/api/v1/desk/…`: taking a call, finding classes and places, doubles, links, merges, splits."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import note_of, who
from api.callers import address_of, caller_of
from api.desk.bodies.incidents import DeskIncident
from api.desk.bodies.intake import (
    CallerAsked,
    CallHandedOn,
    CallSent,
    DoublesAsked,
    Link,
    Merge,
    MergedAnswer,
    PhoneFound,
    Suspects,
)
from api.desk.bodies.search import ClassesFound, PlacesFound
from api.desk.steps import LONGEST_PHONE, words_of
from api.errors import answer
from api.reading import Query
from api.typed import body_as, told
from domain.errors import InvalidError
from domain.fields import as_choice, as_moment, as_place, as_text, optional_text, required
from domain.incidents.classes import ClassWord, find_classes, suggested_severity
from domain.incidents.incidents import IncidentClass
from domain.incidents.reports import (
    LONGEST_ADDRESS,
    LONGEST_DESCRIPTION,
    LONGEST_REPORTER,
    LONGEST_TITLE,
    read_area_code,
    read_crs,
    read_severity,
)
from operations.desk.bodies import DeskBodies, suspect_body
from operations.desk.intake import Call, DeskIntake
from operations.desk.links import MOST_LINKS, DeskLinks
from operations.desk.places import DeskPlaces
from operations.maps.areas import Areas, Place

_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")


def router(
    intake: DeskIntake, links: DeskLinks, bodies: DeskBodies, areas: Areas, places: DeskPlaces
) -> APIRouter:
    """The routes of intake."""
    routes = APIRouter(prefix="/api/v1/desk")
    _add_search(routes, places)
    _add_calls(routes, intake, bodies, areas)
    _add_ties(routes, links, bodies)
    _add_splits(routes, intake, links, bodies, areas)
    return routes


def _add_search(routes: APIRouter, places: DeskPlaces) -> None:
    """What a form asks while it is filled in."""

    @routes.get("/classes", **told(answers=ClassesFound))
    async def classes(request: Request) -> Response:
        found = find_classes(Query(request, ["q"]).text("q") or "")
        return answer({"items": [class_body(word) for word in found]})

    @routes.get("/places", **told(answers=PlacesFound))
    async def find_places(request: Request) -> Response:
        query = Query(request, ["q", "limit"])
        limit = query.whole("limit", 1, 50, default=8)
        return answer(
            {"items": await places.find(query.text("q") or "", limit, caller_of(request.scope))}
        )

    @routes.post("/callers", **told(CallerAsked, PhoneFound))
    async def caller_place(request: Request) -> Response:
        """By POST: nobody's number stands in an address."""
        body = await body_as(request, CallerAsked)
        phone = as_text(required(body, "phone"), "phone", longest=LONGEST_PHONE)
        found = await places.of_phone(phone, caller=who(request), address=address_of(request.scope))
        return answer(found)


def _add_calls(routes: APIRouter, intake: DeskIntake, bodies: DeskBodies, areas: Areas) -> None:
    """A call becomes an incident, and which it may be already."""

    @routes.post("/incidents", **told(CallSent, DeskIncident | CallHandedOn, 201, also=200))
    async def take(request: Request) -> Response:
        call = read_call(await body_as(request, CallSent), areas)
        incident, is_new = await intake.take(call, caller=who(request))
        if handed_on := intake.told(incident, who(request)):
            return answer(handed_on, 201 if is_new else 200)
        location = {"location": f"/api/v1/desk/incidents/{incident.number}"}
        return answer(bodies.incident(incident), 201 if is_new else 200, location)

    @routes.post("/duplicates", **told(DoublesAsked, Suspects))
    async def duplicates(request: Request) -> Response:
        body = await body_as(request, DoublesAsked)
        word = IncidentClass(as_choice(required(body, "class"), "class", IncidentClass))
        at = as_moment(body["at"], "at") if body.get("at") else None
        place = read_place(body, areas)
        within = place.area_code if place.source == "area" else None
        found = intake.duplicates(
            word,
            place.lat,
            place.lon,
            at,
            caller=who(request),
            area_code=within,
            address=optional_text(body, "address", longest=LONGEST_ADDRESS),
        )
        return answer({"items": [suspect_body(one) for one in found]})


def _add_ties(routes: APIRouter, links: DeskLinks, bodies: DeskBodies) -> None:
    """Links and merges."""

    @routes.post("/incidents/{number}/links", **told(Link, DeskIncident))
    async def link(number: str, request: Request) -> Response:
        body = await body_as(request, Link)
        other = as_text(required(body, "other"), "other", longest=40)
        return answer(bodies.incident(await links.link(number, other, caller=who(request))))

    @routes.delete("/incidents/{number}/links/{other}", **told(answers=DeskIncident))
    async def unlink(number: str, other: str, request: Request) -> Response:
        return answer(bodies.incident(await links.unlink(number, other, caller=who(request))))

    @routes.post("/incidents/{number}/merge", **told(Merge, MergedAnswer))
    async def merge(number: str, request: Request) -> Response:
        body = await body_as(request, Merge)
        into = as_text(required(body, "into"), "into", longest=40)
        gone, kept = await links.merge(number, into, caller=who(request), note=note_of(body))
        return answer({"merged": bodies.incident(gone), "into": bodies.incident(kept)})


def _add_splits(
    routes: APIRouter, intake: DeskIntake, links: DeskLinks, bodies: DeskBodies, areas: Areas
) -> None:
    """A second incident out of one; or a merge taken back."""

    @routes.post(
        "/incidents/{number}/split", **told(CallSent, DeskIncident | CallHandedOn, 201, also=200)
    )
    async def split(number: str, request: Request) -> Response:
        body = await body_as(request, CallSent)
        if body.get("restore") is True:
            return answer(bodies.incident(await links.restore(number, caller=who(request))))
        original = await bodies.visible(number, who(request))
        filled = {
            "class": original.incident_class.value,
            "severity": int(original.severity),
            "lat": original.lat,
            "lon": original.lon,
            "address": original.address,
        } | dict(body)
        if "area_code" in body and "lat" not in body:
            del filled["lat"], filled["lon"]
        if ("area_code" in body or "lat" in body) and "address" not in body:
            del filled["address"]  # the words belong to the place of the first
        call = read_call(filled, areas)
        incident, is_new = await intake.split(number, call, caller=who(request))
        made = intake.told(incident, who(request)) or bodies.incident(incident)
        return answer(made, 201 if is_new else 200)


def read_call(body: Mapping[str, Any], areas: Areas) -> Call:
    """What the call-taker sends.

    Raises:
        InvalidError: the first field that cannot be accepted, by name.
    """
    key = as_text(required(body, "key"), "key", longest=64)
    if not _KEY.fullmatch(key):
        raise InvalidError(says="call_key_wrong", field="key")
    word = IncidentClass(as_choice(required(body, "class"), "class", IncidentClass))
    started = body.get("call_started_at")
    severity = body.get("severity")
    accept = body.get("accept", True)
    if not isinstance(accept, bool):
        raise InvalidError(says="field_no_bool", field="accept")
    return Call(
        key=key,
        incident_class=word,
        severity=suggested_severity(word) if severity is None else read_severity(severity),
        place=read_place(body, areas),
        call_started_at=as_moment(started, "call_started_at") if started else None,
        title=optional_text(body, "title", longest=LONGEST_TITLE),
        description=optional_text(body, "description", longest=LONGEST_DESCRIPTION, lines=True),
        address=optional_text(body, "address", longest=LONGEST_ADDRESS),
        caller_name=optional_text(body, "caller_name", longest=LONGEST_REPORTER),
        caller_phone=optional_text(body, "caller_phone", longest=LONGEST_PHONE),
        accept=accept,
        owner=optional_text(body, "owner", longest=32),
        links=tuple(words_of(body, "links", most=MOST_LINKS)) if body.get("links") else (),
    )


def read_place(body: Mapping[str, Any], areas: Areas) -> Place:
    """Where it is: the point, else the label point of the area.

    Raises:
        InvalidError: neither is given, or it is no place of the district.
    """
    place, code = as_place(body), read_area_code(body)
    if place is not None:
        return areas.place(*place, crs=read_crs(body.get("crs")))
    if code is None:
        raise InvalidError(says="no_place", field="lat", code="missing")
    return areas.place_of_area(code)


def class_body(word: ClassWord) -> dict[str, Any]:
    """A class as the form lists it."""
    return {
        "code": word.code.value,
        "name": word.name,
        "pinyin": word.pinyin,
        "initials": word.initials,
        "severity": int(word.severity),
    }
