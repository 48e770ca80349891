"""Checklists and run cards, edited in a real Chromium; mistakes are told by the server's rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.on_screen import wait
from tests.browser.slow import held_up, slowed, wait_for_any
from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser


@contextmanager
def editor(
    chromium: Browser, server: RunningServer, path: str, role: str = "system_admin"
) -> Iterator[Page]:
    with screen(chromium, 1366, 768) as page:
        cookie = {"name": "onescreen", "value": server.sign_in(role), "url": server.url}
        page.context.add_cookies([cookie])
        page.goto(server.url + path)
        expect(page.locator(".ed-row").first).to_be_visible()
        yield page


def fields(page: Page) -> Locator:
    return page.locator("[data-lines] [data-field=text] input")


def texts(page: Page) -> list[str]:
    """The words of the lines, top down."""
    return [one.input_value() for one in fields(page).all()]


def desk(server: RunningServer, path: str, body: Any = None) -> Any:
    """What the API of the desk keeps; with a body it is written as somebody else would."""
    cookies = {"onescreen": server.sign_in("system_admin")}
    url = f"{server.url}/api/v1/desk/{path}"
    method = "GET" if body is None else "PUT"
    headers = {"origin": server.url}
    answer = httpx.request(method, url, cookies=cookies, json=body, headers=headers)
    answer.raise_for_status()
    return answer.json()


def has_texts(page: Page, wanted: list[str]) -> None:
    """Wait until the lines say so, top down."""
    expect(fields(page)).to_have_count(len(wanted))
    for at, text in enumerate(wanted):
        expect(fields(page).nth(at)).to_have_value(text)


def let_go(page: Page, kept: list[Route]) -> None:
    """Have the question answered that is held up."""
    wait_for_any(page, kept)
    kept.pop().continue_()


def test_a_checklist_is_edited_by_keyboard_and_a_failed_save_loses_nothing(
    chromium: Browser, server: RunningServer
):
    version = desk(server, "checklists/dispute")["version"]
    with editor(chromium, server, "/admin/checklists?class=dispute") as page, slowed(page):
        rows = page.locator("[data-lines] .ed-row")
        before = texts(page)
        fields(page).first.focus()
        page.keyboard.press("Alt+Enter")
        expect(rows).to_have_count(len(before) + 1)
        page.keyboard.press("Control+Enter")
        error = rows.nth(1).locator("[data-field=text]")
        expect(error).to_contain_text("还没有写内容。")
        expect(error.locator("input")).to_be_focused()
        page.keyboard.type("双方有没有动手")
        page.reload()
        expect(page.locator(".ed-bar")).to_contain_text("有未保存的修改")
        has_texts(page, [before[0], "双方有没有动手", *before[1:]])
        fields(page).nth(1).focus()
        page.keyboard.press("Alt+ArrowUp")
        expect(fields(page).first).to_have_value("双方有没有动手")
        expect(fields(page).first).to_be_focused()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".admin-title").first).to_have_text(f"纠纷 · 第 {version + 1} 版")
        expect(page.locator(".ed-versions tbody tr").first).to_contain_text("system-admin")
        expect(page.locator(".ed-bar")).not_to_contain_text("有未保存的修改")
        kept = [line["text"] for line in desk(server, "checklists/dispute")["items"]]
        assert kept == ["双方有没有动手", *before]


def test_lines_move_go_and_come_back_with_what_is_typed_in_them(
    chromium: Browser, server: RunningServer
):
    with editor(chromium, server, "/admin/checklists?class=flood") as page:
        before = texts(page)
        second = fields(page).nth(1)
        second.fill("水有多深")
        second.press("Alt+ArrowDown")
        expect(fields(page).nth(2)).to_have_value("水有多深")
        expect(fields(page).nth(2)).to_be_focused()
        page.keyboard.press("Alt+Delete")
        expect(fields(page)).to_have_count(len(before) - 1)
        expect(page.locator(".ed-below")).to_contain_text("已删除第 3 行")
        page.get_by_role("button", name="恢复这一行").click()
        expect(fields(page).nth(2)).to_have_value("水有多深")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".ed-bar")).to_contain_text("已保存为第")
        wanted = [before[0], before[2], "水有多深", *before[3:]]
        kept = [line["text"] for line in desk(server, "checklists/flood")["items"]]
        assert kept == wanted


def test_a_choice_has_options_and_english_words(chromium: Browser, server: RunningServer):
    with editor(chromium, server, "/admin/checklists?class=other") as page:
        row = page.locator("[data-lines] .ed-row").first
        expect(row.locator("[data-field=options]")).to_be_hidden()
        row.locator("[data-field=kind] input").first.click()
        page.get_by_role("option", name="选择", exact=True).click()
        row.locator("[data-field=options] input").fill("有、没有，不清楚")
        row.locator("[data-field=options_en] input").fill("yes, no")
        row.locator("[data-field=text_en] input").fill("Where exactly")
        page.keyboard.press("Control+Enter")
        expect(row.locator("[data-field=options_en]")).to_contain_text("。")
        row.locator("[data-field=options_en] input").fill("yes, no, unknown")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".ed-bar")).to_contain_text("已保存为第")
        first = desk(server, "checklists/other")["items"][0]
        assert (first["kind"], first["text_en"]) == ("choice", "Where exactly")
        assert first["options"] == ["有", "没有", "不清楚"]
        assert first["options_en"] == ["yes", "no", "unknown"]


def test_what_is_typed_while_the_server_saves_stays(chromium: Browser, server: RunningServer):
    with editor(chromium, server, "/admin/checklists?class=medical") as page:
        kept = held_up(page, '"act":"save"')
        fields(page).first.fill("在几楼")
        page.keyboard.press("Control+Enter")
        wait_for_any(page, kept)
        fields(page).nth(1).fill("能不能自己走")
        let_go(page, kept)
        expect(page.locator(".ed-bar")).to_contain_text("有未保存的修改")
        expect(fields(page).nth(1)).to_have_value("能不能自己走")
        assert desk(server, "checklists/medical")["items"][0]["text"] == "在几楼"
        fields(page).nth(1).press("Control+Enter")
        let_go(page, kept)
        expect(page.locator(".ed-bar")).not_to_contain_text("有未保存的修改")
        assert desk(server, "checklists/medical")["items"][1]["text"] == "能不能自己走"


def test_an_earlier_version_is_taken_up_again_and_changes_are_dropped(
    chromium: Browser, server: RunningServer
):
    held = desk(server, "checklists/sos")
    items = [{"id": "x", "kind": "question", "text": "第二版", "options": []}]
    made = desk(server, "checklists/sos", {"version": held["version"], "items": items})
    with editor(chromium, server, "/admin/checklists?class=sos") as page:
        has_texts(page, ["第二版"])
        first = page.locator(".ed-versions tbody tr").last
        first.get_by_role("button", name="载入这一版再改").click()
        expect(page.locator(".ed-bar")).to_contain_text("这是第 1 版的内容，保存后成为新版")
        expect(fields(page)).to_have_count(3)
        page.get_by_role("button", name="放弃修改").click()
        expect(fields(page)).to_have_count(1)
        expect(page.get_by_role("button", name="放弃修改")).to_be_hidden()
        first.get_by_role("button", name="载入这一版再改").click()
        expect(fields(page)).to_have_count(3)
        page.locator(".ed-bar").get_by_role("button", name="保存为").click()
        title = f"一键求助 · 第 {made['version'] + 1} 版"
        expect(page.locator(".admin-title").first).to_have_text(title)
        assert len(desk(server, "checklists/sos")["items"]) == 3


def test_words_that_are_not_saved_are_there_in_the_other_language(
    chromium: Browser, server: RunningServer
):
    with editor(chromium, server, "/admin/checklists?class=hazard") as page:
        fields(page).first.fill("门牌号是多少")
        page.locator(".switch-language").click()
        expect(page.locator(".admin-title").first).to_contain_text("version")
        expect(fields(page).first).to_have_value("门牌号是多少")
        expect(page.locator(".ed-bar")).to_contain_text("Changes not saved yet")
        page.locator(".switch-language").click()
        expect(page.locator(".ed-bar")).to_contain_text("有未保存的修改")
        page.get_by_role("button", name="放弃修改").click()


def test_two_editors_of_one_checklist_are_told_and_neither_is_lost(
    chromium: Browser, server: RunningServer
):
    held = desk(server, "checklists/fire")
    with editor(chromium, server, "/admin/checklists?class=fire") as page:
        first = fields(page).first
        first.fill("具体在几号楼几层")
        theirs = [{"id": "x", "kind": "question", "text": "别人写的", "options": []}]
        made = desk(server, "checklists/fire", {"version": held["version"], "items": theirs})
        page.keyboard.press("Control+Enter")
        expect(page.locator(".ed-bar")).to_contain_text(f"清单已被改到第 {made['version']} 版")
        expect(page.locator(".ed-bar")).to_contain_text("对方写了：别人写的")
        expect(first).to_have_value("具体在几号楼几层")
        page.get_by_role("button", name="保留我的").click()
        title = f"火情 · 第 {made['version'] + 1} 版"
        expect(page.locator(".admin-title").first).to_have_text(title)
        assert desk(server, "checklists/fire")["items"][0]["text"] == "具体在几号楼几层"
        desk(server, "checklists/fire", {"version": made["version"] + 1, "items": held["items"]})


def test_a_run_card_that_is_wrong_says_so_at_its_field_and_is_saved_when_right(
    chromium: Browser, server: RunningServer
):
    version = desk(server, "run-cards")["version"]
    with editor(chromium, server, "/admin/run-cards?class=fire") as page:
        gravest = page.locator("[data-part='1']")
        count = gravest.locator("[data-field=count] input").first
        count.fill("0")
        page.locator("[data-class-of=traffic]").click()
        expect(page.locator(".admin-title").first).to_contain_text("交通")
        expect(page.locator("[data-class-of=traffic]")).to_be_focused()
        wait(page, "location.search === '?class=traffic'")
        expect(page.locator("[data-class-of=fire]")).to_contain_text("未保存")
        page.keyboard.press("Control+Enter")
        # Saving leads to the class that is wrong.
        expect(gravest.locator("[data-field=count]").first).to_contain_text("1–50")
        expect(page.locator("[data-class-of=fire]")).to_contain_text("1 处有误")
        expect(count).to_be_focused()
        expect(count).to_have_attribute("aria-invalid", "true")
        count.fill("3")
        skill = gravest.get_by_label("灭火").first
        was_there = skill.is_checked()
        skill.click()
        page.keyboard.press("Control+Enter")
        title = f"火情 · 第 {version + 1} 版"
        expect(page.locator(".admin-title").first).to_have_text(title)
        expect(page.locator("[data-class-of=fire] .ed-mark")).to_have_text("")
        cards = desk(server, "run-cards")["items"]
        [card] = [one for one in cards if (one["class"], one["severity"]) == ("fire", 1)]
        assert card["needs"][0]["count"] == 3
        assert ("fire" in card["needs"][0]["skills"]) is not was_there


def test_a_card_without_a_line_and_another_editor_are_told(
    chromium: Browser, server: RunningServer
):
    held = desk(server, "run-cards")
    with editor(chromium, server, "/admin/run-cards?class=flood") as page:
        card = page.locator("[data-part='4']")
        while card.locator(".ed-row").count():
            before = card.locator(".ed-row").count()
            card.locator("[data-line-act=gone]").first.click()
            expect(card.locator(".ed-row")).to_have_count(before - 1)
        page.keyboard.press("Control+Enter")
        expect(card.locator(".ed-card-error")).not_to_be_empty()
        card.locator("[data-line-act=add]").click()
        card.locator("[data-field=count] input").fill("2")
        desk(server, "run-cards", {"version": held["version"], "items": held["items"]})
        page.keyboard.press("Control+Enter")
        expect(page.locator(".ed-bar")).to_contain_text("预案已被改到第")
        expect(page.locator(".ed-bar")).to_contain_text("对方改了：")
        page.get_by_role("button", name="放弃我的").click()
        expect(page.locator(".admin-title").first).to_have_text(
            f"汛情 · 第 {held['version'] + 1} 版"
        )
        expect(page.get_by_role("button", name="放弃修改")).to_be_hidden()


def test_who_may_not_edit_looks_and_is_told_how_to_sign_in(
    chromium: Browser, server: RunningServer
):
    path = "/admin/checklists?class=fire"
    with editor(chromium, server, path, role="dispatcher") as page:
        expect(page.locator(".ed-looking")).to_contain_text("只能查看")
        expect(page.get_by_role("link", name="系统管理员")).to_have_attribute(
            "href", "/login?next=%2Fadmin%2Fchecklists%3Fclass%3Dfire"
        )
        expect(fields(page).first).to_be_disabled()
        expect(page.locator(".ed-bar")).to_have_count(0)
        expect(page.locator(".ed-tool, .ed-below")).to_have_count(0)
        expect(page.get_by_role("button", name="查看这一版").first).to_be_enabled()
