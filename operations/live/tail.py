"""Following the journal: every record, in order, into the picture and the ring."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from domain.live.records import Record
from domain.picture.fold import upcast
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.live.ring import Entry, Ring
from operations.live.views import anywhere, reach_of
from operations.threads import Work

logger = logging.getLogger(__name__)
READ_AT_ONCE = 1000
# Of the journal before a start: a screen that was away for longer is sent the picture instead.
READ_AGAIN = 3_000
REST_AT_MOST_S = 0.1
ERASED = "erased"
DROP_ENDED_EVERY = timedelta(minutes=1)


class LiveRecords(Protocol):
    """The newest record of each live entity, as of `seq` of `epoch`."""

    @property
    def epoch(self) -> str:
        """The journal's name."""

    @property
    def seq(self) -> int:
        """The journal's number at the time of reading."""

    @property
    def records(self) -> Sequence[Record]:
        """One record for each live entity, any order."""


class Journal(Protocol):
    """The part of the store that the hub reads; called on a thread."""

    def head(self) -> tuple[str, int]:
        """Epoch and newest seq."""

    def live(self, at: datetime) -> LiveRecords:
        """Everything live at a moment, consistently."""

    def records_after(self, seq: int, limit: int = READ_AT_ONCE) -> list[Record]:
        """The next records, in order."""

    def on_commit(self, callback: Callable[[int, Sequence[Record]], None]) -> None:
        """Have `callback(seq, records)` called after each commit, on any thread."""


