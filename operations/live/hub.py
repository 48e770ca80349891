"""The hub: what the journal and the board tell, handed to every screen at its own pace."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from domain.live.records import Record
from operations.live.attendance import Attendance
from operations.live.client import Client, Connection
from operations.live.frames import Frames
from operations.live.hello import Bounds
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.live.ring import HELD, Ring
from operations.live.tail import Journal, Tail
from operations.live.timing import Timing
from operations.live.upstream import Upstream
from operations.loops import KeptLoop
from operations.threads import Work

FOLLOW, TELL, BEAT = "following the journal", "telling positions", "the beat"


class Hub:
    """Tails the journal into the picture and serves the live protocol to its clients.

    The hub never sends what it cannot vouch for: while the journal cannot be read it sends
    nothing at all, no frame, snapshot or beat, so that screens say how old they are.

    Args:
        journal: the store, read on a thread.
        picture: filled by the hub, read by others.
        board: the newest positions.
        work: where blocking reads run.
        timing: see `Timing`.
        max_clients: one more is closed with 1013.
        held: records kept in memory for clients that come back.
        clock: the present moment, aware UTC.
        upstream: the kinds of message clients may send besides hello; none where it is None.
    """

    def __init__(
        self,
        journal: Journal,
        picture: Picture,
        board: PositionBoard,
        work: Work,
        *,
        timing: Timing | None = None,
        max_clients: int = 500,
        held: int = HELD,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        upstream: Upstream | None = None,
    ) -> None:
        self._timing = timing = timing or Timing()
        self._journal = journal
        self._board = board
        self._ring = Ring(held=held)
        self._frames = Frames(
            picture,
            self._ring,
            board,
            clock=clock,
            snapshot_shared_s=timing.snapshot_shared_s,
        )
        self._tail = Tail(
            journal,
            picture,
            self._ring,
            board,
            work,
            clock=clock,
            poll_s=timing.poll_s,
            on_news=self._publish,
            on_read=self._was_read,
        )
        self._loops = {
            name: KeptLoop(name, run, revive_s=timing.revive_s)
            for name, run in (
                (FOLLOW, self._tail.follow),
                (TELL, self._tell_positions),
                (BEAT, self._beat_on),
            )
        }
        self._attendance = Attendance(
            timing,
            max_clients,
            next_for=self._next_for,
            beat=lambda: self._beat,
            upstream=upstream,
        )
        self._moved = asyncio.Event()
        self._read_at = self._ticked_at = float("-inf")
        self._tick_s = timing.tick_s
        self._beat = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Read the journal once, then follow it until `stop`.

        Raises:
            Exception: whatever the store raises when the journal cannot be read.
        """
        self._loop = asyncio.get_running_loop()
        await self._tail.load()
        self._journal.on_commit(self._nudged)
        self._board.on_news(self._moved.set)
        for loop in self._loops.values():
            loop.start()

    async def stop(self) -> None:
        """Stop the loops and drop whoever is still connected."""
        self._loop = None
        for loop in self._loops.values():
            await loop.stop()
        self._attendance.drop_all()

    def _nudged(self, seq: int, records: Sequence[Record]) -> None:
        """A commit happened, on any thread."""
        if (loop := self._loop) is not None:
            with contextlib.suppress(RuntimeError):  # the loop closed in this very moment
                loop.call_soon_threadsafe(self._tail.wake, records, seq)

    async def serve(
        self,
        connection: Connection,
        *,
        role: str = "wall",
        area: str | None = None,
        department: str | None = None,
        person: str | None = None,
    ) -> None:
        """Serve one accepted connection until it ends.

        Args:
            connection: an accepted socket.
            role: what the caller may see (operations/live/views.py); never the client's own word.
            area: the subtree the caller may see, None for all of it.
            department: whose incidents a department's officer may see.
            person: who they are, where a record names people.
        """
        await self._attendance.serve(connection, Bounds(role, area, department, person))

    def _next_for(self, client: Client) -> str | None:
        """The next message for a client, its cursor already moved past it; None: nothing new."""
        if client.hello is None or not self._journal_is_read():
            return None
        view = client.hello.view
        if client.seq is None or client.epoch != self._tail.epoch:
            return self._snapshot_for(client)
        if not self._ring.holds(client.seq):
            return self._snapshot_for(client)
        if client.seq < self._ring.seq or client.tick != self._board.closed_tick:
            step = self._frames.frame(view, client.seq, client.tick)
            client.move(self._tail.epoch, step.seq, step.tick)
            if step.text is not None:
                return step.text
        if client.beat != self._beat:
            client.beat = self._beat
            return self._frames.beat(self._beat)
        return None

    def _snapshot_for(self, client: Client) -> str | None:
        assert client.hello is not None  # noqa: S101 - asked only after a hello
        step = self._frames.snapshot(client.hello.view)
        client.move(self._tail.epoch, step.seq, step.tick)
        client.beat = self._beat
        return step.text

    def _publish(self) -> None:
        """Let every client look for what is new to it."""
        self._attendance.wake()

    def _was_read(self) -> None:
        """The journal answered: the picture is true as of now."""
        was_silent = not self._journal_is_read()
        self._read_at = self._now()
        self._loops[FOLLOW].is_well()
        if was_silent:
            self._publish()

    async def _tell_positions(self) -> None:
        """Close a tick when something moved, at a pace the machine can keep."""
        self._moved.set()  # whatever moved while this loop was not running
        while True:
            self._ticked_at = self._now()
            self._loops[TELL].is_well()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timing.poll_s):
                    await self._moved.wait()
            if not self._moved.is_set():
                continue
            self._moved.clear()
            # Work done, not time passed: waiting for a busy processor is no reason to wait more.
            began = time.thread_time()
            self._board.close_tick()
            self._publish()
            await asyncio.sleep(0)  # every client in step has encoded and sent by now
            self._tick_s = self._timing.next_tick_s(self._tick_s, time.thread_time() - began)
            await asyncio.sleep(self._tick_s)

    async def _beat_on(self) -> None:
        while True:
            await asyncio.sleep(self._timing.beat_s)
            self._loops[BEAT].is_well()
            if self.is_alive():
                self._beat += 1
                self._publish()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _journal_is_read(self) -> bool:
        return self._now() - self._read_at < self._timing.stale_s

    def is_alive(self) -> bool:
        """True when facts and positions both flow; only then are beats sent."""
        return self._journal_is_read() and self._now() - self._ticked_at < self._timing.stale_s

    def health(self) -> dict[str, Any]:
        """What `/healthz` says about the live thread; call it on the event loop."""
        return {
            "alive": self.is_alive(),
            "tail_alive": self._journal_is_read(),
            "epoch": self._tail.epoch,
            "seq": self._ring.seq,
            "lag": max(0, self._tail.head_seq - self._ring.seq),
            "clients": len(self._attendance.clients),
            "frames": self._attendance.sent,
            "encodings": self._frames.encodings,
            "slow_closed": self._attendance.slow_closed,
            "refused": self._attendance.refused,
            "tick_ms": round(self._tick_s * 1000, 1),
        }
