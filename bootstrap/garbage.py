"""Keeps the garbage collector's full collections short: they hold the whole interpreter.

A full collection walks every object that may be part of a cycle. Ten thousand units, their picture
and the map took it 250 ms of the processor, every few seconds of a flood. What is there after the
start stays for the life of the process, so it is taken out of the collector's sight; so is, later,
what a collection that took long has found alive. Objects taken out are still freed when nobody
refers to them; only cycles among them are not, until `unfreeze`.
"""

import gc
import time
from typing import Any

# New objects before the youngest are looked through: a request makes a few hundred. The middle ones
# are as many as a collection of 10 ms can walk; the old ones come as seldom as they did.
YOUNG, MIDDLE, OLD = 5_000, 5, 80
LONGEST_MS = 20.0
_PYTHONS = gc.get_threshold()


class ShortCollections:
    """Freezes what outlives a long full collection.

    Args:
        longest_ms: processor time of the collecting thread; longer ones freeze what is left.
    """

    def __init__(self, longest_ms: float = LONGEST_MS) -> None:
        self._longest_ms = longest_ms
        self._began = 0.0

    def begin(self) -> None:
        """Freeze what is there and watch what comes; the collector runs from now on.

        Nothing is collected before: of 400,000 objects a start leaves 3,000 to free, and to look
        for them takes 0.4 s.
        """
        gc.freeze()
        gc.set_threshold(YOUNG, MIDDLE, OLD)
        gc.callbacks.append(self._watch)
        gc.enable()

    def end(self) -> None:
        """Leave the collector as Python begins with it."""
        if self._watch in gc.callbacks:
            gc.callbacks.remove(self._watch)
        gc.set_threshold(*_PYTHONS)
        gc.unfreeze()

    def _watch(self, phase: str, info: dict[str, Any]) -> None:
        if info["generation"] < 2:
            return
        if phase == "start":
            self._began = time.thread_time()
        elif (time.thread_time() - self._began) * 1000 > self._longest_ms:
            gc.freeze()
