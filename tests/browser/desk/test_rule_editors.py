"""Checklists and run cards, edited in a real Chromium; mistakes are told by the server's rules."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.incidents.incidents import IncidentClass, Severity
from tests.browser.desk_stage import DeskStage
from tests.browser.wall_words import query, screen

pytestmark = pytest.mark.browser


@pytest.fixture
def stage() -> Iterator[DeskStage]:
    with DeskStage() as made:
        yield made


@pytest.fixture
def page(chromium: Browser, stage: DeskStage) -> Iterator[Page]:
    with screen(chromium, 1366, 768) as made:
        yield made


def open_editor(page: Page, stage: DeskStage, path: str) -> None:
    page.goto(stage.url + path)
    expect(page.locator(".ed-row").first).to_be_visible()


def texts(page: Page) -> list[str]:
    """The words of the lines, top down."""
    inputs = page.locator("[data-field=text] input")
    return [inputs.nth(i).input_value() for i in range(inputs.count())]


def test_a_checklist_is_edited_by_keyboard_and_a_failed_save_loses_nothing(
    page: Page, stage: DeskStage
):
    open_editor(page, stage, "/admin/checklists?class=dispute")
    rows = page.locator(".ed-row")
    before = texts(page)
    page.locator("[data-field=text] input").first.focus()
    page.keyboard.press("Alt+Enter")
    expect(rows).to_have_count(len(before) + 1)
    page.keyboard.press("Control+Enter")
    error = rows.nth(1).locator("[data-field=text]")
    expect(error.locator(".ed-error")).to_have_text("还没有写内容。")
    expect(error.locator("input")).to_be_focused()
    page.keyboard.type("双方有没有动手")
    page.reload()
    expect(page.locator(".ed-state")).to_contain_text("有未保存的修改")
    assert texts(page) == [before[0], "双方有没有动手", *before[1:]]
    page.locator("[data-field=text] input").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".admin-title").first).to_have_text("纠纷 · 第 2 版")
    expect(page.locator(".ed-versions tbody tr").first).to_contain_text("zhang")
    kept = [line["text"] for line in stage.api.rules.lists["dispute"][-1]]
    assert kept == ["双方有没有动手", *before]


def test_two_editors_of_one_checklist_are_told_and_neither_is_lost(page: Page, stage: DeskStage):
    open_editor(page, stage, "/admin/checklists?class=fire")
    first = page.locator("[data-field=text] input").first
    first.fill("具体在几号楼几层")
    theirs = [{"id": "x", "kind": "question", "text": "别人写的", "options": []}]
    stage.api.rules.lists["fire"].append(theirs)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".ed-bar")).to_contain_text("清单已被改到第 2 版")
    expect(page.locator(".ed-bar")).to_contain_text("对方写了：别人写的")
    expect(first).to_have_value("具体在几号楼几层")
    page.get_by_role("button", name="保留我的").click()
    expect(page.locator(".admin-title").first).to_have_text("火情 · 第 3 版")
    assert stage.api.rules.lists["fire"][-1][0]["text"] == "具体在几号楼几层"


def test_a_run_card_that_is_wrong_says_so_at_its_field_and_is_saved_when_right(
    page: Page, stage: DeskStage
):
    open_editor(page, stage, "/admin/run-cards?class=fire")
    gravest = page.locator("[data-part='1']")
    count = gravest.locator("[data-field=count] input").first
    count.fill("0")
    page.locator("[data-class=traffic]").click()
    assert query(page) == "/admin/run-cards?class=traffic"
    page.keyboard.press("Control+Enter")
    # Saving leads to the class that is wrong.
    expect(gravest.locator("[data-field=count]").first.locator(".ed-error")).not_to_be_empty()
    expect(page.locator("[data-class=fire]")).to_contain_text("1 处有误")
    expect(count).to_be_focused()
    count.fill("3")
    gravest.get_by_label("灭火").first.check()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".admin-title").first).to_have_text("火情 · 第 2 版")
    [need, _] = stage.api.rules.cards[-1][IncidentClass.FIRE, Severity.I]
    assert (need.count, need.skills) == (3, ("fire",))


def test_who_may_not_edit_looks_and_is_told_how_to_sign_in(page: Page, stage: DeskStage):
    stage.api.may = ["checklists.see"]
    open_editor(page, stage, "/admin/checklists?class=fire")
    expect(page.locator(".ed-looking")).to_contain_text("只能查看")
    expect(page.get_by_role("link", name="系统管理员")).to_have_attribute(
        "href", "/login?next=%2Fadmin%2Fchecklists%3Fclass%3Dfire"
    )
    expect(page.locator("[data-field=text] input").first).to_be_disabled()
    expect(page.locator(".ed-bar")).to_have_count(0)
    expect(page.locator(".ed-tool, .ed-below")).to_have_count(0)
