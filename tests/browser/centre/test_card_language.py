"""What is open on the centre's pages follows the language; what is typed into it stays."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.centre.the_desk import desks
from tests.browser.slow import held_up, wait_for_any
from tools.running import RunningServer

pytestmark = pytest.mark.browser


def test_a_case_follows_the_language_and_keeps_what_is_typed_in_it(
    chromium: Browser, server: RunningServer
):
    with desks(chromium, server, clerk="window_clerk", duty="duty_clerk") as people:
        clerk = people["clerk"]
        code = clerk.brings("噪声扰民", "演示-0481", "演示-0482")
        clerk.page.keyboard.press("Alt+n")
        form = clerk.page.locator(".case-intake form")
        form.locator("textarea[name=claim]").fill("占道经营")
        clerk.page.locator(".switch-language").click()
        expect(form.locator("button[type=submit]").first).not_to_contain_text("登记")
        expect(form.locator("textarea[name=claim]")).to_have_value("占道经营")

        duty = people["duty"]
        duty.form(code, "领导包案").locator("textarea[name=text]").fill("请包案")
        card = duty.page.locator(".case-card")
        duty.page.locator(".switch-language").click()
        expect(card).not_to_contain_text("分流派单")
        expect(card.locator(".case-code")).to_have_text(code)
        lead = card.locator('form[data-ask*=\'"step": "lead"\']')
        expect(lead.locator("textarea[name=text]")).to_have_value("请包案")
        expect(lead.locator("textarea[name=text]")).to_be_visible()  # still unfolded
        duty.page.locator(".switch-language").click()
        expect(card).to_contain_text("分流派单")


def test_mediators_that_were_looked_for_follow_the_language(
    chromium: Browser, server: RunningServer
):
    with desks(chromium, server, duty="duty_clerk") as people:
        page = people["duty"].page
        page.goto(f"{server.url}/centre/mediators")
        page.locator("input[name=q]").first.fill("M0001")
        page.locator("input[name=q]").first.press("Enter")
        card = page.locator("#mediators-card")
        expect(card).not_to_be_empty()
        shown = card.inner_text()
        page.locator(".switch-language").click()
        expect(card).not_to_have_text(shown, use_inner_text=True)


def test_a_row_that_is_pressed_while_others_are_drawn_is_opened(
    chromium: Browser, server: RunningServer
):
    with desks(chromium, server, clerk="window_clerk") as people:
        clerk = people["clerk"]
        code, other = (
            clerk.brings(claim, "演示-0483", "演示-0484") for claim in ("压住的一件", "另一件")
        )
        clerk.open(code)  # the list holds this one alone
        page = clerk.page
        row = page.locator("button.case-row")
        waiting = held_up(page, "centre-view")
        search = page.locator(".case-find input")
        search.fill(other)
        search.press("Enter")
        wait_for_any(page, waiting)
        row.hover()
        page.mouse.down()
        for route in waiting:
            route.continue_()
        page.unroute_all(behavior="ignoreErrors")
        page.wait_for_timeout(1000)
        expect(row).to_contain_text(code)  # not drawn anew under the finger
        page.mouse.up()
        expect(row).to_contain_text(other)
        expect(page.locator(".case-card .case-code")).to_have_text(code)


def test_what_is_pressed_while_something_is_done_is_done_after_it(
    chromium: Browser, server: RunningServer
):
    with desks(chromium, server, clerk="window_clerk") as people:
        clerk = people["clerk"]
        code = clerk.brings("按得太快", "演示-0485", "演示-0486")
        page = clerk.page
        row = page.locator("button.case-row")
        search = page.locator(".case-find input")

        def while_busy(*presses: Callable[[], None]) -> None:
            waiting = held_up(page, "centre-do.data")
            page.keyboard.press("Alt+n")
            wait_for_any(page, waiting)
            expect(page.locator(".is-busy .case-page")).to_have_count(1)
            for press in presses:
                press()
            acts.clear()
            waiting.pop().continue_()
            page.unroute_all(behavior="ignoreErrors")

        acts: list[str] = []
        page.on("request", lambda one: acts.append(one.post_data or ""))
        search.fill(code)
        while_busy(lambda: search.press("Enter"))  # a form
        expect(row).to_have_count(1)
        expect(row).to_contain_text(code)
        while_busy(lambda: page.keyboard.press("Alt+n"), row.click)  # a button; a double press
        expect(page.locator(".case-card .case-code")).to_have_text(code)
        assert [one for one in acts if '"act":"intake"' in one] == []
        while_busy(lambda: page.keyboard.press("Alt+n"))
        expect(page.locator(".is-busy")).to_have_count(0)
        expect(page.locator(".case-intake form")).to_be_visible()
        assert [one for one in acts if '"act":"intake"' in one] == []


TYPES_WHILE_DRAWN = """(text) => {
  const { typed } = window.onescreen;
  const into = typed.into;
  typed.into = (question, answer) => {
    const told = into(question, answer);
    const field = document.querySelector(".case-find input");
    if (question.changedPropIds.includes("centre-view.data")) {
      field.focus();
      document.execCommand("insertText", false, text);
    }
    return told;
  };
}"""


def test_what_is_typed_while_an_answer_is_drawn_stays(chromium: Browser, server: RunningServer):
    with desks(chromium, server, clerk="window_clerk") as people:
        page = people["clerk"].page
        page.evaluate(TYPES_WHILE_DRAWN, "LS2026")
        page.locator(".case-view.is-mine").click()
        expect(page.locator(".case-view.is-mine")).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".case-find input")).to_have_value("LS2026")
        page.wait_for_timeout(300)
        expect(page.locator(".case-find input")).to_have_value("LS2026")
