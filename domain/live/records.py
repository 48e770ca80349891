"""Journal records, and the fold that turns them into the present picture."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.dispatch import standby, units
from domain.incidents import assignments, incidents
from domain.moments import from_iso, to_iso

State = Mapping[str, Any]
Upcaster = Callable[[State], State]
NOTICE_KEPT_FOR = timedelta(hours=24)
# Kinds that are journalled and asked for, but never held in the picture.
NEVER_LIVE = frozenset(
    {
        *("audit", "note", "file", "checklist", "checklist_answers", "duty", "check_in"),
        *("brief", "run_cards"),
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation wants written: an entity's whole new state and who changed it."""

    kind: str
    id: str
    action: str
    state: State
    actor: str
    occurred_at: datetime
    private: State | None = None
    v: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One numbered fact. `seq` orders; `at` never steps back; `occurred_at` is hearsay.

    `private` holds the personal fields, None when there are none or they were erased.
    """

    seq: int
    epoch: str
    at: datetime
    occurred_at: datetime
    actor: str
    kind: str
    id: str
    action: str
    v: int
    state: State
    private: State | None = None


# (kind, old shape) → a pure function to the next shape; applied until none fits.
UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("incident", 1): incidents.from_v1,
    ("incident", 2): incidents.from_v2,
    ("incident", 3): incidents.from_v3,
    ("unit", 1): units.with_skills,
}


def upcast(record: Record, upcasters: Mapping[tuple[str, int], Upcaster] | None = None) -> Record:
    """Bring an old record's state to today's shape, one version at a time."""
    table = UPCASTERS if upcasters is None else upcasters
    while step := table.get((record.kind, record.v)):
        record = replace(record, state=step(record.state), v=record.v + 1)
    return record


def is_live(kind: str, state: State, at: datetime) -> bool:
    """Whether an entity belongs on the screen at a moment; others are queried."""
    if kind == "incident":
        return incidents.is_live(state, at)
    if kind == "assignment":
        return assignments.is_live(state, at)
    if kind == "standby":
        return standby.is_live(state, at)
    if kind in NEVER_LIVE:
        return False
    if kind == "notice":
        return at - from_iso(state["at"]) < NOTICE_KEPT_FOR
    return True


def fold(records: Iterable[Record]) -> dict[tuple[str, str], Record]:
    """The newest record of every entity: last one wins, an older seq never does."""
    newest: dict[tuple[str, str], Record] = {}
    for record in records:
        key = (record.kind, record.id)
        held = newest.get(key)
        if held is None or record.seq > held.seq:
            newest[key] = upcast(record)
    return newest


def to_wire(record: Record, state: State) -> dict[str, Any]:
    """A record as the live socket sends it, with the state a view may see."""
    return {
        "seq": record.seq,
        "at": to_iso(record.at),
        "kind": record.kind,
        "id": record.id,
        "action": record.action,
        "state": state,
    }
