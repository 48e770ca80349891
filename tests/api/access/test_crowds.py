"""Nobody shuts a door for others, fills the record, or speaks for this machine."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from types import SimpleNamespace

import httpx
import pytest

from api.access.gate import Access
from api.access.limits import AccountLimits
from api.access.rates import RateRules, Rates
from api.access.under_way import UnderWay
from api.addresses import TrustedProxies, is_local, networks
from domain.access.callers import Caller
from operations.access.audit import MOST_STRANGERS, Audit
from operations.access.devices import Devices
from operations.access.oidc import Attempt
from operations.threads import Work
from tests.api.access.test_access import TOKEN, Told, ask
from tests.api.access.test_limits import a_scope, echo, ok
from tests.support.as_caller import AsCaller
from tests.support.serving import until
from tests.support.stores import a_store


async def test_a_crowd_of_sign_ins_elsewhere_of_one_address_keeps_nobody_out():
    held = UnderWay()
    attempt = Attempt("state", "nonce", "verifier", "http://here/login/oidc/back")
    mine = held.keep(attempt, "/", "198.51.100.1")
    for _ in range(2000):
        held.keep(attempt, "/", "192.0.2.7")
    other = held.keep(attempt, "/desk", "198.51.100.2")
    assert held.take(mine) is not None
    assert held.take(other) == (attempt, "/desk")


async def test_screens_of_many_addresses_wait_for_a_code_and_keep_nobody_out():
    devices = Devices(SimpleNamespace(now=lambda: datetime.now(UTC)))  # type: ignore[arg-type]
    _, mine = devices.begin_pairing("198.51.100.1")
    for number in range(400):
        devices.begin_pairing(f"2001:db8:1:1::{number:x}")
    for number in range(10):
        for _ in range(30):
            devices.begin_pairing(f"192.0.2.{number}")
    _, other = devices.begin_pairing("198.51.100.2")
    assert devices.pairing_of(mine) is not None
    assert devices.pairing_of(other) is not None


class Sessions:
    """Notes whether what was asked counts as a sign of life."""

    def __init__(self) -> None:
        self.acts: list[bool] = []

    async def who(self, token, *, is_act=False):
        self.acts.append(is_act)


async def test_what_a_page_asks_by_itself_is_no_sign_of_life():
    sessions = Sessions()

    async def behind(scope, receive, send):
        await ok(scope, receive, send)

    gate = Access(behind, token=TOKEN, presence=sessions, is_demo=False)
    transport = httpx.ASGITransport(gate, client=("192.0.2.7", 5))
    cookie = {"cookie": "onescreen=token", "origin": "http://localhost"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers=cookie
    ) as page:
        await page.post("/api/v1/walls/chimes", json={})
        await page.post("/_dash-update-component", json={})
        await page.post("/api/v1/desk/incidents", json={})
    assert sessions.acts == [False, False, True]


async def refused_by(gate_headers: dict[str, str], **asked: object) -> list[object]:
    told = Told()

    async def behind(scope, receive, send):
        await send({"type": "http.response.start", "status": 401, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    gate = Access(behind, token=TOKEN, audit=told)
    transport = httpx.ASGITransport(gate, client=("192.0.2.7", 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as phone:
        await phone.request("POST", "/ingest/osmand", headers=gate_headers, **asked)
    return told.refusals


async def test_a_wrong_key_in_a_form_is_written_down_like_one_in_an_address():
    told = await refused_by({}, data={"key": "wrong", "id": "P1", "lat": "33.8", "lon": "116.7"})
    assert told == [(None, "POST /ingest", "401 authorization")]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_sites_link_or_picture_exports_nothing(site):
    path = "/api/v1/desk/incidents/LS1/print"
    status, _, _, behind = await ask("GET", path, **{"sec-fetch-site": site})
    assert (status, behind.scopes) == (403, [])
    for own in ("same-origin", "none"):
        assert (await ask("GET", path, **{"sec-fetch-site": own}))[0] == 200
    assert (await ask("GET", "/", **{"sec-fetch-site": site}))[0] == 200, "a link to a page"


async def test_another_sites_form_without_an_origin_writes_nothing():
    asked = {"sec-fetch-site": "cross-site"}
    assert (await ask("POST", "/_dash-update-component", **asked))[0] == 403


async def test_who_sits_beside_a_proxy_does_not_sit_at_this_machine():
    scopes = []

    async def look(scope, receive, send):
        scopes.append(scope)
        await ok(scope, receive, send)

    app = TrustedProxies(look, trusted=networks("10.0.0.0/8"))

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(_message):
        return None

    for told in ("127.0.0.1", "::1", "10.0.0.3, 127.0.0.1"):
        await app(a_scope(client=("10.0.0.1", 1), x_forwarded_for=told), receive, send)
    assert [is_local(scope) for scope in scopes] == [False] * 3


async def test_an_account_holds_a_bounded_number_of_sockets():
    limits = AccountLimits(echo, rates=Rates(RateRules()), sockets=3)
    busy = AsCaller(limits, Caller("g-1", "grid_worker"))
    other = AsCaller(limits, Caller("d-1", "dispatcher"))
    scope = a_scope(kind="websocket", path="/ws/live") | {
        "extensions": {"websocket.http.response": {}}
    }

    async def opened(app, stack: AsyncExitStack) -> int:
        sent: asyncio.Queue = asyncio.Queue()
        heard: asyncio.Queue = asyncio.Queue()
        heard.put_nowait({"type": "websocket.connect"})
        task = asyncio.create_task(app(scope, heard.get, sent.put))
        stack.callback(task.cancel)
        first = await sent.get()
        return 101 if first["type"] == "websocket.accept" else first["status"]

    async with AsyncExitStack() as stack:
        assert [await opened(busy, stack) for _ in range(4)] == [101, 101, 101, 429]
        assert await opened(other, stack) == 101
    await until(lambda: not limits._sockets)
    async with AsyncExitStack() as stack:
        assert await opened(busy, stack) == 101


async def test_a_flood_of_strangers_adds_few_records(tmp_path):
    store, work = a_store(tmp_path), Work()
    audit = Audit(store, work)
    try:
        for number in range(600):
            address = f"203.0.{number // 250}.{number % 250}"
            await audit.refused(None, address, "GET /admin", "401 session")
            await audit.refused(None, f"2001:db8::{number:x}", "GET /admin", "401 session")
        told = [one for one in store.records_after(0) if one.kind == "audit"]
        assert len(told) <= MOST_STRANGERS + 2
        before = len(told)
        await audit.refused("d-1", "203.0.9.9", "GET /admin", "403 role")
        assert len(store.records_after(0)) == before + 1, "an account is never lost among them"
    finally:
        work.close()
        store.close()
