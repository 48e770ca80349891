"""A journal in memory and a connection made of two queues, for the hub's tests."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.dispatch.units import Fix
from domain.live.records import Record
from domain.picture.fold import fold, is_live
from operations.live.client import ConnectionGoneError
from operations.live.hub import Hub
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.live.timing import Timing
from operations.threads import Work

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GRID = "340604101006007"
OTHER_GRID = "340604102003001"
QUICK = Timing(
    tick_s=0.001,
    poll_s=0.05,
    beat_s=0.02,
    stale_s=0.3,
    hello_s=0.1,
    send_s=0.1,
    revive_s=0.01,
)
# Told by commits alone: the poll comes too late to help.
PROMPT = Timing(poll_s=60, tick_s=0.001)


def incident_state(number: str, area: str = GRID, **changes: Any) -> dict[str, Any]:
    return {
        "number": number,
        "class": "fire",
        "group": "accident",
        "severity": 2,
        "status": "reported",
        "lat": 33.9,
        "lon": 116.8,
        "area_code": area,
        "is_outside": False,
        "place_source": "point",
        "reported_at": "2026-01-01T12:00:00.000Z",
        "reached_at": {"reported": "2026-01-01T12:00:00.000Z"},
        "source": "test",
        "source_id": number,
        "is_demo": False,
    } | changes


def unit_state(unit_id: str, area: str | None = GRID, **changes: Any) -> dict[str, Any]:
    return {
        "unit_id": unit_id,
        "call_sign": unit_id,
        "kind": "grid_worker",
        "subkind": None,
        "status": "available",
        "home_area": area,
        "is_demo": False,
    } | changes


def a_record(
    seq: int,
    kind: str,
    entity_id: str,
    state: Mapping[str, Any],
    *,
    private: Mapping[str, Any] | None = None,
    action: str = "changed",
    epoch: str = "e1",
    v: int = 1,
) -> Record:
    return Record(
        seq, epoch, NOON, NOON, "test", kind, entity_id, action, v, state, private
    )  # fmt: skip


def a_fix(unit_id: str, *, after_s: float = 0, lat: float = 33.9) -> Fix:
    return Fix(unit_id, lat, 116.8, NOON + timedelta(seconds=after_s), 3.0, 80.0)


@dataclass
class FakeLive:
    epoch: str
    seq: int
    records: list[Record]


class FakeJournal:
    """Appends, tails, and fails on demand."""

    def __init__(self) -> None:
        self.epoch = "e1"
        self.records: list[Record] = []
        self.failing = False
        self.listener: Callable[..., None] = lambda _seq, _records: None
        self.hands_over = False
        self.reads = 0

    def append(self, kind: str, entity_id: str, state: Mapping[str, Any], **more: Any) -> int:
        seq = len(self.records) + 1
        self.records.append(a_record(seq, kind, entity_id, state, epoch=self.epoch, **more))
        self.listener(seq, self.records[-1:] if self.hands_over else [])
        return seq

    def incident(self, number: str, area: str = GRID, **more: Any) -> int:
        return self.append("incident", number, incident_state(number, area), **more)

    def unit(self, unit_id: str, area: str | None = GRID, **changes: Any) -> int:
        return self.append("unit", unit_id, unit_state(unit_id, area, **changes))

    def _check(self) -> None:
        self.reads += 1
        if self.failing:
            raise OSError("the database is unreachable")

    def head(self) -> tuple[str, int]:
        self._check()
        return self.epoch, len(self.records)

    def live(self, at: datetime) -> FakeLive:
        self._check()
        newest = [r for r in fold(self.records).values() if is_live(r.kind, r.state, at)]
        return FakeLive(self.epoch, len(self.records), newest)

    def records_after(self, seq: int, limit: int = 1000) -> list[Record]:
        self._check()
        return self.records[seq : seq + limit]

    def on_commit(self, callback: Callable[..., None]) -> None:
        self.listener = callback


class FakeKeeper:
    """Keeps fixes in memory, or refuses to."""

    def __init__(self) -> None:
        self.saved: dict[str, tuple[Fix, bool, str]] = {}
        self.batches: list[int] = []
        self.late: list[Fix] = []
        self.failing = False

    def save_late_fixes(self, fixes: Any) -> None:
        if self.failing:
            raise OSError("disk full")
        self.late += [fix for fix, _, _ in fixes]

    def save_fixes(self, fixes: Any) -> None:
        if self.failing:
            raise OSError("disk full")
        self.batches.append(len(fixes))
        self.saved |= {fix.unit_id: (fix, is_demo, source) for fix, is_demo, source in fixes}

    def fixes(self) -> list[tuple[Fix, str]]:
        return [(fix, source) for fix, _, source in self.saved.values()]


class FakeConnection:
    """A screen that says what the test tells it to, and reads when the test lets it."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self.got: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.texts: list[str] = []
        self.packed: list[bytes] = []
        self.is_reading = asyncio.Event()
        self.is_reading.set()
        self.closed: tuple[int, str] | None = None
        self.dropped: tuple[int, str] | None = None

    def hello(self, **fields: Any) -> "FakeConnection":
        self.said.put_nowait(json.dumps({"hello": 1, "epoch": None, "seq": None} | fields))
        return self

    def leave(self) -> None:
        self.said.put_nowait(None)

    async def receive(self) -> str | bytes:
        message = await self.said.get()
        if message is None:
            raise ConnectionGoneError("left")
        return message

    async def send(self, text: str) -> None:
        await self.is_reading.wait()
        self.texts.append(text)
        self.got.put_nowait(json.loads(text))

    async def send_packed(self, packed: bytes) -> None:
        self.packed.append(packed)
        await self.send(gzip.decompress(packed).decode())

    async def close(self, code: int, reason: str) -> None:
        self.closed = (int(code), reason)

    def drop(self, code: int, reason: str) -> None:
        self.dropped = (int(code), reason)

    async def until_closed(self) -> None:
        """Wait for a polite end."""
        await until(lambda: self.closed is not None)

    async def next(self, key: str) -> Any:
        """The next message that is a snapshot, frame ("from") or beat; others are skipped."""
        async with asyncio.timeout(30):
            while True:
                message = await self.got.get()
                if key in message:
                    return message[key] if key == "snapshot" else message

    async def news(self) -> dict[str, Any]:
        """The next frame that holds a record."""
        while True:
            frame: dict[str, Any] = await self.next("from")
            if frame["records"]:
                return frame


