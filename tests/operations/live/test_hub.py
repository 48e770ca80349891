import asyncio
import json
import logging
import time
from dataclasses import replace
from typing import Any

import pytest

from operations.live.hello import CloseCode
from operations.live.tail import READ_AGAIN
from operations.live.timing import Timing
from tests.operations.hub_fakes import (
    GRID,
    OTHER_GRID,
    PROMPT,
    QUICK,
    FakeConnection,
    a_bench,
    a_fix,
    a_wall,
    incident_state,
    until,
)  # fmt: skip

TOWN = GRID[:9]


async def test_a_screen_gets_the_picture_then_what_happens():
    async with a_bench(lambda journal: journal.incident("LS1")) as bench:
        wall = await bench.wall()
        snapshot = await wall.next("snapshot")
        assert (snapshot["epoch"], snapshot["seq"]) == ("e1", 1)
        assert list(snapshot["entities"]["incident"]) == ["LS1"]
        bench.journal.incident("LS2")
        frame = await wall.news()
        assert (frame["from"], frame["seq"]) == (1, 2)
        assert frame["records"][0]["state"]["number"] == "LS2"


async def test_a_commit_is_told_without_waiting_for_the_poll():
    async with a_wall(timing=PROMPT) as (bench, wall):
        bench.journal.incident("LS1")
        assert (await wall.news())["seq"] == 1


async def test_what_was_committed_here_is_not_read_back():
    async with a_wall(timing=PROMPT) as (bench, wall):
        bench.journal.incident("LS1")  # the first nudge reads the journal
        assert (await wall.news())["seq"] == 1
        bench.journal.hands_over = True
        before = bench.journal.reads
        for number in range(2, 12):
            bench.journal.incident(f"LS{number}")
        seen = 1
        while seen < 11:
            frame = await wall.news()
            assert frame["from"] == seen
            seen = frame["seq"]
        assert bench.journal.reads == before
        assert bench.hub.health()["lag"] == 0


async def test_what_does_not_follow_is_read_from_the_journal():
    async with a_wall(timing=PROMPT) as (bench, wall):
        bench.journal.incident("LS1")
        assert (await wall.news())["seq"] == 1
        told, bench.journal.listener = bench.journal.listener, lambda _seq, _records: None
        bench.journal.incident("LS2")  # another process, or a commit that was overtaken
        bench.journal.listener, bench.journal.hands_over = told, True
        bench.journal.incident("LS3")
        frame = await wall.news()
        assert (frame["from"], frame["seq"]) == (1, 3)
        assert [record["id"] for record in frame["records"]] == ["LS2", "LS3"]


async def test_another_process_s_commit_is_found_by_the_poll():
    async with a_wall() as (bench, wall):
        bench.journal.listener = lambda _seq, _records: None
        bench.journal.incident("LS1")
        assert (await wall.news())["seq"] == 1


async def test_a_gap_that_is_held_is_sent_straight_with_every_position():
    def fill(journal):
        journal.unit("U1")
        for number in range(5):
            journal.incident(f"LS{number}")

    async with a_bench(fill) as bench:
        bench.board.update([a_fix("U1")], source="test")
        wall = await bench.wall(epoch="e1", seq=2)
        frame = await wall.next("from")
        assert not any("snapshot" in text for text in wall.texts)
        assert (frame["from"], frame["seq"]) == (2, 6)
        assert [record["seq"] for record in frame["records"]] == [3, 4, 5, 6]
        assert frame["positions"] == [["U1", 33.9, 116.8, 1767268800000, 3.0, 80.0]]


async def test_a_screen_that_missed_nothing_is_told_so_at_once():
    async with a_bench(lambda journal: journal.incident("LS1")) as bench:
        wall = await bench.wall(epoch="e1", seq=1)
        assert await wall.next("from") == {"from": 1, "seq": 1, "records": [], "positions": []}


