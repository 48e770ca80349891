"""The party topic of an open wall is live: a branch founded on the page is on it without reload."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.wall_words import IS_OPEN, screen
from tools.running import RunningServer

pytestmark = pytest.mark.browser
# A community no other test looks at: from now on the register answers for its grids.
VILLAGE, GRID = "340604102219", "340604102219001"
SECRETARY = "演示密名-0417"
COUNT = "(onescreen.picture.entities.kpi.get('party_organisations') || {}).value || 0"


def as_somebody(page: Page, server: RunningServer, session: str, path: str) -> None:
    cookie: Any = {"name": "onescreen", "value": session, "url": server.url}
    page.context.add_cookies([cookie])
    page.goto(server.url + path)


def found(page: Page, **said: str) -> None:
    """Found an organisation on the page."""
    page.get_by_text("成立党组织", exact=True).first.click()
    form = page.locator("#net_party-body details[open] form").first
    for label in ("层级", "类型"):
        if label in said:
            form.get_by_label(label).first.click()
            page.get_by_role("option", name=said[label], exact=True).first.click()
    for name in ("name", "area_code", "secretary"):
        form.locator(f"input[name={name}]").fill(said.get(name, ""))
    form.get_by_role("button", name="成立").click()
    expect(page.locator("#net_party-says")).to_contain_text(said["name"])


def test_the_party_topic_is_live(chromium: Browser, server: RunningServer):
    keeps = server.sign_in("department", "party-keeps", department="organisation")
    with screen(chromium) as wall, screen(chromium, 1366, 768) as office:
        as_somebody(wall, server, server.sign_in("leader"), "/?topic=party_building")
        tiles = wall.locator("#kpis")
        expect(tiles).to_contain_text("网格党组织覆盖")
        wall.wait_for_function(f"() => {IS_OPEN}")
        before = wall.evaluate(COUNT)
        wall.evaluate("window.isTheSamePage = true")

        as_somebody(office, server, keeps, "/net/party")
        found(
            office, name="古饶测试村党总支", area_code=VILLAGE, secretary=SECRETARY,
            层级="社区（村）", 类型="党总支",
        )  # fmt: skip
        wall.wait_for_function(f"() => ({COUNT}) > {before}")  # the demo may still be growing
        between = wall.evaluate(COUNT)
        covered = wall.evaluate("onescreen.picture.entities.kpi.get('party_grids').detail.covered")
        office.reload()  # what was chosen before is chosen no more
        found(office, name="古饶测试村第一网格党支部", area_code=GRID)
        expect(office.locator("#net_party-says")).to_contain_text("书记暂缺")
        wall.wait_for_function(f"() => ({COUNT}) > {between}")
        now = wall.evaluate("onescreen.picture.entities.kpi.get('party_grids').detail.covered")
        assert now > covered
        wall.wait_for_function(
            "() => document.querySelector('#kpis').innerText.includes("
            "String(onescreen.picture.entities.kpi.get('party_grids').detail.covered))"
        )
        assert wall.evaluate("window.isTheSamePage") is True
        assert SECRETARY not in wall.content()

        # what stands on the page itself follows the language, and comes back
        heading = office.locator("#admin-page > .admin-title")
        for language, said, upload in (
            ("EN", "Party and self-governance", "Import members (xlsx or CSV)"),
            ("中", "党建与自治", "导入党员（xlsx 或 CSV）"),
        ):
            office.locator(".switch-language").click()
            expect(heading, language).to_have_text(said)
            expect(office.get_by_role("button", name=upload)).to_be_visible()

        wall.goto(f"{server.url}/community/{VILLAGE}")
        here = wall.locator("#community-party")
        expect(here).to_contain_text("古饶测试村党总支")
        assert SECRETARY not in here.inner_text()
