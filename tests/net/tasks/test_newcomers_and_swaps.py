"""Households that moved in and swaps of shifts: at the built product, and as rules."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.net.people.swaps import Swap, SwapState, answered, decided, withdrawn
from domain.net.tasks.newcomers import visit_span
from domain.net.tasks.schedules import Occurrence, occurrences
from domain.net.tasks.task_types import Every, TaskForm, TaskType
from operations.net.people.swaps import NewSwap
from operations.net.tasks.arriving import NewNewcomer
from operations.net.tasks.task_desk import targets_of
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.access.two_towns import OUR_DEPARTMENT, OUR_VILLAGE
from tests.net.the_net import CENTRE, CLERK, OUR_GRID, OUR_OTHER_GRID, THEIR_GRID, TheNet

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIVES = Caller("lives", "village", area=OUR_VILLAGE)
WALKS = Caller("walks", "grid_worker", area=OUR_VILLAGE)
NEIGHBOUR = Caller("neighbour", "grid_worker", area=OUR_VILLAGE)
SECRET = "3号楼501演示密语"
NOON = datetime(2026, 11, 10, 4, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheNet]:
    made = TheNet(tmp_path_factory.mktemp("newcomers"))
    await made.start()
    await made.people.add("neighbour", "grid_worker", area=OUR_VILLAGE)
    made.tokens["neighbour"] = (await made.people.sign_in("neighbour")).token
    await made.works("演示邻格人", "13844440004", OUR_OTHER_GRID, account="neighbour")
    yield made
    await made.stop()


async def shown(net: TheNet, who: str, view: str) -> str:
    return await net.shown("net_tasks-body.children", "net_tasks-view", who, {"view": view})


async def pressed(net: TheNet, who: str, **asked: str) -> str:
    """What the page says of an act."""
    body = json.loads(posted(net, "net_tasks-says.children"))
    for entry in (*body["inputs"], *body["state"]):
        if entry["id"] == "net_tasks-do":
            entry["value"] = asked
    answer = await net.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
    return json.dumps(json.loads(answer.body or b"{}"), ensure_ascii=False)


def a_household(net: TheNet, **more: Any) -> NewNewcomer:
    today = net.parts.net_tasks.desk.today().isoformat()
    made = NewNewcomer(OUR_GRID, today, 3, True, SECRET, "演示住户", "13900000001")
    return replace(made, **more)


async def test_a_household_is_entered_and_its_visit_is_due_without_a_word_of_it(net: TheNet):
    tasks = net.parts.net_tasks
    with pytest.raises(InvalidError) as refused:
        await tasks.arriving.enter(a_household(net), LIVES)
    assert refused.value.says == "newcomer_no_type"
    told = TaskType(
        "", tasks.desk.settings.newcomers.visit, OUR_DEPARTMENT, "演示依据", TaskForm.VISIT,
        Every.QUARTERLY, "2030-12-31",
    )  # fmt: skip
    listed = await tasks.types.propose(told, CLERK)
    await tasks.types.decide(listed.type_id, Caller("chief", "leader"), approves=True)
    made = await tasks.arriving.enter(a_household(net), LIVES)
    [task] = [
        one
        for days in range(10)
        for one in await _due(net, tasks.desk.today() + timedelta(days=days))
        if one.schedule.schedule_id == made.schedule_id
    ]
    assert (task.target.grid, task.schedule.name) == (OUR_GRID, listed.name)
    assert SECRET not in json.dumps(net.parts.store.newest("net_newcomer", made.newcomer_id).state)
    assert SECRET in await shown(net, "lives", "newcomers")
    assert SECRET in await shown(net, "walks", "newcomers")
    for who in ("neighbour", "centre", "clerk", "ours", "chief"):
        assert SECRET not in await shown(net, who, "newcomers"), who
    assert SECRET not in await shown(net, "walks", "week")
    asked = {
        "act": "enter_newcomer", "grid": OUR_GRID, "home": "5号楼", "since": "2026-01-31",
        "people": "2", "needs_visit": "no",
    }  # fmt: skip
    assert "已保存" in await pressed(net, "lives", **asked)
    assert "无权进行此操作" in await pressed(net, "walks", **asked)
    for wrong in ({"grid": THEIR_GRID}, {"people": 0}, {"since": "2999-01-01"}, {"home": ""}):
        with pytest.raises((InvalidError, NotAllowedError)):
            await tasks.arriving.enter(a_household(net, **wrong), LIVES)
    with pytest.raises(NotAllowedError):
        await tasks.arriving.enter(a_household(net), WALKS)


async def _due(net: TheNet, day: date) -> list[Occurrence]:
    desk = net.parts.net_tasks.desk
    found = await net.parts.net_tasks.planning.schedules(LIVES)
    return [
        due
        for plan in found
        for due in occurrences(plan, targets_of(plan, [OUR_GRID], []), day, day, desk.is_worked)
    ]


async def test_a_swap_is_agreed_on_approved_and_the_posts_follow(net: TheNet):
    swaps, today = net.parts.net_swaps, net.parts.net_tasks.desk.today()
    new = NewSwap(OUR_GRID, OUR_OTHER_GRID, today, today + timedelta(days=2), "家中有事")
    for wrong in (
        replace(new, grid=OUR_OTHER_GRID),
        replace(new, other_grid=THEIR_GRID),
        replace(new, last=today + timedelta(days=60)),
    ):
        with pytest.raises(InvalidError):
            await swaps.ask(wrong, WALKS)
    asked = {
        "act": "ask_swap", "grid": OUR_GRID, "other_grid": OUR_OTHER_GRID,
        "from_day": new.first.isoformat(), "until_day": new.last.isoformat(), "reason": new.reason,
    }  # fmt: skip
    assert "等待对方答复" in await pressed(net, "walks", **asked)
    [made] = await swaps.seen(WALKS)
    assert made.other == "neighbour"
    assert "换班：请答复" in await shown(net, "neighbour", "inbox")
    with pytest.raises(ConflictError):
        await swaps.decide(made.swap_id, LIVES, approves=True)
    with pytest.raises(NotFoundError):
        await swaps.answer(made.swap_id, Caller("other", "grid_worker"), accepts=True)
    assert "accept_swap" in await shown(net, "neighbour", "swaps")
    assert "已保存" in await pressed(net, "neighbour", act="accept_swap", swap=made.swap_id)
    assert "换班：请审批" in await shown(net, "lives", "inbox")
    for who in (WALKS, CLERK):
        with pytest.raises(NotAllowedError):
            await swaps.decide(made.swap_id, who, approves=True)
    assert "approve_swap" in await shown(net, "lives", "swaps")
    assert "已保存" in await pressed(net, "lives", act="approve_swap", swap=made.swap_id)
    posts = await net.parts.posts.on(today)
    assert set(posts.grids_of("walks")) == set(posts.grids_of("neighbour")) == {
        OUR_GRID, OUR_OTHER_GRID,
    }  # fmt: skip
    after = await net.parts.posts.on(today + timedelta(days=3))
    assert (list(after.grids_of("walks")), list(after.grids_of("neighbour"))) == (
        [OUR_GRID], [OUR_OTHER_GRID],
    )  # fmt: skip
    assert "已批准换班" in await shown(net, "walks", "swaps")
    assert "家中有事" not in await shown(net, "clerk", "swaps")
    with pytest.raises(ConflictError):
        await swaps.withdraw(made.swap_id, WALKS)
    assert [one.swap_id for one in await swaps.seen(CENTRE)] == [made.swap_id]


def a_swap(**more: Any) -> Swap:
    made = Swap("W-1", OUR_GRID, OUR_OTHER_GRID, "a", "b", "2026-11-10", "2026-11-11", NOON)
    return replace(made, **more)


async def test_a_swap_goes_from_asked_to_accepted_to_decided_and_by_nobody_else():
    accepted = answered(a_swap(), "b", NOON, accepts=True)
    assert decided(accepted, "c", NOON, approves=True).state is SwapState.APPROVED
    assert withdrawn(accepted, "a", NOON).state is SwapState.WITHDRAWN
    for wrong in (
        lambda: answered(a_swap(), "a", NOON, accepts=True),
        lambda: answered(accepted, "b", NOON, accepts=False),
        lambda: decided(a_swap(), "c", NOON, approves=True),
        lambda: decided(accepted, "b", NOON, approves=True),
        lambda: withdrawn(accepted, "b", NOON),
        lambda: withdrawn(a_swap(state=SwapState.APPROVED), "a", NOON),
    ):
        with pytest.raises(ConflictError):
            wrong()


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 10), date(2026, 11, 10), date(2026, 11, 17)),
        (date(2026, 12, 27), date(2026, 12, 27), date(2026, 12, 31)),
        (date(2026, 12, 30), date(2027, 1, 1), date(2027, 1, 8)),
    ],
)
async def test_a_household_is_visited_once_within_one_quarter(today: date, first: date, last: date):
    assert visit_span(today, 7) == (first, last)
