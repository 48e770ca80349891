"""The fold that turns journal records into the present picture: last one wins."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.kind import Kind
from domain.kinds import KINDS
from domain.live.records import Record, State


def upcast(record: Record, kinds: Mapping[str, Kind[Any]] = KINDS) -> Record:
    """Bring an old record's state to today's shape, one version at a time.

    A kind nobody declares any more stays as it is: it is in the journal, and shown to nobody.
    """
    kind = kinds.get(record.kind)
    while kind is not None and (step := kind.upcasters.get(record.v)):
        record = replace(record, state=step(record.state), v=record.v + 1)
    return record


def is_live(kind: str, state: State, at: datetime) -> bool:
    """Whether an entity belongs in the picture of a moment; others are queried.

    What nobody declares does not.
    """
    declared = KINDS.get(kind)
    return declared is not None and declared.is_live(state, at)


def fold(records: Iterable[Record]) -> dict[tuple[str, str], Record]:
    """The newest record of every entity: last one wins, an older seq never does."""
    newest: dict[tuple[str, str], Record] = {}
    for record in records:
        key = (record.kind, record.id)
        held = newest.get(key)
        if held is None or record.seq > held.seq:
            newest[key] = upcast(record)
    return newest
