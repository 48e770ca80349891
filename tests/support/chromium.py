"""One Chromium for all tests of a process that follow each other and want one.

A start costs two seconds of a processor and there are fifty files of such tests. It is ended
before a test that wants none, and with the last file: Playwright's loop runs in the thread of the
tests, and what has a loop of its own could neither start nor end meanwhile.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from tools.browser import FLAGS, chromium_path

if TYPE_CHECKING:
    import pytest
    from playwright.sync_api import Browser

# Pages of so many files leave something behind in the browser itself.
MOST_FILES = 12


class KeptChromium:
    """The browser of this process, started when it is first wanted."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._browser: Browser | None = None
        self._files = 0
        self.is_last = False  # whether the test under way is the last of its process

    def lend(self) -> Browser:
        """The browser, for one more file of tests."""
        if self._browser and (self._files >= MOST_FILES or not self._browser.is_connected()):
            self.end()
        if self._browser is None:
            # Not at the top: every process of the tests reads this file, few drive a browser.
            from playwright.sync_api import sync_playwright

            playwright = self._stack.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
            self._stack.callback(self._browser.close)
        self._files += 1
        return self._browser

    def give_back(self) -> None:
        """A file of tests wants it no more."""
        if self.is_last:
            self.end()

    def end(self) -> None:
        """Close it, if it is open."""
        self._stack.close()
        self._browser, self._files = None, 0


CHROMIUM = KeptChromium()


def is_wanted_by(item: pytest.Item | None) -> bool:
    """Whether a test drives a browser."""
    return "chromium" in getattr(item, "fixturenames", ())