async def test_a_snapshot_comes_packed_to_those_who_ask_and_is_packed_once():
    async with a_bench(lambda journal: journal.incident("LS1")) as bench:
        walls = [await bench.wall(packed="gzip") for _ in range(3)]
        plain = await bench.wall()
        assert [(await wall.next("snapshot"))["seq"] for wall in [*walls, plain]] == [1] * 4
        assert plain.packed == []
        assert len({id(wall.packed[0]) for wall in walls}) == 1
        bench.journal.incident("LS2")
        assert (await walls[0].next("from"))["seq"] == 2
        assert len(walls[0].packed) == 1, "frames travel as text"


@pytest.mark.parametrize(
    "hello",
    [
        {"epoch": "e0", "seq": 5},
        {"epoch": "e1", "seq": 7},
        {"epoch": None, "seq": 5},
        {"epoch": "e1", "seq": None},
        {"epoch": "e1", "seq": 0},
    ],
    ids=["another epoch", "from the future", "no epoch", "no seq", "gap no longer held"],
)
async def test_what_cannot_be_continued_begins_anew(hello):
    def fill(journal):
        for number in range(6):
            journal.incident(f"LS{number}")

    async with a_bench(fill, held=3) as bench:
        wall = await bench.wall(**hello)
        assert (await wall.next("snapshot"))["seq"] == 6


async def test_a_long_gap_comes_in_several_frames_that_fit_together():
    def fill(journal):
        for number in range(2500):
            journal.incident(f"LS{number}")

    async with a_bench(fill) as bench:
        bench.journal.unit("U1")
        await until(lambda: bench.hub.health()["seq"] == 2501)
        bench.board.update([a_fix("U1")], source="test")
        await until(lambda: bench.board.closed_tick >= 1)
        wall = await bench.wall(epoch="e1", seq=0)
        seen, at = [], 0
        while at < 2501:
            frame = await wall.next("from")
            assert frame["from"] == at
            assert len(frame["positions"]) == (frame["seq"] == 2501), "with the last frame"
            seen += [record["seq"] for record in frame["records"]]
            at = frame["seq"]
        assert seen == list(range(1, 2502))


async def test_a_flood_of_facts_leaves_half_of_the_loop_to_others():
    cost_s = 0.01

    class Dear(FakeConnection):
        async def send(self, text: str) -> None:
            time.sleep(cost_s)  # noqa: ASYNC251 - what encoding and sending to many costs
            await super().send(text)

    async with a_bench(timing=Timing(beat_s=60)) as bench:
        wall = Dear().hello()
        bench.join(wall)
        await wall.next("snapshot")
        loop = asyncio.get_running_loop()
        began, number = loop.time(), 0
        while loop.time() - began < 0.5:
            number += 1
            bench.journal.incident(f"LS{number}")
            await asyncio.sleep(0)
        while (await wall.next("from"))["seq"] < number:
            pass
        most = (loop.time() - began) / cost_s * 0.6
        assert len(wall.texts) - 1 <= most


async def test_a_resync_on_the_same_socket_resumes_and_many_are_refused():
    async with a_wall(lambda journal: journal.incident("LS1")) as (_, wall):
        wall.hello(epoch="e1", seq=0)
        assert [record["seq"] for record in (await wall.news())["records"]] == [1]
        for _ in range(10):
            wall.hello(epoch="e1", seq=0)
        await until(lambda: wall.closed is not None)
        assert wall.closed[0] == CloseCode.TOO_MANY_HELLOS


async def test_a_new_epoch_gives_everybody_a_new_snapshot():
    async with a_bench(lambda journal: journal.incident("LS1")) as bench:
        walls = [await bench.wall() for _ in range(3)]
        for wall in walls:
            await wall.next("snapshot")
        bench.journal.records.clear()
        bench.journal.epoch = "e2"
        bench.journal.incident("LS9", private={"title": "after the restore"})
        for wall in walls:
            snapshot = await wall.next("snapshot")
            assert (snapshot["epoch"], snapshot["seq"]) == ("e2", 1)
            assert snapshot["entities"]["incident"]["LS9"]["title"] == "after the restore"


