"""Once a minute the journal is sealed (store/upkeep/seals.py)."""

import asyncio
import logging

from operations.loops import LoggedOnce
from operations.threads import Work
from store import Store

log = logging.getLogger(__name__)
SEAL_EVERY_S = 60.0


class Sealing:
    """Seals until cancelled; that it fails is said once, that it works again too."""

    def __init__(self, store: Store, work: Work, every_s: float = SEAL_EVERY_S) -> None:
        self._store = store
        self._work = work
        self._every_s = every_s
        self._failures = LoggedOnce(
            log, "the journal could not be sealed; trying on", "the journal is sealed again"
        )

    async def run(self) -> None:
        """Seal at once and then every minute."""
        while True:
            await self.seal()
            await asyncio.sleep(self._every_s)

    async def seal(self) -> None:
        """Seal where the journal stands now."""
        with self._failures:
            await self._work.save(self._store.seal)
