"""Coverage over HTTP and its socket: it reddens when units leave, and mends when they come back."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from domain.dispatch.units import Fix, UnitKind, UnitStatus
from tests.api.dispatch.test_dispatch_api import DESK, FIRE, placed
from tests.operations.door_parts import report
from tests.support.door import Door, open_door, serve

NEAR, FAR = "340604001001001", "340604002001004"


@pytest_asyncio.fixture
async def door(tmp_path: Path, small_map: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path / "var", small_map) as opened:
        following = asyncio.create_task(opened.dispatching.run())
        yield opened
        following.cancel()


@pytest_asyncio.fixture
async def client(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(door.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8050") as made:
        yield made


async def told(socket: ClientConnection) -> dict:
    async with asyncio.timeout(30):
        while (message := json.loads(await socket.recv())).keys() & {"beat", "warming"}:
            pass
        return message


async def test_nobody_available_is_red_everywhere(client):
    body = (await client.get(f"{DESK}/coverage")).json()["coverage"]
    assert set(map(tuple, body["grids"].values())) == {(None, None)}
    assert body["red"] == {"police": 16, "grid_worker": 16}
    assert body["units"] == {"police": 0, "grid_worker": 0}


async def test_a_unit_covers_what_it_reaches(door, client):
    await placed(door, "P1", lat=33.84, subkind="patrol_car")
    body = (await client.get(f"{DESK}/coverage")).json()["coverage"]
    assert body["targets_s"] == {"police": 600, "grid_worker": 600}
    police = {code: minutes[0] for code, minutes in body["grids"].items()}
    assert None not in police.values()
    assert body["red"]["police"] == sum(minutes * 60 > 600 for minutes in police.values())


async def test_the_socket_tells_a_whole_then_what_changed(door, client):
    await placed(door, "P1", "P2", lat=33.84, subkind="patrol_car")
    async with serve(door.app) as port, connect(f"ws://127.0.0.1:{port}/ws/coverage") as socket:
        whole = (await told(socket))["coverage"]
        assert len(whole["grids"]) == 16
        assert whole["units"]["police"] == 2
        await door.desk.set_unit_status("P1", UnitStatus.OUT_OF_SERVICE, actor="d1")
        delta = await told(socket)
        assert (delta["from"], delta["version"]) == (whole["version"], whole["version"] + 1)
        assert (delta["grids"], delta["units"]["police"]) == ({}, 1)
        await door.desk.set_unit_status("P2", UnitStatus.OUT_OF_SERVICE, actor="d1")
        delta = await told(socket)
        assert delta["red"]["police"] == 16
        assert set(map(tuple, delta["grids"].values())) == {(None, None)}
        await door.desk.set_unit_status("P2", UnitStatus.AVAILABLE, actor="d1")
        mended = await told(socket)
        assert mended["red"] == whole["red"]
        assert {code: whole["grids"][code] for code in mended["grids"]} == mended["grids"]


async def test_a_sending_reddens_and_a_release_and_a_move_up_mend(door, client):
    number = await report(door, "1", **FIRE | {"severity": 4, "lat": 33.84})
    await placed(door, "G1", lat=33.84, kind=UnitKind.GRID_WORKER)
    await placed(door, "G2", lat=33.80, kind=UnitKind.GRID_WORKER)
    path = f"{DESK}/incidents/{number}/assignments"
    async with serve(door.app) as port, connect(f"ws://127.0.0.1:{port}/ws/coverage") as socket:
        before = (await told(socket))["coverage"]["red"]["grid_worker"]
        assert (await client.post(path, json={"unit_ids": ["G1"]})).status_code == 201
        sent = await told(socket)
        assert sent["red"]["grid_worker"] > before and sent["grids"]
        assert (await client.delete(f"{path}/G1")).status_code == 200
        assert (await told(socket))["red"]["grid_worker"] == before
        assert (await client.post(path, json={"unit_ids": ["G1"]})).status_code == 201
        reddened = (await told(socket))["red"]["grid_worker"]
        moves = (await client.get(f"{DESK}/coverage/move-up?kind=grid_worker")).json()["items"]
        to, at = moves[0]["to"], datetime.now(UTC)
        assert (moves[0]["unit_id"], moves[0]["red_before"]) == ("G2", reddened)
        door.board.update([Fix("G2", to["lat"], to["lon"], at)], source="test")
        assert (await told(socket))["red"]["grid_worker"] == moves[0]["red_after"] < reddened


async def test_until_the_tables_stand_a_listener_is_told_how_far_they_are(door):
    feed = door.dispatching.coverage_feed
    assert 0 <= json.loads(feed._beat())["warming"] <= 1
    async with serve(door.app) as port, connect(f"ws://127.0.0.1:{port}/ws/coverage") as socket:
        await told(socket)
        assert "beat" in json.loads(feed._beat()) and door.dispatching.coverage.ready == 1


async def test_a_listener_that_talks_is_closed(door):
    async with serve(door.app) as port, connect(f"ws://127.0.0.1:{port}/ws/coverage") as socket:
        await told(socket)
        await socket.send("{}")
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await told(socket)
        assert closed.value.rcvd.code == 1008
    assert door.dispatching.coverage_feed.listeners == 0


async def test_what_if_names_the_grids_that_turn_red_and_a_move_that_mends(door, client):
    number = await report(door, "1", **FIRE | {"severity": 4, "lat": 33.84})
    await placed(door, "G1", lat=33.84, kind=UnitKind.GRID_WORKER)
    await placed(door, "G2", lat=33.80, kind=UnitKind.GRID_WORKER)
    answer = await client.post(f"{DESK}/coverage/what-if", json={"number": number})
    body = answer.json()
    assert body["unit_ids"] == ["G1"]
    worker = body["kinds"]["grid_worker"]
    assert worker["red_after"] == worker["red_before"] + len(worker["turns_red"])
    assert worker["turns_red"], "the north is left alone"
    assert "网格将超出网格员到达目标" in body["text"]
    [move] = body["move_up"]
    assert (move["unit_id"], move["red_after"] < move["red_before"]) == ("G2", True)
    ghost = await client.post(f"{DESK}/coverage/what-if", json={"unit_ids": ["NIX"]})
    assert (ghost.status_code, ghost.json()["error"]["field"]) == (404, "unit_ids")
    kept = await client.post(f"{DESK}/coverage/what-if", json={"unit_ids": []})
    assert kept.json()["text"] == "派出后没有网格新超出到达目标"


async def test_moves_are_suggested_for_what_is_red_now(door, client):
    await placed(door, "G1", lat=33.80, kind=UnitKind.GRID_WORKER)
    body = (await client.get(f"{DESK}/coverage/move-up?kind=grid_worker")).json()
    [move] = body["items"]
    assert (move["unit_id"], len(move["mends"]) > len(move["turns_red"])) == ("G1", True)
    nobody = (await client.get(f"{DESK}/coverage/move-up?kind=police")).json()
    assert (nobody["items"], nobody["text"]) == ([], "目前没有可改善的调动")


@pytest.mark.parametrize(
    "body", [{}, {"unit_ids": "P1"}, {"unit_ids": [1]}, {"number": 7}, {"units": []}]
)
async def test_a_question_that_cannot_be_read_is_refused(client, body):
    assert (await client.post(f"{DESK}/coverage/what-if", json=body)).status_code == 422
