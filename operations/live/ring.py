"""The newest records of the journal, held in memory so that a gap can be sent at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.live.records import Record
from domain.reach import Reach

HELD = 10_000
# Trimming a list costs its length: let it grow a little and trim seldom.
SLACK = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, and where its entity belonged before it.

    `reach_before` is where it belonged until then; it means nothing unless `had_past`, which is
    False for an entity that was not on any screen before.
    """

    record: Record
    had_past: bool
    reach_before: Reach | None = None


class Ring:
    """Consecutive entries up to the newest; the last `held` of them are promised.

    Attributes:
        seq: the newest record's number.
        erasures: how often personal fields were taken out; what was encoded before is void.
    """

    def __init__(self, *, held: int = HELD) -> None:
        self.held = held
        self.erasures = 0
        self._entries: list[Entry] = []
        self.seq = 0

    def start(self, seq: int) -> None:
        """Begin anew, empty, after record `seq`."""
        self._entries.clear()
        self.seq = seq

    def append(self, entries: Iterable[Entry]) -> None:
        """Add the next entries.

        Raises:
            ValueError: an entry is not the next in the journal.
        """
        for entry in entries:
            if entry.record.seq != self.seq + 1:
                raise ValueError(f"record {entry.record.seq} does not follow {self.seq}")
            self._entries.append(entry)
            self.seq = entry.record.seq
        if len(self._entries) > self.held + SLACK:
            del self._entries[: -self.held]

    def erase(self, kind: str, entity_id: str) -> None:
        """Take the personal fields out of every entry of an entity."""
        self.erasures += 1
        for index, entry in enumerate(self._entries):
            record = entry.record
            if record.id == entity_id and record.kind == kind:
                self._entries[index] = replace(entry, record=replace(record, private=None))

    @property
    def begins_after(self) -> int:
        """The lowest seq from which a client can be brought up to date."""
        return self.seq - len(self._entries)

    def holds(self, seq: int) -> bool:
        """True when every record after `seq` is here, and `seq` is not from the future."""
        return self.begins_after <= seq <= self.seq

    def after(self, seq: int, limit: int) -> Sequence[Entry]:
        """At most `limit` entries after a `seq` that the ring holds."""
        start = seq - self.begins_after
        return self._entries[start : start + limit]
