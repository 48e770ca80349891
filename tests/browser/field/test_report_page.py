"""Reports from a phone: what, where and a photo become one thing, also when the network is away."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.field.served import IS_ON, OnDuty, Served
from tests.browser.field.slow_line import DOWN_BITS, slow_line
from tests.end_to_end.machine import HERE

pytestmark = pytest.mark.browser
PLACE = {"latitude": HERE[0] + 0.0003, "longitude": HERE[1], "accuracy": 9}
SENT = "() => onescreen.field.waiting().length === 0"
# What came over the line until the page stood, and how long that took.
LOADED = """() => {
  const all = [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource").filter((one) => !one.name.includes("/api/"))];
  return {
    bytes: all.reduce((sum, one) => sum + one.transferSize, 0),
    s: Math.max(...all.map((one) => one.responseEnd)) / 1000,
  };
}"""


def bitmap(side: int = 2600) -> bytes:
    """A photo of 20 MB, cheap to make."""
    made = io.BytesIO()
    Image.new("RGB", (side, side), (40, 120, 60)).save(made, "BMP")
    return made.getvalue()


def a_phone(served: Served, account: str) -> OnDuty:
    return served.phone(account, geolocation=PLACE, permissions=["geolocation"])


def fill(page: Page, text: str, found: str = "hazard") -> None:
    page.locator("#m-tabs [data-tab=report]").click()
    page.locator(f"#r-classes [data-class={found}]").click()
    page.locator("textarea[name=text]").fill(text)
    expect(page.locator("#r-place .m-where")).to_contain_text("手机定位")


def press(page: Page) -> None:
    page.locator("#r-form [type=submit]").click()


def sent(page: Page) -> None:
    """The report is there, and what belongs to it: before a press is kept nothing waits either."""
    expect(page.locator("#r-own [data-finding]")).to_have_count(1, timeout=120_000)
    page.wait_for_function(SENT, timeout=120_000)


def test_a_report_with_a_photo_of_20_mb_is_one_incident_after_the_network_was_away(
    served: Served,
):
    phone = a_phone(served, "report-offline")
    page = phone.page
    fill(page, "断网上报", "other")
    photo = bitmap()
    assert len(photo) > 20_000_000
    page.locator("#r-photo").set_input_files(
        {"name": "large.bmp", "mimeType": "image/bmp", "buffer": photo}
    )
    expect(page.locator("#r-photos img")).to_have_count(1, timeout=60_000)
    # The press is kept while nothing answers; the answer to the first sending is lost as well.
    tried: list[int] = []
    is_back: list[bool] = []

    def away(route: Route) -> None:
        if is_back or route.request.method == "GET":
            route.fallback()
            return
        if not tried:
            tried.append(route.fetch().status)  # it came there; nobody hears of it here
        route.abort()

    page.route("**/api/v1/field/reports", away)
    press(page)
    phone.until("() => onescreen.field.waiting().length === 2")
    expect(page.locator("#m-waiting")).to_contain_text("2")
    page.wait_for_event("requestfailed", lambda one: bool(tried) and one.method == "POST")
    assert tried == [201]
    is_back.append(True)
    phone.until(SENT)
    [own] = phone.http.get("/api/v1/field/reports").json()["items"]
    assert own["incident"]
    incident = served.state(own["incident"])
    assert abs(incident["lat"] - PLACE["latitude"]) < 1e-5
    files = served.desk.get(
        "/api/v1/files", params={"subject_kind": "incident", "subject_id": own["incident"]}
    ).json()["items"]
    [file] = [one for one in files if one["file_id"].startswith(own["finding_id"])]
    assert file["type"] == "image/jpeg" and file["size"] < 2_000_000
    assert max(file["width"], file["height"]) == 1600
    assert file["taken_at"] and file["received_sha256"]
    expect(page.locator("#r-own [data-finding]")).to_have_count(1)


def test_a_refused_place_is_said_and_the_map_takes_its_place(served: Served):
    phone = served.phone("report-no-gps", permissions=[])
    page = phone.page
    page.locator("#m-tabs [data-tab=report]").click()
    page.locator("#r-classes [data-class=flood]").click()
    page.locator("textarea[name=text]").fill("无定位上报")
    expect(page.locator("#r-place .m-error")).to_contain_text("地图上点选", timeout=30_000)
    press(page)
    expect(page.locator("#m-says")).to_contain_text("还没有位置")
    page.get_by_role("button", name="地图点选").click()
    expect(page.locator(".m-sketch .m-note")).to_contain_text("网格")
    page.locator(".m-map").click(position={"x": 150, "y": 150})
    expect(page.locator("#r-tapped")).to_contain_text("地图上点选")
    press(page)
    sent(page)
    [own] = phone.http.get("/api/v1/field/reports").json()["items"]
    assert own["incident"]


def test_a_full_phone_says_so_and_keeps_what_was_typed(served: Served):
    phone = a_phone(served, "report-full")
    page = phone.page
    fill(page, "存储已满时的上报")
    page.evaluate(
        """() => {
          onescreen.field.store.add = async () => {
            throw { code: "full", text: "手机存储已满，请清理后再试；这一步没有保存" };
          };
        }"""
    )
    press(page)
    expect(page.locator("#m-says")).to_contain_text("存储已满")
    expect(page.locator("textarea[name=text]")).to_have_value("存储已满时的上报")
    assert phone.http.get("/api/v1/field/reports").json()["items"] == []


def test_a_position_is_shared_on_duty_with_consent_and_a_sign(served: Served):
    phone = a_phone(served, "report-shares")
    page = phone.page
    expect(page.locator("#m-share")).to_be_hidden()
    page.locator("#m-tabs [data-tab=position]").click()
    page.locator("#p-agree").click()
    expect(page.locator("#m-share")).to_contain_text("正在共享我的位置")
    phone.until(
        """async () => {
          const told = await fetch("/api/v1/field/sharing").then((one) => one.json());
          return told.consent && onescreen.field.isSharing();
        }"""
    )
    page.locator("#p-make").click()
    expect(page.locator("#p-tracker .m-qr svg")).to_have_count(2)
    page.locator("#m-duty button").click()
    expect(page.locator("#m-share")).to_be_hidden()
    phone.until("() => !onescreen.field.isSharing()")
    page.locator("#m-tabs [data-tab=work]").click()
    expect(page.locator("#m-body")).to_contain_text("今天没有要办的")


def test_what_is_typed_stays_while_a_photo_is_sent_and_when_the_line_comes_back(served: Served):
    phone = served.phone("field-typing", service_workers="block")
    page = phone.page
    task = {
        "task_id": "t1", "name": "消防检查", "form": "inspect", "area_code": "340604101001001",
        "area": "淮选社区", "due": "2026-01-01", "standing": "due", "is_proven": None, "why": [],
        "evidence": ["photo", "note"], "place": None, "lat": None, "lon": None,
    }  # fmt: skip
    work = {"tasks": [task], "visits": [], "month": "", "points": None, "entries": []}
    page.route("**/api/v1/field/work", lambda route: route.fulfill(json=work | {"deductions": 0}))
    page.locator("#m-tabs [data-tab=work]").click()
    page.locator("input[name=note]").fill("灭火器过期")
    path = "/api/v1/field/tasks/t1/photos"
    page.evaluate("path => onescreen.field.emit('sent', { entry: { path } })", path)
    expect(page.locator("input[name=note]")).to_have_value("灭火器过期")
    phone.http.post("/api/v1/field/lock", json={})
    told = "() => onescreen.field.setMe({ ...onescreen.field.me(), is_open: false })"
    page.evaluate(told)
    page.locator(".m-pin input").fill("380")
    page.evaluate(told)
    expect(page.locator(".m-pin input")).to_have_value("380")


def test_the_shell_speaks_the_language_that_was_chosen(served: Served):
    page = served.phone("shell-language").page
    page.evaluate(
        """() => document.body.prepend(Object.assign(document.createElement("p"),
          { className: "m-demo", textContent: "演示数据" }))"""
    )
    page.evaluate("() => onescreen.field.language.choose('en')")
    expect(page.locator(".m-demo").first).to_have_text("demo data", ignore_case=True)
    assert "外勤" not in page.title()


def test_at_the_speed_of_3g_with_5_percent_loss_the_page_opens_and_reports(served: Served):
    phone = a_phone(served, "report-slow")
    page = phone.page
    with slow_line(served.server.port) as url:
        page.goto(f"{url}/m", wait_until="commit")
        page.wait_for_function(IS_ON, timeout=120_000)
        loaded = page.evaluate(LOADED)
        assert 20_000 < loaded["bytes"] <= 300 * 1024
        assert loaded["bytes"] * 8 / loaded["s"] < DOWN_BITS  # the line was what it waited for
        fill(page, "弱网上报", "traffic")
        page.locator("#r-photo").set_input_files(
            {"name": "photo.bmp", "mimeType": "image/bmp", "buffer": bitmap(900)}
        )
        expect(page.locator("#r-photos img")).to_have_count(1, timeout=60_000)
        press(page)
        sent(page)
        page.goto("about:blank")
    [own] = phone.http.get("/api/v1/field/reports").json()["items"]
    assert own["incident"]
