"""A live server on a real socket in a thread of its own, and walls that look at it."""

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import uvicorn
import uvloop
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from api.live import live
from domain.dispatch.units import Unit, UnitKind
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity
from domain.live.records import Change
from operations.live.hub import Hub
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.live.timing import Timing
from operations.threads import Work
from store import Store
from tests.support.as_caller import AsCaller
from tests.support.stores import a_store

T = TypeVar("T")
GRID = "340604101006007"


class LiveServer:
    """The store, the hub and uvicorn with the product's own options, on a free port."""

    def __init__(
        self,
        data_dir: Path,
        *,
        timing: Timing | None = None,
        max_clients: int = 500,
        new_loop: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop,
        **uvicorn_options: Any,
    ) -> None:
        self._data_dir = data_dir
        self._timing = timing or Timing(tick_s=0.005, beat_s=0.2, poll_s=0.2)
        self._max_clients = max_clients
        self._new_loop = new_loop
        self._options = live.UVICORN_WS_OPTIONS | uvicorn_options
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "LiveServer":
        self._thread.start()
        assert self._ready.wait(20)
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive(), "the server does not stop"

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=self._new_loop) as runner:
                runner.run(self._serve())
        except BaseException as error:
            self._failure = error
            self._ready.set()
            raise

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.store: Store = a_store(self._data_dir)
        self.work = Work()
        self.picture = Picture()
        self.board = PositionBoard(self.store, self.work, self.picture.entities["unit"])
        self.hub = Hub(
            self.store,
            self.picture,
            self.board,
            self.work,
            timing=self._timing,
            max_clients=self._max_clients,
        )
        app = FastAPI()
        app.include_router(live.router(self.hub))
        await self.hub.start()
        await self.board.start()
        config = uvicorn.Config(
            AsCaller(app), port=0, lifespan="off", log_config=None, **self._options
        )
        self.server = uvicorn.Server(config)
        serving = asyncio.create_task(self.server.serve())
        while not self.server.started:  # noqa: ASYNC110 - uvicorn tells by this flag only
            await asyncio.sleep(0.005)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/ws/live"
        self._ready.set()
        await serving
        await self.hub.stop()
        await self.board.stop()
        self.work.close()
        self.store.close()

    def ask(self, question: Callable[[], T]) -> T:
        """Call something on the server's event loop."""

        async def answer() -> T:
            return question()

        return asyncio.run_coroutine_threadsafe(answer(), self.loop).result(10)

    def health(self) -> dict[str, Any]:
        return self.ask(self.hub.health)

    @property
    def sockets(self) -> list[Any]:
        """uvicorn's connections that still hold a socket."""
        return self.ask(lambda: list(self.server.server_state.connections))

    def unit(self, unit_id: str, name: str = "张三丰") -> None:
        with self.store.transaction() as tx:
            unit = Unit(unit_id, unit_id, UnitKind.POLICE, name=name, phone="13812345678")
            tx.put_unit(unit, action="added", actor="test")

    def incident(self, number: str, title: str = "厂房冒烟", now: datetime | None = None) -> None:
        now = now or datetime.now(UTC)
        with self.store.transaction() as tx:
            incident = Incident(
                number=number,
                incident_class=IncidentClass.FIRE,
                severity=Severity.II,
                status=IncidentStatus.REPORTED,
                lat=33.9,
                lon=116.8,
                area_code=GRID,
                reported_at=now,
                source="test",
                source_id=number,
                reached_at={IncidentStatus.REPORTED: now},
                title=title,
                description="回电13812345678",
                reporter="李四 13912345678",
            )
            tx.put_incident(incident, action="reported", actor="test")

    def bulky(self, entity_id: str, kilobytes: int) -> None:
        """A fact that fills a slow client's buffers quickly."""
        with self.store.transaction() as tx:
            state = {"id": entity_id, "label": "x" * kilobytes * 1024}
            now = datetime.now(UTC)
            tx.append(Change("kpi", entity_id, "computed", state, "test", now))


@dataclass
class Wall:
    """A screen that folds what it is sent and checks that nothing is missing."""

    url: str
    epoch: str | None = None
    seq: int | None = None
    history: list[tuple[int, str]] = field(default_factory=list)
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    positions: dict[str, list[Any]] = field(default_factory=dict)
    snapshots: int = 0
    beats: int = 0
    texts: list[str] = field(default_factory=list)
    view: dict[str, Any] = field(default_factory=dict)
    socket: ClientConnection | None = None

    async def connect(self) -> "Wall":
        self.socket = await connect(self.url, max_size=None, ping_interval=None)
        await self.hello()
        return self

    async def hello(self) -> None:
        hello = {"hello": 1, "epoch": self.epoch, "seq": self.seq, "view": self.view}
        await self._socket.send(json.dumps(hello))

    @property
    def _socket(self) -> ClientConnection:
        assert self.socket is not None
        return self.socket

    async def read(self) -> dict[str, Any]:
        """Take the next message in."""
        text = await asyncio.wait_for(self._socket.recv(), 30)
        assert isinstance(text, str)
        self.texts.append(text)
        message: dict[str, Any] = json.loads(text)
        if "snapshot" in message:
            self._begin(message["snapshot"])
        elif "beat" in message:
            self.beats += 1
            assert message["seq"] == self.seq
        else:
            self._go_on(message)
        return message

    def _begin(self, snapshot: dict[str, Any]) -> None:
        self.snapshots += 1
        self.epoch, self.seq = snapshot["epoch"], snapshot["seq"]
        self.entities = snapshot["entities"]
        self.positions = {row[0]: row for row in snapshot["positions"]}

    def _go_on(self, frame: dict[str, Any]) -> None:
        assert frame["from"] == self.seq, "a frame that does not fit"
        for record in frame["records"]:
            assert self.seq is not None
            assert frame["from"] < record["seq"] <= frame["seq"]
            self.history.append((record["seq"], record["id"]))
            self.entities.setdefault(record["kind"], {})[record["id"]] = record["state"]
        self.seq = frame["seq"]
        self.positions |= {row[0]: row for row in frame["positions"]}

    async def read_until(self, is_true: Callable[[], bool]) -> None:
        while not is_true():
            await self.read()

    async def close_code(self) -> tuple[int | None, str | None]:
        """Read until the server closes; how it did."""
        try:
            while True:
                await self.read()
        except ConnectionClosed:
            return self._socket.close_code, self._socket.close_reason

    def cut(self) -> None:
        """Be gone, as when the cable is pulled."""
        self._socket.transport.abort()

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()


def deaf_socket(port: int, *, hello: bool = True) -> socket.socket:
    """A client that shakes hands, says hello and never reads again."""
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", port))
    deaf.sendall(
        b"GET /ws/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n"
    )
    assert deaf.recv(2048).startswith(b"HTTP/1.1 101")
    if hello:
        body = b'{"hello":1}'
        # Masked with zeros: a legal mask that leaves the text as it is.
        deaf.sendall(bytes([0x81, 0x80 | len(body)]) + bytes(4) + body)
    return deaf


async def until(is_true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for a condition that is asked on this thread."""
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(is_true):  # noqa: ASYNC110 - any condition, not an event
            await asyncio.sleep(0.01)


async def all_of(*awaitables: Awaitable[T]) -> list[T]:
    return list(await asyncio.gather(*awaitables))
