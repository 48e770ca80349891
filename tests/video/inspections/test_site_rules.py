"""Key places as rules: licences, checks, the table, what an alarm near one means; rooms."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.errors import InvalidError
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity
from domain.tables import sheet_of
from domain.video.places.raising import DEFAULT_RULES, RaisingRule, raised
from domain.video.places.site_table import SiteRules, read_sites
from domain.video.places.sites import KeySite, Nature, SiteSort, read_licences
from domain.video.rooms import ConferenceRoom, RoomWay, href_of, read_address
from geodata.district.places import load_raising_rules
from geodata.district.refused import DistrictError
from settings import ROOT

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
TODAY = date(2026, 11, 30)
DEGREE_M = 111_195.0
FUEL = KeySite("KS-1", Nature.UNIT, SiteSort.FUEL, "演示油站", "340604001001001", 33.9, 116.9)


def fire(metres: float = 0, **more: Any) -> Incident:
    made = Incident(
        "LS1", IncidentClass.FIRE, Severity.III, IncidentStatus.REPORTED, 33.9 + metres / DEGREE_M,
        116.9, "340604001001001", NOON, "phone", "1",
        reached_at={IncidentStatus.REPORTED: NOON}, place_source="point",
    )  # fmt: skip
    return replace(made, **more)


def test_a_fire_near_a_petrol_station_is_raised_by_rule():
    told = raised(fire(250), [FUEL], DEFAULT_RULES)
    assert told is not None
    assert (told.severity, told.metres, told.site) == (Severity.I, 250, FUEL)
    assert raised(fire(350), [FUEL], DEFAULT_RULES) is None
    other = fire(10, incident_class=IncidentClass.TRAFFIC)
    assert raised(other, [FUEL], DEFAULT_RULES) is None
    assert raised(fire(10, severity=Severity.I), [FUEL], DEFAULT_RULES) is None
    no_place = fire(10, place_source="area", area_code="340604")
    assert raised(no_place, [FUEL], DEFAULT_RULES) is None


def test_of_several_places_the_gravest_counts_then_the_nearest():
    school = replace(FUEL, site_id="KS-0", sort=SiteSort.SCHOOL)
    near = replace(school, site_id="KS-2", lat=33.9005)
    told = raised(fire(60), [school, near], DEFAULT_RULES)
    assert told is not None and told.site is near and told.severity is Severity.II
    told = raised(fire(100), [school, FUEL], DEFAULT_RULES)
    assert told is not None and told.site is FUEL


def test_the_rules_are_data_of_the_district(tmp_path: Path):
    assert load_raising_rules(tmp_path) == DEFAULT_RULES
    assert load_raising_rules(ROOT / "districts" / "lieshan") == DEFAULT_RULES
    (tmp_path / "places.toml").write_text('[[raise]]\nname = "全部"\nwithin_m = 50\n')
    assert load_raising_rules(tmp_path) == (RaisingRule("全部", frozenset(), frozenset(), 50),)
    for wrong in (
        "within_m = 50", 'name = "x"\nwithin_m = 0', 'name = "x"\nwithin_m = 9\nsteps = 4',
        'name = "x"\nwithin_m = 9\nsorts = ["castle"]', 'name = "x"\nwithin_m = 9\nhow = 1',
    ):  # fmt: skip
        (tmp_path / "places.toml").write_text(f"[[raise]]\n{wrong}\n")
        with pytest.raises(DistrictError):
            load_raising_rules(tmp_path)


def test_licences_run_out():
    one, two = read_licences("安全生产许可证|A-1|2026-12-15\n\n采矿许可证｜｜")
    assert one.runs_out(TODAY) and not one.is_over(TODAY)
    assert one.is_over(date(2026, 12, 16)) and not one.runs_out(date(2026, 10, 1))
    assert two.until is None and not two.runs_out(TODAY)
    for wrong in ("A｜1｜明年", "｜1｜2026-01-01", "A｜1｜2026-01-01｜x", "A\n" * 13):
        with pytest.raises(InvalidError):
            read_licences(wrong)


def test_a_check_is_due_when_its_days_are_over():
    assert not FUEL.check_is_due(TODAY)
    assert replace(FUEL, check_days=30).check_is_due(TODAY)
    assert not replace(FUEL, check_days=30, checked_on="2026-10-31").check_is_due(TODAY)
    assert replace(FUEL, check_days=30, checked_on="2026-10-30").check_is_due(TODAY)


def test_a_table_is_taken_whole_or_told_row_by_row():
    rules = SiteRules({"emergency": "应急管理局"}, lambda lat, lon: "340604001001001")
    head = ["单位名称", "类别", "北纬", "东经", "主管部门", "许可证", "检查周期", "责任人"]
    good = [
        "演示油站",
        "加油加气站",
        33.9,
        116.9,
        "应急管理局",
        "经营许可证｜9｜2027-01-01",
        30,
        "甲",
    ]
    sites, errors = read_sites(sheet_of([["登记表"], head, good]), rules)
    assert not errors
    [site] = sites
    assert (site.name, site.sort, site.owner, site.check_days) == (
        "演示油站", SiteSort.FUEL, "emergency", 30,
    )  # fmt: skip
    assert site.licences == "经营许可证｜9｜2027-01-01" and site.responsible == "甲"
    bad = [
        ["甲", "城堡", 33.9, 116.9], ["乙", "学校", 99, 116.9],
        ["丙", "学校", 33.9, 116.9, "无此局"],
        ["丁", "学校", 33.9, 116.9, "", "许可｜1｜昨天"], good, good,
    ]  # fmt: skip
    _, errors = read_sites(sheet_of([head, *bad]), rules)
    assert [(one.row, one.field) for one in errors] == [
        (2, "类别"), (3, "北纬"), (4, "主管部门"), (5, "licences"), (7, "名称"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("way", "good", "href"),
    [
        (RoomWay.LINK, "https://meet.example.cn/r/88?x=1", "https://meet.example.cn/r/88?x=1"),
        (RoomWay.TEL, "+86 561-1234567,,88#", "tel:+865611234567,,88#"),
        (RoomWay.SIP, "sip:8800@mcu.example.cn", "sip:8800@mcu.example.cn"),
    ],
)
def test_an_address_fits_its_way_and_runs_no_script(way: RoomWay, good: str, href: str):
    assert href_of(ConferenceRoom("VR-1", "厅", way, read_address(way, good))) == href
    for wrong in ("", "javascript:alert(1)", "http://a.cn", 'https://a.cn/"><b>', "data:x", "甲"):
        with pytest.raises(InvalidError):
            read_address(way, wrong)


def test_a_room_nobody_tried_for_a_month_says_so():
    room = ConferenceRoom("VR-1", "厅", RoomWay.TEL, "1234")
    assert room.test_is_old(NOON)
    assert not replace(room, tested_at=NOON - timedelta(days=30)).test_is_old(NOON)
    assert replace(room, tested_at=NOON - timedelta(days=31)).test_is_old(NOON)
