"""The demo's party: exact counts, invented people, the same each time."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.net.party.activities import HOUSEHOLD_LINK, PARTY_ACTIVITY
from domain.net.party.gaps import Terms, gaps_of
from domain.net.party.organisations import PARTY_MEMBER, PARTY_ORGANISATION, OrganisationLevel
from domain.net.party.self_governance import COMMUNITY_ACTIVITY, SELF_GOVERNANCE_PLACE
from domain.net.party.structure import check_days, check_structure, coverage, doubled
from domain.upkeep.history import HistoryPlan
from feeds.simulator.net.party import EVENTS, TELLER, Community, tell_party
from geodata.district.departments import load_departments
from settings import ROOT

PLAN = HistoryPlan(datetime(2026, 11, 29, 16, tzinfo=UTC), 365, 1, version=TELLER)
TODAY = date(2026, 11, 29)


def communities() -> list[Community]:
    """63 communities with 450 grids, as the district has them (96 urban, 354 rural)."""
    urban = [Community(f"340604001{n:03d}", f"演示社区{n}", True, []) for n in range(1, 14)]
    rural = [Community(f"340604100{n:03d}", f"演示村{n}", False, []) for n in range(1, 51)]
    made = []
    for places, grids in ((urban, 96), (rural, 354)):
        for nth, place in enumerate(places):
            count = grids // len(places) + (nth < grids % len(places))
            codes = [f"{place.code}{n:03d}" for n in range(1, count + 1)]
            made.append(place._replace(grids=codes))
    return made


@pytest.fixture(scope="module")
def told():
    return list(tell_party(communities(), "organisation", PLAN))


def of(told, kind):
    return [one.entity for one in told if one.kind is kind]


def test_each_grid_has_exactly_one_organisation(told):
    held = of(told, PARTY_ORGANISATION)
    levels = Counter(one.level for one in held)
    assert (levels[OrganisationLevel.COMMUNITY], levels[OrganisationLevel.GRID]) == (63, 450)
    grids = [code for place in communities() for code in place.grids]
    covered = {one.area_code for one in held if one.level is OrganisationLevel.GRID}
    assert (coverage(grids, covered)[""].covered, doubled(held)) == (450, [])
    by_id = {one.organisation_id: one for one in held}
    for one in held:
        check_structure(one, by_id.get(one.parent_id or ""))
        check_days(one.founded, one.term_end, None, TODAY)


def test_everybody_is_visibly_invented_and_the_counts_are_bounded(told):
    assert len(told) < 10_000
    assert len({one.entity and id(one.entity) for one in told}) == len(told)
    names = [one.name for one in of(told, PARTY_MEMBER)]
    assert len(set(names)) == len(names) >= 450
    assert all(name.startswith("演示-") for name in names)
    assert all(one.phone.startswith("138-0000-") for one in of(told, PARTY_MEMBER))
    assert all(one.household.startswith("演示住户-") for one in of(told, HOUSEHOLD_LINK))
    assert all(one.entity.is_demo for one in told)
    assert len(of(told, SELF_GOVERNANCE_PLACE)) == 63
    held = [one for one in of(told, COMMUNITY_ACTIVITY) if one.attendance is not None]
    assert 20 <= len(held) < EVENTS
    assert {one.title for one in held} == {"庆七一", "大地欢歌", "艾乡沙龙"}


def test_the_same_plan_tells_the_same(told):
    assert list(tell_party(communities(), "organisation", PLAN)) == told
    other = list(tell_party(communities(), "organisation", replace(PLAN, seed=2)))
    assert other != told


def test_there_are_some_gaps_and_not_many(told):
    last = {}
    for one in of(told, PARTY_ACTIVITY):
        last[one.organisation_id] = max(one.day, last.get(one.organisation_id, ""))
    filled = {one.organisation_id for one in of(told, PARTY_MEMBER)}
    organisations, links = of(told, PARTY_ORGANISATION), of(told, HOUSEHOLD_LINK)
    found = gaps_of([], organisations, filled, last, links, TODAY, Terms())
    counted = Counter(gap.gap.value for gap in found)
    assert set(counted) >= {"no_secretary", "term_ending", "no_meeting", "no_contact"}
    assert sum(counted.values()) < 400


def test_a_new_user_is_told_the_account_that_keeps_the_register():
    """Each department has an account in the demo; the readers are told the one that sees names."""
    folder = ROOT / "districts" / "lieshan"
    owner = tomllib.loads((folder / "net.toml").read_text("utf-8"))["party"]["owner"]
    assert owner in {one.code for one in load_departments(folder)}
    for name in ("README.md", "README.zh-CN.md"):
        assert f"`department-{owner}`" in (ROOT / name).read_text("utf-8")
