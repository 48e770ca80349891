"""In a browser: an item from its report to its close with a rework, and a department beside it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.wall_words import screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
PLACE, OTHER = ("33.94787", "116.86586"), ("33.94250", "116.85668")


def signed_in(page: Page, server: RunningServer, session: str, path: str = "/net/items") -> None:
    page.context.clear_cookies()
    cookie = {"name": "onescreen", "value": session, "url": server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{server.url}{path}")
    # Drawn a second time for its reader: what is unfolded before that may be shut again.
    page.wait_for_load_state("networkidle")


def says(page: Page, text: str) -> None:
    expect(page.locator("#net_items-says")).to_contain_text(text)


def reported(page: Page, kind: str, text: str, place: tuple[str, str]) -> None:
    page.locator("#net_items-body").get_by_text("上报城市管理件").click()
    form = page.locator("#net_items-body details[open] form")
    form.get_by_label("类别").first.click()
    page.get_by_role("option", name=kind).first.click()
    for name, value in zip(("place", "lat", "lon"), ("演示路 1 号", *place), strict=True):
        form.locator(f"input[name={name}]").fill(value)
    form.locator("textarea[name=text]").fill(text)
    form.locator("input[name=phone]").fill("13812345678")
    form.get_by_role("button", name="上报").click()
    says(page, "已上报")


def with_reason(page: Page, act: str, reason: str) -> None:
    card = page.locator("#net_items-item")
    card.locator("summary", has_text=act).click()
    card.locator("details[open] textarea").fill(reason)
    card.locator("details[open]").get_by_role("button", name=act).click()


def test_an_item_is_reported_handled_twice_and_closed(chromium: Browser, server: RunningServer):
    centre = server.sign_in("dispatcher")
    checks = server.sign_in("village", "net-lives", area="340604001001")
    clerk = server.sign_in("department", "net-clerk", department="housing")
    other = server.sign_in("department", "net-other", department="market")
    with screen(chromium, 1366, 768) as page:
        card = page.locator("#net_items-item")
        signed_in(page, server, centre)
        reported(page, "路灯", "夜间不亮密语", PLACE)
        expect(card).to_contain_text("138****5678")
        card.get_by_role("button", name="立案", exact=True).click()
        expect(card).to_contain_text("待派遣")
        card.get_by_role("button", name="派遣").click()
        says(page, "已派遣到住房和城乡建设局")
        expect(card).to_contain_text("2 工作日")
        reported(page, "暴露垃圾", "楼后垃圾", OTHER)

        signed_in(page, server, other)  # a department sees nothing of another's
        expect(page.locator("#net_items-body")).to_contain_text("没有符合条件的件")
        signed_in(page, server, clerk)
        body = page.locator("#net_items-body")
        expect(body).to_contain_text("路灯")
        expect(body).not_to_contain_text("楼后垃圾")
        expect(body.get_by_role("button", name="打开")).to_have_count(1)
        body.get_by_role("button", name="打开").click()
        card.locator("textarea[name=result]").fill("已换灯泡")
        card.get_by_role("button", name="处置完毕").click()
        expect(card).to_contain_text("待核查")
        expect(card.get_by_role("button", name="核查通过")).to_have_count(0)

        signed_in(page, server, checks)
        body.get_by_role("button", name="打开").last.click()
        with_reason(page, "核查不通过，返工", "仍不亮")
        expect(card).to_contain_text("返工 1 次")
        signed_in(page, server, clerk)
        body.get_by_role("button", name="打开").click()
        expect(card).to_contain_text("仍不亮")
        card.locator("textarea[name=result]").fill("已换线路")
        card.get_by_role("button", name="处置完毕").click()
        expect(card).to_contain_text("待核查")
        signed_in(page, server, checks)
        body.get_by_role("button", name="打开").last.click()
        card.get_by_role("button", name="核查通过，结案").click()
        expect(card).to_contain_text("已结案")
        body.get_by_role("button", name="指标").click()
        expect(body).to_contain_text("100.0 %（1 / 1）")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        # the table of classes: one limit is changed and saved as the next version
        signed_in(page, server, centre, "/net/item-classes")
        expect(page.locator("#net_item_classes-title")).to_contain_text("第 1 版")
        limit = page.locator("[data-row] [data-field=limit] input").first
        limit.fill("0工作时")
        page.locator("#net_item_classes-save").click()
        expect(page.locator("#net_item_classes-state")).to_contain_text("不能是 0")
        limit.fill("12紧急工作时")
        page.locator("#net_item_classes-save").click()
        expect(page.locator("#net_item_classes-state")).to_contain_text("已保存为第 2 版")
