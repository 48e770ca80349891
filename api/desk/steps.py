"""`/api/v1/desk/incidents/{n}/…`: the steps of an incident and the units on it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import note_of, reason_of, who
from api.desk.bodies.incidents import DeskIncident
from api.desk.bodies.steps import (
    Assign,
    Cancel,
    Close,
    Correction,
    NewStatus,
    Reason,
    Resolve,
    SentAnswer,
    Share,
    Swap,
    Transfer,
    UnitStatusSent,
)
from api.errors import answer
from api.incidents.bodies import UnitAnswer
from api.typed import Nothing, body_as, told
from domain.dispatch.units import UnitStatus
from domain.errors import InvalidError
from domain.fields import as_choice, as_place, as_text, optional_text, required
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus
from domain.incidents.reports import (
    LONGEST_ADDRESS,
    LONGEST_DESCRIPTION,
    LONGEST_REPORTER,
    LONGEST_TITLE,
    read_area_code,
    read_crs,
    read_severity,
)
from operations.desk.bodies import DeskBodies
from operations.desk.steps.crews import DeskCrews, Sent
from operations.desk.steps.ownership import DeskOwnership
from operations.desk.steps.steps import DeskSteps
from operations.dispatch.units import unit_body
from operations.maps.areas import Areas

LONGEST_PHONE = 32
LONGEST_REASON = 500


def router(
    steps: DeskSteps,
    ownership: DeskOwnership,
    crews: DeskCrews,
    bodies: DeskBodies,
    areas: Areas,
) -> APIRouter:
    """The routes of an incident's life."""
    routes = APIRouter(prefix="/api/v1/desk")
    _add_steps(routes, steps, bodies)
    _add_corrections(routes, steps, bodies, areas)
    _add_ownership(routes, ownership, bodies)
    _add_crews(routes, crews, bodies)
    return routes


def _add_steps(routes: APIRouter, steps: DeskSteps, bodies: DeskBodies) -> None:
    """From accepted to closed, cancelled or opened again."""

    def changed(incident: Incident) -> Response:
        return answer(bodies.incident(incident))

    @routes.post("/incidents/{number}/accept", **told(Nothing, DeskIncident))
    async def accept(number: str, request: Request) -> Response:
        await body_as(request, Nothing)
        return changed(await steps.step(number, IncidentStatus.ACCEPTED, caller=who(request)))

    @routes.post("/incidents/{number}/status", **told(NewStatus, DeskIncident))
    async def step(number: str, request: Request) -> Response:
        body = await body_as(request, NewStatus)
        status = IncidentStatus(as_choice(required(body, "status"), "status", IncidentStatus))
        units = words_of(body, "unit_ids", most=50) if body.get("unit_ids") else []
        reason = optional_text(body, "reason", longest=LONGEST_REASON, lines=True)
        made = await steps.step(
            number,
            status,
            caller=who(request),
            unit_ids=units,
            reason=reason,
            note=note_of(body),
        )
        return changed(made)

    @routes.post("/incidents/{number}/resolve", **told(Resolve, DeskIncident))
    async def resolve(number: str, request: Request) -> Response:
        body = await body_as(request, Resolve)
        reason = optional_text(body, "reason", longest=LONGEST_REASON, lines=True)
        status = IncidentStatus.RESOLVED
        made = await steps.step(
            number, status, caller=who(request), reason=reason, note=note_of(body)
        )
        return changed(made)

    @routes.post("/incidents/{number}/close", **told(Close, DeskIncident))
    async def close(number: str, request: Request) -> Response:
        body = await body_as(request, Close)
        code = as_text(required(body, "disposition"), "disposition", longest=32)
        return changed(await steps.close(number, code, caller=who(request), note=note_of(body)))

    @routes.post("/incidents/{number}/cancel", **told(Cancel, DeskIncident))
    async def cancel(number: str, request: Request) -> Response:
        body = await body_as(request, Cancel)
        code = optional_text(body, "disposition", longest=32) or "false_alarm"
        reason = reason_of(body)
        return changed(
            await steps.cancel(number, caller=who(request), reason=reason, disposition=code)
        )

    @routes.post("/incidents/{number}/reopen", **told(Reason, DeskIncident))
    async def reopen(number: str, request: Request) -> Response:
        body = await body_as(request, Reason)
        return changed(await steps.reopen(number, caller=who(request), reason=reason_of(body)))


def _add_corrections(routes: APIRouter, steps: DeskSteps, bodies: DeskBodies, areas: Areas) -> None:
    """What an incident is."""

    def changed(incident: Incident) -> Response:
        return answer(bodies.incident(incident))

    @routes.patch("/incidents/{number}", **told(Correction, DeskIncident))
    async def edit(number: str, request: Request) -> Response:
        body = await body_as(request, Correction)
        return changed(await steps.edit(number, read_edit(body, areas), caller=who(request)))


