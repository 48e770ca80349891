"""What nobody waits for makes way for what somebody waits for."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from api.requests import Requests
from operations.calm import Calm
from operations.threads import Work
from operations.transactions import in_background
from store import Transaction, open_store

LONG_S = 30.0


async def test_a_turn_waits_while_somebody_is_answered():
    calm, began = Calm(quiet_s=0, patience_s=LONG_S), []

    async def bite() -> None:
        async with calm.turn():
            began.append(time.monotonic())

    with calm.asked():
        waiting = asyncio.create_task(bite())
        await asyncio.sleep(0.05)
        assert not began
        answered = time.monotonic()
    await waiting
    assert began[0] >= answered


async def test_who_is_asked_without_end_gets_on_all_the_same():
    calm = Calm(patience_s=0.02)
    with calm.asked():
        async with asyncio.timeout(LONG_S), calm.turn():
            assert not calm.is_calm


async def test_one_bite_at_a_time_in_the_whole_process():
    calm, inside, most = Calm(quiet_s=0), 0, 0

    async def bite() -> None:
        nonlocal inside, most
        async with calm.turn():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.005)
            inside -= 1

    await asyncio.gather(*(bite() for _ in range(5)))
    assert most == 1


async def test_a_bite_that_fails_does_not_keep_the_others_out():
    calm = Calm(quiet_s=0)
    with pytest.raises(ValueError, match="broken"):
        async with calm.turn():
            raise ValueError("broken")
    async with asyncio.timeout(LONG_S), calm.turn():
        pass


async def test_a_long_bite_on_a_thread_breathes_while_somebody_is_answered():
    calm, breathed = Calm(quiet_s=0, patience_s=LONG_S), threading.Event()

    def long_bite() -> None:
        calm.breathe()
        breathed.set()

    with calm.asked():
        thread = threading.Thread(target=long_bite)
        thread.start()
        assert not breathed.wait(0.05)
    assert breathed.wait(LONG_S)
    thread.join()


async def test_a_request_is_somebody_and_a_socket_is_nobody():
    calm, seen = Calm(quiet_s=0), []

    async def app(*_: object) -> None:
        seen.append(calm.is_calm)

    async def nothing(*_: object) -> dict[str, object]:
        return {}

    told = Requests(app, is_told=False, calm=calm)
    for kind in ("http", "websocket"):
        await told({"type": kind, "method": "GET"}, nothing, nothing)  # type: ignore[arg-type]
    assert seen == [False, True] and calm.is_calm


async def test_a_live_report_goes_before_what_is_written_behind_the_server(tmp_path: Path):
    work, store = Work(), open_store(None, tmp_path)
    order: list[str] = []

    def steps(name: str) -> Callable[[Transaction], None]:
        return lambda _: order.append(name)

    async def report() -> None:
        with work.calm.asked():
            await asyncio.sleep(0)
            await work.commit(store, steps("report"))

    fill: Callable[[int], Awaitable[None]] = lambda n: in_background(  # noqa: E731
        store, work, steps(f"fill {n}")
    )
    live = asyncio.create_task(report())
    await asyncio.sleep(0)
    await asyncio.gather(live, *(fill(n) for n in range(3)))
    assert order == ["report", "fill 0", "fill 1", "fill 2"]
    await asyncio.to_thread(work.close)
    store.close()
