"""What is shown belongs to what is selected, figures to their definitions, Ⅰ to every screen."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from catalogues import read_catalogues
from domain.topics.definitions import DEFINITIONS
from tests.browser.mock_server import assignment, incident, iso, unit
from tests.browser.on_screen import wait
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import open_page, screen, text_of

pytestmark = pytest.mark.browser
MINUTE, HOUR = 60, 3600
CHINESE = read_catalogues().words("zh")
TARGET_MIN = 10.0
EMERGENCY = {"fire", "flood", "medical", "hazard", "sos", "traffic"}
DASH = re.compile("_dash-update-component")
HERE, THERE = "340604001001001", "340604003001001"
MAP_BOX = """(() => {
  const box = onescreen.mapLive.layer.map.getContainer().getBoundingClientRect();
  return [box.left, box.top, box.width, box.height].map(Math.round).join(); })()"""


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as made:
        yield made


def moment(seconds_ago: float) -> str:
    return iso((time.time() - seconds_ago) * 1000)


def told(number: str, ago_s: float, steps: dict[str, float], **about: Any) -> dict[str, Any]:
    """An incident reported so long ago, with seconds from the report to each step."""
    reached = {"reported": moment(ago_s)}
    reached |= {step: moment(ago_s - after) for step, after in steps.items()}
    status = list(reached)[-1]
    return incident(
        number, status=status, reported_at=reached["reported"], reached_at=reached, **about
    )


def send(stage: Stage, state: dict[str, Any], action: str = "report") -> None:
    stage.send(stage.frame(stage.record("incident", state["number"], state, action)))


# level Ⅰ --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/?topic=rivers", "/?topic=peace", "/?area=340604003", "/"])
def test_level_one_owns_every_topic_and_place_until_somebody_accepts_it(
    wall: Page, stage: Stage, path: str
):
    open_page(wall, stage, path)
    wait(wall, "onescreen.topic.all().length > 1")
    band = wall.locator("#gravest")
    expect(band).to_have_attribute("data-mode", "none")
    grave = incident("LS9", severity=1, title="加油站爆炸", area_code=HERE, lat=33.9, lon=116.8)
    before = wall.evaluate(MAP_BOX)
    send(stage, grave)
    expect(band).to_have_attribute("data-mode", "alarm")
    # Fitted and drawn anew, the map held every report that came with the alarm.
    assert wall.evaluate(MAP_BOX) == before, "the band moves or resizes the map"
    assert (band.bounding_box() or {})["height"] > 50
    expect(band).to_contain_text("加油站爆炸")
    expect(wall.locator(".queue-row").first).to_contain_text("加油站爆炸")
    wait(wall, "Boolean(onescreen.mapLive.screenOf('incident', 'LS9'))")
    if "area" not in path:
        expect(wall.locator(".card-title")).to_have_text("加油站爆炸")
    wait(wall, "onescreen.mapLive.layer.map.getBounds().contains([33.9, 116.8])")
    send(stage, grave | {"status": "accepted"}, "advance")
    expect(band).to_have_attribute("data-mode", "response")
    assert wall.evaluate(MAP_BOX) == before
    expect(band).to_contain_text("Ⅰ级响应中")
    send(stage, grave | {"status": "resolved"}, "advance")
    expect(band).to_have_attribute("data-mode", "none")


def test_a_wall_that_opens_later_still_shows_the_alarm_and_says_so_aloud(wall: Page, stage: Stage):
    stage.put("incident", "LS9", incident("LS9", severity=1, title="加油站爆炸"))
    open_page(wall, stage, "/?topic=peace")
    expect(wall.locator("#gravest")).to_have_attribute("data-mode", "alarm")
    expect(wall.locator("#announce")).to_contain_text("加油站爆炸")


def test_the_clock_of_the_card_is_late_when_that_of_the_queue_is(wall: Page, stage: Stage):
    stage.put("incident", "LS1", told("LS1", 5 * MINUTE, {}, area_code=HERE))
    stage.put("incident", "LS2", told("LS2", 5 * MINUTE, {"accepted": 20}, area_code=HERE))
    open_page(wall, stage)
    for number, is_late in (("LS1", True), ("LS2", False)):
        wall.evaluate("(n) => onescreen.place.set({selection: 'incident:' + n})", number)
        expect(wall.locator(".panel-card .panel-note")).to_contain_text(number)
        row = wall.locator(f'.queue-row[data-number="{number}"].is-late')
        assert (row.count(), wall.locator(".card-age.is-late").count()) == (is_late, is_late)


# the list of who is near ----------------------------------------------------------------------


@pytest.fixture
def two(stage: Stage) -> Stage:
    stage.populate(units=40, incidents=6)
    return stage


def choose(page: Page, number: str) -> None:
    page.evaluate("(n) => onescreen.place.set({selection: 'incident:' + n})", number)
    expect(page.locator(".panel-card .panel-note")).to_contain_text(number)


def test_neighbours_of_one_incident_never_stand_under_another(wall: Page, two: Stage):
    open_page(wall, two)
    choose(wall, "LS202611220001")
    wait(wall, "document.querySelectorAll('#nearest-police .near').length > 0")
    fails: Callable[[Route], None] = lambda route: route.fulfill(status=503, body="")  # noqa: E731
    wall.route(DASH, fails)
    choose(wall, "LS202611220002")
    expect(wall.locator("#nearest-police .near").first).to_be_hidden()
    expect(wall.locator("#nearest-police")).to_have_attribute("data-state", "unknown")
    assert "没有收到回答" in str(wall.locator("#nearest-police").get_attribute("data-says"))
    wall.unroute(DASH, fails)
    expect(wall.locator("#nearest-police")).to_have_attribute("data-state", "fresh")
    expect(wall.locator("#nearest-police .near").first).to_be_visible()


def test_an_old_list_is_marked_when_no_newer_comes(wall: Page, two: Stage):
    open_page(wall, two)
    choose(wall, "LS202611220001")
    wait(wall, "document.querySelectorAll('#nearest-police .near').length > 0")
    wall.route(DASH, lambda route: route.abort())
    expect(wall.locator("#nearest-police")).to_have_attribute("data-state", "old", timeout=40_000)


def test_rows_leave_with_the_room_they_had(chromium: Browser, two: Stage):
    """The band of a grave incident takes it; the next answer, seconds later, has fewer rows."""
    with screen(chromium, 3840, 1080) as page:
        open_page(page, two)
        page.evaluate("onescreen.place.set({selection: 'incident:LS202611220001'})")
        near = "document.querySelectorAll('#nearest-grid .near')"
        shown = f"Array.from({near}).filter(row => row.getBoundingClientRect().height).length"
        box = "document.querySelector('#nearest-grid')"
        # Of the one that was chosen: before that the most urgent one's stood there.
        theirs = f"{box}.querySelector('[data-target*=\"LS202611220001@\"]')"
        wait(page, f"{theirs} && {box}.dataset.state === 'fresh'")
        wait(page, f"{shown} === 8")
        page.route(DASH, lambda _: None)
        send(two, incident("LS9", severity=1, status="accepted", area_code=HERE), "advance")
        wait(page, "document.documentElement.dataset.response === 'response'")
        wait(page, f"{shown} === 6")  # no newer answer comes
        assert page.evaluate(f"{near}.length") == 8


# figures ----------------------------------------------------------------------------------------


def facts(stage: Stage) -> list[dict[str, Any]]:
    """Incidents at every step, two classes of topics, two towns, one reopened, one cancelled."""
    day = [
        told("LS1", 2 * HOUR, {"accepted": 30, "dispatched": 60, "on_scene": 300}, area_code=HERE),
        told("LS2", 3 * HOUR, {"accepted": 40, "dispatched": 50, "on_scene": 900, "resolved": 4000},
             area_code=HERE),
        told("LS3", 5 * MINUTE, {}, area_code=THERE),
        told("LS4", 20 * HOUR, {"accepted": 20, "cancelled": 60}, area_code=HERE),
        told("LS5", 23 * HOUR, {"accepted": 90, "dispatched": 100, "on_scene": 400, "resolved": 500,
             "closed": 900}, area_code=THERE),
        told("LS6", 2 * HOUR, {"accepted": 10}, area_code=HERE, **{"class": "dispute"}),
        told("LS7", 26 * HOUR, {"accepted": 5, "dispatched": 9, "on_scene": 50}, area_code=HERE),
        told("LS8", 22 * HOUR, {"accepted": 21 * HOUR, "dispatched": 21.1 * HOUR},
             area_code="340604001"),
    ]  # fmt: skip
    first = {"accepted": moment(22 * HOUR - 25), "on_scene": moment(22 * HOUR - 240)}
    day[-1]["first_reached_at"] = {"reported": day[-1]["reported_at"], **first}
    for state in day:
        stage.put("incident", state["number"], state)
    for n, number in enumerate(["LS1", "LS1", "LS2", "LS6", "LS4"]):
        unit_id = "U1" if n < 3 and n != 1 else f"U{n}"
        sent = assignment(f"A{n}", number, unit_id)
        stage.put("assignment", f"A{n}", sent)
    stage.put("assignment", "A9", assignment("A9", "LS1", "U9", cleared_at=moment(5)))
    for n, home in enumerate([HERE, HERE, THERE]):
        stage.put(
            "unit",
            f"P{n}",
            unit(
                f"P{n}",
                kind="police",
                home_area=home,
                status=("available", "on_scene", "off_duty")[n],
            ),
        )
        stage.put("unit", f"W{n}", unit(f"W{n}", home_area=home))  # fmt: skip
    return day


def recount(
    states: list[dict[str, Any]], sent: list[dict[str, Any]], classes: set[str], area: str
) -> dict[str, float | None]:
    """Each figure of incidents by domain/topics/definitions.py, from the rows alone."""
    own = [s for s in states if (not classes or s["class"] in classes)]
    own = [s for s in own if s["area_code"].startswith(area)]
    standing = [s for s in own if s["status"] not in {"closed", "cancelled"}]
    since = moment(24 * HOUR)
    day = [s for s in own if s["reported_at"] >= since]
    not_cancelled = [s for s in day if s["status"] != "cancelled"]
    done = [s for s in day if s["status"] in {"resolved", "closed"}]

    def minutes(step: str) -> list[float]:
        found = []
        for s in day:
            at = s.get("first_reached_at", {}).get(step) or s["reached_at"].get(step)
            if at:
                found.append((seconds(at) - seconds(s["reported_at"])) / 60)
        return found

    waiting = [s for s in standing if s["status"] == "reported"]
    arrivals = minutes("on_scene")
    numbers = {s["number"] for s in standing}
    return {
        "open": len(standing),
        "waiting": len(waiting),
        "in_hand": len(standing) - len(waiting),
        "grave": sum(s["severity"] <= 2 for s in standing),
        "late": sum(seconds(moment(0)) - seconds(s["reported_at"]) > 60 for s in waiting),
        "day": len(day),
        "closed_day": len(done),
        "resolved_share": 100 * len(done) / len(not_cancelled),
        "accept_minutes": median(minutes("accepted")),
        "turnout_minutes": median(minutes("dispatched")),
        "arrival_median": median(arrivals),
        "within_target": 100 * sum(m <= TARGET_MIN for m in arrivals) / len(arrivals),
        "units_sent": len(
            {a["unit_id"] for a in sent if not a["cleared_at"] and a["number"] in numbers}
        ),
    }


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.mark.parametrize(
    ("topic", "classes", "area"),
    [
        ("overview", set(), "340604"),
        ("emergency", EMERGENCY, "340604"),
        ("overview", set(), "340604001"),
        ("emergency", EMERGENCY, "340604001"),
    ],
)
def test_every_figure_of_incidents_equals_a_recount(
    wall: Page, stage: Stage, topic: str, classes: set[str], area: str
):
    states = facts(stage)
    open_page(wall, stage, f"/?topic={topic}&area={area}")
    wait(wall, "onescreen.topic.all().length > 1")
    sent = list(stage.entities["assignment"].values())
    for name, value in recount(states, sent, classes, area).items():
        shown = wall.evaluate("(name) => onescreen.figures.of(name).value", name)
        assert shown == pytest.approx(value, abs=0.02), name


def test_every_figure_says_what_it_means_and_parts_add_up(wall: Page, stage: Stage):
    facts(stage)
    open_page(wall, stage)
    wait(wall, "onescreen.topic.all().length > 1")
    for name in wall.evaluate("onescreen.figures.NAMES"):
        note = wall.evaluate("(name) => onescreen.figures.of(name).note", name)
        assert DEFINITIONS[name].formula(CHINESE) in note
    counts = [int(n) for n in wall.locator("#ranking .bar-count").all_inner_texts()]
    assert sum(counts) == wall.evaluate("onescreen.figures.of('open').value") == 6
    expect(wall.locator("#ranking")).not_to_contain_text("未落到镇街")
    wall.evaluate("onescreen.place.set({area: '340604001'})")
    expect(wall.locator("#ranking")).to_contain_text("未落到村社区")
    counts = [int(n) for n in wall.locator("#ranking .bar-count").all_inner_texts()]
    assert sum(counts) == wall.evaluate("onescreen.figures.of('open').value") == 5


def test_all_panels_of_a_screen_are_of_the_area_one_stands_in(wall: Page, stage: Stage):
    facts(stage)
    stage.put("kpi", "incidents_open", {"id": "incidents_open", "label": "在办事件", "value": 99,
              "unit": "起", "source": "事件库", "at": iso(), "detail": {}})  # fmt: skip
    open_page(wall, stage)
    name = wall.evaluate("onescreen.panels.areaName('340604001')")
    expect(wall.locator(".kpi-incidents_open .kpi-digits")).to_have_text("99")
    wall.evaluate("onescreen.place.set({area: '340604001'})")
    expect(wall.locator(".kpi-incidents_open .kpi-digits")).to_have_text("5")
    expect(wall.locator(".panel-kpis .panel-note")).to_have_text(name)
    expect(wall.locator(".panel-queue .panel-note")).to_contain_text(f"{name} · 5 起")
    expect(wall.locator(".panel-share .panel-note")).to_contain_text("共 5 起")
    expect(wall.locator("#card")).to_contain_text(name)
    expect(wall.locator("#ticker")).to_have_attribute("data-scope", "全域动态")


@pytest.mark.parametrize(
    ("topic", "headline", "figures"),
    [("rivers", "河湖治理", "河湖态势"), ("party_building", "智慧党建", "党建态势")],
)
def test_each_topic_has_its_headline_and_its_first_panel(
    wall: Page, stage: Stage, topic: str, headline: str, figures: str
):
    open_page(wall, stage, f"/?topic={topic}")
    expect(wall.locator("#title")).to_have_text(f"烈山区 {headline}")
    assert wall.title() == f"烈山区 {headline}"
    expect(wall.locator(".panel-kpis .panel-title")).to_have_text(figures)
    wall.evaluate("onescreen.topic.choose('overview')")
    expect(wall.locator("#title")).to_have_text("烈山区 一屏总览")


def test_a_topic_shows_its_own_classes_on_the_map_at_once(wall: Page, stage: Stage):
    stage.put("incident", "LS1", incident("LS1", severity=3, **{"class": "fire"}))
    open_page(wall, stage)
    drawn = (
        "(p => p && onescreen.mapLive.at(p.x, p.y))(onescreen.mapLive.screenOf('incident', 'LS1'))"
    )
    wait(wall, f"Boolean({drawn}) && onescreen.topic.all().length > 1")  # topics come by themselves
    wall.evaluate("onescreen.topic.choose('peace')")
    wall.wait_for_function(f"!({drawn})", timeout=3000)  # before the next look every 5 s


def test_a_source_is_connected_only_while_there_is_some_of_it(wall: Page, stage: Stage):
    open_page(wall, stage, "/?topic=rural")
    row = wall.locator(".source-row", has_text="村级党组织")
    expect(row).to_contain_text("未接入")
    kpi = {"id": "rural_organisations", "label": "村级党组织", "value": 3, "unit": "个",
           "source": "党建台账", "at": iso(), "detail": {}}  # fmt: skip
    stage.send(stage.frame(stage.record("kpi", "rural_organisations", kpi, "compute")))
    expect(row).to_contain_text("已接入")


def test_a_grid_is_called_by_the_name_of_its_map(wall: Page, stage: Stage):
    stage.put("incident", "LS1", incident("LS1", severity=2, area_code=HERE))
    open_page(wall, stage)
    wait(wall, f"onescreen.areas.byCode && onescreen.areas.byCode.get('{HERE}')")
    wall.evaluate(f"onescreen.areas.byCode.get('{HERE}').name = '马车第1网格'")
    choose(wall, "LS1")
    expect(wall.locator(".panel-card")).to_contain_text("马车第1网格")
    assert "网格 001" not in text_of(wall, ".panel-card")


def test_an_address_with_unknown_layers_shows_the_usual_ones(wall: Page, stage: Stage):
    open_page(wall, stage, "/?layers=foo")
    assert "incidents" in wall.evaluate("onescreen.place.get().layers")
    assert text_of(wall, "#title")


# for the keyboard, for screen readers, in any room ----------------------------------------------


def test_three_keys_lead_to_the_first_incident_and_arrows_go_on(wall: Page, two: Stage):
    open_page(wall, two)
    wait(wall, "document.querySelectorAll('.queue-row').length > 2")
    wall.keyboard.press("Tab")  # the first way past the header leads to the incidents
    wall.keyboard.press("Enter")
    wall.keyboard.press("Tab")
    wait(wall, "document.activeElement.matches('.queue-row')")
    first = wall.evaluate("document.activeElement.dataset.number")
    wall.keyboard.press("ArrowDown")
    wait(wall, f"![undefined, {first!r}].includes(document.activeElement.dataset.number)")
    nameless = "n => n.tabIndex >= 0 && n.localName === 'span' && !n.getAttribute('aria-label')"
    query = "document.querySelectorAll('#kpis [data-prov], #ranking [data-prov]')"
    wait(wall, f"Array.from({query}).filter({nameless}).length === 0")


def test_a_skip_link_leads_past_the_header(wall: Page, two: Stage):
    open_page(wall, two)
    wall.keyboard.press("Tab")
    expect(wall.locator(".skip").first).to_be_focused()


def test_what_happens_is_read_out(wall: Page, stage: Stage):
    open_page(wall, stage)
    said = wall.locator("#announce")
    expect(said).to_have_attribute("aria-live", "assertive")
    send(stage, incident("LS7", severity=2, title="厂房冒烟", area_code=HERE))
    expect(said).to_contain_text("新事件")
    expect(said).to_contain_text("厂房冒烟")
    wait(wall, "onescreen.topic.all().length > 1")
    wall.evaluate("onescreen.topic.choose('peace')")
    expect(said).to_have_text("专题：平安建设")
    stage.is_answering = False
    stage.drop_all()
    expect(said).to_have_text("数据已停更", timeout=30_000)


def test_a_single_arrival_does_not_shade_a_village(wall: Page, stage: Stage):
    for n in range(3):
        state = told(f"LS{n}", HOUR, {"accepted": 30, "on_scene": 900}, area_code=HERE)
        stage.put("incident", f"LS{n}", state)
    stage.put("incident", "LS9", told("LS9", HOUR, {"on_scene": 900}, area_code=THERE))
    open_page(wall, stage, "/?measure=response")
    assert wall.evaluate("onescreen.mapMeasures.valueOf('340604001001')") == 15
    assert wall.evaluate("onescreen.mapMeasures.valueOf('340604003001')") == 0
    labels = wall.evaluate("onescreen.mapStyle.legend().steps.map(one => one.label)")
    assert labels[0] == "样本少" and labels[2].endswith("–10")
