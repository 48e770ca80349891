"""Which assignment may stand beside others, what lacks, and how a roster is read."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.errors import ConflictError, InvalidError
from domain.net.people.gaps import (
    GapKind,
    GridFacts,
    gap_codes,
    gaps_of,
    grid_posts,
    last_days,
    line_of,
)
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Holder, Post, PostTable
from domain.net.people.roster import COLUMNS, Known, plain_day, read_roster
from domain.net.people.rules import check_assignment, ended
from domain.net.people.settings import PeopleSettings
from domain.tables import sheet_of

A, B, C = "340604001001001", "340604001001002", "340604001001003"
NOON = datetime(2026, 11, 1, 4, tzinfo=UTC)
TODAY = date(2026, 11, 29)
USUAL = PeopleSettings()
HELD = NetAssignment("A-1", "N1", A, Post.WORKER, "2026-01-01", NOON, "x", until="2026-06-30")


def of(person: str, grid: str, since: str, until: str | None = None, **more) -> NetAssignment:
    key = f"A-{person}-{grid}-{since}"
    made = NetAssignment(key, person, grid, Post.WORKER, since, NOON, "x", until=until)
    return replace(made, **more)


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (of("N2", A, "2026-06-30"), "net_post_held"),  # the last day is a day
        (of("N2", A, "2025-01-01"), "net_post_held"),
        (of("N1", B, "2026-03-01", "2026-03-02"), "net_worker_elsewhere"),
        (of("N1", A, "2026-05-01"), "net_there_already"),
        (of("N2", A, "2026-07-01", "2026-06-01"), "net_until_before_since"),
        (of("N2", B, "2026-07-01", covers=True), "net_cover_no_reason"),
        (of("N2", B, "2026-07-01", covers=True, reason="x", post=Post.VOLUNTEER),
         "net_cover_part_time"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_beside_the_others_is_refused(new: NetAssignment, says: str):
    with pytest.raises((ConflictError, InvalidError)) as refused:
        check_assignment(new, [HELD], USUAL)
    assert refused.value.says == says


@pytest.mark.parametrize(
    "new",
    [
        of("N2", A, "2026-07-01"),  # the day after
        of("N1", B, "2026-07-01"),
        of("N1", B, "2026-03-01", covers=True, reason="缺员"),
        of("N2", A, "2026-03-01", "2026-03-20", covers=True, reason="休假", covers_for="N1"),
        of("N2", A, "2026-03-01", post=Post.VOLUNTEER),
        of("N1", A, "2026-03-01", post=Post.PARTY_MEMBER),
    ],
)
def test_what_can_be_true_may_stand(new: NetAssignment):
    check_assignment(new, [HELD], USUAL)


def test_a_worker_holds_only_so_many_grids_covered_ones_among_them():
    own = [of("N1", f"34060400100100{n}", "2026-01-01", covers=n > 1, reason="x") for n in (1, 2)]
    with pytest.raises(ConflictError) as refused:
        new = of("N1", C, "2026-02-01", covers=True, reason="x")
        check_assignment(new, own, PeopleSettings(most_grids=2))
    assert refused.value.says == "net_too_many_grids"


def test_an_end_is_written_once_and_not_before_the_beginning():
    open_one = replace(HELD, until=None)
    assert ended(open_one, "2026-08-31", "调离").until == "2026-08-31"
    with pytest.raises(InvalidError):
        ended(open_one, "2025-12-31", None)
    with pytest.raises(ConflictError):
        ended(HELD, "2026-07-31", None)


def test_covered_is_not_filled_and_a_post_is_vacant_from_the_day_after_the_last():
    assignments = [HELD, of("N2", A, "2026-07-10", covers=True, reason="缺员")]
    cover = Holder("N2", A, Post.WORKER, date(2026, 7, 10), covers=True)
    table = PostTable([cover])
    posts = grid_posts(table, last_days(assignments, "2026-11-29"))
    assert posts[A].vacant_since == date(2026, 7, 1)
    grids = [
        GridFacts(A, has_lead=True, vacant_since=posts[A].vacant_since, has_branch=True),
        GridFacts(B, has_lead=False, vacant_since=date(2026, 1, 1), has_branch=False),
        GridFacts(C, has_lead=True, vacant_since=None, has_branch=None),
    ]
    gaps = gaps_of(grids, table, has_officer=lambda grid: grid == A)
    assert [(gap.kind, gap.grid) for gap in gaps] == [
        (GapKind.VACANT, A), (GapKind.VACANT, B), (GapKind.NO_LEAD, B), (GapKind.NO_BRANCH, B),
        (GapKind.NO_OFFICER, B), (GapKind.NO_OFFICER, C),
    ]  # fmt: skip
    assert [gap.covered_by for gap in gaps[:2]] == [cover, None]
    line = line_of("340604", grids, gaps, table, TODAY, 90)
    assert (line.grids, line.filled, line.vacant, line.covered, line.long_vacant) == (3, 1, 2, 1, 1)


def test_a_wall_is_told_codes_of_gaps_and_nothing_where_no_register_is_kept():
    grids = [
        GridFacts(B, False, None, False),
        GridFacts(A, True, TODAY, True),
        GridFacts(C, True, None, True),
    ]
    assert gap_codes(grids, {A, B}.__contains__, knows_posts=True) == {
        "vacant": [A], "no_lead": [B], "no_branch": [B], "no_officer": [C],
    }  # fmt: skip
    unknown = [replace(one, has_branch=None) for one in grids]
    assert gap_codes(unknown, None, knows_posts=False) == dict.fromkeys(map(str, GapKind))
    gaps = gaps_of(grids, PostTable([]), {A, B}.__contains__)
    assert [(one.kind, one.grid) for one in gaps] == [
        (GapKind.VACANT, A), (GapKind.NO_LEAD, B), (GapKind.NO_BRANCH, B), (GapKind.NO_OFFICER, C),
    ]  # fmt: skip


def test_where_nobody_tells_of_officers_nothing_lacks_one():
    grids = [GridFacts(A, has_lead=True, vacant_since=None, has_branch=True)]
    assert gaps_of(grids, PostTable()) == []


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-7-1", "2026-07-01"), ("2026/07/01", "2026-07-01"), ("2026.7.1", "2026-07-01"),
        ("2026年7月1日", "2026-07-01"), ("20260701", "2026-07-01"), ("46204", "2026-07-01"),
        ("2026-07-01 00:00:00", "2026-07-01"), ("下周一", "下周一"),
    ],
)  # fmt: skip
def test_days_as_offices_write_them(told: str, day: str):
    assert plain_day(told) == day


GRIDS = {A: A, "第2网格": B, B: B, C: C}


def read(rows: list[list[object]], held: list[NetAssignment] = (), may_write=lambda _: True):
    known = Known(
        [NetPerson("N0001", A[:12], name="演示-0001", phone="138-0000-0001")], held, GRIDS.get
    )
    return read_roster(sheet_of(rows), known, USUAL, TODAY, may_write)


def test_a_roster_in_a_strange_layout_is_read_as_far_as_it_is_right():
    rows = [
        ["烈山镇网格人员名册", None, None],
        ["填报：演示办公室", None, None],
        ["网格编号", "电话", "人员姓名", "上岗日期", "岗位类别"],
        [
            "３４０６０４００１００１００１",
            "１３８０００００００２",
            "演示-0002",
            "2026年1月1日",
            "网格员",
        ],
        ["第2网格", "13800000002", "演示-0002", 46204, "专职网格员"],  # the same person, two grids
        ["340604001001009", "13800000003", "演示-0003", "2026-01-01", "志愿者"],
        [C, "13800000004", "演示-0004", "某日", "网格大使"],
        [C, "138-0000-0001", "演示-0001", "", "楼栋长"],
    ]
    roster = read(rows)
    assert [(one.row, one.assignment.grid, one.assignment.post) for one in roster.good] == [
        (4, A, Post.WORKER), (8, C, Post.BUILDING_HEAD),
    ]  # fmt: skip
    # a known name and phone is the known person
    assert roster.good[1].person.person_id == "N0001"
    assert roster.good[1].assignment.since == "2026-11-29"
    assert [(one.row, one.wrong.says) for one in roster.faults] == [
        (5, "net_worker_elsewhere"), (6, "no_such_grid"), (7, "pool_cell_unknown"),
        (7, "pool_cell_wrong"),
    ]  # fmt: skip
    assert [number for number, _ in roster.faulty] == [5, 6, 7]
    assert roster.faulty[2][1]["岗位"] == "网格大使"


def test_a_roster_loaded_again_says_what_is_known_and_takes_the_mended_rows():
    head = list(COLUMNS)
    first = [head, ["", "演示-0009", "13800000009", "专职网格员", A, "2026-01-01", *[""] * 5]]
    taken = [replace(one.assignment, person_id="N0009") for one in read(first).good]
    known = Known(
        [NetPerson("N0009", A[:12], name="演示-0009", phone="138-0000-0009")], taken, GRIDS.get
    )
    again = read_roster(sheet_of(first), known, USUAL, TODAY, lambda _: True)
    assert (list(again.good), again.same, list(again.faults)) == ([], 1, [])


def test_nobody_is_assigned_by_a_roster_to_a_grid_of_others():
    roster = read([["姓名", "岗位", "网格"], ["演示-1", "志愿者", A]], may_write=lambda _: False)
    assert [one.wrong.says for one in roster.faults] == ["outside_your_area"]


def test_the_table_of_a_day_tells_who_is_responsible():
    table = PostTable([
        Holder("N3", A, Post.WORKER, TODAY, covers=True, account="c"),
        Holder("N2", A, Post.WORKER, TODAY, account="w"),
        Holder("N1", A, Post.LEAD, TODAY, account="w"),
        Holder("N4", B, Post.VOLUNTEER, TODAY, account="w"),
    ])  # fmt: skip
    assert [one.person_id for one in table.workers_of(A)] == ["N2", "N3"]
    assert table.lead_of(A).person_id == "N1"
    assert (table.lead_of(B), table.workers_of(C)) == (None, [])
    assert (table.grids_of("w"), table.grids_of("c"), table.grids_of("z")) == ([A], [A], [])
