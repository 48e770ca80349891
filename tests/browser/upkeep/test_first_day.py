"""The first day of a real district, in the browser: the printed administrator lets people in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from domain.access.role_names import PEOPLE
from geodata.files.versions import MapVersions
from tests.browser.test_accessibility import AXE, RULES, RUN
from tests.support.small_map import write_small_map
from tools.running import RunningServer

pytestmark = pytest.mark.browser
SENTENCE = "seven quiet herons wade"
HTML = {"accept": "text/html"}
OWN = "another seven herons wade"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The product without the demo, on the small map, before anybody has signed in."""
    folder = tmp_path_factory.mktemp("first") / "var"
    maps = MapVersions(folder / "maps")
    small = write_small_map(folder.parent / "small.gpkg")
    maps.make_current(maps.add(small, "test").version)
    with RunningServer(folder, demo=0) as running:
        yield running


@contextmanager
def visitor(chromium: Browser, **more: object) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, **more)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    page.goto(url + "/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")


def change_password(page: Page, old: str, new: str) -> None:
    page.wait_for_url("**/account")
    page.fill("[name=old]", old)
    page.fill("[name=new]", new)
    page.fill("[name=again]", new)
    page.get_by_role("button", name="修改密码").click()


def enrol(page: Page) -> str:
    """Sets the second factor; its secret."""
    secret = page.inner_text(".entrance-secret").replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".entrance-codes li")).to_have_count(10)
    return secret


def check(page: Page) -> None:
    """Nothing on the page breaks a rule axe can check."""
    page.evaluate(AXE)
    told = page.evaluate(RUN, [RULES, "body"])
    assert told["broken"] == [], page.url


def printed_password(server: RunningServer) -> str:
    """What the terminal said, once."""
    [once] = re.findall(r"one-time password\s+(\S{23})", server.log.read_text("utf-8"))
    return once


def test_the_printed_administrator_lets_a_dispatcher_and_a_wall_in(
    server: RunningServer, chromium: Browser
) -> None:
    once = printed_password(server)
    assert httpx.get(server.url + "/api/v1/incidents").status_code == 401
    with visitor(chromium) as page, visitor(chromium) as other, visitor(chromium) as wall:
        page.goto(server.url + "/")
        expect(page.locator(".entrance-hint").first).to_contain_text("终端里打印的一次性密码")
        page.goto(server.url + "/login?lang=en")
        expect(page.locator("h1")).to_have_text("Sign in")
        check(page)
        page.get_by_role("link", name="中文").click()
        sign_in(page, server.url, "admin", once)
        change_password(page, once, SENTENCE)
        page.wait_for_selector(".entrance-qr svg")
        check(page)
        secret = enrol(page)

        page.get_by_role("link", name="系统管理").click()
        expect(page.locator(".overview-troubles")).to_contain_text("没有做过备份")
        check(page)
        page.get_by_role("link", name="账号", exact=True).click()
        dispatcher = add(page, "d-0417", "dispatcher")
        clerk = add(page, "s-0001", "system_admin")
        check(page)
        sign_in(other, server.url, "d-0417", dispatcher)
        change_password(other, dispatcher, OWN)
        other.goto(server.url + "/desk")
        other.wait_for_function("document.documentElement.dataset.live === 'live'")
        expect(other.locator(".mark-account")).to_have_text("d-0417")

        page.get_by_role("button", name="查询").click()
        row = page.locator("tr", has_text="d-0417")
        row.get_by_role("button", name="管理").click()
        expect(page.locator(".admin-card h2").first).to_contain_text("d-0417")
        page.get_by_role("button", name="停用此账号").focus()
        page.keyboard.press("Enter")
        expect(page.locator("dialog")).to_contain_text("d-0417")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(row).to_contain_text("已停用")
        assert "/login?next=" in other.request.get(server.url + "/desk", headers=HTML).url

        page.goto(server.url + "/logout")
        page.get_by_role("button", name="退出登录").click()
        page.wait_for_url("**/login")
        sign_in(page, server.url, "s-0001", clerk)
        change_password(page, clerk, SENTENCE)
        enrol(page)
        pair_and_revoke(page, wall, server.url)
    said = server.log.read_text("utf-8")
    key = (server.data_dir / "account_key").read_text("utf-8").strip()
    for hidden in (SENTENCE, secret, dispatcher, clerk, key):
        assert hidden not in said
    assert said.count(once) == 1


def add(page: Page, name: str, role: str) -> str:
    """Makes an account on the page; its one-time password."""
    page.get_by_role("button", name="新建账号").click()
    card = page.locator(".admin-card")
    card.locator("[name=name]").fill(name)
    card.locator(".mantine-Select-input").first.click()
    page.get_by_role("option", name=PEOPLE[role]).click()
    card.get_by_role("button", name="建立账号").click()
    expect(card.locator("h2").first).to_contain_text(name)
    return card.locator(".admin-once code").inner_text()


def pair_and_revoke(page: Page, wall: Page, url: str) -> None:
    wall.goto(url + "/pair")
    wall.get_by_role("button", name="显示配对码").click()
    expect(wall.locator(".entrance-code")).to_contain_text(re.compile(r"\w"))
    code = wall.inner_text(".entrance-code")
    page.goto(url + "/admin/walls")
    page.fill("[name=code]", code)
    page.locator(".admin-form [name=name]").fill("指挥大厅")
    check(page)
    page.get_by_role("button", name="确认配对").click()
    expect(page.locator(".admin-table")).to_contain_text("指挥大厅")
    wall.wait_for_url(url + "/")
    expect(wall.locator("html")).to_have_attribute("data-live", "live")
    page.get_by_role("button", name="撤销设备").click()
    page.locator("dialog").get_by_role("button", name="撤销设备").click()
    expect(page.locator(".admin-table")).to_contain_text("已撤销")
    assert wall.request.get(url + "/", headers=HTML).url == url + "/login?ended=1"
