"""Work that must go on though it fails: tried again, the failure logged once."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any

logger = logging.getLogger(__name__)


class LoggedOnce:
    """Around work that is tried again: a failure ends the block, and the first is logged.

    Later ones are not, until the work has succeeded once more, which is logged too.

    Args:
        log: whose name the lines bear.
        failing: the line of the failure; the error's traceback follows it.
        works_again: the line of the recovery; none where success says little.
        expected: the errors that may come; others go on.
    """

    def __init__(
        self,
        log: logging.Logger,
        failing: str,
        works_again: str = "",
        *,
        expected: type[Exception] = Exception,
    ) -> None:
        self.is_failing = False
        self._log, self._expected = log, expected
        self._failing, self._works_again = failing, works_again

    def __enter__(self) -> None:
        """Begin to try."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        """Whether the error was one that may come."""
        if error is None:
            self.worked()
        elif isinstance(error, self._expected):
            self.failed(error)
            return True
        return False

    def failed(self, error: BaseException | None) -> None:
        """It failed once more."""
        if not self.is_failing:
            self._log.error(self._failing, exc_info=error)
        self.is_failing = True

    def worked(self) -> None:
        """It did its work once more."""
        if self.is_failing and self._works_again:
            self._log.warning(self._works_again)
        self.is_failing = False


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
        self._failures = LoggedOnce(
            logger, f"{name} stopped; beginning again until it works", f"{name} works again"
        )
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
        self._failures.worked()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if self._is_stopping:
            return
        error = None if task.cancelled() else task.exception()
        self._failures.failed(error)
        self._revival = task.get_loop().call_later(self._revive_s, self.start)

    async def stop(self) -> None:
        """End it for good."""
        self._is_stopping = True
        if self._revival is not None:
            self._revival.cancel()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
