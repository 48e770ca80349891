"""Fixes that come after newer ones of their unit: they move no marker, and wait for the track.

A phone without a network keeps its fixes and sends them at once when it is back. What waits here
is bounded; of a phone that sends more than anybody walks, the rest is left out and counted.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from domain.dispatch.units import Fix

# A task may be done so long after its last day; older fixes bear out nothing.
LATE_AT_MOST = timedelta(days=7)
MOST_OF_UNIT = 10_000
MOST = 50_000


class LateSpan(NamedTuple):
    """Between which moments fixes of a unit came late."""

    unit_id: str
    first: datetime
    last: datetime


OnLate = Callable[[list[LateSpan]], None]


class LateFixes:
    """What waits to be put into tracks, oldest first.

    Touched on the event loop only.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[Fix, str]] = deque()
        self._counts: dict[str, int] = {}
        self._told: list[OnLate] = []
        self.left_out = 0

    def on_late(self, tell: OnLate) -> None:
        """Call `tell` with what has come into the tracks, after it is saved."""
        self._told.append(tell)

    def add(self, fix: Fix, source: str, now: datetime) -> None:
        """Let a fix wait; one that is too old, or one too many, is left out."""
        count = self._counts.get(fix.unit_id, 0)
        if now - fix.at > LATE_AT_MOST or count >= MOST_OF_UNIT or len(self._waiting) >= MOST:
            self.left_out += 1
            return
        self._counts[fix.unit_id] = count + 1
        self._waiting.append((fix, source))

    def forget(self, unit_id: str) -> None:
        """Let go of what waits of a unit."""
        if self._counts.pop(unit_id, 0):
            self._waiting = deque(one for one in self._waiting if one[0].unit_id != unit_id)

    def next(self, most: int) -> list[tuple[Fix, bool, str]]:
        """What is saved next; it waits until `saved`."""
        return [(fix, False, source) for fix, source in islice(self._waiting, most)]

    def saved(self, rows: list[tuple[Fix, bool, str]]) -> None:
        """Cross off what was saved, and say so."""
        done = {id(fix) for fix, _, _ in rows}
        spans: dict[str, LateSpan] = {}
        while self._waiting and id(self._waiting[0][0]) in done:
            fix, _ = self._waiting.popleft()
            self._counts[fix.unit_id] -= 1
            if not self._counts[fix.unit_id]:
                del self._counts[fix.unit_id]
            held = spans.get(fix.unit_id, LateSpan(fix.unit_id, fix.at, fix.at))
            spans[fix.unit_id] = LateSpan(
                fix.unit_id, min(held.first, fix.at), max(held.last, fix.at)
            )
        for tell in self._told:
            tell(list(spans.values()))

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)
