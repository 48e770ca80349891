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
        expect(page.locator(".case-views")).to_be_visible()
        page.keyboard.press("Alt+n")
        first = page.locator("input[name=name-1]")
        expect(first).to_be_focused()
        expect(first).to_have_value("")
        press, write = page.keyboard.press, page.keyboard.type

        def go_on() -> None:
            """Enter, and wait until the next field has the focus."""
            here = page.evaluate("document.activeElement.id")
            press("Enter")
            page.wait_for_function("here => document.activeElement.id !== here", arg=here)

        def pick(typed: str, shown: str) -> None:
            """Type into a list until what is wanted is marked, and take it."""
            write(typed)
            expect(page.locator("[data-combobox-selected]:visible")).to_contain_text(shown)
            go_on()

        write("演示代表甲")
        go_on()
        write("13700001111")
        for _ in range(3):
            press("Shift+Tab")
        pick("代表", "代表人")  # the side; the row is gone through by Enter
        expect(page.locator("input[name=role-1]")).to_have_value("representative")
        for _ in range(4):
            go_on()
        go_on()  # the side of the second row stays: who is claimed against
        pick("单位", "单位")
        write("演示建筑公司")
        page.locator("textarea[name=claim]").focus()
        write("拖欠工资三个月")
        press("Tab")
        pick("tqnmg", "拖欠农民工")  # the category by its initials
        write("12")
        go_on()
        pick("万", "万元")
        write("12")
        page.get_by_label("特别标记").first.click()
        press("ArrowDown")
        press("Enter")
        expect(page.locator("input[name=flags]")).to_have_value("minors")
        press("ArrowDown")  # from the first again
        press("ArrowDown")
        press("Enter")
        press("Escape")
        expect(page.locator("input[name=flags]")).to_have_value("minors,violence")
        press("Control+Enter")
        said = page.locator("#centre-says")
        expect(said).to_contain_text("已登记")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_text("打开案件").press("Enter")
        card = page.locator(".case-card")
        for words in (
            "演示代表甲",
            "代表人",
            "演示建筑公司",
            "涉未成年人",
            "120,000.00",
            "拖欠农民工",
        ):
            expect(card).to_contain_text(words)
        slip = page.request.get(f"{server.url}{card.get_by_text('打印回执').get_attribute('href')}")
        assert slip.ok
        assert slip.body().startswith(b"%PDF-")


def test_what_is_typed_outlives_the_page_and_is_shown_to_its_typist_alone(
    chromium: Browser, server: RunningServer
):
    with screen(chromium, 1366, 768) as page:

        def comes_in(name: str) -> None:
            cookie = {"name": "onescreen", "value": server.sign_in("window_clerk", name)}
            page.context.add_cookies([cookie | {"url": server.url}])
            page.goto(f"{server.url}/centre")
            expect(page.locator(".case-views")).to_be_visible()
            page.keyboard.press("Alt+n")
            expect(page.locator("input[name=name-1]")).to_be_focused()

        comes_in("typist")
        page.get_by_label("性质", exact=True).first.click()
        page.locator("[role=option]:visible", has_text="单位").first.click()
        expect(page.locator("input[name=kind-1]")).to_have_value("firm")
        page.locator("input[name=name-1]").fill("演示建筑公司")
        page.locator("textarea[name=claim]").fill("拖欠工资")
        page.keyboard.type("三个月")
        comes_in("typist")  # at once: the server has heard of nothing yet
        expect(page.locator("textarea[name=claim]")).to_have_value("拖欠工资三个月")
        expect(page.locator("input[name=name-1]")).to_have_value("演示建筑公司")
        expect(page.locator("input[name=kind-1]")).to_have_value("firm")
        comes_in("somebody-else")
        expect(page.locator("textarea[name=claim]")).to_have_value("")
        comes_in("typist")  # what was told to the server meanwhile is there
        expect(page.locator("textarea[name=claim]")).to_have_value("拖欠工资三个月")
