"""A database that fails is told once, and once when it answers again, with how much failed."""

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger("onescreen.store")
# It answers again when nothing failed for so long: one call that passes proves little.
QUIET_S = 5.0


class Outage:
    """Counts the failures of one database between two lines of the log; for any thread.

    Args:
        name: of the database, without its password.
        clock: seconds that never step back.
    """

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._clock = clock
        self._lock = threading.Lock()
        self._since = self._last = 0.0
        self.failures = 0
        self.newest: object = None
        self._in_writing = False

    def failed(self, why: object, *, in_writing: bool = False) -> None:
        """A call failed; where it wrote, only a call that writes proves that it works again."""
        with self._lock:
            self.newest = why
            self._in_writing |= in_writing
            self._last = self._clock()
            self.failures += 1
            if self.failures > 1:
                return
            self._since = self._last
        logger.error(
            "the database %s fails: %s; it is tried again, further failures are counted",
            self._name,
            why,
        )

    def answered(self, *, in_writing: bool = False) -> None:
        """A call passed."""
        if not self.failures or (self._in_writing and not in_writing):  # nearly always
            return
        with self._lock:
            now = self._clock()
            if not self.failures or now - self._last < QUIET_S:
                return
            failures, lasted_s, self.failures = self.failures, self._last - self._since, 0
            self.newest, self._in_writing = None, False
        logger.warning(
            "the database %s works again; %d calls failed within %.0f s",
            self._name,
            failures,
            lasted_s,
        )


_OUTAGES: dict[str, Outage] = {}


def outage_of(name: str) -> Outage:
    """The outage of a database; engines on the same one share it."""
    return _OUTAGES.setdefault(name, Outage(name))
