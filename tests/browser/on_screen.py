"""Words shared by the browser's tests: open a screen, ask it, wait for it."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.mock_server import Mock

PATIENCE_MS = 30_000


def open_screen(page: Page, mock: Mock, query: str = "") -> None:
    """Open the page and wait until its picture and its map stand."""
    page.goto(mock.url + "/" + query)
    wait(page, "window.onescreen && onescreen.picture.seq !== null")
    wait(page, "onescreen.areas.byCode.size > 0 && onescreen.mapLive.layer")
    wait(page, "onescreen.mapLive.layer.map._loaded && onescreen.mapLabels.placed().length > 0")
    # The layers come in any order and put their canvas into the page with the first of them.
    wait(page, "['340604', '340604001', '340604001001'].every(onescreen.mapStyle.feature)")
    wait(page, "onescreen.mapStyle.feature('340604001001001')")


def wait(page: Page, claim: str) -> None:
    """Wait until a JavaScript claim holds."""
    page.wait_for_function(claim, timeout=PATIENCE_MS)


def ask(page: Page, question: str, given: Any = None) -> Any:
    """The value of a JavaScript expression, or of a function of `given`."""
    return page.evaluate(question, given)


def numbers(page: Page) -> list[str]:
    """The incidents in the page's picture, in order."""
    return sorted(ask(page, "Array.from(onescreen.picture.entities.incident.keys())"))
