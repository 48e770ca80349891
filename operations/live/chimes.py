"""Which screen of a room rings for a piece of news: the first that asks."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

KEPT_S = 300.0
MOST_KEPT = 2_000


class Chimes:
    """Claims to ring, one per room and piece of news, held in memory for a few minutes."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._claimed: OrderedDict[tuple[str, str], float] = OrderedDict()

    def claim(self, room: str, news: str) -> bool:
        """Whether the asker is the first in its room and so the one that rings."""
        now = self._clock()
        while self._claimed:
            key, at = next(iter(self._claimed.items()))
            if now - at < KEPT_S and len(self._claimed) <= MOST_KEPT:
                break
            del self._claimed[key]
        if (room, news) in self._claimed:
            return False
        self._claimed[room, news] = now
        return True
