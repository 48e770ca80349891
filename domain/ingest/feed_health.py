"""The health of a feed as its watchers see it: counts, last success, and whether it works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.moments import to_iso


@dataclass(slots=True)
class FeedHealth:
    """What is known of one feed.

    `silent_after` is the span without a message after which the feed counts as silent; None
    for feeds that speak only when something happens. `fault` is why the feed itself fails.
    """

    silent_after: timedelta | None = None
    accepted: int = 0
    refused: int = 0
    last_at: datetime | None = None
    last_refused_at: datetime | None = None
    fault: str | None = None

    def succeed(self, count: int, at: datetime) -> None:
        """Count accepted messages."""
        self.accepted += count
        self.last_at = at

    def refuse(self, count: int, at: datetime) -> None:
        """Count refused messages: the sender is at fault, not the feed."""
        self.refused += count
        self.last_refused_at = at

    def state(self, now: datetime) -> str:
        """`ok`, `idle` (never heard), `silent` (heard, but not lately) or `failed`."""
        if self.fault is not None:
            return "failed"
        if self.last_at is None:
            return "idle"
        if self.silent_after is not None and now - self.last_at > self.silent_after:
            return "silent"
        return "ok"

    def told(self, now: datetime) -> dict[str, Any]:
        """The same as plain values, moments in ISO, for /healthz and the lamps of the wall."""
        return {
            "state": self.state(now),
            "accepted": self.accepted,
            "refused": self.refused,
            "last_at": to_iso(self.last_at) if self.last_at else None,
            "last_refused_at": to_iso(self.last_refused_at) if self.last_refused_at else None,
            "fault": self.fault,
        }
