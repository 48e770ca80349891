"""Through the real pages and the real gate: signing in, what is due first, pairing, devices."""

import re
from contextlib import asynccontextmanager
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI, Request

from api.access.gate import Access
from api.callers import caller_of
from api.entrance import entrance
from api.entrance.entrance import local_path
from operations.access.accounts import OPERATOR, NewAccount
from tests.support.people import PASSWORD, SYSTEM, People

TOKEN = "ingest-token"
BASE = "http://one:8050"
BROWSER = {"accept": "text/html", "user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120"}


class Site:
    """The gate, the entrance, and a few routes that tell who came through."""

    def __init__(self, people: People, *, is_demo: bool = False, **more: Any) -> None:
        self.people = people
        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.include_router(
            entrance.router(
                entrance.Parts(people, "烈山区", ZoneInfo("Asia/Shanghai"), is_demo, str, **more)
            )
        )
        pages = ("/", "/desk", "/admin", "/centre/hall", "/centre/kiosk")
        for path in (*pages, "/api/v1/desk/queue", "/api/v1/incidents"):
            app.add_api_route(path, self.tell, methods=["GET", "POST"])
        app.add_api_route("/ingest/osmand/{key}", self.tell, methods=["GET", "POST"])
        self.gate = Access(
            app, token=TOKEN, presence=people.presence, audit=people.audit, is_demo=is_demo
        )

    @staticmethod
    async def tell(request: Request) -> dict[str, str]:
        caller = caller_of(request.scope)
        return {"actor": caller.actor, "role": caller.role}

    @asynccontextmanager
    async def browser(self, base=BASE, client=("10.0.0.9", 1), headers=BROWSER):
        transport = httpx.ASGITransport(self.gate, client=client)
        async with httpx.AsyncClient(
            transport=transport, base_url=base, headers=dict(headers)
        ) as made:
            yield made


@pytest.fixture
def site(people):
    return Site(people)


def field_of(page: httpx.Response) -> str:
    found = re.search(r'name="form" value="([0-9a-f]{64})"', page.text)
    assert found
    return found[1]


async def send(browser, path, **fields):
    """A form of this server, filled in and sent as a browser does."""
    page = await browser.get(fields.pop("at", path))
    fields["form"] = fields.get("form", field_of(page))
    return await browser.post(path, data=fields, headers={"origin": str(browser.base_url)})


async def sign_in(browser, name, password=PASSWORD, **more):
    return await send(browser, "/login", name=name, password=password, **more)


async def test_a_person_signs_in_works_and_signs_out(people, site):
    await people.add("p-0417")
    async with site.browser() as browser:
        sent = await browser.get("/desk?tab=2")
        assert (sent.status_code, sent.headers["location"]) == (
            303, "/login?next=%2Fdesk%3Ftab%3D2",
        )  # fmt: skip
        page = await browser.get(sent.headers["location"])
        assert 'value="/desk?tab=2"' in page.text
        done = await sign_in(browser, "p-0417", at="/login?next=%2Fdesk", next="/desk")
        assert (done.status_code, done.headers["location"]) == (303, "/desk")
        cookie = done.headers.get_list("set-cookie")[0]
        assert cookie.startswith("onescreen=")
        assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert (await browser.get("/desk")).json() == {"actor": "p-0417", "role": "dispatcher"}
        assert (await browser.get("/admin")).status_code == 403
        out = await send(browser, "/logout")
        assert out.headers["location"] == "/login"
        assert (await browser.get("/desk")).status_code == 303
    assert [told[1] for told in people.told()][-3:] == ["signed_in", "refused", "signed_out"]


async def test_over_tls_the_cookie_belongs_to_this_host_only(people, site):
    await people.add("p-0417")
    async with site.browser("https://one") as browser:
        done = await sign_in(browser, "p-0417")
        cookie = done.headers.get_list("set-cookie")[0]
        assert cookie.startswith("__Host-onescreen=")
        assert "Secure" in cookie.split("; ")
        value = cookie.split(";")[0].partition("=")[2]
        # a plain cookie of that value, as a neighbour on a subdomain could set it, is not ours
        async with site.browser("https://one") as other:
            other.cookies.set("onescreen", value)
            assert (await other.get("/desk")).status_code == 303


@pytest.mark.parametrize(
    "text",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a b",
     "/\t/evil", "/login", "/logout", "", "x" * 600, "/%0d" + "\n"],
)  # fmt: skip
def test_after_signing_in_one_stays_on_this_server(text):
    assert local_path(text) == "/"


def test_a_local_address_is_kept():
    assert local_path("/desk?tab=1&x=%E7%83%88") == "/desk?tab=1&x=%E7%83%88"


