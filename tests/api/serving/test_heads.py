"""The head of a request is bounded before it is read: address, lines, what follows a body."""

import asyncio
import contextlib
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from api.live.live import UVICORN_WS_OPTIONS
from api.serving.connections import (
    LONGEST_HEAD,
    MOST_HEADERS,
    MOST_PIECES,
    MOST_PIPELINED,
    bounded_http,
)
from tests.support.serving import serving, until

MIB = 1024 * 1024
BEGIN = b"GET /login HTTP/1.1\r\nHost: localhost\r\n"
SOCKET = BEGIN + (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
POST = (
    b"POST /ingest/osmand HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3\r\nabc\r\n0\r\n"
)


class Asked:
    """An application that counts what reached it."""

    def __init__(self) -> None:
        self.count = 0
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.count += 1
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        self.bodies.append(body)
        await PlainTextResponse("ok")(scope, receive, send)


def served(app: Any, **options: Any):
    options = {**UVICORN_WS_OPTIONS, "http": bounded_http(500), "loop": "uvloop", **options}
    return serving(uvicorn.Config(app, port=0, log_level="warning", lifespan="off", **options))


async def said_to(port: int, *pieces: bytes) -> bytes:
    """Send all of it, however the server takes it; everything it answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send() -> None:
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()

    sending = asyncio.create_task(send())
    heard = b""
    with contextlib.suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(30):
            while piece := await reader.read(65536):
                heard += piece
    sending.cancel()
    writer.close()
    return heard


@pytest.mark.parametrize(
    "head",
    [
        [BEGIN, b"X-A: ", *[b"a" * 65536] * 32],
        [b"GET /", *[b"a" * 65536] * 32],
        [b"GET /?q=", b"a" * (LONGEST_HEAD + 10), b" HTTP/1.1\r\nHost: localhost\r\n\r\n"],
        [BEGIN, *[b"X: y\r\n" * 1000] * 300],
        [BEGIN, b"X: y\r\n" * MOST_HEADERS, b"\r\n"],
        [BEGIN, b"X-A: " + b"a" * (2 * LONGEST_HEAD) + b"\r\n\r\n"],
        [SOCKET, b"X-A: ", *[b"a" * 65536] * 32],
        [SOCKET, b"X: y\r\n" * MOST_HEADERS, b"\r\n"],
    ],
    ids=["line", "address", "query", "lines", "a-line-more", "whole", "socket", "socket-lines"],
)
async def test_a_head_without_end_is_refused_and_reaches_nobody(head):
    app = Asked()
    async with served(app) as port:
        heard = await said_to(port, *head)
        # A sender that is still writing may be cut off before it reads why.
        assert heard == b"" or heard.startswith(b"HTTP/1.1 431 "), heard[:80]
        assert app.count == 0
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://127.0.0.1:{port}/")).status_code == 200


async def test_the_refusal_is_a_sentence():
    async with served(Asked()) as port:
        heard = await said_to(port, BEGIN, b"X: y\r\n" * MOST_HEADERS, b"\r\n")
    head, body = heard.split(b"\r\n\r\n")
    assert b"431" in head
    assert "没有读取" in body.decode()


async def test_no_more_of_a_head_is_read_than_its_bound(monkeypatch):
    taken = []
    protocol = bounded_http(500)
    read = protocol.data_received

    def count(self: Any, data: bytes) -> None:
        if not self.transport.is_closing():
            taken.append(len(data))
        read(self, data)

    monkeypatch.setattr(protocol, "data_received", count)
    async with served(Asked(), http=protocol) as port:
        await said_to(port, BEGIN, b"X-A: ", *[b"a" * MIB] * 16)
    assert sum(taken) < 2 * MIB


async def test_lines_behind_a_body_are_bounded_too():
    app = Asked()
    async with served(app) as port:
        for lines in ([b"X-A: ", *[b"a" * 65536] * 32], [b"X: y\r\n" * 1000] * 100):
            assert await said_to(port, POST, *lines) == b""
        assert b"200 OK" in await said_to(
            port, POST, b"X-Sum: 1\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n"
        )


async def test_a_body_in_crumbs_is_not_read_to_its_end():
    app = Asked()
    crumbs = b"1\r\na\r\n" * (2 * MOST_PIECES)
    async with served(app) as port:
        assert await said_to(port, POST[: -len(b"0\r\n")], crumbs, b"0\r\n\r\n") == b""
    assert all(len(body) < MOST_PIECES + len(b"abc") for body in app.bodies)


@pytest.mark.whole
async def test_a_long_body_in_pieces_is_no_head():
    app = Asked()
    pieces = [b"10000\r\n" + b"a" * 65536 + b"\r\n"] * 20
    async with served(app) as port:
        heard = await said_to(
            port, POST[: -len(b"0\r\n")], *pieces, b"0\r\n\r\n", BEGIN, b"\r\n" * 2
        )
    assert heard.startswith(b"HTTP/1.1 200 OK")
    assert len(app.bodies[0]) == 3 + 20 * 65536


async def test_an_ordinary_head_of_many_cookies_is_read():
    app = Asked()
    cookies = {f"c{number}": "v" * 300 for number in range(60)}
    async with served(app) as port, httpx.AsyncClient(cookies=cookies) as client:
        answers = [await client.get(f"http://127.0.0.1:{port}/") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 5


async def test_requests_sent_before_an_answer_are_counted():
    app = Asked()
    async with served(app) as port:
        await said_to(port, (BEGIN + b"\r\n") * 10_000)
    assert app.count <= 2 * MOST_PIPELINED


async def test_requests_behind_one_another_and_cut_off_leave_no_traceback():
    is_cut_off, ended = asyncio.Event(), asyncio.Event()
    protocols: list[Any] = []
    knows: list[bool] = []

    class Noted(bounded_http(500)):  # type: ignore[misc]
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            protocols.append(self)
            super().connection_made(transport)

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await is_cut_off.wait()
        piece = {"type": "http.response.body", "body": b"ok", "more_body": True}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while protocols[0] in protocols[0].connections:  # only a write tells that it is lost
            await send(piece)
            await asyncio.sleep(0.001)
        # Who does not know writes on, and each write fails with a stack in the log.
        knows.append(receive.__self__.disconnected)
        ended.set()

    async with served(slow, http=Noted) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write((BEGIN + b"\r\n") * 3)
        await writer.drain()
        await until(lambda: protocols and protocols[0].pipeline)
        writer.transport.abort()
        is_cut_off.set()
        async with asyncio.timeout(30):
            await ended.wait()
        assert not protocols[0].pipeline
    assert knows == [True]
