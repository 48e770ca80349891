"""Words of the page tests: a stage with people on it, a wall-sized page, and what stands where."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.browser.kept_page import lent_page
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage

REST_S = 30
COMMUNITY = "340604001001"  # 和村社区 of the made-up district
# What stands around the map is drawn after it, and a wall once more when its topics come: what is
# pressed before may have moved by then.
IS_OPEN = """window.onescreen && onescreen.picture.seq !== null && onescreen.areas.byCode.size > 0
  && document.querySelector(".foot > *") && document.querySelector(".side-right > *")
  && (onescreen.route.page !== "wall" || onescreen.topic.all().length > 1)"""

# Every visible panel that sticks out of the window or lies on another. By night the whole picture
# is shifted by a few pixels (assets/57_motion.js): that is taken off first.
BAD_BOXES = """() => {
  const root = document.getElementById("onescreen-page");
  const { e, f } = new DOMMatrix(getComputedStyle(root).transform);
  const placed = (box) => new DOMRect(box.x - e, box.y - f, box.width, box.height);
  const boxes = Array.from(document.querySelectorAll(".head, .topics, .panel, .stage, .foot"))
    .map((node) => [node.className, placed(node.getBoundingClientRect())])
    .filter(([, box]) => box.width && box.height);
  const bad = [];
  boxes.forEach(([name, a], i) => {
    if (a.left < -1 || a.top < -1 || a.right > innerWidth + 1 || a.bottom > innerHeight + 1) {
      bad.push(name + " sticks out");
    }
    boxes.slice(i + 1).forEach(([other, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) bad.push(name + " overlaps " + other);
    });
  });
  return bad;
}"""

# Leaf elements whose words are cut off by their own box or by a panel's edge.
CUT_TEXT = """() => {
  const cut = [];
  for (const node of document.querySelectorAll("#onescreen-page *")) {
    const isLeaf = !node.children.length && node.textContent.trim();
    if (!isLeaf || node.closest(".stage, .ticker, .skip, .unseen, svg")) continue;
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const line = node.closest(".unit-link");  // wraps what has no room out of sight, as a whole
    if (line && box.top >= line.getBoundingClientRect().bottom - box.height / 2) continue;
    const panel = node.closest(".panel, .head, .topics, .gravest, .foot").getBoundingClientRect();
    const sticksOut = box.right > panel.right + 1 || box.bottom > panel.bottom + 1;
    if (sticksOut || node.scrollWidth > node.clientWidth + 2 && node.clientWidth) {
      cut.push(node.className + ": " + node.textContent);
    }
  }
  return cut;
}"""

SMALLEST_TEXT = """() => {
  const sizes = [];
  for (const node of document.querySelectorAll("body *")) {
    const isText = (child) => child.nodeType === 3 && child.textContent.trim();
    const hasText = Array.from(node.childNodes).some(isText);
    const inSymbol = node.closest("svg.symbol");
    if (!hasText || inSymbol || !node.getBoundingClientRect().width) continue;
    const size = parseFloat(getComputedStyle(node).fontSize);
    sizes.push([size, node.className + ": " + node.textContent]);
  }
  return sizes.sort((a, b) => a[0] - b[0])[0];
}"""


@contextmanager
def screen(chromium: Browser, width: int = 1920, height: int = 1080, **more: Any) -> Iterator[Page]:
    """A page of a wall's size; whatever it throws fails the test."""
    thrown: list[str] = []

    def hear(error: BrowserError) -> None:
        thrown.append(str(error))

    with lent_page(chromium, width, height, **more) as page:
        page.on("pageerror", hear)
        yield page
        page.remove_listener("pageerror", hear)
    # A page left while a layer is still under way lets go of it.
    faults = [text for text in thrown if text != "Failed to fetch"]
    assert faults == [], faults


def open_page(page: Page, stage: Stage, path: str = "/") -> None:
    """Open a page of the shell and wait until the picture, the areas and the topics are there."""
    page.goto(stage.url + path)
    wait(page, IS_OPEN)


def text_of(page: Page, selector: str) -> str:
    """The words inside the first match."""
    return page.locator(selector).first.inner_text()


def query(page: Page) -> str:
    """The address after the host."""
    return str(page.evaluate("location.pathname + location.search"))


def still(page: Page, question: str) -> list[str]:
    """What a question finds wrong once the page has come to rest; empty when nothing is left.

    A panel that has just grown takes its neighbour's room, and the neighbour draws fewer rows a
    moment later.
    """
    # What is found is what was judged: asked once more, the page may already move again.
    found: list[str] = list(page.evaluate(question))
    end = time.monotonic() + REST_S
    while found and time.monotonic() < end:
        page.wait_for_timeout(100)
        found = list(page.evaluate(question))
    return found
