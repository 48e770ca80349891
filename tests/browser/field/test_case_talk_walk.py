"""In two browsers: a handler asks somebody of the grid, both talk, and the phone forgets it."""

from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.browser.centre.the_desk import Desk
from tests.browser.field.served import TOWN, Served

pytestmark = pytest.mark.browser
NAME, PHONE = "令狐大山", "13700009911"
TASK = f"请上门看看 {NAME}（{PHONE}）家的围墙"
SEEN = "围墙已经开裂，拍了照片"
# How often the ring comes up from now on.
COUNTS_RINGS = """() => { window.rings = 0; new MutationObserver((all) => all.forEach((one) =>
    one.addedNodes.forEach((node) => node.id === "m-ring" && (window.rings += 1))
    )).observe(document.body, { childList: true }); }"""


def a_case(served: Served) -> tuple[str, str]:
    """A case the mediation handles, in the town of the phones; and the session of its officer."""
    window = served.client(served.server.sign_in("window_clerk", name="ct-window"))
    duty = served.client(served.server.sign_in("duty_clerk", name="ct-duty"))
    session = served.server.sign_in(
        "body_officer", name="ct-officer", department="people_mediation"
    )
    body = {
        "key": uuid4().hex, "window": "01", "category": "neighbours", "claim": "围墙占道",
        "parties": [{"name": NAME, "phone": PHONE}], "area_code": TOWN,
    }  # fmt: skip
    taken = window.post("/api/v1/cases", json=body)
    assert taken.status_code == 201, taken.text
    steps = f"/api/v1/cases/{taken.json()['code']}/steps"
    routed = duty.post(steps, json={"step": "route", "body": "people_mediation"})
    assert routed.status_code == 200, routed.text
    accepted = served.client(session).post(steps, json={"step": "accept"})
    assert accepted.status_code == 200, accepted.text
    return taken.json()["code"], session


