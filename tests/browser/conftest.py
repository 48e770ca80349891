"""The Chromium of the process, and a page on the scripted server for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.kept_page import forget_pages
from tests.browser.mock_server import Mock
from tests.browser.on_screen import PATIENCE_MS
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import screen
from tests.support.chromium import CHROMIUM


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    browser = CHROMIUM.lend()
    expect.set_options(timeout=PATIENCE_MS)
    yield browser
    expect.set_options(timeout=None)
    forget_pages(browser)
    CHROMIUM.give_back()


@pytest.fixture
def mock() -> Iterator[Mock]:
    with Mock() as server:
        yield server


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page of 1000 × 800; whatever the page throws fails the test."""
    with screen(chromium, 1000, 800) as made:
        yield made


@pytest.fixture
def stage() -> Iterator[Stage]:
    """The product's own pages over a believable moment."""
    made = Stage()
    made.populate()
    with made:
        yield made


@pytest.fixture
def wall(chromium: Browser) -> Iterator[Page]:
    """An empty page of the size of a wall; whatever it throws fails the test."""
    with screen(chromium) as made:
        yield made
