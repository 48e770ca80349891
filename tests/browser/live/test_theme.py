"""The room's theme: switched in the header, kept by the browser, told by the address."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.mock_server import ASSETS
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import open_page, screen

pytestmark = pytest.mark.browser
GROUND = "getComputedStyle(document.body).backgroundColor"
FILL = "getComputedStyle(document.querySelector('.queue-row .symbol path')).stroke"
THEME = (ASSETS / "pages" / "entrance" / "theme.js").read_text("utf-8")
ROOM = f"<!doctype html><script>{THEME}</script>"
BRIGHT, DARK = "rgb(230, 237, 245)", "rgb(6, 18, 31)"


def theme_of(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.theme"))


def at_hour(page: Page, hour: int) -> None:
    """The page's clock stands at an hour of the district's day."""
    page.add_init_script(f"Date.now = () => Date.UTC(2026, 10, 23, {hour - 8})")


def test_a_room_is_switched_without_a_new_page_and_stays_as_it_was_left(chromium: Browser):
    with Stage() as stage, screen(chromium) as page:
        stage.populate()
        open_page(page, stage)
        page.wait_for_selector(".queue-row")
        page.evaluate("window.isTheSamePage = true")
        edge = page.evaluate(FILL)
        assert page.evaluate(GROUND) == DARK
        page.click(".switch-theme")
        wait(page, f"({GROUND}) === '{BRIGHT}'")
        wait(page, "onescreen.token('--ground') === '#e6edf5'")
        page.wait_for_function(f"(edge) => ({FILL}) !== edge", arg=edge)
        assert page.evaluate("window.isTheSamePage")
        open_page(page, stage, "/?lang=en")
        assert theme_of(page) == "bright"
        expect(page.locator(".switch-theme")).to_have_attribute("title", "Colours for a dark room")

        open_page(page, stage, "/?theme=dark")
        assert page.evaluate(GROUND) == DARK
        page.click(".switch-theme")
        wait(page, "location.search === '?theme=bright'")


@pytest.mark.parametrize(
    ("hour", "theme"), [(6, "dark"), (7, "bright"), (18, "bright"), (19, "dark")]
)
def test_a_room_may_follow_the_day(chromium: Browser, hour: int, theme: str):
    with screen(chromium) as page:
        at_hour(page, hour)
        page.route(
            "http://room/**", lambda route: route.fulfill(body=ROOM, content_type="text/html")
        )
        page.goto("http://room/?theme=schedule")
        assert theme_of(page) == theme
