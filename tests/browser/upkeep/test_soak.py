"""The short form of `make soak`: hours of simulated seconds, and the page is no larger for it."""

import pytest
from playwright.sync_api import Browser

from tests.browser.soak import WALL, Plan, soak
from tests.browser.wall_stage import Stage

pytestmark = pytest.mark.browser

# Closed incidents leave after two minutes instead of a day, so that a short time is like a week.
SHORT = Plan(report_s=20, step_s=60, kept_s=120, per_paint=250, wander_paints=3)
TICKS, LEGS = 6_000, 2


def test_hours_on_the_wall_grow_neither_heap_nor_page_nor_listeners(chromium: Browser) -> None:
    stage = Stage()
    stage.populate(units=200, incidents=8)
    context = chromium.new_context(viewport=WALL)
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    with stage:
        _, first, *_, last = soak(page, stage, SHORT, LEGS, TICKS)
        assert page.evaluate("onescreen.failures.total") == 0
        assert page.evaluate("onescreen.live.stats.refused") == 0
    context.close()
    assert thrown == []
    assert last.ticks - first.ticks == TICKS - TICKS // LEGS
    assert last.own_listeners == first.own_listeners
    assert last.listeners <= first.listeners + 4
    assert last.elements <= first.elements * 1.1
    assert last.nodes <= first.nodes * 1.25
    # Each of the 3,000 ticks between told 50 fixes: a leak of one number each would be megabytes.
    assert last.heap <= first.heap + 1_000_000
