"""The figures of an area equal a recount; verdicts are alike in both directions; parts add up."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from domain.incidents.incidents import Incident, IncidentStatus
from domain.maps.areas import Area, Level
from domain.statistics.area_words import percent
from domain.statistics.beyond_chance import counts_differ, shares_differ
from domain.statistics.periods import Period, before
from domain.statistics.statistics import FigureRules
from operations.statistics import area_lines
from operations.statistics.area_figures import AreaFigures, Asked
from store import Store, open_store
from tests.store.builders import an_incident
from tests.support.stores import lay_tables

RULES = FigureRules("Asia/Shanghai")
DISTRICT, EAST, WEST = "340604", "340604001", "340604002"
MONTH = Period(date(2026, 10, 26), date(2026, 11, 24))  # thirty days, five Mondays and Tuesdays
S = IncidentStatus


def an_area(code: str, name: str) -> Area:
    level = Level.DISTRICT if code == DISTRICT else Level.TOWN
    return Area(code, level, name, None, 33.9, 116.8, (0, 0, 1, 1), population=1000)


def told(number: int, day: date, arrival_s: float, area: str = EAST + "001001") -> Incident:
    at = datetime.combine(day, time(number % 24), RULES.zone)
    there = at + timedelta(seconds=arrival_s)
    reached = {S.REPORTED: at, S.ACCEPTED: at + timedelta(seconds=20), S.ON_SCENE: there}
    ended = {S.RESOLVED: there + timedelta(hours=1), S.CLOSED: there + timedelta(hours=2)}
    made = an_incident(f"LS{number:05d}", at=at, area=area, reached=reached | ended)
    return replace(made, status=S.CLOSED)


def spread(period: Period, arrivals_s: Iterable[float], area: str, begin: int) -> list[Incident]:
    return [
        told(begin + n, period.since + timedelta(days=n % period.days), took, area)
        for n, took in enumerate(arrivals_s)
    ]


def figures(folder: Path, incidents: Iterable[Incident], **more: Any) -> dict[str, Any]:
    lay_tables(folder)
    store: Store = open_store(None, folder, rules=RULES)
    try:
        with store.transaction() as tx:
            for incident in incidents:
                tx.put_incident(incident, action="report", actor="test")
        towns = [an_area(EAST, "东镇"), an_area(WEST, "西镇")]
        asked = Asked(
            area=an_area(DISTRICT, "某区"),
            period=MONTH,
            previous=before(MONTH),
            sisters=[],
            children=towns,
            now=datetime.combine(MONTH.until, time(23), RULES.zone),
            first_day=more.get("first_day", before(MONTH).since),
        )
        return AreaFigures(store, {"arrival": 380, "accept": 60}).body(asked)
    finally:
        store.close()


def around(seconds: float, count: int, seed: int = 1) -> list[float]:
    dice = random.Random(seed)
    return [seconds + dice.uniform(-60, 60) for _ in range(count)]


@pytest.mark.parametrize("moved_s", [-3, 3])
def test_what_lies_within_chance_has_no_verb_in_either_direction(tmp_path: Path, moved_s: int):
    east = EAST + "001001"
    body = figures(tmp_path, [
        *spread(before(MONTH), around(300, 90), east, 0),
        *spread(MONTH, around(300 + moved_s, 90, 2), east, 500),
    ])  # fmt: skip
    text = "".join(one["text"] for one in body["sentences"])
    assert "慢" not in text and "快" not in text
    assert "未超出偶然波动" in text
    assert not body["changes"]["arrival_mean_s"]["is_sure"]
    assert area_lines.group_rows(body["children"])[0][-1] in {"偶然内", "样本少"}


@pytest.mark.parametrize(("moved_s", "word", "other"), [(-60, "快", "慢"), (60, "慢", "快")])
def test_what_is_beyond_chance_is_told_alike_in_both_directions(
    tmp_path: Path, moved_s: int, word: str, other: str
):
    east = EAST + "001001"
    body = figures(tmp_path, [
        *spread(before(MONTH), around(300, 90), east, 0),
        *spread(MONTH, around(300 + moved_s, 90, 2), east, 500),
    ])  # fmt: skip
    own = body["sentences"][1]["text"]
    assert f"比上期{word}" in own and f"比上期{other}" not in own
    change = body["changes"]["arrival_mean_s"]
    assert change["is_sure"]
    # sentence, tile and table tell one rounding
    assert area_lines.span(abs(change["change"])) in own
    east_row = next(row for row in area_lines.group_rows(body["children"]) if row[0] == "东镇")
    assert east_row[-1] == area_lines.signed(change["change"])


def test_a_share_that_fell_beyond_chance_is_said_though_the_mean_did_not(tmp_path: Path):
    east = EAST + "001001"
    steady = [370.0] * 100
    split = [390.0, 350.0] * 50
    body = figures(
        tmp_path,
        [*spread(before(MONTH), steady, east, 0), *spread(MONTH, split, east, 500)],
    )
    assert body["changes"]["arrived_in_target_share"] == {"change": -0.5, "is_sure": True}
    assert any("到场达标 50%，对比期 100%" in one["text"] for one in body["sentences"])


def test_a_period_without_data_is_unknown_not_zero(tmp_path: Path):
    incidents = spread(MONTH, around(300, 60), EAST + "001001", 0)
    body = figures(tmp_path, incidents, first_day=MONTH.since)
    assert set(body["totals_before"].values()) == {None}
    assert {row["previous"] for row in body["classes"]} == {None}
    assert {row["previous_reported"] for row in body["children"]} == {None}
    assert body["changes"]["reported"] == {"change": None, "is_sure": False}
    lines = {(part, label): other for part, label, _, other in area_lines.lines(with_people(body))}
    assert lines["指标", "上报（起）"] is None


def test_a_spreadsheet_holds_every_hour_and_what_is_told_of_each_town(tmp_path: Path):
    body = with_people(figures(tmp_path, spread(MONTH, around(300, 60), EAST + "001001", 0)))
    parts = [part for part, *_ in area_lines.lines(body)]
    assert sum(part.startswith("一周各时段") for part in parts) == 7 * 24
    for told_of in (
        "上报（起）",
        "每千人上报（起）",
        "此刻在办（起）",
        "处置达标率",
        "到场均值（秒）",
    ):
        assert parts.count(f"下辖区域{told_of}") >= len(body["children"]), told_of


def test_weekdays_are_told_with_how_many_of_them_there_are(tmp_path: Path):
    incidents = [told(8 + 24 * n, MONTH.since + timedelta(days=n), 300) for n in range(30)]
    body = figures(tmp_path, incidents)
    assert body["heat_days"] == [5, 5, 4, 4, 4, 4, 4]
    assert [row[8] for row in body["heat"]] == [5, 5, 4, 4, 4, 4, 4]
    assert [row[8] for row in body["heat_mean"]] == [1.0] * 7


def test_a_week_cut_by_the_first_day_of_data_is_not_whole(tmp_path: Path):
    first = date(2026, 11, 5)  # a Thursday
    days = [first + timedelta(days=n) for n in range(20)]
    body = figures(tmp_path, [told(n, day, 300) for n, day in enumerate(days)], first_day=first)
    rows = [(row["from"], row["with_data"], row["is_whole"]) for row in body["trend"]["rows"]]
    assert rows == [
        ("2026-11-02", 4, False),
        ("2026-11-09", 7, True),
        ("2026-11-16", 7, True),
        ("2026-11-23", 2, False),
    ]


def test_the_parts_and_the_rest_add_up_to_the_whole(tmp_path: Path):
    incidents = [
        *spread(MONTH, around(300, 12), EAST + "001001", 0),
        *spread(MONTH, around(300, 5), WEST, 100),
        *spread(MONTH, around(300, 3), DISTRICT, 200),
    ]
    incidents[-1] = replace(
        incidents[-1], status=S.REPORTED, reached_at={S.REPORTED: incidents[-1].reported_at}
    )
    body = figures(tmp_path, incidents)
    rest = body["children_rest"]
    assert (rest["name"], rest["reported"], rest["open_now"]) == ("未落到镇街", 3, 1)
    for name in ("reported", "closed", "arrived"):
        whole = body["totals"][name]
        assert sum(row[name] for row in [*body["children"], rest]) == whole
    assert area_lines.group_rows(body["children"], rest)[-1][:2] == ["未落到镇街", "3"]
    assert figures(tmp_path / "b", incidents[:12])["children_rest"] is None


def test_the_figures_equal_a_recount_of_the_rows(tmp_path: Path):
    incidents = [
        *spread(MONTH, around(330, 70), EAST + "001001", 0),
        *spread(before(MONTH), around(300, 80), WEST + "001001", 200),
    ]
    body = figures(tmp_path, incidents)
    took = [(one.reached_at[S.ON_SCENE] - one.reported_at).total_seconds() for one in incidents]
    assert body["totals"]["arrival_mean_s"] == pytest.approx(mean(took[:70]), abs=0.06)
    assert body["totals_before"]["arrival_mean_s"] == pytest.approx(mean(took[70:]), abs=0.06)
    share = sum(one <= 380 for one in took[:70]) / 70
    assert body["totals"]["arrived_in_target_share"] == pytest.approx(share, abs=0.0001)
    assert body["totals"]["per_1000"] == 70.0
    changed = body["changes"]["arrival_mean_s"]["change"]
    assert changed == pytest.approx(mean(took[:70]) - mean(took[70:]), abs=0.06)


def test_only_all_is_a_hundred_percent():
    assert percent(855 / 856) == "99.9%"
    assert percent(0.9999) == "99.9%"
    assert (percent(1.0), percent(0.0), percent(4 / 883)) == ("100%", "0%", "0.5%")
    assert (percent(0.0001), percent(0.5), percent(None)) == ("0.1%", "50%", "—")


def test_shares_and_counts_are_judged_by_what_chance_does():
    dice = random.Random(7)

    def drawn() -> int:
        return sum(dice.random() < 0.8 for _ in range(100))

    false_alarms = sum(shares_differ(drawn(), 100, drawn(), 100) for _ in range(800))
    assert false_alarms / 800 < 0.03
    assert shares_differ(90, 100, 60, 100)
    assert not shares_differ(9, 9, 0, 9)  # too few to say
    assert not counts_differ(120, 100)
    assert counts_differ(190, 100)


def with_people(body: dict[str, Any]) -> dict[str, Any]:
    duty = {"on_duty": 0, "free": 0, "total": 0}
    people = {"posts": 0, "vacant": 0, "grid_worker": duty, "police": duty, "others": []}
    for row in body["places"]["rows"]:
        row["name"] = row["area_code"]
    return body | {"people": people}
