"""Floods are refused, and only floods: per address, account, device and socket."""

import asyncio
import contextlib
from typing import Any

import httpx
import pytest
import uvicorn
import websockets
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket

from api.access.limits import AccountLimits, Limits, device_wait_s
from api.access.rates import LOCAL_IS_LARGER, Pace, RateRules, Rates, RatesError
from api.addresses import TrustedProxies, network_key, networks
from api.live.live import UVICORN_WS_OPTIONS
from api.serving.connections import bounded_http
from tests.support.serving import serving, until

FOREIGN = ("192.0.2.7", 1)
LOCAL = ("127.0.0.1", 1)


async def ok(scope, receive, send) -> None:
    await PlainTextResponse("ok")(scope, receive, send)


def a_scope(client=FOREIGN, path="/", kind="http", **headers: str) -> dict[str, Any]:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "path": path, "client": client, "headers": named}
    return scope | ({"method": "GET"} if kind == "http" else {})


async def ask(app, **asked: Any) -> tuple[int, dict[str, str]]:
    sent: list[dict[str, Any]] = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    await app(a_scope(**asked), receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0].get("headers", [])}
    return sent[0].get("status", 0), headers


def limited(app=ok, **rules: Any) -> Limits:
    made = RateRules(**rules)
    return Limits(app, rules=made, rates=Rates(made))


async def test_an_address_that_asks_too_often_is_told_when_to_come_back():
    app = limited(address="3/minute")
    answers = [await ask(app) for _ in range(4)]
    assert [status for status, _ in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1][1]["retry-after"]) <= 60


async def test_others_are_not_slowed_by_a_flood():
    app = limited(address="3/minute")
    for _ in range(10):
        await ask(app)
    assert (await ask(app, client=("192.0.2.8", 1)))[0] == 200
    assert (await ask(app, client=LOCAL))[0] == 200


async def test_a_flood_of_addresses_is_forgotten():
    rates = Rates(RateRules(address="3/minute"))
    for number in range(500):
        await rates.wait_s("address", f"10.0.{number // 256}.{number % 256}", is_local=False)
    assert len(rates._memory.expirations) == 500
    rates._memory.expirations.update(dict.fromkeys(rates._memory.expirations, 0.0))
    rates._memory._swept_at = float("-inf")
    await rates.wait_s("address", "10.9.9.9", is_local=False)
    assert (len(rates._memory.expirations), len(rates._memory.storage)) == (1, 1)


async def test_loopback_is_limited_only_at_a_hundred_times():
    app = limited(address="3/minute")
    statuses = [(await ask(app, client=LOCAL))[0] for _ in range(3 * LOCAL_IS_LARGER + 1)]
    assert statuses == [200] * (3 * LOCAL_IS_LARGER) + [429]


async def test_a_proxy_nobody_named_does_not_speak_for_loopback():
    app = limited(address="1/minute")
    forwarded = {"client": LOCAL, "x_forwarded_for": "127.0.0.1"}
    assert [(await ask(app, **forwarded))[0] for _ in range(2)] == [200, 429]


async def test_files_are_free():
    app = limited(address="1/minute")
    for _ in range(5):
        assert (await ask(app, path="/assets/10_core.js"))[0] == 200


def test_an_ipv6_caller_is_counted_by_its_whole_network():
    assert network_key("2001:db8:1:2::1") == network_key("2001:db8:1:2:ffff::9")
    assert network_key("2001:db8:1:2::1") != network_key("2001:db8:1:3::1")
    assert network_key("::ffff:192.0.2.7") == "192.0.2.7"
    assert network_key(None) == network_key("testclient")


async def test_requests_open_at_once_are_counted_per_address():
    gate = asyncio.Event()

    async def slow(scope, receive, send):
        await gate.wait()
        await ok(scope, receive, send)

    app = limited(slow, requests_per_address=2)
    waiting = [asyncio.create_task(ask(app)) for _ in range(2)]
    await until(lambda: app._open[("http", FOREIGN[0])] == 2)
    assert (await ask(app))[0] == 429
    gate.set()
    assert [status for status, _ in await asyncio.gather(*waiting)] == [200, 200]
    assert not app._open
    assert (await ask(app))[0] == 200


