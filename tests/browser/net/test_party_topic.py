"""The party topic of an open wall is live: a branch founded on the page is on it without reload."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.centre.served import Served
from tests.browser.wall_words import IS_OPEN, screen
from tests.net.party.the_party import NAME, OTHER_GRID, VILLAGE, TheParty

pytestmark = pytest.mark.browser
FOUNDED = "甲社区第二网格党支部"


class LiveParty(TheParty):
    """The same with the job that keeps the wall's figures."""

    async def start(self) -> None:
        """Open everything and let the figures follow what is written."""
        await super().start()
        self.job = asyncio.create_task(self.parts.party.wall.run())

    async def stop(self) -> None:
        """End the job first."""
        self.job.cancel()
        await asyncio.gather(self.job, return_exceptions=True)
        await super().stop()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(tmp_path_factory.mktemp("party"), LiveParty)
    yield made
    made.stop()


def as_somebody(page: Page, served: Served, who: str, path: str) -> Page:
    cookie: Any = {"name": "onescreen", "value": served.centre.tokens[who], "url": served.url}
    page.context.add_cookies([cookie])
    page.goto(served.url + path)
    return page


def test_the_party_topic_is_live(chromium: Browser, served: Served, tmp_path: Path):
    with screen(chromium) as wall, screen(chromium, 1366, 768) as office:
        as_somebody(wall, served, "sees-all", "/?topic=party_building")
        expect(wall.locator("#kpis")).to_contain_text("网格党组织覆盖")
        wall.wait_for_function(IS_OPEN)
        tiles = wall.locator("#kpis")
        before = wall.evaluate("onescreen.picture.entities.kpi.get('party_organisations').value")
        covered = "onescreen.picture.entities.kpi.get('party_grids').detail.covered"
        covered_before = wall.evaluate(covered)
        wall.evaluate("window.isTheSamePage = true")

        as_somebody(office, served, "lives", "/net/party")
        office.get_by_text("成立党组织", exact=True).first.click()
        form = office.locator("#net_party-body details[open] form").first
        form.locator("input[name=name]").fill(FOUNDED)
        form.locator("input[name=area_code]").fill(OTHER_GRID)
        form.get_by_role("button", name="成立").click()
        expect(office.locator("#net_party-says")).to_contain_text("书记暂缺")
        expect(office.locator("#net_party-body")).to_contain_text(FOUNDED)
        office.screenshot(path=tmp_path / "party.png", full_page=True)

        wall.wait_for_function(
            f"onescreen.picture.entities.kpi.get('party_organisations').value === {before + 1}"
        )
        assert wall.evaluate(covered) == covered_before + 1
        expect(tiles).to_contain_text(f"{before + 1}")
        assert wall.evaluate("window.isTheSamePage") is True
        assert NAME not in wall.content()
        wall.screenshot(path=tmp_path / "wall.png")

        as_somebody(wall, served, "sees-all", f"/community/{VILLAGE}")
        here = wall.locator("#community-party")
        expect(here).to_contain_text("甲社区党总支")
        expect(here).to_contain_text("艾乡驿站")
        assert NAME not in here.inner_text()
        wall.screenshot(path=tmp_path / "community.png")
