"""People of the net at the built product: assigned, and told to whom they concern alone."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO

import pytest
import pytest_asyncio
from openpyxl import load_workbook

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, NotFoundError
from domain.net.people.people import NetPerson
from domain.net.people.seen import Wanted
from tests.access.gatehouse import CALLBACK
from tests.access.two_towns import OUR_TOWN, OUR_VILLAGE
from tests.net.the_net import (
    CENTRE,
    CLERK,
    HANDLES,
    OUR_GRID,
    OUR_OTHER_GRID,
    OURS,
    PHONE,
    THEIR_GRID,
    THEIR_PHONE,
    THEIR_VILLAGE,
    THEIRS,
    TheNet,
    an_assignment,
    workbook,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")
TODAY = date(2026, 11, 29)
LIVES = Caller("lives", "village", area=OUR_VILLAGE)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheNet]:
    made = TheNet(tmp_path_factory.mktemp("net"))
    await made.start()
    yield made
    await made.stop()


async def test_every_part_may_ask_who_is_responsible(net: TheNet):
    posts = net.parts.posts
    [worker] = await posts.workers_of(OUR_GRID, TODAY)
    assert (worker.person_id, worker.account, worker.name) == (net.ours_id, "walks", OURS)
    assert await posts.workers_of(OUR_GRID, date(2025, 12, 31)) == []
    assert await posts.grids_of("walks", TODAY) == [OUR_GRID]
    # a department's people are nobody's of the common grids
    table = await posts.on(TODAY)
    assert all(one.name != HANDLES for one in table.holders)


async def test_the_wall_and_the_board_tell_one_truth_of_a_post(net: TheNet):
    register, areas = net.parts.net_register, net.parts.areas
    before = (await net.parts.net_board.page(CENTRE)).total
    file = await register.person(net.theirs_id, CENTRE)
    ended = await register.end(file.assignments[0].assignment_id, "2026-03-31", "调离", CENTRE)
    assert ended.until == "2026-03-31"
    # the figures of the wall are counted of these areas
    assert areas.area(THEIR_GRID).vacant_since == date(2026, 4, 1)
    told = await net.ask("GET", "/api/v1/topics", "wall")
    gaps = json.loads(told.body)["gaps"]
    assert THEIR_GRID in gaps["vacant"] and gaps["no_officer"] is None
    assert all(
        len(code) == 15 and code.isdigit() for codes in gaps.values() for code in codes or ()
    )
    page = await net.parts.net_board.page(CENTRE)
    assert (page.total.vacant, page.total.filled) == (before.vacant + 1, before.filled - 1)
    cover = an_assignment(net.ours_id, THEIR_GRID, since="2026-04-02", covers=True, reason="空缺")
    await register.assign(cover, CENTRE)
    covered = (await net.parts.net_board.page(CENTRE)).total
    assert (covered.vacant, covered.covered) == (before.vacant + 1, 1)
    # and what was, can still be read
    history = (await register.person(net.theirs_id, CENTRE)).assignments
    assert [(one.since, one.until) for one in history] == [("2026-01-01", "2026-03-31")]


async def test_two_people_swap_their_grids_and_both_stories_stay(net: TheNet):
    register = net.parts.net_register
    one = await net.works("演示对调甲", "13844440001", f"{OUR_VILLAGE}003")
    other = await net.works("演示对调乙", "13844440002", f"{OUR_VILLAGE}004")
    held = [(await register.person(who, CENTRE)).assignments[0] for who in (one, other)]
    with pytest.raises(ConflictError):
        await register.swap(held[0].assignment_id, held[0].assignment_id, "2026-05-01", CENTRE)
    await register.swap(held[0].assignment_id, held[1].assignment_id, "2026-05-01", CENTRE)
    for who, grids in ((one, ["004", "003"]), (other, ["003", "004"])):
        history = (await register.person(who, CENTRE)).assignments
        assert [one.grid[-3:] for one in history] == grids
        assert [one.until for one in history] == [None, "2026-04-30"]


async def test_nobody_sees_or_changes_people_of_others(net: TheNet):
    register = net.parts.net_register
    with pytest.raises(NotFoundError):
        await register.person(net.theirs_id, LIVES)
    with pytest.raises(NotFoundError):
        await register.person(net.ours_id, CLERK)
    with pytest.raises(NotAllowedError):
        await register.assign(an_assignment(net.ours_id, THEIR_GRID), LIVES)
    with pytest.raises(NotFoundError):
        await register.assign(an_assignment(net.ours_id, OUR_OTHER_GRID), CLERK)
    with pytest.raises(NotAllowedError):
        await register.put_person(NetPerson("", "340604002001", name="x"), LIVES)
    for who in (Caller("walks", "grid_worker", area=OUR_VILLAGE), Caller("chief", "leader")):
        with pytest.raises(NotAllowedError):
            await register.put_person(NetPerson("", OUR_VILLAGE, name="x"), who)
    with pytest.raises(NotAllowedError):
        await register.page(LIVES, Wanted(area=OUR_TOWN))
    for who in (Caller("x", "wall"), Caller("x", "police"), Caller("x", "duty_clerk")):
        with pytest.raises(NotAllowedError):
            await register.page(who, Wanted())


async def test_each_door_tells_names_to_whom_they_concern_alone(net: TheNet):
    """A department its own people and nobody else's; a wall no name."""
    sees = {
        "centre": {OURS, THEIRS, HANDLES},
        "lives": {OURS, HANDLES},
        "walks": {OURS},
        "clerk": {HANDLES},
        "other-clerk": set(),
        "guards": set(),
        "talks": set(),
        "wall": set(),
        "sysadm": set(),
    }
    for who, names in sees.items():
        page = await net.shown("net_people-body.children", "net-view", who, {})
        assert {one for one in (OURS, THEIRS, HANDLES) if one in page} == names, who
        for phone in (PHONE, THEIR_PHONE):
            assert phone not in page, who
        for person in (net.ours_id, net.theirs_id):
            card = await net.pressed(who, act="open", person=person)
            for mark in (OURS, THEIRS):
                assert mark not in card or mark in names, who
        for q in ("邻镇人", "yslzr", THEIR_VILLAGE):
            found = await net.shown("net_people-body.children", "net-view", who, {"q": q})
            assert (THEIRS in found) == (THEIRS in names), (who, q)
        board = await net.shown("net-body.children", "net-view", who, {})
        grid = await net.shown("net_grid-body.children", "net_grid-code", who, OUR_GRID)
        assert not any(one in board for one in (OURS, THEIRS, HANDLES)), who
        assert (OURS in grid) == (OURS in names), who
    for who in sees:
        for path, query in (
            ("/api/v1/search", f"q={THEIRS}"),
            ("/api/v1/admin/journal", "kind=net_person"),
            ("/api/v1/files", f"subject_kind=net_person&subject_id={net.theirs_id}"),
        ):
            answer = await net.ask("GET", path, who, query=query)
            for mark in (OURS, THEIRS, PHONE, THEIR_PHONE):
                assert mark not in answer.body.decode("utf-8", "replace"), (who, path)


