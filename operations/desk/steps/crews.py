"""The units on an incident: sent, swapped, called back, and what a step asks of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_command
from domain.dispatch.units import Unit, UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError, Terms
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentStatus, advance, check_step
from operations.desk.steps.changes import IncidentChanges, noted, put_changed
from operations.incidents.acts import (
    RELEASING,
    assignments_follow,
    send_units,
    set_status,
    shown_by,
    taken,
)
from operations.incidents.found import incident_in, unit_in
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

MOST_UNITS = 50
CREW_STEPS = {
    IncidentStatus.EN_ROUTE: UnitStatus.EN_ROUTE,
    IncidentStatus.ON_SCENE: UnitStatus.ON_SCENE,
}
ON_A_JOB = frozenset({UnitStatus.DISPATCHED, UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE})


@dataclass(frozen=True, slots=True)
class Sent:
    """What an assignment changed."""

    incident: Incident
    assignments: list[Assignment]


class DeskCrews:
    """What a dispatcher does with units."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work
        self._changes = IncidentChanges(store, work)

    async def assign(
        self, number: str, unit_ids: Sequence[str], *, caller: Caller, note: str | None = None
    ) -> Sent:
        """Send units: all of them or none. What is only reported is accepted by it.

        Asked again for units that are all on it already, it changes nothing and answers with them:
        an order whose answer was lost may be given again.

        Raises:
            InvalidError: nobody is named, or too many are.
            NotFoundError: the incident or a unit is unknown.
            ConflictError: a unit is busy or off duty, or the incident is over.
        """
        wanted = list(dict.fromkeys(unit_ids))
        if not 1 <= len(wanted) <= MOST_UNITS:
            raise InvalidError(says="units_1_to", most=MOST_UNITS, field="unit_ids")

        def write(tx: Transaction, incident: Incident) -> Sent:
            check_may_send(tx, wanted, caller)
            crews = {one.unit_id: one for one in tx.open_assignments(number=number)}
            if crews.keys() >= set(wanted):
                return Sent(incident, [crews[unit_id] for unit_id in wanted])
            made = accept_and_send(tx, incident, wanted, actor=caller.actor)
            return Sent(noted(tx, incident_in(tx, number), note, caller), made)

        return await self._changes.on(number, caller, write)

    async def release(self, number: str, unit_id: str, *, caller: Caller) -> Sent:
        """Call a unit back; its notice is withdrawn, and it is free again."""

        def write(tx: Transaction, incident: Incident) -> Sent:
            cleared = _release(tx, number, unit_id, caller)
            return Sent(
                put_changed(tx, incident_in(tx, number), "take", caller, is_taken=True), [cleared]
            )

        return await self._changes.on(number, caller, write)

    async def swap(self, number: str, release: str, assign: str, *, caller: Caller) -> Sent:
        """Send one unit in the place of another: both or neither."""

        def write(tx: Transaction, incident: Incident) -> Sent:
            check_may_send(tx, [assign], caller)
            crews = {one.unit_id: one for one in tx.open_assignments(number=number)}
            if assign in crews and release not in crews:  # an answer was lost: it is done
                return Sent(incident, [crews[assign]])
            # First the new one: at no moment is the incident without anybody.
            made = send_units(tx, number, [assign], actor=caller.actor, at=tx.at)
            cleared = _release(tx, number, release, caller)
            return Sent(incident_in(tx, number), [cleared, *made])

        return await self._changes.on(number, caller, write)

    async def set_unit_status(self, unit_id: str, status: UnitStatus, *, caller: Caller) -> Unit:
        """Set what a unit is doing; its open assignment and the incident follow.

        Raises:
            ConflictError: it would be on its way or there, and was sent to no incident.
        """

        def write(tx: Transaction) -> Unit:
            unit = unit_in(tx, unit_id)
            check_may_command(caller, unit.home_area)
            if status in ON_A_JOB and not tx.open_assignments(unit_id=unit_id):
                raise ConflictError(
                    says="unit_without_job",
                    unit=unit.call_sign,
                    status=Terms(status.value),
                    field="status",
                    code="no_incident",
                )
            return set_status(tx, unit, status, actor=caller.actor, at=tx.at)

        return await in_transaction(self._store, self._work, write)


