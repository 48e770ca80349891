"""A plain wage claim is taken in within ninety seconds, typed at five characters a second."""

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
MS_FOR_A_CHARACTER = 200
MOST_S = 90
# Counted in the page: what is pressed, and that no pointer is used.
COUNTING = """
window.counted = { stops: 0, pointers: 0 };
document.addEventListener("keydown", (event) => {
  if (["Control", "Shift", "Alt"].includes(event.key)) return;
  if (event.key === "Tab" || (event.key === "Enter" && !event.ctrlKey)) window.counted.stops += 1;
}, true);
document.addEventListener("pointerdown", () => (window.counted.pointers += 1), true);
"""


class Clerk:
    """Somebody who types, and never touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.characters = 0

    def press(self, key: str) -> None:
        """A key, as long as a character takes."""
        self.page.wait_for_timeout(MS_FOR_A_CHARACTER)
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Words, character by character."""
        self.characters += len(text)
        self.page.keyboard.type(text, delay=MS_FOR_A_CHARACTER)

    def go_on(self) -> None:
        """Enter, and wait until the next field has the focus."""
        here = self.page.evaluate("document.activeElement.id")
        self.press("Enter")
        self.page.wait_for_function("here => document.activeElement.id !== here", arg=here)

    def go_to(self, field: str) -> None:
        """Enter until a field is reached."""
        for _ in range(20):
            if self.page.evaluate("document.activeElement.getAttribute('name')") == field:
                return
            self.go_on()
        raise AssertionError(field)

    def pick(self, typed: str, shown: str) -> None:
        """Type into a list until what is wanted is marked, and take it."""
        self.write(typed)
        expect(self.page.locator("[data-combobox-selected]:visible")).to_contain_text(shown)
        self.go_on()


def test_a_wage_claim_is_taken_in_by_keyboard_within_ninety_seconds(
    chromium: Browser, server: RunningServer
):
    with screen(chromium, 1366, 768) as page:
        cookie = {"name": "onescreen", "value": server.sign_in("window_clerk")}
        page.context.add_cookies([cookie | {"url": server.url}])
        page.add_init_script(COUNTING)
        page.goto(f"{server.url}/centre")
        expect(page.locator(".case-views")).to_be_visible()
        clerk = Clerk(page)
        begun = time.monotonic()
        page.keyboard.press("Alt+n")
        expect(page.locator("input[name=name-1]")).to_be_focused()
        clerk.write("演示工人甲")
        clerk.go_on()
        clerk.write("13700004170")
        clerk.go_on()
        clerk.go_on()  # no identity number; the side of the next row stays: against whom
        clerk.go_on()
        clerk.pick("单位", "单位")
        clerk.write("演示建筑工程公司")
        clerk.go_to("claim")
        clerk.write("2026年6月至8月在演示工地做木工，工资36000元至今未付，要求付清。")
        clerk.press("Tab")
        clerk.pick("tqnmg", "拖欠农民工")
        clerk.go_to("amount")
        clerk.write("36000")
        clerk.press("Control+Enter")
        expect(page.locator("#centre-says")).to_contain_text("已登记")
        took = time.monotonic() - begun
        counted = page.evaluate("window.counted")
        told = f"{took:.0f} s, {clerk.characters} characters, {counted['stops']} tab stops"
        print(told)
        assert counted["pointers"] == 0
        assert took < MOST_S, told
        page.get_by_text("打开案件").press("Enter")
        card = page.locator(".case-card")
        for words in ("演示工人甲", "演示建筑工程公司", "拖欠农民工", "36,000.00"):
            expect(card).to_contain_text(words)
