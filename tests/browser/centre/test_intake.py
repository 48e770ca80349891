"""A case is taken in by keyboard alone: a group, its representatives, flags; then its slip."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_a_group_is_taken_in_by_keyboard_alone(
    chromium: Browser, server: RunningServer, size: tuple[int, int]
):
    with screen(chromium, *size) as page:
        cookie = {"name": "onescreen", "value": server.sign_in("window_clerk")}
        page.context.add_cookies([cookie | {"url": server.url}])
        page.goto(f"{server.url}/centre")
        page.locator("textarea[name=applicants]").focus()
        press, write = page.keyboard.press, page.keyboard.type
        press("Tab")
        write("演示代表甲 13700001111")
        press("Enter")
        write("演示代表乙")
        press("Tab")
        write("单位：演示建筑公司")
        press("Tab")
        write("拖欠工资三个月")
        press("Tab")  # the category stays
        press("Tab")
        write("120000")
        press("Tab")
        write("12")
        for _ in range(3):  # matter and channel stay
            press("Tab")
        press("ArrowDown")
        press("Enter")
        press("ArrowDown")
        press("Enter")
        press("Escape")
        expect(page.locator("input[name=flags]")).to_have_value("minors,violence")
        for _ in range(3):  # no accused bodies, no incident
            press("Tab")
        press("Tab")
        press("Enter")
        said = page.locator("#centre-says")
        expect(said).to_contain_text("已登记")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        code = said.inner_text().partition("：")[2].partition("；")[0]
        row = page.locator("tr", has_text=code)
        row.get_by_role("button", name="打开").focus()
        press("Enter")
        card = page.locator(".case-card")
        for words in ("演示代表甲", "演示代表乙", "演示建筑公司", "涉未成年人"):
            expect(card).to_contain_text(words)
        slip = page.request.get(f"{server.url}{card.get_by_text('打印回执').get_attribute('href')}")
        assert slip.ok
        assert slip.body().startswith(b"%PDF-")
