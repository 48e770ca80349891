"""Blocking work off the event loop, in bounded lanes that cannot hold each other up."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.errors import FullError
from store.origin import ORIGIN

T = TypeVar("T")


class Lane:
    """Threads of one purpose, and how many calls may wait for them."""

    def __init__(self, name: str, *, threads: int, backlog: int) -> None:
        self._name = name
        self._backlog = backlog
        self._waiting = 0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"onescreen-{name}")

    @property
    def waiting(self) -> int:
        """Calls begun or queued and not yet answered."""
        return self._waiting

    async def run(self, call: Callable[[], T]) -> T:
        """Run `call` on one of the lane's threads and hand back what it returns or raises.

        A caller that is cancelled stops waiting; what it asked for is done all the same.

        Raises:
            FullError: too many calls are waiting; nothing was run.
        """
        return await asyncio.shield(self._begin(call))

    def _begin(self, call: Callable[[], T]) -> asyncio.Future[T]:
        if self._waiting >= self._backlog:
            raise FullError(says="too_much_waits", lane=self._name, code="busy")
        self._waiting += 1
        done = asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, call)
        # Counted down when the thread is through, not when the caller stops waiting: a caller
        # that hangs up must not make room for another while its call still runs.
        done.add_done_callback(self._answered)
        return done

    def _answered(self, done: asyncio.Future[Any]) -> None:
        self._waiting -= 1
        if not done.cancelled():
            done.exception()  # looked at: a caller that hung up does not come for it any more

    def close(self) -> None:
        """Finish what was begun; takes no more."""
        self._threads.shutdown(wait=True)


@dataclass(slots=True)
class _Turns:
    """The places one account may take at once, and how many of its calls there are."""

    places: asyncio.Semaphore
    asked: int = 0


class FairLane(Lane):
    """A lane of which one account takes a share: however much it asks, others are answered.

    Args:
        places: threads one account may hold at once.
        most_of_one: its calls begun or waiting; one more is refused.
    """

    def __init__(
        self, name: str, *, threads: int, backlog: int, places: int, most_of_one: int
    ) -> None:
        super().__init__(name, threads=threads, backlog=backlog)
        self._places = places
        self._most_of_one = most_of_one
        self._turns: dict[str, _Turns] = {}

    async def run(self, call: Callable[[], T]) -> T:
        """Run `call` when its account has a place; what nobody asked for waits for none.

        Raises:
            FullError: too many calls are waiting, of this account or in all; nothing was run.
        """
        origin = ORIGIN.get()
        if origin is None:
            return await super().run(call)
        who = origin[0]
        turns = self._turns.setdefault(who, _Turns(asyncio.Semaphore(self._places)))
        if turns.asked >= self._most_of_one:
            raise FullError(says="too_much_waits", lane=self._name, code="busy")
        turns.asked += 1
        try:
            await turns.places.acquire()
            try:
                done = self._begin(call)
            except FullError:
                turns.places.release()
                raise
            # Given back when the thread is through, as a place in the lane is.
            done.add_done_callback(lambda _: turns.places.release())
            return await asyncio.shield(done)
        finally:
            turns.asked -= 1
            if not turns.asked and not turns.places.locked():
                self._turns.pop(who, None)


class Work:
    """Where the event loop sends what would block it.

    Four lanes: facts are written by one thread, in order; reads share a few threads, of which one
    account holds half at most; positions
    have a thread of their own so they never delay a fact; and so has following the journal, so
    that no flood of queries can freeze the screens.
    """

    def __init__(self, *, readers: int = 4, backlog: int = 1000) -> None:
        self._write = Lane("write", threads=1, backlog=backlog)
        share = max(1, readers // 2)
        self._read = FairLane(
            "read", threads=readers, backlog=backlog, places=share, most_of_one=backlog // 4
        )
        self._save = Lane("save", threads=1, backlog=backlog)
        self._follow = Lane("follow", threads=1, backlog=backlog)

    async def write(self, call: Callable[[], T]) -> T:
        """Run one write of facts; writes keep their order.

        Raises:
            FullError: `backlog` writes wait already.
        """
        return await self._write.run(call)

    async def read(self, call: Callable[[], T]) -> T:
        """Run one read beside others.

        Raises:
            FullError: `backlog` reads wait already.
        """
        return await self._read.run(call)

    async def save(self, call: Callable[[], T]) -> T:
        """Run one write of positions, in order, beside the facts.

        Raises:
            FullError: `backlog` of them wait already.
        """
        return await self._save.run(call)

    async def follow(self, call: Callable[[], T]) -> T:
        """Run one read of the journal's tail.

        Raises:
            FullError: `backlog` of them wait already.
        """
        return await self._follow.run(call)

    def health(self) -> dict[str, int]:
        """Calls waiting in each lane."""
        return {
            "write": self._write.waiting,
            "read": self._read.waiting,
            "save": self._save.waiting,
            "follow": self._follow.waiting,
        }

    def close(self) -> None:
        """Finish what was begun in every lane; blocks until it is done."""
        for lane in (self._write, self._read, self._save, self._follow):
            lane.close()
