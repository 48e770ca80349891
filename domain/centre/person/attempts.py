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

    def wait_s(self, failed: "Failed | None", now: datetime) -> int:
        """Seconds that must be waited from now; 0 when it may be tried."""
        if failed is None:
            return 0
        until = failed.last_at + self.wait(self._count(failed, now))
        return max(0, -int(-(until - now).total_seconds() // 1))

    def once_more(self, failed: "Failed | None", now: datetime) -> "Failed":
        """What stands after one more failure."""
        return Failed((self._count(failed, now) if failed else 0) + 1, now)

    def _count(self, failed: "Failed", now: datetime) -> int:
        every = self.forgiven_every
        if every is None:
            return failed.count
        return max(0, failed.count - int((now - failed.last_at) / every))


@dataclass(frozen=True, slots=True)
class Failed:
    """How often a proof was wrong, and when last."""

    count: int
    last_at: datetime


OF_LINK = Patience(5, timedelta(minutes=1), timedelta(days=1))
OF_ADDRESS = Patience(20, timedelta(seconds=30), timedelta(hours=1), timedelta(minutes=3))
