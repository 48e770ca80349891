"""A number from the kiosk is called at a window and shown in the hall; a room is booked once."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
GENERAL = {
    "act": "general", "phone": "0561-0000000", "opens": "00:00", "closes": "23:59",
    "is_open_on_days_off": True, "reopened_within_days": 180,
}  # fmt: skip


def asked(server: RunningServer, role: str, path: str, body: Any = None) -> Any:
    """What the server answers a role."""
    headers = {"origin": server.url, "cookie": f"onescreen={server.sign_in(role)}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=30) as client:
        answer = client.get(path) if body is None else client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def open_centre(server: RunningServer) -> Iterator[RunningServer]:
    """The centre open at whatever hour the test runs."""
    versions = asked(server, "duty_clerk", "/api/v1/centre/versions")["items"]
    said = {"version": versions[0]["version"], **GENERAL}
    asked(server, "duty_clerk", "/api/v1/centre/changes", said)
    yield server
    version = said["version"] + 1
    closed = GENERAL | {"opens": "08:30", "closes": "17:30", "is_open_on_days_off": False}
    asked(server, "duty_clerk", "/api/v1/centre/changes", {"version": version, **closed})


@contextmanager
def paired(
    chromium: Browser, server: RunningServer, kind: str, width: int, height: int
) -> Iterator[Page]:
    """A screen of the centre, paired as people pair it."""
    with screen(chromium, width, height) as page:
        # Whoever sits at the demo's machine is its dispatcher, who confirms codes and shows none.
        cookie = {"name": "onescreen", "value": server.sign_in("window_clerk")}
        page.context.add_cookies([cookie | {"url": server.url}])
        page.goto(f"{server.url}/pair")
        page.get_by_role("button", name="显示配对码").click()
        expect(page.locator(".entrance-code")).to_contain_text(re.compile(r"\w"))
        code = page.locator(".entrance-code").inner_text().replace(" ", "")
        asked(
            server, "dispatcher", "/api/v1/admin/walls/pair",
            {"code": code, "name": f"{kind}-1", "kind": kind},
        )  # fmt: skip
        page.wait_for_url(f"**/centre/{kind}")
        yield page


@contextmanager
def seated(chromium: Browser, server: RunningServer, role: str, path: str) -> Iterator[Page]:
    """A page of somebody signed in."""
    with screen(chromium, 1366, 768) as page:
        cookie = {"name": "onescreen", "value": server.sign_in(role)}
        page.context.add_cookies([cookie | {"url": server.url}])
        page.goto(server.url + path)
        yield page


def test_a_number_goes_from_the_kiosk_to_the_window_and_the_hall(
    chromium: Browser, open_centre: RunningServer
):
    server = open_centre
    with (
        paired(chromium, server, "hall", 1920, 1080) as hall,
        paired(chromium, server, "kiosk", 1024, 1366) as kiosk,
        seated(chromium, server, "window_clerk", "/centre/queue") as window,
    ):
        expect(hall.locator("#sound")).to_be_visible()
        hall.locator("body").click()
        expect(hall.locator("#sound")).to_be_hidden()
        kiosk.locator("[data-zone=legal]").click()
        label = kiosk.locator("#label")
        expect(label).to_have_text("F001")
        paper = kiosk.request.get(server.url + kiosk.locator("#paper").get_attribute("href"))
        assert paper.body().startswith(b"%PDF-")
        kiosk.locator("#close").click()
        expect(kiosk.locator("[data-count=legal]")).to_have_text("1")
        window.get_by_role("button", name="09 法律援助窗").click()
        expect(window.locator(".queue-at")).to_have_text("09 法律援助窗")
        expect(window.locator(".queue-count")).to_contain_text("1")
        window.get_by_role("button", name="下一位").click()
        expect(window.locator(".queue-here")).to_have_text("F001")
        call = hall.locator(".hall-call.is-newest")
        expect(call).to_contain_text("F001")
        expect(call).to_contain_text("9")
        assert hall.evaluate("document.documentElement.scrollWidth <= innerWidth")
        window.get_by_role("button", name="10", exact=True).click()  # handed over
        expect(call).to_have_count(0)
        window.get_by_role("button", name="10 公共法律服务窗").click()
        expect(window.locator(".queue-at")).to_have_text("10 公共法律服务窗")
        expect(window.locator(".queue-count")).to_contain_text("1")
        window.get_by_role("button", name="下一位").click()
        expect(hall.locator(".hall-call.is-newest")).to_contain_text("公共法律服务窗")
        window.get_by_role("button", name="办理完毕").click()
        expect(hall.locator("#none")).to_be_visible()


def test_nothing_is_pressed_for_the_earlier_window_while_another_is_chosen(
    chromium: Browser, open_centre: RunningServer
):
    with seated(chromium, open_centre, "window_clerk", "/centre/queue") as page:
        page.get_by_role("button", name="01 ").first.click()
        expect(page.locator(".queue-panel[data-window='01']")).to_be_visible()
        body = page.locator("#queue-body")
        expect(body).not_to_have_class(re.compile("is-changing"))
        waits: list[Any] = []
        page.route("**/_dash-update-component", waits.append)
        page.get_by_role("button", name="09 法律援助窗").click()
        expect(body).to_have_class(re.compile("is-changing"))
        assert body.evaluate("one => one.inert")
        page.unroute("**/_dash-update-component")
        for route in waits:
            route.continue_()
        expect(page.locator(".queue-at")).to_have_text("09 法律援助窗")
        expect(body).not_to_have_class(re.compile("is-changing"))
        assert not body.evaluate("one => one.inert")


def test_a_hall_that_hears_nothing_says_so(chromium: Browser, open_centre: RunningServer):
    with paired(chromium, open_centre, "hall", 1080, 1920) as hall:
        expect(hall.locator("#waiting div").first).to_be_visible()
        expect(hall.locator("#stale")).to_be_hidden()
        hall.clock.install()
        hall.route_web_socket("**/ws/queue", lambda socket: socket.close())
        hall.reload()
        hall.clock.fast_forward(12_000)
        expect(hall.locator("#stale")).to_contain_text("数据已停更")


def test_a_room_is_booked_on_the_card_and_no_second_time(
    chromium: Browser, open_centre: RunningServer
):
    server = open_centre
    body = {
        "window": "01", "category": "migrant_wages", "claim": "演示", "parties": [{"name": "演示"}],
    }  # fmt: skip
    codes = [
        asked(server, "window_clerk", "/api/v1/cases", body | {"key": f"room-{n}"})["code"]
        for n in (1, 2)
    ]
    day = (datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=30)).date()
    for code, says in zip(codes, ("已预约", "已被预约"), strict=True):
        with seated(chromium, server, "duty_clerk", "/centre") as page:
            page.locator("input[name=q]").first.fill(code)
            page.get_by_role("button", name="查找").click()
            page.locator("button.case-row", has_text=code).click()
            form = page.locator("#case-booking form").last
            form.locator("input[name=day]").fill(str(day))
            form.locator("input[name=begins]").fill("09:00")
            form.locator("input[name=ends]").fill("10:00")
            form.get_by_label("已知为休息日").click()
            page.get_by_role("option", name="是").click()
            form.get_by_role("button", name="预约").click()
            expect(page.locator("#centre-says")).to_contain_text(says)
    with seated(chromium, server, "body_officer", "/centre/rota") as page:
        page.locator("input[name=day]").first.fill(str(day))
        page.get_by_role("button", name="查看").click()
        busy = page.locator(".room-busy")
        expect(busy).to_have_text("09:00–10:00 占用")
        assert codes[0] not in page.content()
        assert codes[0] not in json.dumps(page.evaluate("document.body.innerText"))
