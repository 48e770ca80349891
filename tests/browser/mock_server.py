"""A stand-in for the server: the shell with a map, the map's layers, and a scripted /ws/live.

Tests drive it from their own thread: `mock.send(...)` says anything to all screens, right or wrong.
As a program it makes units walk about, for looking at the screen and for timing it:

    python -m tests.browser.mock_server --units 1000
"""

import argparse
import asyncio
import contextlib
import gzip
import json
import math
import random
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import uvicorn
from dash import Dash, html
from fastapi import FastAPI, Response, WebSocket, WebSocketDisconnect

from api.serving.bundles import read_bundles, router
from layouts.live.map import live_map, static_layers
from layouts.page import index
from tests.browser import mock_map

ASSETS = Path(__file__).resolve().parents[2] / "assets"
OWN_ASSETS = r"^(?!(1[0-9]|2[0-9]|3[0-9]|00|01|04|05|06)_).*\.(js|css)$"
VERSION = "mock"


_reserved: list[socket.socket] = []
_spare_ports: list[int] = []


def lend_port() -> int:
    """A port of this process alone; the next server gets it again, and browsers know its pages."""
    if not _spare_ports:
        holder = socket.socket()
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))  # never listens: it keeps others from taking the port
        _reserved.append(holder)
        _spare_ports.append(int(holder.getsockname()[1]))
    return _spare_ports.pop()


def iso(ms: float | None = None) -> str:
    """A moment as the wire carries it."""
    seconds = (time.time() * 1000 if ms is None else ms) / 1000
    return (
        time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
        + f".{int(seconds % 1 * 1000):03d}Z"
    )


def incident(number: str, **changed: Any) -> dict[str, Any]:
    """An incident's live state."""
    now = iso()
    state = {
        "number": number,
        "class": "fire",
        "group": "accident",
        "severity": 2,
        "status": "reported",
        "lat": 33.9,
        "lon": 116.82,
        "area_code": "340604003001001",
        "is_outside": False,
        "place_source": "point",
        "reported_at": now,
        "reached_at": {"reported": now},
        "source": "api",
        "source_id": number,
        "is_demo": True,
        "title": "厂房冒烟",
    }
    return state | changed


def unit(unit_id: str, **changed: Any) -> dict[str, Any]:
    """A unit's live state."""
    state = {
        "unit_id": unit_id,
        "call_sign": unit_id,
        "kind": "grid_worker",
        "subkind": None,
        "status": "available",
        "home_area": "340604003001001",
        "is_demo": True,
        "is_removed": False,
        "name": "演示-0417",
    }
    return state | changed


def assignment(assignment_id: str, number: str, unit_id: str, **changed: Any) -> dict[str, Any]:
    """An open assignment's live state."""
    state = {
        "assignment_id": assignment_id,
        "number": number,
        "unit_id": unit_id,
        "area_code": "340604003001001",
        "assigned_at": iso(),
        "en_route_at": None,
        "on_scene_at": None,
        "cleared_at": None,
        "is_demo": True,
    }
    return state | changed


