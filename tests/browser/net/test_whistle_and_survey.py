"""In a browser: a whistle blown, attended and rated; a wave opened, answered by link, evaluated."""

import csv
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
ISSUE, RESULT = "消防通道被占", "已清理通道"


def signed_in(page: Page, server: RunningServer, session: str, path: str) -> None:
    page.context.clear_cookies()
    cookie = {"name": "onescreen", "value": session, "url": server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{server.url}{path}")


def test_a_whistle_is_blown_attended_and_rated(chromium: Browser, server: RunningServer):
    lives = server.sign_in("village", "net-lives", area="340604001001")
    clerk = server.sign_in("department", "net-clerk", department="housing")
    with screen(chromium, 1366, 768) as page:
        signed_in(page, server, lives, "/net/fusion")
        body, says = page.locator("#net_fusion-body"), page.locator("#net_fusion-says")
        body.get_by_text("吹哨：呼叫部门到场").click()
        form = body.locator("details[open] form")
        form.locator("textarea[name=issue]").fill(ISSUE)
        form.locator("input[name=place]").fill("演示路 1 号")
        form.get_by_label("呼叫部门").first.click()
        page.get_by_role("option", name="住房").first.click()
        page.keyboard.press("Escape")
        form.get_by_role("button", name="吹哨").click()
        expect(says).to_contain_text("1 个部门已被通知")
        expect(body).to_contain_text(ISSUE)

        signed_in(page, server, clerk, "/net/fusion")
        body.get_by_role("button", name="将到场").click()
        expect(body.locator(".case-section").last).to_contain_text("将到场")
        body.get_by_role("button", name="到场报到").click()
        result = body.locator("input[name=result]")
        result.fill(RESULT)
        result.press("Enter")
        expect(body).to_contain_text("已报告结果")

        signed_in(page, server, lives, "/net/fusion")
        expect(body).to_contain_text(RESULT)
        body.locator("input[name=words]").fill("来得快")
        body.get_by_role("button", name="评价", exact=True).click()
        expect(body).to_contain_text("均 5.0 星（1 次）")
        expect(body).to_contain_text("n = 1")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_wave_is_answered_by_link_and_evaluated(chromium: Browser, server: RunningServer):
    runs = server.sign_in("department", "net-runs", department="governance")
    with screen(chromium, 1366, 768) as page:
        signed_in(page, server, runs, "/net/surveys")
        body, says = page.locator("#net_surveys-body"), page.locator("#net_surveys-says")
        body.get_by_text("开始调查", exact=True).first.click()
        form = body.locator("details[open] form")
        form.locator("input[name=name]").fill("浏览器调查")
        form.locator("input[name=frame]").fill("随机地址")
        form.get_by_label("方式").first.click()
        page.get_by_role("option", name="一次性链接").click()
        form.locator("input[name='target.340604001']").fill("2")
        form.get_by_role("button", name="开始调查").click()
        expect(says).to_contain_text("已保存")
        body.get_by_role("button", name="打开").first.click()
        body.locator("input[name=count]").fill("2")
        with page.expect_download() as told:
            body.get_by_role("button", name="生成一次性链接").click()
        with told.value.path().open(encoding="utf-8-sig") as file:
            links = [row[0] for row in csv.reader(file)][1:]
        assert len(links) == 2

        with screen(chromium, 390, 844) as phone:
            for link, chosen in zip(links, ("安全", "不安全"), strict=True):
                phone.goto(urljoin(server.url, link))
                phone.get_by_role("radio", name="是", exact=True).check()
                phone.get_by_role("radio", name="31-40").check()
                phone.get_by_role("radio", name=re.compile(f"^{chosen}$")).check()
                phone.get_by_role("radio", name="一样").check()
                phone.get_by_role("radio", name="及时", exact=True).check()
                assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
                phone.get_by_role("button", name="提交").click()
                if chosen == "不安全":  # what follows from it is asked, and what was chosen stays
                    expect(phone.get_by_role("alert")).to_contain_text("请回答")
                    phone.get_by_role("checkbox", name="盗窃").check()
                    phone.get_by_role("button", name="提交").click()
                expect(phone.get_by_role("status")).to_contain_text("已提交")
            phone.goto(urljoin(server.url, links[0]))
            expect(phone.get_by_role("alert")).to_contain_text("不能使用")
            assert phone.context.cookies() == []

        page.reload()
        body.get_by_role("button", name="打开").first.click()
        # one of two: 50 %, Wilson from 9.5 to 90.5 %
        expect(body).to_contain_text("50.0 %（95% 区间 9.5–90.5 %，n = 2）")
        expect(body).to_contain_text("100.0 %")
        body.get_by_role("button", name="结束调查").click()
        page.get_by_role("button", name="结束调查").last.click()
        expect(body.get_by_role("button", name="生成一次性链接")).to_have_count(0)
