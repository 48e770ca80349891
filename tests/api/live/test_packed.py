import asyncio

import brotli
import pytest
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from api.access.who import INSIDE
from api.serving.packed import Packed, Packs, fetch
from domain.access.access import need_of
from domain.access.grants import GRANTS
from domain.pages.pages import examples

SCRIPT = "window.onescreen = {};\n" * 200


@pytest.fixture
def page(tmp_path):
    """A page that links a script kept in a file, as Dash's are, and one thing that is none."""
    file = tmp_path / "live.js"
    file.write_text(SCRIPT)

    async def index(_request) -> Response:
        links = '<script src="/assets/live.js?m=1"></script><img src="/assets/picture.png">'
        return HTMLResponse(links)

    async def script(_request) -> Response:
        return FileResponse(file, media_type="text/javascript")

    return Starlette(routes=[Route("/", index), Route("/assets/live.js", script)])


async def ask(app, query: str, *accepted: bytes):
    """What a browser that takes these encodings is answered for the script."""
    said = []
    asked = False

    async def receive():
        # A caller that stays on the line: answering again and again would keep whoever waits for
        # it to hang up busy for ever.
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        said.append(message)

    headers = [(b"host", b"localhost"), *((b"accept-encoding", one) for one in accepted)]
    scope = {
        "type": "http", "method": "GET", "path": "/assets/live.js", "headers": headers,
        "query_string": query.encode(), "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in said)
    return dict(said[0]["headers"]), body


async def test_a_packed_script_is_the_same_script(page):
    packs = Packs()
    assert await packs.pack(page) == 1
    headers, body = await ask(Packed(page, packs), "m=1", b"gzip, br")
    assert headers[b"content-encoding"] == b"br"
    assert brotli.decompress(body).decode() == SCRIPT
    assert len(body) < len(SCRIPT) / 10


async def test_who_takes_no_brotli_or_asks_for_another_version_gets_the_file(page):
    packs = Packs()
    await packs.pack(page)
    for query, accepted in (("m=1", b"gzip"), ("m=2", b"br")):
        headers, body = await ask(Packed(page, packs), query, accepted)
        assert b"content-encoding" not in headers
        assert body.decode() == SCRIPT


async def test_a_file_is_fetched_whole_though_nobody_hangs_up(page):
    answer = await fetch(page, "/assets/live.js")
    assert (answer.status, answer.body.decode()) == (200, SCRIPT)


async def test_the_server_asks_for_each_page_in_a_role_that_may_open_it():
    asked: dict[str, str] = {}

    async def page(scope, _receive, send) -> None:
        asked[scope["path"]] = scope[INSIDE].role
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    await Packs().pack(page, pages=["/", *examples()])
    assert asked["/"] == "wall"
    for path, role in asked.items():
        assert role in GRANTS[need_of("GET", path).action], path