async def test_a_frame_is_encoded_once_for_all_screens_in_step():
    async with a_bench(timing=Timing(beat_s=60)) as bench:
        walls = [await bench.wall() for _ in range(20)]
        for wall in walls:
            await wall.next("snapshot")
        assert bench.hub.health()["encodings"] == 1, "joiners share one snapshot"
        for number in range(10):
            bench.journal.incident(f"LS{number}")
            for wall in walls:
                await wall.news()
        assert bench.hub.health()["encodings"] == 11
        assert all(wall.texts == walls[0].texts for wall in walls)


async def test_two_views_are_encoded_apart_and_leave_no_holes():
    async with a_bench(timing=Timing(beat_s=60)) as bench:
        whole, town = await bench.wall(), await bench.wall(view={"area": TOWN})
        for wall in (whole, town):
            await wall.next("snapshot")
        bench.journal.incident("LS1", OTHER_GRID)
        assert (await whole.news())["seq"] == 1
        assert await town.next("from") == {"from": 0, "seq": 1, "records": [], "positions": []}
        bench.journal.incident("LS2", GRID)
        assert [r["id"] for r in (await town.news())["records"]] == ["LS2"]
        assert bench.hub.health()["encodings"] == 6


async def test_what_leaves_a_view_is_gone_from_it():
    async with a_bench(lambda journal: journal.incident("LS1", GRID)) as bench:
        town = await bench.wall(view={"area": TOWN})
        assert "LS1" in (await town.next("snapshot"))["entities"]["incident"]
        bench.journal.incident("LS1", OTHER_GRID)
        [record] = (await town.news())["records"]
        assert (record["id"], record["action"], record["state"]) == ("LS1", "gone", None)
        bench.journal.incident("LS1", OTHER_GRID)
        assert (await town.next("from"))["records"] == []
        bench.journal.incident("LS1", GRID)
        [record] = (await town.news())["records"]
        assert record["action"] == "changed"


async def test_what_left_a_view_during_the_gap_is_gone_too():
    async with a_bench(lambda journal: journal.incident("LS1", GRID)) as bench:
        bench.journal.incident("LS1", OTHER_GRID)
        bench.journal.incident("LS2", OTHER_GRID)
        await until(lambda: bench.hub.health()["seq"] == 3)
        town = await bench.wall(view={"area": TOWN}, epoch="e1", seq=1)
        records = (await town.news())["records"]
        assert [(record["id"], record["action"]) for record in records] == [("LS1", "gone")]


async def test_another_view_begins_anew():
    async with a_bench(lambda journal: journal.incident("LS1", GRID)) as bench:
        wall = await bench.wall(view={"area": OTHER_GRID[:9]})
        assert (await wall.next("snapshot"))["entities"]["incident"] == {}
        wall.hello(epoch="e1", seq=1, view={})
        assert "LS1" in (await wall.next("snapshot"))["entities"]["incident"]


async def test_a_slow_screen_is_dropped_and_the_others_go_on():
    async with a_bench() as bench:
        quick, slow = await bench.wall(), await bench.wall()
        for wall in (quick, slow):
            await wall.next("snapshot")
        slow.is_reading.clear()
        for number in range(20):
            bench.journal.incident(f"LS{number}")
            assert (await quick.news())["seq"] == number + 1, "the others are not held up"
        await until(lambda: slow.dropped is not None)
        assert slow.dropped[0] == CloseCode.TOO_SLOW == 4008
        await until(lambda: bench.hub.health()["clients"] == 1)
        assert bench.hub.health()["slow_closed"] == 1


