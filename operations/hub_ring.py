"""The newest records of the journal, held in memory so that a gap can be sent at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.records import Record

HELD = 10_000
# Trimming a list costs its length: let it grow a little and trim seldom.
SLACK = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, and whether its entity was in sight of an area before it.

    `is_first` is True when nothing is known of the entity before this record: it may be new, or
    its past may lie before the ring. `place_before` is the area it belonged to until then.
    """

    record: Record
    place_before: str | None
    is_first: bool


class Ring:
    """Consecutive entries up to the newest; at most `held` of them are promised."""

    def __init__(self, *, held: int = HELD) -> None:
        self._held = held
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
        if len(self._entries) > self._held + SLACK:
            del self._entries[: -self._held]

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

    def __len__(self) -> int:
        return len(self._entries)