class Mock:
    """The scripted server; a hello is answered with `self.snapshot()`."""

    def __init__(self, *, map_folder: Any = None, basemap: str = "") -> None:
        self.basemap = basemap
        self.port = lend_port()
        self.epoch = "e1"
        self.seq = 0
        self.entities: dict[str, dict[str, Any]] = {}
        self.positions: list[list[Any]] = []
        self.hellos: list[dict[str, Any]] = []
        self.sockets: set[WebSocket] = set()
        self.is_answering = True
        self.is_packing = False
        self.at_once: list[dict[str, Any]] = []
        self.is_healthy = True
        self.map_source = map_folder
        self._app = self._build()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def snapshot(self) -> dict[str, Any]:
        return {
            "snapshot": {
                "epoch": self.epoch,
                "seq": self.seq,
                "at": iso(),
                "entities": self.entities,
                "positions": self.positions,
            }
        }

    def put(self, kind: str, entity_id: str, state: dict[str, Any]) -> None:
        """Add to what a snapshot holds."""
        self.entities.setdefault(kind, {})[entity_id] = state

    def record(self, kind: str, entity_id: str, state: Any, action: str = "put") -> dict[str, Any]:
        """The next numbered record."""
        self.seq += 1
        return {
            "seq": self.seq,
            "at": iso(),
            "kind": kind,
            "id": entity_id,
            "action": action,
            "state": state,
        }

    def frame(
        self, *records: dict[str, Any], positions: list[list[Any]] | None = None
    ) -> dict[str, Any]:
        """A frame that follows what was sent before it."""
        start = records[0]["seq"] - 1 if records else self.seq
        return {
            "from": start,
            "seq": self.seq,
            "records": list(records),
            "positions": positions or [],
        }

    def send(self, message: Any) -> None:
        """Say something to every screen; text goes out as it is."""
        text = message if isinstance(message, str) else json.dumps(message)
        self._call(self._send_all(text))

    def drop_all(self) -> None:
        """Close every socket, as a restart would."""
        self._call(self._close_all())

    async def _send_all(self, text: str) -> None:
        for client in list(self.sockets):
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await client.send_text(text)

    async def _close_all(self) -> None:
        for client in list(self.sockets):
            self.sockets.discard(client)
            with contextlib.suppress(RuntimeError):
                await client.close()

    def _call(self, work: Any) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _answer(self, client: WebSocket) -> None:
        """A snapshot; packed when the tests want it and the page can; `at_once` follows at once."""
        text = json.dumps(self.snapshot())
        if self.is_packing and self.hellos[-1].get("packed") == "gzip":
            await client.send_bytes(gzip.compress(text.encode()))
        else:
            await client.send_text(text)
        for message in self.at_once:
            await client.send_text(json.dumps(message))

    def _build(self) -> FastAPI:
        server = FastAPI()

        @server.get("/healthz")
        async def healthz(response: Response) -> dict[str, str]:
            response.status_code = 200 if self.is_healthy else 503
            return {"status": "ok"} if self.is_healthy else {}

        @server.get("/api/v1/topics")
        async def topics() -> dict[str, Any]:
            return {"topics": [], "gaps": {"vacant": mock_map.VACANT, "no_officer": None}}

        @server.get("/map/{version}/areas.json")
        async def areas(version: str) -> Response:
            body = self.map_source["areas"] if self.map_source else mock_map.index()
            return Response(body, media_type="application/json")

        @server.get("/map/{version}/{level}.geojson")
        async def layer(version: str, level: str) -> Response:
            body = self.map_source[level] if self.map_source else mock_map.layer(level)
            return Response(body, media_type="application/geo+json")

        @server.websocket("/ws/live")
        async def live(client: WebSocket) -> None:
            await client.accept()
            self.sockets.add(client)
            said = client.query_params["hello"]
            try:
                while True:
                    self.hellos.append(json.loads(said))
                    if self.is_answering:
                        await self._answer(client)
                    said = await client.receive_text()
            except (WebSocketDisconnect, RuntimeError):
                self.sockets.discard(client)

        bundles = read_bundles(ASSETS)
        server.router.routes += router(bundles).routes
        dash = Dash(
            server=server,
            assets_folder=str(ASSETS),
            assets_ignore=OWN_ASSETS,
            assets_path_ignore=["^pages$"],  # scripts of one page each
            index_string=index(bundles.pages, [bundles.contract]),
        )
        self.dash = dash
        dash.layout = html.Div(
            html.Div(
                live_map(static_layers(VERSION)), style={"position": "absolute", "inset": "0"}
            ),
            id="onescreen-page",
            **{
                "data-page": "wall",
                "data-district": mock_map.DISTRICT,
                "data-map-version": VERSION,
                "data-demo": "1",
                "data-basemap": self.basemap,
            },
        )
        return server

    def __enter__(self) -> Self:
        config = uvicorn.Config(
            self._app,
            port=self.port,
            log_level="warning",
            ws_per_message_deflate=False,
            lifespan="off",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 60
        while not self._server.started:
            if time.monotonic() > deadline:
                raise TimeoutError("the mock server did not start")
            time.sleep(0.01)
        return self

    def _serve(self) -> None:
        assert self._server is not None
        self._loop = asyncio.new_event_loop()
        try:
            self._loop.run_until_complete(self._server.serve())
            self._loop.run_until_complete(self._let_go())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
        finally:
            self._loop.close()

    async def _let_go(self) -> None:
        """Break off what is still open: a browser would wait for an answer on it."""
        assert self._server is not None
        for connection in list(self._server.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await asyncio.sleep(0.01)

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        assert self._thread is not None
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(10)
        _spare_ports.append(self.port)


def crowd(mock: Mock, count: int) -> None:
    """Units spread over the district, standing still."""
    chance = random.Random(7)
    now = time.time() * 1000
    kinds = [("grid_worker", None)] * 3 + [("police", "officer"), ("police", "patrol_car")]
    for i in range(count):
        kind, subkind = kinds[i % len(kinds)]
        unit_id = f"U{i:05d}"
        mock.put("unit", unit_id, unit(unit_id, kind=kind, subkind=subkind))
        lat = chance.uniform(mock_map.SOUTH, mock_map.NORTH)
        lon = chance.uniform(mock_map.WEST, mock_map.EAST)
        mock.positions.append([unit_id, lat, lon, now, 12.0, 90.0])


def trouble(mock: Mock, count: int) -> None:
    """Open incidents of every severity; the first has three units on their way."""
    chance = random.Random(3)
    grids = [row for row in mock_map.AREAS if row["level"] == "grid"]
    for i in range(count):
        grid = chance.choice(grids)
        number = f"LS20260101{i + 1:04d}"
        state = incident(number, severity=i % 4 + 1, lat=grid["lat"], lon=grid["lon"])
        state |= {"area_code": grid["code"], "status": "resolved" if i % 7 == 6 else "accepted"}
        mock.put("incident", number, state)
    for i in range(min(3, len(mock.positions))):
        mock.put("assignment", f"A{i}", assignment(f"A{i}", "LS202601010001", f"U{i * 7:05d}"))


def steps(mock: Mock, per_second: int = 40) -> Iterator[list[list[Any]]]:
    """Endless slices of moved positions: every unit once a second."""
    turn = 0
    while True:
        turn += 1
        moved = mock.positions[turn % per_second :: per_second]
        for row in moved:
            row[1] += 0.0001 * math.sin(turn / 40 + row[2] * 900)
            row[2] += 0.0001 * math.cos(turn / 40 + row[1] * 900)
            row[3] = int(time.time() * 1000)
        yield moved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--incidents", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=600)
    options = parser.parse_args()
    with Mock() as mock:
        crowd(mock, options.units)
        trouble(mock, options.incidents)
        print(mock.url, flush=True)
        end = time.monotonic() + options.seconds
        for moved in steps(mock):
            if time.monotonic() > end:
                return
            mock.send(mock.frame(positions=moved))
            time.sleep(0.025)


if __name__ == "__main__":
    main()