async def test_a_screen_that_hesitates_skips_positions_and_gets_its_records_in_one_frame():
    timing = Timing(tick_s=0.001, send_s=60, beat_s=60)
    async with a_wall(lambda journal: journal.unit("U1"), timing=timing) as (bench, wall):
        wall.is_reading.clear()
        for number in range(30):
            bench.journal.incident(f"LS{number}")
            bench.board.update([a_fix("U1", after_s=number)], source="test")
            tick = bench.board.closed_tick
            await until(lambda tick=tick: bench.board.closed_tick > tick)
            await until(lambda number=number: bench.hub.health()["seq"] == number + 2)
        wall.is_reading.set()
        frames = [await wall.next("from")]
        while frames[-1]["seq"] < 31:
            frames.append(await wall.next("from"))
        records = [record["seq"] for frame in frames for record in frame["records"]]
        positions = [row for frame in frames for row in frame["positions"]]
        assert records == list(range(2, 32))
        assert len(frames) <= 2
        assert len(positions) <= 2
        assert positions[-1][3] == 1767268829000, "the newest"


async def test_positions_are_held_to_the_pace_and_the_newest_arrives():
    timing = Timing(tick_s=0.05, beat_s=60)
    async with a_wall(lambda journal: journal.unit("U1"), timing=timing) as (bench, wall):
        began = asyncio.get_running_loop().time()
        for second in range(40):
            bench.board.update([a_fix("U1", after_s=second)], source="test")
            await asyncio.sleep(0.005)
        while (await wall.next("from"))["positions"][0][3] != 1767268839000:
            pass
        elapsed = asyncio.get_running_loop().time() - began
        assert len(wall.texts) - 1 <= elapsed / 0.05 + 2


async def test_who_goes_off_duty_is_no_longer_followed_and_comes_back_where_they_are():
    async with a_bench(lambda journal: journal.unit("U1")) as bench:
        bench.board.update([a_fix("U1")], source="test")
        bench.journal.unit("U1", status="off_duty")
        await until(lambda: bench.hub.health()["seq"] == 2)
        wall = await bench.wall(epoch="e1", seq=1)
        assert (await wall.next("from"))["positions"] == []
        bench.board.update([a_fix("U1", after_s=1)], source="test")
        bench.journal.unit("U1", status="available")
        while not (rows := (await wall.next("from"))["positions"]):
            pass
        assert rows[0][3] == 1767268801000
        assert 1767268800000 not in [
            row[3] for text in wall.texts for row in json.loads(text).get("positions", [])
        ]


async def test_who_may_be_followed_is_asked_anew_when_the_unit_or_the_view_is_another():
    async with a_bench(lambda journal: journal.unit("U1", GRID)) as bench:
        town, whole = await bench.wall(view={"area": TOWN}), await bench.wall()
        for wall in (town, whole):
            await wall.next("snapshot")
        after_s = 0

        async def rows_of(wall: FakeConnection) -> set[str]:
            """The units whose positions a screen is told after a new fix of U1."""
            nonlocal after_s
            after_s += 1
            bench.board.update([a_fix("U1", after_s=after_s)], source="test")
            told = bench.board.closed_tick + 1
            await until(lambda: bench.board.closed_tick >= told)
            await asyncio.sleep(0.05)
            seen: set[str] = set()
            while not wall.got.empty():
                seen |= {row[0] for row in wall.got.get_nowait().get("positions", [])}
            return seen

        async def changed(area: str, status: str) -> None:
            seq = bench.journal.unit("U1", area, status=status)
            await until(lambda: bench.hub.health()["seq"] == seq)

        assert await rows_of(town) == {"U1"}
        assert await rows_of(town) == {"U1"}, "and from memory"
        await changed(OTHER_GRID, "available")
        assert await rows_of(town) == set() and await rows_of(whole) == {"U1"}
        await changed(TOWN, "available")
        assert await rows_of(town) == {"U1"}
        await changed(TOWN, "off_duty")
        assert await rows_of(town) == set() and await rows_of(town) == set()
        await changed(GRID, "on_scene")
        assert await rows_of(town) == {"U1"}
        town.hello(epoch="e1", seq=1, view={"area": OTHER_GRID[:9]})
        await town.next("snapshot")
        assert await rows_of(town) == set()
        town.hello(epoch="e1", seq=1, view={"area": TOWN})
        await town.next("snapshot")
        assert await rows_of(town) == {"U1"}