async def test_a_form_drawn_for_somebody_else_is_refused(people, site):
    await people.add("p-0417")
    async with site.browser() as browser, site.browser() as other:
        stolen = field_of(await other.get("/login"))
        done = await sign_in(browser, "p-0417", form=stolen)
        assert done.status_code == 403
        assert "页面已过期" in done.text
        assert (await sign_in(browser, "p-0417", form="")).status_code == 403


async def test_a_cookie_never_writes_for_another_site(people, site):
    await people.add("p-0417")
    async with site.browser() as browser:
        await sign_in(browser, "p-0417")
        path = "/api/v1/desk/queue"
        for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
            assert (await browser.post(path, headers=headers)).status_code == 403
        for headers in ({"origin": BASE}, {"sec-fetch-site": "same-origin"}):
            assert (await browser.post(path, headers=headers)).status_code == 200


async def test_what_was_typed_comes_back_as_text(site):
    async with site.browser() as browser:
        done = await sign_in(browser, '"><script>alert(1)</script>', "x")
        assert done.status_code == 401
        assert "<script>" not in done.text
        assert "登录名或密码不正确" in done.text


async def test_too_many_tries_are_told_how_long_to_wait(people, site):
    await people.add("p-0417")
    async with site.browser() as browser:
        for _ in range(5):
            assert (await sign_in(browser, "p-0417", "wrong")).status_code == 401
        done = await sign_in(browser, "p-0417")
        assert (done.status_code, done.headers["retry-after"]) == (429, "15")


