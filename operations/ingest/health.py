"""What came through the door, feed by feed, and the refused messages on their way to be kept."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from domain.access.keys_in_text import bytes_without_keys
from domain.ingest.feed_health import FeedHealth
from operations.loops import LoggedOnce
from operations.threads import Work
from store import Store

log = logging.getLogger(__name__)

# Feeds that should be heard all the time once they were heard; a report may be hours away.
SILENT_AFTER = {
    "osmand": timedelta(minutes=2),
    "ws": timedelta(seconds=30),
    "simulator": timedelta(seconds=30),
}
MOST_WAITING = 200
LONGEST_PAYLOAD = 4096
# Fields are named by senders: more kinds of refusal than these are counted as one.
MOST_REASONS = 200
UNKNOWN = "unknown_field"
OTHER_REASON = ("other", "other", "")


class Reason(Protocol):
    """Any refusal: an error of the domain or of a feed."""

    message: str
    field: str | None


@dataclass(frozen=True, slots=True)
class _Refused:
    feed: str
    reason: str
    field: str | None
    payload: bytes
    at: datetime


class Gatekeeper:
    """Counts what each feed brought and keeps refused messages, never more than a few waiting.

    A flood of bad messages must not take the disk from good ones: refusals wait in a short
    queue that one loop empties, and those that find it full are counted only.
    """

    def __init__(self, store: Store, work: Work, now: Callable[[], datetime]) -> None:
        self._store = store
        self._work = work
        self._now = now
        self._feeds: dict[str, FeedHealth] = {}
        self._reasons: Counter[tuple[str, str, str]] = Counter()
        self._waiting: deque[_Refused] = deque()
        self._wake = asyncio.Event()
        # Who puts away last must know that what was begun before is written too.
        self._one_at_a_time = asyncio.Lock()
        self._failures = LoggedOnce(
            log,
            "refused messages cannot be kept; they are dropped",
            "refused messages are kept again",
        )

    def feed(self, name: str) -> FeedHealth:
        """The health of one feed, made when it is first asked for."""
        if name not in self._feeds:
            self._feeds[name] = FeedHealth(SILENT_AFTER.get(name))
        return self._feeds[name]

    def health(self) -> dict[str, dict[str, Any]]:
        """The health of every feed, as plain values."""
        now = self._now()
        return {name: feed.told(now) for name, feed in sorted(self._feeds.items())}

    def reasons(self) -> dict[tuple[str, str, str], int]:
        """Messages refused since the start, by feed, code of the refusal and field."""
        return dict(self._reasons)

    def accepted(self, name: str, count: int = 1) -> None:
        """Count good messages."""
        if count:
            self.feed(name).succeed(count, self._now())

    def refused(self, name: str, reason: Reason, payload: bytes, *, count: int = 1) -> None:
        """Count bad messages and keep one of them with its reason."""
        now = self._now()
        self.feed(name).refuse(count, now)
        code = str(getattr(reason, "code", "invalid"))
        # A field nobody knows is the sender's own word: it may be a name, and is no label.
        why = (name, code, "" if code == UNKNOWN else reason.field or "")
        is_known = why in self._reasons or len(self._reasons) < MOST_REASONS
        self._reasons[why if is_known else OTHER_REASON] += count
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(
                _Refused(
                    name,
                    reason.message,
                    reason.field,
                    bytes_without_keys(payload[:LONGEST_PAYLOAD]),
                    now,
                )
            )
            self._wake.set()

    async def run(self) -> None:
        """Put waiting refusals away until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self.put_away()

    async def put_away(self) -> None:
        """Write every waiting refusal; what cannot be written is dropped."""
        async with self._one_at_a_time:
            taken = list(self._waiting)
            self._waiting.clear()
            if not taken:
                return
            # The quarantine is for inspection; that it fails must not stop the door.
            with self._failures:
                await self._work.save(lambda: self._write(taken))

    def _write(self, taken: list[_Refused]) -> None:
        for refused in taken:
            self._store.quarantine(
                refused.feed, refused.reason, refused.field, refused.payload, refused.at
            )
