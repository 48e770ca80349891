"""Rules of the party organisations: structure, days, coverage, gaps."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import InvalidError
from domain.net.party.activities import HouseholdLink
from domain.net.party.gaps import Gap, PartyGap, Terms, gaps_of, quarter_start
from domain.net.party.organisations import OrganisationLevel as Level
from domain.net.party.organisations import OrganisationType as Type
from domain.net.party.organisations import PartyOrganisation
from domain.net.party.structure import (
    check_activity,
    check_days,
    check_structure,
    coverage,
    doubled,
    months_from,
)

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


def test_a_grid_is_covered_by_its_own_organisation_while_it_stands():
    grids = [GRID, OTHER_GRID, "340604002001001"]
    held = [ABOVE, IN_GRID, GROUP, replace(IN_GRID, organisation_id="X", area_code=OTHER_GRID,
                                           ended="2026-05-01")]  # fmt: skip
    whole = coverage(grids, held)[""]
    assert (whole.covered, whole.grids) == (1, 3)
    towns = {town: (one.covered, one.grids) for town, one in coverage(grids, held, 9).items()}
    assert towns == {"340604001": (1, 2), "340604002": (0, 1)}
    assert coverage([], held) == {}
    assert doubled(held) == []
    assert doubled([*held, replace(IN_GRID, organisation_id="Y")]) == [GRID]


def gaps(held, meetings=None, links=(), grids=(GRID,)):
    return gaps_of(grids, held, meetings or {}, links, TODAY, Terms())


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
        [GRID, OTHER_GRID],
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


def test_what_was_founded_in_this_quarter_owes_no_meeting_yet():
    assert gaps([replace(IN_GRID, founded="2026-10-02")]) == []
    [told] = gaps([replace(IN_GRID, founded="2026-09-30")])
    assert told.gap is PartyGap.NO_MEETING
    assert told.since is None