def crews_step(
    tx: Transaction,
    incident: Incident,
    status: IncidentStatus,
    unit_ids: Sequence[str],
    caller: Caller,
) -> None:
    """The units named set out or are there; the incident follows them."""
    if incident.status is not status:
        check_step(incident.status, status)
    crews = tx.open_assignments(number=incident.number)
    named = list(dict.fromkeys(unit_ids)) or [one.unit_id for one in crews]
    if not named:
        raise ConflictError(
            says="no_crew_for_step",
            wanted=Terms(status.value),
            field="status",
            code="no_crew",
        )
    units = [unit_in(tx, unit_id) for unit_id in named]
    if not unit_ids and len(units) > 1:
        signs = "、".join(unit.call_sign for unit in units)
        raise InvalidError(
            says="which_crew",
            wanted=Terms(status.value),
            units=signs,
            field="unit_ids",
            code="missing",
        )
    sent = {one.unit_id: one for one in crews}
    for unit in units:
        held = sent.get(unit.unit_id)
        if held is None:
            raise NotFoundError(says="unit_not_on_incident", unit=unit.call_sign, field="unit_ids")
        if held.on_scene_at is None:  # who is there does not set out again
            set_status(tx, unit, CREW_STEPS[status], actor=caller.actor, at=tx.at)


def check_crew(
    tx: Transaction,
    incident: Incident,
    status: IncidentStatus,
    caller: Caller,
    reason: str | None,
) -> None:
    """Nothing is dispatched without a crew, or dealt with by nobody unless a reason says how.

    A department's own crews are not units here.
    """
    if incident.status is status or caller.role == "department":
        return
    if incident.status is IncidentStatus.RESOLVED:
        return
    crews = tx.open_assignments(number=incident.number)
    if status is IncidentStatus.DISPATCHED and not crews:
        check_step(incident.status, status)
        raise ConflictError(says="nobody_sent", field="status", code="no_crew")
    if status not in RELEASING or reason or incident.is_stated:
        return
    if shown_by(crews) is not IncidentStatus.ON_SCENE:
        if incident.status is not IncidentStatus.ON_SCENE:
            check_step(incident.status, status)
        raise ConflictError(
            says="nobody_arrived",
            wanted=Terms(status.value),
            field="reason",
            code="no_crew",
        )


def check_may_send(tx: Transaction, unit_ids: Sequence[str], caller: Caller) -> None:
    """Refuse units that are not the caller's to command.

    Raises:
        NotFoundError: a unit is unknown.
        NotAllowedError: a unit belongs to another area.
    """
    for unit_id in unit_ids:
        check_may_command(caller, unit_in(tx, unit_id).home_area)


def accept_and_send(
    tx: Transaction, incident: Incident, unit_ids: Sequence[str], *, actor: str
) -> list[Assignment]:
    """Inside a transaction: accept what is only reported, then send units to it."""
    if incident.status is IncidentStatus.REPORTED:
        accepted = advance(taken(incident, actor), IncidentStatus.ACCEPTED, at=tx.at)
        tx.put_incident(accepted, action="advance", actor=actor)
    return send_units(tx, incident.number, unit_ids, actor=actor, at=tx.at)


def free_units(tx: Transaction, number: str, *, actor: str) -> None:
    """Whoever is still on an incident is available again."""
    for assignment in tx.open_assignments(number=number):
        unit = tx.unit(assignment.unit_id)
        if unit is not None:
            set_status(tx, unit, UnitStatus.AVAILABLE, actor=actor, at=tx.at)


def _release(tx: Transaction, number: str, unit_id: str, caller: Caller) -> Assignment:
    unit = unit_in(tx, unit_id)
    held = [one for one in tx.open_assignments(unit_id=unit_id) if one.number == number]
    if not held:
        raise NotFoundError(says="unit_not_on_incident", unit=unit.call_sign, field="unit_id")
    if unit.status in {UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE}:
        assignments_follow(tx, unit_id, UnitStatus.AVAILABLE, actor=caller.actor, at=tx.at)
    else:
        set_status(tx, unit, UnitStatus.AVAILABLE, actor=caller.actor, at=tx.at)
    return replace(held[0], cleared_at=max(tx.at, held[0].assigned_at))
