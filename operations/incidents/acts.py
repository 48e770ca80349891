"""What is done about an incident: steps, severity, and the units sent to it.

Every call is one transaction: the incident, its assignments and the statuses of their units
change together or not at all. Setting out and arriving are said of units; the incident's status
follows from its open assignments. Whoever says it of the incident alone says it without a crew:
that is marked (`is_stated`) and moves no unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from domain.desk.notices import Level
from domain.dispatch.standby import Ending
from domain.dispatch.units import FREE, NOT_ON_DUTY, SIMULATOR, Unit, UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError, Terms
from domain.incidents.assignments import Assignment
from domain.incidents.dispositions import UNSAID
from domain.incidents.incidents import (
    Incident,
    IncidentClass,
    IncidentStatus,
    Severity,
    advance,
    fall_back,
)
from domain.moments import to_id
from operations.incidents.found import incident_in, unit_in
from operations.incidents.standby_steps import finish_of
from operations.notices.notices import (
    ESCALATION,
    answered,
    notify_unit,
    served,
    tell_corrected,
    tell_unserved,
    watch_on_scene,
    withdraw,
)
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

T = TypeVar("T")

# Who acts without being a person at a desk: what they do never takes an incident over.
NOT_PEOPLE = frozenset({SIMULATOR, ESCALATION})

RELEASING = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED, IncidentStatus.CANCELLED})
MAY_BE_SENT_TO = frozenset(
    {
        IncidentStatus.ACCEPTED,
        IncidentStatus.DISPATCHED,
        IncidentStatus.EN_ROUTE,
        IncidentStatus.ON_SCENE,
    }
)
# How far an incident is served; other statuses do not follow from crews.
_SERVED = {
    IncidentStatus.ACCEPTED: 0,
    IncidentStatus.DISPATCHED: 1,
    IncidentStatus.EN_ROUTE: 2,
    IncidentStatus.ON_SCENE: 3,
}
# What a crew must have done for an incident to be said so without stating it.
_NEEDS_CREW = {
    IncidentStatus.DISPATCHED: IncidentStatus.DISPATCHED,
    IncidentStatus.EN_ROUTE: IncidentStatus.EN_ROUTE,
    IncidentStatus.ON_SCENE: IncidentStatus.ON_SCENE,
    IncidentStatus.RESOLVED: IncidentStatus.ON_SCENE,
}
_ON_THE_WAY = {UnitStatus.DISPATCHED: 0, UnitStatus.EN_ROUTE: 1, UnitStatus.ON_SCENE: 2}


class Desk:
    """Steps of incidents and units, checked again here whatever a screen allowed."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work

    async def advance(
        self, number: str, status: IncidentStatus, *, actor: str, at: datetime | None = None
    ) -> Incident:
        """Take an incident one step on; when it ends, the units sent to it are free again.

        Raises:
            NotFoundError: no incident has this number.
            ConflictError: the step is not allowed from where it stands.
        """
        return await self.change(number, status=status, actor=actor, at=at)

    async def change(
        self,
        number: str,
        *,
        actor: str,
        status: IncidentStatus | None = None,
        severity: Severity | None = None,
        at: datetime | None = None,
    ) -> Incident:
        """Change status, severity or both in one record; nothing new writes nothing.

        Raises:
            NotFoundError: no incident has this number.
            ConflictError: the step is not allowed from where it stands.
        """

        def write(tx: Transaction, moment: datetime) -> Incident:
            return change_incident(tx, number, status, severity, actor=actor, at=moment)

        return await self._write(write, at)

    async def assign(
        self, number: str, unit_ids: Sequence[str], *, actor: str, at: datetime | None = None
    ) -> list[Assignment]:
        """Send units to an incident; all of them or none.

        Raises:
            InvalidError: no unit is named.
            NotFoundError: the incident or a unit is unknown.
            ConflictError: a unit is busy or off duty, or the incident may not be sent to.
        """
        if not unit_ids:
            raise InvalidError(says="unit_missing", field="unit_ids")

        def write(tx: Transaction, moment: datetime) -> list[Assignment]:
            return send_units(tx, number, unit_ids, actor=actor, at=moment)

        return await self._write(write, at)

    async def set_unit_status(
        self, unit_id: str, status: UnitStatus, *, actor: str, at: datetime | None = None
    ) -> Unit:
        """Set what a unit is doing; its open assignment and the incident follow.

        Raises:
            NotFoundError: no unit has this id.
        """

        def write(tx: Transaction, moment: datetime) -> Unit:
            return set_status(tx, unit_in(tx, unit_id), status, actor=actor, at=moment)

        return await self._write(write, at)

    async def _write(self, steps: Callable[[Transaction, datetime], T], at: datetime | None) -> T:
        return await in_transaction(self._store, self._work, lambda tx: steps(tx, at or tx.at))


