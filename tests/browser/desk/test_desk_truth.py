"""What is typed at the desk is kept, a pick is seen, and steps are said of units, in a browser."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.desk_stage import DeskStage
from tests.browser.mock_server import assignment, incident, iso, unit
from tests.browser.on_screen import wait
from tests.browser.wall_words import open_page

pytestmark = pytest.mark.browser
GRID = "340604001001001"
ROAD = {
    "source": "road", "code": GRID, "name": "淮烈大道", "lat": 33.81, "lon": 116.71,
    "radius_m": 900, "text": "只定位到路的中部", "path": "",
}  # fmt: skip


@pytest.fixture
def stage() -> Iterator[DeskStage]:
    made = DeskStage()
    for unit_id in ("P1", "P2", "P3"):
        made.put("unit", unit_id, unit(unit_id, kind="police", call_sign="呼号" + unit_id))
    made.put("incident", "LS1", incident("LS1", severity=1, title="仓库起火", area_code=GRID))
    with made:
        yield made


def choose(page: Page, kind: str, identity: str) -> None:
    page.evaluate(
        "(one) => onescreen.place.set({ selection: one }, { push: false })", f"{kind}:{identity}"
    )
    expect(page.locator("#desk-card .dc-title")).to_be_visible()


def sent(stage: DeskStage, *unit_ids: str, **changed: object) -> None:
    for unit_id in unit_ids:
        stage.change("assignment", "A" + unit_id, assignment("A" + unit_id, "LS1", unit_id))
    state = stage.entities["incident"]["LS1"] | {"status": "dispatched"} | changed
    stage.change("incident", "LS1", state)


def answers(page: Page) -> None:
    """Whatever was ordered has been answered."""
    wait(page, "onescreen.desk.orders.pending() === 0")


def test_the_words_of_an_address_go_along_with_its_point(page: Page, stage: DeskStage):
    stage.api.places = [ROAD]
    page.keyboard.press("n")
    page.keyboard.type("hq")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("淮烈大道12号")
    page.keyboard.press("Enter")
    expect(page.locator("[data-name=place] .field-said, [data-name=place]").first).to_contain_text(
        "淮烈大道12号"
    )
    page.keyboard.insert_text("冒烟")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-intake")).to_be_hidden()
    [call] = stage.api.calls("POST", "/incidents")
    assert (call["address"], call["lat"]) == ("淮烈大道12号", 33.81)


def test_what_is_left_by_tab_before_its_answer_is_taken_when_it_comes(page: Page, stage: DeskStage):
    stage.api.places = [ROAD]
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/desk/places?*", hold)
    page.keyboard.press("n")
    page.keyboard.type("hq")
    page.keyboard.press("Enter")
    with page.expect_request("**/api/v1/desk/places?*"):
        page.keyboard.insert_text("淮烈大道12号")
    page.keyboard.press("Tab")
    for one in held:
        one.continue_()
    page.unroute("**/api/v1/desk/places?*")
    page.locator("[data-name=text] textarea, [name=text]").first.fill("冒烟")
    wait(page, "onescreen.desk.draft.get().place")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-intake")).to_be_hidden()
    [call] = stage.api.calls("POST", "/incidents")
    assert (call["address"], call["lat"]) == ("淮烈大道12号", 33.81)


def test_an_address_found_by_pinyin_is_kept_by_its_name(page: Page):
    for typed, name, kept in (
        ("hldd", "淮烈大道", "淮烈大道"),
        ("淮烈大道", "淮烈大道", "淮烈大道"),
        ("老街口东头", "老街", "老街口东头"),
    ):
        found = page.evaluate(
            "([typed, name]) => onescreen.desk.draft.addressOf(typed, {isPoint: true, name})",
            [typed, name],
        )
        assert found == kept, typed


def test_what_is_typed_during_a_slow_answer_follows_as_a_correction(page: Page, stage: DeskStage):
    page.keyboard.press("n")
    page.keyboard.type("hq")
    page.keyboard.press("Enter")
    page.keyboard.type(GRID)
    page.keyboard.press("Enter")
    page.keyboard.insert_text("冒烟")
    stage.api.delay_s = 4
    with page.expect_request(lambda asked: asked.method == "POST" and "/incidents" in asked.url):
        page.keyboard.press("Control+Enter")
    page.locator("[name=phone]").fill("13812345678")
    expect(page.locator("#desk-intake")).to_be_hidden()
    first, second = stage.api.calls("POST", "/incidents")
    assert "caller_phone" not in first
    assert (second["caller_phone"], second["key"]) == ("13812345678", first["key"])


def test_answers_go_to_the_class_that_asked_for_them(page: Page):
    bodies = page.evaluate(
        """() => {
        onescreen.desk.draft.set({
            answers: {"fire.i3": "垃圾堆", "dispute.i4": "否", "fire.i5": ""},
            versions: {fire: 2, dispute: 1, traffic: 1},
        });
        return onescreen.desk.draft.answerBodies();
    }"""
    )
    assert bodies == [
        {"class": "fire", "version": 2, "answers": {"fire.i3": "垃圾堆"}},
        {"class": "dispute", "version": 1, "answers": {"dispute.i4": "否"}},
    ]


def test_refused_answers_leave_the_form_as_it_was(page: Page, stage: DeskStage):
    page.keyboard.press("n")
    page.keyboard.type("hq")
    page.keyboard.press("Enter")
    page.keyboard.type(GRID)
    page.keyboard.press("Enter")
    page.keyboard.insert_text("冒烟")
    expect(page.locator(".intake-check .field").first).to_be_visible()
    page.evaluate("onescreen.desk.draft.set({answers: {'fire.i1': '老街口'}})")
    stage.api.refuse("/checklist", 422, "invalid", "这一版没有这一项", "answers")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".intake-error")).to_have_text("这一版没有这一项")
    expect(page.locator("[name=text]")).to_have_value("冒烟")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-intake")).to_be_hidden()
    assert stage.api.calls("PUT", "/checklist")[-1]["answers"] == {"fire.i1": "老街口"}


def test_one_crew_is_named_and_of_several_it_is_asked(page: Page, stage: DeskStage):
    sent(stage, "P1")
    choose(page, "incident", "LS1")
    page.keyboard.press("e")
    answers(page)
    assert stage.api.calls("POST", "/status") == [{"status": "en_route", "unit_ids": ["P1"]}]
    sent(stage, "P2", "P3")
    expect(page.locator(".sent-row")).to_have_count(3)
    page.keyboard.press("s")
    form = page.locator("form.ask")
    expect(form.get_by_role("checkbox")).to_have_count(3)
    page.keyboard.press("Control+Enter")
    expect(form.locator("[data-name=unit_ids] .field-error")).not_to_be_empty()
    form.get_by_label("呼号P2").check()
    page.keyboard.press("Control+Enter")
    expect(form).to_have_count(0)
    assert stage.api.calls("POST", "/status")[-1] == {"status": "on_scene", "unit_ids": ["P2"]}


def test_with_no_crew_a_reason_is_asked(page: Page, stage: DeskStage):
    sent(stage)
    choose(page, "incident", "LS1")
    page.keyboard.press("s")
    page.locator("form.ask textarea").fill("消防队电话：已到场")
    page.keyboard.press("Control+Enter")
    expect(page.locator("form.ask")).to_have_count(0)
    assert stage.api.calls("POST", "/status") == [
        {"status": "on_scene", "reason": "消防队电话：已到场"}
    ]
    page.keyboard.press("f")
    page.locator("form.ask textarea").fill("消防队已处置")
    page.keyboard.press("Control+Enter")
    expect(page.locator("form.ask")).to_have_count(0)
    assert stage.api.calls("POST", "/resolve") == [{"reason": "消防队已处置"}]


def test_an_incident_nobody_serves_says_so_in_queue_and_card(page: Page, stage: DeskStage):
    sent(stage, status="accepted", unserved_since=iso())
    choose(page, "incident", "LS1")
    expect(page.locator(".dq-row")).to_contain_text("无人处置")
    expect(page.locator(".dc-unserved")).to_contain_text("请重新派遣")


def test_the_button_names_who_is_sent_and_no_pick_is_unseen(page: Page, stage: DeskStage):
    choose(page, "incident", "LS1")
    page.wait_for_selector(".cand")
    page.keyboard.press("1")
    main = page.locator(".cand-buttons .button.is-main")
    expect(main).to_contain_text("派出 呼号P1")
    # a pick that the next answer does not list stays in sight
    page.evaluate("onescreen.desk.recommend.redraw()")
    page.evaluate(
        """() => {
        const held = onescreen.desk.dossier.get().recommendation;
        for (const role of held.roles)
            role.candidates = role.candidates.filter((one) => one.unit_id !== "P1");
        onescreen.desk.recommend.redraw();
    }"""
    )
    expect(page.locator(".cand.is-stray")).to_contain_text("呼号P1")
    expect(main).to_contain_text("派出 呼号P1")
    # one that was sent elsewhere is dropped aloud
    stage.change("unit", "P1", stage.entities["unit"]["P1"] | {"status": "dispatched"})
    expect(page.locator(".cand.is-stray")).to_have_count(0)
    expect(main).not_to_contain_text("呼号P1")


def test_what_was_taken_down_is_corrected_on_the_card(page: Page, stage: DeskStage):
    stage.api.whole = {"address": "淮烈大道12号", "description": "冒烟 138****5678"}
    choose(page, "incident", "LS1")
    expect(page.locator(".dc-address")).to_have_text("淮烈大道12号")
    page.keyboard.press("=")
    form = page.locator("form.ask")
    expect(form.locator("[name=address]")).to_have_value("淮烈大道12号")
    form.locator("[name=title]").fill("化工仓库起火")
    form.locator("[name=address]").fill("淮烈大道21号")
    form.locator("select[name=class]").select_option("traffic")
    form.locator("[name=caller_phone]").fill("13912342222")
    page.keyboard.press("Control+Enter")
    expect(form).to_have_count(0)
    assert stage.api.calls("PATCH", "/LS1") == [
        {
            "title": "化工仓库起火", "address": "淮烈大道21号", "class": "traffic",
            "caller_phone": "13912342222",
        }
    ]  # fmt: skip
    expect(page.locator("#desk-card .dc-title")).to_have_text("化工仓库起火")


def test_a_unit_has_a_card_with_its_phone(page: Page, stage: DeskStage):
    stage.change("unit", "P1", stage.entities["unit"]["P1"] | {"phone": "138****5678"})
    choose(page, "unit", "P1")
    card = page.locator("#desk-card .dc-unit")
    expect(card).to_contain_text("呼号P1")
    expect(card).to_contain_text("138****5678")
    expect(card.locator(".reveal-button")).to_be_visible()


def test_a_question_stays_with_its_incident(page: Page, stage: DeskStage):
    stage.change("incident", "LS2", incident("LS2", severity=3, title="另一起", area_code=GRID))
    wait(page, "document.querySelectorAll('.dq-row').length === 2")
    choose(page, "incident", "LS1")
    page.keyboard.press("=")
    page.locator(".ask [name=title]").fill("三号仓库")
    choose(page, "incident", "LS2")
    expect(page.locator(".ask")).to_have_count(0)
    choose(page, "incident", "LS1")
    expect(page.locator(".ask [name=title]")).to_have_value("三号仓库")
    expect(page.locator(".ask-about")).to_contain_text("LS1")
    page.locator(".ask [name=title]").press("Escape")
    choose(page, "incident", "LS2")
    choose(page, "incident", "LS1")
    expect(page.locator(".ask")).to_have_count(0)


def test_what_is_grave_and_waits_is_on_top(page: Page, stage: DeskStage):
    old = {
        "status": "reported",
        "area_code": GRID,
        "reported_at": iso(time.time() * 1000 - 7200_000),
    }
    for number in range(3):
        name = f"LS4{number}"
        stage.change("incident", name, incident(name, severity=4, title="占道", **old))
    stage.change("incident", "LS9", incident("LS9", severity=2, title="新报伤人", area_code=GRID))
    wait(page, "onescreen.desk.queue.order().length === 5")
    assert page.evaluate("onescreen.desk.queue.order().slice(0, 2)") == ["LS1", "LS9"]


def test_a_note_written_by_a_retry_is_not_typed_any_more(page: Page, stage: DeskStage):
    choose(page, "incident", "LS1")
    page.keyboard.press(",")
    page.locator(".note-text").fill("门口有人")
    stage.api.refuse("/LS1/notes", 503, "unavailable", "忙")
    page.keyboard.press("Control+Enter")
    page.locator("#desk-alerts").get_by_text("重试").click()
    expect(page.locator(".note-text")).to_have_value("")
    first, second = stage.api.calls("POST", "/LS1/notes")
    assert first == second and first["key"]


def test_two_calls_may_be_open_at_once(page: Page, stage: DeskStage):
    page.keyboard.press("n")
    page.locator("[name=phone]").fill("13800000001")
    page.keyboard.press("Alt+n")
    expect(page.locator("[name=phone]")).to_have_value("")
    page.locator("[name=phone]").fill("13800000002")
    page.keyboard.press("Alt+m")
    expect(page.locator("[name=phone]")).to_have_value("13800000001")
    page.reload()
    wait(page, "onescreen.desk.intake && onescreen.desk.draft.parked().length === 1")
    page.keyboard.press("Alt+Delete")
    expect(page.locator("[name=phone]")).to_have_value("13800000001")
    page.locator("[name=phone]").press("Alt+Delete")
    page.locator("[name=phone]").press("Alt+Delete")
    page.keyboard.press("n")
    page.keyboard.press("Alt+m")
    expect(page.locator("[name=phone]")).to_have_value("13800000002")


def test_a_crew_on_an_incident_is_changed_by_a_second_press(page: Page, stage: DeskStage):
    sent(stage, "P1")
    stage.change("unit", "P1", unit("P1", kind="police", call_sign="呼号P1", status="dispatched"))
    page.keyboard.press("b")
    page.locator('[data-board="P1"]').focus()
    page.keyboard.press("5")
    expect(page.locator(".bd-sure")).to_contain_text("仓库起火")
    assert stage.api.calls("PUT", "/P1/status") == []
    page.keyboard.press("5")
    answers(page)
    assert stage.api.calls("PUT", "/P1/status") == [{"status": "off_duty"}]
    page.locator('[data-board="P2"]').focus()
    page.keyboard.press("6")
    answers(page)
    page.locator('[data-board="P2"]').focus()
    page.keyboard.press("0")
    answers(page)
    said = stage.api.calls("PUT", "/P2/status")
    assert said == [{"status": "out_of_service"}, {"status": "available"}]


def test_a_unit_that_went_for_a_silent_one_is_told_like_the_first(page: Page, stage: DeskStage):
    sent(stage, "P1", "P2")
    for unit_id, level, state in (("P1", 0, "delivered"), ("P2", 1, "acknowledged")):
        made = {"assignment_id": "A" + unit_id, "number": "LS1", "unit_id": unit_id,
                "area_code": GRID}  # fmt: skip
        notice = stage.api.notice(made, level=level, state=state, chain="T-AP1")
        stage.change("notice", notice["notice_id"], notice)
    choose(page, "incident", "LS1")
    expect(page.locator(".sent-notice")).to_have_count(2)
    expect(page.locator("#desk-card")).not_to_contain_text("没有通知记录")
    expect(page.locator(".dq-row")).to_contain_text("确认 1/2")
    page.evaluate("onescreen.desk.paper.draw()")
    expect(page.locator("#desk-paper")).not_to_contain_text("没有通知记录")


def test_the_paper_holds_what_was_said_and_calls_nothing_dealt_with_unsent(
    page: Page, stage: DeskStage
):
    state = stage.entities["incident"]["LS1"]
    told = {"description": "二楼困着三个人", "address": "淮烈大道12号", "status": "resolved"}
    stage.change("incident", "LS1", state | told)
    stage.change("incident", "LS2", incident("LS2", title="路灯坏了", area_code=GRID))
    expect(page.locator('.dq-row[data-number="LS2"]')).to_be_visible()
    page.evaluate("onescreen.desk.paper.draw()")
    rows = page.locator("#desk-paper tbody tr")
    dealt_with, waits = rows.filter(has_text="LS1"), rows.filter(has_text="LS2")
    for words in ("二楼困着三个人", "淮烈大道12号", "待回访结案"):
        expect(dealt_with).to_contain_text(words)
    expect(dealt_with).not_to_contain_text("尚未派出")
    expect(waits).to_contain_text("尚未派出")


def test_what_somebody_has_typed_stays_in_its_language(page: Page, stage: DeskStage):
    stage.api.roster = [
        {"shift": "day", "shift_name": "早班", "unit_id": "P1", "call_sign": "呼号P1", "post": "岗",
         "note": "岗位"}
    ]  # fmt: skip
    open_page(page, stage, "/desk?lang=en")
    wait(page, "onescreen.language.isReady && onescreen.desk.intake")
    page.keyboard.press("u")
    cells = page.locator(".sheet-body tbody td")
    expect(cells).to_have_text(["Early shift", "呼号P1", "岗", "岗位"])


def test_the_handover_prints_itself_and_not_the_emergency_paper(page: Page, stage: DeskStage):
    open_one = {"number": "LS77", "severity": 2, "class": "fire", "title": "未灭的火",
                "status": "on_scene", "reported_at": iso()}  # fmt: skip
    stage.api.handover = {
        "since": iso(), "until": iso(), "units": {"available": 3}, "figures": None,
        "open": [open_one], "unacknowledged": [], "standbys": [], "ended": [],
        "notes": [{"at": iso(), "text": "请接班关注", "number": "LS77"}],
    }  # fmt: skip
    page.evaluate("window.print = () => window.dispatchEvent(new Event('beforeprint'))")
    page.keyboard.press("h")
    page.locator("#desk-sheet, body").first.get_by_role("button", name="打印", exact=True).click()
    paper = page.locator("#desk-paper")
    for words in ("交接班报告", "LS77", "未灭的火", "请接班关注"):
        expect(paper).to_contain_text(words)
    expect(paper).not_to_contain_text("应急纸面")
    expect(paper.locator("button")).to_have_count(0)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(paper).to_contain_text("应急纸面")


def test_the_card_counts_down_to_the_next_check_in(page: Page, stage: DeskStage):
    stage.api.check_ins = [
        {
            "unit_id": "P1",
            "number": "LS1",
            "due_at": iso(time.time() * 1000 + 300_000),
            "state": "ok",
        }
    ]
    sent(stage, "P1", status="on_scene")
    on_scene = assignment("AP1", "LS1", "P1", on_scene_at=iso(time.time() * 1000 - 60_000))
    stage.change("assignment", "AP1", on_scene)
    choose(page, "incident", "LS1")
    expect(page.locator(".sent-due")).to_contain_text("后应报平安")


def test_a_call_without_a_place_is_kept(page: Page, stage: DeskStage):
    page.keyboard.press("n")
    page.locator("[name=class]").fill("hq")
    page.locator("[name=class]").press("Enter")
    page.locator("[name=place]").fill("不明")
    page.locator("[name=place]").press("Enter")
    page.keyboard.press("Control+Enter")
    answers(page)
    [body] = stage.api.calls("POST", "/incidents")
    assert (body["area_code"], body["address"], "lat" in body) == ("340604", "地点不明", False)


def test_an_incident_of_unknown_place_stands_nowhere_on_the_map(page: Page, stage: DeskStage):
    unknown = incident("LS9", area_code="340604", place_source="area", title="来电中断")
    stage.change("incident", "LS9", unknown)
    choose(page, "incident", "LS9")
    expect(page.locator(".dc-place")).to_contain_text("地点不明")
    expect(page.locator("#desk-tab-recommend")).to_contain_text("地点不明，时间按全域中心估算")
    drawn = "onescreen.mapLive.screenOf('incident', 'LS9')"
    assert page.evaluate(drawn) is None
    stage.change("incident", "LS9", incident("LS9", area_code="340604101", place_source="area"))
    page.wait_for_function(f"() => {drawn}")
