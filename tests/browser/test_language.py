"""Chinese and English on the same screen, switched while it lives."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.live.test_wall_panels import SHAPES
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import (
    BAD_BOXES,
    COMMUNITY,
    CUT_TEXT,
    open_page,
    screen,
    still,
    text_of,
)

pytestmark = pytest.mark.browser

# Chinese left on an English screen, but for names of places and what people wrote themselves.
CHINESE = """() => {
  const left = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const data = "[translate='no'], .call-sign, .unit-name, .camera-name, .queue-title, .card-title,"
    + " .fact-text, .queue-status, .card-sent, .grid-table td, h1, script, style";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!onescreen.isHan(node.data) || node.parentElement.closest(data)) continue;
    let rest = node.data;
    const names = Array.from(onescreen.areas.byCode.values(), (area) => area.name);
    names.sort((a, b) => b.length - a.length);
    for (const name of names) rest = rest.split(name).join("");
    if (onescreen.isHan(rest)) left.push(node.parentElement.className + ": " + node.data);
  }
  return left;
}"""


def switch_to(page: Page, language: str) -> None:
    """Press the switch and wait until the page is in the language."""
    page.click(".switch-language")
    wait(page, f"document.documentElement.lang === '{language}'")


def test_the_language_is_switched_without_a_new_page_or_a_new_socket(
    chromium: Browser, stage: Stage
):
    with screen(chromium) as page:
        open_page(page, stage)
        page.wait_for_selector(".queue-row")
        expect(page.locator(".panel-kpis .panel-title")).to_have_text("今日态势")
        page.evaluate("window.isTheSamePage = true")
        before = text_of(page, ".side-left .panel-kpis")
        switch_to(page, "en")
        expect(page.locator(".panel-queue .panel-title")).to_have_text("Open incidents")
        assert page.evaluate(CHINESE) == []
        switch_to(page, "zh-CN")
        expect(page.locator(".panel-queue .panel-title")).to_have_text("在办事件")
        kpis = text_of(page, ".side-left .panel-kpis")
        assert [line for line in kpis.split() if not line[0].isdigit()] == [
            line for line in before.split() if not line[0].isdigit()
        ]
        assert page.evaluate("window.isTheSamePage")
        assert page.evaluate("onescreen.live.stats.connects") == 1


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_nothing_is_cut_or_left_in_chinese_on_an_english_wall(
    chromium: Browser, stage: Stage, width: int, height: int
):
    with screen(chromium, width, height) as page:
        open_page(page, stage, "/?lang=en")
        wait(page, "onescreen.language.isReady")
        wait(page, "document.querySelectorAll('#nearest-grid .near').length > 0")
        wait(page, "document.querySelectorAll('.rank-row').length === 8")
        wait(
            page,
            "(box => box.scrollHeight <= box.clientHeight + 1)(onescreen.panels.byId('queue'))",
        )
        assert still(page, BAD_BOXES) == []
        assert still(page, CUT_TEXT) == []
        assert still(page, CHINESE) == []


def test_no_topic_leaves_a_word_in_chinese_on_an_english_wall(chromium: Browser, stage: Stage):
    with screen(chromium) as page:
        open_page(page, stage, "/?lang=en")
        wait(page, "onescreen.language.isReady && onescreen.topic.all().length > 1")
        for topic in page.evaluate("onescreen.topic.all().map((one) => one.id)"):
            page.evaluate("(id) => onescreen.topic.choose(id)", topic)
            wait(page, f"onescreen.topic.now().id === '{topic}'")
            page.wait_for_timeout(300)  # what is drawn in frames after the choice
            assert still(page, CHINESE) == [], topic


def test_a_community_speaks_english_too_and_the_choice_is_remembered(
    chromium: Browser, stage: Stage
):
    with screen(chromium) as page:
        open_page(page, stage)
        switch_to(page, "en")
        open_page(page, stage, f"/community/{COMMUNITY}")
        wait(page, "document.documentElement.lang === 'en' && onescreen.language.isReady")
        page.wait_for_selector(".grid-table tbody tr")
        assert still(page, CUT_TEXT) == []
        assert page.evaluate(CHINESE) == []


def test_what_a_screen_reader_is_told_of_a_row_is_english_but_for_its_names(
    chromium: Browser, stage: Stage
):
    with screen(chromium) as page:
        open_page(page, stage, "/?lang=en")
        page.wait_for_selector(".queue-row")
        wait(page, "document.documentElement.lang === 'en'")
        label = page.locator(".queue-row").first.get_attribute("aria-label")
        level, *_ = label.split(", ")
        assert level.startswith("Level ")
        for word in ("特别重大", "待受理", "已受理", "途中", "已到场", "，"):
            assert word not in label


def test_a_place_written_as_words_in_a_row_keeps_its_number(chromium: Browser, stage: Stage):
    with screen(chromium) as page:
        open_page(page, stage, "/?lang=en")
        wait(page, "document.documentElement.lang === 'en' && onescreen.language.isReady")
        said = "(text) => onescreen.say(text)"
        assert page.evaluate(said, "网格 004") == "Grid 004"
        assert "Grid 004" in page.evaluate(said, "网格员 网格 004")
        assert "Grids" not in page.evaluate(said, "在岗网格员 网格 004")
