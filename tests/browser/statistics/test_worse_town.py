"""A leader finds which town's response worsened this month, and why: planted, then read as shown.

The page is the product's; its figures come from a store into which two months were written.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import mean
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogues import read_catalogues
from domain.access.callers import Caller
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity, to_state
from domain.maps.areas import Area, Level
from domain.statistics.periods import before, month_of
from domain.statistics.statistics import FigureRules
from operations.statistics.area_figures import AreaFigures, Asked
from operations.statistics.area_statistics import Behind, Question, RowPage
from store import Store, open_store
from store.statistics.behind import Wanted
from tests.browser.wall_stage import Stage
from tests.browser.wall_words import screen
from tests.store.builders import an_incident

pytestmark = pytest.mark.browser
RULES = FigureRules("Asia/Shanghai")
TODAY = date(2026, 11, 25)
DISTRICT = "340604"
SLOW, BUSY, SMALL, USUAL = "340604101", "340604001", "340604003", "340604100"
NAMES = {SLOW: "宋疃镇", BUSY: "杨庄街道", SMALL: "任楼街道", USUAL: "烈山镇"}
NIGHT = range(20, 24)
PERIOD = month_of("2026-11", TODAY)
PREVIOUS = before(PERIOD, is_month=True)
SEQUENCE = {
    IncidentStatus.ACCEPTED: "accept",
    IncidentStatus.DISPATCHED: "dispatch",
    IncidentStatus.ON_SCENE: "travel",
}


def town(code: str) -> Area:
    return Area(code, Level.TOWN, NAMES[code], DISTRICT, 33.9, 116.8, (0, 0, 1, 1), population=9000)


def planted() -> Iterator[Incident]:
    """Two months of four towns.

    One town's night drives to brawls take nine minutes more this month; another has twice the
    incidents, no slower; a small one had two endless drives; the last is as it was.
    """
    dice = random.Random(7)
    classes = (IncidentClass.PUBLIC_ORDER, IncidentClass.TRAFFIC, IncidentClass.DISPUTE)
    number = 0
    for period in (PREVIOUS, PERIOD):
        is_now = period is PERIOD
        for code in NAMES:
            count = {BUSY: 160 if is_now else 80, SMALL: 14}.get(code, 110)
            for n in range(count):
                day = period.since + timedelta(days=n % period.days)
                hour = n * 5 % 24
                kind = classes[n % 3]
                took = {"accept": 30, "dispatch": 20, "travel": 200 + dice.randrange(120)}
                if code == SLOW and is_now and hour in NIGHT and kind is classes[0]:
                    took["travel"] += 540
                if code == SMALL and is_now and n < 2:
                    took["travel"] += 2400
                yield told(f"LS{number:05d}", code, kind, day, hour, took)
                number += 1


def told(
    number: str, code: str, kind: IncidentClass, day: date, hour: int, took: dict[str, int]
) -> Incident:
    at = datetime.combine(day, time(hour), RULES.zone)
    made, moments = an_incident(number, at=at, area=code + "001001"), {}
    moment = at
    for status, step in SEQUENCE.items():
        moment += timedelta(seconds=took[step])
        moments[status] = moment
    closed = {IncidentStatus.RESOLVED: moment, IncidentStatus.CLOSED: moment}
    return replace(
        made,
        incident_class=kind,
        severity=Severity.III,
        status=IncidentStatus.CLOSED,
        reached_at={IncidentStatus.REPORTED: at} | moments | closed,
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Incident]]]:
    folder: Path = tmp_path_factory.mktemp("planted")
    incidents = list(planted())
    store = open_store(None, folder, rules=RULES)
    with store.transaction() as tx:
        for incident in incidents:
            tx.put_incident(incident, action="report", actor="test")
    yield store, incidents
    store.close()


def figures(store: Store, code: str) -> dict[str, Any]:
    """What the server would answer about this month."""
    towns = [town(one) for one in NAMES]
    district = Area(DISTRICT, Level.DISTRICT, "烈山区", None, 33.9, 116.8, (0, 0, 1, 1))
    area = district if code == DISTRICT else town(code)
    asked = Asked(
        area=area,
        period=PERIOD,
        previous=PREVIOUS,
        sisters=[] if code == DISTRICT else towns,
        children=towns if code == DISTRICT else [],
        now=datetime.combine(TODAY, time(9), RULES.zone),
        first_day=PREVIOUS.since,
    )
    duty = {"on_duty": 0, "free": 0, "total": 0}
    body = AreaFigures(store, {"arrival": 380, "accept": 60}).body(asked)
    for row in body["places"]["rows"]:
        row["name"] = row["area_code"]
    return body | {
        "path": [{"code": one, "name": NAMES.get(one, "烈山区")} for one in {DISTRICT, code}],
        "people": {"posts": 0, "vacant": 0, "longest_vacant": [], "grid_worker": duty,
                   "police": duty, "others": []},
        "may_export": False,
        "is_running": False,
        "is_demo": False,
    }  # fmt: skip


class Planted:
    """The statistics over the planted months, as the page asks for them."""

    zone = RULES.zone

    def __init__(self, store: Store) -> None:
        self._store = store

    async def body(self, question: Question, caller: Caller) -> dict[str, Any]:
        return figures(self._store, question.code)

    async def days_of(self, question: Question) -> tuple[dict[str, str], dict[str, str]]:
        now, before = (
            {"from": one.since.isoformat(), "to": one.until.isoformat()}
            for one in (PERIOD, PREVIOUS)
        )
        return now, before

    async def rows(
        self, question: Question, behind: Behind, caller: Caller, cursor: str | None, limit: int
    ) -> RowPage:
        hours = []
        for n in range(PERIOD.days if behind.hours else 0):
            first, last = behind.hours or (0, 24)
            start = datetime.combine(PERIOD.since + timedelta(days=n), time(first), RULES.zone)
            hours.append((start, start + timedelta(hours=last - first)))
        wanted = Wanted(
            *self._store.span(PERIOD.since, PERIOD.until),
            incident_class=behind.classes,
            hours=hours,
            arrived=behind.arrived,
            slowest=behind.slowest,
        )
        found, after = self._store.rows_behind(question.code, wanted)
        return RowPage(found, after, is_slowest=True)


class Told:
    """What is told of an incident: here everything, for it is invented."""

    def body(self, incident: Incident) -> dict[str, Any]:
        return to_state(incident) | {"title": "", "area_path": []}


@pytest.fixture
def page(chromium: Browser, written: tuple[Store, list[Incident]]) -> Iterator[Page]:
    """The district's page over the planted months."""
    parts = SimpleNamespace(
        catalogues=read_catalogues(), statistics=Planted(written[0]), incidents=Told()
    )
    with Stage(parts=parts) as stage, screen(chromium) as made:
        made.goto(f"{stage.url}/area/{DISTRICT}")
        yield made


