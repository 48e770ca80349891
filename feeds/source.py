"""Keeps a running feed running: restarts it with a growing delay and says so once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from domain.ingest.feed_health import FeedHealth

log = logging.getLogger(__name__)

FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(seconds=60)

Run = Callable[[], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]


class Source:
    """One feed that runs by itself, such as the simulator or a broker's client.

    It logs once when the feed fails and once when it is heard again, however often it is
    restarted in between.
    """

    def __init__(
        self, name: str, run: Run, health: FeedHealth, *, sleep: Sleep = asyncio.sleep
    ) -> None:
        self.name = name
        self._run = run
        self._health = health
        self._sleep = sleep

    async def keep_running(self) -> None:
        """Run the feed until cancelled; a feed that ends or fails is started again."""
        delay = FIRST_DELAY
        while True:
            heard_before = self._health.accepted
            try:
                await self._run()
                self._fail("it ended by itself")
            except Exception as error:  # noqa: BLE001 - whatever fails inside must not end the feed
                self._fail(f"{type(error).__name__}: {error}")
            if self._health.accepted > heard_before:
                delay = FIRST_DELAY
            await self._sleep(delay.total_seconds())
            delay = min(delay * 2, LONGEST_DELAY)

    def heard(self) -> None:
        """Clear the fault: the feed delivered again."""
        if self._health.fault is not None:
            log.info("feed %s works again", self.name)
            self._health.fault = None

    def _fail(self, reason: str) -> None:
        if self._health.fault is None:
            log.warning("feed %s fails: %s", self.name, reason)
        self._health.fault = reason
