"""The statistics page and the morning brief in a real Chromium, on the running demo."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.wall_words import screen
from tests.end_to_end.machine import Machine
from tools.running import RunningServer

pytestmark = pytest.mark.browser
DISTRICT, TOWN, OTHER = "340604", "340604001", "340604101"
SIZES = [(1920, 1080), (1366, 768), (3840, 2160), (390, 844)]
IS_DRAWN = "() => document.querySelector('.area-drawn')"

# Words cut by their own box, and cards or tiles that lie on each other.
FAULTS = """() => {
  const faults = [];
  const page = document.querySelector("#area-page, #brief-page");
  for (const node of document.querySelectorAll("#area-page *")) {
    if (node.children.length || !node.textContent.trim()) continue;
    if (node.closest("svg, select, style")) continue;
    const isCut = node.clientWidth && node.scrollWidth > node.clientWidth + 2;
    if (isCut) faults.push("cut: " + node.textContent);
    const size = parseFloat(getComputedStyle(node).fontSize);
    if (size < 14) faults.push("small: " + node.textContent);
  }
  const boxes = Array.from(document.querySelectorAll(".area-card, .tile, .area-say, .area-head"))
    .map((node) => [node.className, node.getBoundingClientRect()]);
  boxes.forEach(([name, a], i) => {
    if (!a.width || !a.height) faults.push("empty: " + name);
    if (a.right > innerWidth + 1) faults.push("sticks out: " + name);
    boxes.slice(i + 1).forEach(([other, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) faults.push(name + " overlaps " + other);
    });
  });
  return faults;
}"""

# Chinese words on the statistics page, but for the names of places.
CHINESE = """() => Array.from(document.querySelectorAll(
  ".area-say p, .area-choice, th, .tile-label, .tile-more, .is-label, .brief-said p, h2"))
  .map((node) => Array.from(onescreen.areas.byCode.values())
    .reduce((text, area) => text.split(area.name).join(""), node.textContent))
  .filter((text) => onescreen.isHan(text))"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with screen(chromium) as made:
        yield made


def open_area(page: Page, server: RunningServer, path: str) -> None:
    page.goto(f"{server.url}/area/{path}")
    page.wait_for_function(IS_DRAWN, timeout=30_000)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut_small_or_on_something_else(
    chromium: Browser, server: RunningServer, width: int, height: int
):
    with screen(chromium, width, height) as page:
        open_area(page, server, f"{DISTRICT}?period=7d&vs_from=&vs_to=")
        page.wait_for_selector(".chart-box .bars path")
        assert page.evaluate(FAULTS) == []


def test_the_conclusion_comes_first_and_the_towns_are_ranked(page: Page, server: RunningServer):
    open_area(page, server, DISTRICT)
    expect(page.locator("#title")).to_contain_text("区域统计")
    expect(page.locator(".say-first")).to_be_visible()
    expect(page.locator(".card-ranking tbody tr")).to_have_count(8)
    page.locator(".card-ranking tbody a").first.click()
    page.wait_for_url(re.compile(r"/area/340604\d{3}"))


def test_in_english_the_conclusion_and_every_label_are_english(page: Page, server: RunningServer):
    open_area(page, server, f"{DISTRICT}?period=7d&lang=en")
    page.wait_for_function("() => onescreen.language.isReady")
    expect(page.get_by_role("link", name="7 days")).to_be_visible()
    assert page.evaluate(CHINESE) == []


def test_the_period_and_the_comparison_stand_in_the_address(page: Page, server: RunningServer):
    open_area(page, server, TOWN)
    page.get_by_role("link", name="近 30 天").click()
    page.wait_for_url("**period=30d*")
    expect(page.locator(".area-choice.is-chosen")).to_have_text("近 30 天")
    page.get_by_role("textbox", name="对比区域").click()
    page.get_by_role("option", name="宋疃镇").click()
    page.wait_for_url(f"**vs={OTHER}*")
    expect(page.locator(".table-compare").first).to_contain_text("到场均值")
    expect(page.locator(".card-versus")).to_be_visible()
    page.go_back()
    expect(page.locator(".card-versus")).to_have_count(0)


