"""What a shift is run by, on one desk beside the living demo: figures, handover, roster, board."""

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.end_to_end.glass import Glass, glass_of, until
from tests.end_to_end.machine import HERE, Machine
from tests.end_to_end.test_the_desk import open_desk
from tools.running import RunningServer

pytestmark = pytest.mark.browser
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
ACCEPT_TARGET_S = 60


@pytest.fixture(scope="module")
def desk(chromium: Browser, server: RunningServer) -> Iterator[Glass]:
    with glass_of(chromium) as glass:
        open_desk(glass, server)
        yield glass


@pytest.fixture
def sheet(desk: Glass) -> Iterator[Callable[[str], Locator]]:
    """Opens a sheet by its key; closed after the test."""

    def show(key: str) -> Locator:
        desk.page.keyboard.press(key)
        return desk.page.locator("#desk-sheet .sheet-body")

    yield show
    desk.page.locator("#desk-sheet .sheet-close").click()


def clock(seconds: float) -> str:
    """As the desk writes spans: 01:05, 1:01:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02}" if hours else f"{minutes:02}"
    return f"{head}:{rest:02}"


def by_hand(incidents: list[dict[str, Any]], word: str) -> list[str]:
    """The row of a class: how many, and how long until accepted, counted from the incidents."""
    mine = [one for one in incidents if one["class"] == word and not one["merged_into"]]
    spans = []
    for one in mine:
        if accepted := one["reached_at"].get("accepted"):
            begun = one["reached_at"].get("reported") or one["reported_at"]
            took = datetime.fromisoformat(accepted) - datetime.fromisoformat(begun)
            spans.append(max(took.total_seconds(), 0))
    spans.sort()
    middle, ninth = (spans[math.ceil(share * len(spans)) - 1] for share in (0.5, 0.9))
    within = sum(span <= ACCEPT_TARGET_S for span in spans) / len(spans)
    return [str(len(mine)), f"{clock(middle)} / {clock(ninth)}", f"{round(within * 100)}%"]


def test_the_figures_on_the_sheet_are_what_a_count_by_hand_gives(
    desk: Glass, machine: Machine, sheet: Callable[[str], Locator]
) -> None:
    page = machine.get("/api/v1/incidents", limit=1)
    [newest] = page["items"]
    word = next(
        one["class"]
        for one in machine.get("/api/v1/incidents", limit=500)["items"]
        if one["class"] != newest["class"] and "accepted" in one["reached_at"]
    )
    names = desk.ask("onescreen.words.CLASS")
    body = sheet("g")

    def agrees() -> bool:
        """The demo goes on meanwhile: asked again until nothing happened in between."""
        body.get_by_role("button", name="类别").click()
        row = body.locator("tbody tr", has=desk.page.get_by_role("rowheader", name=names[word]))
        cells = row.locator("td")
        shown = [cells.nth(0).inner_text(), *cells.nth(2).inner_text().split("\n")]
        told = machine.get("/api/v1/incidents", **{"class": word, "limit": 500})["items"]
        return shown == by_hand(told, word)

    expect(body.locator("tbody tr").first).to_be_visible()
    until(desk, agrees, "the row is what was counted")
    body.get_by_role("button", name="班次").click()
    expect(body.locator("tbody")).to_contain_text("夜班")
    href = body.get_by_role("link", name="CSV").get_attribute("href")
    assert href is not None
    with desk.page.expect_download() as saved:
        body.get_by_role("link", name="CSV").click()
    assert "中位（秒）" in saved.value.path().read_text("utf-8-sig")


def test_the_handover_names_everything_that_is_open_and_counts_the_units(
    desk: Glass, machine: Machine, sheet: Callable[[str], Locator]
) -> None:
    body = sheet("h")
    part = body.locator(".ho-part", has_text="未办结")

    def agrees() -> bool:
        shown = set(part.locator(".link").all_inner_texts())
        told = machine.get("/api/v1/desk/handover")
        units = told["units"]
        free = units["available"] + units.get("cleared", 0)
        counts = f"空闲 {free}，已派 {units['dispatched']}"
        is_same = shown == {one["number"] for one in told["open"]}
        if is_same and counts in body.locator(".ho-units").inner_text():
            return True
        desk.page.keyboard.press("h")
        desk.page.keyboard.press("h")
        expect(part).to_be_visible()
        return False

    expect(part).to_be_visible()
    until(desk, agrees, "the report is what the server holds")
    expect(body).to_contain_text("本班时效")


def test_a_roster_with_mistakes_is_told_row_by_row_and_changes_nothing(
    desk: Glass, machine: Machine, sheet: Callable[[str], Locator]
) -> None:
    unit_id = machine.put_unit("排班一号", "police")
    today = desk.ask(
        "new Intl.DateTimeFormat('en-CA', {timeZone: onescreen.page.root.dataset.zone})"
        ".format(onescreen.picture.serverNow())"
    )
    head = "日期,班次,单位编号,岗位,备注\n"
    right = f"{today},早班,{unit_id},巡逻,\n"
    body = sheet("u")

    def load(text: str) -> None:
        file = {"name": "duty.csv", "mimeType": "text/csv", "buffer": (head + text).encode()}
        body.locator("[type=file]").set_input_files([file])  # type: ignore[list-item]

    load(right + f"{today},下午,nobody,巡逻,\n")
    said = body.locator(".ro-said")
    expect(said).to_contain_text("没有导入，原排班不变")
    rows = [row.split("\t") for row in said.locator("tbody tr").all_inner_texts()]
    assert [row[:2] for row in rows] == [["3", "班次"], ["3", "单位编号"]]
    assert machine.get("/api/v1/desk/roster", day=today)["items"] == []
    load(right)
    expect(said).to_contain_text("已导入 1 行")
    expect(body.locator("table").last).to_contain_text("排班一号")


def test_a_unit_is_found_on_the_board_and_put_elsewhere_by_keys(
    desk: Glass, machine: Machine, sheet: Callable[[str], Locator]
) -> None:
    unit_id = machine.put_unit("板上一号", "police")
    body = sheet("b")
    body.get_by_label("筛选力量").fill("板上一号")
    mark = body.locator(f"[data-board='{unit_id}']")
    for digit, status in (("6", "out_of_service"), ("5", "off_duty"), ("1", "available")):
        mark.focus()
        desk.page.keyboard.press(digit)
        expect(body.locator(f"[data-status={status}] [data-board='{unit_id}']")).to_be_focused()
        assert machine.get(f"/api/v1/units/{unit_id}")["status"] == status
    body.get_by_label("筛选力量").fill("")


def test_notes_and_files_stay_with_the_incident_and_the_paper_holds_them_all(
    desk: Glass, machine: Machine
) -> None:
    machine.put_unit("记事一号", "police")
    number = machine.report("记事的一起", at=HERE)
    desk.until("(n) => onescreen.picture.entities.incident.has(n)", number)
    desk.ask("(n) => onescreen.desk.queue.go(n)", number)
    # At once: what is typed before the card was drawn must not work as keys.
    desk.page.keyboard.press(",")
    desk.page.keyboard.type("@记事一号 已到，电话 13812345678")
    desk.page.keyboard.press("Control+Enter")
    notes = desk.page.locator("#desk-tab-notes")
    expect(notes.locator(".note-row")).to_contain_text("@记事一号 已到，电话 138****5678")

    def add(name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "image/png", "buffer": content}
        notes.locator(".note-file").set_input_files([file])  # type: ignore[list-item]

    add("现场.png", b"MZ not a picture")
    refused = notes.locator(".upload-row[data-state='refused']")
    expect(refused).to_contain_text("现场.png")
    refused.get_by_role("button", name="知道了").click()
    add("现场.png", PNG)
    link = notes.locator(".file-row a").first
    expect(link).to_have_text("现场.png")
    got = desk.page.request.get(machine.server.url + str(link.get_attribute("href")))
    assert got.status == 200 and got.body().startswith(b"\x89PNG")
    assert "sandbox" in got.headers["content-security-policy"]

    desk.page.emulate_media(media="print")
    desk.ask("window.dispatchEvent(new Event('beforeprint'))")
    paper = desk.page.locator("#desk-paper")
    expect(paper).to_contain_text("演示数据")
    text = paper.inner_text()
    open_now = desk.ask("onescreen.panels.open(null).map((one) => one.number)")
    assert [one for one in open_now if one not in text] == []
    assert "记事一号" in text and "13812345678" not in text
    desk.page.emulate_media(media="screen")
