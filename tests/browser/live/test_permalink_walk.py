"""Everything seen is in the address: copy it, open it elsewhere, see the same."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import COMMUNITY, open_page, query, screen

pytestmark = pytest.mark.browser


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    made.populate()
    with made:
        yield made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with screen(chromium) as made:
        yield made


def test_a_copied_address_shows_the_same_place_selection_and_layers(
    chromium: Browser, page: Page, stage: Stage
):
    open_page(page, stage)
    page.locator(".queue-row").nth(1).click()
    page.locator('[data-layer="police"]').click()
    page.locator('[data-measure="vacant"]').click()
    title = page.locator(".card-title").inner_text()
    address = query(page)
    assert "sel=incident:" in address
    assert "measure=vacant" in address
    with screen(chromium) as other:
        open_page(other, stage, address)
        expect(other.locator(".card-title")).to_have_text(title)
        expect(other.locator(".panel-card .panel-title")).to_have_text("选中事件")
        expect(other.locator('[data-layer="police"]')).to_have_attribute("aria-pressed", "false")
        expect(other.locator('[data-measure="vacant"]')).to_have_attribute("aria-pressed", "true")


def test_wall_to_incident_to_community_and_all_the_way_back(page: Page, stage: Stage):
    open_page(page, stage)
    page.locator(".queue-row").first.click()
    wait(page, "location.search.includes('sel=incident')")
    chosen = query(page)
    page.locator(".card-jump").click()
    page.wait_for_url("**/community/*")
    wait(page, "document.querySelectorAll('.grid-table tbody tr').length > 0")
    page.go_back()
    wait(page, "window.onescreen && onescreen.picture.seq !== null")
    assert query(page) == chosen
    expect(page.locator(".panel-card .panel-title")).to_have_text("选中事件")
    page.go_back()
    expect(page.locator(".panel-card .panel-title")).to_have_text("最急事件")


def test_a_grid_of_a_community_has_an_address_too(page: Page, stage: Stage):
    open_page(page, stage, f"/community/{COMMUNITY}")
    page.locator(".grid-table button").nth(1).click()
    wait(page, f"location.search.includes('area={COMMUNITY}002')")
    expect(page.locator(".panel-card .panel-title")).to_have_text("选中辖区")
    page.go_back()
    expect(page.locator(".panel-card .panel-title")).to_have_text("最近力量")
