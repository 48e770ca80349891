"""Kinds of units of a district's own on the wall: mark, legend, layer, name in both languages."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from domain import named
from domain.dispatch.unit_kinds import OwnKind, ShownKinds, learn_kinds
from domain.own_names import OwnName
from tests.browser.mock_server import unit
from tests.browser.on_screen import ask, wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import open_page, query, screen

pytestmark = pytest.mark.browser
ENGINE = OwnKind("fire_engine", "消防车", "truck", "#ff7a45", "Fire engine", cover_s=600)
DRAWN = """() => { let found = 0;
  onescreen.mapLive.layer.units.eachDrawn((id) => { found += id === "XF-1" ? 1 : 0; });
  return found; }"""


@pytest.fixture
def stage() -> Iterator[Stage]:
    both = ("police", "grid_worker", "fire_engine")
    learn_kinds([ENGINE], ShownKinds(nearest=both, shading=both[1:]))
    named.learn({"unit_kind": {"fire_engine": OwnName("消防车", "Fire engine")}})
    made = Stage()
    made.populate(units=12, incidents=2)
    made.put("unit", "XF-1", unit("XF-1", call_sign="消防一", kind="fire_engine"))
    made.positions.append(["XF-1", 33.9, 116.82, time.time() * 1000, 12.0, 90.0])
    with made:
        yield made
    learn_kinds(())
    named.learn({})


def test_a_fire_engine_has_its_mark_its_line_in_the_legend_and_its_layer(
    chromium: Browser, stage: Stage
):
    with screen(chromium) as page:
        open_page(page, stage)
        legend = page.locator("#legend")
        expect(legend.locator(".symbol-fire_engine")).to_have_attribute("aria-label", "消防车")
        fill = "getComputedStyle(document.querySelector('.symbol-fire_engine path')).fill"
        assert ask(page, fill) == "rgb(255, 122, 69)"
        assert ask(page, "onescreen.symbols.ofUnit({kind: 'fire_engine'})") == "fire_engine"
        layer = page.locator("[data-layer=other_units]")
        expect(layer).to_have_attribute("aria-pressed", "true")
        # a wall goes nearer to what is urgent, and the unit would be out of its sight
        home = "onescreen.mapView.fit(onescreen.page.district, { isJump: true })"
        wait(page, f"{home} && ({DRAWN})() === 1")
        layer.click()
        wait(page, f"({DRAWN})() === 0")
        assert "other_units" not in query(page)
        expect(page.locator("[data-measure=cover_police]")).to_have_count(0)
        page.locator("[data-measure=cover_fire_engine]").click()
        expect(legend.locator(".legend-measure")).to_contain_text("消防车可到")
        titles = page.locator(".nearest-title")
        assert titles.all_text_contents() == ["最近民警", "最近网格员", "最近消防车"]
        assert ask(page, "document.querySelector('#nearest-police').dataset.room") == "2"
        open_page(page, stage, "/?lang=en")
        expect(page.locator("#legend .symbol-fire_engine")).to_have_attribute(
            "aria-label", "Fire engine"
        )
        expect(page.locator(".nearest-title").last).to_have_text("Nearest: Fire engine")


def test_a_district_without_any_has_no_such_layer(chromium: Browser):
    with Stage() as stage, screen(chromium) as page:
        stage.populate(units=4, incidents=1)
        open_page(page, stage)
        expect(page.locator("[data-layer=police]")).to_have_count(1)
        expect(page.locator("[data-layer=other_units]")).to_have_count(0)
