"""In two browsers: the desk assigns, the open phone rings, and each step is told once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.field.served import PIN, Served

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const names = (await indexedDB.databases()).map((one) => one.name);
  if (!names.includes("onescreen-field")) return [];
  return (await onescreen.field.store.all()).map((one) => one.body.act || one.path);
}"""
SENT = "() => onescreen.field.waiting().length === 0"
WORKER = "() => navigator.serviceWorker.ready.then((one) => Boolean(one.active))"
# A clock that is an hour wrong, from before the page runs.
HOUR_OFF = """() => {
  const now = Date.now;
  Date.now = () => now() + 3_600_000;
}"""


def card(page: Page, step: str):
    return page.locator(f".m-card[data-step={step}]")


def steps_told(served: Served, number: str) -> list[str]:
    told = served.desk.get(f"/api/v1/desk/incidents/{number}/timeline").json()["items"]
    return [one["action"] for one in told if one["kind"] == "assignment"]


def test_an_order_is_accepted_offline_and_told_once_when_the_network_is_back(served: Served):
    phone = served.phone("field-orders")
    page, context = phone.page, phone.context
    expect(page.locator(".m-none")).to_contain_text("现在没有任务")
    page.wait_for_function(WORKER)
    number = served.incident("校门口有人打架")
    served.assign(number, phone.unit_id)
    expect(page.locator("#m-ring")).to_contain_text("派遣")
    expect(page.locator("#m-ring")).not_to_contain_text("null")

    context.set_offline(True)
    page.locator("#m-ring .is-yes").click()
    expect(page.locator("#m-ring")).to_have_count(0)
    card(page, "accepted").locator("[data-act=en_route]").click()
    expect(card(page, "en_route")).to_contain_text("已保存")
    assert page.evaluate(KEPT) == ["accept", "en_route"]
    page.reload()  # the shell, and what was pressed, are there without a network
    expect(page.locator("#m-waiting")).to_contain_text("2 项已保存")
    expect(card(page, "en_route")).to_contain_text("已保存")
    assert "校门口" not in page.content()  # a phone keeps no words of a case

    context.set_offline(False)
    page.wait_for_function(SENT)
    expect(card(page, "en_route")).to_be_visible()
    card(page, "en_route").get_by_text("周边地图").click()
    expect(card(page, "en_route").locator(".m-sketch .m-note")).to_contain_text("红点是事件位置")
    card(page, "en_route").locator("[data-act=arrived]").click()
    expect(card(page, "on_scene").locator(".m-sketch canvas")).to_be_visible()  # it stays open
    page.wait_for_function(SENT)
    assert served.state(number)["status"] == "on_scene"
    assert sorted(steps_told(served, number)) == ["assign", "en_route", "on_scene"]
    card(page, "on_scene").locator("[data-act=done]").click()
    expect(page.locator(".m-none")).to_contain_text("现在没有任务")


def test_off_duty_nothing_is_shown_and_nothing_rings(served: Served):
    unit = served.unit()
    at_work = served.phone("field-at-work", unit=unit)
    at_home = served.phone("field-at-home", unit=unit, is_on_duty=False)
    expect(at_home.page.locator(".m-none")).to_contain_text("下勤中")
    number = served.incident()
    served.assign(number, unit[0])
    expect(at_work.page.locator("#m-ring")).to_be_visible()
    at_work.page.locator("#m-ring .is-yes").click()
    at_work.page.wait_for_function(SENT)
    expect(at_home.page.locator("#m-ring")).to_have_count(0)
    expect(at_home.page.locator(".m-card")).to_have_count(0)
    at_home.page.locator("#m-duty button").click()  # and on duty it is seen on both
    expect(card(at_home.page, "accepted")).to_be_visible()


def test_names_hide_and_come_back_by_pin_and_a_wrong_clock_is_told(served: Served):
    phone = served.phone("field-hides")
    page = phone.page
    number = served.incident("张三家门口争吵")
    served.assign(number, phone.unit_id)
    page.locator("#m-ring .is-yes").click()
    expect(page.locator(".m-card h2")).to_have_text("张三家门口争吵")
    page.evaluate("onescreen.field.setMe({ ...onescreen.field.me(), open_for_s: 0 })")
    expect(page.locator(".m-pin")).to_be_visible()
    expect(page.locator(".m-card h2")).to_have_text("治安")
    assert "张三" not in page.content()
    page.locator(".m-pin input").fill("000111")
    page.locator(".m-pin button").click()
    expect(page.locator("#m-says")).to_contain_text("PIN 不对")
    page.locator(".m-pin input").fill(PIN)
    page.locator(".m-pin button").click()
    expect(page.locator(".m-card h2")).to_have_text("张三家门口争吵")

    page.add_init_script(f"({HOUR_OFF})()")
    page.reload()
    expect(page.locator("#m-clock")).to_contain_text("差 60 分")
    served.machine.change(number, status="cancelled")
    expect(page.locator("#m-says")).to_contain_text("已结束或由指挥中心撤回")


def test_sos_is_held_raises_one_alarm_and_is_told_when_it_is_taken(served: Served):
    place = {"latitude": 33.9052, "longitude": 116.9318, "accuracy": 9}
    phone = served.phone("field-sos", permissions=["geolocation"], geolocation=place)
    page = phone.page
    page.locator("#m-sos-button").click()  # a touch is no alarm
    expect(page.locator("#m-sos-button")).to_be_visible()
    box = page.locator("#m-sos-button").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 30)
    page.mouse.down()
    expect(page.locator(".m-alarm")).to_contain_text("指挥中心正在响铃")
    page.mouse.up()
    number = (page.locator(".m-alarm span").text_content() or "").split()[0]
    served.machine.cancel_later(number)
    assert served.state(number)["class"] == "sos"
    served.desk.post(f"/api/v1/desk/incidents/{number}/accept", json={})
    expect(page.locator(".m-alarm")).to_contain_text("指挥中心已接")


def test_a_lost_phone_is_wiped_and_shut(served: Served):
    phone = served.phone("field-lost")
    page = phone.page
    phone.context.set_offline(True)
    page.locator("#m-duty button").click()
    page.wait_for_function("() => onescreen.field.waiting().length === 1")
    phone.context.set_offline(False)
    ended = served.desk.post(f"/api/v1/field/devices/{phone.me['device_id']}/revocation", json={})
    assert ended.status_code == 200, ended.text
    expect(page.locator("#m")).to_contain_text("本机数据已清除")
    assert page.evaluate(KEPT) == []
    assert phone.http.get("/api/v1/field/orders").status_code in {401, 403}


def test_a_full_phone_says_so_and_a_newer_page_is_offered(served: Served):
    phone = served.phone("field-full", is_on_duty=False)
    page = phone.page
    page.wait_for_function(WORKER)
    page.evaluate("""() => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    }""")
    page.locator("#m-duty button").click()
    expect(page.locator("#m-says")).to_contain_text("手机存储已满")
    expect(page.locator("#m-duty button")).to_have_text("上勤")  # nothing is pretended

    # another worker waits, as after an update of the server: it takes over when it is asked to
    page.evaluate("""async () => {
      const held = await navigator.serviceWorker.getRegistration("/m");
      await navigator.serviceWorker.register("/m/worker.js?newer", { scope: "/m" });
      return Boolean(held);
    }""")
    expect(page.locator("#m-update")).to_contain_text("新版本")
    with page.expect_navigation():
        page.locator("#m-update button").click()
    page.wait_for_function("() => window.onescreen?.field?.isOnline?.() === true")
