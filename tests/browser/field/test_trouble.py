"""What goes wrong on a phone is said in a sentence, and nothing is pretended.

The list of them all, with the test that holds each: docs/field.md, "Trouble".
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.field.served import IS_ON, OnDuty, Served
from tests.browser.field.test_report_page import PLACE, fill, press, sent

pytestmark = pytest.mark.browser

# The minute a note may last is over as soon as it has begun; a stop of one's own is never so quick.
MINUTE_IS_SHORT = """() => {
  const real = window.setTimeout;
  window.minutes = 0;
  window.setTimeout = (run, ms, ...more) => {
    if (ms === 60000) window.minutes += 1;
    return real(run, ms === 60000 ? 400 : ms, ...more);
  };
}"""
# What getCurrentPosition may answer, and what is made of it.
PLACES = """async () => {
  const found = [];
  const answers = [
    (_, refuse) => refuse({ code: 1 }), (_, refuse) => refuse({ code: 2 }),
    (_, refuse) => refuse({ code: 3 }), () => {},
  ];
  for (const answer of answers) {
    navigator.geolocation.getCurrentPosition = answer;
    found.push((await onescreen.field.place(50)).why);
  }
  Object.defineProperty(navigator, "geolocation", { value: undefined, configurable: true });
  found.push((await onescreen.field.place(50)).why);
  return found;
}"""
ASLEEP = """() => {
  const real = performance.now.bind(performance);
  performance.now = () => real() + 100_000;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# Nothing is sent in here: what is kept is looked at alone.
FULL = """async () => {
  const { field } = onescreen;
  const told = [];
  const kept = () => new Promise((done) => setTimeout(done, 1000, "kept"));
  const note = async (promise) =>
    told.push(await Promise.race([promise.catch((refused) => refused.text), kept()]));
  const file = new Blob(["x"]);
  const sent = Array.from({ length: 30 }, () => field.send("/nowhere", {}, { file }));
  sent.forEach((one) => one.catch(() => {}));
  await new Promise((done) => field.on("outbox", (all) => all.length >= 30 && done()));
  await note(field.send("/nowhere", {}, { file }));
  IDBObjectStore.prototype.count = () => ({ result: 500 });
  await note(field.send("/nowhere", {}));
  await note(field.photos.shrink({ size: 61 * 1024 * 1024 }));
  await note(field.photos.shrink(new Blob(["no photo"], { type: "image/jpeg" })));
  return told;
}"""


def agree(phone: OnDuty) -> None:
    phone.page.locator("#m-tabs [data-tab=position]").click()
    phone.page.locator("#p-agree").click()
    phone.until(
        "() => fetch('/api/v1/field/sharing').then((one) => one.json()).then((one) => one.consent)"
    )


def notes_of(served: Served, phone: OnDuty) -> list[dict[str, Any]]:
    [own] = phone.http.get("/api/v1/field/reports").json()["items"]
    about = {"subject_kind": "incident", "subject_id": own["incident"]}
    found = served.desk.get("/api/v1/files", params=about).json()["items"]
    # other reports nearby have joined the same incident
    return [one for one in found if one["file_id"].startswith(own["finding_id"])]


def test_a_microphone_is_refused_then_a_note_is_recorded_and_ends_after_a_minute(served: Served):
    unit = served.unit()
    account = f"voice-{unit[0]}"  # a second attempt finds no report of the first
    phone = served.phone(account, unit=unit, geolocation=PLACE, permissions=["geolocation"])
    page = phone.page
    fill(page, "", "other")
    page.get_by_role("button", name="录语音").click()
    expect(page.locator("#m-says")).to_contain_text("麦克风权限被拒绝")
    phone.context.grant_permissions(["geolocation", "microphone"], origin=served.server.url)
    page.get_by_role("button", name="录语音").click()
    stop = page.get_by_role("button", name="停止录音")
    expect(stop).to_have_class("m-big is-no")
    press(page)
    expect(page.locator("#m-says")).to_contain_text("先停止录音")
    page.locator("#m-tabs [data-tab=mine]").click()  # drawn anew, the same note goes on
    page.locator("#m-tabs [data-tab=report]").click()
    stop.click()
    expect(page.locator("#r-photos")).to_contain_text("语音")
    page.evaluate(MINUTE_IS_SHORT)
    page.get_by_role("button", name="录语音").click()
    phone.until("() => window.minutes === 1")
    expect(page.get_by_role("button", name="录语音")).to_be_visible()
    press(page)
    sent(page)
    [note] = notes_of(served, phone)
    assert note["type"] == "audio/webm" and note["size"] > 100
    assert note["received_sha256"] and note["taken_at"]


def test_what_a_phone_does_not_know_of_its_place_is_said_wherever_it_matters(served: Served):
    phone = served.phone("trouble-place", unit=served.unit(at=None), permissions=[])
    page = phone.page
    number = served.incident("无定位的任务")
    served.assign(number, phone.unit_id)
    page.locator("#m-ring .is-yes").click()
    way = page.locator(".m-far")
    expect(way).to_contain_text("没有同意共享位置")
    agree(phone)
    expect(page.locator("#m-share")).to_contain_text("定位权限被拒绝")
    page.locator("#m-tabs [data-tab=orders]").click()
    expect(way).to_have_text("没有定位，算不出路程：定位权限被拒绝：在浏览器设置里允许本站定位")
    # allowed after all, a way is told; then the phone saves its battery and nothing comes any more
    phone.context.set_geolocation(PLACE)  # type: ignore[arg-type]
    phone.context.grant_permissions(["geolocation"], origin=served.server.url)
    page.reload()
    page.wait_for_function(IS_ON)
    expect(page.locator("#m-share")).to_contain_text("正在共享我的位置")
    expect(way).to_contain_text("约")
    page.evaluate(ASLEEP)
    expect(page.locator("#m-share")).to_contain_text("请关闭省电模式")
    assert page.evaluate(PLACES) == [
        "定位权限被拒绝：在浏览器设置里允许本站定位",
        "暂时没有定位信号",
        "定位太慢，先不带位置",
        "定位太慢，先不带位置",
        "这部手机不提供定位",
    ]


def test_what_a_phone_cannot_keep_or_read_is_said_and_not_kept(served: Served):
    phone = served.phone("trouble-full", is_on_duty=False, service_workers="block")
    phone.page.route("**/nowhere*", lambda route: route.abort())
    assert phone.page.evaluate(FULL) == [
        "待发送的照片已满 30 张，请先到有网络的地方",
        "待发送的已满，请先到有网络的地方",
        "照片超过 60 MB，手机处理不了，请降低相机分辨率",
        "这个文件不是照片，或者手机打不开它",
    ]
    expect(phone.page.locator("#m-waiting")).to_contain_text("30 项已保存")
