"""Incidents that belong together: links, merges, and merges taken back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_act
from domain.desk.timers import Timer, TimerKind
from domain.dispatch.units import UnitStatus
from domain.errors import ConflictError, InvalidError
from domain.incidents.incidents import ENDED, Incident, IncidentStatus, advance, reopen
from domain.moments import to_id
from domain.subject_key import of_incident
from operations.desk.steps.changes import noted
from operations.desk.steps.crews import free_units
from operations.desk.transfers import drop_transfers
from operations.incidents.acts import follow_crews, taken
from operations.incidents.found import incident_in
from operations.notices.notices import notify_unit, served, withdraw
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox

T = TypeVar("T")
MOST_LINKS = 50


class DeskLinks:
    """Ties incidents of the desk, and unties them."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work

    async def link(self, number: str, other: str, *, caller: Caller) -> Incident:
        """Let two incidents know of each other."""

        def write(tx: Transaction) -> Incident:
            return link(tx, incident_in(tx, number), incident_in(tx, other), caller)

        return await self._write(number, caller, write)

    async def unlink(self, number: str, other: str, *, caller: Caller) -> Incident:
        """Take a link away on both sides."""

        def write(tx: Transaction) -> Incident:
            for one, away in ((other, number), (number, other)):
                incident = incident_in(tx, one)
                check_may_act(caller, incident)
                links = tuple(link for link in incident.links if link != away)
                _change(tx, incident, replace(incident, links=links), "unlink", caller)
            return incident_in(tx, number)

        return await self._write(number, caller, write)

    async def merge(
        self, number: str, into: str, *, caller: Caller, note: str | None = None
    ) -> tuple[Incident, Incident]:
        """End an incident as a double of another; its units go on to that one.

        Raises:
            ConflictError: it is over, the other is over or dealt with, or they are one.
        """

        def write(tx: Transaction) -> tuple[Incident, Incident]:
            gone, kept = incident_in(tx, number), incident_in(tx, into)
            _check_merge(gone, kept)
            check_may_act(caller, kept)
            kept = link(tx, kept, gone, caller)
            _move_units(tx, gone, kept, caller)
            ended = replace(
                advance(incident_in(tx, number), IncidentStatus.CANCELLED, at=tx.at),
                disposition="duplicate",
                merged_into=into,
                is_taken=True,
            )
            tx.put_incident(noted(tx, ended, note, caller), action="merge", actor=caller.actor)
            free_units(tx, number, actor=caller.actor)
            drop_transfers(tx, of_incident(number), actor=caller.actor)
            served(tx, number, actor=caller.actor)
            return ended, _sent_along(tx, into, caller)

        return await self._write(number, caller, write)

    async def restore(self, number: str, *, caller: Caller) -> Incident:
        """Take a merge back: the incident is accepted again, linked to the one it was part of."""

        def write(tx: Transaction) -> Incident:
            gone = incident_in(tx, number)
            if gone.merged_into is None:
                raise ConflictError(says="not_merged", code="conflict")
            after = reopen(gone, at=tx.at)
            tx.put_incident(after, action="split", actor=caller.actor)
            return link(tx, after, incident_in(tx, gone.merged_into), caller)

        return await self._write(number, caller, write)

    async def _write(self, number: str, caller: Caller, steps: Callable[[Transaction], T]) -> T:
        def run(tx: Transaction) -> T:
            check_may_act(caller, incident_in(tx, number))
            return steps(tx)

        return await in_transaction(self._store, self._work, run)


def link(tx: Transaction, one: Incident, other: Incident, caller: Caller) -> Incident:
    """Let two incidents know of each other; the first as it is then.

    Raises:
        ConflictError: one of them has too many links.
        InvalidError: they are one.
    """
    check_may_act(caller, other)
    if one.number == other.number:
        raise InvalidError(says="link_to_itself", field="other")
    _change(tx, other, replace(other, links=_with(other.links, one.number)), "link", caller)
    linked = replace(one, links=_with(one.links, other.number))
    return _change(tx, one, linked, "link", caller)


def _with(links: Sequence[str], number: str) -> tuple[str, ...]:
    if number not in links and len(links) >= MOST_LINKS:
        raise ConflictError(says="too_many_links", most=MOST_LINKS, field="other")
    return tuple(dict.fromkeys([*links, number]))


def _change(
    tx: Transaction, before: Incident, after: Incident, action: str, caller: Caller
) -> Incident:
    if after != before:
        tx.put_incident(after, action=action, actor=caller.actor)
    return after


def _check_merge(gone: Incident, kept: Incident) -> None:
    if gone.number == kept.number:
        raise InvalidError(says="merge_into_itself", field="into")
    if gone.merged_into is not None:
        raise ConflictError(says="merged_already", into=gone.merged_into, code="already_merged")
    if kept.merged_into is not None:
        raise ConflictError(
            says="merge_target_merged",
            number=kept.number,
            into=kept.merged_into,
            code="already_merged",
        )
    if kept.status in ENDED:
        raise ConflictError(says="merge_target_over", number=kept.number, code="illegal_step")
    if kept.status is IncidentStatus.RESOLVED:
        raise ConflictError(
            says="merge_target_resolved",
            number=kept.number,
            code="illegal_step",
        )


def _move_units(tx: Transaction, gone: Incident, kept: Incident, caller: Caller) -> None:
    """Units on a double go on to the incident that is kept, and are told its number.

    The assignment is cleared and another opened with the same moments, so that each incident's
    record stays whole. The clock of a crew on scene goes on as it stood: when it was to be heard
    of next, and how often it was not.
    """
    for assignment in tx.open_assignments(number=gone.number):
        unit = tx.unit(assignment.unit_id)
        if unit is None or unit.status in {UnitStatus.OFF_DUTY, UnitStatus.OUT_OF_SERVICE}:
            continue
        heard = outbox.timer(tx, TimerKind.CHECK_IN, assignment.assignment_id)
        withdraw(tx, assignment.assignment_id, actor=caller.actor)
        cleared = replace(assignment, cleared_at=max(tx.at, assignment.assigned_at))
        tx.put_assignment(cleared, action="merge", actor=caller.actor)
        opened = replace(
            assignment,
            assignment_id=f"{kept.number}-{unit.unit_id}-{to_id(tx.at)}",
            number=kept.number,
            area_code=kept.area_code,
        )
        tx.put_assignment(opened, action="merge", actor=caller.actor)
        notify_unit(tx, opened, unit, kept, actor=caller.actor, is_asked=not opened.on_scene_at)
        if heard is not None:
            about = of_incident(kept.number)
            outbox.put_timer(tx, replace(heard, item_id=opened.assignment_id, about=about))
        elif opened.on_scene_at is not None:
            due = Timer(TimerKind.CHECK_IN, opened.assignment_id, of_incident(kept.number), tx.at)
            outbox.put_timer(tx, due)


def _sent_along(tx: Transaction, number: str, caller: Caller) -> Incident:
    """The incident that units came over to stands where its furthest crew does."""
    incident = incident_in(tx, number)
    if tx.open_assignments(number=number):
        if incident.status is IncidentStatus.REPORTED:
            accepted = advance(taken(incident, caller.actor), IncidentStatus.ACCEPTED, at=tx.at)
            tx.put_incident(accepted, action="advance", actor=caller.actor)
        served(tx, number, actor=caller.actor)
        follow_crews(tx, number, actor=caller.actor, at=tx.at)
    return incident_in(tx, number)
