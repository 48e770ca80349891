"""A page that is lent to test after test: opening a screen in it costs a third of a new one.

What a test leaves behind is taken away before the next one: storage, routes, size, media, network.
A page with what cannot be taken away — a script for every document, a clock, a failed test's
mess — is closed instead.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Frame, Page
from playwright.sync_api import Error as BrowserError

PATIENCE_MS = 30_000
_LASTING = ("add_init_script", "expose_function", "expose_binding")
_TIME_IS_REAL = "/native code/.test(String(Date.now)) && /native code/.test(String(Date))"
_FORGET = "localStorage.clear(), sessionStorage.clear(), window.name = ''"


class KeptPage:
    """One page in a context of its own, and what a test did to it for good."""

    def __init__(self, browser: Browser, options: dict[str, Any]) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.is_spoilt = False
        self._origins: set[str] = set()
        self.page.on("framenavigated", self._went)
        for made in (self.page, self.context):
            for name in _LASTING:
                setattr(made, name, self._spoiling(getattr(made, name)))

    def _spoiling(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def marked(*given: Any, **more: Any) -> Any:
            self.is_spoilt = True
            return act(*given, **more)

        return marked

    def _went(self, frame: Frame) -> None:
        address = urlsplit(frame.url)
        if frame == self.page.main_frame and address.scheme in {"http", "https"}:
            self._origins.add(f"{address.scheme}://{address.netloc}")

    def clean(self) -> None:
        """Take away what a test left; a page that does not obey any more is spoilt."""
        try:
            self._clean()
        except BrowserError:
            self.is_spoilt = True

    def _clean(self) -> None:
        self.context.set_offline(False)
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        for routed in (self.page, self.context):
            routed.unroute_all(behavior="ignoreErrors")
        self.page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
        for origin in self._origins:
            self.page.goto(f"{origin}/nothing", timeout=5_000)
            self.page.evaluate(_FORGET)
        self._origins.clear()
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.goto("about:blank", timeout=5_000)
        self.is_spoilt = self.is_spoilt or not self.page.evaluate(_TIME_IS_REAL)
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.page.emulate_media(
            media="null", color_scheme="null", reduced_motion="null", forced_colors="null"
        )
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.mouse.move(0, 0)


_spare: WeakKeyDictionary[Browser, list[tuple[dict[str, Any], KeptPage]]] = WeakKeyDictionary()


@contextmanager
def lent_page(browser: Browser, width: int, height: int, **options: Any) -> Iterator[Page]:
    """A page as good as new, of a size; two lent at once are two pages with nothing in common."""
    spare = _spare.setdefault(browser, [])
    at = next((i for i, (made_with, _) in enumerate(spare) if made_with == options), None)
    kept = KeptPage(browser, options) if at is None else spare.pop(at)[1]
    try:
        kept.page.set_viewport_size({"width": width, "height": height})
        yield kept.page
    except BaseException:
        kept.is_spoilt = True
        raise
    finally:
        if not kept.is_spoilt:
            kept.clean()
        if kept.is_spoilt:
            kept.context.close()
        else:
            spare.append((options, kept))


def forget_pages(browser: Browser) -> None:
    """Close what the tests of a file left open, but for one page that the next file is lent."""
    plain = [(options, kept) for options, kept in _spare.get(browser, []) if not options][:1]
    _spare[browser] = plain
    for context in browser.contexts:
        if not any(context is kept.context for _, kept in plain):
            context.close()
