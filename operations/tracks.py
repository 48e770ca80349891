"""Old tracks are let go: where people were is sensitive, and kept no longer than needed."""

import asyncio
import logging
from datetime import UTC, datetime

from operations.work import Work
from store import Store

log = logging.getLogger(__name__)
PRUNE_EVERY_S = 3600.0


class Tracks:
    """Deletes real tracks after `days` days and demo tracks after 48 hours."""

    def __init__(self, store: Store, work: Work, days: int) -> None:
        self._store = store
        self._work = work
        self._days = days

    async def run(self) -> None:
        """Prune at once and then every hour, until cancelled; a failure is tried again."""
        while True:
            try:
                await self.prune(datetime.now(UTC))
            except Exception:
                log.exception("old tracks could not be deleted; trying again in an hour")
            await asyncio.sleep(PRUNE_EVERY_S)

    async def prune(self, now: datetime) -> int:
        """Delete what is too old at `now`; returns how many fixes went."""
        return await self._work.save(lambda: self._store.prune_tracks(now, real_days=self._days))
