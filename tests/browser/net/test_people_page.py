"""A roster with faults in a real browser: shown, mended, taken, and the gaps are on the map."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.on_screen import ask, wait
from tests.browser.wall_words import IS_OPEN, screen
from tests.net.the_net import workbook
from tools.running import RunningServer

pytestmark = pytest.mark.browser
ZONE = ZoneInfo("Asia/Shanghai")
HEAD = ["序号", "所在网格", "人员姓名", "联系电话", "岗位类别", "上岗日期", "离岗日期"]


def test_a_roster_is_mended_and_its_gaps_stand_on_the_map(
    chromium: Browser, make_server: Callable[..., RunningServer], tmp_path: Path
):
    with make_server() as server, screen(chromium, 1920, 1080, bypass_csp=True) as page:
        page.goto(server.url)
        wait(page, IS_OPEN)
        wait(page, "onescreen.mapMeasures.gapsIn('340604', 'vacant') === 94")
        told = page.request.get(f"{server.url}/api/v1/topics").json()
        vacant, other = (one["code"] for one in told["longest_vacant"][:2])
        filled = next(
            code for code in ask(page, "[...onescreen.areas.byCode.keys()]")
            if len(code) == 15 and ask(page, "(code) => onescreen.mapStyle.vacantDays(code)", code)
            is None and code[:9] == vacant[:9]
        )  # fmt: skip
        yesterday = datetime.now(ZONE).date() - timedelta(days=1)
        rows: list[list[Any]] = [
            ["演示镇网格人员名册"], HEAD,
            [1, vacant, "演示导入甲", "13800010001", "网格员", date(2026, 1, 1), None],
            [2, other, "演示导入甲", "13800010001", "网格员", "2026年1月1日", None],
            [3, "340604100999999", "演示导入乙", "１３８０００１０００２", "志愿者", "", None],
            [4, filled, "演示导入丙", "13800010003", "网格员", "2026/1/1", yesterday],
        ]  # fmt: skip
        page.goto(f"{server.url}/net/people")
        body = page.locator("#net_people-body")
        load(page, tmp_path, rows)
        expect(body).to_contain_text("可导入 2 行，已有 0 行，有误 2 行")
        expect(body.locator("li").first).to_contain_text(f"已是网格 {vacant} 的专职网格员")
        expect(body.locator("li").nth(1)).to_contain_text("没有编码为 340604100999999 的网格")
        page.get_by_role("button", name="导入 2 行").click()
        expect(page.locator("#net_people-says")).to_contain_text("已导入 2 行")
        rows[3][4], rows[4][1] = "楼栋长", other
        load(page, tmp_path, rows)
        expect(body).to_contain_text("可导入 2 行，已有 2 行，有误 0 行")
        page.get_by_role("button", name="导入 2 行").click()
        expect(page.locator("#net_people-says")).to_contain_text("已导入 2 行")
        expect(body).not_to_contain_text("名册预览")
        page.get_by_label("姓名、拼音").fill("ysdrj")
        page.get_by_role("button", name="查找").click()
        expect(body.locator("tbody tr")).to_have_count(1)
        expect(body).to_contain_text("演示导入甲")
        page.goto(f"{server.url}/net")
        tiles = page.locator(".net-posts .figure-tile")
        expect(tiles.nth(2)).to_contain_text("94")  # one was filled, one became vacant
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto(f"{server.url}/?measure=vacant")
        wait(page, IS_OPEN)
        wait(page, f"onescreen.mapStyle.vacantDays('{filled}') === 0")
        assert ask(page, f"onescreen.mapStyle.vacantDays('{vacant}')") is None
        wait(page, "onescreen.mapMeasures.gapsIn('340604', 'vacant') === 94")
        assert ask(page, f"onescreen.mapMeasures.gapsIn('{vacant}', 'vacant')") == 0
        assert ask(page, f"onescreen.mapMeasures.gapsIn('{filled}', 'vacant')") == 1


def load(page: Page, folder: Path, rows: list[list[Any]]) -> None:
    """Hand a workbook over to the page."""
    file = folder / f"名册{len(list(folder.iterdir()))}.xlsx"
    file.write_bytes(workbook(rows))
    page.locator("#net_people-upload input[type=file]").set_input_files(file)
    expect(page.locator("#net_people-loaded")).to_contain_text("请核对预览")
