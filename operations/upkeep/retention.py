"""Once a day the part of the journal past its retention goes (store/upkeep/trimming.py)."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from operations.loops import LoggedOnce
from operations.threads import Work
from store import Store

log = logging.getLogger(__name__)
LOOK_EVERY_S = 86_400.0
FEWEST = 1_000


class Retention:
    """Removes what is older than `days`; none when it is 0.

    Step by step on the lane of writes: facts are written between two steps. What is interrupted
    goes on at the next look.

    Args:
        store: the journal.
        work: its lanes.
        days: how long records are kept.
        files: where the files of incidents lie; those whose record goes, go.
        now: the clock.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        *,
        days: int,
        files: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._work, self._days, self._files, self._now = store, work, days, files, now
        self._failures = LoggedOnce(
            log,
            "old records cannot be removed; trying again every day",
            "old records are removed again",
        )

    async def run(self) -> None:
        """Look at once and then every day, until cancelled; a failure is tried again."""
        while self._days:
            with self._failures:
                if gone := await self.trim():
                    log.info("%d old records were removed from the journal", gone)
            await asyncio.sleep(LOOK_EVERY_S)

    async def trim(self) -> int:
        """Remove what is too old now; how many records went."""
        gone = await self._finish()  # what an interrupted run has left
        before = self._now() - timedelta(days=self._days)
        seal = await self._work.read(lambda: self._store.seal_before(before))
        if seal is None or seal.seq < await self._work.read(self._store.first_seq) + FEWEST:
            return gone
        await self._work.write(lambda: self._store.trim_to(seal))
        return gone + await self._finish()

    async def _finish(self) -> int:
        gone = 0
        while True:
            step = await self._work.write(self._store.trim_step)
            gone += step.records
            for name in step.files:
                await self._work.read(lambda name=name: self._unlink(name))  # type: ignore[misc]
            if step.is_done:
                break
        if gone:
            await self._work.write(self._store.empty_logs)
        return gone

    def _unlink(self, name: str) -> None:
        if "/" not in name and not name.startswith("."):
            (self._files / name).unlink(missing_ok=True)
