"""A slow machine, made on purpose: a slower browser, questions that wait to be answered."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route

from tests.browser.on_screen import PATIENCE_MS

SIX_TIMES = 6
QUESTIONS = re.compile(r"/_dash-update-component")


@contextmanager
def slowed(page: Page, times: int = SIX_TIMES) -> Iterator[None]:
    """The page's scripts take so many times as long."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})
    try:
        yield
    finally:
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        session.detach()


def held_up(page: Page, words: str) -> list[Route]:
    """Questions of Dash with these words in them, kept until they are let go."""
    kept: list[Route] = []

    def hold(route: Route) -> None:
        if words in (route.request.post_data or ""):
            kept.append(route)
        else:
            route.fallback()

    page.route(QUESTIONS, hold)
    return kept


def wait_for_any(page: Page, kept: list[Route]) -> None:
    """Wait until a question is held up."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < end:
        if kept:
            return
        page.wait_for_timeout(50)
    raise AssertionError("nothing was asked")