async def test_an_administrator_comes_through_all_steps(people, site):
    _, once = await people.accounts.add(OPERATOR, NewAccount("boss", "system_admin"))
    async with site.browser() as browser:
        await sign_in(browser, "boss", once)
        sent = await browser.get("/admin")
        assert (sent.status_code, sent.headers["location"]) == (303, "/account")
        refused = await browser.get("/api/v1/incidents", headers={"accept": "*/*"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
        page = await browser.get("/account")
        assert "请先修改密码" in page.text
        wrong = await send(
            browser, "/account/password", at="/account", old=once, new=PASSWORD, again="other"
        )
        assert "不一致" in wrong.text
        done = await send(
            browser, "/account/password", at="/account", old=once, new=PASSWORD, again=PASSWORD
        )
        assert done.headers["location"] == "/account"
        page = await browser.get("/account")
        assert "必须启用双因素认证" in page.text
        assert "<svg" in page.text
        assert (await browser.get("/admin")).status_code == 303
        secret = re.search(r'entrance-secret">([A-Z2-7 ]+)<', page.text)
        assert secret
        code = people.code_of(secret[1].replace(" ", ""))
        page = await send(browser, "/account/factor", at="/account", code=code)
        assert len(re.findall(r"<li>[a-z0-9]{5}-[a-z0-9]{5}</li>", page.text)) == 10
        assert (await browser.get("/admin")).json()["role"] == "system_admin"
        await send(browser, "/logout")
        half = await sign_in(browser, "boss", at="/login?next=/admin", next="/admin")
        assert half.headers["location"] == "/login/code?next=%2Fadmin"
        assert (await browser.get("/admin")).status_code == 303
        wrong = await send(browser, "/login/code", code="000000")
        assert wrong.status_code == 401
        people.passes(seconds=60)
        code = people.code_of(secret[1].replace(" ", ""))
        done = await send(browser, "/login/code", code=code, next="/admin")
        assert done.headers["location"] == "/admin"
        assert (await browser.get("/admin")).json()["actor"] == "boss"


async def test_one_ends_ones_own_sessions(people, site):
    await people.add("p-0417")
    async with site.browser() as first, site.browser() as second:
        await sign_in(first, "p-0417")
        people.passes(seconds=10)
        await sign_in(second, "p-0417")
        page = await second.get("/account")
        assert "Chrome · Windows" in page.text
        [path] = re.findall(r'action="(/account/sessions/[0-9a-f]+)"', page.text)
        await send(second, path, at="/account")
        assert (await first.get("/desk")).status_code == 303
        assert (await second.get("/desk")).status_code == 200


async def test_a_wall_shows_a_code_is_confirmed_and_sees_no_desk(people, site):
    await people.add("p-0417")
    async with site.browser() as wall, site.browser() as desk:
        await send(wall, "/pair")
        page = await wall.get("/pair")
        code = re.search(r'entrance-code"[^>]*>([A-Z0-9]{4} [A-Z0-9]{4})<', page.text)
        assert code
        assert 'http-equiv="refresh"' in page.text
        await sign_in(desk, "p-0417")
        done = await send(desk, "/pair", code=code[1], name="指挥大厅")
        assert "已配对：指挥大厅" in done.text
        sent = await wall.get("/pair")
        assert sent.headers["location"] == "/"
        assert "Max-Age=34560000" in sent.headers.get_list("set-cookie")[0]
        assert (await wall.get("/")).json() == {"actor": "wall:指挥大厅", "role": "wall"}
        for path in ("/desk", "/admin", "/account"):
            assert (await wall.get(path)).status_code == 403
        assert (await wall.post("/api/v1/desk/queue", headers={"origin": BASE})).status_code == 403
        [device] = await people.devices.all(SYSTEM)
        await people.devices.revoke(SYSTEM, device.device_id)
        assert (await wall.get("/")).status_code == 303


@pytest.mark.parametrize("kind", ["hall", "kiosk"])
async def test_a_screen_of_the_centre_is_paired_with_its_use_and_opens_its_one_page(
    people, site, kind: str
):
    await people.add("p-0417")
    async with site.browser() as screen, site.browser() as desk:
        await send(screen, "/pair")
        code = re.search(
            r'entrance-code"[^>]*>([A-Z0-9]{4} [A-Z0-9]{4})<', (await screen.get("/pair")).text
        )
        assert code
        await sign_in(desk, "p-0417")
        assert f'<option value="{kind}">' in (await desk.get("/pair")).text
        refused = await send(desk, "/pair", code=code[1], name="一楼", kind="desk")
        assert refused.status_code == 422
        await send(desk, "/pair", code=code[1], name="一楼", kind=kind)
        await screen.get("/pair")
        assert (await screen.get("/")).headers["location"] == f"/centre/{kind}"
        assert (await screen.get(f"/centre/{kind}")).json()["role"] == kind


async def test_a_feeds_own_key_opens_the_door_and_nothing_else(people, site):
    _, key = await people.devices.add_feed(SYSTEM, "gateway")
    async with site.browser(headers={}) as feed:
        told = await feed.get(f"/ingest/osmand/{key}")
        assert told.json() == {"actor": "feed:gateway", "role": "feed"}
        assert (await feed.get("/ingest/osmand/wrong")).status_code == 401
        bearer = {"authorization": f"Bearer {key}"}
        assert (await feed.post("/api/v1/incidents", headers=bearer)).status_code == 401
        feed.cookies.set("onescreen", key)
        assert (await feed.get("/desk")).status_code == 403
    assert key not in str(people.told())


async def test_the_demo_signs_in_whoever_sits_here_and_nobody_else(people):
    site = Site(people, is_demo=True)
    here = {"client": ("127.0.0.1", 1), "base": "http://localhost:8050"}
    async with site.browser(**here) as local, site.browser() as foreign:
        assert (await local.get("/desk")).json()["actor"] == "demo-dispatcher"
        refused = await local.get("/admin")
        assert (refused.status_code, "演示自动登录" in refused.text) == (403, True)
        assert "演示自动登录" in (await local.get("/pair")).text
        wrong = {"authorization": "Bearer wrong"}
        assert (await local.get("/api/v1/incidents", headers=wrong)).status_code == 401
        assert (await local.post("/api/v1/incidents")).status_code == 401
        assert (await foreign.get("/desk")).status_code == 303
        await people.add("boss", "system_admin")
        token = (await people.sign_in("boss")).token
        local.cookies.set("onescreen", token)
        assert (await local.get("/admin")).json()["actor"] == "boss"


async def test_refusals_are_written_down_without_keys(people, site):
    async with site.browser(headers={}) as stranger:
        await stranger.get("/ingest/osmand/some-secret-key")
        await stranger.get("/api/v1/incidents")
    told = people.told("refused")
    assert [state["door"] for _, _, state, _ in told] == ["GET /ingest", "GET /api/v1/incidents"]
    assert told[0][3] == {"address": "10.0.0.9"}


async def test_the_entrance_speaks_the_language_that_was_chosen(site):
    async with site.browser() as browser:
        assert '<html lang="zh-CN">' in (await browser.get("/login")).text
        asked = await browser.get("/login?lang=en&next=%2Fdesk")
        assert "<h1>Sign in</h1>" in asked.text
        assert 'href="/login?lang=zh&amp;next=%2Fdesk"' in asked.text
        refused = await sign_in(browser, "p-0417", "x")
        assert "Wrong name or password" in refused.text
        assert "<h1>登录</h1>" in (await browser.get("/login?lang=zh")).text
        assert "<h1>登录</h1>" in (await browser.get("/login?lang=fr")).text
