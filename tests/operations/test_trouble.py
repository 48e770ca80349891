"""Expected trouble is a line, a part that stops comes back, and one account holds no lane."""

import asyncio
import gc
import logging
import threading

import pytest

from api.errors import ExpectedFaults
from bootstrap.lifespan import keep_running
from bootstrap.logs import ExpectedTrouble
from domain.errors import FullError
from operations.threads import FairLane
from store.errors import StoreError
from store.origin import ORIGIN
from store.outage import QUIET_S, Outage


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_an_outage_is_one_line_when_it_begins_and_one_with_a_count_when_it_ends(caplog):
    clock = Clock()
    outage = Outage("facts", clock)
    with caplog.at_level(logging.WARNING):
        for _ in range(500):
            outage.failed("connection refused")
            clock.now += 0.01
        assert outage.newest == "connection refused"
        outage.answered()
        assert len(caplog.messages) == 1, "one call that passes proves little"
        clock.now += QUIET_S
        outage.answered()
        outage.answered()
    assert len(caplog.messages) == 2
    assert outage.newest is None
    assert "connection refused" in caplog.messages[0]
    assert "works again; 500 calls failed" in caplog.messages[1]


@pytest.mark.parametrize(
    "error", [StoreError("the database is busy"), FullError("the disk is full")]
)
def test_expected_trouble_is_a_line_a_minute_and_the_unexpected_keeps_its_stack(error):
    clock, heard = Clock(), []
    trouble = ExpectedTrouble(clock)

    def log(raised: Exception) -> None:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 1, "%s failed", ("it",), (type(raised), raised, None)
        )
        if trouble.filter(record):
            heard.append(record)

    for _ in range(15):
        log(error)
    clock.now += 61
    log(error)
    log(KeyError("a fault of ours"))
    log(KeyError("a fault of ours"))
    assert [record.exc_info is None for record in heard] == [True, True, False, False]
    assert str(error) in heard[0].getMessage()
    assert "14 more" in heard[1].getMessage()


def test_a_trouble_of_many_requests_has_one_number_a_minute(caplog):
    clock = Clock()
    faults = ExpectedFaults(clock)
    numbers = {faults.number_of(StoreError("the database is busy")) for _ in range(15)}
    assert len(numbers) == 1
    assert [record.exc_info for record in caplog.records] == [None]
    assert numbers.pop() in caplog.text
    clock.now += 61
    faults.number_of(StoreError("the database is busy"))
    assert len(caplog.records) == 2


async def test_a_part_that_stops_is_begun_again_and_health_says_so(caplog):
    stopped: list[str] = []
    begun, seen = 0, []

    async def job() -> None:
        nonlocal begun
        begun += 1
        if begun < 4:
            raise OSError(22, "Invalid argument")
        seen.append(list(stopped))
        await asyncio.sleep(0.1)
        seen.append(list(stopped))

    await keep_running("coverage", job, stopped, revive_s=0.01, well_s=0.05)
    assert begun == 4
    assert seen == [["coverage"], []]
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


async def test_a_call_whose_caller_hung_up_leaves_no_error_behind():
    lane = FairLane("read", threads=1, backlog=9, places=1, most_of_one=9)
    untold: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: untold.append(context))
    go = threading.Event()

    def fail() -> None:
        go.wait(10)
        raise StoreError("busy")

    caller = asyncio.create_task(lane.run(fail))
    await asyncio.sleep(0.01)
    caller.cancel()
    await asyncio.gather(caller, return_exceptions=True)
    go.set()
    lane.close()
    await asyncio.sleep(0.01)
    del caller

    gc.collect()
    assert untold == []


async def test_one_account_holds_half_a_lane_however_much_it_asks():
    lane = FairLane("read", threads=4, backlog=400, places=2, most_of_one=150)
    go, running = threading.Event(), []

    def slow() -> None:
        running.append(1)
        go.wait(10)

    async def as_account(name: str, call):
        ORIGIN.set((name, "192.0.2.7"))
        return await lane.run(call)

    flood = [asyncio.create_task(as_account("busy", slow)) for _ in range(150)]
    await asyncio.sleep(0.05)
    try:
        async with asyncio.timeout(30):
            assert await asyncio.create_task(as_account("other", lambda: "here")) == "here"
        assert len(running) == 2
        with pytest.raises(FullError):
            await asyncio.create_task(as_account("busy", slow))
    finally:
        go.set()
        await asyncio.gather(*flood)
        lane.close()
    assert len(running) == 150