def test_a_chart_opens_to_its_rows_and_escape_closes_them(page: Page, server: RunningServer):
    open_area(page, server, f"{DISTRICT}?period=7d")
    total = int(page.locator('[data-tile="上报"] .tile-digits').inner_text().replace(",", ""))
    assert total > 0
    page.locator(".heat-cell:not(:empty)").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("tbody tr").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


@pytest.mark.parametrize(
    ("label", "start"),
    [("导出 Excel", b"PK"), ("导出 PDF", b"%PDF"), ("明细 CSV", b"\xef\xbb\xbf")],
)
def test_exports_are_downloaded(page: Page, server: RunningServer, label: str, start: bytes):
    open_area(page, server, f"{TOWN}?period=7d")
    with page.expect_download() as waiting:
        page.get_by_role("link", name=label).click()
    file = waiting.value
    assert "杨庄街道" in file.suggested_filename or TOWN in file.suggested_filename
    assert file.path().read_bytes().startswith(start)


def test_an_unknown_area_and_a_future_day_say_so(page: Page, server: RunningServer):
    page.goto(f"{server.url}/area/340604999")
    expect(page.locator(".working-problem")).to_contain_text("没有这个区域")
    page.goto(f"{server.url}/area/{DISTRICT}?period=custom&from=2099-01-01&to=2099-01-02")
    expect(page.locator(".working-problem")).to_contain_text("还没有到")


def test_days_without_data_are_sentences_not_empty_charts(page: Page, server: RunningServer):
    open_area(page, server, f"{DISTRICT}?period=custom&from=2020-01-01&to=2020-01-31")
    expect(page.locator(".card-classes")).to_contain_text("本期没有上报")
    expect(page.locator(".card-why")).to_contain_text("不作分解")
    for label in ("上报", "每千人上报", "已结案", "本期未结"):
        expect(page.locator(f'[data-tile="{label}"] .tile-digits')).to_have_text("—")
    expect(page.locator(".table-ranking tbody tr").first).not_to_contain_text("0.00")


def test_on_a_phone_the_name_of_a_row_stays_beside_its_figures(page: Page, server: RunningServer):
    page.set_viewport_size({"width": 390, "height": 844})
    open_area(page, server, f"{DISTRICT}?period=7d")
    expect(page.locator(".table-ranking td.is-named").first).to_be_visible()
    held = page.locator(".card-ranking .card-body")
    held.evaluate("(box) => { box.scrollLeft = 400; }")
    left = held.evaluate("(box) => box.getBoundingClientRect().left")
    for name in page.locator(".table-ranking td.is-named").all():
        box = name.bounding_box()
        assert box is not None and abs(box["x"] - left) < 16
        assert name.evaluate("(cell) => cell.querySelector('a').getClientRects().length") == 1


def test_the_morning_brief_is_read_and_taken_away(page: Page, server: RunningServer):
    page.goto(f"{server.url}/brief")
    expect(page.locator(".brief-said p").first).to_contain_text("上报", timeout=30_000)
    expect(page.locator(".brief-part").first).to_contain_text("主要指标")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载 PDF").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    page.goto(f"{server.url}/brief/2001-01-01")
    expect(page.locator(".working-problem")).to_contain_text("没有早报")


def test_on_a_phone_every_figure_of_the_brief_stands_beside_its_name(
    page: Page, server: RunningServer
):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/brief")
    rows = page.locator(".brief-table tbody tr:visible")
    expect(rows.first).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cells = """rows => rows.flatMap((row) => Array.from(row.cells)).map((cell) => {
      const box = cell.getBoundingClientRect();
      return [box.left, box.right, cell.scrollWidth - cell.clientWidth,
        cell.cellIndex ? cell.dataset.label : cell.textContent]; })"""
    for left, right, cut, name in rows.evaluate_all(cells):
        assert left >= 0 and right <= 390 and cut <= 1 and name, name


