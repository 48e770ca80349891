"""How many messages each feed brought and had refused, minute by minute, of the last hours."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

# Three hours of minutes; the numbers of a dozen feeds are small.
MOST_KEPT = 181
HOUR = timedelta(hours=1)
Counts = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Minute:
    """What came between one look and the next, by feed: accepted and refused."""

    until: datetime
    seconds: float
    counts: Counts


class Rates:
    """Notes the counters of the feeds now and then; the differences are the rates.

    Args:
        feeds: the counters by feed since the start of the server.
        now: the clock.
    """

    def __init__(
        self,
        feeds: Callable[[], Mapping[str, Mapping[str, Any]]],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._feeds = feeds
        self._now = now
        self._minutes: deque[Minute] = deque(maxlen=MOST_KEPT)
        self._last = self._now()
        self._before: dict[str, tuple[int, int]] = {}

    def look(self) -> None:
        """Note what has come since the last look."""
        now = self._now()
        seen = {
            name: (int(feed["accepted"]), int(feed["refused"]))
            for name, feed in self._feeds().items()
        }
        counts = {
            name: (accepted - held[0], refused - held[1])
            for name, (accepted, refused) in seen.items()
            for held in [self._before.get(name, (0, 0))]
        }
        self._minutes.append(Minute(now, (now - self._last).total_seconds(), counts))
        self._last, self._before = now, seen

    def minutes(self) -> list[Minute]:
        """Oldest first."""
        return list(self._minutes)

    def last_hour(self) -> Counts:
        """The sums of the last hour by feed."""
        since = self._now() - HOUR
        sums: dict[str, tuple[int, int]] = {}
        for minute in self._minutes:
            if minute.until <= since:
                continue
            for name, (accepted, refused) in minute.counts.items():
                held = sums.get(name, (0, 0))
                sums[name] = (held[0] + accepted, held[1] + refused)
        return sums
