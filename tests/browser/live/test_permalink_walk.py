"""Everything seen is in the address: copy it, open it elsewhere, see the same."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import COMMUNITY, open_page, query, screen

pytestmark = pytest.mark.browser


def test_a_copied_address_shows_the_same_place_selection_and_layers(
    chromium: Browser, wall: Page, stage: Stage
):
    open_page(wall, stage)
    row = wall.locator(".queue-row").nth(1)
    title = row.locator(".queue-title").inner_text()
    row.click()
    expect(wall.locator(".panel-card .panel-title")).to_have_text("选中事件")
    expect(wall.locator(".card-title")).to_have_text(title)
    wall.locator('[data-layer="police"]').click()
    wall.locator('[data-measure="vacant"]').click()
    wait(wall, "/sel=incident:.*measure=vacant/.test(location.search)")
    address = query(wall)
    with screen(chromium) as other:
        open_page(other, stage, address)
        expect(other.locator(".card-title")).to_have_text(title)
        expect(other.locator(".panel-card .panel-title")).to_have_text("选中事件")
        expect(other.locator('[data-layer="police"]')).to_have_attribute("aria-pressed", "false")
        expect(other.locator('[data-measure="vacant"]')).to_have_attribute("aria-pressed", "true")


def test_wall_to_incident_to_community_and_all_the_way_back(wall: Page, stage: Stage):
    open_page(wall, stage)
    wall.locator(".queue-row").first.click()
    wait(wall, "location.search.includes('sel=incident')")
    chosen = query(wall)
    wall.locator(".card-jump").click()
    wall.wait_for_url("**/community/*")
    wait(wall, "document.querySelectorAll('.grid-table tbody tr').length > 0")
    wall.go_back()
    wait(wall, "window.onescreen && onescreen.picture.seq !== null")
    assert query(wall) == chosen
    expect(wall.locator(".panel-card .panel-title")).to_have_text("选中事件")
    wall.go_back()
    expect(wall.locator(".panel-card .panel-title")).to_have_text("最急事件")


def test_a_grid_of_a_community_has_an_address_too(wall: Page, stage: Stage):
    open_page(wall, stage, f"/community/{COMMUNITY}")
    wall.locator(".grid-table button").nth(1).click()
    wait(wall, f"location.search.includes('area={COMMUNITY}002')")
    expect(wall.locator(".panel-card .panel-title")).to_have_text("选中辖区")
    wall.go_back()
    expect(wall.locator(".panel-card .panel-title")).to_have_text("最近力量")
