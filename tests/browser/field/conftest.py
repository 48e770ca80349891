"""The field on the shared server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.field.served import Served, served_on
from tools.running import RunningServer


@pytest.fixture(scope="module")
def served(server: RunningServer, chromium: Browser) -> Iterator[Served]:
    """The desk and the field, for the tests of one file."""
    with served_on(server, chromium) as made:
        yield made
