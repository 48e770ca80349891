"""A screen somebody looks at: a page of a real Chromium under the page's real rules."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page

PATIENCE_S = 30
IS_OPEN = """Boolean(window.onescreen && onescreen.picture.seq !== null
  && onescreen.areas.byCode.size > 0 && onescreen.mapLive.layer
  && document.querySelector(".foot > *") && document.querySelector(".side-right > *")
  && onescreen.mapLive.layer.map._loaded && onescreen.live.freshness().state === "live")"""

# Heard before the page's own scripts run, so that nothing escapes.
HEAR_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP: " + event.violatedDirective + " " + event.blockedURI));"""

PICTURE = """() => {
  const { picture } = onescreen;
  picture.prune(picture.serverNow());
  const entities = {};
  for (const [kind, held] of Object.entries(picture.entities)) {
    entities[kind] = Object.fromEntries(held);
  }
  return {
    epoch: picture.epoch, seq: picture.seq, entities,
    positions: Object.fromEntries(picture.positions),
  };
}"""


class Glass:
    """A page, and what it complained about in its console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, said: ConsoleMessage) -> None:
        """A request that failed is told with its path: its text names none."""
        if said.type != "error":
            return
        is_request = said.text.startswith("Failed to load resource")
        path = urlsplit(said.location["url"]).path if is_request else ""
        self.complaints.append(f"{said.text} {path}".strip())

    def open(self, url: str) -> None:
        """Open an address and wait until picture, map and socket stand."""
        self.page.goto(url)
        self.until(IS_OPEN)

    def ask(self, question: str, given: Any = None) -> Any:
        """The value of a JavaScript expression, or of a function of `given`."""
        return self.page.evaluate(question, given)

    def until(self, claim: str, given: Any = None) -> Any:
        """Wait for a claim to hold; asks from outside, for the page's CSP forbids eval."""
        return until(self, lambda: self.ask(claim, given), claim)

    def picture(self) -> Any:
        """Everything the page holds, as it would be compared with another page's."""
        return self.ask(PICTURE)

    @property
    def path(self) -> str:
        """The address after the host."""
        return str(self.ask("location.pathname + location.search"))


def until(glass: Glass, holds: Callable[[], Any], words: str = "") -> Any:
    """Wait until something holds and return it; the page goes on living meanwhile."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        value = holds()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"never so within {PATIENCE_S} s: {words}\n{glass.complaints}")
        glass.page.wait_for_timeout(50)


@contextmanager
def glass_of(chromium: Browser) -> Iterator[Glass]:
    """A wall-sized page in a context of its own."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    context.set_default_timeout(PATIENCE_S * 1000)
    context.add_init_script(HEAR_VIOLATIONS)
    try:
        yield Glass(context.new_page())
    finally:
        context.close()


def pictures_agree(one: Glass, other: Glass) -> tuple[Any, Any]:
    """Wait for a moment when two pages are at the same record, and hold their facts together.

    Units keep moving between two questions: positions are compared where their times agree.
    """
    found: list[Any] = []

    def look() -> bool:
        found[:] = [one.picture(), other.picture()]
        return all(found[0][key] == found[1][key] for key in ("epoch", "seq"))

    until(one, look, "both at the same record")
    a, b = found
    assert a["entities"].keys() == b["entities"].keys()
    for kind, held in a["entities"].items():
        assert held == b["entities"][kind], kind
    assert a["positions"].keys() == b["positions"].keys()
    for unit_id, row in a["positions"].items():
        fresh = b["positions"][unit_id]
        if row[3] == fresh[3]:
            assert row == fresh
    return a, b
