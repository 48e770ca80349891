"""The real built application, everybody who could stand before it, and how they ask."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRouter
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.gate import Access
from api.exports import Exported
from api.serving.bundles import Bundles
from api.serving.packed import Packs
from bootstrap.gate import install_gate
from bootstrap.pages import install_pages
from bootstrap.parts import Parts
from bootstrap.routes import install_routes
from bootstrap.working_pages import WorkingPages
from geodata.district.district import load_district
from operations.access.accounts import OPERATOR, NewAccount
from settings import Settings
from tests.access.doors import CENTRE, DISCIPLINE, HALF, OWING, STRANGER, roles_of
from tests.support.people import HERE, PASSWORD, SYSTEM, People
from tests.support.stores import lay_tables

HOST = "one:8050"
ELSEWHERE = ("10.0.0.9", 5)
RECHECKED_S = 0.02
# Everybody's bodies are asked from one address: how often one may is tests/api/access/'s concern.
PATIENT: dict[str, Any] = dict.fromkeys(("rate_per_address", "rate_per_account"), "1000000/minute")
# These look for their key themselves, since it may stand in the body.
LOOKS_ITSELF = frozenset({"/ingest/osmand", "/ingest/osmand/"})
CALLBACK = "/_dash-update-component"
_FILLED = {
    "number": "LS1", "unit_id": "U1", "code": "340604001001", "day": "2026-11-24",
    "version": "v1", "name": "grid.geojson", "kind": "csv", "key": "no-key", "word": "fire",
    "token": "A" * 32,
}  # fmt: skip


def first_of(callback: str) -> str:
    """The first output of a callback; a second callback of the same output has a mark after it."""
    return callback.strip(".").split("...")[0].partition("@")[0]


class Probe:
    """Stands behind the gate: notes who came through, and answers for what lies behind."""

    def __init__(self, app: ASGIApp, seen: set[str]) -> None:
        self._app = app
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in {"http", "websocket"}:
            self._seen.add(f"{scope.get('method', 'SOCKET')} {scope['path']}")
        is_real = scope["type"] != "http" or scope["path"] in {CALLBACK, *LOOKS_ITSELF}
        if is_real:
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@dataclass
class Answer:
    """What came back; `came_through`: the gate let it pass."""

    status: int
    headers: dict[str, str]
    body: bytes
    came_through: bool

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)["error"]
        return found


@dataclass
class Socket:
    """A socket as its client sees it; `status` is 101 once it is open."""

    status: int
    came_through: bool = False
    sent: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    got: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    async def say(self, text: str) -> dict[str, Any]:
        """Say something; the next message that comes back, a close included."""
        self.sent.put_nowait({"type": "websocket.receive", "text": text})
        async with asyncio.timeout(30):
            return await self.got.get()

    async def ended(self) -> int:
        """Wait for the end; the code it was closed with."""
        async with asyncio.timeout(30):
            while (message := await self.got.get())["type"] != "websocket.close":
                pass
            return int(message.get("code", 1000))


class Gatehouse:
    """The application with a probe behind its gate."""

    def __init__(self, folder: Path, *, is_demo: bool = True, is_probed: bool = True) -> None:
        settings = Settings(data_dir=folder, demo=is_demo, demo_history_days=0, **PATIENT)
        lay_tables(settings.facts_dir)
        self.parts = Parts(settings, load_district(settings.district))
        self.server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        install_routes(self.server, self.parts)
        self.dash = install_pages(self.server, self.parts, self.bundles())
        # As at the start of the product: one route that draws the page of every other path.
        self.dash.backend._setup_catchall()
        WorkingPages(self.dash, self.parts).wire()
        install_gate(self.server, self.parts, self.dash, Packs())
        self.people = People(folder, self.parts.store, self.parts.work)
        self.people.presence = self.parts.people.presence
        self.tokens: dict[str, str] = {}
        self._seen: set[str] = set()
        stack = self.server.user_middleware
        kinds = [entry.cls for entry in stack]
        stack[kinds.index(Access)].kwargs["recheck_s"] = RECHECKED_S
        if not is_probed:
            return
        stack.insert(kinds.index(Exported) + 1, Middleware(Probe, seen=self._seen))

    @staticmethod
    def bundles() -> Bundles:
        """The scripts of the pages: none, where no browser asks."""
        return Bundles()

    def close(self) -> None:
        """Close everything."""
        self.people.close()
        self.parts.close()

    @contextlib.contextmanager
    def without_demo(self) -> Iterator[None]:
        """The same house as a real district has it: nobody is signed in by sitting here."""
        gate = next(entry for entry in self.server.user_middleware if entry.cls is Access)
        gate.kwargs["is_demo"], self.server.middleware_stack = False, None
        try:
            yield
        finally:
            gate.kwargs["is_demo"], self.server.middleware_stack = True, None

    async def let_in(self) -> None:
        """Make an account, a session or a key for everybody."""
        people, entrance = self.people, self.people.entrance
        for role in roles_of():
            name = role.replace("_", "-")
            if role == "machine":
                self.tokens[role] = self.parts.token
            elif role == "feed":
                _, self.tokens[role] = await people.devices.add_feed(SYSTEM, "gateway")
            elif role == "key":  # one that lists nothing
                _, self.tokens[role] = await people.devices.add_key(SYSTEM, "bare", [])
            elif role in {"wall", "hall", "kiosk"}:
                self.tokens[role] = await self.a_wall("大厅", kind=role)
            elif role == OWING:
                _, once = await people.accounts.add(OPERATOR, NewAccount(name, "dispatcher"))
                self.tokens[role] = (await entrance.sign_in(name, once, HERE)).token
            elif role == HALF:
                await people.add(name, "system_admin")
                self.tokens[role] = (await entrance.sign_in(name, PASSWORD, HERE)).token
            elif role != STRANGER:
                of_centre = "governance" if role in CENTRE.split() else None
                of_own = {"department": "housing", DISCIPLINE: "discipline"}
                department = of_own.get(role, of_centre)
                self.tokens[role] = await people.token_of(role, department=department)

    async def a_wall(self, name: str, area: str | None = None, kind: str = "wall") -> str:
        """A newly paired screen's key."""
        devices = self.people.devices
        code, secret = devices.begin_pairing("10.0.0.9")
        await devices.pair_wall(SYSTEM, code, name, kind=kind, area=area)
        key = devices.take_key(secret)
        assert key
        return key

    def headers_of(self, role: str, token: str | None = None) -> dict[str, str]:
        token = token or self.tokens.get(role)
        if token is None:
            return {}
        if role in {"machine", "feed", "key"}:
            return {"authorization": f"Bearer {token}"}
        return {"cookie": f"onescreen={token}", "origin": f"http://{HOST}"}

    async def ask(
        self, method: str, path: str, role: str = STRANGER, *, token: str | None = None,
        client: tuple[str, int] = ELSEWHERE, body: bytes = b"", query: str = "", **more: str,
    ) -> Answer:  # fmt: skip
        """Ask as somebody."""
        self._seen.clear()
        scope = _scope("http", path, client, self.headers_of(role, token) | more)
        scope |= {"method": method, "query_string": query.encode()}
        if body:
            scope["headers"] += [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
            ]
        messages = [{"type": "http.request", "body": body, "more_body": False}]
        said: list[dict[str, Any]] = []

        is_over = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop()
            await is_over.wait()  # who asks stays until it is answered
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            said.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                is_over.set()

        await self.server(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in said[0].get("headers", [])}
        whole = b"".join(message.get("body", b"") for message in said)
        return Answer(said[0]["status"], headers, whole, f"{method} {path}" in self._seen)

    @asynccontextmanager
    async def socket(
        self, path: str, role: str = STRANGER, *, token: str | None = None,
        client: tuple[str, int] = ELSEWHERE,
    ) -> AsyncIterator[Socket]:  # fmt: skip
        """Open a socket as somebody; it is left at the end."""
        self._seen.clear()
        scope = _scope("websocket", path, client, self.headers_of(role, token))
        made = Socket(0)
        made.sent.put_nowait({"type": "websocket.connect"})

        async def send(message: Any) -> None:
            made.got.put_nowait(message)

        serving = asyncio.create_task(self.server(scope, made.sent.get, send))
        try:
            async with asyncio.timeout(30):
                first = await made.got.get()
            made.status = 101 if first["type"] == "websocket.accept" else first.get("status", 1008)
            made.came_through = f"SOCKET {path}" in self._seen
            yield made
        finally:
            made.sent.put_nowait({"type": "websocket.disconnect", "code": 1001})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(serving, 30)


