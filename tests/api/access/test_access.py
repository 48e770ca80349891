import asyncio
import json
from typing import Any

import httpx
import pytest

from api.access.gate import KEY_CHECKED, LONGEST_BODY, Access
from api.tokens import IngestToken
from tests.access.doors import CALLBACKS, DRAWN, SOCKETS, declared
from tests.access.gatehouse import Gatehouse, first_of, served

TOKEN = "right-token"


class Behind:
    """The application behind the gate: remembers what reached it."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []

    async def __call__(self, scope, receive, send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        message = await receive()
        self.bodies.append(message.get("body", b""))
        headers = [(b"content-type", b"text/html; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<html>"})


async def ask(
    method="GET", path="/", *, client=("127.0.0.1", 5), host="localhost:8050", query="",
    chunks=(b"",), kind="http", csp=None, is_demo=True, **headers,
):  # fmt: skip
    """Status, headers and body of the answer, and the application behind."""
    behind = Behind()
    gate = Access(behind, token=TOKEN, csp=csp, is_demo=is_demo)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if host is not None:
        named["host"] = host
    if chunks != (b"",) and "content-length" not in named:
        named["transfer-encoding"] = "chunked"
    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "client": client,
        "extensions": {"websocket.http.response": {}},
    }
    if kind == "websocket":
        del scope["method"]
    messages = [
        {"type": "http.request", "body": chunk, "more_body": index < len(chunks) - 1}
        for index, chunk in enumerate(chunks)
    ]
    sent: list[dict[str, Any]] = []

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    await gate(scope, receive, send)
    start = sent[0]
    found = {name.decode().lower(): value.decode() for name, value in start.get("headers", [])}
    body = b"".join(message.get("body", b"") for message in sent)
    return start.get("status", start["type"]), found, body, behind


def bearer(token=TOKEN):
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("path", ["/", "/community/340604001001", "/api/v1/incidents", "/assets/x"])
@pytest.mark.parametrize(
    "client", [("127.0.0.1", 1), ("127.9.9.9", 1), ("::1", 1), ("::ffff:127.0.0.1", 1)]
)
async def test_this_machine_sees_everything(path, client):
    assert (await ask(path=path, client=client))[0] == 200


@pytest.mark.parametrize(
    "client", [("192.168.1.7", 1), ("::ffff:10.0.0.1", 1), ("testclient", 1), None]
)
async def test_others_see_health_and_what_their_key_opens_only(client):
    assert (await ask(path="/healthz", client=client))[0] == 200
    assert (await ask(path=f"/ingest/osmand/{TOKEN}", client=client))[0] == 200
    assert (await ask(path="/api/v1/incidents", client=client, **bearer()))[0] == 200
    for path in ("/", "/map/x/grid.geojson", "/healthz/x", "/ingestion", "/api/v1/desk/queue"):
        for headers in ({}, bearer()):
            status, _, body, behind = await ask(path=path, client=client, **headers)
            assert (status, behind.scopes) == (401, [])
            assert json.loads(body)["error"]["field"] == "session"
    assert (await ask(path="/api/v1/incidents", client=client))[0] == 401
    assert (await ask(path="/ws/live", client=client, kind="websocket"))[0] == 401


async def test_a_browser_from_elsewhere_is_sent_to_sign_in_and_back():
    status, found, _, _ = await ask(
        path="/desk/烈山", query="tab=1", client=("10.0.0.9", 1), accept="text/html,*/*"
    )
    assert status == 303
    assert found["location"] == "/login?next=%2Fdesk%2F%25E7%2583%2588%25E5%25B1%25B1%3Ftab%3D1"
    assert (await ask(path="/login", client=("10.0.0.9", 1)))[0] == 200


async def test_without_the_demo_this_machine_must_sign_in_too():
    for path in ("/", "/api/v1/incidents", "/_dash-layout", "/assets/10_core.js"):
        assert (await ask(path=path, is_demo=False))[0] == 401
    assert (await ask(path="/ws/live", kind="websocket", is_demo=False))[0] == 401
    for method, path in (("GET", "/api/v1/incidents"), ("POST", "/api/v1/incidents")):
        assert (await ask(method, path, is_demo=False, **bearer()))[0] == 200
    assert (await ask("POST", "/ingest/osmand/x", is_demo=False, **bearer()))[0] == 200
    for path in ("/healthz", "/login", "/assets/01_fonts.css"):
        assert (await ask(path=path, is_demo=False))[0] == 200


async def test_a_page_that_is_none_is_told_as_none_however_it_is_drawn():
    assert (await ask(path="/nirgendwo"))[0] == 404
    assert (await ask(path="/design"))[0] == 200


class Told:
    """A record that keeps what it is told in memory."""

    def __init__(self) -> None:
        self.refusals: list[tuple[str | None, str, str]] = []

    async def refused(self, actor, address, door, why):
        self.refusals.append((actor, door, why))


async def test_what_an_operation_refuses_is_written_down_like_what_the_gate_does():
    told = Told()

    async def behind(scope, receive, send):
        status = 403 if scope["path"].endswith("/reveal") else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    gate = Access(behind, token=TOKEN, audit=told)
    transport = httpx.ASGITransport(gate, client=("127.0.0.1", 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
        await browser.post("/api/v1/desk/reveal", json={})
        await browser.get("/api/v1/desk/options")
        await browser.get("/admin/accounts")
    assert told.refusals == [
        ("demo-dispatcher", "POST /api/v1/desk/reveal", "403 operation"),
        ("demo-dispatcher", "GET /admin/accounts", "403 role"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/pages/entrance/../../11_check.js",
        "/assets/fonts/..",
        "/login/./x",
        "//admin",
        "/assets/fonts//x",
        "/assets/pages/entrance/..\\..\\x",
        "/healthz\n",
        "/login/\x00",
    ],
)
async def test_a_path_that_means_another_leads_nowhere(path):
    assert (await ask(path=path))[0] == 404
    assert (await ask(path=path, client=("10.0.0.9", 1)))[0] == 404


@pytest.mark.parametrize(
    "header",
    ["x_forwarded_for", "forwarded", "x_real_ip", "via", "x_forwarded_proto", "x_forwarded_host"],
)
async def test_a_proxy_on_this_machine_does_not_make_its_callers_local(header):
    assert (await ask(path="/", **{header: "127.0.0.1"}))[0] == 401


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8050", 200),
        ("127.0.0.1:8050", 200),
        ("[::1]:8050", 200),
        ("wall", 401),  # a name of this network: whoever typed it may sit elsewhere
        ("Wall.localhost:1", 200),
        ("evil.example", 403),
        ("evil.example:8050", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example", 403),
        ("", 403),
        (None, 403),
    ],
)
async def test_a_rebound_name_sees_nothing(host, status):
    assert (await ask(path="/", host=host))[0] == status
    assert (await ask(path="/ws/live", host=host, kind="websocket"))[0] == (
        "websocket.accept" if status == 200 else status
    )


async def test_a_phone_may_know_the_server_by_its_public_name():
    assert (await ask(path=f"/ingest/osmand/{TOKEN}", host="gps.example.cn"))[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/incidents"),
        ("PATCH", "/api/v1/incidents/LS1"),
        ("PUT", "/api/v1/units/U1"),
        ("DELETE", "/api/v1/anything"),
        ("POST", "/api"),
        ("GET", "/ingest/osmand"),
        ("GET", "/ingest/osmand/"),
        ("POST", "/ingest/osmand/wrong"),
        ("GET", "/ingest"),
        ("POST", "/ingest/anything"),
    ],
)
async def test_writing_needs_the_token(method, path):
    for headers in ({}, bearer("wrong"), {"authorization": f"Basic {TOKEN}"}):
        status, found, body, behind = await ask(method, path, **headers)
        assert (status, behind.scopes) == (401, [])
        assert json.loads(body)["error"]["code"] == "unauthorized"
        assert found["www-authenticate"] == "Bearer"
    assert (await ask(method, path, **bearer()))[0] == 200


async def test_a_form_may_carry_the_key_so_its_path_looks_for_itself():
    for path in ("/ingest/osmand", "/ingest/osmand/"):
        status, _, _, behind = await ask("POST", path)
        assert (status, behind.scopes[0][KEY_CHECKED]) == (200, False)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (f"/ingest/osmand/{TOKEN}", ""),
        ("/ingest/osmand", f"id=1&key={TOKEN}"),
        (f"/ingest/ws/{TOKEN}", ""),
    ],
)
async def test_the_key_travels_in_the_path_or_the_query(path, query):
    _, _, _, behind = await ask(path=path, query=query)
    assert behind.scopes[0][KEY_CHECKED]


async def test_a_socket_for_positions_needs_the_key_too():
    assert (await ask(path="/ingest/ws", kind="websocket"))[0] == 401
    assert (await ask(path=f"/ingest/ws/{TOKEN}", kind="websocket"))[0] == "websocket.accept"
    assert (await ask(path="/ingest/ws", kind="websocket", **bearer()))[0] == "websocket.accept"


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        (None, True),
        ("http://localhost:8050", True),
        ("http://localhost:9999", False),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
async def test_another_sites_page_writes_nothing(origin, is_let_in):
    headers = {} if origin is None else {"origin": origin}
    assert ((await ask("POST", "/_dash-update-component", **headers))[0] == 200) == is_let_in
    socket = await ask(path="/ws/live", kind="websocket", **headers)
    assert (socket[0] == "websocket.accept") == is_let_in
    assert (await ask("GET", "/", **headers))[0] == 200


# bodies ------------------------------------------------------------------------------------

POST = {"method": "POST", "path": "/api/v1/incidents", **bearer()}


async def test_a_body_arrives_whole():
    _, _, _, behind = await ask(**POST, chunks=(b"ab", b"", b"cd"))
    assert behind.bodies == [b"abcd"]


@pytest.mark.parametrize("told", [True, False])
async def test_a_body_over_the_limit_is_413_told_or_not(told):
    chunks = (b"x" * LONGEST_BODY, b"y")
    length = {"content_length": str(LONGEST_BODY + 1)} if told else {}
    status, found, body, behind = await ask(**POST, **length, chunks=chunks)
    assert (status, behind.scopes) == (413, [])
    assert json.loads(body)["error"]["field"] == "body"
    assert found["connection"] == "close"


async def test_a_body_at_the_limit_passes():
    assert (await ask(**POST, chunks=(b"x" * LONGEST_BODY,)))[0] == 200


async def test_half_a_body_never_passes_for_a_whole_one():
    behind = Behind()
    gate = Access(behind, token=TOKEN)
    scope = {
        "type": "http", "method": "POST", "path": "/api/v1/incidents", "query_string": b"",
        "headers": [
            (b"host", b"localhost"), (b"content-length", b"10"),
            (b"authorization", f"Bearer {TOKEN}".encode()),
        ],
        "client": ("127.0.0.1", 1),
    }  # fmt: skip
    messages = [
        {"type": "http.request", "body": b"{}", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive():
        return messages.pop(0)

    async def send(_message):
        await asyncio.sleep(0)

    await gate(scope, receive, send)
    assert behind.scopes == []


# headers -----------------------------------------------------------------------------------


async def test_pages_carry_the_policy_and_every_answer_the_guards():
    _, found, _, _ = await ask(path="/brief", csp=lambda of_page: "default-src 'self'")
    assert found["content-security-policy"] == "default-src 'self'"
    assert found["permissions-policy"] == "camera=(), microphone=(), geolocation=(), payment=()"
    assert found["x-content-type-options"] == "nosniff"
    assert found["cache-control"] == "no-store"
    _, file, _, _ = await ask(path="/assets/10_core.js")
    assert "cache-control" not in file
    _, refused, _, _ = await ask(path="/api/v1/x", method="POST")
    assert (refused["cache-control"], refused["x-frame-options"]) == ("no-store", "DENY")


def test_a_token_fits_only_itself():
    token = IngestToken(TOKEN)
    assert token.fits(TOKEN)
    for other in (None, "", TOKEN + "x", TOKEN[:-1], "令牌", "\ud800"):
        assert not token.fits(other)
    with pytest.raises(ValueError, match="everybody"):
        IngestToken("")


def test_every_door_of_the_product_is_declared_and_no_other(tmp_path):
    gate = Gatehouse(tmp_path)
    doors, sockets = served(gate.server)
    callbacks = {first_of(name) for name in gate.dash.callback_map}
    gate.close()
    assert doors == declared().keys() - DRAWN, "declare who may in tests/access/doors.py"
    assert sockets == SOCKETS.keys(), "declare who may in tests/access/doors.py"
    assert callbacks == CALLBACKS.keys(), "declare who may in tests/access/doors.py"
