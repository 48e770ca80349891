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
from playwright.sync_api import Browser, Page, Route, expect

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
    change(server, GENERAL)
    yield server
    change(server, GENERAL | {"opens": "08:30", "closes": "17:30", "is_open_on_days_off": False})


def change(server: RunningServer, said: dict[str, Any]) -> None:
    """Change the centre that stands now: a test may have changed it meanwhile."""
    versions = asked(server, "duty_clerk", "/api/v1/centre/versions")["items"]
    told = {**said, "version": versions[0]["version"]}
    asked(server, "duty_clerk", "/api/v1/centre/changes", told)


@contextmanager
def paired(
    chromium: Browser, server: RunningServer, kind: str, width: int, height: int, name: str = ""
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
            {"code": code, "name": name or f"{kind}-1", "kind": kind},
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
        waits: list[Route] = []
        is_held = True

        def hold(route: Route) -> None:
            if is_held:
                waits.append(route)
            else:
                route.continue_()

        page.route(re.compile("_dash-update-component"), hold)
        page.get_by_role("button", name="09 法律援助窗").click()
        expect(body).to_have_class(re.compile("is-changing"))
        assert body.evaluate("one => one.inert")
        is_held = False
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
        hall.clock.fast_forward(4000)
        expect(hall.locator("#stale")).to_contain_text("数据已停更")
        # A server that answers, and a socket that does not: loaded anew after a minute.
        hall.evaluate("window.isEarlier = true")
        hall.clock.fast_forward(62_000)
        hall.wait_for_timeout(500)
        hall.clock.fast_forward(10_000)
        hall.wait_for_function("() => !window.isEarlier")


def test_a_kiosk_whose_key_is_taken_back_says_so_and_loads_itself_anew(
    chromium: Browser, open_centre: RunningServer
):
    server, name = open_centre, "kiosk-taken-back"
    with (
        paired(chromium, server, "kiosk", 1024, 1366, name) as kiosk,
        seated(chromium, server, "system_admin", "/admin/walls") as admin,
    ):
        kiosk.clock.install()
        with kiosk.expect_websocket() as following:
            kiosk.reload()
        expect(kiosk.locator("[data-count=legal]")).to_be_visible()
        expect(kiosk.locator("#stale")).to_be_hidden()
        row = admin.locator("tbody tr", has_text=name)
        row.get_by_role("button").last.click()
        with following.value.expect_event("close"):
            admin.locator("dialog").get_by_role("button").last.click()
        kiosk.clock.fast_forward(4000)
        expect(kiosk.locator("#stale")).to_be_visible()
        kiosk.clock.fast_forward(62_000)
        kiosk.wait_for_timeout(500)
        kiosk.clock.fast_forward(10_000)
        expect(kiosk.locator("body")).to_contain_text("没有权限查看这个页面")


CALLS = [
    {"label": f"A{n:03}", "window": f"{n:02}", "window_name": "公共法律服务窗", "calls": 1,
     "called_at": f"2026-01-05T01:00:{n:02}.000Z"}
    for n in range(10, 0, -1)
]  # fmt: skip
BOARD = {
    "day": "2026-01-05", "is_open": True, "is_demo": False, "keeps_hours": True, "opens": "08:30",
    "closes": "17:30", "called": CALLS,
    "waiting": [{"zone": f"z{n}", "letter": "ABCDEF"[n], "name": "综合受理区", "count": 12}
                for n in range(6)],
}  # fmt: skip
# What stands outside the screen, or is wider than its own box.
OUTSIDE = """(found) => Array.from(document.querySelectorAll(found)).filter((one) => {
  const box = one.getBoundingClientRect();
  return box.right > innerWidth + 1 || box.bottom > innerHeight + 1
    || one.scrollWidth > one.clientWidth + 2;
}).map((one) => one.textContent)"""


def test_all_windows_call_at_once_and_every_number_is_on_the_screen(
    chromium: Browser, open_centre: RunningServer
):
    with paired(chromium, open_centre, "hall", 1920, 1080) as hall:
        hall.route_web_socket("**/ws/queue", lambda socket: socket.send(json.dumps(BOARD)))
        hall.reload()
        expect(hall.locator(".hall-call")).to_have_count(10)
        for width, height in ((1920, 1080), (3840, 2160), (3840, 1080), (1080, 1920)):
            hall.set_viewport_size({"width": width, "height": height})
            outside = hall.evaluate(OUTSIDE, ".hall-call, #waiting div, .hall-hours, .hall-head")
            assert outside == [], (width, height)


def test_every_zone_is_on_the_kiosk_and_a_closed_one_takes_no_touch(
    chromium: Browser, open_centre: RunningServer
):
    with paired(chromium, open_centre, "kiosk", 1366, 768) as kiosk:
        for width, height in ((1366, 768), (1080, 1920)):
            kiosk.set_viewport_size({"width": width, "height": height})
            assert kiosk.evaluate(OUTSIDE, ".kiosk-zone, .kiosk-zone *") == [], (width, height)
        expect(kiosk.locator("#closed")).to_be_hidden()
        closed = json.dumps(BOARD | {"is_open": False})
        kiosk.route_web_socket("**/ws/queue", lambda socket: socket.send(closed))
        kiosk.reload()
        expect(kiosk.locator("#closed")).to_be_visible()
        expect(kiosk.locator("[data-zone]:enabled")).to_have_count(0)


VOICES = """const spoken = window.spoken = [];
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => VOICES, speak: (said) => spoken.push(said.text) } });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""


@pytest.mark.parametrize(("voices", "is_spoken"), [('[{ lang: "zh-CN" }]', True), ("[]", False)])
def test_a_call_is_spoken_and_where_no_voice_is_the_screen_says_so(
    chromium: Browser, open_centre: RunningServer, voices: str, is_spoken: bool
):
    with paired(chromium, open_centre, "hall", 1920, 1080) as hall:
        hall.add_init_script(VOICES.replace("VOICES", voices))
        sockets: list[Any] = []
        hall.route_web_socket("**/ws/queue", lambda socket: sockets.append(socket))
        hall.reload()
        hall.wait_for_function("() => document.readyState === 'complete'")
        expect(hall.locator("#sound")).to_be_visible()
        expect(hall.locator("#voice")).to_be_hidden()
        hall.locator("body").click()
        expect(hall.locator("#sound")).to_be_hidden()
        expect(hall.locator("#voice")).to_be_visible(visible=not is_spoken)
        for count in (1, 2):
            sockets[0].send(json.dumps(BOARD | {"called": CALLS[-count:]}))
            expect(hall.locator(".hall-call")).to_have_count(count)
        said = ["请 A 0 0 2 号到 2 号窗口"] if is_spoken else []
        assert hall.evaluate("window.spoken") == said


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


def test_who_does_not_come_is_let_go_and_who_still_waits_at_closing_is_told(
    chromium: Browser, open_centre: RunningServer
):
    server = open_centre
    with seated(chromium, server, "window_clerk", "/centre/queue") as window:

        def press(name: str, says: str) -> None:
            window.get_by_role("button", name=name, exact=True).click()
            expect(window.locator("#queue-says")).to_contain_text(says)

        window.get_by_role("button", name="09 法律援助窗").click()
        press("法律服务区", "已取号")
        label = window.locator("#queue-card .queue-here").inner_text()
        press("下一位", f"呼叫 {label}")
        press("未到，过号", "3")  # not before the third call
        press("再次呼叫", f"第 2 次呼叫 {label}")
        press("再次呼叫", f"第 3 次呼叫 {label}")
        press("未到，过号", f"{label} 过号")
        press("恢复排队", f"{label} 恢复排队")  # in the old place
        press("下一位", f"呼叫 {label}")
        press("办理完毕", f"{label} 办理完毕")

        press("法律服务区", "已取号")
        versions = asked(server, "duty_clerk", "/api/v1/centre/versions")["items"]
        shut = {"opens": "00:00", "closes": "00:01"}
        said = GENERAL | shut | {"version": versions[0]["version"]}
        asked(server, "duty_clerk", "/api/v1/centre/changes", said)
        window.reload()
        expect(window.locator(".queue-panel")).to_contain_text("现在不取号")
        press("法律服务区", "取号")  # refused: it is closed
        window.get_by_role("button", name="告知等候的").click()
        window.locator("dialog button.is-main, dialog button[value=yes]").first.click()
        expect(window.locator("#queue-says")).to_contain_text("已告知")
        expect(window.locator(".queue-waits")).to_contain_text("没有人等候")
        again = {"version": versions[0]["version"] + 1, **GENERAL}
        asked(server, "duty_clerk", "/api/v1/centre/changes", again)
