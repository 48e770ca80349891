"""Every part in every state, as the style sheets make it, against what was agreed.

After a change that is meant: `python -m tests.browser.test_design_page` writes the reference anew.
Compared are computed styles and rough sizes, not pixels: fonts are drawn a little differently
everywhere.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.wall_stage import Stage
from tests.browser.wall_words import open_page, screen
from tools.browser import FLAGS, chromium_path

pytestmark = pytest.mark.browser
REFERENCE = Path(__file__).with_name("design_reference.json")
NEAR_PX = 6

STYLES = """() => {
  const names = ["color", "backgroundColor", "borderTopColor", "borderTopWidth", "fontSize",
    "fontWeight", "opacity", "paddingLeft"];
  const told = {};
  for (const node of document.querySelectorAll("[data-sample]")) {
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    told[node.dataset.sample] = {
      style: Object.fromEntries(names.map((name) => [name, style[name]])),
      height: Math.round(box.height), isDrawn: box.width > 0 && box.height > 0,
    };
  }
  return told;
}"""


def samples(page: Page, stage: Stage) -> dict[str, Any]:
    open_page(page, stage, "/design")
    page.wait_for_selector("[data-sample='ticker/held']")
    page.evaluate("document.fonts.ready")
    return dict(page.evaluate(STYLES))


def test_every_part_looks_as_agreed(chromium: Browser):
    agreed = json.loads(REFERENCE.read_text("utf-8"))
    with Stage() as stage, screen(chromium) as page:
        seen = samples(page, stage)
    assert sorted(seen) == sorted(agreed)
    assert [name for name, sample in seen.items() if not sample["isDrawn"]] == []
    for name, sample in seen.items():
        assert sample["style"] == agreed[name]["style"], name
        assert abs(sample["height"] - agreed[name]["height"]) <= NEAR_PX, name


def main() -> None:
    with sync_playwright() as playwright, Stage() as stage:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        with screen(browser) as page:
            seen = samples(page, stage)
        browser.close()
    REFERENCE.write_text(json.dumps(seen, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
