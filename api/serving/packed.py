"""Scripts and styles, compressed once and kept."""

import asyncio
import contextlib
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import brotli  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.who import INSIDE
from domain.access.access import need_of
from domain.access.callers import Caller
from domain.access.grants import GRANTS

FOLDERS = ("/assets/", "/_dash-component-suites/")
PACKED_TYPES = (b"text/css", b"text/javascript", b"application/javascript")
MOST_KEPT = 300
# The best, 11, takes ten times as long (six seconds of every start) for a tenth less.
_QUALITY = 9
_LINKED = re.compile(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"')
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole response, as the application gave it."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: bytes) -> bytes:
        """The value of a header, empty when absent."""
        return next((value for held, value in self.headers if held.lower() == name), b"")


class Packs:
    """The packed files by address. The address carries a fingerprint: none ever grows old."""

    def __init__(self) -> None:
        self.kept: dict[str, Answer] = {}

    async def pack(
        self,
        app: ASGIApp,
        more: Iterable[str] = (),
        pages: Iterable[str] = ("/",),
        turn: Callable[[], AbstractAsyncContextManager[None]] = contextlib.nullcontext,
    ) -> int:
        """Pack every script and style the pages link to, and `more`; returns how many were packed.

        Each page is asked for as somebody who may open it. Takes a second of a thread: until then
        they are compressed as they go.

        Args:
            app: what answers.
            more: addresses that no page links to.
            pages: paths of pages.
            turn: entered for each page and each file: whoever waits for an answer goes before.
        """
        linked: dict[str, None] = {}
        for page in pages:
            async with turn():
                linked |= dict.fromkeys(_LINKED.findall((await fetch(app, page)).body.decode()))
        for address in dict.fromkeys([*linked, *more]):
            path, _, query = address.partition("?")
            if not path.startswith(FOLDERS) or len(self.kept) >= MOST_KEPT:
                continue
            async with turn():
                answer = await fetch(app, path, query)
                if answer.status == 200 and answer.header(b"content-type").startswith(PACKED_TYPES):
                    self.kept[f"{path}?{query}"] = await asyncio.to_thread(_packed, answer)
        return len(self.kept)


class Packed:
    """Middleware that answers for packed files from memory and passes everything else on."""

    def __init__(self, app: ASGIApp, packs: Packs) -> None:
        self._app = app
        self._kept = packs.kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass on."""
        kept = self._kept.get(_key(scope)) if _asks_for_packed(scope) else None
        if kept is None:
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
        await send({"type": "http.response.body", "body": kept.body})


def _key(scope: Scope) -> str:
    return f"{scope['path']}?{scope['query_string'].decode('latin-1')}"


def _asks_for_packed(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    accepted = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding")
    return scope["path"].startswith(FOLDERS) and b"br" in accepted


def _packed(answer: Answer) -> Answer:
    body = brotli.compress(answer.body, quality=_QUALITY)
    headers = [
        (b"content-type", answer.header(b"content-type")),
        (b"content-length", str(len(body)).encode()),
        (b"content-encoding", b"br"),
        (b"vary", b"Accept-Encoding"),
        (b"cache-control", b"public, max-age=31536000, immutable"),
    ]
    return Answer(answer.status, headers, body)


def _who_may(path: str) -> Caller:
    """The server itself, in a role that may read a path: a wall's, where a wall may."""
    roles = GRANTS.get(need_of("GET", path).action, frozenset())
    return Caller(actor="server", role="wall" if "wall" in roles or not roles else min(roles))


async def fetch(app: ASGIApp, path: str, query: str = "") -> Answer:
    """Ask an ASGI application for a path, as the server itself in a role that may."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        INSIDE: _who_may(path),
    }
    said: list[Mapping[str, Any]] = []
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            # Whoever waits for a caller to hang up waits until it is cancelled.
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    started = next(message for message in said if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in said)
    return Answer(started["status"], list(started.get("headers", [])), body)
