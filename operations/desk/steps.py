"""What a dispatcher does with an incident, from accepting it to closing it.

Every call is one transaction and asks again whether the caller may. The steps themselves are
those of operations/incidents/acts.py, which machines take too.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_act, check_may_command, check_may_handle
from domain.dispatch.units import Unit, UnitStatus
from domain.errors import ConflictError, InvalidError, NotFoundError, Terms
from domain.incidents.assignments import Assignment
from domain.incidents.dispositions import DISPOSITIONS, Disposition, check_disposition
from domain.incidents.incidents import (
    ENDED,
    Incident,
    IncidentStatus,
    advance,
    check_step,
    reopen,
)
from domain.maps.departments import Department
from domain.private import keep_numbers
from domain.subject_key import of_incident
from operations.desk.transfers import (
    check_returned,
    drop_transfers,
    taken_over,
    tell_centre,
    tell_department,
)
from operations.incidents.acts import (
    RELEASING,
    assignments_follow,
    change_incident,
    send_units,
    set_status,
    shown_by,
    taken,
)
from operations.incidents.found import incident_in, unit_in
from operations.incidents.notes import put_note
from operations.notices.notices import served, tell_corrected, told_of
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

T = TypeVar("T")
MOST_UNITS = 50
WORDS = frozenset({"title", "description", "address"})


@dataclass(frozen=True, slots=True)
class Sent:
    """What an assignment changed."""

    incident: Incident
    assignments: list[Assignment]


class DeskSteps:
    """The steps of a dispatcher."""

    def __init__(
        self,
        store: Store,
        work: Work,
        departments: Sequence[Department],
        dispositions: Sequence[Disposition] = DISPOSITIONS,
    ) -> None:
        self._store = store
        self._work = work
        self._departments = {one.code: one for one in departments}
        self._dispositions = dispositions

    # status --------------------------------------------------------------------------------

    async def step(
        self,
        number: str,
        status: IncidentStatus,
        *,
        caller: Caller,
        unit_ids: Sequence[str] = (),
        reason: str | None = None,
        note: str | None = None,
    ) -> Incident:
        """Take an incident to a status that may follow.

        Setting out and arriving are said for the units named, or for the only one there is; the
        others keep their own state, and their notices stay open. With a `reason`, which is kept,
        the incident alone is said to be so; no unit moves. A department's own crews are no units
        here: it says what it does without one.

        Raises:
            InvalidError: it would end, and nothing says how: that is `close` or `cancel`; or
                nothing says which of several units.
            NotFoundError: no such incident, or a unit named is not on it.
            NotAllowedError: not for this caller.
            ConflictError: the status may not follow, or nobody is there and no reason is given.
        """

        def write(tx: Transaction, incident: Incident) -> Incident:
            if status in ENDED:
                raise InvalidError(says=_SAYS_HOW[status], field="disposition", code="missing")
            if status in CREW_STEPS and (unit_ids or not (reason or caller.role == "department")):
                _crews_step(tx, incident, status, unit_ids, caller)
            else:
                _check_crew(tx, incident, status, caller, reason or note)
                change_incident(tx, number, status, None, actor=caller.actor, at=tx.at)
            noted(tx, incident, reason, caller)
            return noted(tx, incident_in(tx, number), note, caller)

        return await self._on(number, caller, write, handles=status)

    async def close(
        self, number: str, disposition: str, *, caller: Caller, note: str | None = None
    ) -> Incident:
        """Close an incident with how it ended; what is not resolved yet is so in the same act.

        Raises:
            InvalidError: it does not end that way.
            ConflictError: it is not on scene, accepted or resolved; or somebody is said to have
                been there who was not, and no note says why.
        """
        check_disposition(disposition, IncidentStatus.CLOSED, self._dispositions)

        def write(tx: Transaction, incident: Incident) -> Incident:
            if disposition in NEEDS_SOMEBODY_THERE:
                _check_crew(tx, incident, IncidentStatus.RESOLVED, caller, note)
            if incident.status not in {IncidentStatus.RESOLVED, IncidentStatus.CLOSED}:
                change_incident(
                    tx, number, IncidentStatus.RESOLVED, None, actor=caller.actor, at=tx.at
                )
            return _end(tx, number, IncidentStatus.CLOSED, disposition, note, caller)

        return await self._on(number, caller, write)

    async def cancel(
        self, number: str, *, caller: Caller, reason: str, disposition: str = "false_alarm"
    ) -> Incident:
        """Cancel an incident; the reason is kept as a note.

        Raises:
            ConflictError: it has come too far to be cancelled.
        """
        check_disposition(disposition, IncidentStatus.CANCELLED, self._dispositions)

        def write(tx: Transaction, incident: Incident) -> Incident:
            return _end(tx, number, IncidentStatus.CANCELLED, disposition, reason, caller)

        return await self._on(number, caller, write)

    async def reopen(self, number: str, *, caller: Caller, reason: str) -> Incident:
        """Take up again what was ended less than a day ago.

        Raises:
            ConflictError: it is not over, or for too long.
        """

        def write(tx: Transaction, incident: Incident) -> Incident:
            after = replace(reopen(incident, at=tx.at), is_taken=True)
            tx.put_incident(after, action="reopen", actor=caller.actor)
            if after.owner is not None:
                self._tell_owner(tx, after, caller)
            return noted(tx, after, reason, caller)

        return await self._on(number, caller, write)

    # what it is, whose it is ---------------------------------------------------------------

    async def edit(self, number: str, fields: dict[str, Any], *, caller: Caller) -> Incident:
        """Correct what was taken down; what is so already writes nothing.

        Crews under way are told of another place, class, severity or title.
        """

        def write(tx: Transaction, incident: Incident) -> Incident:
            kept = {
                name: keep_numbers(value, getattr(incident, name) or "")
                if name in WORDS and isinstance(value, str)
                else value
                for name, value in fields.items()
            }
            after = _put(tx, incident, "edit", caller, **kept)
            tell_corrected(tx, incident, after, actor=caller.actor)
            return after

        return await self._on(number, caller, write)

    async def transfer(
        self, number: str, owner: str | None, *, caller: Caller, note: str | None = None
    ) -> Incident:
        """Give an incident to a department, or back to the centre (None).

        A department that gives it back does so with a reason, by whichever door.

        Raises:
            InvalidError: a department there is not, or a return without a reason.
        """
        check_departments(self._departments, [owner] if owner else [], field="owner")
        if caller.role == "department" and owner is None:
            if not note:
                raise InvalidError(says="return_needs_reason", field="reason", code="missing")
            return await self.give_back(number, caller=caller, reason=note)

        def write(tx: Transaction, incident: Incident) -> Incident:
            shared = tuple(code for code in incident.shared_with if code != owner)
            after = _put(tx, incident, "transfer", caller, owner=owner, shared_with=shared)
            if after.owner != incident.owner:
                self._tell_owner(tx, after, caller)
            return noted(tx, after, note, caller)

        return await self._on(number, caller, write, hands_on=True)

    def _tell_owner(self, tx: Transaction, incident: Incident, caller: Caller) -> None:
        department = self._departments.get(incident.owner or "")
        if department is not None and incident.status not in ENDED:
            tell_department(tx, told_of(incident), department, actor=caller.actor)
        else:
            drop_transfers(tx, of_incident(incident.number), actor=caller.actor)

    async def give_back(self, number: str, *, caller: Caller, reason: str) -> Incident:
        """A department returns what was handed to it; the centre has it again, and is told.

        Raises:
            ConflictError: it is not the department's, or it is over.
        """

        def write(tx: Transaction, incident: Incident) -> Incident:
            check_returned(incident, caller)
            name = self._departments[incident.owner or ""].name
            after = _put(tx, incident, "return", caller, owner=None)
            tell_centre(tx, told_of(after), name, actor=caller.actor)
            return noted(tx, after, reason, caller)

        return await self._on(number, caller, write, hands_on=True)

    async def share(
        self,
        number: str,
        codes: Sequence[str],
        *,
        caller: Caller,
        seen: Sequence[str] | None = None,
    ) -> Incident:
        """Let other departments see it and add to it.

        Args:
            number: of the incident.
            codes: the list as it is wanted.
            caller: who asks.
            seen: the list that was on the screen: only what differs from it is changed, so that
                what a colleague added or took away meanwhile stays; None: `codes` is the list.
        """
        check_departments(self._departments, codes, field="departments")

        def write(tx: Transaction, incident: Incident) -> Incident:
            wanted = codes if seen is None else changed_list(incident.shared_with, seen, codes)
            shared = tuple(dict.fromkeys(code for code in wanted if code != incident.owner))
            return _put(tx, incident, "share", caller, shared_with=shared)

        return await self._on(number, caller, write)

    # units ---------------------------------------------------------------------------------

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

        return await self._on(number, caller, write)

    async def release(self, number: str, unit_id: str, *, caller: Caller) -> Sent:
        """Call a unit back; its notice is withdrawn, and it is free again."""

        def write(tx: Transaction, incident: Incident) -> Sent:
            cleared = _release(tx, number, unit_id, caller)
            return Sent(_put(tx, incident_in(tx, number), "take", caller, is_taken=True), [cleared])

        return await self._on(number, caller, write)

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

        return await self._on(number, caller, write)

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

    async def _on(
        self,
        number: str,
        caller: Caller,
        steps: Callable[[Transaction, Incident], T],
        *,
        handles: IncidentStatus | None = None,
        hands_on: bool = False,
    ) -> T:
        def write(tx: Transaction) -> T:
            incident = incident_in(tx, number)
            if handles is not None or hands_on:
                check_may_handle(caller, incident, handles)
            else:
                check_may_act(caller, incident)
            if handles is not None:
                taken_over(tx, of_incident(number), caller)
            return steps(tx, incident)

        return await in_transaction(self._store, self._work, write)


_SAYS_HOW = {
    IncidentStatus.CLOSED: "close_says_how",
    IncidentStatus.CANCELLED: "cancel_says_why",
}


CREW_STEPS = {
    IncidentStatus.EN_ROUTE: UnitStatus.EN_ROUTE,
    IncidentStatus.ON_SCENE: UnitStatus.ON_SCENE,
}
ON_A_JOB = frozenset({UnitStatus.DISPATCHED, UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE})
# Endings that say that somebody was there.
NEEDS_SOMEBODY_THERE = frozenset({"settled", "nothing_found", "arrested", "hospital"})


def _crews_step(
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


def _check_crew(
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


def noted(tx: Transaction, incident: Incident, text: str | None, caller: Caller) -> Incident:
    """Keep what was said about a step beside it."""
    if text:
        put_note(tx, of_incident(incident.number), text, (), actor=caller.actor)
    return incident


def _end(
    tx: Transaction,
    number: str,
    status: IncidentStatus,
    disposition: str,
    note: str | None,
    caller: Caller,
) -> Incident:
    """The last step, and how it ended, in one record."""
    incident = incident_in(tx, number)
    if incident.status is status:
        return incident
    ended = advance(incident, status, at=tx.at)
    after = replace(ended, disposition=disposition, is_taken=True)
    noted(tx, after, note, caller)
    tx.put_incident(after, action="advance", actor=caller.actor)
    free_units(tx, number, actor=caller.actor)
    drop_transfers(tx, of_incident(number), actor=caller.actor)
    served(tx, number, actor=caller.actor)
    return after


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


def _put(
    tx: Transaction, incident: Incident, action: str, caller: Caller, **fields: Any
) -> Incident:
    after = replace(incident, **fields)
    if after == incident:
        return incident
    after = taken(after, caller.actor)
    tx.put_incident(after, action=action, actor=caller.actor)
    return after


def changed_list(now: Sequence[str], seen: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """A list after somebody changed `seen` to `wanted`, while it may have become `now`."""
    kept = [one for one in now if one in wanted or one not in seen]
    return [*kept, *(one for one in wanted if one not in seen and one not in kept)]


def check_departments(known: Container[str], codes: Sequence[str], *, field: str) -> None:
    """Refuse a department there is not.

    Raises:
        InvalidError: names the field it stood in.
    """
    for code in codes:
        if code not in known:
            raise InvalidError(says="no_department", department=code[:32], field=field)
