"""What a dispatcher does with an incident, from accepting it to closing it.

Every call is one transaction and asks again whether the caller may. The steps themselves are
those of operations/incidents/acts.py, which machines take too.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.incidents.dispositions import DISPOSITIONS, Disposition, check_disposition
from domain.incidents.incidents import ENDED, Incident, IncidentStatus, advance, reopen
from domain.maps.departments import Department
from domain.private import keep_numbers
from domain.subject_key import of_incident
from operations.desk.steps.changes import IncidentChanges, noted, put_changed
from operations.desk.steps.crews import CREW_STEPS, check_crew, crews_step, free_units
from operations.desk.steps.ownership import tell_owner
from operations.desk.transfers import drop_transfers
from operations.incidents.acts import change_incident
from operations.incidents.found import incident_in
from operations.notices.notices import served, tell_corrected
from operations.threads import Work
from store import Store, Transaction

WORDS = frozenset({"title", "description", "address"})
_SAYS_HOW = {
    IncidentStatus.CLOSED: "close_says_how",
    IncidentStatus.CANCELLED: "cancel_says_why",
}
# Endings that say that somebody was there.
NEEDS_SOMEBODY_THERE = frozenset({"settled", "nothing_found", "arrested", "hospital"})


class DeskSteps:
    """The steps of a dispatcher."""

    def __init__(
        self,
        store: Store,
        work: Work,
        departments: Sequence[Department],
        dispositions: Sequence[Disposition] = DISPOSITIONS,
    ) -> None:
        self._changes = IncidentChanges(store, work)
        self._departments = {one.code: one for one in departments}
        self._dispositions = dispositions

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
                crews_step(tx, incident, status, unit_ids, caller)
            else:
                check_crew(tx, incident, status, caller, reason or note)
                change_incident(tx, number, status, None, actor=caller.actor, at=tx.at)
            noted(tx, incident, reason, caller)
            return noted(tx, incident_in(tx, number), note, caller)

        return await self._changes.on(number, caller, write, handles=status)

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
                check_crew(tx, incident, IncidentStatus.RESOLVED, caller, note)
            if incident.status not in {IncidentStatus.RESOLVED, IncidentStatus.CLOSED}:
                change_incident(
                    tx, number, IncidentStatus.RESOLVED, None, actor=caller.actor, at=tx.at
                )
            return _end(tx, number, IncidentStatus.CLOSED, disposition, note, caller)

        return await self._changes.on(number, caller, write)

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

        return await self._changes.on(number, caller, write)

    async def reopen(self, number: str, *, caller: Caller, reason: str) -> Incident:
        """Take up again what was ended less than a day ago.

        Raises:
            ConflictError: it is not over, or for too long.
        """

        def write(tx: Transaction, incident: Incident) -> Incident:
            after = replace(reopen(incident, at=tx.at), is_taken=True)
            tx.put_incident(after, action="reopen", actor=caller.actor)
            if after.owner is not None:
                tell_owner(tx, after, self._departments, caller)
            return noted(tx, after, reason, caller)

        return await self._changes.on(number, caller, write)

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
            after = put_changed(tx, incident, "edit", caller, **kept)
            tell_corrected(tx, incident, after, actor=caller.actor)
            return after

        return await self._changes.on(number, caller, write)


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