def test_the_sentence_and_the_first_row_name_the_town_and_its_page_says_why(page: Page):
    page.get_by_role("link", name="本月").click()
    first = page.locator(".say-first")
    expect(first).to_contain_text("宋疃镇到场均值")
    expect(first).to_contain_text("在各镇街中变慢最多")
    ranked = page.locator(".card-ranking tbody tr")
    expect(ranked.first).to_contain_text("宋疃镇")
    expect(ranked.first).to_contain_text("超出偶然")
    expect(page.locator(".card-ranking tr", has_text="任楼街道")).to_contain_text("偶然内")
    expect(page.locator(".card-ranking tr", has_text="杨庄街道")).to_contain_text("偶然内")
    first.get_by_role("link", name="宋疃镇").click()
    expect(page.locator("#title")).to_contain_text("宋疃镇")
    for at, cause in enumerate(("途中", "治安", "20–24 时")):
        expect(page.locator(".say-first .say-cause").nth(at)).to_have_text(cause)
        group = page.locator(".why-group").nth(at)
        expect(group.locator(".why-row").first).to_contain_text(cause)


def test_each_cause_opens_to_the_incidents_that_made_it_by_keyboard(page: Page):
    page.get_by_role("link", name="宋疃镇").first.click()
    row = page.locator(".why-group").nth(2).locator(".why-row").first
    expect(row).to_contain_text("20–24 时")
    row.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    slowest = drawer.locator("tbody tr").first
    expect(slowest).to_contain_text("治安")
    expect(slowest.locator(".is-asked")).to_contain_text("分")
    assert float(slowest.locator(".is-asked").inner_text().split()[0]) > 12
    page.keyboard.press("Escape")
    expect(row).to_be_focused()


def test_the_figures_equal_a_count_by_hand(written: tuple[Store, list[Incident]]):
    store, incidents = written
    told = {row["code"]: row for row in figures(store, DISTRICT)["children"]}
    for code in NAMES:
        took = [
            (one.reached_at[IncidentStatus.ON_SCENE] - one.reported_at).total_seconds()
            for one in incidents
            if one.area_code.startswith(code)
            and PERIOD.since <= one.reported_at.astimezone(RULES.zone).date() <= PERIOD.until
        ]
        assert told[code]["reported"] == len(took)
        assert told[code]["arrival_mean_s"] == pytest.approx(mean(took), abs=0.06)
        late = sum(one > RULES.arrival_s for one in took)
        share = told[code]["arrived_in_target_share"]
        assert share == pytest.approx(1 - late / len(took), abs=0.001)
