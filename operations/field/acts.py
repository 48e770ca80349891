"""What a unit answers from its phone: yes, no with a reason, under way, there, done, help.

Each is one transaction with the note that it was done, carries the moment of the press, and goes
the way of every crew's steps (operations/incidents/acts.py).
"""

from enum import StrEnum
from typing import Any

from domain.desk.notices import OPEN, NoticeState, Purpose
from domain.dispatch.units import Unit, UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.field.phones import Phone, is_on_duty
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident
from domain.moments import to_id
from domain.subject_key import of_incident
from operations.incidents.acts import set_status
from operations.incidents.notes import put_note
from operations.notices.notices import (
    CENTRE_NAME,
    acknowledge,
    answered,
    tell_people,
    told_of,
)
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox
from store.field import phones as kept
from store.field.acts import Press, once


class Act(StrEnum):
    """What a phone says of an order."""

    ACCEPT = "accept"
    DECLINE = "decline"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    DONE = "done"
    HELP = "help"


class FieldActs:
    """Acts of phones on the orders of their unit."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store, self._work = store, work

    async def act(
        self, phone: Phone, assignment_id: str, act: Act, press: Press, *, reason: str = ""
    ) -> dict[str, Any]:
        """Do it once, as of the press.

        Raises:
            NotFoundError: the order is none of this phone's unit.
            ConflictError: it is over, or was called back; or the phone is off duty.
            InvalidError: it is declined without a word why.
        """
        if act is Act.DECLINE and not reason.strip():
            raise InvalidError(says="decline_needs_reason", field="reason", code="missing")

        def write(tx: Transaction) -> dict[str, Any]:
            return once(tx, press, lambda: _done(tx, phone, assignment_id, act, press, reason))

        return await in_transaction(self._store, self._work, write)


def _done(
    tx: Transaction, phone: Phone, assignment_id: str, act: Act, press: Press, reason: str
) -> dict[str, Any]:
    unit = tx.unit(phone.unit_id or "")
    if unit is None:
        raise NotFoundError(says="no_order_here", field="assignment_id")
    device = kept.device_of(tx.connection, phone.device_id) or phone.device
    if not is_on_duty(device, unit.status, tx.at):
        raise ConflictError(says="act_off_duty", field="act", code="off_duty")
    assignment = _order(tx, unit, assignment_id)
    incident = tx.incident(assignment.number)
    if incident is None:
        raise NotFoundError(says="no_order_here", field="assignment_id")
    actor = phone.caller.actor
    _say_yes(tx, phone, assignment, actor)
    if act is Act.DECLINE:
        _decline(tx, unit, assignment, incident, actor, press, reason)
    elif act is Act.EN_ROUTE and assignment.on_scene_at is None:
        set_status(tx, unit, UnitStatus.EN_ROUTE, actor=actor, at=press.at)
    elif act is Act.ARRIVED:
        set_status(tx, unit, UnitStatus.ON_SCENE, actor=actor, at=press.at)
    elif act is Act.DONE:
        set_status(tx, unit, UnitStatus.AVAILABLE, actor=actor, at=press.at)
    elif act is Act.HELP:
        _help(tx, unit, assignment, incident, press)
    if reason.strip() and act is not Act.DECLINE:
        put_note(tx, of_incident(incident.number), reason.strip(), [unit.unit_id], actor=actor)
    return {"act": act.value, "number": incident.number, "assignment_id": assignment_id}


def _order(tx: Transaction, unit: Unit, assignment_id: str) -> Assignment:
    """The open order; of one that is over is said that it is, and of another's nothing."""
    for one in tx.open_assignments(unit_id=unit.unit_id):
        if one.assignment_id == assignment_id:
            return one
    notices = outbox.notices_of_assignment(tx, assignment_id)
    if any(one.unit_id == unit.unit_id for one in notices):
        raise ConflictError(says="order_over", field="assignment_id", code="order_over")
    raise NotFoundError(says="no_order_here", field="assignment_id")


def _say_yes(tx: Transaction, phone: Phone, assignment: Assignment, actor: str) -> None:
    """Whoever acts has heard: every notice of the order is answered, on this phone."""
    for one in outbox.notices_of_assignment(tx, assignment.assignment_id):
        if one.unit_id != phone.unit_id or one.state not in {*OPEN, NoticeState.FAILED}:
            continue
        acknowledge(tx, one.notice_id, actor=actor)
        kept.put_delivery(
            tx.connection, kept.Delivery(one.notice_id, phone.device_id, tx.at, answered_at=tx.at)
        )
    answered(tx, assignment.assignment_id, actor=actor)


def _decline(
    tx: Transaction,
    unit: Unit,
    assignment: Assignment,
    incident: Incident,
    actor: str,
    press: Press,
    reason: str,
) -> None:
    """The unit does not go: it is free again, the reason is noted, and the desk rings."""
    said = f"{unit.call_sign} 不能前往：{reason.strip()}"
    put_note(tx, of_incident(incident.number), said, [unit.unit_id], actor=actor)
    set_status(tx, unit, UnitStatus.AVAILABLE, actor=actor, at=press.at)
    tell_people(
        tx,
        told_of(incident),
        key=f"declined-{unit.unit_id}-{to_id(tx.at)}",
        recipient=CENTRE_NAME,
        purpose=Purpose.UNSERVED,
        head=f"{unit.call_sign} 不能前往",
    )


def _help(
    tx: Transaction,
    unit: Unit,
    assignment: Assignment,
    incident: Incident,
    press: Press,
) -> None:
    """People on an order need more hands: the desk rings until somebody answers."""
    tell_people(
        tx,
        told_of(incident),
        key=f"help-{unit.unit_id}-{to_id(press.at)}",
        recipient=CENTRE_NAME,
        purpose=Purpose.ESCALATION,
        head=f"{unit.call_sign} 请求支援",
        assignment_id=assignment.assignment_id,
    )
