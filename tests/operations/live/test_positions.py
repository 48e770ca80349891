import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.dispatch.units import SIMULATOR
from operations.live.late_fixes import LateSpan
from operations.live.positions import SAVED_AT_ONCE, PositionBoard
from operations.threads import Work
from tests.operations.hub_fakes import NOON, FakeKeeper, a_fix, until

UNITS = {"U1", "U2", "U3"}


class Clock:
    now = NOON

    def __call__(self):
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keeper() -> FakeKeeper:
    return FakeKeeper()


@pytest.fixture
def work() -> Iterator[Work]:
    work = Work()
    yield work
    work.close()


@pytest.fixture
def board(keeper: FakeKeeper, work: Work, clock: Clock) -> PositionBoard:
    return PositionBoard(keeper, work, UNITS, clock=clock, save_every_s=0.01)


def changed(board: PositionBoard, after: int) -> list[str]:
    return [fix.unit_id for fix in board.changed(after, board.close_tick())]


def test_an_older_fix_never_moves_a_marker_back(board):
    newer, older = a_fix("U1", after_s=10), a_fix("U1", after_s=9, lat=1.0)
    assert board.update([newer, older], source="test") == (1, 1, [])
    assert board.newest["U1"] == newer


def test_fixes_of_nobody_known_come_back_to_the_caller(board):
    stranger = a_fix("X9")
    assert board.update([a_fix("U1"), stranger], source="test") == (1, 0, [stranger])
    assert "X9" not in board.newest


def test_a_fix_from_the_future_cannot_block_what_comes_after(board):
    board.update([a_fix("U1", after_s=3600)], source="test")
    assert board.update([a_fix("U1", after_s=1)], source="test").taken == 1


def test_a_real_fix_makes_the_simulator_leave_the_unit_alone_for_ten_minutes(board, clock):
    board.update([a_fix("U1")], source="osmand")
    clock.pass_minutes(9.9)
    simulated = a_fix("U1", after_s=594)
    assert board.update([simulated], source=SIMULATOR, simulated=True).ignored == 1
    clock.pass_minutes(0.1)
    assert board.update([simulated], source=SIMULATOR, simulated=True).taken == 1
    assert board.is_simulated("U1")


def test_a_phone_whose_clock_is_behind_still_takes_over_from_the_simulator(board):
    board.update([a_fix("U1", after_s=5)], source=SIMULATOR, simulated=True)
    real = a_fix("U1", after_s=-5)
    assert board.update([real], source="osmand").taken == 1
    assert board.newest["U1"] == real
    long_ago = a_fix("U1", after_s=-7200)
    board.update([a_fix("U2", after_s=5)], source=SIMULATOR, simulated=True)
    assert board.update([replace(long_ago, unit_id="U2")], source="osmand").ignored == 1


def test_a_tick_names_each_unit_once_with_its_newest_fix(board):
    board.update([a_fix("U1"), a_fix("U2"), a_fix("U1", after_s=1)], source="test")
    first = board.close_tick()
    assert board.changed(0, first) == [a_fix("U1", after_s=1), a_fix("U2")]
    assert board.close_tick() == first, "nothing moved: no new tick"
    board.update([a_fix("U2", after_s=2)], source="test")
    assert board.changed(first, board.close_tick()) == [a_fix("U2", after_s=2)]
    assert changed(board, 0) == ["U2", "U1"], "who was away longer is told of both"


def test_news_is_announced_once_per_tick(board):
    heard = []
    board.on_news(lambda: heard.append(1))
    board.update([a_fix("U1"), a_fix("U2")], source="test")
    board.update([a_fix("U3")], source="test")
    assert len(heard) == 1
    board.close_tick()
    board.update([a_fix("U1", after_s=1)], source="test")
    assert len(heard) == 2


async def test_the_newest_fixes_are_saved_in_batches_with_their_origin(keeper, work, clock):
    many = {f"U{number}" for number in range(SAVED_AT_ONCE * 2 + 1)}
    board = PositionBoard(keeper, work, many, clock=clock)
    board.update([a_fix(unit_id) for unit_id in many], source=SIMULATOR, simulated=True)
    assert await board.save()
    assert keeper.batches == [SAVED_AT_ONCE, SAVED_AT_ONCE, 1]
    assert keeper.saved["U7"] == (a_fix("U7"), True, SIMULATOR)
    assert await board.save()
    assert len(keeper.batches) == 3, "what is saved is not saved again"