def change_incident(
    tx: Transaction,
    number: str,
    status: IncidentStatus | None,
    severity: Severity | None,
    *,
    actor: str,
    at: datetime,
) -> Incident:
    """Inside a transaction: one record for the incident, and one per unit that its end frees.

    Crews that are under way are told of another severity.
    """
    before = incident_in(tx, number)
    after = before if status is None else _stated(tx, before, status, at=at)
    if after.status in UNSAID and after.disposition is None:
        after = replace(after, disposition=UNSAID[after.status])
    if severity is not None and severity is not after.severity:
        after = replace(after, severity=severity)
    if after == before:
        return before
    after = taken(after, actor)
    action = "severity" if after.status is before.status else "advance"
    tx.put_incident(after, action=action, actor=actor, occurred_at=at)
    tell_corrected(tx, before, after, actor=actor)
    if before.incident_class is IncidentClass.SOS and before.status is IncidentStatus.REPORTED:
        served(tx, number, actor=actor)  # an alarm rings until somebody takes it
    if after.status in RELEASING and after.status is not before.status:
        _free_crews(tx, after, actor=actor, at=at)
    return after


def _stated(tx: Transaction, before: Incident, status: IncidentStatus, *, at: datetime) -> Incident:
    """One step on, marked when no crew shows it."""
    after = advance(before, status, at=at)
    if after is before or after.status not in _NEEDS_CREW:
        return after
    shown = shown_by(tx.open_assignments(number=before.number))
    is_shown = _SERVED[_NEEDS_CREW[after.status]] <= _SERVED[shown]
    return after if is_shown else replace(after, is_stated=True)


def shown_by(crews: Sequence[Assignment]) -> IncidentStatus:
    """How far the open assignments of an incident have come: what the furthest crew does."""
    if any(one.on_scene_at for one in crews):
        return IncidentStatus.ON_SCENE
    if any(one.en_route_at for one in crews):
        return IncidentStatus.EN_ROUTE
    return IncidentStatus.DISPATCHED if crews else IncidentStatus.ACCEPTED


def send_units(
    tx: Transaction,
    number: str,
    unit_ids: Sequence[str],
    *,
    actor: str,
    at: datetime,
    level: int = Level.UNIT,
    chain: str | None = None,
) -> list[Assignment]:
    """Inside a transaction: open an assignment per unit; the incident becomes dispatched.

    Each unit gets a notice of `level`; `chain` names the one whose silence led to this.
    """
    incident = incident_in(tx, number)
    if incident.status not in MAY_BE_SENT_TO:
        raise ConflictError(
            says="no_sending_now",
            now=Terms(incident.status.value),
            field="status",
            code="illegal_step",
        )
    made = [_send(tx, incident, unit_id, actor=actor, at=at) for unit_id in unit_ids]
    if actor != SIMULATOR:  # the demo's own dispatchers tell their crews themselves
        for one in made:
            unit = tx.unit(one.unit_id)
            assert unit is not None  # noqa: S101 - it was sent just now
            notify_unit(tx, one, unit, incident, actor=actor, level=level, chain=chain)
    served(tx, number, actor=actor)
    after = taken(incident, actor)
    if incident.status is IncidentStatus.ACCEPTED:
        after = advance(after, IncidentStatus.DISPATCHED, at=at)
    if after != incident:
        action = "take" if after.status is incident.status else "advance"
        tx.put_incident(after, action=action, actor=actor, occurred_at=at)
    return made


def follow_crews(tx: Transaction, number: str, *, actor: str, at: datetime) -> None:
    """Inside a transaction: an incident's status becomes what its open assignments show.

    When nobody is left it is accepted and unserved, and the desk is told; a status that somebody
    has stated stands until a crew overtakes it.
    """
    incident = tx.incident(number)
    if incident is None or incident.status not in _SERVED:
        return
    shown = shown_by(tx.open_assignments(number=number))
    ahead = _SERVED[shown] - _SERVED[incident.status]
    if ahead > 0:
        if incident.status is IncidentStatus.ACCEPTED:  # whoever is there was sent, too
            incident = advance(incident, IncidentStatus.DISPATCHED, at=at)
        after = advance(incident, shown, at=at)
        tx.put_incident(after, action="advance", actor=actor, occurred_at=at)
    elif ahead < 0 and not incident.is_stated:
        after = fall_back(incident, shown, at=at)
        tx.put_incident(after, action="fall_back", actor=actor, occurred_at=at)
        if after.unserved_since is not None and after.is_taken:
            tell_unserved(tx, after)


