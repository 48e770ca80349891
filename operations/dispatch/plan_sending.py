"""Sending one incident's share of a plan, inside a transaction: all of its units or none."""

from dataclasses import dataclass

from domain.access.access import require
from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_command
from domain.dispatch.units import NOT_ON_DUTY
from domain.errors import ConflictError, NotFoundError, RefusedError
from domain.incidents.duplicates import metres_between
from domain.incidents.incidents import Incident, IncidentStatus, from_state
from domain.live.records import Record
from operations.incidents.acts import change_incident, send_units
from operations.incidents.found import no_incident
from store import Transaction

WAITING = frozenset({IncidentStatus.REPORTED, IncidentStatus.ACCEPTED})
# Somebody is on the way or there, and more may be sent.
# Nearer than this the same units are the nearest.
SAME_PLACE_M = 50
TOPPED_UP = frozenset({IncidentStatus.DISPATCHED, IncidentStatus.EN_ROUTE, IncidentStatus.ON_SCENE})


def waits(record: Record) -> bool:
    """Nobody was sent yet; or somebody was, by a person, and the card may not be filled.

    Where nobody knows where it is, no plan can say who is near.
    """
    if not from_state(record.state).is_placed:
        return False
    status = record.state["status"]
    return status in WAITING or (status in TOPPED_UP and bool(record.state["is_taken"]))


@dataclass(frozen=True, slots=True)
class PlannedSending:
    """What a plan says for one incident.

    Attributes:
        already: how many units were on it when the plan was made.
        seen: the incident as the plan was made for it.
    """

    number: str
    unit_ids: tuple[str, ...]
    already: int
    seen: Incident


@dataclass(frozen=True, slots=True)
class NotSent:
    """An incident whose share of a plan was not sent, and why; None: the whole plan."""

    number: str | None
    error: RefusedError


def send_planned(tx: Transaction, planned: PlannedSending, *, caller: Caller) -> list[str]:
    """Accept the incident if it is only reported, and send its units; their assignments' ids.

    Raises:
        NotFoundError: the incident or a unit is gone.
        ConflictError: the incident was seen to meanwhile, or a unit was taken.
        NotAllowedError: the incident, or a unit, is not of the caller's area.
    """
    incident = tx.incident(planned.number)
    if incident is None:
        raise no_incident(planned.number)
    require(caller, "desk.act", area=incident.area_code)
    if incident.status not in WAITING | TOPPED_UP:
        raise ConflictError(
            says="seen_to_by_others", number=planned.number, field="number", code="already_sent"
        )
    if len(tx.open_assignments(number=planned.number)) > planned.already:
        raise ConflictError(
            says="just_sent", number=planned.number, field="number", code="already_sent"
        )
    if not _is_as_planned(incident, planned.seen):
        raise ConflictError(
            says="plan_outdated", number=planned.number, field="number", code="plan_outdated"
        )
    for unit_id in planned.unit_ids:
        _check_free(tx, unit_id, caller)
    if incident.status is IncidentStatus.REPORTED:
        change_incident(
            tx, planned.number, IncidentStatus.ACCEPTED, None, actor=caller.actor, at=tx.at
        )
    made = send_units(tx, planned.number, planned.unit_ids, actor=caller.actor, at=tx.at)
    return [one.assignment_id for one in made]


def _is_as_planned(now: Incident, seen: Incident) -> bool:
    """Whether the units were chosen for this place, class and severity."""
    if (now.incident_class, now.severity) != (seen.incident_class, seen.severity):
        return False
    return metres_between(now.lat, now.lon, seen.lat, seen.lon) <= SAME_PLACE_M


def _check_free(tx: Transaction, unit_id: str, caller: Caller) -> None:
    unit = tx.unit(unit_id)
    if unit is None:
        raise NotFoundError(says="planned_unit_gone", unit=unit_id, field="unit_id")
    check_may_command(caller, unit.home_area)
    held = tx.open_assignments(unit_id=unit_id)
    if held:
        raise ConflictError(
            says="planned_unit_busy",
            unit=unit.call_sign,
            number=held[0].number,
            field="unit_id",
            code="unit_busy",
        )
    if unit.status in NOT_ON_DUTY:
        raise ConflictError(
            says="planned_unit_absent",
            unit=unit.call_sign,
            field="unit_id",
            code="unit_off_duty",
        )