def served(server: FastAPI) -> tuple[set[str], set[str]]:
    """Every door of the application: `METHOD path` of its routes, and the paths of its sockets."""
    doors: set[str] = set()
    sockets: set[str] = set()
    for route in _leaves(server.routes):
        if isinstance(route, Mount):
            doors.add(f"GET {route.path}/{{any}}")
        elif isinstance(route, WebSocketRoute) or not hasattr(route, "methods"):
            sockets.add(route.path)  # type: ignore[attr-defined]
        else:
            path = route.path if route.path.startswith("/") else f"/{route.path}"
            doors |= {f"{method} {path}" for method in route.methods}
    return doors, sockets


def _leaves(routes: list[BaseRoute]) -> Iterator[Any]:
    for route in routes:
        inner: APIRouter | None = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from _leaves(inner.routes)


def filled(pattern: str) -> str:
    """A path that fits a pattern."""
    return re.sub(r"\{(\w+)(?::path)?\}", lambda found: _FILLED.get(found[1], "x-1"), pattern)


def _scope(kind: str, path: str, client: tuple[str, int], headers: dict[str, str]) -> Scope:
    named = {"host": HOST} | headers
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http" if kind == "http" else "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": client,
        "server": ("10.0.0.1", 8050),
        "subprotocols": [],
        "extensions": {"websocket.http.response": {}},
    }
