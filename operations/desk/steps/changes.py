"""One change of an incident at the desk: one transaction that asks again whether the caller may."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_act, check_may_handle
from domain.incidents.incidents import Incident, IncidentStatus
from domain.subject_key import of_incident
from operations.desk.transfers import taken_over
from operations.incidents.acts import taken
from operations.incidents.found import incident_in
from operations.incidents.notes import put_note
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction

T = TypeVar("T")


class IncidentChanges:
    """Where the operations of the desk change an incident."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work

    async def on(
        self,
        number: str,
        caller: Caller,
        steps: Callable[[Transaction, Incident], T],
        *,
        handles: IncidentStatus | None = None,
        hands_on: bool = False,
    ) -> T:
        """Take steps on an incident the caller may act on.

        Args:
            number: of the incident.
            caller: who asks.
            steps: what is done, inside the transaction.
            handles: the status it is taken to; departments may do so with what is theirs.
            hands_on: whether it is handed on, which departments may do with what is theirs.

        Raises:
            NotFoundError: no such incident.
            NotAllowedError: not for this caller.
        """

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


def noted(tx: Transaction, incident: Incident, text: str | None, caller: Caller) -> Incident:
    """Keep what was said about a step beside it."""
    if text:
        put_note(tx, of_incident(incident.number), text, (), actor=caller.actor)
    return incident


def put_changed(
    tx: Transaction, incident: Incident, action: str, caller: Caller, **fields: Any
) -> Incident:
    """Set fields of an incident, and who has it; nothing is written where nothing changes."""
    after = replace(incident, **fields)
    if after == incident:
        return incident
    after = taken(after, caller.actor)
    tx.put_incident(after, action=action, actor=caller.actor)
    return after
