"""The enterprise station in a browser: the demo's figures, a firm registered, a wrong code told."""

import re

import pytest
from playwright.sync_api import Browser, expect

from domain.centre.firms.seed import demo_code
from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (390, 844)])
def test_the_station_shows_its_figures_and_takes_a_firm_in(
    chromium: Browser, server: RunningServer, size: tuple[int, int]
):
    with screen(chromium, *size) as page:
        cookie = {"name": "onescreen", "value": server.sign_in("duty_clerk")}
        page.context.add_cookies([cookie | {"url": server.url}])
        page.goto(f"{server.url}/centre/firms")
        tiles = page.locator(".figure-tiles")
        for wanted in ("13 件", "21,000,000.00 元", "10,000,000.00 元", "11 家"):
            expect(tiles).to_contain_text(wanted)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        # one book at a time, a page of rows: six screens of a phone at most
        assert page.evaluate("document.documentElement.scrollHeight") < 6 * 844
        search = page.get_by_label("在各台账中查找")
        search.fill("免罚清单")
        search.press("Enter")
        expect(page.locator(".case-section")).to_contain_text("轻微违法违规行为免罚清单")
        page.get_by_role("button", name="显示全部").click()
        expect(page.get_by_role("button", name="显示全部")).to_have_count(0)
        page.locator(".case-views").get_by_role("button", name=re.compile(r"^企业\s*\d")).click()
        page.get_by_text("登记企业", exact=True).first.click()
        form = page.locator("details[open] form").first
        code = demo_code(950 + size[0] % 40)
        for name, value in (("name", f"浏览器企业{size[0]}"), ("industry", "物流"), ("staff", "9")):
            form.locator(f"input[name={name}]").fill(value)
        form.locator("input[name=credit_code]").fill(code[:-1] + ("0" if code[-1] != "0" else "1"))
        form.get_by_role("button", name="保存企业").click()
        expect(page.locator("#firms-says")).to_contain_text("校验位不符")
        form.locator("input[name=credit_code]").fill(code)
        form.get_by_role("button", name="保存企业").click()
        expect(page.locator("#firms-says")).to_contain_text("已保存")
        expect(page.locator("#firms-body")).to_contain_text(f"浏览器企业{size[0]}")
