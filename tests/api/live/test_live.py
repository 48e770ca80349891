import asyncio
import json
import logging
import random
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import uvloop
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from domain.dispatch.units import Fix
from operations.live.timing import Timing
from tests.api.live_client import GRID, LiveServer, Wall, all_of, deaf_socket, until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    with LiveServer(tmp_path) as running:
        yield running


async def test_from_a_commit_to_the_socket(server):
    server.unit("P1")
    await until(lambda: server.health()["seq"] == 1)
    wall = await Wall(server.url).connect()
    await wall.read()
    assert wall.entities["unit"]["P1"]["name"] == "张*"
    server.incident("LS1")
    await wall.read_until(lambda: wall.seq == 2)
    assert wall.entities["incident"]["LS1"]["title"] == "厂房冒烟"
    fix = Fix("P1", 33.91, 116.82, datetime.now(UTC), 3.2, 80.0)
    server.ask(lambda: server.board.update([fix], source="test"))
    await wall.read_until(lambda: "P1" in wall.positions)
    assert wall.positions["P1"][1:3] == [33.91, 116.82]
    await wall.read_until(lambda: wall.beats >= 2)
    await wall.close()


async def test_a_hello_may_stand_in_the_address(server):
    hello = quote(json.dumps({"hello": 1, "epoch": None, "seq": None, "view": {}}))
    async with connect(f"{server.url}?hello={hello}") as socket:
        assert "snapshot" in json.loads(await asyncio.wait_for(socket.recv(), 30))
    async with connect(f"{server.url}?hello=no") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4400


async def test_nothing_personal_is_on_the_wire(server):
    early = await Wall(server.url).connect()
    await early.read()
    server.unit("P1", name="欧阳某某")
    server.incident("LS1", title="冒烟，联系 138 1234 5678")
    await early.read_until(lambda: early.seq == 2)
    late = await Wall(server.url).connect()
    await late.read()
    for text in early.texts + late.texts:
        for secret in ("12345678", "1234 5678", "欧阳", "李四", "回电", "reporter", "phone"):
            assert secret not in text
    await all_of(early.close(), late.close())


async def test_messages_are_not_compressed(server):
    async with connect(server.url, compression="deflate") as socket:
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_a_short_gap_is_filled_without_a_snapshot(server):
    server.incident("LS1")
    await until(lambda: server.health()["seq"] == 1)
    wall = await Wall(server.url).connect()
    await wall.read()
    wall.cut()
    for number in range(2, 7):
        server.incident(f"LS{number}")
    await wall.connect()
    await wall.read_until(lambda: wall.seq == 6)
    assert wall.snapshots == 1
    assert wall.history == [(number, f"LS{number}") for number in range(2, 7)]
    await wall.close()


async def test_after_a_restart_the_gap_is_filled_too(tmp_path):
    with LiveServer(tmp_path) as server:
        server.incident("LS1")
        await until(lambda: server.health()["seq"] == 1)
        wall = await Wall(server.url).connect()
        await wall.read()
        wall.cut()
        server.incident("LS2")
    with LiveServer(tmp_path) as server:
        server.incident("LS3")
        wall.url = server.url
        await wall.connect()
        await wall.read_until(lambda: wall.seq == 3)
        assert wall.snapshots == 1
        assert wall.history == [(2, "LS2"), (3, "LS3")]
        await wall.close()


async def test_a_restored_database_is_another_epoch(tmp_path):
    with LiveServer(tmp_path / "var") as server:
        server.incident("LS1")
    backup = {path: path.read_bytes() for path in (tmp_path / "var").glob("facts.db*")}
    with LiveServer(tmp_path / "var") as server:
        server.incident("LS2")
        await until(lambda: server.health()["seq"] == 2)
        wall = await Wall(server.url).connect()
        await wall.read()
        epoch = wall.epoch
    for path in (tmp_path / "var").glob("facts.db*"):
        path.unlink()
    for path, content in backup.items():
        path.write_bytes(content)
    with LiveServer(tmp_path / "var") as server:
        server.incident("LS3")
        await until(lambda: server.health()["seq"] == 2)
        wall.url = server.url
        await wall.connect()
        await wall.read()
        assert wall.snapshots == 2
        assert wall.epoch != epoch
        assert set(wall.entities["incident"]) == {"LS1", "LS3"}
        await wall.close()