async def test_what_is_taken_away_holds_what_its_reader_sees_and_is_written_down(net: TheNet):
    for who, names in ((CLERK, {HANDLES}), (LIVES, {OURS, HANDLES})):
        _, content = await net.parts.net_rosters.export(who, Wanted())
        text = " ".join(
            str(cell) for row in load_workbook(BytesIO(content)).active.values for cell in row
        )
        assert {one for one in (OURS, THEIRS, HANDLES) if one in text} == names


async def test_a_roster_with_faults_is_shown_mended_and_taken(net: TheNet):
    rows = [
        ["烈山镇网格人员名册"],
        ["岗位", "姓名", "电话", "网格编码", "起始日期"],
        ["专职网格员", "演示名册甲", "13855550001", OUR_OTHER_GRID, date(2026, 2, 1)],
        ["专职网格员", "演示名册甲", "13855550001", f"{OUR_VILLAGE}003", "2026-02-01"],
        ["志愿者", "演示名册乙", "１３８５５５５０００２", "第9网格", ""],
    ]

    async def load(table: list[list[object]]) -> str:
        sent = base64.b64encode(workbook(table)).decode()
        contents = f"data:application/x;base64,{sent}"
        told = await net.shown("net_people-loaded.children", "net_people-upload", "lives", contents)
        assert "已读取" in told, told
        return await net.shown("net_people-body.children", "net-view", "lives", {})

    preview = await load(rows)
    for wanted in ("可导入 1 行", "有误 2 行", "第 4 行", "第 5 行", "已有人任职", "没有编码为"):
        assert wanted in preview, wanted
    assert (await net.pressed("lives", act="faults")).count("base64") == 1
    assert "已导入 1 行" in await net.pressed("lives", act="take")
    rows[3][3], rows[3][0], rows[4][3] = OUR_OTHER_GRID, "楼栋长", OUR_OTHER_GRID
    mended = await load(rows)
    assert "可导入 2 行，已有 1 行，有误 0 行" in mended
    assert "已导入 2 行" in await net.pressed("lives", act="take")
    grid = await net.shown("net_grid-body.children", "net_grid-code", "lives", OUR_OTHER_GRID)
    assert grid.count("演示名册甲") == 2
    assert "演示名册乙" in grid
    # whoever may keep nobody cannot even send a table
    answer = await net.ask("POST", CALLBACK, "walks", body=b"{}")
    assert answer.status != 200


async def test_a_department_sees_its_own_handling_grids_and_nobody_elses_people(net: TheNet):
    own = await net.shown("net_views-body.children", "net_views-view", "clerk", {})
    assert "住房" in own or "住建" in own
    assert HANDLES not in await net.shown(
        "net_views-body.children", "net_views-view", "other-clerk", {}
    )
    refused = await net.shown(
        "net_views-body.children", "net_views-view", "other-clerk", {"department": "housing"}
    )
    assert "处置网格" not in refused
    assert "您的账号无权进行此操作" in refused
    page = await net.parts.net_views.page(CENTRE, "housing")
    assert {one.name for one in page.people.values()} == {HANDLES}
    for who in (CLERK, Caller("chief", "leader")):
        seen = await net.parts.net_views.page(who, "housing")
        assert len(seen.handlers) == 1
    others = Caller("other-clerk", "department", department="emergency")
    assert list((await net.parts.net_views.page(others)).departments) == ["emergency"]
    for who in (LIVES, Caller("x", "wall"), Caller("x", "grid_worker")):
        with pytest.raises(NotAllowedError):
            await net.parts.net_views.page(who)
