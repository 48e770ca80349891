import ast
import asyncio
import threading

import pytest

from domain.errors import FullError
from operations.threads import MOST_TOGETHER, Work
from settings import ROOT
from store.group_commit import Outcome
from store.origin import ORIGIN
from tests.operations.hub_fakes import until


async def test_writes_keep_their_order_on_one_thread():
    work, seen = Work(), []

    def write(number: int) -> str:
        seen.append(number)
        return threading.current_thread().name

    names = await asyncio.gather(
        *(work.write(lambda number=number: write(number)) for number in range(50))
    )
    work.close()
    assert seen == list(range(50))
    assert len(set(names)) == 1


async def test_an_error_reaches_the_caller_and_stops_nothing():
    work = Work()

    def fail() -> None:
        raise LookupError("no such row")

    with pytest.raises(LookupError):
        await work.write(fail)
    assert await work.write(lambda: 1) == 1
    work.close()


@pytest.mark.parametrize("busy", ["write", "read", "save"])
async def test_no_lane_holds_up_following_the_journal(busy):
    work, go_on = Work(), threading.Event()
    waiting = [asyncio.create_task(getattr(work, busy)(go_on.wait)) for _ in range(20)]
    await until(lambda: work.health()[busy] == 20)
    assert await asyncio.wait_for(work.follow(lambda: "read"), 20) == "read"
    go_on.set()
    await asyncio.gather(*waiting)
    work.close()


async def test_too_much_work_is_refused_until_there_is_room():
    work, go_on = Work(backlog=3), threading.Event()
    waiting = [asyncio.create_task(work.write(go_on.wait)) for _ in range(3)]
    await until(lambda: work.health()["write"] == 3)
    with pytest.raises(FullError) as refused:
        await work.write(lambda: None)
    assert refused.value.code == "busy"
    go_on.set()
    await asyncio.gather(*waiting)
    await work.write(lambda: None)
    assert work.health() == {"write": 0, "read": 0, "save": 0, "follow": 0}
    work.close()


async def test_a_caller_that_hangs_up_makes_no_room_while_its_call_runs():
    work, go_on, began = Work(backlog=1), threading.Event(), threading.Event()

    def call() -> None:
        began.set()
        go_on.wait()

    waiting = asyncio.create_task(work.write(call))
    await until(began.is_set)
    waiting.cancel()
    await asyncio.wait({waiting})
    try:
        with pytest.raises(FullError):
            await asyncio.wait_for(work.write(lambda: None), 20)
    finally:
        go_on.set()
    await until(lambda: work.health()["write"] == 0)
    work.close()


class Recorder:
    """A writer that notes which steps came together."""

    def __init__(self) -> None:
        self.groups: list[list[object]] = []

    def write_together(self, steps):
        outcomes = [Outcome(step(None)) for step in steps]
        self.groups.append([one.value for one in outcomes])
        return outcomes


async def test_steps_that_wait_behind_each_other_share_a_commit_and_order_is_kept():
    work, store, go_on = Work(), Recorder(), threading.Event()
    first = asyncio.create_task(work.write(go_on.wait))
    await until(lambda: work.health()["write"] == 1)
    calls = [work.commit(store, lambda _tx, n=n: n) for n in (1, 2, 3)]
    calls += [work.write(lambda: store.groups.append(["alone"]))]
    calls += [work.commit(store, lambda _tx, n=n: n) for n in (4, 5)]
    waiting = asyncio.gather(*calls)
    await asyncio.sleep(0)
    go_on.set()
    assert await waiting == [1, 2, 3, None, 4, 5]
    await first
    assert store.groups == [[1, 2, 3], ["alone"], [4, 5]]
    work.close()


async def test_a_group_is_bounded_and_a_lone_step_waits_for_no_other():
    work, store, go_on = Work(), Recorder(), threading.Event()
    assert await work.commit(store, lambda _tx: "lone") == "lone"
    first = asyncio.create_task(work.write(go_on.wait))
    await until(lambda: work.health()["write"] == 1)
    many = MOST_TOGETHER + 5
    waiting = asyncio.gather(*(work.commit(store, lambda _tx, n=n: n) for n in range(many)))
    await asyncio.sleep(0)
    go_on.set()
    assert await waiting == list(range(many))
    await first
    assert [len(group) for group in store.groups] == [1, MOST_TOGETHER, 5]
    work.close()


async def test_in_a_group_everybody_writes_as_themselves():
    work, store, go_on = Work(), Recorder(), threading.Event()
    first = asyncio.create_task(work.write(go_on.wait))
    await until(lambda: work.health()["write"] == 1)

    async def ask(name: str) -> object:
        ORIGIN.set((name, "10.0.0.1"))
        return await work.commit(store, lambda _tx: ORIGIN.get())

    waiting = [asyncio.create_task(ask(name)) for name in ("a", "b")]
    await until(lambda: work.health()["write"] == 3)
    go_on.set()
    assert await asyncio.gather(*waiting) == [("a", "10.0.0.1"), ("b", "10.0.0.1")]
    await first
    assert len(store.groups) == 1
    work.close()


async def test_when_the_writer_itself_fails_nobody_waits_for_ever():
    class Broken:
        def write_together(self, steps):
            raise SystemError("gone")

    work = Work()
    with pytest.raises(RuntimeError, match="gone"):
        await work.commit(Broken(), lambda _tx: None)
    assert await work.write(lambda: 1) == 1
    work.close()


def test_who_has_the_lane_of_writes_opens_no_transaction_of_its_own():
    found = []
    for path in (ROOT / "operations").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "from operations.threads import Work" not in text:
            continue  # runs before the server does, or at the command line
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Attribute) and node.attr == "transaction"
        ]
    assert found == [], "write by in_transaction: docs/decisions/0090"
