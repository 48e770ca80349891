"""The rota as its people use it: a swap asked for and agreed to, an absence, who stands in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.centre.test_queue import asked, seated
from tools.running import RunningServer

pytestmark = pytest.mark.browser
ROTA = "/api/v1/centre/rota"


def shown(page: Page, day: str) -> None:
    """The rota of a day."""
    page.locator("input[name=day]").first.fill(day)
    page.get_by_role("button", name="查看").click()
    expect(page.locator("#rota-body")).to_contain_text(f"{day} 的排班")


def row(page: Page, window: str) -> Locator:
    return page.locator("#rota-body tbody tr").filter(has_text=window).first


def opened(page: Page, window: str) -> Locator:
    """What may be done with the row of a window."""
    row(page, window).get_by_role("button", name="办理").click()
    card = page.locator("#rota-card .admin-card")
    expect(card).to_contain_text(window)
    return card


def test_two_swap_one_is_absent_and_another_stands_in(chromium: Browser, server: RunningServer):
    day = str((datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=40)).date())
    server.sign_in("window_clerk")
    server.sign_in("body_officer")
    for window, account in (("01", "test-window-clerk"), ("05", "test-body-officer")):
        planned = {"day": day, "half": "morning", "window": window, "unit": "justice",
                   "account": account}  # fmt: skip
        asked(server, "duty_clerk", ROTA, planned)
    says = "#rota-says"
    with seated(chromium, server, "window_clerk", "/centre/rota") as page:
        shown(page, day)
        card = opened(page, "综合受理一窗")
        card.locator("form").nth(1).get_by_role("button", name="申请换班").click()
        expect(page.locator(says)).to_contain_text("待对方同意")
    with seated(chromium, server, "body_officer", "/centre/rota") as page:
        shown(page, day)
        page.get_by_role("button", name="同意与 test-window-clerk 换班").click()
        expect(page.locator(says)).to_have_text("已换班")
        expect(row(page, "综合受理一窗")).to_contain_text("test-body-officer")
        card = opened(page, "综合受理一窗")
        card.locator("input[name=reason]").fill("演示：外出培训")
        card.get_by_role("button", name="登记缺勤").click()
        expect(row(page, "综合受理一窗")).to_contain_text("缺勤")
    with seated(chromium, server, "duty_clerk", "/centre/rota") as page:
        shown(page, day)
        card = opened(page, "综合受理一窗")
        card.locator("input[name=name]").fill("演示-0009")
        card.get_by_role("button", name="安排顶班").click()
        expect(page.locator(says)).to_have_text("已安排顶班")
        expect(row(page, "综合受理一窗")).to_contain_text("替 test-body-officer")
        opened(page, "综合受理一窗").get_by_role("button", name="变动记录").click()
        expect(page.locator("#rota-card")).to_contain_text("演示：外出培训")
