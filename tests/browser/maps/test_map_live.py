"""What moves on the map: where it is drawn, how it ages, what pointing and clicking do."""

import itertools
import math
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mock_server import Mock, assignment, incident, unit
from tests.browser.on_screen import ask, open_screen, wait

pytestmark = pytest.mark.browser

# How much is painted around a container point on the units' canvas: the sum of the alphas.
INK = """([x, y]) => {
  const canvas = document.querySelector("canvas.sheet-live-units");
  const half = Math.round(14 * devicePixelRatio);
  const at = [Math.round(x * devicePixelRatio) - half, Math.round(y * devicePixelRatio) - half];
  const data = canvas.getContext("2d").getImageData(...at, 2 * half, 2 * half).data;
  let sum = 0;
  for (let i = 3; i < data.length; i += 4) sum += data[i];
  return sum;
}"""
SCREEN_OF = "([kind, id]) => { const p = onescreen.mapLive.screenOf(kind, id); return [p.x, p.y]; }"


def now_ms(age_s: float = 0) -> int:
    return int((time.time() - age_s) * 1000)


def drawn(page: Page) -> None:
    """Wait until everything known so far has been drawn."""
    ask(
        page,
        """() => new Promise((done) => {
          const layer = onescreen.mapLive.layer;
          const stop = onescreen.mapLive.onDraw(({ units, incidents }) => {
            if (units && incidents) { stop(); done(); }
          });
          layer.ask();
        })""",
    )


def screen_of(page: Page, kind: str, entity_id: str) -> list[float]:
    return list(ask(page, SCREEN_OF, [kind, entity_id]))


def test_a_unit_is_drawn_where_it_is_and_leaves_no_trail(page: Page, mock: Mock) -> None:
    mock.put("unit", "U1", unit("U1"))
    mock.positions = [["U1", 33.90, 116.85, now_ms(1), None, None]]
    open_screen(page, mock)
    drawn(page)
    before = screen_of(page, "unit", "U1")
    assert ask(page, INK, before) > 0
    mock.send(mock.frame(positions=[["U1", 33.95, 116.88, now_ms(), None, None]]))
    wait(page, "onescreen.picture.positions.get('U1')[1] === 33.95")
    drawn(page)
    after = screen_of(page, "unit", "U1")
    assert ask(page, INK, after) > 0
    assert ask(page, INK, before) == 0


def test_the_drawing_stays_on_the_ground_through_pan_and_zoom(page: Page, mock: Mock) -> None:
    mock.put("unit", "U1", unit("U1"))
    mock.positions = [["U1", 33.90, 116.85, now_ms(), None, None]]
    open_screen(page, mock)
    ask(page, "void onescreen.mapLive.layer.map.setView([33.91, 116.86], 13.3, {animate: false})")
    drawn(page)
    ask(page, "void onescreen.mapLive.layer.map.panBy([120, -60], {animate: false})")
    drawn(page)
    leaflet = ask(
        page,
        """() => { const p = onescreen.mapLive.layer.map.latLngToContainerPoint([33.90, 116.85]);
        return [p.x, p.y]; }""",
    )
    ours = screen_of(page, "unit", "U1")
    assert abs(ours[0] - leaflet[0]) < 1.5
    assert abs(ours[1] - leaflet[1]) < 1.5
    assert ask(page, INK, leaflet) > 0


def test_units_off_duty_are_not_followed(page: Page, mock: Mock) -> None:
    mock.put("unit", "U1", unit("U1", status="off_duty"))
    mock.positions = [["U1", 33.90, 116.85, now_ms(), None, None]]
    open_screen(page, mock)
    drawn(page)
    assert ask(page, INK, screen_of(page, "unit", "U1")) == 0
    mock.send(mock.frame(mock.record("unit", "U1", unit("U1"))))
    wait(page, "onescreen.picture.entities.unit.get('U1').status === 'available'")
    drawn(page)
    assert ask(page, INK, screen_of(page, "unit", "U1")) > 0