def taken(incident: Incident, actor: str) -> Incident:
    """The incident, marked as in a person's hands when it was a person who acted."""
    if incident.is_taken or actor in NOT_PEOPLE:
        return incident
    return replace(incident, is_taken=True)


def set_status(
    tx: Transaction, unit: Unit, status: UnitStatus, *, actor: str, at: datetime
) -> Unit:
    """Inside a transaction: a unit's status, its open assignment, and the incident's step."""
    assignments_follow(tx, unit.unit_id, status, actor=actor, at=at)
    if status not in FREE:
        finish_of(tx, unit.unit_id, Ending.UNAVAILABLE, actor=actor)
    return _put_status(tx, unit, status, actor=actor, at=at)


def assignments_follow(
    tx: Transaction, unit_id: str, status: UnitStatus, *, actor: str, at: datetime
) -> None:
    """Inside a transaction: the open assignment of a unit, and its incident, take its step."""
    for assignment in tx.open_assignments(unit_id=unit_id):
        _assignment_follows(tx, assignment, status, actor=actor, at=at)
        follow_crews(tx, assignment.number, actor=actor, at=at)


def _send(
    tx: Transaction, incident: Incident, unit_id: str, *, actor: str, at: datetime
) -> Assignment:
    unit = tx.unit(unit_id)
    if unit is None:
        raise NotFoundError(says="unit_gone_not_sent", unit=unit_id[:64], field="unit_id")
    if unit.status in NOT_ON_DUTY:
        raise ConflictError(
            says="unit_absent_not_sent",
            unit=unit.call_sign,
            status=Terms(unit.status.value),
            field="unit_id",
            code="unit_off_duty",
        )
    if busy := tx.open_assignments(unit_id=unit_id):
        raise ConflictError(
            says="unit_busy_not_sent",
            unit=unit.call_sign,
            number=busy[0].number,
            field="unit_id",
            code="unit_busy",
        )
    assignment = Assignment(
        assignment_id=f"{incident.number}-{unit_id}-{to_id(at)}",
        number=incident.number,
        unit_id=unit_id,
        area_code=incident.area_code,
        assigned_at=at,
        is_demo=incident.is_demo,
    )
    finish_of(tx, unit_id, Ending.DISPATCHED, actor=actor)
    tx.put_assignment(assignment, action="assign", actor=actor, occurred_at=at)
    _put_status(tx, unit, UnitStatus.DISPATCHED, actor=actor, at=at)
    return assignment


def _free_crews(tx: Transaction, incident: Incident, *, actor: str, at: datetime) -> None:
    """When an incident ends, whoever is still on it is free again."""
    for assignment in tx.open_assignments(number=incident.number):
        unit = tx.unit(assignment.unit_id)
        if unit is None:
            continue
        _assignment_follows(tx, assignment, UnitStatus.AVAILABLE, actor=actor, at=at)
        if unit.status not in NOT_ON_DUTY:
            _put_status(tx, unit, UnitStatus.AVAILABLE, actor=actor, at=at)
    served(tx, incident.number, actor=actor)


def _assignment_follows(
    tx: Transaction, assignment: Assignment, status: UnitStatus, *, actor: str, at: datetime
) -> None:
    moment = max(at, assignment.assigned_at)
    if status is UnitStatus.EN_ROUTE and assignment.en_route_at is None:
        after = replace(assignment, en_route_at=moment)
        answered(tx, assignment.assignment_id, actor=actor)
    elif status is UnitStatus.ON_SCENE and assignment.on_scene_at is None:
        after = replace(assignment, on_scene_at=moment)
        answered(tx, assignment.assignment_id, actor=actor)
        watch_on_scene(tx, assignment)
    elif status not in _ON_THE_WAY:
        after = replace(assignment, cleared_at=moment)
        withdraw(tx, assignment.assignment_id, actor=actor)
    else:
        return
    action = "clear" if after.cleared_at else str(status)
    tx.put_assignment(after, action=action, actor=actor, occurred_at=at)


def _put_status(
    tx: Transaction, unit: Unit, status: UnitStatus, *, actor: str, at: datetime
) -> Unit:
    if unit.status is status:
        return unit
    after = replace(unit, status=status)
    tx.put_unit(after, action="status", actor=actor, occurred_at=at)
    return after
