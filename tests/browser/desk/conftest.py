"""The desk, opened on the stage of a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk_stage import DeskStage
from tests.browser.on_screen import wait
from tests.browser.wall_words import open_page, screen


@pytest.fixture
def page(chromium: Browser, stage: DeskStage) -> Iterator[Page]:
    """The desk, live, with every incident of the stage in its queue."""
    with screen(chromium) as made:
        open_page(made, stage, "/desk")
        wait(made, "onescreen.desk.intake && onescreen.live.freshness().state === 'live'")
        count = len(stage.entities["incident"])
        wait(made, f"document.querySelectorAll('.dq-row').length === {count}")
        yield made