class Tail:
    """Reads `seq > cursor` until there is no more; a commit wakes it, a poll makes sure.

    Records that this process has committed are handed over and not read back. Another process
    may write the same journal, so being woken is a help and not a promise: whatever does not
    follow on what is known is read from the journal, and so is its head every `poll_s`.
    A new epoch, or a journal that lost records, is read from the start.

    Attributes:
        epoch: the journal's name; None until it was read once.
        head_seq: the newest seq seen in the journal.
    """

    def __init__(
        self,
        journal: Journal,
        picture: Picture,
        ring: Ring,
        board: PositionBoard,
        work: Work,
        *,
        clock: Callable[[], datetime],
        poll_s: float,
        on_news: Callable[[], None],
        on_read: Callable[[], None],
    ) -> None:
        self.epoch: str | None = None
        self.head_seq = 0
        self._journal = journal
        self._picture = picture
        self._ring = ring
        self._board = board
        self._work = work
        self._clock = clock
        self._poll_s = poll_s
        self._on_news = on_news
        self._on_read = on_read
        self._wake = asyncio.Event()
        self._handed: list[Record] = []
        self._announced = 0
        self._looked_at = float("-inf")
        self.reads = 0
        self._dropped_at = clock()

    def wake(self, records: Sequence[Record] = (), seq: int = 0) -> None:
        """Something was committed, up to `seq`: these records, or what the journal tells.

        On the event loop.
        """
        self._announced = max(self._announced, seq)
        if len(self._handed) + len(records) <= READ_AT_ONCE:
            self._handed += records
        self._wake.set()

    async def load(self) -> None:
        """Read the live picture and the newest records anew.

        Raises:
            Exception: whatever the store raises when it cannot be read.
        """
        live, recent = await self._work.follow(self._read_start)
        self._picture.load(live.epoch, live.seq, live.records)
        self._ring.start(max(0, live.seq - min(self._ring.held, READ_AGAIN)))
        for record in recent:
            if record.seq != self._ring.seq + 1:
                self._ring.start(record.seq - 1)
            # What was seen before these is not known: an area that cannot see one is told "gone".
            self._ring.append([Entry(upcast(record), True, anywhere(record))])
        if self._ring.seq != live.seq:
            self._ring.start(live.seq)
        self.epoch, self.head_seq, self._announced = live.epoch, live.seq, live.seq
        self._on_read()
        self._on_news()

    def _read_start(self) -> tuple[LiveRecords, list[Record]]:
        """On a thread: what is live, and the records before it that the ring can hold."""
        live = self._journal.live(self._clock())
        recent: list[Record] = []
        seq = max(0, live.seq - min(self._ring.held, READ_AGAIN))
        while seq < live.seq:
            batch = self._journal.records_after(seq, limit=READ_AT_ONCE)
            if not batch:
                break
            recent += [record for record in batch if record.seq <= live.seq]
            seq = batch[-1].seq
        return live, recent

    async def follow(self) -> None:
        """Keep up with the journal for ever.

        Raises:
            Exception: whatever the store raises when it cannot be read.
        """
        while True:
            self._wake.clear()
            while await self.catch_up():
                await self._rest()
            await self._rest()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await self._wake.wait()

    async def _rest(self) -> None:
        """Pause as long as telling the screens took: a flood of facts comes in fewer frames.

        A fact by itself has been told by then and waits for nothing.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.sleep(0)  # every client in step has encoded and sent by now
        await asyncio.sleep(min(loop.time() - began, REST_AT_MOST_S))

    async def catch_up(self) -> bool:
        """Take the next records; True when there may be more at once."""
        cursor = self._ring.seq
        if self._now() - self._looked_at < self._poll_s and (handed := self._next_handed(cursor)):
            self._take(handed, self.head_seq)
            self._on_read()
            self._drop_ended()
            # A commit that came without its records is read at once, not at the next look.
            return self._ring.seq < self._announced
        self._handed.clear()
        self.reads += 1
        self._looked_at = self._now()
        (epoch, seq), records = await self._work.follow(lambda: self._read_after(cursor))
        if epoch != self.epoch or seq < cursor:
            logger.warning("the journal is another one now: epoch %s, seq %d", epoch, seq)
            await self.load()
        elif records and records[0].seq != cursor + 1:
            logger.error("the journal has a hole between %d and %d", cursor, records[0].seq)
            await self.load()
        else:
            self._take(records, seq)
        self._on_read()
        self._drop_ended()
        return len(records) >= READ_AT_ONCE

    def _take(self, records: Sequence[Record], head_seq: int) -> None:
        self._fold(records)
        self.head_seq = max(head_seq, self._ring.seq)

    def _next_handed(self, cursor: int) -> list[Record]:
        """The records handed over, when they follow on the cursor without a gap."""
        handed = [record for record in self._handed if record.seq > cursor]
        follows = all(
            record.seq == seq and record.epoch == self.epoch
            for seq, record in enumerate(handed, cursor + 1)
        )
        self._handed.clear()
        return handed if follows else []

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    def _read_after(self, cursor: int) -> tuple[tuple[str, int], list[Record]]:
        return self._journal.head(), self._journal.records_after(cursor, limit=READ_AT_ONCE)

    def _fold(self, records: Sequence[Record]) -> None:
        for record in map(upcast, records):
            before = self._picture.newest(record.kind, record.id)
            self._ring.append([self._entry(record, before)])
            self._picture.apply([record])
            if record.kind == "unit":
                self._tell_position(before, record)
            if record.action == ERASED:
                self._ring.erase(record.kind, record.id)
        if records:
            self._on_news()

    def _entry(self, record: Record, before: Record | None) -> Entry:
        """A record with where its entity belonged until now; before the picture takes it in."""
        if before is None:
            return Entry(record, had_past=False)
        return Entry(record, True, reach_of(before, self._picture.entities))

    def _tell_position(self, before: Record | None, unit: Record) -> None:
        """Whoever may be followed from now on is shown where they are, without waiting."""
        keys = ("status", "home_area")
        if before is None or any(before.state.get(key) != unit.state.get(key) for key in keys):
            self._board.tell_again(unit.id)

    def _drop_ended(self) -> None:
        now = self._clock()
        if now - self._dropped_at >= DROP_ENDED_EVERY:
            self._dropped_at = now
            self._picture.drop_ended(now)