def _add_ownership(routes: APIRouter, ownership: DeskOwnership, bodies: DeskBodies) -> None:
    """Whose an incident is, and who sees it too."""

    def changed(incident: Incident) -> Response:
        return answer(bodies.incident(incident))

    @routes.post("/incidents/{number}/transfer", **told(Transfer, DeskIncident))
    async def transfer(number: str, request: Request) -> Response:
        body = await body_as(request, Transfer)
        owner = optional_text(body, "owner", longest=32)
        return changed(
            await ownership.transfer(number, owner, caller=who(request), note=note_of(body))
        )

    @routes.post("/incidents/{number}/return", **told(Reason, DeskIncident))
    async def give_back(number: str, request: Request) -> Response:
        body = await body_as(request, Reason)
        return changed(
            await ownership.give_back(number, caller=who(request), reason=reason_of(body))
        )

    @routes.post("/incidents/{number}/share", **told(Share, DeskIncident))
    async def share(number: str, request: Request) -> Response:
        body = await body_as(request, Share)
        codes = words_of(body, "departments", most=32)
        seen = words_of(body, "seen", most=32) if "seen" in body else None
        return changed(await ownership.share(number, codes, caller=who(request), seen=seen))


def _add_crews(routes: APIRouter, crews: DeskCrews, bodies: DeskBodies) -> None:
    """Who is sent, and what a unit does."""

    async def sent(made: Sent, status: int = 200) -> Response:
        return answer(await bodies.sent(made), status)

    @routes.post("/incidents/{number}/assignments", **told(Assign, SentAnswer, 201))
    async def assign(number: str, request: Request) -> Response:
        body = await body_as(request, Assign)
        units = words_of(body, "unit_ids", most=50)
        made = await crews.assign(number, units, caller=who(request), note=note_of(body))
        return await sent(made, 201)

    @routes.post("/incidents/{number}/swap", **told(Swap, SentAnswer))
    async def swap(number: str, request: Request) -> Response:
        body = await body_as(request, Swap)
        released = as_text(required(body, "release"), "release", longest=64)
        assigned = as_text(required(body, "assign"), "assign", longest=64)
        return await sent(await crews.swap(number, released, assigned, caller=who(request)))

    @routes.delete("/incidents/{number}/assignments/{unit_id}", **told(answers=SentAnswer))
    async def release(number: str, unit_id: str, request: Request) -> Response:
        return await sent(await crews.release(number, unit_id, caller=who(request)))

    @routes.put("/units/{unit_id}/status", **told(UnitStatusSent, UnitAnswer))
    async def set_status(unit_id: str, request: Request) -> Response:
        body = await body_as(request, UnitStatusSent)
        status = UnitStatus(as_choice(required(body, "status"), "status", UnitStatus))
        unit = await crews.set_unit_status(unit_id, status, caller=who(request))
        return answer(unit_body(unit))


def read_edit(body: Mapping[str, Any], areas: Areas) -> dict[str, Any]:
    """The fields of an incident that a correction names.

    Raises:
        InvalidError: none, or one that cannot be accepted.
    """
    fields: dict[str, Any] = {}
    if "severity" in body:
        fields["severity"] = read_severity(body["severity"])
    if "class" in body:
        fields["incident_class"] = IncidentClass(as_choice(body["class"], "class", IncidentClass))
    if "title" in body:
        fields["title"] = as_text(body["title"], "title", longest=LONGEST_TITLE)
    for name, field, longest, lines in (
        ("description", "description", LONGEST_DESCRIPTION, True),
        ("address", "address", LONGEST_ADDRESS, False),
        ("caller_name", "reporter", LONGEST_REPORTER, False),
        ("caller_phone", "caller_phone", LONGEST_PHONE, False),
    ):
        if name in body:
            fields[field] = optional_text(body, name, longest=longest, lines=lines)
    place, code = as_place(body), read_area_code(body)
    if place is not None or code is not None:
        crs = read_crs(body.get("crs"))
        found = areas.place(*place, crs=crs) if place else areas.place_of_area(code or "")
        fields |= {
            "lat": found.lat,
            "lon": found.lon,
            "area_code": found.area_code,
            "is_outside": found.is_outside,
            "place_source": found.source,
        }
    if not fields:
        raise InvalidError(says="nothing_to_change", field="body", code="missing")
    return fields


def words_of(body: Mapping[str, Any], name: str, *, most: int) -> list[str]:
    """A list of short words.

    Raises:
        InvalidError: no list, too long, or something in it is no text.
    """
    raw = required(body, name)
    if not isinstance(raw, list) or len(raw) > most:
        raise InvalidError(says="field_list", most=most, field=name)
    return [as_text(one, name, longest=64) for one in raw]
