"""WCAG 2.2 AA, as axe-core can tell, on the desk in its states."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_stage import DeskStage
from tests.browser.on_screen import wait
from tests.browser.test_accessibility import AXE, RULES, RUN
from tests.browser.wall_words import open_page, screen

pytestmark = pytest.mark.browser
# What is pressed to get there, and what stands there then.
STATES = (
    ("", ".ov-keys"),
    ("j", ".cand"),
    ("m", ".note-form"),
    ("-", ".ask"),
    ("n", ".intake-form"),
    ("p", ".jp"),
    ("b", ".bd-unit"),
)


def broken(page: Page) -> list[str]:
    """The rules that are broken, with where."""
    told = page.evaluate(RUN, [RULES, "body"])
    assert told["passed"] > 10
    return list(told["broken"])


def test_no_state_of_the_desk_breaks_a_rule_axe_can_check(chromium: Browser):
    stage = DeskStage()
    stage.populate(incidents=9, units=12)
    with stage, screen(chromium) as page:
        open_page(page, stage, "/desk")
        wait(page, "onescreen.desk && onescreen.desk.intake")
        wait(page, "document.querySelectorAll('.dq-row').length === 9")
        page.evaluate(AXE)
        found = {}
        for key, there in STATES:
            # While the rules are checked nothing is heard from the server: not until it is heard
            # again does the desk take orders.
            wait(page, "onescreen.desk.blocked() === ''")
            if key:
                page.keyboard.press(key)
            page.wait_for_selector(there)
            found[key] = broken(page)
            if key in {"-", "n"}:
                page.keyboard.press("Escape")
        assert {key: told for key, told in found.items() if told} == {}