@pytest.mark.whole
async def test_fifty_screens_cut_off_at_random_end_with_one_history(server):
    facts, cuts = 300, []
    chance = random.Random(340604)

    def report() -> None:
        for number in range(facts):
            server.incident(f"LS{number:04d}")

    async def watch(seed: int) -> Wall:
        dice = random.Random(seed)
        wall = await Wall(server.url).connect()
        await wall.read()
        while wall.seq is None or wall.seq < facts:
            if dice.random() < 0.05:
                wall.cut()
                cuts.append(seed)
                await wall.connect()
            try:
                await wall.read()
            except ConnectionClosed:
                await wall.connect()
        return wall

    watching = [asyncio.create_task(watch(chance.randrange(2**32))) for _ in range(50)]
    await until(lambda: server.health()["clients"] == 50, 30)
    reporting = threading.Thread(target=report)
    reporting.start()
    walls = await asyncio.wait_for(all_of(*watching), 90)
    reporting.join()
    truth = [(record.seq, record.id) for record in server.store.records_after(0)]
    assert len(truth) == facts
    assert len(cuts) > 100
    for wall in walls:
        assert wall.history == truth
        assert wall.snapshots == 1
        assert set(wall.entities["incident"]) == {number for _, number in truth}
    await all_of(*(wall.close() for wall in walls))
    await until(lambda: server.health()["clients"] == 0)
    await until(lambda: not server.sockets)


async def test_fifty_screens_that_load_at_once_share_one_snapshot(server):
    for number in range(20):
        server.incident(f"LS{number}")
    await until(lambda: server.health()["seq"] == 20)
    before = server.health()["encodings"]
    walls = await all_of(*(Wall(server.url).connect() for _ in range(50)))
    await all_of(*(wall.read() for wall in walls))
    assert len({wall.texts[0] for wall in walls}) <= 3
    assert server.health()["encodings"] - before <= 5, "a few beats may be among them"
    await all_of(*(wall.close() for wall in walls))


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"\x00\x01", 1003),
        ("{", 4400),
        ('"hello"', 4400),
        ('{"hello":1,"seq":-1}', 4400),
        ('{"hello":1,"view":{"area":"34"}}', 4400),
        ('{"hello":1,"pad":"' + "x" * 70_000 + '"}', 1009),
    ],
    ids=["binary", "broken", "no object", "negative", "no area", "huge"],
)
async def test_garbage_is_closed_and_others_do_not_notice(server, message, code, caplog):
    wall = await Wall(server.url).connect()
    await wall.read()
    intruder = Wall(server.url)
    intruder.socket = await connect(server.url, max_size=None, ping_interval=None)
    await intruder.socket.send(message)
    assert (await intruder.close_code())[0] == code
    beats = wall.beats
    await wall.read_until(lambda: wall.beats > beats)
    await wall.close()
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]


async def test_who_says_nothing_is_closed(tmp_path):
    with LiveServer(tmp_path, timing=Timing(hello_s=0.1)) as server:
        silent = Wall(server.url)
        silent.socket = await connect(server.url, ping_interval=None)
        assert await silent.close_code() == (4408, "say hello first")


async def test_one_screen_too_many_is_told_to_come_back(tmp_path):
    with LiveServer(tmp_path, max_clients=1) as server:
        first = await Wall(server.url).connect()
        await first.read()
        second = Wall(server.url)
        second.socket = await connect(server.url, ping_interval=None)
        assert (await second.close_code())[0] == 1013
        await first.close()
        await until(lambda: server.health()["clients"] == 0)
        third = await Wall(server.url).connect()
        await third.read()
        await third.close()


