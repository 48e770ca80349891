"""Work in the grids in a browser: a week, a task done, a fake patrol, a split report."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from api.serving.bundles import Bundles, read_bundles
from domain.dispatch.units import Fix
from settings import ROOT
from tests.access.two_towns import OUR_VILLAGE, TwoTowns
from tests.browser.centre.served import Served
from tests.browser.wall_words import screen
from tests.net.the_net import workbook

pytestmark = pytest.mark.browser
UNIT, ZONE = "WG-RIDES-1", ZoneInfo("Asia/Shanghai")
PLACE = (33.8100, 116.7100)


class WithScripts(TwoTowns):
    """Two towns, with the scripts a browser runs."""

    @staticmethod
    def bundles() -> Bundles:
        return read_bundles(ROOT / "assets")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("tasks"), WithScripts)
    unit = {
        "call_sign": "网格九号", "kind": "grid_worker", "home_area": OUR_VILLAGE,
        "status": "available",
    }  # fmt: skip
    made.run(made.centre.call("PUT", f"/api/v1/units/{UNIT}", "machine", unit))
    yield made
    made.stop()


def signed_in(page: Page, served: Served, who: str) -> None:
    page.context.clear_cookies()
    cookie = {"name": "onescreen", "value": served.centre.tokens[who], "url": served.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{served.url}/net/tasks")


def opened(page: Page, book: str) -> None:
    expect(page.locator("#net_tasks-body")).to_contain_text(book)
    page.locator(".case-views").get_by_role("button", name=book).click()
    expect(page.locator(f'.case-view[aria-pressed="true"]:has-text("{book}")')).to_be_visible()


def ride(served: Served, begun: datetime) -> None:
    """A phone on a scooter: half an hour at 28 km/h, to and fro."""
    fixes = []
    for n in range(181):
        gone = 28 / 3.6 * n * 10 % 1600
        metres = gone if gone <= 800 else 1600 - gone
        lat = PLACE[0] + (metres - 400) / 111_195
        fix = Fix(UNIT, lat, PLACE[1], begun + timedelta(seconds=10 * n))
        fixes.append((fix, False, "test"))
    served.centre.parts.store.save_fixes(fixes)


def test_a_week_is_made_a_task_done_and_two_cheats_are_caught(
    chromium: Browser, served: Served, tmp_path: Path
):
    today = datetime.now(ZONE).date()
    with screen(chromium, 1366, 768) as page:
        body, says = page.locator("#net_tasks-body"), page.locator("#net_tasks-says")
        # proposed by a department, approved by another person
        signed_in(page, served, "clerk")
        opened(page, "准入清单")
        propose(page, "出租房屋走访", "入户走访", "情况说明")
        expect(says).to_contain_text("等待另一人审核")
        propose(page, "河堤巡查", "巡查", "")
        signed_in(page, served, "chief")
        opened(page, "准入清单")
        approve = body.get_by_role("button", name="批准", exact=True)
        for left in (1, 0):
            approve.first.click()
            expect(approve).to_have_count(left)
        # a week is made of it, and nothing is written for it
        signed_in(page, served, "clerk")
        opened(page, "准入清单")
        for n in range(2):
            body.get_by_role("button", name="安排计划").nth(n).click()
            card = page.locator("#net_tasks-card")
            card.get_by_role("button", name="生成计划").click()
            expect(says).to_contain_text("一周内 112 项任务")
            expect(card).to_be_empty()  # the second says the same words as the first
        opened(page, "一周任务")
        expect(page.locator("#net-week")).to_contain_text("一周共 224 项任务")
        expect(page.locator("#net-week")).to_contain_text((today + timedelta(days=6)).isoformat())
        # done in two presses, with two photos brought before
        signed_in(page, served, "walks")
        row = body.locator("tr", has_text="出租房屋走访").first
        row.get_by_role("button", name="办理").click()
        card = page.locator("#net_tasks-card")
        photos = [a_photo(tmp_path, colour) for colour in ("red", "blue")]
        card.locator("#net-photos input[type=file]").set_input_files(photos)
        expect(card.locator("#net-photos a")).to_have_count(2)
        expect(card.locator("#net-photos a").last).to_contain_text("收到")
        card.locator("textarea[name=note]").fill("住户正常")
        card.get_by_role("button", name="完成任务").click()
        expect(says).to_contain_text("已完成")
        # a phone on a scooter
        begun = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)
        ride(served, begun)
        row = body.locator("tr", has_text="河堤巡查").filter(has_text="第1网格").first
        row.get_by_role("button", name="办理").click()
        card.locator("input[name=unit_id]").fill(UNIT)
        times = {"begun_at": begun, "ended_at": begun + timedelta(minutes=30)}
        for name, at in times.items():
            told = f"{at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
            page.evaluate(
                "([name, told]) => { const made = document.createElement('input');"
                " made.type = 'hidden'; made.name = name; made.value = told;"
                " document.querySelector('#net_tasks-card form').append(made);"
                " for (const old of document.querySelectorAll("
                "`#net_tasks-card form [name=${name}]`)) if (old !== made) old.name = ''; }",
                [name, told],
            )
        card.get_by_role("button", name="完成任务").click()
        expect(says).to_contain_text("巡查未证实")
        expect(says).to_contain_text("像是骑车或乘车")
        # one problem, reported twice
        opened(page, "发现问题")
        for n, wanted in enumerate(("已上报，转为", "您已上报过同一问题")):
            body.get_by_text("上报发现的问题").click()
            form = body.locator("details[open] form")
            form.locator("input[name=lat]").fill(str(PLACE[0] + n * 0.0001))
            form.locator("input[name=lon]").fill(str(PLACE[1]))
            form.locator("textarea[name=text]").fill(f"堤上垃圾 {n}")
            form.get_by_role("button", name="上报问题").click()
            expect(says).to_contain_text(wanted)
            # the answer draws the book anew and folds the form: not while the next is typed
            expect(body.locator("details[open]")).to_have_count(0)
        expect(body).to_contain_text("拆分上报")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        # key places come from a table, the wrong row is named; on a phone all fits
        signed_in(page, served, "lives")
        opened(page, "重点场所名录")
        load_places(page, tmp_path, [["演示燃气站", "燃气", *PLACE]])
        expect(page.locator("#net_tasks-loaded")).to_contain_text("第 2 行场所类别")
        load_places(page, tmp_path, [["演示燃气站", "燃气站点", *PLACE]])
        expect(page.locator("#net_tasks-loaded")).to_contain_text("新增 1 处")
        expect(body).to_contain_text("演示燃气站")
        opened(page, "今日已办")
        expect(page.locator("#net_tasks-upload")).to_be_hidden()
        page.set_viewport_size({"width": 390, "height": 844})
        row = body.locator("tr", has_text="出租房屋走访").first
        row.get_by_role("button", name="详情").click()
        expect(page.locator("#net_tasks-card #net-photos a")).to_have_count(2)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def a_photo(folder: Path, colour: str) -> Path:
    kept = folder / f"{colour}.png"
    Image.new("RGB", (16, 16), colour).save(kept)
    return kept


def load_places(page: Page, folder: Path, rows: list[list[object]]) -> None:
    table = folder / f"places-{rows[0][1]}.xlsx"
    table.write_bytes(workbook([["场所名称", "场所类别", "北纬", "东经"], *rows]))
    page.locator("#net_tasks-upload input[type=file]").set_input_files(table)


def propose(page: Page, name: str, form_name: str, evidence: str) -> None:
    page.locator("#net_tasks-body").get_by_text("申报准入事项", exact=True).click()
    form = page.locator("#net_tasks-body details[open] form")
    form.locator("input[name=name]").fill(name)
    form.locator("input[name=basis]").fill("演示依据〔2026〕1号")
    choose(page, form, "部门", "住房")
    choose(page, form, "任务类别", form_name)
    if evidence:
        choose(page, form, "所需证据", evidence)
        page.keyboard.press("Escape")
    form.locator("input[name=valid_until]").fill("2030-12-31")
    form.get_by_role("button", name="申报事项").click()
    expect(page.locator("#net_tasks-body")).to_contain_text(name)


def choose(page: Page, form: object, label: str, option: str) -> None:
    form.get_by_label(label).first.click()  # type: ignore[attr-defined]
    page.get_by_role("option", name=option).first.click()
