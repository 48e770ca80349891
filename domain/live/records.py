"""Journal records, and what an operation wants written as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.moments import to_iso

State = Mapping[str, Any]


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


def signed(record: Record) -> dict[str, Any]:
    """What a telling of a record begins with: its number, when, who, and what was done to what."""
    return {
        "seq": record.seq,
        "at": to_iso(record.at),
        "actor": record.actor,
        "kind": record.kind,
        "id": record.id,
        "action": record.action,
    }
