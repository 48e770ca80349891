"""WCAG 2.2 AA, as axe-core 4.10 (MPL-2.0, tests/browser/axe/) can tell, on pages of the shell."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.wall_stage import Stage
from tests.browser.wall_words import COMMUNITY, open_page, screen

pytestmark = pytest.mark.browser
AXE = Path(__file__).with_name("axe") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ["/", f"/community/{COMMUNITY}", "/design", "/?lang=en&topic=emergency"]
RUN = """(rules) => axe.run(document, { runOnly: rules }).then((told) => ({
  passed: told.passes.length,
  broken: told.violations.map(
    (one) => one.id + ": " + one.nodes.map((node) => node.html).join(" | ")),
}))"""


def test_no_page_breaks_a_rule_axe_can_check(chromium: Browser):
    stage = Stage()
    stage.populate()
    with stage, screen(chromium) as page:
        for path in PAGES:
            open_page(page, stage, path)
            page.wait_for_selector("#ticker .fact")
            page.evaluate(AXE.read_text("utf-8"))
            told = page.evaluate(RUN, RULES)
            assert told["broken"] == [], path
            assert told["passed"] > 10, path
