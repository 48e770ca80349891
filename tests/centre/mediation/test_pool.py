"""The pool: what a mediator must be, tables of them, the demo's, and what they have done."""

from dataclasses import replace

import pytest

from domain.centre.cases.categories import IN_USE
from domain.centre.mediation.demo_pool import demo_pool
from domain.centre.mediation.mediators import (
    PoolLevel,
    PoolState,
    Source,
    check_mediator,
)
from domain.centre.mediation.pool_table import COLUMNS, REQUIRED, TABLE, read_pool
from domain.centre.mediation.records import Tally, records_of
from domain.errors import InvalidError
from domain.tables import sheet_of
from geodata.district.mediation import load_houses
from settings import ROOT
from tests.centre.mediation.the_pool import TODAY, a_mediator

HOUSES = load_houses(ROOT / "districts" / "lieshan")
ROW = {
    "姓名": "演示-0417", "性别": "女", "出生年份": "1980", "层级": "镇级", "来源": "五老",
    "擅长类型": "邻里、物业纠纷", "方言": "普通话 淮北话", "可调解日": "一、周三",
    "调解小组": "邻里纠纷调解小组", "调解员库": "烈山镇调解员库", "电话": "138-0000-0417",
}  # fmt: skip


def table(*rows: dict[str, str]):
    return sheet_of([COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)])


def test_the_demo_has_as_many_as_the_district_reports_and_is_always_the_same():
    pool = demo_pool(HOUSES)
    assert pool == demo_pool(HOUSES)
    assert sum(one.level is PoolLevel.TOWN for one in pool) == 151
    assert sum(one.level is PoolLevel.DISTRICT for one in pool) >= 100
    assert len(pool) >= 260
    assert len({one.mediator_id for one in pool}) == len(pool)
    assert {one.pool for one in pool if one.pool} == {*HOUSES.pools}
    assert len(HOUSES.pools) == 5
    assert len(HOUSES.groups) == 13
    assert {group for one in pool for group in one.groups} == {*HOUSES.groups}
    assert {skill for one in pool for skill in one.skills} == {one.value for one in IN_USE}
    assert all("演示-" in (one.name or "") and one.is_demo for one in pool)
    assert all((one.phone or "").startswith("138-0000-") for one in pool)
    for one in pool:
        check_mediator(one, TODAY)


def test_the_alliances_director_is_named_by_the_district_and_by_no_mediator():
    alliance = HOUSES.alliance
    assert alliance is not None
    assert alliance.director
    assert not any(alliance.director in (one.name or "") for one in demo_pool(HOUSES))
    code = [*(ROOT / "domain").rglob("*.py"), *(ROOT / "operations").rglob("*.py")]
    assert not any(alliance.director in path.read_text() for path in code)


@pytest.mark.parametrize("wrong", [
    {"skills": ()}, {"skills": ("village_affairs",)}, {"birth_year": 2015}, {"birth_year": 1900},
    {"source": Source.DEPUTY}, {"term_from": "2026-02-01", "term_until": "2026-01-01"},
    {"level": PoolLevel.TOWN}, {"state": PoolState.SUSPENDED, "state_since": "2026-01-01"},
    {"state": PoolState.RESIGNED},
])  # fmt: skip
def test_what_does_not_do_is_refused(wrong: dict[str, object]):
    check_mediator(a_mediator(1), TODAY)
    with pytest.raises(InvalidError):
        check_mediator(a_mediator(1, **wrong), TODAY)


def test_a_row_is_read_with_its_names():
    [(number, one)], errors = read_pool(table(ROW), HOUSES, TODAY)
    assert errors == []
    assert number == 2
    assert one.skills == ("neighbours", "property_service")
    assert one.days == ("mon", "wed")
    assert (one.pool, one.groups) == ("lieshan", ("neighbours",))
    assert one.mediator_id == ""


@pytest.mark.parametrize(("column", "cell"), [
    ("性别", "?"), ("出生年份", "八零"), ("层级", "省级"), ("来源", "不明"), ("擅长类型", "外星"),
    ("调解小组", "没有"), ("可调解日", "周八"), ("任期起", "2026-13-01"), ("姓名", ""),
    ("调解员库", ""), ("擅长类型", ""),
])  # fmt: skip
def test_a_wrong_cell_is_told_with_its_row(column: str, cell: str):
    rows, errors = read_pool(table(ROW, ROW | {column: cell}), HOUSES, TODAY)
    assert {one.row for one in errors} == {3}
    assert len(rows) == 1


def test_a_title_may_stand_above_and_a_missing_column_is_named():
    sheet = sheet_of([["调解员名册"], COLUMNS, [ROW.get(name, "") for name in COLUMNS]])
    assert not read_pool(sheet, HOUSES, TODAY)[1]
    assert TABLE.missing(sheet.rows) == 0
    short = sheet_of([["姓名", "性别"], ["演示", "女"]])
    wrong = {one.field for one in read_pool(short, HOUSES, TODAY)[1]}
    assert wrong == {*REQUIRED} - {"姓名", "性别"}


def test_a_number_stands_once():
    twice = ROW | {"编号": "M0001"}
    [error] = read_pool(table(twice, twice), HOUSES, TODAY)[1]
    assert (error.row, error.field) == (3, "编号")


def test_a_record_is_counted_from_the_cases_and_tells_of_none():
    tallies = [
        Tally(("M0001",), 4, is_open=True),
        Tally(("M0001", "anna"), 3, is_open=False, procedure="agreed", kept=2, broken=1,
              days=30.0, timed=3, stars=14, rated=3),
        Tally(("M0001",), 1, is_open=False, procedure="failed"),
        Tally(("M0001",), 2, is_open=False, procedure="withdrawn"),
    ]  # fmt: skip
    held = records_of(tallies)
    one = held["M0001"]
    assert (one.load, one.done, one.success, one.failed, one.withdrawn) == (4, 6, 3, 1, 2)
    assert one.success_rate == 3 / 4
    assert one.performance_rate == 2 / 3
    assert one.mean_days == 10
    assert (one.satisfaction, one.rated) == (14 / 3, 3)
    assert held["anna"].done == 3


def test_a_rate_of_one_or_two_cases_is_not_told():
    held = records_of([Tally(("M0001",), 2, is_open=False, procedure="agreed", kept=2,
                             days=3.0, timed=2, stars=2, rated=2)])  # fmt: skip
    one = held["M0001"]
    assert [one.success_rate, one.performance_rate, one.mean_days, one.satisfaction] == [None] * 4


def test_a_mediator_with_an_account_is_named_by_it():
    assert a_mediator(1).key == "M0001"
    assert replace(a_mediator(1), account="anna").key == "anna"