async def test_beats_stop_when_the_journal_cannot_be_read_and_come_back(
    caplog: pytest.LogCaptureFixture,
):
    async with a_bench(lambda journal: journal.unit("U1")) as bench:
        wall = await bench.wall()
        await wall.next("beat")
        bench.journal.failing = True
        await until(lambda: not bench.hub.is_alive())
        heard = len(wall.texts)
        reads = bench.journal.reads
        bench.board.update([a_fix("U1")], source="test")
        joiner = await bench.wall()
        await until(lambda: bench.journal.reads > reads + 5)
        assert len(wall.texts) == heard, "neither beat nor position may make it look alive"
        assert joiner.texts == [], "nothing old is given out as new"
        assert bench.hub.health()["alive"] is False
        bench.journal.unit("U2")
        bench.journal.failing = False
        assert (await wall.news())["seq"] == 2
        assert (await joiner.next("snapshot"))["seq"] == 2
        assert (await wall.next("beat"))["seq"] == 2
    told = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert [text.split(";")[0] for text in told] == [
        "following the journal stopped",
        "following the journal works again",
    ], "said once each"


async def test_beats_stop_when_the_journal_does_not_answer():
    async with a_bench() as bench:
        wall = await bench.wall()
        await wall.next("beat")
        answer = asyncio.Event()
        real = bench.work.follow

        async def hang(call: Any) -> Any:
            await answer.wait()
            return await real(call)

        bench.work.follow = hang  # type: ignore[method-assign]
        await until(lambda: not bench.hub.is_alive())
        heard = len(wall.texts)
        await asyncio.sleep(QUICK.beat_s * 3)
        assert len(wall.texts) == heard
        answer.set()
        await until(bench.hub.is_alive)
        await wall.next("beat")


async def test_beats_stop_when_positions_stand_still_but_facts_go_on():
    timing = replace(QUICK, revive_s=60)
    async with a_bench(timing=timing) as bench:
        wall = await bench.wall()
        await wall.next("beat")
        [task] = [t for t in asyncio.all_tasks() if t.get_name() == "telling positions"]
        task.cancel()
        await until(lambda: not bench.hub.is_alive())
        heard = len(wall.texts)
        bench.journal.incident("LS1")
        await wall.news()
        await asyncio.sleep(QUICK.beat_s * 3)
        assert len(wall.texts) == heard + 1, "the fact, and no beat"


@pytest.mark.parametrize("name", ["following the journal", "telling positions", "the beat"])
async def test_a_loop_that_dies_is_begun_again(name, caplog: pytest.LogCaptureFixture):
    async with a_wall(lambda journal: journal.unit("U1")) as (bench, wall):
        [task] = [task for task in asyncio.all_tasks() if task.get_name() == name]
        task.cancel()
        await until(task.done)
        bench.board.update([a_fix("U1")], source="test")
        bench.journal.incident("LS1")
        assert (await wall.news())["seq"] == 2
        await wall.next("beat")
        wall.texts.clear()
        bench.board.update([a_fix("U1", after_s=1)], source="test")
        await until(lambda: any("1767268801000" in text for text in wall.texts))
    assert f"{name} stopped" in caplog.text


async def test_an_unreadable_record_disturbs_nothing_else(caplog: pytest.LogCaptureFixture):
    async with a_wall() as (bench, wall):
        bench.journal.append("notice", "N1", {"recipient": object()})
        bench.journal.incident("LS1")
        seen = []
        while seen[-1:] != ["LS1"]:
            seen += [record["id"] for record in (await wall.next("from"))["records"]]
        assert seen == ["LS1"]
    assert "cannot be sent to screens" in caplog.text


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"\x00", CloseCode.NOT_TEXT),
        ("{", CloseCode.NOT_A_HELLO),
        ("[]", CloseCode.NOT_A_HELLO),
        ('{"hello":2}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"seq":"5"}', CloseCode.NOT_A_HELLO),
        ('{"hello":1,"view":{"area":"烈山"}}', CloseCode.NOT_A_HELLO),
    ],
)
async def test_garbage_is_closed_with_a_reason_and_no_log(message, code, caplog):
    async with a_bench() as bench:
        caplog.clear()
        for is_first in (True, False):
            wall = FakeConnection()
            if not is_first:
                wall.hello()
            wall.said.put_nowait(message)
            await bench.join(wall)
            assert wall.closed is not None
            assert wall.closed[0] == code
            assert wall.closed[1]
        assert bench.hub.health()["refused"] == 2
        assert not [r for r in caplog.records if r.levelno >= logging.WARNING]


