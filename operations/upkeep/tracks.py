"""Old tracks are made coarse and let go: where people were is sensitive."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.audit.audit import audit
from operations.loops import LoggedOnce
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store

log = logging.getLogger(__name__)
PRUNE_EVERY_S = 3600.0
ACTOR = "system"


@dataclass(frozen=True, slots=True)
class TrackRules:
    """Real tracks stand in detail for `days`, then one fix every `every`, until `longest` days."""

    days: int = 30
    every: timedelta = timedelta(minutes=10)
    longest: int = 180


class Tracks:
    """Thins and deletes real tracks by their rules, and demo tracks after 48 hours.

    Step by step on the lane of positions: between two steps positions are saved. A run that is
    interrupted goes on where it was; one that did something is written into the journal.
    """

    def __init__(self, store: Store, work: Work, rules: TrackRules) -> None:
        self._store = store
        self._work = work
        self._rules = rules
        self._failures = LoggedOnce(
            log,
            "old tracks cannot be deleted; trying again every hour",
            "old tracks are deleted again",
        )

    async def run(self) -> None:
        """Tidy at once and then every hour, until cancelled; a failure is tried again."""
        while True:
            with self._failures:
                await self.tidy(datetime.now(UTC))
            await asyncio.sleep(PRUNE_EVERY_S)

    async def tidy(self, now: datetime) -> tuple[int, int]:
        """Delete and thin what is too old at `now`; returns how many fixes went by each."""
        longest = max(self._rules.longest, self._rules.days)
        deleted = await self._work.save(lambda: self._store.prune_tracks(now, real_days=longest))
        before = now - timedelta(days=self._rules.days)
        thinned, until = 0, None
        while True:
            step = await self._work.save(lambda: self._store.thin_tracks(before, self._rules.every))
            if step.until is None:
                break
            thinned, until = thinned + step.gone, step.until
        if until is not None and thinned:
            about = {"until": until.isoformat(), "fixes": thinned, "deleted": deleted}
            change = audit("thinned", actor=ACTOR, subject="tracks", at=now, about=about)
            await in_transaction(self._store, self._work, lambda tx: tx.append(change))
        return deleted, thinned
