"""How long must be waited after a wrong proof: for each link, and for each address.

A link is tried by few; its waits grow to a day, so that four digits are not guessed in a year. Many
people may sit behind one address: it is given more tries, and forgets them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """How failures are answered.

    Attributes:
        free: failures that cost no wait.
        first: the wait after the next one; each further doubles it.
        longest: no wait is longer.
        forgiven_every: after so long without one, one failure is forgotten; None: never.
    """

    free: int
    first: timedelta
    longest: timedelta
    forgiven_every: timedelta | None = None

    def wait(self, failures: int) -> timedelta:
        """How long nothing may be tried after so many failures."""
        beyond = failures - self.free
        if beyond <= 0:
            return timedelta(0)
        return self.longest if beyond > 24 else min(self.longest, self.first * 2 ** (beyond - 1))


OF_LINK = Patience(5, timedelta(minutes=1), timedelta(days=1))
OF_ADDRESS = Patience(20, timedelta(seconds=30), timedelta(hours=1), timedelta(minutes=3))
MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class _Failed:
    count: int
    last: datetime


class Attempts:
    """Failures by key, in memory and bounded; what was tried longest ago is forgotten first."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._failed: dict[str, _Failed] = {}

    def wait_s(self, key: str, now: datetime) -> int:
        """Seconds a key must wait from now; 0 when it may try."""
        held = self._failed.get(key)
        if held is None:
            return 0
        until = held.last + self._patience.wait(self._count(held, now))
        return max(0, -int(-(until - now).total_seconds() // 1))

    def failed(self, key: str, now: datetime) -> None:
        """Count one failure."""
        held = self._failed.pop(key, None)
        count = self._count(held, now) if held else 0
        while len(self._failed) >= MOST_REMEMBERED:
            self._failed.pop(next(iter(self._failed)))
        self._failed[key] = _Failed(count + 1, now)

    def succeeded(self, key: str) -> None:
        """Forget a key."""
        self._failed.pop(key, None)

    def _count(self, held: _Failed, now: datetime) -> int:
        every = self._patience.forgiven_every
        return held.count if every is None else max(0, held.count - int((now - held.last) / every))
