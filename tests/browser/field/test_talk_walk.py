"""In two browsers: desk and crew talk with marks, also over a hole in the network; a broadcast."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.field.served import OnDuty, Served

pytestmark = pytest.mark.browser
SAID = "请从北门进入，注意煤气"
ANSWER = "北门打不开，正在破拆"
SENT = "() => onescreen.field.waiting().length === 0"
# How far the box to write in stands above the alarm; below zero it is under it.
ABOVE_ALARM = """() => document.querySelector("#m-sos").getBoundingClientRect().top
    - document.querySelector(".m-write").getBoundingClientRect().bottom"""


def a_photo() -> dict[str, object]:
    """A photo of the size of a phone's camera."""
    held = io.BytesIO()
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(held, "JPEG", quality=80)
    return {"name": "scene.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def on_it(served: Served, account: str) -> tuple[str, OnDuty]:
    """An incident, and a phone whose crew has accepted it."""
    phone = served.phone(account, service_workers="block")
    number = served.incident("对话演练")
    served.assign(number, phone.unit_id)
    phone.page.locator("#m-ring .is-yes").click()
    expect(phone.page.locator(".m-card[data-step=accepted]")).to_be_visible()
    return number, phone


def desk_of(served: Served, number: str) -> Page:
    context = served.chromium.new_context(viewport={"width": 1920, "height": 1080})
    served._stack.callback(context.close)
    session = served.server.sign_in("dispatcher")
    context.add_cookies([{"name": "onescreen", "value": session, "url": served.server.url}])
    page = context.new_page()
    page.goto(f"{served.server.url}/desk?sel=incident:{number}&tab=talk")
    expect(page.locator("#desk-tab-talk .talk-form")).to_be_visible()
    return page


def open_talk(phone: OnDuty, number: str) -> None:
    phone.page.locator("#m-tabs [data-tab=talk]").click()
    phone.page.locator(f".m-talk[data-number='{number}']").click()
    expect(phone.page.locator(".m-write")).to_be_visible()


def test_desk_and_crew_talk_and_each_sees_what_the_other_has_read(served: Served):
    number, phone = on_it(served, "talk-worker")
    desk = desk_of(served, number)
    # the desk speaks; the phone has it without being touched, and nobody has read it
    desk.locator("#desk-tab-talk textarea").fill(SAID)
    desk.locator("#desk-tab-talk textarea").press("Control+Enter")
    expect(phone.page.locator("#m-tabs [data-tab=talk] .m-count")).to_have_text("1")
    row = desk.locator(".talk-row[data-side=desk]")
    expect(row).to_contain_text(SAID)
    expect(row.locator(".talk-mark")).to_contain_text("送达 1/1 · 已读 0/1")
    expect(desk.locator("#desk-tab-talk textarea")).to_have_value("")
    # it is opened and read
    open_talk(phone, number)
    expect(phone.page.locator(".m-message")).to_contain_text(SAID)
    phone.page.evaluate("() => { document.querySelector('.m-message').isFirst = true }")
    expect(row.locator(".talk-mark")).to_contain_text("已读 1/1")
    # a quick reply, at once on the desk, which has the talk before its eyes
    phone.page.locator("[data-reply=received]").click()
    expect(desk.locator(".talk-row[data-side=crew]").first).to_contain_text("收到")
    expect(phone.page.locator(".m-message.is-own .m-mark")).to_contain_text("指挥中心已读")
    # what reads as before was not drawn anew: nobody is told it twice
    assert phone.page.evaluate("() => document.querySelector('.m-message').isFirst")
    # what is typed without a network is kept, and sent once when there is one
    # …also where the conversation is opened without one
    phone.context.set_offline(True)
    phone.page.locator("#m-body .m-talk-head .m-back").click()
    open_talk(phone, number)
    expect(phone.page.locator("#m-body .m-note", has_text="没有网络")).to_be_visible()
    phone.page.locator("#m-body textarea").fill(ANSWER)
    phone.page.locator("[data-act=say]").click()
    expect(phone.page.locator(".m-message.is-waiting")).to_contain_text(ANSWER)
    phone.context.set_offline(False)
    phone.page.wait_for_function(SENT, timeout=60_000)
    answered = desk.locator(".talk-row[data-side=crew]", has_text=ANSWER)
    expect(answered).to_have_count(1)
    expect(phone.page.locator(".m-message.is-waiting")).to_have_count(0)
    # a photo of a phone is made small there, stays with its conversation, and is seen on the desk
    phone.page.locator("#m-body input[type=file]").set_input_files(files=[a_photo()])
    phone.page.locator("#m-body .m-talk-head .m-back").click()
    open_talk(phone, number)
    expect(phone.page.locator("#m-body .m-note", has_text="1")).to_be_visible()
    phone.page.set_viewport_size({"width": 360, "height": 780})
    assert phone.page.evaluate(ABOVE_ALARM) >= 0
    phone.page.locator("[data-act=say]").click()
    expect(desk.locator(".talk-photo img")).to_have_count(1)
    story = served.desk.get(f"/api/v1/desk/incidents/{number}/timeline").json()["items"]
    assert [one["text"] for one in story if SAID in one["text"]]
    [mine] = served.desk.get(f"/api/v1/desk/incidents/{number}/talk").json()["items"][-1:]
    photo = served.desk.get(mine["photo_urls"][0])
    assert photo.status_code == 200 and len(photo.content) < 2_000_000


def test_what_was_typed_and_chosen_for_one_incident_stays_with_it(served: Served):
    number, other = served.incident("对话草稿"), served.incident("另一件")
    desk = desk_of(served, number)
    form = desk.locator("#desk-tab-talk .talk-form")
    form.locator("textarea").fill(SAID)
    form.locator("input[type=file]").set_input_files(files=[a_photo()])
    expect(form.locator(".talk-files")).to_contain_text("scene.jpg")
    desk.evaluate("number => onescreen.place.set({ selection: 'incident:' + number })", other)
    expect(form.locator("textarea")).to_have_value("")
    expect(form.locator(".talk-files")).to_have_text("")
    desk.evaluate("number => onescreen.place.set({ selection: 'incident:' + number })", number)
    expect(form.locator("textarea")).to_have_value(SAID)
    expect(form.locator(".talk-files")).to_contain_text("scene.jpg")
    desk.evaluate("() => onescreen.language.choose('en')")
    expect(form.locator("textarea")).to_have_value(SAID)
    desk.reload()
    expect(desk.locator("#desk-tab-talk textarea")).to_have_value(SAID)


def test_what_is_refused_is_typed_again_and_a_stranger_reads_nothing(served: Served):
    number, phone = on_it(served, "talk-worker-2")
    stranger, _ = served.bound(served.unit(), "talk-stranger")
    for method, path in (("GET", ""), ("POST", ""), ("POST", "/marks")):
        body = {"key": "k" * 12, "text": "x"} if not path else {"read": 1}
        path = f"/api/v1/field/talk/{number}{path}"
        answer = stranger.request(method, path, json=None if method == "GET" else body)
        assert answer.status_code == 404, answer.text
    assert stranger.get("/api/v1/field/talk").json()["talks"] == []
    # locked, a phone is told that something waits and not what
    served.desk.post(f"/api/v1/desk/incidents/{number}/talk", json={"key": "d1", "text": SAID})
    phone.http.post("/api/v1/field/lock", json={})
    locked = phone.http.get(f"/api/v1/field/talk/{number}").json()
    assert locked["is_hidden"] and SAID not in str(locked)
    assert phone.http.get("/api/v1/field/talk").json()["unread"] == 1
    phone.http.post(f"/api/v1/field/talk/{number}/marks", json={"read": 1})
    talk = served.desk.get(f"/api/v1/desk/incidents/{number}/talk").json()
    assert talk["items"][0]["delivered"] and not talk["items"][0]["read"]
    raw = base64.b64encode(b"no picture").decode()
    photo = {"key": "p" * 12, "of": "nothing-said", "image": raw}
    assert phone.http.post(f"/api/v1/field/talk/{number}/photos", json=photo).status_code == 404


def test_a_broadcast_rings_who_is_on_duty_and_is_counted(served: Served):
    phone = served.phone("cast-worker", service_workers="block")
    away = served.phone("cast-away", is_on_duty=False, service_workers="block")
    context = served.chromium.new_context(viewport={"width": 1366, "height": 768})
    served._stack.callback(context.close)
    session = served.server.sign_in("dispatcher")
    context.add_cookies([{"name": "onescreen", "value": session, "url": served.server.url}])
    page = context.new_page()
    page.goto(f"{served.server.url}/broadcasts")
    form = page.locator("#field_broadcasts-form form")
    form.locator("textarea").first.fill("大风蓝色预警，检查广告牌")
    form.locator("button[type=submit]").click()
    page.get_by_role("button", name="发出广播").last.click()
    card = page.locator("#field_broadcasts-one")
    expect(card).to_be_visible()
    expect(phone.page.locator("#m-ring")).to_contain_text("广播")
    phone.page.locator("#m-ring .is-yes").click()
    expect(phone.page.locator(".m-broadcast")).to_contain_text("大风蓝色预警")
    listed = page.locator("#field_broadcasts-body tbody tr").first
    phone.page.locator(".m-broadcast .is-yes").click()
    expect(listed.locator("td").nth(5)).to_have_text(re.compile(r"^1/\d+$"))
    mine = next(
        one
        for one in served.desk.get("/api/v1/desk/broadcasts").json()["items"]
        if "大风蓝色预警" in (one["text"] or "")
    )
    readers = served.desk.get(f"/api/v1/desk/broadcasts/{mine['broadcast_id']}").json()["readers"]
    ids = {one["unit_id"] for one in readers}
    assert phone.unit_id in ids and away.unit_id not in ids
    expect(away.page.locator("#m-ring")).to_have_count(0)
    withdrawn = f"/api/v1/desk/broadcasts/{mine['broadcast_id']}/withdrawal"
    assert served.desk.post(withdrawn, json={}).status_code == 200