def test_age_shows_in_the_form(page: Page, mock: Mock) -> None:
    spots = {"fresh": (33.80, 10), "ageing": (33.90, 130), "stale": (34.00, 310)}
    for name, (lat, age_s) in spots.items():
        mock.put("unit", name, unit(name))
        mock.positions.append([name, lat, 116.85, now_ms(age_s), None, None])
    open_screen(page, mock)
    drawn(page)
    fresh, ageing, stale = (ask(page, INK, screen_of(page, "unit", name)) for name in spots)
    assert ageing == pytest.approx(fresh, rel=0.25)
    assert stale < 0.8 * ageing
    middle = """([x, y]) => Array.from(document.querySelector("canvas.sheet-live-units")
        .getContext("2d").getImageData(Math.round(x), Math.round(y) + 4, 1, 1).data)"""
    x, y = screen_of(page, "unit", "fresh")
    green = ask(page, middle, [x, y])
    assert green[1] > 150
    x, y = screen_of(page, "unit", "ageing")
    hollow = ask(page, middle, [x, y])
    assert hollow[1] < 100


def test_every_symbol_has_a_shape_of_its_own(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    paths = ask(page, "onescreen.symbols.names.map((name) => onescreen.symbols.get(name).path)")
    assert len(set(paths)) == len(paths) == 9
    numerals = ask(page, "[1,2,3,4].map((n) => onescreen.symbols.get('severity' + n).numeral)")
    assert numerals == ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"]


def test_a_name_that_is_markup_stays_text(page: Page, mock: Mock) -> None:
    evil = "<img src=x onerror='window.pwned=1'>火"
    mock.put("incident", "LS1", incident("LS1", title=evil, lat=33.9, lon=116.85))
    open_screen(page, mock)
    drawn(page)
    page.mouse.move(*screen_of(page, "incident", "LS1"))
    tip = page.locator(".map-tip")
    expect(tip).to_contain_text(evil)
    expect(tip).to_contain_text("Ⅱ级 火情")
    assert ask(page, "document.querySelectorAll('.map-tip img').length") == 0
    assert ask(page, "window.pwned") is None


def test_a_click_selects_and_the_address_remembers(page: Page, mock: Mock) -> None:
    mock.put("incident", "LS1", incident("LS1", lat=33.9, lon=116.85))
    mock.put("unit", "U1", unit("U1"))
    mock.put("assignment", "A1", assignment("A1", "LS1", "U1"))
    mock.positions = [["U1", 33.95, 116.82, now_ms(), None, None]]
    open_screen(page, mock)
    drawn(page)
    page.mouse.click(*screen_of(page, "incident", "LS1"))
    wait(page, "location.search.includes('sel=incident:LS1')")
    drawn(page)
    page.mouse.click(*screen_of(page, "unit", "U1"))
    wait(page, "location.search.includes('sel=unit:U1')")
    page.go_back()
    wait(page, "onescreen.place.get().selection === 'incident:LS1'")


def test_incidents_on_one_spot_can_each_be_clicked(page: Page, mock: Mock) -> None:
    for number in ("LS1", "LS2", "LS3"):
        mock.put("incident", number, incident(number, lat=33.9, lon=116.85))
    open_screen(page, mock)
    drawn(page)
    hits = {
        ask(page, "([x, y]) => onescreen.mapLive.at(x, y).id", screen_of(page, "incident", number))
        for number in ("LS1", "LS2", "LS3")
    }
    assert hits == {"LS1", "LS2", "LS3"}


def test_incidents_side_by_side_never_cover_each_other(page: Page, mock: Mock) -> None:
    places = {"LS1": 33.9, "LS2": 33.9001, "LS3": 33.9002, "LS4": 33.9004}
    for severity, (number, lat) in enumerate(places.items(), 1):
        mock.put("incident", number, incident(number, severity=severity, lat=lat, lon=116.85))
    open_screen(page, mock)
    drawn(page)
    spots = {number: screen_of(page, "incident", number) for number in places}
    size = ask(page, "onescreen.mapLive.layer.incidents.size()")
    for (one, a), (other, b) in itertools.combinations(spots.items(), 2):
        assert math.dist(a, b) > 2 * size, (one, other)
    leaflet = """() => { const { map } = onescreen.mapLive.layer;
        const p = map.latLngToContainerPoint([33.9, 116.85]); return [p.x, p.y]; }"""
    assert math.dist(spots["LS1"], ask(page, leaflet)) < 1.5, "the gravest keeps its place"


def test_in_a_crowd_a_second_click_goes_one_deeper(page: Page, mock: Mock) -> None:
    numbers = [f"LS{n:02}" for n in range(30)]
    for number in numbers:
        mock.put("incident", number, incident(number, lat=33.9, lon=116.85))
    open_screen(page, mock)
    drawn(page)
    spot = screen_of(page, "incident", "LS29")
    chosen = []
    for _ in range(24):
        page.mouse.click(*spot)
        wait(page, f"onescreen.place.selected()?.id !== '{chosen[-1] if chosen else ''}'")
        drawn(page)
        chosen.append(ask(page, "onescreen.place.selected().id"))
        page.wait_for_timeout(10)
    assert chosen[0] == "LS29", "the newest of the gravest lies on top"
    assert sorted(chosen) == sorted(["LS29", *numbers[:23]])


def test_a_new_incident_pulses_for_three_seconds(page: Page, mock: Mock) -> None:
    page.clock.install()
    open_screen(page, mock)
    mock.send(mock.frame(mock.record("incident", "LS1", incident("LS1"))))
    wait(page, "onescreen.mapLive.layer.incidents.isPulsing()")
    page.clock.fast_forward(3_100)
    wait(page, "!onescreen.mapLive.layer.incidents.isPulsing()")


def test_nothing_pulses_for_those_who_asked_for_calm(page: Page, mock: Mock) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_screen(page, mock)
    mock.send(mock.frame(mock.record("incident", "LS1", incident("LS1"))))
    wait(page, "onescreen.live.session.seq === 1")
    assert not ask(page, "onescreen.mapLive.layer.incidents.isPulsing()")


def test_a_day_of_frames_grows_neither_page_nor_listeners(page: Page, mock: Mock) -> None:
    mock.put("unit", "U1", unit("U1"))
    open_screen(page, mock)
    size = "[document.getElementsByTagName('*').length, onescreen.picture.listeners()]"
    before = ask(page, size)
    for n in range(150):
        records = [mock.record("incident", f"LS{n}", incident(f"LS{n}", status="accepted"))]
        if n:
            records.append(mock.record("incident", f"LS{n - 1}", None, "gone"))
        fix = ["U1", 33.9 + n / 10_000, 116.85, now_ms(), None, None]
        mock.send(mock.frame(*records, positions=[fix]))
    wait(page, f"onescreen.live.session.seq === {mock.seq}")
    drawn(page)
    assert ask(page, size) == before
    assert ask(page, "onescreen.picture.entities.incident.size") == 1
    assert ask(page, "onescreen.mapLive.layer.units.count") == 1


def test_routine_is_small_and_dim_and_what_is_near_the_chosen_is_not(
    page: Page, mock: Mock
) -> None:
    for name, lat in (("near", 33.805), ("far", 34.0)):
        mock.put("unit", name, unit(name))
        mock.positions.append([name, lat, 116.85, now_ms(5), None, None])
    mock.put("unit", "busy", unit("busy", status="on_scene"))
    mock.positions.append(["busy", 33.95, 116.85, now_ms(5), None, None])
    mock.put("incident", "LS1", incident("LS1", lat=33.80, lon=116.85))
    open_screen(page, mock)
    drawn(page)
    quiet = "onescreen.mapLive.layer.units.quietCount()"
    wait(page, f"{quiet} === 2")
    ask(page, "onescreen.place.set({ selection: 'incident:LS1' }, { push: false })")
    wait(page, f"{quiet} === 1 || onescreen.mapLive.layer.units.quietCount() === 0")
