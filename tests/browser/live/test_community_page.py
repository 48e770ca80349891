"""The community page in a real Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.mock_server import incident
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import (
    BAD_BOXES,
    COMMUNITY,
    CUT_TEXT,
    open_page,
    query,
    screen,
    still,
    text_of,
)

pytestmark = pytest.mark.browser
PATH = f"/community/{COMMUNITY}"
HERE = incident("LS1", severity=3, title="本社区的事", area_code=COMMUNITY + "001")
ELSEWHERE = incident("LS2", severity=1, title="别处的事", area_code="340604002001001")


@pytest.fixture
def stage() -> Iterator[Stage]:
    made = Stage()
    made.populate(incidents=0)
    made.put("incident", "LS1", HERE)
    made.put("incident", "LS2", ELSEWHERE)
    with made:
        yield made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with screen(chromium) as made:
        yield made


@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (3840, 2160), (3840, 1080), (1366, 768)]
)
def test_nothing_overlaps_sticks_out_or_is_cut(
    chromium: Browser, stage: Stage, width: int, height: int
):
    with screen(chromium, width, height) as page:
        open_page(page, stage, PATH)
        wait(page, "document.querySelectorAll('#nearest-grid .near').length > 0")
        page.wait_for_selector(".grid-table")
        assert still(page, BAD_BOXES) == []
        assert still(page, CUT_TEXT) == []


def test_what_is_unread_of_an_incident_leads_to_its_talk_at_the_desk(page: Page, stage: Stage):
    talk = {"number": "LS1", "at": HERE["reported_at"], "count": 3, "crew_n": 3, "desk_n": 1}
    talk |= {"delivered": {}, "read": {}, "photos": 0, "is_demo": False}
    stage.put("field_talk", "LS1", talk)
    open_page(page, stage, f"{PATH}?sel=incident:LS1")
    link = page.locator("a.card-talk")
    expect(link).to_have_text("对话（2 条未读）")
    expect(link).to_have_attribute("href", "/desk?sel=incident:LS1&tab=talk")


def test_it_says_who_lives_and_works_there(page: Page, stage: Stage):
    open_page(page, stage, PATH)
    expect(page.locator("#title")).to_have_text("和村社区")
    expect(page.locator("#community-overview")).to_contain_text("3,742")
    expect(page.locator(".grid-table tbody tr")).to_have_count(4)
    expect(page.locator("#community-cameras")).to_contain_text("未接入")
    expect(page.locator(".bar-slot")).to_have_count(30)
    expect(page.locator(".breadcrumb")).to_contain_text("杨庄街道")
    assert "和村社区" in page.title()


def test_only_its_own_incidents_stand_in_its_list_and_new_ones_come_in_live(
    page: Page, stage: Stage
):
    open_page(page, stage, PATH)
    expect(page.locator("#queue")).to_contain_text("本社区的事")
    assert "别处的事" not in text_of(page, "#queue")
    news = incident("LS3", severity=2, title="刚刚发生", area_code=COMMUNITY + "002")
    stage.send(stage.frame(stage.record("incident", "LS3", news, "report")))
    expect(page.locator("#queue")).to_contain_text("刚刚发生")


def test_nearest_people_are_asked_for_at_its_point_then_at_the_chosen_incident(
    page: Page, stage: Stage
):
    open_page(page, stage, PATH)
    wait(page, "document.querySelectorAll('#nearest-police .near').length > 0")
    home = next(area for area in stage._areas if area.code == COMMUNITY)
    assert (home.lat, home.lon, "police") in stage.facts.asked
    expect(page.locator("#nearest-police .near-contact .call-button").first).to_have_text("呼叫")
    page.locator('.queue-row[data-number="LS1"]').click()
    expect(page.locator(".card-title")).to_have_text("本社区的事")
    wait(page, "location.search.includes('LS1')")
    page.wait_for_function("document.querySelectorAll('#nearest-police .near').length === 3")
    assert (HERE["lat"], HERE["lon"], "police") in stage.facts.asked


def test_an_unknown_code_gets_a_page_that_says_so_with_the_search_box(page: Page, stage: Stage):
    open_page(page, stage, "/community/340604999999")
    expect(page.locator("#community-missing")).to_contain_text("没有这个村（社区）")
    expect(page.locator("#community-missing")).to_contain_text("340604999999")
    expect(page.locator("#search")).to_be_visible()
    page.locator("#community-missing a").click()
    page.wait_for_url(stage.url + "/")


def test_an_unknown_path_gets_a_page_that_leads_back(page: Page, stage: Stage):
    open_page(page, stage, "/nirgendwo")
    expect(page.locator(".missing")).to_contain_text("没有这个页面")
    expect(page.locator("#path-missing")).to_have_text("/nirgendwo")
    page.locator(".missing a").click()
    page.wait_for_url(stage.url + "/")


def test_back_to_the_wall_by_the_first_link_and_by_the_breadcrumb(page: Page, stage: Stage):
    open_page(page, stage, PATH)
    page.locator(".breadcrumb a", has_text="杨庄街道").click()
    page.wait_for_url("**/?area=340604001")
    assert query(page) == "/?area=340604001"
    page.go_back()
    page.wait_for_url("**" + PATH)
    page.locator(".topic").first.click()
    page.wait_for_url(stage.url + "/")
