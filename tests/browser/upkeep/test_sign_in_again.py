"""A page whose session has lain still says so, leads to sign in, and keeps what was typed."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect
from pysqlite3 import dbapi2 as sqlite

from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
DAY_MS = 24 * 3600 * 1000
SAYS = {
    "zh": "登录已失效，请重新登录后再操作；填写的内容还在这里。",
    "en": "Your sign-in has ended: sign in again and repeat; what you filled in is still here.",
}
# Where a page keeps what is typed, and how it is sent.
PAGES = {
    "/admin/keys": "form [name=name]",
    "/admin/checklists?class=fire": "[data-lines] [data-field=text] input",
}


def shift(server: RunningServer, token: str, by_ms: int) -> None:
    """Move the moment somebody last used a session."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    with closing(sqlite.connect(server.data_dir / "demo" / "facts.db", timeout=20)) as kept:
        changed = kept.execute(
            "UPDATE session SET seen_at = seen_at + ? WHERE token_hash = ?", [by_ms, hashed]
        )
        kept.commit()
        assert changed.rowcount == 1


@contextmanager
def lain_still(server: RunningServer, token: str, page: Page) -> Iterator[None]:
    """As after a day without a press; what the server remembers of a session it soon asks again."""
    shift(server, token, -DAY_MS)
    page.wait_for_timeout(6000)
    try:
        yield
    finally:
        shift(server, token, DAY_MS)


class Typed:
    """A page of administration in a language, with something typed into it."""

    def __init__(self, page: Page, server: RunningServer, path: str, language: str) -> None:
        self.page, self.path, self.language = page, path, language
        page.goto(f"{server.url}{path}{'&' if '?' in path else '?'}lang={language}")
        self.field = page.locator(PAGES[path]).first
        self.field.fill(f"七号机房 {language}")
        self.says = page.locator(".working-lost")

    def send(self) -> None:
        self.field.press("Control+Enter" if "class" in self.path else "Enter")

    def is_told_of_the_end(self) -> None:
        self.send()
        expect(self.says).to_contain_text(SAYS[self.language])
        expect(self.field).to_have_value(f"七号机房 {self.language}")
        href = self.says.locator("a").get_attribute("href") or ""
        assert href.startswith("/login?ended=1&next=%2Fadmin%2F")
        assert self.page.evaluate(
            "fetch('/_dash-update-component', {method: 'POST', body:"
            """ '{"changedPropIds":["admin-bell-clock.n_intervals"]}'}).then((a) => a.status)"""
        ) == (204)


def test_pages_of_administration_say_so_and_keep_what_was_typed(
    chromium: Browser, server: RunningServer
):
    """Every page in every language at once: the server is waited for twice, not eight times."""
    token = server.sign_in("system_admin")
    with ExitStack() as stack:
        opened = []
        for path, language in product(PAGES, SAYS):
            page = stack.enter_context(screen(chromium, 1366, 768))
            cookie = {"name": "onescreen", "value": token, "url": server.url}
            page.context.add_cookies([cookie])
            opened.append(Typed(page, server, path, language))
        with lain_still(server, token, page):
            for one in opened:
                one.is_told_of_the_end()
        page.wait_for_timeout(6000)
        # Signed in again beside it, the same is done when it is pressed again.
        for one in opened:
            one.send()
            expect(one.says).to_have_count(0)


def test_figures_say_so_too(chromium: Browser, server: RunningServer):
    with screen(chromium, 1366, 768) as page:
        page.goto(f"{server.url}/area/340604?period=7d")
        page.wait_for_selector(".chart-box .bars path")
        page.route(
            "**/_dash-update-component*",
            lambda route: route.fulfill(status=401, json={"error": {"code": "unauthorized"}}),
        )
        page.locator(".tile-open").first.click()
        expect(page.locator(".working-lost")).to_contain_text(SAYS["zh"])
        href = page.locator(".working-lost a").get_attribute("href") or ""
        assert href.startswith("/login?ended=1&next=%2Farea%2F340604")


def test_a_server_that_does_not_answer_is_told(chromium: Browser, server: RunningServer):
    with screen(chromium, 1366, 768) as page:
        page.goto(f"{server.url}/area/340604?period=7d")
        page.wait_for_selector(".chart-box .bars path")
        page.context.set_offline(True)
        page.locator(".tile-open").first.click()
        expect(page.locator(".working-lost")).to_contain_text("连不上服务器")
        page.context.set_offline(False)
        page.locator(".tile-open").first.click()
        expect(page.locator(".working-lost")).to_have_count(0)


def test_the_account_page_leads_to_a_page_that_says_so(chromium: Browser, server: RunningServer):
    token = server.sign_in("leader")
    with screen(chromium, 1366, 768) as page:
        page.context.add_cookies([{"name": "onescreen", "value": token, "url": server.url}])
        page.goto(server.url + "/account")
        with lain_still(server, token, page):
            page.fill("[name=old]", "x")
            page.fill("[name=new]", "seven quiet herons wade on")
            page.fill("[name=again]", "seven quiet herons wade on")
            page.keyboard.press("Enter")
            expect(page.locator(".entrance-note")).to_have_text("登录已失效，请重新登录。")
            expect(page.locator("[name=next]")).to_have_value("/account")
