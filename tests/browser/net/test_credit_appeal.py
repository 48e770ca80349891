"""A deduction is told, appealed against and taken back in a browser; the worker sees why."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.serving.bundles import Bundles, read_bundles
from settings import ROOT
from tests.browser.centre.served import Served
from tests.browser.wall_words import screen
from tests.net.credit.the_credit import FIRST, TheCredit

pytestmark = pytest.mark.browser
PATH = "/net/credit"
SAYS, BODY = "#net_credit-says", "#net_credit-body"


class WithScripts(TheCredit):
    """The same, with the scripts a browser runs."""

    @staticmethod
    def bundles() -> Bundles:
        return read_bundles(ROOT / "assets")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("credit"), WithScripts)
    yield made
    made.stop()


def opened(page: Page, served: Served, who: str, book: str = "") -> Page:
    """The page as somebody sees it, at one of its books."""
    page.context.clear_cookies()
    cookie: Any = {"name": "onescreen", "value": served.centre.tokens[who], "url": served.url}
    page.context.add_cookies([cookie])
    page.goto(served.url + PATH)
    if book:
        page.locator(f"{BODY} .case-views").get_by_role("button", name=book).click()
    return page


def test_a_deduction_is_appealed_and_reversed_by_another_person(chromium: Browser, served: Served):
    with screen(chromium, 1366, 768) as page:
        opened(page, served, "lives")
        page.locator("summary", has_text="告知扣分").click()
        form = page.locator("details[open] form")
        for name, value in (
            ("person", "walks"),
            ("day", FIRST.isoformat()),
            ("evidence", "photo:1"),
        ):
            form.locator(f"input[name={name}]").fill(value)
        form.locator("textarea[name=reason]").fill("现场与上报不符")
        form.get_by_role("button", name="告知扣分").click()
        expect(page.locator(SAYS)).to_contain_text("已告知")

        opened(page, served, "walks")
        expect(page.locator(BODY)).to_contain_text("已告知，未生效")
        page.locator(f"{BODY} textarea[name=text]").fill("当时已处置，有照片")
        page.get_by_role("button", name="提出申诉").click()
        expect(page.locator(SAYS)).to_contain_text("申诉已提出")

        # whoever gave notice is offered no decision; somebody of the centre is
        opened(page, served, "lives", "扣分与申诉")
        expect(page.locator(BODY)).to_contain_text("当时已处置，有照片")
        expect(page.get_by_role("button", name="作出决定")).to_have_count(0)
        opened(page, served, "centre", "扣分与申诉")
        page.locator(f"{BODY} textarea[name=reason]").fill("照片属实")
        page.get_by_role("button", name="作出决定").click()
        expect(page.locator(SAYS)).to_contain_text("已作出决定")

    with screen(chromium, 390, 844) as page:
        opened(page, served, "walks")
        body = page.locator(BODY)
        for wanted in ("已撤销", "照片属实", "冲回", "无故未按期关爱走访 v1"):
            expect(body).to_contain_text(wanted)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
