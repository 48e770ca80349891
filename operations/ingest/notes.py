"""What is odd about devices, by name: clocks that are off, invented places, alarms nobody knows."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.ingest.device_clocks import Clock, in_words
from domain.moments import to_iso

MOST_DEVICES = 1000
MOCK, NO_FIX, UNKNOWN_ALARM = "mock", "no_fix", "unknown_alarm"
_WORDS = {
    MOCK: "发送的是模拟定位",
    NO_FIX: "接收机没有定位，重复上次位置；未采用",
}
CLOCKS = frozenset(str(one) for one in Clock)


@dataclass(slots=True)
class Note:
    """One thing odd about a device; `off` is how far its clock is from ours, ahead positive."""

    feed: str
    first_at: datetime
    last_at: datetime
    count: int = 1
    off: timedelta | None = None
    word: str | None = None


class DeviceNotes:
    """Kept in memory, newest last; the device longest without news goes when there are too many."""

    def __init__(self) -> None:
        self._notes: OrderedDict[str, dict[str, Note]] = OrderedDict()

    def __contains__(self, device_id: object) -> bool:
        return device_id in self._notes

    def note(
        self,
        device_id: str,
        kind: str,
        *,
        feed: str,
        at: datetime,
        off: timedelta | None = None,
        word: str | None = None,
    ) -> None:
        """Count one odd thing of a device; a clock is odd in one way at a time."""
        kind = str(kind)  # told as a key of JSON, which knows no enumerations
        held = self._notes.setdefault(device_id, {})
        self._notes.move_to_end(device_id)
        if kind in CLOCKS:
            for other in CLOCKS & held.keys() - {kind}:
                del held[other]
        if (known := held.get(kind)) is None:
            held[kind] = Note(feed, at, at, 1, off, word)
        else:
            known.count += 1
            known.feed, known.last_at, known.off, known.word = feed, at, off, word
        if len(self._notes) > MOST_DEVICES:
            self._notes.popitem(last=False)

    def has(self, device_id: str, kind: str) -> bool:
        """Whether a device was odd in this way when it was last heard."""
        return kind in self._notes.get(device_id, ())

    def clear(self, device_id: str, kinds: Sequence[str] | frozenset[str]) -> None:
        """The device is well again in these ways."""
        held = self._notes.get(device_id)
        if held is None:
            return
        for kind in [kind for kind in kinds if kind in held]:
            del held[kind]
        if not held:
            del self._notes[device_id]

    def told(self) -> list[dict[str, Any]]:
        """Every odd thing as plain values, latest first."""
        return [
            {
                "device_id": device_id,
                "kind": kind,
                "says": _says(kind, note),
                "off_s": round(note.off.total_seconds()) if note.off is not None else None,
                "feed": note.feed,
                "count": note.count,
                "first_at": to_iso(note.first_at),
                "last_at": to_iso(note.last_at),
            }
            for device_id, held in reversed(self._notes.items())
            for kind, note in held.items()
        ]

    def counts(self, feed: str) -> dict[str, int]:
        """How many devices of a feed are odd, by kind; without naming them."""
        counts: dict[str, int] = {}
        for held in self._notes.values():
            for kind, note in held.items():
                if note.feed == feed:
                    counts[kind] = counts.get(kind, 0) + 1
        return counts


def _says(kind: str, note: Note) -> str:
    if kind in CLOCKS:
        return in_words(Clock(kind), note.off or timedelta(0))
    if kind == UNKNOWN_ALARM:
        return f"发送了不认识的告警“{note.word or ''}”，没有作为求助处理"
    return _WORDS[kind]
