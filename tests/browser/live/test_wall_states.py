"""A wall with nothing, with one thing and with five thousand things to do, in both languages.

One page for each state: it is resized, turned to other topics and switched to English as it lives.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, TimeoutError

from tests.browser.mock_server import incident
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import BAD_BOXES, CUT_TEXT, open_page, screen

pytestmark = pytest.mark.browser
SIZES = [(1920, 1080), (3840, 1080)]
TOPICS = (
    "overview", "party_building", "municipal", "emergency",
    "city_management", "rural", "peace", "rivers",
)  # fmt: skip

EMPTY_PANELS = """() => Array.from(document.querySelectorAll(".panel-body"))
  .filter((box) => box.getBoundingClientRect().width)
  .filter((box) => !box.innerText.trim() && !box.querySelector("svg"))
  .map((box) => box.id)"""

# Words that lie on other words: the drawn lines of two leaves in one panel meet.
MEETING_TEXT = """() => {
  const leaves = Array.from(document.querySelectorAll(".panel *, .head *, .topics *"))
    .filter((node) => !node.children.length && node.textContent.trim())
    .filter((node) => !node.closest("svg, .unit-link"))
    .map((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [node, range.getBoundingClientRect()];
    }).filter(([, box]) => box.width && box.height);
  const bad = [];
  leaves.forEach(([one, a], i) => leaves.slice(i + 1, i + 40).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    const low = Math.min(a.height, b.height);
    if (wide > 2 && high > low * 0.45) bad.push(one.textContent + " lies on " + other.textContent);
  }));
  return bad;
}"""

QUESTIONS = (BAD_BOXES, CUT_TEXT, EMPTY_PANELS, MEETING_TEXT)
IS_SOUND = (
    f"() => [{', '.join(f'({question})' for question in QUESTIONS)}].every((ask) => !ask().length)"
)


def check(page: Page, *where: object) -> None:
    """Wait until the picture is sound; what stays wrong with it fails the test."""
    try:
        page.wait_for_function(IS_SOUND, timeout=30_000)
    except TimeoutError:
        found = [fault for question in QUESTIONS for fault in page.evaluate(question)]
        assert found == [], where


def speak(page: Page, language: str) -> None:
    page.evaluate("(name) => onescreen.language.choose(name)", language)
    wait(page, f"document.documentElement.lang.startsWith('{language}')")
    if language == "en":
        wait(page, "document.querySelector('.panel-queue .panel-title').textContent.match(/[a-z]/)")


def every_form(page: Page) -> Iterator[tuple[object, ...]]:
    """The same page at each size in each language."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for language in ("zh", "en"):
            speak(page, language)
            yield width, height, language


def test_with_nothing_and_with_one_thing_to_do_every_topic_keeps_its_panels_and_words_whole(
    chromium: Browser,
):
    stage = Stage()
    stage.populate(units=60, incidents=0)
    with stage, screen(chromium) as page:
        open_page(page, stage)
        for form in every_form(page):
            check(page, "nothing", *form)
        wait(page, f"onescreen.topic.all().length === {len(TOPICS)}")
        only = incident("LS202611230001", severity=1, title="学校食堂起火，学生已疏散到操场")
        stage.send(stage.frame(stage.record("incident", "LS202611230001", only, "report")))
        wait(page, "onescreen.panels.open('').length === 1")
        for form in every_form(page):
            for topic in TOPICS:
                page.evaluate("(id) => onescreen.topic.choose(id)", topic)
                check(page, topic, *form)


def test_with_five_thousand_things_to_do_nothing_meets_and_no_word_is_cut(chromium: Browser):
    stage = Stage()
    stage.populate(units=60, incidents=5000)
    with stage, screen(chromium) as page:
        open_page(page, stage)
        for form in every_form(page):
            check(page, *form)
