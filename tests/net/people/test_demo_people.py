"""The demo's people: counted as the district tells, invented, and by the rules."""

from collections import Counter
from datetime import date, timedelta

import pytest

from domain.maps.areas import Area, Level
from domain.net.people.gaps import grid_posts, last_days
from domain.net.people.posts import Holder, Post, PostTable
from domain.net.people.rules import check_assignment
from domain.net.people.settings import PeopleSettings
from feeds.simulator import fleet
from feeds.simulator.net import ACCOUNTS, net_people
from feeds.simulator.net.handlers import handling_people
from feeds.simulator.net.tasks import WORK
from geodata.district.departments import load_departments
from geodata.district.net.people import load_net_people
from settings import ROOT
from tests.net import the_district

TODAY = date(2026, 11, 29)
PARTS = {one.code: one for one in the_district.areas()}


def district() -> list[Area]:
    """450 grids in 45 communities, 96 of them urban; 94 posts vacant."""
    areas = []
    for number in range(450):
        village = f"340604{100 + number // 100:03d}{number // 10 % 10 + 1:03d}"
        vacant = date(2025, 3, 1) + timedelta(days=number) if number % 450 < 94 * 4 else None
        areas.append(
            Area(
                code=f"{village}{number % 10 + 1:03d}", level=Level.GRID, name=f"第{number}网格",
                parent_code=village, lat=33.8, lon=116.8, bounds=(33, 116, 34, 117),
                is_urban=number < 96, vacant_since=vacant if number % 4 == 0 else None,
            )
        )  # fmt: skip
    return areas


@pytest.fixture(scope="module")
def told():
    return list(net_people(district(), 340604))


def test_every_grid_has_its_lead_and_each_filled_post_its_worker_the_unit_of_the_map(told):
    held = [one for person in told for one in person.assignments if one.is_on("2026-11-29")]
    counts = Counter(one.post for one in held if not one.covers)
    assert (counts[Post.LEAD], counts[Post.WORKER]) == (450, 356)
    assert len({one.grid for one in held if one.post is Post.LEAD}) == 450
    covered = [one for one in held if one.covers]
    assert 20 <= len({one.grid for one in covered}) <= 50
    assert counts[Post.BUILDING_HEAD] == 4 * 96
    units = {member.unit.unit_id: member.unit for member in fleet(district())}
    workers = [one.person for one in told if one.person.unit_id]
    assert len(workers) == 356
    for one in workers:
        unit = units[one.unit_id]
        assert (unit.name, unit.phone, unit.home_area[:12]) == (one.name, one.phone, one.area_code)


def test_the_register_tells_the_vacancies_the_map_tells(told):
    assignments = [one for person in told for one in person.assignments]
    holders = [
        Holder(one.person_id, one.grid, one.post, TODAY, covers=one.covers)
        for one in assignments
        if one.is_on("2026-11-29")
    ]
    posts = grid_posts(PostTable(holders), last_days(assignments, "2026-11-29"))
    vacant = {code: one.vacant_since for code, one in posts.items() if one.vacant_since}
    assert vacant == {one.code: one.vacant_since for one in district() if one.vacant_since}
    assert len(vacant) == 94


def test_they_are_invented_the_same_each_time_and_stand_by_the_rules(told):
    assert told == list(net_people(district(), 340604))
    people = [one.person for one in told]
    assert len({one.person_id for one in people}) == len(people)
    assert all(one.is_demo and one.name.startswith("演示-") for one in people)
    assert all(one.phone.startswith("138-000") for one in people)
    assert [one.account for one in people if one.account] == list(ACCOUNTS)
    beside = {}
    for person in told:
        for one in person.assignments:
            own = beside.setdefault(one.person_id, [])
            here = beside.setdefault(one.grid, [])
            check_assignment(one, [*own, *here], PeopleSettings())
            own.append(one)
            here.append(one)


def test_each_named_view_has_handling_grids_somebody_responsible_and_task_types():
    folder = ROOT / "districts" / "lieshan"
    departments = {one.code: one for one in load_departments(folder)}
    views = {one.name: one.department for one in load_net_people(folder).views}
    assert list(views) == ["党建", "综合治理", "应急", "社会救助", "人社"]
    people = list(handling_people(departments.values(), {"340604": 0, **PARTS}))
    held = {(one.owner, one.handling) for told in people for one in told.assignments}
    assert len(held) == len(people)
    asked = {department for _, _, department, *_ in WORK}
    for department in views.values():
        grids = departments[department].grids
        assert grids and {(department, name) for name in grids} <= held
        assert department in asked
    for told in people:
        [one] = told.assignments
        assert (one.post, one.owner) == (Post.HANDLER, told.person.owner)
        check_assignment(one, [one], PeopleSettings())
