"""Work nobody waits for makes way for what somebody waits for.

After a start, and for minutes in a demo, much is prepared and written that no answer needs. Done
at once it takes the interpreter, the writing thread and the processors from reports and screens:
250 ms of a report that takes 20 (docs/performance.md). So it is done in bites, one at a time in the
whole process, begun while nobody asks for anything, or when it has waited long enough.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

# A page asks for its parts one after the other, a caller reports again: this long after an answer
# the next question is likely.
QUIET_S = 0.05
# Who is asked without end gets on with the rest all the same: a bite of a few milliseconds each.
PATIENCE_S = 0.3
# Of the time a bite took, so much is left to others after it.
REST = 0.3
LONGEST_REST_S = 0.1
_LOOK_S = 0.005


class Calm:
    """Tells when nobody waits, and gives turns to what can wait."""

    def __init__(
        self, *, quiet_s: float = QUIET_S, patience_s: float = PATIENCE_S, rest: float = REST
    ) -> None:
        self._quiet_s, self._patience_s, self._rest = quiet_s, patience_s, rest
        self._asked = 0
        self._answered = -quiet_s
        self._turns = asyncio.Lock()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """While somebody waits for an answer."""
        self._asked += 1
        try:
            yield
        finally:
            self._asked -= 1
            self._answered = time.monotonic()

    @property
    def is_calm(self) -> bool:
        """Whether nobody waits, nor has a moment ago."""
        return not self._asked and time.monotonic() - self._answered >= self._quiet_s

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One bite of work that can wait; the next begins when it is over and has rested."""
        async with self._turns:
            for _ in range(round(self._patience_s / _LOOK_S)):
                if self.is_calm:
                    break
                await asyncio.sleep(_LOOK_S)
            begun = time.monotonic()
            yield
            took = time.monotonic() - begun
            await asyncio.sleep(min(took * self._rest, LONGEST_REST_S))

    def breathe(self) -> None:
        """Between two bites of a turn that is taken on a thread; blocks while somebody waits."""
        end = time.monotonic() + self._patience_s
        time.sleep(0.0005)  # whoever wants the interpreter gets it
        while not self.is_calm and time.monotonic() < end:
            time.sleep(_LOOK_S)
