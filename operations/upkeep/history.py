"""Writing a told history as facts, so that a crash half-way costs nothing but time.

Each chunk of events is one transaction, and its last record says how far the telling has come.
A telling is the same every time, so the next start goes on behind the last chunk; when the
teller has changed meanwhile, what is still open is ended and the rest stays untold.
Source: docs/decisions/0006-demo-feed.md
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from typing import Any

from domain.dispatch.units import UnitStatus
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentStatus, advance, incident_number
from domain.moments import to_id
from domain.upkeep.history import DEMO_HISTORY, TELLER, HistoryEvent, HistoryPlan
from store import Store, Transaction

logger = logging.getLogger(__name__)
ENTITY_ID = "history"
EVENTS_AT_ONCE = 4000
WHAT = "demo history"

Tell = Callable[[HistoryPlan], Iterable[HistoryEvent]]
Progress = Callable[[float, str], object]


def write_history(
    store: Store,
    tell: Tell,
    plan: HistoryPlan,
    *,
    prefix: str,
    zone: tzinfo,
    progress: Progress | None = None,
    events_at_once: int = EVENTS_AT_ONCE,
) -> int:
    """Write the history of a first start, or the rest of one that was interrupted.

    Blocks for seconds: call it before anything else writes, so that `at` can be the past.

    Args:
        store: a database without units and incidents, or with an unfinished history.
        tell: the events of a plan in the order of time; the same plan, the same events.
        plan: what to write at a first start; an interrupted one keeps its own.
        prefix: of incident numbers.
        zone: the district's; numbers count by its days.
        events_at_once: events in one transaction; what a crash can cost.
        progress: called now and then with the share that is written, 0 to 1, and what it is.

    Returns:
        How many events were written now; 0 when there was nothing to do.
    """
    begun = store.history(DEMO_HISTORY.name, ENTITY_ID)
    if not begun:
        if store.units() or store.incidents(limit=1)[0]:
            return 0
        return _Writing(store, plan, prefix, zone, progress).write(tell, 0, events_at_once)
    state = begun[-1].state
    if state["is_complete"]:
        return 0
    own = HistoryPlan.begun(state)
    if own.version != plan.version:
        _cut_short(store, own, state["written"])
        return 0
    logger.info("the demo's history is continued after event %d", state["written"])
    writing = _Writing(store, own, prefix, zone, progress)
    return writing.write(tell, state["written"], events_at_once)


class _Writing:
    """One run of writing, and the incident number of each `source_id` met so far."""

    def __init__(
        self,
        store: Store,
        plan: HistoryPlan,
        prefix: str,
        zone: tzinfo,
        progress: Progress | None,
    ) -> None:
        self._store = store
        self._plan = plan
        self._prefix = prefix
        self._zone = zone
        self._progress = progress or (lambda share, what: None)
        self._numbers: dict[str, str] = {}

    def write(self, tell: Tell, already: int, at_once: int) -> int:
        """Write every event behind the first `already`; returns how many."""
        events = islice(iter(tell(self._plan)), already, None)
        written = already
        for chunk in _chunks(events, at_once):
            written += len(chunk)
            self._write_chunk(chunk, written, is_complete=False)
            self._progress(self._share(chunk[-1].at), WHAT)
        self._write_chunk([], written, is_complete=True)
        self._progress(1.0, WHAT)
        return written - already

    def _write_chunk(self, events: list[HistoryEvent], written: int, *, is_complete: bool) -> None:
        with self._store.transaction(events[0].at if events else self._plan.until) as tx:
            for event in events:
                tx.move_to(event.at)
                self._put(tx, event)
            tx.append(self._plan.progress(ENTITY_ID, written, tx.at, is_complete=is_complete))

    def _share(self, at: datetime) -> float:
        if not self._plan.days:
            return 1.0
        return 1.0 - (self._plan.until - at) / timedelta(days=self._plan.days)

    def _put(self, tx: Transaction, event: HistoryEvent) -> None:
        said: dict[str, Any] = {
            "action": event.action, "actor": event.actor, "occurred_at": event.at,
        }  # fmt: skip
        if event.incident is not None:
            tx.put_incident(self._numbered(tx, event.incident), **said)
        elif event.assignment is not None:
            tx.put_assignment(self._named(tx, event.assignment), **said)
        elif event.unit is not None:
            tx.put_unit(event.unit, **said)

    def _numbered(self, tx: Transaction, incident: Incident) -> Incident:
        key = incident.source_id
        if incident.status is IncidentStatus.REPORTED and key not in self._numbers:
            at = incident.reported_at
            ordinal = tx.next_ordinal(at.astimezone(self._zone).date())
            self._numbers[key] = incident_number(self._prefix, at, self._zone, ordinal)
        return replace(incident, number=self._number_of(tx, key))

    def _named(self, tx: Transaction, told: Assignment) -> Assignment:
        """The assignment under its incident's number, with the id the desk would give it."""
        number = self._number_of(tx, told.number)
        name = f"{number}-{told.unit_id}-{to_id(told.assigned_at)}"
        return replace(told, number=number, assignment_id=name)

    def _number_of(self, tx: Transaction, source_id: str) -> str:
        """The number given at the report, perhaps before a crash."""
        if source_id not in self._numbers:
            held = tx.incident_by_source(TELLER, source_id)
            if held is None:
                raise LookupError(f"the told history has no report of {source_id}")
            self._numbers[source_id] = held.number
        return self._numbers[source_id]


def _chunks(events: Iterator[HistoryEvent], at_once: int) -> Iterator[list[HistoryEvent]]:
    while chunk := list(islice(events, at_once)):
        yield chunk


def _cut_short(store: Store, plan: HistoryPlan, written: int) -> None:
    """End what an interrupted history left open: its teller has changed and cannot go on."""
    logger.warning("the demo's history was interrupted and cannot be continued; it ends there")
    with store.transaction() as tx:
        for assignment in tx.open_assignments():
            done = replace(assignment, cleared_at=tx.at)
            tx.put_assignment(done, action="clear", actor=TELLER, occurred_at=tx.at)
        for incident in _open_incidents(store):
            _end(tx, incident)
        for unit in store.units():
            if unit.is_demo and unit.status is not UnitStatus.OFF_DUTY:
                off_duty = replace(unit, status=UnitStatus.OFF_DUTY)
                tx.put_unit(off_duty, action="status", actor=TELLER, occurred_at=tx.at)
        tx.append(plan.progress(ENTITY_ID, written, tx.at, is_complete=True))


def _open_incidents(store: Store) -> Iterator[Incident]:
    cursor: str | None = None
    while True:
        page, cursor = store.incidents("open", cursor=cursor, limit=200)
        yield from page
        if cursor is None:
            return


def _end(tx: Transaction, incident: Incident) -> None:
    is_done = incident.status is IncidentStatus.RESOLVED
    wanted = IncidentStatus.CLOSED if is_done else IncidentStatus.CANCELLED
    ended = advance(incident, wanted, at=tx.at)
    tx.put_incident(ended, action="advance", actor=TELLER, occurred_at=tx.at)
