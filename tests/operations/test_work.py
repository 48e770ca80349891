import asyncio
import threading

import pytest

from domain.errors import FullError
from operations.threads import Work
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