async def test_an_area_s_screen_sees_its_own_and_keeps_step(server):
    town = await Wall(server.url, view={"area": "340604102"}).connect()
    whole = await Wall(server.url, view={"area": GRID[:9]}).connect()
    await all_of(town.read(), whole.read())
    server.incident("LS1")
    await all_of(town.read_until(lambda: town.seq == 1), whole.read_until(lambda: whole.seq == 1))
    assert town.history == []
    assert whole.history == [(1, "LS1")]
    await all_of(town.close(), whole.close())


# -- screens that do not listen ------------------------------------------------------------


@pytest.fixture(params=[uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"])
def new_loop(request: pytest.FixtureRequest):
    """The transports of the two loops end connections in code of their own."""
    return request.param


def push(server: LiveServer, megabytes: int) -> None:
    """More than all buffers on the way can hold, in frames."""
    for number in range(megabytes * 5):
        server.bulky(f"kpi{number % 3}", 200)


def fill(server: LiveServer, megabytes: int) -> None:
    """The same in one snapshot."""
    for number in range(megabytes * 5):
        server.bulky(f"kpi{number}", 200)


async def test_who_answers_no_ping_is_broken_off_and_its_buffers_freed(tmp_path, new_loop):
    ping = {"ws_ping_interval": 0.3, "ws_ping_timeout": 0.3}
    with LiveServer(tmp_path, new_loop=new_loop, **ping) as server:
        fill(server, 8)
        await until(lambda: server.health()["seq"] == 40)
        wall = await Wall(server.url).connect()
        await wall.read()
        deaf = deaf_socket(server.port)
        reading = asyncio.create_task(wall.read_until(lambda: False))
        await until(lambda: len(server.sockets) == 2)
        await until(lambda: len(server.sockets) == 1, 5)
        await until(lambda: server.health()["clients"] == 1, 30)
        beats = wall.beats
        await until(lambda: wall.beats > beats)
        reading.cancel()
        deaf.close()
        await wall.close()


async def test_who_takes_nothing_is_closed_as_too_slow_and_memory_stays_bounded(tmp_path, new_loop):
    timing = Timing(tick_s=0.005, beat_s=0.2, send_s=1.0)
    with LiveServer(tmp_path, new_loop=new_loop, timing=timing, ws_ping_interval=None) as server:
        wall = await Wall(server.url).connect()
        await wall.read()
        deaf = deaf_socket(server.port)
        await until(lambda: server.health()["clients"] == 2)
        pushing = threading.Thread(target=push, args=(server, 12))
        pushing.start()
        most = 0
        while wall.seq != 60:
            await wall.read()
            waiting = server.ask(
                lambda: [
                    connection.transport.get_write_buffer_size()
                    for connection in server.server.server_state.connections
                ]
            )
            most = max(most, *waiting)
        pushing.join()
        await until(lambda: server.health()["slow_closed"] == 1)
        await until(lambda: len(server.sockets) == 1, 5)
        assert 0 < most < 8_000_000, "a missed frame is built once, nothing queues behind it"
        deaf.close()
        await wall.close()


async def test_the_server_stops_though_a_screen_does_not_listen(tmp_path, new_loop):
    with LiveServer(tmp_path, new_loop=new_loop, ws_ping_interval=None) as server:
        wall = await Wall(server.url).connect()
        await wall.read()
        deaf = deaf_socket(server.port)
        await until(lambda: server.health()["clients"] == 2)
        push(server, 8)
        await wall.read_until(lambda: wall.seq == 40)
        began = asyncio.get_running_loop().time()
        server.server.should_exit = True
        assert (await wall.close_code())[0] == 1012
        await asyncio.to_thread(server._thread.join, 10)
        assert asyncio.get_running_loop().time() - began < 5
        deaf.close()
