"""When tries that fail become an alarm: so many from one address, or on one account. Pure."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MOST_KEYS = 5000
# Somebody who goes on is not told of again and again.
QUIET = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """`after` signs (0: never) `within` a span."""

    after: int = 10
    within: timedelta = timedelta(minutes=10)


@dataclass(slots=True)
class _Signs:
    moments: deque[tuple[datetime, str]] = field(default_factory=deque)
    quiet_until: datetime | None = None


class Watch:
    """Counts signs by key, bounded; says when a key has had too many."""

    def __init__(self, rules: AlarmRules) -> None:
        self.rules = rules
        self._signs: dict[str, _Signs] = {}

    def sign(self, key: str, now: datetime, *, door: str = "") -> int:
        """Take a sign in; how many there were when an alarm is due, else 0.

        Args:
            key: an address or an account.
            now: when.
            door: where somebody without a sign-in knocked. Screens whose session is over knock at
                the same few doors again and again: there, only different doors count.
        """
        if not self.rules.after:
            return 0
        if len(self._signs) >= MOST_KEYS and key not in self._signs:
            self._signs.pop(next(iter(self._signs)))
        held = self._signs.setdefault(key, _Signs())
        moments = held.moments
        while moments and now - moments[0][0] > self.rules.within:
            moments.popleft()
        if door and any(door == one for _, one in moments):
            return 0
        moments.append((now, door))
        knocks = sum(1 for _, one in moments if one)
        count = len(moments) - knocks + knocks // 3
        if count < self.rules.after or (held.quiet_until and now < held.quiet_until):
            return 0
        held.quiet_until = now + QUIET
        moments.clear()
        return count