def test_the_brief_is_read_in_english_too(page: Page, server: RunningServer):
    page.goto(f"{server.url}/brief?lang=en")
    expect(page.locator(".brief-said p").first).to_contain_text("reported", timeout=30_000)
    assert page.evaluate(CHINESE) == []


def test_a_bar_opens_to_its_rows_and_so_does_its_value_by_keyboard(
    page: Page, server: RunningServer
):
    open_area(page, server, f"{DISTRICT}?period=7d")
    bar = page.locator(".card-classes .bars path").last
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("tbody tr").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    page.locator(".card-classes summary").focus()
    page.keyboard.press("Enter")
    value = page.locator(".card-classes .chart-table tbody button").first
    value.focus()
    page.keyboard.press("Enter")
    expect(drawer.locator("tbody tr").first).to_be_visible()


def test_rows_come_page_by_page_and_are_narrowed(page: Page, server: RunningServer):
    open_area(page, server, f"{DISTRICT}?period=7d")
    total = int(page.locator('[data-tile="上报"] .tile-digits').inner_text().replace(",", ""))
    assert total > 50
    page.locator(".tile-open").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".rows-foot")).to_contain_text("第 1–50 起")
    drawer.get_by_role("button", name="下一页").click()
    expect(drawer.locator(".rows-foot")).to_contain_text("第 51–")
    drawer.get_by_role("textbox", name="全部级别").click()
    page.get_by_role("option", name="Ⅱ 级").click()
    expect(drawer.locator(".rows-foot")).to_contain_text("已全部列出")
    levels = {cell.strip() for cell in drawer.locator("td:nth-child(4)").all_inner_texts()}
    assert levels == {"Ⅱ"}


def test_colour_and_verb_are_kept_for_what_is_beyond_chance(page: Page, server: RunningServer):
    """Two days of a demo differ by chance: nothing is green, nothing red, in either direction."""
    open_area(page, server, f"{DISTRICT}?period=custom&from={_day(-1)}&to={_day(-1)}")
    for cell in page.locator(".tile-change, .table-compare td:last-child").all():
        classes = cell.get_attribute("class") or ""
        if "偶然内" in cell.inner_text():
            assert "is-none" in classes
    doubted = page.locator(".table-ranking tr", has_text="偶然内").locator("td.num.is-none")
    assert doubted.count() == page.locator(".table-ranking tr", has_text="偶然内").count()


def test_days_before_the_first_of_data_are_unknown_not_zero(page: Page, server: RunningServer):
    open_area(page, server, f"{DISTRICT}?period=90d")
    before = page.locator(".card-periods tbody tr td:nth-child(3)").all_inner_texts()
    assert set(before) == {"—"}
    expect(page.locator(".card-trend .card-source")).to_contain_text("未满")


def test_live_news_are_told_and_counted_again_at_a_press(page: Page, server: RunningServer):
    open_area(page, server, f"{DISTRICT}?period=custom&from={_day(0)}&to={_day(0)}")
    page.wait_for_function("() => document.documentElement.dataset.live === 'live'")
    again = page.get_by_role("button", name="重新统计")
    expect(again).to_have_count(0)
    with Machine(server) as machine:
        machine.report("停车位之争")
        expect(again).to_be_visible(timeout=60_000)
    again.click()
    expect(again).to_have_count(0)
    expect(page.locator(".area-drawn")).to_be_visible()


def test_another_language_and_room_draw_the_page_anew(page: Page, server: RunningServer):
    open_area(page, server, f"{DISTRICT}?period=7d")
    bar = page.locator(".card-classes .bars path").first
    dark = bar.get_attribute("style")
    assert dark
    page.locator(".switch-theme").click()
    expect(bar).not_to_have_attribute("style", dark)
    page.locator(".switch-language").click()
    expect(page.get_by_role("link", name="7 days")).to_be_visible()
    assert page.evaluate(CHINESE) == []


def _day(ago: int) -> str:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return (today + timedelta(days=ago)).isoformat()


def test_the_wall_loads_no_chart_library(page: Page, server: RunningServer):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url + "/")
    page.wait_for_function("() => document.documentElement.dataset.live === 'live'")
    assert not [url for url in asked if "plotly" in url]
