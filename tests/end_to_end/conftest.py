"""The Chromium of the process, glasses to look through, and a machine that reports."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.glass import PATIENCE_S, Glass, glass_of
from tests.end_to_end.machine import Machine, machine_of
from tests.support.chromium import CHROMIUM
from tools.running import RunningServer


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    browser = CHROMIUM.lend()
    expect.set_options(timeout=PATIENCE_S * 1000)
    yield browser
    expect.set_options(timeout=None)
    for context in browser.contexts:
        context.close()
    CHROMIUM.give_back()


@pytest.fixture
def look(chromium: Browser) -> Iterator[Callable[[], Glass]]:
    """Makes pages in contexts of their own, closed after the test."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(glass_of(chromium))


@pytest.fixture
def machine(server: RunningServer) -> Iterator[Machine]:
    """A machine that reports to the shared server."""
    with machine_of(server) as made:
        yield made
