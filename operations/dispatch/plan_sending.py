"""Sending one incident's share of a plan, inside a transaction: all of its units or none."""

from dataclasses import dataclass
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_command
from domain.dispatch.units import NOT_ON_DUTY
from domain.errors import ConflictError, NotFoundError
from domain.incidents.incidents import IncidentStatus
from domain.live.records import Record
from operations.incidents.acts import change_incident, send_units
from store import Transaction

WAITING = frozenset({IncidentStatus.REPORTED, IncidentStatus.ACCEPTED})
# Somebody is on the way or there, and more may be sent.
TOPPED_UP = frozenset({IncidentStatus.DISPATCHED, IncidentStatus.EN_ROUTE, IncidentStatus.ON_SCENE})


def waits(record: Record) -> bool:
    """Nobody was sent yet; or somebody was, by a person, and the card may not be filled."""
    status = record.state["status"]
    return status in WAITING or (status in TOPPED_UP and bool(record.state["is_taken"]))


@dataclass(frozen=True, slots=True)
class PlannedSending:
    """What a plan says for one incident; `already` units were on it when the plan was made."""

    number: str
    unit_ids: tuple[str, ...]
    already: int


@dataclass(frozen=True, slots=True)
class Busy:
    """Why an incident's share was not sent."""

    code: str
    message: str

    def body(self, number: str | None) -> dict[str, Any]:
        """As the page reads it."""
        return {"number": number, "code": self.code, "message": self.message}


def send_planned(tx: Transaction, planned: PlannedSending, *, caller: Caller) -> list[str]:
    """Accept the incident if it is only reported, and send its units; their assignments' ids.

    Raises:
        NotFoundError: the incident or a unit is gone.
        ConflictError: the incident was seen to meanwhile, or a unit was taken.
        NotAllowedError: the incident, or a unit, is not of the caller's area.
    """
    incident = tx.incident(planned.number)
    if incident is None:
        raise NotFoundError(f"没有事件 {planned.number}。", field="number")
    require(caller, "desk.act", area=incident.area_code)
    if incident.status not in WAITING | TOPPED_UP:
        raise ConflictError(
            f"{planned.number} 已由他人处理，没有重复派出。", field="number", code="already_sent"
        )
    if len(tx.open_assignments(number=planned.number)) > planned.already:
        raise ConflictError(
            f"{planned.number} 刚有力量派出，没有重复派出。", field="number", code="already_sent"
        )
    for unit_id in planned.unit_ids:
        _check_free(tx, unit_id, caller)
    if incident.status is IncidentStatus.REPORTED:
        change_incident(
            tx, planned.number, IncidentStatus.ACCEPTED, None, actor=caller.actor, at=tx.at
        )
    made = send_units(tx, planned.number, planned.unit_ids, actor=caller.actor, at=tx.at)
    return [one.assignment_id for one in made]


def _check_free(tx: Transaction, unit_id: str, caller: Caller) -> None:
    unit = tx.unit(unit_id)
    if unit is None:
        raise NotFoundError(f"没有力量 {unit_id}；本起一个也没有派出。", field="unit_id")
    check_may_command(caller, unit.home_area)
    held = tx.open_assignments(unit_id=unit_id)
    if held:
        raise ConflictError(
            f"{unit.call_sign} 刚被派往 {held[0].number}；本起一个也没有派出，请看新方案。",
            field="unit_id",
            code="unit_busy",
        )
    if unit.status in NOT_ON_DUTY:
        raise ConflictError(
            f"{unit.call_sign} 已离岗或停用；本起一个也没有派出，请看新方案。",
            field="unit_id",
            code="unit_off_duty",
        )