async def test_a_fix_that_comes_while_saving_is_saved_next_time(board, keeper):
    board.update([a_fix("U1")], source="test")
    saving = asyncio.create_task(board.save())
    await asyncio.sleep(0)
    board.update([a_fix("U1", after_s=1)], source="test")
    await saving
    assert board.health()["unsaved"] == 1
    await board.save()
    assert keeper.saved["U1"][0] == a_fix("U1", after_s=1)


async def test_saving_goes_on_when_the_store_recovers_and_says_so_once(
    board, keeper, caplog: pytest.LogCaptureFixture
):
    await board.start()
    keeper.failing = True
    board.update([a_fix("U1")], source="test")
    await until(lambda: not board.health()["is_saving"])
    for second in range(50):
        board.update([a_fix("U1", after_s=second)], source="test")
    assert board.health()["unsaved"] == 1, "bounded by the number of units"
    keeper.failing = False
    await until(lambda: keeper.saved.get("U1", (None,))[0] == a_fix("U1", after_s=49))
    await board.stop()
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 2


async def test_a_clean_stop_saves_what_is_left_and_a_start_finds_it(board, keeper, work, clock):
    await board.start()
    board.update([a_fix("U1")], source="osmand")
    board.update([a_fix("U2")], source=SIMULATOR, simulated=True)
    await board.stop()
    again = PositionBoard(keeper, work, UNITS, clock=clock)
    await again.start()
    assert again.newest == {"U1": a_fix("U1"), "U2": a_fix("U2")}
    assert again.is_simulated("U2")
    later = a_fix("U1", after_s=60)
    assert again.update([later], source=SIMULATOR, simulated=True).ignored == 1, "real stays real"
    assert again.health()["unsaved"] == 0
    await again.stop()


def test_a_forgotten_unit_leaves_nothing_behind(board):
    board.update([a_fix("U1")], source="test")
    board.forget("U1")
    assert board.newest == {}
    assert changed(board, 0) == []
    assert board.health()["unsaved"] == 0


async def test_a_phone_that_was_offline_loses_no_track_and_moves_no_marker_back(board, keeper):
    told: list[LateSpan] = []
    board.late.on_late(told.extend)
    board.update([a_fix("U1", after_s=n) for n in range(0, 100, 10)], source="osmand")
    await board.save()
    assert keeper.saved["U1"][0].at == a_fix("U1", after_s=90).at
    assert [fix.at for fix in keeper.late] == [
        a_fix("U1", after_s=n).at for n in range(0, 90, 10)
    ]  # fmt: skip
    board.update([a_fix("U1", after_s=200)], source="osmand")
    older = [a_fix("U1", after_s=n) for n in range(100, 200, 10)]
    assert board.update(older, source="osmand").ignored == 10
    assert board.newest["U1"].at == a_fix("U1", after_s=200).at
    keeper.failing = True
    assert not await board.save()
    keeper.failing = False
    assert await board.save()
    assert len(keeper.late) == 19
    assert told[-1] == LateSpan("U1", older[0].at, older[-1].at)
    assert board.health()["late"] == 0


async def test_what_comes_late_is_bounded_and_never_simulated(board, keeper, monkeypatch):
    monkeypatch.setattr("operations.live.late_fixes.MOST_OF_UNIT", 3)
    board.update([a_fix("U1"), a_fix("U2")], source="osmand")
    long_ago = a_fix("U2", after_s=-8 * 86_400)
    board.update([long_ago, *(a_fix("U1", after_s=-n) for n in range(9, 0, -1))], source="osmand")
    board.update([a_fix("U1", after_s=-5)], source=SIMULATOR, simulated=True)
    assert (board.health()["late"], board.health()["late_left_out"]) == (3, 7)
    board.forget("U1")
    await board.save()
    assert keeper.late == []
