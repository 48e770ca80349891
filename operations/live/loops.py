"""Loops that must not end: begun again when they do, and said so once."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

logger = logging.getLogger(__name__)


class KeptLoop:
    """A coroutine that runs for ever; should it end, for whatever reason, it is begun again.

    The failure is logged once, and so is the recovery, which is when the loop calls `is_well`.

    Args:
        name: for the log.
        run: makes the coroutine.
        revive_s: pause before it is begun again.
    """

    def __init__(
        self, name: str, run: Callable[[], Coroutine[Any, Any, None]], *, revive_s: float
    ) -> None:
        self.name = name
        self.has_failed = False
        self._run = run
        self._revive_s = revive_s
        self._task: asyncio.Task[None] | None = None
        self._revival: asyncio.TimerHandle | None = None
        self._is_stopping = False

    @property
    def is_running(self) -> bool:
        """True while the coroutine runs."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin, on the running event loop."""
        self._is_stopping = False
        self._revival = None
        self._task = asyncio.create_task(self._run(), name=self.name)
        self._task.add_done_callback(self._ended)

    def is_well(self) -> None:
        """The loop did its work once more."""
        if self.has_failed:
            self.has_failed = False
            logger.warning("%s works again", self.name)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if self._is_stopping:
            return
        error = None if task.cancelled() else task.exception()
        if not self.has_failed:
            self.has_failed = True
            logger.error("%s stopped; beginning again until it works", self.name, exc_info=error)
        self._revival = task.get_loop().call_later(self._revive_s, self.start)

    async def stop(self) -> None:
        """End it for good."""
        self._is_stopping = True
        if self._revival is not None:
            self._revival.cancel()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
