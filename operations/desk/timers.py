"""The loop that keeps promises: deliveries, escalations and check-ins, also after a crash.

A timer is a row. It is claimed in a transaction by moving it into the future; whoever claimed it
acts, and removes or moves it in the transaction that writes the outcome. A process that dies in
between loses it to the next one when the lease is over.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from domain.desk.timers import Timer, TimerKind
from domain.errors import OneScreenError
from operations.clock import utc_now
from operations.loops import LoggedOnce
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store
from store.desk import outbox

log = logging.getLogger(__name__)
LOOK_EVERY_S = 0.5
LEASE = timedelta(seconds=30)
AT_ONCE = 20

Handler = Callable[[Timer], Awaitable[None]]


class Timers:
    """Runs what is due; each kind has its handler."""

    def __init__(
        self,
        store: Store,
        work: Work,
        handlers: Mapping[TimerKind, Handler],
        *,
        now: Callable[[], datetime] = utc_now,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._store = store
        self._work = work
        self._handlers = handlers
        self._now = now
        self._look_every_s = look_every_s
        self._failures = LoggedOnce(
            log,
            "timers cannot be read; trying again until they can",
            "timers are read again",
            expected=OneScreenError,
        )

    async def run(self) -> None:
        """Look and act until cancelled; a failure is said once and tried again."""
        while True:
            more = False
            with self._failures:
                more = await self.tick()
            if not more:
                await asyncio.sleep(self._look_every_s)

    async def tick(self) -> bool:
        """Run everything that is due now, some at a time; whether there may be more."""
        now = self._now()
        if not await self._work.read(lambda: self._store.has_due_timers(now)):
            return False
        taken = await in_transaction(
            self._store, self._work, lambda tx: outbox.claim(tx, now, now + LEASE, AT_ONCE)
        )
        await asyncio.gather(*(self._act(timer) for timer in taken))
        return len(taken) == AT_ONCE

    async def _act(self, timer: Timer) -> None:
        """One that fails is tried again after its lease; the others go on."""
        try:
            await self._handlers[timer.kind](timer)
        except Exception:
            log.exception("timer %s failed; it is tried again", timer.timer_id)
