"""A body asks who fits a case, reads why, chooses, plans a session and writes it down."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser


def sent(server: RunningServer, page: Page, role: str, path: str, body: dict[str, Any]) -> Any:
    """What a clerk of another window has told the centre."""
    cookie = f"onescreen={server.sign_in(role)}"
    headers = {"cookie": cookie, "origin": server.url}
    answer = page.request.post(f"{server.url}{path}", data=body, headers=headers)
    assert answer.ok, answer.text()
    return answer.json()


def a_case_in_hand(server: RunningServer, page: Page, key: str) -> str:
    people = [
        {"name": "演示业主", "phone": "13700001111"},
        {"role": "respondent", "party": "firm", "name": "演示物业公司"},
    ]
    told = {"key": key, "window": "01", "category": "property_service", "claim": "演示漏水"}
    case = sent(server, page, "window_clerk", "/api/v1/cases", told | {"parties": people})
    code = str(case["code"])
    steps = f"/api/v1/cases/{code}/steps"
    sent(server, page, "duty_clerk", steps, {"step": "route", "body": "people_mediation"})
    sent(server, page, "body_officer", steps, {"step": "accept"})
    return code


def choose(form: Locator, page: Page, label: str, shown: str) -> None:
    """Pick one of the options of a field."""
    form.get_by_role("textbox", name=label).click()
    page.get_by_role("option", name=shown, exact=True).click()


def next_workday() -> date:
    day = datetime.now(UTC).date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def test_a_mediator_is_matched_chosen_and_sits(chromium: Browser, server: RunningServer):
    with screen(chromium, 1366, 768) as page:
        code = a_case_in_hand(server, page, "browser-match")
        page.context.clear_cookies()
        cookie = {"name": "onescreen", "value": server.sign_in("body_officer")}
        page.context.add_cookies([cookie | {"url": server.url}])
        page.goto(f"{server.url}/centre")
        page.locator("#centre-body").get_by_text(code).first.click()
        section = page.locator("#case-mediation")
        section.locator("#match > summary").click()
        expect(section.locator("#why-first")).to_contain_text(re.compile("之前|按编号排序"))
        first = section.locator("#match .admin-table tbody tr").first
        expect(first).to_contain_text("✓ 擅长此类纠纷")
        expect(first).to_contain_text("在办 0 件")
        section.locator("#match").get_by_role("button", name="选定", exact=True).click()
        expect(page.locator("#centre-says")).to_contain_text("已选定调解员")

        section.locator("#plan-session > summary").click()
        plan = section.locator("#plan-session form")
        plan.locator("input[name=begins_day]").fill(str(next_workday()))
        plan.get_by_role("button", name="安排").click()
        expect(page.locator("#centre-says")).to_contain_text("已安排")

        record = section.locator("[id^=write-S-]")
        record.locator("summary").click()
        form = record.locator("form")
        form.locator("textarea[name=facts]").fill("演示：楼上漏水")
        form.get_by_role("button", name="保存记录").click()
        expect(page.locator("#centre-says")).to_contain_text("逐一登记")
        for party in ("演示业主", "演示物业公司"):
            choose(form, page, f"{party} 的意见", "同意")
        form.locator("textarea[name=positions]").fill("物业愿赔 500 元")
        form.locator("textarea[name=undisputed]").fill("漏水属实")
        form.get_by_role("button", name="保存记录").click()
        expect(page.locator("#centre-says")).to_contain_text("已保存调解记录")
        expect(section).to_contain_text("无争议事实（可交法院）")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
