"""The present picture: the newest record of every entity that is live."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from domain.dispatch.units import NOT_ON_DUTY, UNIT
from domain.incidents.incidents import ENDED, INCIDENT
from domain.kind import Kind
from domain.kinds import IN_PICTURE, KINDS
from domain.live.records import Record
from domain.maps.areas import contains
from domain.picture.fold import is_live, upcast
from domain.reach import State, Viewer

logger = logging.getLogger(__name__)


class Picture:
    """The fold of the journal, held in memory; the hub feeds it, others read it.

    `entities[kind][id]` is the newest record. The inner dictionaries stay the same objects for
    the picture's whole life, so whoever needs one kind may keep a reference to it. Touched on
    the event loop only.
    """

    def __init__(self) -> None:
        self.entities: dict[str, dict[str, Record]] = {kind: {} for kind in sorted(IN_PICTURE)}
        self.seq = 0
        self.epoch: str | None = None
        self._watched: dict[str, list[set[str]]] = {}

    def watch(self, kind: str) -> set[str]:
        """The ids of a kind that change from now on, and all there are; the caller empties it."""
        changed = set(self.entities[kind])
        self._watched.setdefault(kind, []).append(changed)
        return changed

    def _note(self, kind: str, entity_id: str) -> None:
        for changed in self._watched.get(kind, ()):
            changed.add(entity_id)

    def load(self, epoch: str, seq: int, records: Iterable[Record]) -> None:
        """Start anew from the live records of a journal at `seq`."""
        for kind, held in self.entities.items():
            for entity_id in held if kind in self._watched else ():
                self._note(kind, entity_id)
            held.clear()
        self.seq = 0
        self.apply(records)
        self.epoch, self.seq = epoch, seq

    def apply(self, records: Iterable[Record]) -> None:
        """Fold records in; an older one never replaces a newer."""
        for record in records:
            self.seq = max(self.seq, record.seq)
            if record.kind not in IN_PICTURE:
                continue
            held = self.entities[record.kind]
            before = held.get(record.id)
            if before is None or before.seq < record.seq:
                self._put(held, upcast(record))
                self._note(record.kind, record.id)

    @staticmethod
    def _put(held: dict[str, Record], record: Record) -> None:
        """Hold an entity's newest record; what was taken away is held no more."""
        if KINDS[record.kind].is_removed(record.state):
            held.pop(record.id, None)
        else:
            held[record.id] = record

    def newest(self, kind: str, entity_id: str) -> Record | None:
        """The newest record of an entity, None when it is not live."""
        return self.entities.get(kind, {}).get(entity_id)

    def drop_ended(self, at: datetime) -> int:
        """Let go of what is no longer live at `at`; returns how many entities went."""
        ended = [
            (kind, record.id)
            for kind, held in self.entities.items()
            for record in held.values()
            if not _is_live(record, at)
        ]
        for kind, entity_id in ended:
            del self.entities[kind][entity_id]
            self._note(kind, entity_id)
        return len(ended)


def _is_live(record: Record, at: datetime) -> bool:
    """One record nobody can read must not stop the picture: it stays, and is named."""
    try:
        return is_live(record.kind, record.state, at)
    except (KeyError, TypeError, ValueError):
        logger.exception("record %d (%s) cannot be aged", record.seq, record.kind)
        return True


def counted_states(picture: Picture, kind: Kind[Any]) -> list[State]:
    """The newest states of a kind that a published figure counts."""
    return [
        record.state for record in picture.entities[kind.name].values() if kind.counts(record.state)
    ]


def counts_in(picture: Picture, code: str, viewer: Viewer) -> dict[str, int]:
    """Open incidents in an area that are seen, and units on duty whose home lies in it."""
    incidents = picture.entities["incident"].values()
    units = picture.entities["unit"].values()
    return {
        "open_incidents": sum(
            record.state["status"] not in ENDED
            and contains(code, record.state["area_code"])
            and INCIDENT.is_seen_by(viewer, record.state)
            for record in incidents
        ),
        "units_on_duty": sum(
            record.state["status"] not in NOT_ON_DUTY
            and contains(code, record.state["home_area"] or "")
            and UNIT.is_seen_by(viewer, record.state)
            for record in units
        ),
    }