class Bench:
    """A hub on fakes, and the screens that look at it."""

    def __init__(self, timing: Timing = QUICK, **hub: Any) -> None:
        self.now = NOON
        self.journal = FakeJournal()
        self.keeper = FakeKeeper()
        self.work = Work()
        self.picture = Picture()
        self.board = PositionBoard(
            self.keeper, self.work, self.picture.entities["unit"], clock=lambda: self.now
        )
        self.hub = Hub(
            self.journal,
            self.picture,
            self.board,
            self.work,
            timing=timing,
            clock=lambda: self.now,
            **hub,
        )
        self.tasks: list[asyncio.Task[None]] = []

    def join(self, connection: FakeConnection) -> "asyncio.Task[None]":
        return self.serve(connection)

    def serve(self, connection: FakeConnection, **bounds: Any) -> "asyncio.Task[None]":
        """Serve a screen within what its caller may see."""
        task = asyncio.create_task(self.hub.serve(connection, **bounds))
        self.tasks.append(task)
        return task

    async def wall(self, **hello: Any) -> FakeConnection:
        connection = FakeConnection().hello(**hello)
        self.join(connection)
        return connection

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.hub.stop()
        self.work.close()


@asynccontextmanager
async def a_bench(
    fill: Callable[[FakeJournal], object] = lambda _journal: None, **hub: Any
) -> AsyncIterator[Bench]:
    """A started hub over a journal that `fill` has written to."""
    bench = Bench(**hub)
    fill(bench.journal)
    await bench.hub.start()
    try:
        yield bench
    finally:
        await bench.close()


@asynccontextmanager
async def a_wall(
    fill: Callable[[FakeJournal], object] = lambda _journal: None, **hub: Any
) -> AsyncIterator[tuple[Bench, FakeConnection]]:
    """A started hub, and a wall on it that has its picture."""
    async with a_bench(fill, **hub) as bench:
        wall = await bench.wall()
        await wall.next("snapshot")
        yield bench, wall


async def until(is_true: Callable[[], bool]) -> None:
    """Wait for a condition, half a minute at most."""
    async with asyncio.timeout(30):
        while not is_true():  # noqa: ASYNC110 - any condition, not one event
            await asyncio.sleep(0.002)
