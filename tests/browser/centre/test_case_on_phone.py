"""A party opens their case on a phone by the address of their slip, reads it and rates it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from domain.access.callers import Caller
from tests.browser.centre.served import Served
from tests.browser.wall_words import screen
from tests.centre.the_centre import CLAIM, NAME

pytestmark = pytest.mark.browser
CLERK = Caller("window", "window_clerk", department="governance")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("case-on-phone"))
    yield made
    made.stop()


# What this page has loaded, in bytes, unpacked.
WEIGHT = """
["navigation", "resource"]
    .flatMap((kind) => performance.getEntriesByType(kind))
    .reduce((sum, one) => sum + one.decodedBodySize, 0)
"""


@pytest.mark.parametrize("size", [(390, 844), (320, 640)])
def test_a_party_reads_their_case_on_a_phone_and_rates_it(
    chromium: Browser, served: Served, size: tuple[int, int]
):
    centre = served.centre
    code = served.run(centre.handled(f"phone {size}"))
    slip = served.run(centre.parts.party_slips.print(code, "", CLERK))
    with screen(chromium, *size) as page:
        page.goto(slip.printed.address)
        page.get_by_label("手机号后四位").fill("0000")
        page.get_by_role("button", name="查询").click()
        expect(page.get_by_role("alert")).to_contain_text("未能查到")
        page.get_by_label("手机号后四位").fill("4170")
        page.keyboard.press("Enter")
        expect(page.locator(".phase")).to_have_text("正在办理")
        body = page.locator("body")
        for wanted in (code, "0561-0000001", "劳动合同"):
            expect(body).to_contain_text(wanted)
        for hidden in (CLAIM, NAME):
            expect(body).not_to_contain_text(hidden)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name="English").click()
        expect(page.locator(".phase")).to_have_text("Being handled")
        page.get_by_role("button", name="中文").click()
        served.run(centre.done(code, "mediates", "fail", text="谈不拢", remedy="court"))
        page.goto(slip.printed.address)
        page.get_by_label("手机号后四位").fill("4170")
        page.keyboard.press("Enter")
        expect(page.locator(".phase")).to_have_text("已办理完毕")
        page.get_by_role("radio", name="5").check()
        page.get_by_label("想说的话").fill("办得快")
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_role("status")).to_contain_text("5 分")
        assert page.context.cookies() == []
        assert page.evaluate("document.scripts.length") == 0
        assert 2_000 < page.evaluate(WEIGHT) < 150_000