async def test_an_account_is_counted_wherever_it_sits():
    app = AccountLimits(ok, rates=Rates(RateRules(account="2/minute")))
    asked = [{"path": "/api/v1/areas", "client": (f"192.0.2.{n}", 1)} for n in range(3)]
    assert [(await ask(app, **one))[0] for one in asked] == [200, 200, 429]
    assert (await ask(app, path="/healthz"))[0] == 200


async def test_a_device_is_counted_by_its_own_name():
    scope = a_scope() | {"onescreen.rates": Rates(RateRules(device="1/minute"))}
    assert await device_wait_s(scope, "P-1") is None
    assert await device_wait_s(scope, "P-1") is not None
    assert await device_wait_s(scope, "P-2") is None
    assert await device_wait_s(a_scope(), "P-1") is None, "without limits there is none"


def test_a_pace_allows_a_burst_and_then_the_average():
    pace = Pace(10, now=0.0)
    assert sum(pace.allows(0.0) for _ in range(100)) == 20
    assert sum(pace.allows(1.0) for _ in range(100)) == 10


@pytest.mark.parametrize(
    "rules", [{"address": "many"}, {"device": ""}, {"storage": "carrier-pigeon://here"}]
)
def test_a_setting_that_cannot_be_read_is_said(rules):
    with pytest.raises(RatesError):
        Rates(RateRules(**rules))


class Broken:
    """A shared storage that has gone away."""

    async def hit(self, *_: object) -> bool:
        raise ConnectionError("gone")


async def test_a_shared_storage_that_is_gone_refuses_nobody(caplog):
    rates = Rates(RateRules(address="2/minute"))
    rates._shared = Broken()  # type: ignore[assignment]
    waits = [await rates.wait_s("address", "a", is_local=False) for _ in range(3)]
    assert (waits[:2], waits[2] is not None) == ([None, None], True)
    assert caplog.text.count("does not answer") == 1


# proxies -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("client", "forwarded", "seen"),
    [
        ("10.0.0.1", "192.0.2.9", "192.0.2.9"),
        ("10.0.0.1", "127.0.0.1, 192.0.2.9", "192.0.2.9"),
        ("10.0.0.1", "192.0.2.9, 10.0.0.2", "192.0.2.9"),
        ("10.0.0.1", "not an address", "10.0.0.1"),
        ("192.0.2.1", "127.0.0.1", "192.0.2.1"),
    ],
)
async def test_a_named_proxy_tells_who_calls_and_nobody_else(client, forwarded, seen):
    scopes: list[dict[str, Any]] = []

    async def look(scope, receive, send):
        scopes.append(scope)
        await ok(scope, receive, send)

    app = TrustedProxies(look, trusted=networks("10.0.0.0/24"))
    await ask(app, client=(client, 1), x_forwarded_for=forwarded, x_forwarded_proto="https")
    assert scopes[0]["client"][0] == seen
    is_believed = seen == "192.0.2.9"
    assert (b"x-forwarded-for" in dict(scopes[0]["headers"])) != is_believed
    assert scopes[0].get("scheme") == ("https" if is_believed else None)


# on real sockets ---------------------------------------------------------------------------


def served(app, **options: Any):
    options = {**UVICORN_WS_OPTIONS, "proxy_headers": False, **options}
    return serving(uvicorn.Config(app, port=0, log_level="warning", lifespan="off", **options))


async def echo(scope, receive, send) -> None:
    socket = WebSocket(scope, receive, send)
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


def as_foreign(app):
    """The same app for callers whose loopback address is taken for another."""
    return TrustedProxies(app, trusted=networks("127.0.0.0/8"))


