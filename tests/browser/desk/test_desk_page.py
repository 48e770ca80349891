"""The dispatch desk in a real Chromium, over a scripted server."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk_stage import DeskStage
from tests.browser.mock_server import incident, unit
from tests.browser.on_screen import wait
from tests.browser.wall_words import (
    BAD_BOXES,
    CUT_TEXT,
    SMALLEST_TEXT,
    open_page,
    screen,
    still,
)

pytestmark = pytest.mark.browser
GRID = "340604001001001"
SIZES = [(0, 1920, 1080), (1, 1366, 768), (200, 1920, 1080), (200, 3840, 2160), (200, 3840, 1080)]
# Rows of the list below the fold are reached by scrolling: what counts is what stands in sight.
SCROLLED = ", ".join(("#desk-queue", ".dc-left", ".dc-tab", ".on-desk:not(.panel)", ".sr"))
CUT = CUT_TEXT.replace('closest(".stage,', f'closest("{SCROLLED}, .stage,')


@pytest.fixture
def stage() -> Iterator[DeskStage]:
    made = DeskStage()
    for unit_id, kind in (("P1", "police"), ("P2", "police"), ("W1", "grid_worker")):
        made.put("unit", unit_id, unit(unit_id, kind=kind, call_sign="呼号" + unit_id))
    made.put("incident", "LS1", incident("LS1", severity=1, title="仓库起火", area_code=GRID))
    made.put("incident", "LS2", incident("LS2", severity=3, title="两车相撞", area_code=GRID))
    with made:
        yield made


def choose(page: Page, number: str) -> None:
    page.evaluate("(number) => onescreen.desk.queue.go(number)", number)
    expect(page.locator("#desk-card .dc-title")).to_be_visible()


def fill_form(page: Page) -> None:
    """A whole call, by keyboard alone."""
    page.keyboard.press("n")
    page.keyboard.type("hq")
    page.keyboard.press("Enter")
    page.keyboard.type(GRID)
    page.keyboard.press("Enter")
    page.keyboard.type("厂房冒烟，二楼有人")


@pytest.mark.parametrize(("count", "width", "height"), SIZES)
def test_nothing_overlaps_or_is_cut_at_any_size(
    chromium: Browser, count: int, width: int, height: int
):
    stage = DeskStage()
    stage.populate(incidents=count, units=60)
    with stage, screen(chromium, width, height) as page:
        open_page(page, stage, "/desk")
        wait(page, "onescreen.desk && onescreen.desk.intake")
        if count:
            wait(page, f"document.querySelectorAll('.dq-row').length === {count}")
            page.keyboard.press("j")
            page.wait_for_selector(".cand")
        assert still(page, BAD_BOXES) == []
        assert still(page, CUT) == []
        size, where = page.evaluate(SMALLEST_TEXT)
        assert size >= 14, where


IN_SIGHT = """([rows, frame]) => {
  const box = document.querySelector(frame).getBoundingClientRect();
  const low = Math.min(box.bottom, innerHeight);
  return Array.from(document.querySelectorAll(rows), (one) => one.getBoundingClientRect())
    .filter((one) => one.height && one.top >= box.top - 1 && one.bottom <= low + 1).length;
}"""


def test_a_laptop_with_three_alarms_still_shows_lists(chromium: Browser):
    stage = DeskStage()
    stage.populate(incidents=30, units=60)
    with stage, screen(chromium, 1366, 768) as page:
        open_page(page, stage, "/desk")
        wait(page, "document.querySelectorAll('.dq-row').length === 30")
        numbers = page.evaluate("Array.from(onescreen.panels.open(null), (one) => one.number)")
        for number in numbers[:3]:
            made = {"assignment_id": "A" + number, "number": number, "unit_id": "LS-0001",
                    "area_code": GRID}  # fmt: skip
            notice = stage.api.notice(made, level=2, recipient="值班长", state="delivered")
            stage.change("notice", notice["notice_id"], notice)
        expect(page.locator("#desk-alerts .alert-row")).to_have_count(3)
        page.keyboard.press("j")
        page.wait_for_selector(".cand")
        assert page.evaluate(IN_SIGHT, [".dq-row", "#desk-queue"]) >= 8
        assert page.evaluate(IN_SIGHT, [".cand", "#desk-card"]) >= 4
        page.keyboard.press("n")
        page.keyboard.type("hq")
        page.keyboard.press("Enter")
        page.wait_for_selector(".intake-check .field")
        assert page.evaluate(IN_SIGHT, [".intake-check .field", "#desk-intake"]) >= 2


def test_a_call_is_taken_by_keyboard_alone(page: Page, stage: DeskStage):
    fill_form(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-intake")).to_be_hidden()
    [sent] = stage.api.calls("POST", "/incidents")
    assert sent["class"] == "fire"
    assert sent["severity"] == 2
    assert sent["area_code"] == GRID
    assert sent["title"] == "厂房冒烟"
    assert sent["description"] == "厂房冒烟，二楼有人"
    assert sent["call_started_at"]
    assert len(sent["key"]) >= 8
    expect(page.locator("#desk-card .dc-title")).to_have_text("厂房冒烟")


def test_a_draft_outlives_a_refresh_and_live_news(page: Page, stage: DeskStage):
    fill_form(page)
    stage.change("incident", "LS3", incident("LS3", title="新来的", area_code=GRID))
    expect(page.locator(".dq-row")).to_have_count(3)
    text = page.locator("[name=text]")
    expect(text).to_be_focused()
    key = page.evaluate("onescreen.desk.draft.get().key")
    page.reload()
    wait(page, "onescreen.desk && onescreen.desk.intake && onescreen.areas.byCode.size > 0")
    expect(text).to_have_value("厂房冒烟，二楼有人")
    expect(page.locator("[name=class]")).to_have_value("火情")
    assert page.evaluate("onescreen.desk.draft.get().key") == key


def test_a_wrong_field_is_named_beside_it_and_nothing_is_lost(page: Page, stage: DeskStage):
    stage.api.refuse("/incidents", 422, "outside_district", "地点在辖区外 5 公里，请改地点", "lat")
    fill_form(page)
    page.keyboard.press("Control+Enter")
    place = page.locator("#desk-intake [data-name=place]")
    expect(place.locator(".field-error")).to_have_text("地点在辖区外 5 公里，请改地点")
    expect(place.locator("input")).to_be_focused()
    expect(page.locator("[name=text]")).to_have_value("厂房冒烟，二楼有人")


def test_a_call_sent_again_carries_the_same_key(page: Page, stage: DeskStage):
    stage.api.refuse("/incidents", 503, "unavailable", "数据库忙")
    fill_form(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".intake-error")).to_contain_text("不会重复登记")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-intake")).to_be_hidden()
    first, second = stage.api.calls("POST", "/incidents")
    assert first == second


def test_likely_duplicates_are_offered_while_typing(page: Page, stage: DeskStage):
    stage.api.duplicates = [
        {"number": "LS1", "title": "仓库起火", "class": "fire", "status": "reported",
         "distance_m": 120, "reasons": ["相距 120 米"]}
    ]  # fmt: skip
    fill_form(page)
    expect(page.locator(".dup-row")).to_contain_text("仓库起火")
    page.keyboard.press("Alt+1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-intake")).to_be_hidden()
    assert stage.api.calls("POST", "/incidents")[0]["links"] == ["LS1"]


def test_a_call_about_what_is_known_becomes_a_note_by_its_key(page: Page, stage: DeskStage):
    stage.api.duplicates = [
        {"number": "LS1", "title": "仓库起火", "class": "fire", "status": "reported",
         "distance_m": 120, "reasons": ["相距 120 米"]}
    ]  # fmt: skip
    fill_form(page)
    expect(page.locator(".dup-row")).to_contain_text("Alt+Shift+1")
    page.keyboard.press("Alt+Shift+1")
    expect(page.locator("#desk-intake")).to_be_hidden()
    [note] = stage.api.calls("POST", "/LS1/notes")
    assert "厂房冒烟，二楼有人" in note["text"]
    assert stage.api.calls("POST", "/incidents") == []


def test_escape_closes_the_list_first_and_the_form_afterwards(page: Page, stage: DeskStage):
    page.keyboard.press("n")
    for _ in range(2):  # a form that is made anew answers as the first did
        page.locator("[name=place]").fill("340604")
        expect(page.locator("[data-name=place] .combo-list")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("[data-name=place] .combo-list")).to_be_hidden()
        expect(page.locator("#desk-intake")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#desk-intake")).to_be_hidden()
        page.keyboard.press("n")


def test_an_address_is_found_and_says_how_exact_it_is(page: Page, stage: DeskStage):
    stage.api.places = [
        {"source": "address", "code": GRID, "name": "人民路8号", "path": "",
         "lat": 33.9, "lon": 116.8,
         "precision": "interpolated", "radius_m": 120, "text": "按相邻门牌推算"}
    ]  # fmt: skip
    page.keyboard.press("n")
    page.keyboard.type("hq")
    page.keyboard.press("Enter")
    page.keyboard.type("人民路8号")
    page.keyboard.press("Enter")  # before the server has answered: its first is taken
    said = page.locator("[data-name=place] .field-said")
    expect(said).to_contain_text("人民路8号")
    expect(said).to_contain_text("按相邻门牌推算，误差约 120 m")
    expect(page.locator("[name=text]")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-intake")).to_be_hidden()
    [sent] = stage.api.calls("POST", "/incidents")
    assert (sent["lat"], sent["lon"]) == (33.9, 116.8)
    stage.api.places = []
    page.keyboard.press("n")
    page.keyboard.type("hq")
    page.keyboard.press("Enter")
    page.keyboard.type("长安街")
    expect(said).to_contain_text("没有找到")


def test_a_click_on_the_map_gives_the_place(page: Page):
    page.keyboard.press("n")
    page.keyboard.type("jiufen")
    page.keyboard.press("Enter")
    wait(page, "onescreen.mapLive.layer.map._loaded && onescreen.mapStyle.feature('340604001')")
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    expect(page.locator("[data-name=place] .field-said")).to_contain_text("已定位")
    assert page.evaluate("onescreen.desk.draft.get().place.isPoint")
    assert page.evaluate("onescreen.place.selected()") is None


def test_the_queue_is_walked_and_the_selection_stands_in_the_address(page: Page):
    page.keyboard.press("j")
    wait(page, "onescreen.desk.state.number()")
    first = page.evaluate("onescreen.desk.state.number()")
    assert first in {"LS1", "LS2"}
    second = "LS2" if first == "LS1" else "LS1"
    page.keyboard.press("j")
    expect(page.locator(f'.dq-row[data-number="{second}"]')).to_be_focused()
    page.keyboard.press("k")
    wait(page, f"location.search.includes('sel=incident:{first}')")
    page.keyboard.press("t")
    wait(page, "location.search.includes('tab=timeline')")
    expect(page.locator("#desk-tab-timeline")).to_contain_text("接到报警")


def test_picked_and_sent_by_keys_and_sent_is_not_acknowledged(page: Page, stage: DeskStage):
    choose(page, "LS1")
    page.wait_for_selector(".cand")
    for key in ("a", "1", "3", "d"):
        page.keyboard.press(key)
    expect(page.locator(".sent-row")).to_have_count(2)
    assert stage.api.calls("POST", "/accept") == [{}]
    [sent] = stage.api.calls("POST", "/assignments")
    assert sorted(sent["unit_ids"]) == ["P1", "W1"]
    expect(page.locator(".sent-notice").first).to_contain_text("已发出，未送达")
    row = page.locator('.dq-row[data-number="LS1"]')
    expect(row.locator(".dq-ack")).to_have_text("确认 0/2")
    page.locator(".sent-row .button", has_text="已确认").first.click()
    expect(row.locator(".dq-ack")).to_have_text("确认 1/2")


def test_a_race_that_was_lost_is_a_sentence_that_stays(page: Page, stage: DeskStage):
    stage.api.refuse("/assignments", 409, "unit_busy", "呼号P1 刚被派往 LS9，请换一个候选")
    choose(page, "LS1")
    page.wait_for_selector(".cand")
    page.keyboard.press("1")
    page.keyboard.press("d")
    alert = page.locator("#desk-alerts .alert-row")
    expect(alert).to_contain_text("呼号P1 刚被派往 LS9，请换一个候选")
    page.reload()
    wait(page, "onescreen.desk && onescreen.desk.intake")
    expect(alert).to_contain_text("呼号P1 刚被派往 LS9")
    page.get_by_role("button", name="知道了").click()
    expect(alert).to_have_count(0)


def test_what_failed_on_the_way_is_tried_again_by_its_button(page: Page, stage: DeskStage):
    stage.api.refuse("/accept", 503, "unavailable", "数据库忙")
    choose(page, "LS1")
    page.keyboard.press("a")
    page.get_by_role("button", name="重试").click()
    expect(page.locator("#desk-alerts .alert-row")).to_have_count(0)
    assert len(stage.api.calls("POST", "/accept")) == 2


def test_an_unanswered_notice_cannot_be_missed_until_somebody_says_yes(
    page: Page, stage: DeskStage
):
    page.evaluate("window.rung = []; onescreen.chime.ring = (level) => window.rung.push(level); 0")
    made = {"assignment_id": "A1", "number": "LS2", "unit_id": "P1", "area_code": GRID}
    notice = stage.api.notice(
        made, notice_id="T-A1", level=2, recipient="值班长", state="delivered"
    )
    stage.change("notice", "T-A1", notice)
    also = {"assignment_id": "A2", "unit_id": "P2", "notice_id": "T-A2"}  # one row for both
    stage.change("notice", "T-A2", notice | also)
    banner = page.locator("#desk-alerts .alert-row")
    expect(banner).to_contain_text("值班长")
    expect(banner).to_contain_text("已送达，未确认 · 未应答：呼号P1、呼号P2")
    row = page.locator('.dq-row[data-number="LS2"]')
    expect(row).to_have_class("dq-row is-unsent is-alarm")
    assert set(page.evaluate("window.rung")) == {1}
    page.keyboard.press("y")
    expect(banner).to_have_count(0)
    assert len(stage.api.calls("POST", "/ack")) == 2


def test_what_was_handed_over_is_asked_about_on_both_desks(page: Page, stage: DeskStage):
    handed = incident("LS1", title="仓库起火", area_code=GRID) | {"owner": "emergency"}
    stage.change("incident", "LS1", handed)
    key = "LS1-transfer-emergency-1"
    made = {"assignment_id": "", "number": "LS1", "unit_id": None, "area_code": GRID}
    asked = {"notice_id": key, "chain": key, "department": "emergency", "recipient": "值班室"}
    stage.change("notice", key, stage.api.notice(made) | asked)
    choose(page, "LS1")
    expect(page.locator(".dc-transfer")).to_contain_text("尚未接收")
    expect(page.locator("#desk-alerts")).to_be_hidden()
    page.evaluate(
        "onescreen.desk.options.get().caller = {role: 'department', department: 'emergency'}"
    )
    banner = page.locator("#desk-alerts .alert-row")
    expect(banner).to_contain_text("移交本部门，待接收")
    banner.get_by_text("接收", exact=True).click()
    expect(page.locator("#desk-alerts")).to_be_hidden()
    expect(page.locator(".dc-transfer")).to_have_count(0)
    assert [path for _, path, _ in stage.api.asked if path.endswith(f"{key}/ack")]


def test_looking_at_a_candidate_shows_what_would_turn_red(page: Page, stage: DeskStage):
    wait(
        page, "onescreen.mapLive.layer.map._loaded && onescreen.mapStyle.feature('340604001001001')"
    )
    choose(page, "LS1")
    page.locator(".cand").first.focus()
    expect(page.locator(".what-if")).to_contain_text("派出后 1 个网格超出目标")
    expect(page.locator(".what-if")).to_contain_text("补位建议")
    expect(page.locator(".what-if")).to_contain_text("变红：")
    expect(page.locator(".coverage-legend")).to_contain_text("派出后变红 1")
    # Drawn anew under the eye, it stays, and is not asked again.
    page.evaluate("onescreen.desk.recommend.redraw()")
    expect(page.locator(".cand").first).to_be_focused()
    expect(page.locator(".what-if")).to_contain_text("变红：")
    assert len(stage.api.calls("POST", "/coverage/what-if")) == 1
    # The move beside it is an order by one key; the board says so, and lets the unit go.
    page.keyboard.press(".")
    wait(page, "onescreen.picture.standbys().length === 1")
    assert stage.api.calls("POST", "/units/P2/standby") == [{"area_code": GRID}]
    page.keyboard.press("b")
    waiting = page.locator('[data-board="P2"]')
    expect(waiting).to_contain_text("受命前往 演示村 网格 001 备勤")
    waiting.focus()
    page.keyboard.press("9")
    expect(waiting).not_to_contain_text("备勤")


def test_coverage_reddens_and_mends_on_the_map(page: Page, stage: DeskStage):
    page.keyboard.press("q")
    legend = page.locator(".coverage-legend")
    expect(legend).to_contain_text("民警 1 格超时")
    stage.api.send_coverage(
        {"from": 1, "version": 2, "red": {"police": 0, "grid_worker": 0}, "grids": {GRID: [3, 3]}}
    )
    expect(legend).to_contain_text("民警 0 格超时")
    assert not page.evaluate(f"onescreen.desk.coverage.isRed('{GRID}', 'police')")


def test_a_joint_plan_is_accepted_by_one_button(page: Page, stage: DeskStage):
    page.keyboard.press("p")
    sheet = page.locator("#desk-sheet")
    expect(sheet).to_contain_text("联合方案节省")
    expect(sheet.locator("tbody tr")).to_have_count(2)
    wait(page, "location.search.includes('sheet=joint')")
    page.keyboard.press(";")
    expect(sheet).to_contain_text("没有等待派遣的事件")
    assert stage.api.calls("POST", "/plan/accept") == [{"plan": "p1"}]
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_unit_changes_its_status_on_the_board_by_a_digit(page: Page, stage: DeskStage):
    page.keyboard.press("b")
    page.locator('[data-board="P2"]').focus()
    page.keyboard.press("5")
    expect(page.locator('[data-status="off_duty"] [data-board="P2"]')).to_be_focused()
    assert stage.api.calls("PUT", "/units/P2/status") == [{"status": "off_duty"}]


def test_without_a_connection_nothing_is_sent_and_the_reason_is_said(page: Page, stage: DeskStage):
    choose(page, "LS1")
    stage.is_answering = False
    stage.drop_all()
    wait(page, "onescreen.live.freshness().state === 'offline'")
    page.keyboard.press("a")
    expect(page.locator("#desk-bar-text")).to_contain_text("连接中断")
    expect(page.locator(".dc-actions .dc-reason")).to_contain_text("暂不能操作")
    assert stage.api.calls("POST", "/accept") == []


def test_an_end_asks_for_its_disposition(page: Page, stage: DeskStage):
    on_scene = incident("LS1", severity=1, title="仓库起火", area_code=GRID, status="on_scene")
    stage.change("incident", "LS1", on_scene)
    choose(page, "LS1")
    expect(page.locator(".tag.is-status")).to_have_text("已到场")
    page.keyboard.press("c")
    expect(page.locator(".ask select")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ask")).to_have_count(0)
    assert stage.api.calls("POST", "/close") == [{"disposition": "handled"}]


def test_one_incident_is_split_in_two_that_know_of_each_other(page: Page, stage: DeskStage):
    stage.api.refuse("/split", 422, "outside_district", "地点在辖区外，请改地点", "lat")
    choose(page, "LS1")
    page.keyboard.press("-")
    page.keyboard.type("二楼另有一处着火，有人被困")
    page.keyboard.press("Control+Enter")
    ask = page.locator(".ask")
    expect(ask.locator("[data-name=place] .field-error")).to_have_text("地点在辖区外，请改地点")
    page.reload()  # nothing typed is lost, and the second try is the same one
    expect(ask.locator("[name=title]")).to_have_value("二楼另有一处着火，有人被困")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#desk-card .dc-title")).to_have_text("二楼另有一处着火")
    first, second = stage.api.calls("POST", "/split")
    assert first == second
    assert (first["class"], first["severity"]) == ("fire", 1)
    related = page.locator(".dc-head .dc-line")
    expect(related).to_contain_text("仓库起火")
    expect(related).to_contain_text("同类，相距 0 m，相差")
    related.locator(".link").click()
    expect(page.locator("#desk-card .dc-title")).to_have_text("仓库起火")
    expect(related).to_contain_text("二楼另有一处着火")
    page.get_by_role("button", name="解除关联").click()
    expect(related).to_have_count(0)


def test_every_key_is_listed_once_under_the_question_mark(page: Page):
    page.keyboard.press("?")
    expect(page.locator("#desk-help dt").first).to_be_visible()
    listed = page.locator("#desk-help dt").all_inner_texts()
    assert len(listed) == len(set(listed))
    assert set("njkardespbq?/-t;y") <= set(listed)
    page.keyboard.press("Escape")
    expect(page.locator("#desk-help")).to_be_hidden()


def test_what_the_wall_shows_does_not_work_behind_the_desk(page: Page):
    expect(page.locator("#queue .queue-row")).to_have_count(0)
    assert page.evaluate("document.querySelector('#card').textContent") == ""


def test_two_desks_see_each_other_work(chromium: Browser, page: Page, stage: DeskStage):
    with screen(chromium) as other:
        open_page(other, stage, "/desk")
        wait(other, "document.querySelectorAll('.dq-row').length === 2")
        choose(other, "LS1")
        choose(page, "LS1")
        page.keyboard.press("a")
        expect(other.locator(".tag.is-status")).to_have_text("已受理")


def test_paper_holds_the_whole_desk_and_the_demo_mark(page: Page):
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    paper = page.locator("#desk-paper")
    for words in ("演示数据", "仓库起火", "两车相撞", "呼号P1", "打印时间"):
        expect(paper).to_contain_text(words)
    expect(page.locator("#desk-queue")).to_be_hidden()
    assert (
        json.dumps(page.evaluate("document.querySelector('#desk-paper').innerHTML")).find("138") < 0
    )


def sheets_of(page: Page, folder: Path) -> list[str]:
    """The words on each sheet of the paper copy; whether blanks are drawn is the font's affair."""
    printed = folder / "desk.pdf"
    page.evaluate("onescreen.desk.paper.draw()")
    page.pdf(path=printed, prefer_css_page_size=True)
    told = subprocess.run(
        ["pdftotext", "-raw", str(printed), "-"], capture_output=True, check=True, text=True
    ).stdout
    return told.replace(" ", "").strip("\f").split("\f")


def test_every_sheet_of_a_long_copy_says_whose_it_is_and_nothing_is_cut(
    chromium: Browser, tmp_path: Path
):
    stage = DeskStage()
    stage.populate(incidents=30, units=60)
    with stage, screen(chromium) as page:
        open_page(page, stage, "/desk")
        wait(page, "onescreen.desk && onescreen.desk.paper && onescreen.picture.seq")
        numbers = page.evaluate("Array.from(onescreen.panels.open(null), (one) => one.number)")
        sheets = sheets_of(page, tmp_path)
        page.evaluate("onescreen.picture.entities.incident.clear()")
        [quiet] = sheets_of(page, tmp_path)
    assert len(numbers) == 30 and len(sheets) > 1
    for place, sheet in enumerate(sheets, 1):
        assert f"第{place}页，共{len(sheets)}页" in sheet
        assert "烈山区调度台应急纸面·20" in sheet and "演示数据" in sheet
    text = "".join(sheets)
    assert [text.count(number) for number in numbers] == [1] * 30
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)
    assert "在办事件0起" in quiet and "没有在办事件" in quiet and "第1页，共1页" in quiet
