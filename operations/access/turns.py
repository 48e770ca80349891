"""Taking turns: what may be done once at a time for a key waits in line, bounded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from domain.errors import FullError


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turns:
    """One at a time for each key, in the order of asking; keys nobody waits for are forgotten.

    Args:
        most_waiting: how many may stand in one line, the one whose turn it is included.
    """

    def __init__(self, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def of(self, key: str) -> AsyncIterator[None]:
        """Wait for one's turn.

        Raises:
            FullError: too many wait in this line.
        """
        line = self._lines.setdefault(key, _Line())
        if line.waiting >= self._most_waiting:
            raise FullError(says="too_many_sign_ins", code="busy")
        line.waiting += 1
        try:
            async with line.lock:
                yield
        finally:
            line.waiting -= 1
            if not line.waiting:
                self._lines.pop(key, None)