async def test_a_socket_that_talks_too_fast_is_closed_with_4008_and_the_next_is_not():
    app = as_foreign(limited(echo, messages_per_s=5))
    theirs = {"X-Forwarded-For": "192.0.2.7"}
    async with served(app) as port:
        url = f"ws://127.0.0.1:{port}/ingest/ws"
        async with (
            websockets.connect(url, additional_headers=theirs) as fast,
            websockets.connect(url, additional_headers=theirs) as calm,
        ):
            with pytest.raises(websockets.ConnectionClosed) as closed:
                for _ in range(50):
                    await fast.send("x")
                    await fast.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4008
            await calm.send("still here")
            assert await calm.recv() == "still here"


async def test_one_socket_too_many_is_refused_with_429():
    app = as_foreign(limited(echo, sockets_per_address=1))
    async with served(app) as port:
        url, theirs = f"ws://127.0.0.1:{port}/ws/live", {"X-Forwarded-For": "192.0.2.7"}
        async with websockets.connect(url, additional_headers=theirs):
            with pytest.raises(websockets.InvalidStatus) as refused:
                await websockets.connect(url, additional_headers=theirs)
            assert refused.value.response.status_code == 429
            assert refused.value.response.headers["retry-after"]
            async with websockets.connect(url):
                pass
        async with websockets.connect(url, additional_headers=theirs):
            pass


async def test_ten_thousand_messages_on_loopback_are_let_through():
    app = limited(echo)
    async with served(app) as port, websockets.connect(f"ws://127.0.0.1:{port}/ws") as socket:
        sending = asyncio.create_task(send_many(socket, 10_000))
        for _ in range(10_000):
            await socket.recv()
        await sending


async def send_many(socket, count: int) -> None:
    for number in range(count):
        await socket.send(str(number))


async def test_one_connection_too_many_is_refused_and_leaves_room_when_it_ends(monkeypatch):
    protocol = bounded_http(1)
    monkeypatch.setattr(protocol, "_is_unlimited", lambda _self, _peer: False)
    async with served(ok, http=protocol) as port:
        url = f"http://127.0.0.1:{port}/"
        async with httpx.AsyncClient() as first:
            assert (await first.get(url)).status_code == 200
            async with httpx.AsyncClient() as second:
                refused = await second.get(url)
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
            assert refused.json()["error"]["code"] == "busy"
            assert (await first.get(url)).status_code == 200
        await until(lambda: not protocol.counts)
        async with httpx.AsyncClient() as third:
            assert (await third.get(url)).status_code == 200


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nhost: a"])
async def test_who_connects_and_never_asks_is_let_go(said):
    async with served(ok, http=bounded_http(9, head_within_s=0.1)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        with contextlib.suppress(ConnectionResetError):
            async with asyncio.timeout(30):
                assert await reader.read() == b""
        writer.close()


# addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"path": "/api/v1/desk/places", "query": "q=" + "%E4%B8%80" * 512}, 200),
        ({"path": "/api/v1/desk/places", "query": "q=" + "%E4%B8%80" * 513}, 422),
        ({"path": "/api/v1/incidents", "query": "a" * 9000}, 414),
        ({"path": "/api/v1/incidents", "query": "&".join(["a=1"] * 65)}, 414),
        ({"path": "/api/v1/incidents/" + "1" * 2048}, 414),
        ({"path": "/login/oidc/back", "query": "state=s&code=" + "c" * 2000}, 200),
        ({"path": "/ws/live", "query": "q=" + "a" * 600, "kind": "websocket"}, 0),
    ],
)
async def test_a_parameter_has_a_longest_length_at_every_door(asked, status):
    reached = []

    async def look(scope, receive, send):
        reached.append(scope)
        await ok(scope, receive, send)

    query = asked.pop("query", "").encode()

    async def app(scope, receive, send):
        await limited(look)({**scope, "query_string": query}, receive, send)

    assert (await ask(app, **asked))[0] == status
    assert bool(reached) == (status == 200)
