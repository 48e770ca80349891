"""Blocking work off the event loop, in bounded lanes that cannot hold each other up."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from domain.errors import FullError
from operations.calm import Calm
from store import Transaction
from store.group_commit import Outcome, Step
from store.origin import ORIGIN

T = TypeVar("T")
# Steps in one commit: the last one's caller waits for all of them.
MOST_TOGETHER = 64


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
        self._check_room()
        loop = asyncio.get_running_loop()
        return self._counted(loop.run_in_executor(self._threads, copy_context().run, call))

    def _check_room(self) -> None:
        if self._waiting >= self._backlog:
            raise FullError(says="too_much_waits", lane=self._name, code="busy")

    def _counted(self, done: asyncio.Future[T]) -> asyncio.Future[T]:
        self._waiting += 1
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


class Writer(Protocol):
    """What commits the steps of several callers at once (the store)."""

    def write_together(self, steps: Sequence[Step[Any]]) -> list[Outcome[Any]]:
        """One outcome a step, in their order."""


@dataclass(slots=True)
class _Waiting:
    """A write that waits for its turn; `writer` None: it is to run by itself."""

    call: Callable[..., Any]
    writer: Writer | None
    context: Context
    done: Future[Any] = field(default_factory=Future)

    def step(self, tx: Transaction) -> Any:
        """Run the call in a group's transaction, as whoever asked for it."""
        return self.context.run(self.call, tx)

    def run(self) -> None:
        """Run the call by itself."""
        try:
            value = self.context.run(self.call)
        except BaseException as error:  # noqa: BLE001 - the caller is told
            self.done.set_exception(error)
        else:
            self.done.set_result(value)

    def answer(self, outcome: Outcome[Any]) -> None:
        """Hand the caller what its step came to."""
        if outcome.error is not None:
            self.done.set_exception(outcome.error)
        else:
            self.done.set_result(outcome.value)


class WriteLane(Lane):
    """One thread that takes writes in their order, and steps that stand together as one group."""

    def __init__(self, name: str, *, backlog: int, most_together: int = MOST_TOGETHER) -> None:
        super().__init__(name, threads=1, backlog=backlog)
        self._most_together = most_together
        self._queue: deque[_Waiting] = deque()

    async def commit(self, writer: Writer, step: Callable[[Transaction], T]) -> T:
        """Run a step in a transaction, together with others that wait behind each other.

        Raises:
            FullError: too many calls are waiting; nothing was run.
        """
        return await asyncio.shield(self._begin(step, writer))

    def _begin(self, call: Callable[..., T], writer: Writer | None = None) -> asyncio.Future[T]:
        self._check_room()
        waiting = _Waiting(call, writer, copy_context())
        self._queue.append(waiting)
        self._threads.submit(self._take_next)
        return self._counted(asyncio.wrap_future(waiting.done))

    def _take_next(self) -> None:
        """On the lane's thread: the next write, or all steps that stand next to each other."""
        if not self._queue:  # an earlier turn took it along
            return
        first = self._queue.popleft()
        if first.writer is None:
            first.run()
            return
        group = [first]
        while (
            self._queue
            and self._queue[0].writer is first.writer
            and len(group) < self._most_together
        ):
            group.append(self._queue.popleft())
        try:
            outcomes = first.writer.write_together([one.step for one in group])
        except BaseException as error:  # noqa: BLE001 - nobody may wait for ever
            outcomes = [Outcome(error=RuntimeError(f"the write failed: {error!r}"))] * len(group)
        for one, outcome in zip(group, outcomes, strict=True):
            one.answer(outcome)


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

    Attributes:
        calm: gives turns to what nobody waits for.
    """

    def __init__(self, *, readers: int = 4, backlog: int = 1000) -> None:
        self._write = WriteLane("write", backlog=backlog)
        share = max(1, readers // 2)
        self._read = FairLane(
            "read", threads=readers, backlog=backlog, places=share, most_of_one=backlog // 4
        )
        self._save = Lane("save", threads=1, backlog=backlog)
        self._follow = Lane("follow", threads=1, backlog=backlog)
        self.calm = Calm()

    async def write(self, call: Callable[[], T]) -> T:
        """Run what is no single step, such as an erasure, between the steps; writes keep order.

        Raises:
            FullError: `backlog` writes wait already.
        """
        return await self._write.run(call)

    async def commit(self, store: Writer, step: Callable[[Transaction], T]) -> T:
        """Run one step in a transaction; steps that wait behind each other share a commit.

        A step only reads and writes in the transaction it is handed: when its group is refused
        it is run again by itself.

        Raises:
            FullError: `backlog` writes wait already.
        """
        return await self._write.commit(store, step)

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