def test_the_grid_helps_with_a_case_and_forgets_it_when_it_is_done(served: Served):
    phone = served.phone("case-helper", service_workers="block")
    code, session = a_case(served)
    context = served.chromium.new_context(viewport={"width": 1366, "height": 768})
    served._stack.callback(context.close)
    context.add_cookies([{"name": "onescreen", "value": session, "url": served.server.url}])
    page = context.new_page()
    page.goto(f"{served.server.url}/centre")
    desk = Desk.at(page, served.server.url)
    # asked on the card, by name, with a task and a reason
    form = desk.form(code, "请网格员或民警协助")
    desk.choose(form, "请谁协助", phone.call_sign)
    form.locator("textarea[name=task]").fill(TASK)
    form.locator("input[name=why]").fill("当事人行动不便")
    form.locator("button[type=submit]").click()
    page.get_by_role("button", name="请求协助").last.click()
    desk.said("已请求协助")
    # on the phone: a task with what is needed, its people by their surname
    phone.page.locator("#m-tabs [data-tab=work]").click()
    task = phone.page.locator(".m-help")
    expect(task).to_contain_text("请上门看看 令*")
    expect(task).to_contain_text(code)
    expect(phone.page.locator("body")).not_to_contain_text(NAME)
    expect(phone.page.locator("body")).not_to_contain_text(PHONE)
    talk = page.locator("#case-talk .case-talk")
    expect(talk.locator(".case-talk-row[data-side=desk]")).to_contain_text(NAME)  # at the centre
    # it is read, answered, and the handler sees both without touching anything
    task.locator("[data-act=talk]").click()
    expect(phone.page.locator(".m-message")).to_contain_text("令*")
    expect(talk.locator(".case-talk-mark").first).to_contain_text("已读 1/1")
    phone.page.locator("#m-body textarea").fill("马上去")
    phone.page.locator("[data-act=say]").click()
    expect(talk.locator(".case-talk-row[data-side=crew]")).to_contain_text("马上去")
    expect(phone.page.locator(".m-message.is-own .m-mark")).to_contain_text("办案人员已读")
    # what is typed stays over a card that is drawn anew, until it is sent
    talk.locator("textarea").fill("注意安全，到了说一声")
    page.evaluate("() => onescreen.language.choose('en')")
    expect(talk.locator("textarea")).to_have_value("注意安全，到了说一声")
    page.evaluate("() => onescreen.language.choose('zh')")
    talk.locator("[data-act=say]").click()
    expect(phone.page.locator(".m-message", has_text="到了说一声")).to_have_count(1)
    expect(talk.locator("textarea")).to_have_value("")
    # what is picked stays too, and what is typed while a message is on its way
    on_the_way: list[Route] = []
    said = page.expect_request(lambda one: one.method == "POST" and one.url.endswith("/talk"))
    page.route(
        "**/talk",
        lambda one: on_the_way.append(one) if one.request.method == "POST" else one.fallback(),
    )
    talk.locator("textarea").fill("带上卷尺")
    with said:
        talk.locator("[data-act=say]").click()
    talk.locator("textarea").fill("带上卷尺，还有相机")
    talk.locator("input[type=file]").set_input_files(
        files=[{"name": "plan.png", "mimeType": "image/png", "buffer": b"png"}]
    )
    expect(talk.locator(".case-talk-files")).to_contain_text("plan.png")
    on_the_way[0].continue_()
    expect(talk.locator(".case-talk-row", has_text="带上卷尺")).to_have_count(1)
    expect(talk.locator("textarea")).to_have_value("带上卷尺，还有相机")
    page.evaluate(
        """() => {
          window.chooser = document.querySelector("#case-talk input[type=file]");
          onescreen.language.choose("en");
        }"""
    )
    expect(talk.locator(".case-talk-files")).to_contain_text("plan.png")
    # a file that was looked for while the card was drawn anew is shown on the new one
    page.wait_for_function("() => !window.chooser.isConnected")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["png"], "late.png", { type: "image/png" }));
          chooser.files = data.files;
          chooser.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    expect(talk.locator(".case-talk-files")).to_contain_text("late.png")
    page.evaluate("() => onescreen.language.choose('zh')")
    page.unroute_all()
    # it is done: the result is with the handler, and the phone shows nothing of the case
    phone.page.locator("#m-tabs [data-tab=work]").click()
    task.locator("textarea").fill(SEEN)
    task.locator("[data-act=done]").click()
    expect(phone.page.locator(".m-help")).to_have_count(0)
    expect(talk.locator(".case-talk-row", has_text=SEEN)).to_have_count(1)
    phone.page.locator("#m-tabs [data-tab=talk]").click()
    expect(phone.page.locator(f".m-talk[data-number='{code}']")).to_have_count(0)
    # whoever took the case in is told above the queue that something is said, and opens it there
    context.clear_cookies()
    window = served.server.sign_in("window_clerk", name="ct-window")
    context.add_cookies([{"name": "onescreen", "value": window, "url": served.server.url}])
    page.goto(f"{served.server.url}/centre")
    page.locator(f"#centre-talks [data-unread='{code}']").click()
    expect(talk.locator(".case-talk-row", has_text=SEEN)).to_have_count(1)
    expect(page.locator(f"#centre-talks [data-unread='{code}']")).to_have_count(0)
    assert phone.http.get(f"/api/v1/field/talk/{code}").status_code == 404
    # another phone of the same town never had it
    stranger, _ = served.bound(served.unit(), "case-stranger")
    assert stranger.get(f"/api/v1/field/talk/{code}").status_code == 404
    assert stranger.get("/api/v1/field/helps").json()["items"] == []


def test_a_standby_rings_is_answered_and_goes_when_it_is_withdrawn(served: Served):
    phone = served.phone("standby-worker", service_workers="block")
    door = f"/api/v1/desk/units/{phone.unit_id}/standby"
    ordered = served.desk.post(door, json={"area_code": TOWN})
    assert ordered.status_code == 201, ordered.text
    expect(phone.page.locator("#m-ring")).to_contain_text("备勤")
    expect(phone.page.locator("#m-ring")).to_be_focused()
    phone.page.evaluate(COUNTS_RINGS)
    phone.page.locator("#m-ring .is-yes").click()
    card = phone.page.locator(".m-card[data-standby]")
    expect(card).to_have_attribute("data-step", "accepted")
    expect(card).to_contain_text(ordered.json()["name"])
    card.locator("[data-act=arrived]").click()
    expect(card).to_have_attribute("data-step", "arrived")
    phone.page.wait_for_function("() => onescreen.field.waiting().length === 0", timeout=60_000)
    [held] = [
        one
        for one in served.desk.get("/api/v1/desk/standbys").json()["items"]
        if one["unit_id"] == phone.unit_id
    ]
    assert held["arrived_at"]
    # answered once, it rings no more; without a network it stays, without the name of the place
    assert phone.page.evaluate("() => window.rings") == 0
    kept = phone.until("() => onescreen.field.store.get('standby')")
    assert kept["name"] is None and kept["lat"]
    assert served.desk.delete(door).status_code == 200
    expect(card).to_have_count(0)