async def test_who_says_nothing_is_closed():
    async with a_bench() as bench:
        wall = FakeConnection()
        await bench.join(wall)
        assert wall.closed == (CloseCode.SILENT, "say hello first")


async def test_one_screen_too_many_is_told_to_come_back():
    async with a_bench(max_clients=2) as bench:
        walls = [await bench.wall() for _ in range(2)]
        for wall in walls:
            await wall.next("snapshot")
        third = FakeConnection().hello()
        await bench.join(third)
        assert third.closed is not None
        assert third.closed[0] == CloseCode.FULL
        walls[0].leave()
        await until(lambda: bench.hub.health()["clients"] == 1)
        assert (await (await bench.wall()).next("snapshot"))["seq"] == 0


async def test_a_failure_of_ours_closes_the_screen_and_is_logged_once(monkeypatch, caplog):
    async with a_bench() as bench:

        def fail(*_: object) -> None:
            raise LookupError("a fault of ours")

        monkeypatch.setattr(bench.hub._frames, "snapshot", fail)
        walls = [FakeConnection().hello() for _ in range(5)]
        await asyncio.gather(*(bench.join(wall) for wall in walls))
        assert {wall.dropped for wall in walls} == {(CloseCode.FAILED, "the server failed")}
        assert caplog.text.count("a live client could not be served") == 1


async def test_what_was_erased_is_not_sent_from_memory():
    async with a_bench() as bench:
        bench.journal.incident("LS1", private={"title": "王五家起火"})
        wall = await bench.wall(epoch="e1", seq=0)
        assert "王五家" in json.dumps((await wall.news()), ensure_ascii=False)
        bench.journal.incident("LS1", action="erased")
        await wall.news()
        late = await bench.wall(epoch="e1", seq=0)
        assert [r["state"]["title"] for r in (await late.news())["records"]] == [None, None]


async def test_ended_incidents_leave_the_picture_after_a_day():
    ended = incident_state(
        "LS1", status="closed", reached_at={"closed": "2025-12-31T12:00:30.000Z"}
    )
    async with a_bench(lambda journal: journal.append("incident", "LS1", ended)) as bench:
        assert bench.picture.newest("incident", "LS1")
        bench.now = bench.now.replace(hour=13)
        await until(lambda: bench.picture.newest("incident", "LS1") is None)


async def test_a_commit_without_its_records_is_not_left_to_the_next_look():
    async with a_wall(timing=PROMPT) as (bench, wall):
        bench.journal.incident("LS1")
        assert (await wall.news())["seq"] == 1
        bench.journal.hands_over = True
        bench.journal.incident("LS2")
        bench.journal.hands_over = False  # as of an erasure, in the same wake
        bench.journal.incident("LS3")
        async with asyncio.timeout(30):
            while (await wall.news())["seq"] < 3:
                pass


async def test_a_start_reads_the_newest_records_again_and_who_missed_more_is_sent_the_picture():
    def fill(journal):
        for number in range(READ_AGAIN + 500):
            journal.incident(f"LS{number}")

    async with a_bench(fill) as bench:
        last = READ_AGAIN + 500
        near = await bench.wall(epoch="e1", seq=last - 10)
        assert (await near.next("from"))["from"] == last - 10
        far = await bench.wall(epoch="e1", seq=10)
        assert (await far.next("snapshot"))["seq"] == last
