"""Rules of the party organisations: structure, days, coverage, gaps."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import ConflictError, InvalidError
from domain.net.party.activities import ActivityType, HouseholdLink, PartyActivity
from domain.net.party.figures import Counts, figures_of
from domain.net.party.gaps import Gap, PartyGap, Terms, gaps_of, quarter_start
from domain.net.party.organisations import OrganisationLevel as Level
from domain.net.party.organisations import OrganisationType as Type
from domain.net.party.organisations import PartyOrganisation, Roll
from domain.net.party.photos import MOST_SHOWN, marked, shown_of
from domain.net.party.rosters import (
    MEMBER_COLUMNS,
    ORGANISATION_COLUMNS,
    read_day,
    read_members,
    read_organisations,
    without_secretary,
)
from domain.net.party.structure import (
    branches,
    check_activity,
    check_days,
    check_structure,
    coverage,
    doubled,
    months_from,
)
from domain.tables import sheet_of

TODAY = date(2026, 11, 30)
VILLAGE, GRID, OTHER_GRID = "340604001001", "340604001001001", "340604001001002"
ABOVE = PartyOrganisation(
    "C", "organisation", VILLAGE, Type.GENERAL_BRANCH, Level.COMMUNITY, "甲社区党总支",
    founded="2010-07-01", term_end="2028-07-01", secretary="演示-0001",
)  # fmt: skip
IN_GRID = PartyOrganisation(
    "G", "organisation", GRID, Type.BRANCH, Level.GRID, "甲社区第1网格党支部",
    parent_id="C", founded="2020-07-01", term_end="2028-07-01", secretary="演示-0002",
)  # fmt: skip
GROUP = replace(
    IN_GRID, organisation_id="B", type=Type.GROUP, level=Level.BUILDING, parent_id="G"
)  # fmt: skip


def test_four_levels_fit_under_each_other():
    check_structure(ABOVE, None)
    for kind in (Type.BRANCH, Type.FUNCTIONAL_BRANCH, Type.GROUP):
        check_structure(replace(IN_GRID, type=kind), ABOVE)
    check_structure(GROUP, IN_GRID)


@pytest.mark.parametrize(
    ("one", "parent", "says"),
    [
        (replace(IN_GRID, type=Type.GENERAL_BRANCH), ABOVE, "party_type_level"),
        (replace(GROUP, type=Type.BRANCH), IN_GRID, "party_type_level"),
        (replace(IN_GRID, area_code=VILLAGE), ABOVE, "party_area_level"),
        (replace(ABOVE, area_code=GRID), None, "party_area_level"),
        (ABOVE, IN_GRID, "party_no_parent"),
        (IN_GRID, None, "party_parent_missing"),
        (IN_GRID, replace(ABOVE, ended="2026-01-01"), "party_parent_missing"),
        (IN_GRID, replace(ABOVE, area_code="340604001002"), "party_parent_place"),
        (GROUP, replace(IN_GRID, area_code=OTHER_GRID), "party_parent_place"),
        (GROUP, ABOVE, "party_parent_place"),
        (GROUP, replace(IN_GRID, type=Type.GROUP), "party_parent_type"),
        (IN_GRID, replace(ABOVE, type=Type.BRANCH), "party_parent_type"),
    ],
)
def test_what_does_not_fit_is_refused(one, parent, says):
    with pytest.raises(InvalidError) as refused:
        check_structure(one, parent)
    assert refused.value.says == says


def test_days_follow_each_other():
    check_days("2020-07-01", "2028-07-01", None, TODAY)
    check_days(None, "2020-01-01", "2026-11-30", TODAY)
    for days, says in (
        (("2026-12-01", None, None), "party_founded"),
        (("1901-01-01", None, None), "party_founded"),
        (("2020-07-01", "2020-07-01", None), "party_term_before"),
        (("2020-07-01", None, "2020-06-30"), "party_ended"),
        ((None, None, "2026-12-01"), "party_ended"),
    ):
        with pytest.raises(InvalidError) as refused:
            check_days(*days, TODAY)
        assert refused.value.says == says


def test_an_activity_is_planned_for_a_year_and_counted_when_it_was():
    check_activity("2026-11-30", 12, TODAY, "2020-07-01")
    check_activity("2026-11-30", None, TODAY, "2020-07-01")
    check_activity("2027-11-30", None, TODAY, None)
    for told, says in (
        (("2020-06-30", 3, TODAY, "2020-07-01"), "party_activity_day"),
        (("2027-12-02", None, TODAY, None), "party_activity_day"),
        (("2026-12-01", 3, TODAY, None), "party_attendance_early"),
    ):
        with pytest.raises(InvalidError) as refused:
            check_activity(*told)
        assert refused.value.says == says


def test_months_keep_the_day_or_end_with_the_month():
    assert months_from(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_from(date(2026, 11, 30), 1) == date(2026, 12, 30)
    assert months_from(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert months_from(date(2026, 1, 15), -13) == date(2024, 12, 15)
    assert quarter_start(TODAY) == date(2026, 10, 1)
    assert quarter_start(date(2026, 1, 1)) == date(2026, 1, 1)


def test_where_organisations_are_known_they_answer_else_the_map():
    elsewhere = "340604002001001"
    column = {GRID: "图上第1支部", OTHER_GRID: "图上第2支部", elsewhere: "图上第3支部"}
    assert branches(column, []) == column
    ended = replace(IN_GRID, organisation_id="X", area_code=OTHER_GRID, ended="2026-05-01")
    told = branches({**column, "340604002001002": None}, [ABOVE, IN_GRID, GROUP, ended])
    assert told == {GRID: IN_GRID.name, elsewhere: "图上第3支部"}


def test_coverage_by_town():
    grids = [GRID, OTHER_GRID, "340604002001001"]
    whole = coverage(grids, [GRID])[""]
    assert (whole.covered, whole.grids) == (1, 3)
    towns = {town: (one.covered, one.grids) for town, one in coverage(grids, [GRID], 9).items()}
    assert towns == {"340604001": (1, 2), "340604002": (0, 1)}
    assert coverage([], []) == {}
    held = [ABOVE, IN_GRID, GROUP]
    assert doubled(held) == []
    assert doubled([*held, replace(IN_GRID, organisation_id="Y")]) == [GRID]


def gaps(held, meetings=None, links=(), uncovered=(), empty=()):
    filled = {one.organisation_id for one in held} - set(empty)
    return gaps_of(uncovered, held, filled, meetings or {}, links, TODAY, Terms())


def test_what_is_whole_has_no_gap():
    met = {"C": "2026-10-01", "G": "2026-11-01"}
    assert gaps([ABOVE, IN_GRID, GROUP], met) == []


def test_every_gap_is_found_once():
    of_grid = replace(IN_GRID, secretary=None, term_end="2027-02-28")
    above = replace(ABOVE, term_end="2026-11-29")
    link = HouseholdLink("L", "organisation", "M", GRID, "2025-01-01", "2026-08-29")
    told = gaps(
        [above, of_grid], {"C": "2026-09-30", "G": "2026-10-01"},
        [link, replace(link, link_id="N", last_contact="2026-08-30"),
         replace(link, link_id="E", ended="2026-10-01"),
         replace(link, link_id="F", last_contact=None)],
        [OTHER_GRID],
    )  # fmt: skip
    assert told == [
        Gap(PartyGap.NO_ORGANISATION, OTHER_GRID, OTHER_GRID),
        Gap(PartyGap.NO_SECRETARY, GRID, "G"),
        Gap(PartyGap.TERM_ENDED, VILLAGE, "C", "2026-11-29"),
        Gap(PartyGap.TERM_ENDING, GRID, "G", "2027-02-28"),
        Gap(PartyGap.NO_MEETING, VILLAGE, "C", "2026-09-30"),
        Gap(PartyGap.NO_CONTACT, GRID, "F"),
        Gap(PartyGap.NO_CONTACT, GRID, "L", "2026-08-29"),
    ]


def test_a_group_without_members_is_told_and_an_organisation_of_others_is_not():
    met = {"C": "2026-10-01", "G": "2026-11-01"}
    empty = {one.organisation_id for one in (ABOVE, IN_GRID, GROUP)}
    told = gaps([ABOVE, IN_GRID, GROUP], met, empty=empty)
    assert told == [Gap(PartyGap.NO_MEMBERS, GROUP.area_code, GROUP.organisation_id)]


def test_a_photo_is_shown_once_it_is_marked_and_no_more_than_some():
    held = PartyActivity("A", "o", "G", GRID, ActivityType.THEME_DAY, "2026-11-01", "x", "by")
    assert shown_of(held) == []
    once = marked(held, "f0", is_shown=True)
    assert marked(once, "f0", is_shown=True) == once
    assert [(one.file_id, one.activity, one.title) for one in shown_of(once)] == [
        ("f0", "theme_day", "")
    ]
    assert marked(once, "f0", is_shown=False) == held
    for nth in range(1, MOST_SHOWN):
        once = marked(once, f"f{nth}", is_shown=True)
    with pytest.raises(ConflictError):
        marked(once, "one more", is_shown=True)


def test_what_was_founded_in_this_quarter_owes_no_meeting_yet():
    assert gaps([replace(IN_GRID, founded="2026-10-02")]) == []
    [told] = gaps([replace(IN_GRID, founded="2026-09-30")])
    assert told.gap is PartyGap.NO_MEETING
    assert told.since is None


# tables -------------------------------------------------------------------------------------------

ROW = {"组织名称": "甲网格党支部", "类型": "党支部", "层级": "网格", "区域编码": GRID}


def organisations_table(*rows):
    titles = (["烈山区党组织统计表"], ["填报时间：2026年11月"])
    lines = [[{**ROW, **row}.get(name) for name in ORGANISATION_COLUMNS] for row in rows]
    return sheet_of([*titles, list(ORGANISATION_COLUMNS), *lines])


def test_a_table_of_organisations_is_read_upper_levels_first():
    lines, errors = read_organisations(
        organisations_table(
            {"书记": "演示-0002", "成立日期": "2020年7月1日", "任期届满": "2028/7/1"},
            {"组织名称": "甲社区党总支", "类型": "党总支", "层级": "社区", "区域编码": VILLAGE},
        )
    )
    assert errors == []
    assert [(one.row, one.level) for one in lines] == [(5, Level.COMMUNITY), (4, Level.GRID)]
    assert (lines[1].founded, lines[1].term_end) == ("2020-07-01", "2028-07-01")
    assert [one.row for one in without_secretary(lines)] == [5]


def test_every_wrong_cell_of_a_table_is_told():
    _, errors = read_organisations(
        organisations_table(
            {"类型": "党大组"},
            {"组织名称": ""},
            {"区域编码": "12"},
            {"成立日期": "去年", "组织名称": "丙"},
            {"组织名称": "乙"},
            {"组织名称": "乙"},
        )
    )
    assert [(one.row, one.field, one.wrong.says) for one in errors] == [
        (4, "类型", "pool_cell_unknown"),
        (5, "组织名称", "field_empty"),
        (6, "区域编码", "area_code_wrong"),
        (7, "成立日期", "pool_cell_wrong"),
        (9, "组织名称", "roster_row_twice"),
    ]


def test_a_table_of_members_is_read():
    row = ["演示-0417", "甲网格党支部", GRID, "双报到", "教师", "楼栋长", 12.0, "138-0000-0417"]
    lines, errors = read_members(sheet_of([list(MEMBER_COLUMNS), row, ["演示-0418", "甲"]]))
    assert errors == []
    assert (lines[0].roll, lines[0].volunteer_hours) == (Roll.DOUBLE, 12)
    assert (lines[1].roll, lines[1].area_code, lines[1].duty_post) == (Roll.HERE, "", None)
    _, errors = read_members(sheet_of([list(MEMBER_COLUMNS), [*row[:6], "许多", ""], [*row[:3]]]))
    assert [(one.row, one.field) for one in errors] == [(2, "志愿时长"), (3, "姓名")]


@pytest.mark.parametrize("told", ["2020-07-01", "2020/7/1", "2020.7.1", "2020年7月1日", "20200701",
                                  "2020-07-01 00:00:00"])  # fmt: skip
def test_a_day_is_read_as_people_write_it(told):
    assert read_day(told) == "2020-07-01"


@pytest.mark.parametrize("told", ["2020-13-01", "2020", "七月一日", "2020-02-30", ""])
def test_what_is_no_day_is_none(told):
    assert read_day(told) is None


# figures ------------------------------------------------------------------------------------------


def test_figures_by_hand():
    counts = Counts(
        members={(Roll.HERE, None): 5, (Roll.HERE, "楼栋长"): 2, (Roll.DOUBLE, None): 3},
        hours=40, links=7,
        activities={("2026-11", "theme_day"): 2, ("2025-12", "talk"): 1, ("2025-11", "talk"): 9},
        attended=33, places=1, community_activities={"2026-07": 1}, spent_fen=120_000,
    )  # fmt: skip
    held = [ABOVE, IN_GRID, GROUP, replace(GROUP, organisation_id="E", ended="2026-01-01")]
    told = figures_of([GRID, OTHER_GRID], [GRID], held, gaps(held), counts, TODAY)
    assert (told.whole.covered, told.whole.grids, told.whole.percent) == (1, 2, 50.0)
    assert (told.organisations, told.members, told.at_posts) == (3, 10, 2)
    assert (told.of_roll(Roll.HERE), told.of_roll(Roll.DOUBLE)) == (7, 3)
    assert told.by_type[Type.GROUP] == 1
    assert (told.activities, told.community_activities) == (3, 1)
    assert told.gaps == {PartyGap.NO_MEETING: 2}
    assert (told.months[0], told.months[-1]) == ("2025-12", "2026-11")


def test_a_table_as_an_office_keeps_it_is_read():
    """Titles above, columns in any order, other names for them, wide digits, sums below."""
    sheet = sheet_of([
        ["烈山区2026年基层党组织情况统计表"],
        ["填报单位：演示社区", "", "", "", "填报日期：", "2026年11月"],
        ["序号", "党组织名称", "书 记", "组织类型", "层级", "区域编码", "成立日期", "任期届满"],
        [1, "甲社区党总支", "演示-0417", "总支", "村（社区）", 340604001001, "2020-07-01", ""],
        [2, " 甲第一网格支部 ", "", "支部", "网格", "３４０６０４００１００１００１",
         "2020.7.1", "2027年7月1日"],
        [None] * 8,
        ["合计", 2],
        ["填表人：演示-0001"],
    ])  # fmt: skip
    lines, errors = read_organisations(sheet)
    assert errors == []
    assert [(one.row, one.name, one.level, one.area_code) for one in lines] == [
        (4, "甲社区党总支", Level.COMMUNITY, "340604001001"),
        (5, "甲第一网格支部", Level.GRID, "340604001001001"),
    ]
    assert (lines[1].founded, lines[1].term_end, lines[1].secretary) == (
        "2020-07-01", "2027-07-01", None,
    )  # fmt: skip
    people = sheet_of([
        ["党员花名册"],
        ["姓名", "联系电话", "所属党组织", "报到方式", "志愿时长"],
        ["演示-1", 13800000417, "甲第一网格支部", "双报到党员", 12.0],
        ["演示-2", "", "甲第一网格支部", "半报到", "很多"],
    ])  # fmt: skip
    members, errors = read_members(people)
    assert [(one.name, one.phone, one.volunteer_hours) for one in members] == [
        ("演示-1", "13800000417", 12)
    ]
    assert [(one.row, one.field) for one in errors] == [(4, "报到方式"), (4, "志愿时长")]
