"""Whose an incident is: handed to a department, given back, shared with others."""

from collections.abc import Container, Mapping, Sequence

from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.incidents.incidents import ENDED, Incident
from domain.maps.departments import Department
from domain.subject_key import of_incident
from operations.desk.steps.changes import IncidentChanges, noted, put_changed
from operations.desk.transfers import check_returned, drop_transfers, tell_centre, tell_department
from operations.notices.notices import told_of
from operations.threads import Work
from store import Store, Transaction


class DeskOwnership:
    """Who has an incident, and who sees it too."""

    def __init__(self, store: Store, work: Work, departments: Sequence[Department]) -> None:
        self._changes = IncidentChanges(store, work)
        self._departments = {one.code: one for one in departments}

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
            after = put_changed(tx, incident, "transfer", caller, owner=owner, shared_with=shared)
            if after.owner != incident.owner:
                tell_owner(tx, after, self._departments, caller)
            return noted(tx, after, note, caller)

        return await self._changes.on(number, caller, write, hands_on=True)

    async def give_back(self, number: str, *, caller: Caller, reason: str) -> Incident:
        """A department returns what was handed to it; the centre has it again, and is told.

        Raises:
            ConflictError: it is not the department's, or it is over.
        """

        def write(tx: Transaction, incident: Incident) -> Incident:
            check_returned(incident, caller)
            name = self._departments[incident.owner or ""].name
            after = put_changed(tx, incident, "return", caller, owner=None)
            tell_centre(tx, told_of(after), name, actor=caller.actor)
            return noted(tx, after, reason, caller)

        return await self._changes.on(number, caller, write, hands_on=True)

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
            return put_changed(tx, incident, "share", caller, shared_with=shared)

        return await self._changes.on(number, caller, write)


def tell_owner(
    tx: Transaction, incident: Incident, departments: Mapping[str, Department], caller: Caller
) -> None:
    """Tell the department that has it now; where none has, what others were asked is dropped."""
    department = departments.get(incident.owner or "")
    if department is not None and incident.status not in ENDED:
        tell_department(tx, told_of(incident), department, actor=caller.actor)
    else:
        drop_transfers(tx, of_incident(incident.number), actor=caller.actor)


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
