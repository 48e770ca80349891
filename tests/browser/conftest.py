"""A Chromium for each module of tests, and a page on the scripted server for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.mock_server import Mock
from tests.browser.on_screen import PATIENCE_MS
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import screen
from tools.browser import FLAGS, chromium_path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        expect.set_options(timeout=PATIENCE_MS)
        yield browser
        expect.set_options(timeout=None)
        browser.close()


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
