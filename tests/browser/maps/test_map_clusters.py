"""Counts in the place of crowds: which are gathered, which never are, how they are read."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.maps.test_map_live import drawn, screen_of
from tests.browser.mock_server import Mock, incident, unit
from tests.browser.on_screen import ask, open_screen, wait

pytestmark = pytest.mark.browser

LAYER = "onescreen.mapLive.layer"
NUMBERS = "(kind) => onescreen.mapLive.layer[kind].clusters().map(({count}) => count)"


def crowd(mock: Mock, count: int, **changed: str) -> None:
    """So many units on one spot, each with a place of its own in the roster."""
    for n in range(count):
        unit_id = f"{changed.get('status', 'free')}-{n:03}"
        mock.put("unit", unit_id, unit(unit_id, **changed))
        mock.positions.append([unit_id, 33.91, 116.86, time.time() * 1000, None, None])


def test_idle_units_are_counted_from_afar_and_those_at_work_stand_alone(
    page: Page, mock: Mock
) -> None:
    crowd(mock, 160)
    crowd(mock, 6, status="en_route")
    mock.put("unit", "old", unit("old"))
    mock.positions.append(["old", 33.91, 116.86, time.time() * 1000 - 130_000, None, None])
    open_screen(page, mock)
    drawn(page)
    assert ask(page, NUMBERS, "units") == [160]
    assert ask(page, f"{LAYER}.units.drawnCount()") == 7, "at work, or with an old fix"
    page.locator(".map").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-tip")).to_contain_text("空闲力量 160")
    expect(page.locator(".map-tip")).to_contain_text("网格员 160")
    before = ask(page, f"{LAYER}.map.getZoom()")
    page.keyboard.press("Enter")
    wait(page, f"{LAYER}.map.getZoom() > {before} + 1.4 && !{LAYER}.map._animatingZoom")
    drawn(page)
    assert ask(page, NUMBERS, "units") == []
    assert ask(page, f"{LAYER}.units.drawnCount()") == 167


def test_a_chosen_unit_is_never_gathered(page: Page, mock: Mock) -> None:
    crowd(mock, 160)
    open_screen(page, mock, "?sel=unit:free-007")
    drawn(page)
    assert ask(page, NUMBERS, "units") == [159]


def test_in_a_flood_the_lesser_are_counted_and_the_grave_stand_alone(
    page: Page, mock: Mock
) -> None:
    for n in range(200):
        state = incident(f"LS{n:03}", severity=3 + n % 2, lat=33.91, lon=116.86, status="accepted")
        mock.put("incident", f"LS{n:03}", state)
    for severity in (1, 2):
        number = f"GRAVE{severity}"
        mock.put("incident", number, incident(number, severity=severity, lat=33.91, lon=116.86))
    open_screen(page, mock)
    drawn(page)
    assert ask(page, NUMBERS, "incidents") == [200]
    alone = ask(page, f"{LAYER}.incidents.drawnPoints().map(({{id}}) => id)")
    assert sorted(alone) == ["GRAVE1", "GRAVE2"]
    # The graver keeps the place; the count lies around it and says of what it is made.
    x, y = screen_of(page, "incident", "GRAVE1")
    assert ask(page, "([x, y]) => onescreen.mapLive.at(x, y).id", [x, y]) == "GRAVE1"
    names = ask(page, f"{LAYER}.incidents.clusters()[0].names")
    assert names == {"severity3": 100, "severity4": 100}


def test_where_the_grave_alone_would_cover_the_map_they_are_counted_too(
    page: Page, mock: Mock
) -> None:
    for n in range(200):
        severity = 2 if n else 1
        state = incident(f"LS{n:03}", severity=severity, lat=33.91, lon=116.86, status="accepted")
        mock.put("incident", f"LS{n:03}", state)
    open_screen(page, mock)
    drawn(page)
    assert ask(page, NUMBERS, "incidents") == [199]
    alone = ask(page, f"{LAYER}.incidents.drawnPoints().map(({{id}}) => id)")
    assert alone == ["LS000"], "the gravest still stands alone"
