"""The socket for positions and the limits of bodies, over real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from api.access.gate import KEY_CHECKED, Access
from api.ingest.ingest import router
from domain.errors import InvalidError
from domain.incidents.incidents import IncidentStatus
from domain.subject_key import of_incident
from tests.support.door import AUTH, TOKEN, serve, until
from tests.support.people import SYSTEM, People

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port(door) -> AsyncIterator[int]:
    async with serve(door.app) as listening:
        yield listening


@asynccontextmanager
async def socket(
    port: int, path: str = f"/ingest/ws/{TOKEN}", **more
) -> AsyncIterator[ClientConnection]:
    async with connect(f"ws://127.0.0.1:{port}{path}", **more) as opened:
        yield opened


async def roster(client, door, *unit_ids: str) -> None:
    for unit_id in unit_ids:
        body = {"call_sign": unit_id, "kind": "grid_worker"}
        assert (await client.put(f"/api/v1/units/{unit_id}", json=body)).status_code in (200, 201)
    await door.settled()


def at(unit_id: str, lat: float, **more) -> dict:
    return {"id": unit_id, "lat": lat, "lon": 116.72} | more


async def test_objects_arrays_text_and_bytes_move_units(client, door, port):
    await roster(client, door, "W1", "W2")
    async with socket(port) as ws:
        await ws.send(json.dumps(at("W1", 33.811)))
        await until(lambda: door.board.newest.get("W1"))
        await ws.send(json.dumps([at("W1", 33.812), at("W2", 33.813)]).encode())
        await until(lambda: "W2" in door.board.newest)
    assert (door.board.newest["W1"].lat, door.board.newest["W2"].lat) == (33.812, 33.813)


async def test_the_key_travels_in_path_query_or_header(port):
    async with socket(port), socket(port, f"/ingest/ws?key={TOKEN}"):
        pass
    async with socket(port, "/ingest/ws", additional_headers=AUTH):
        pass
    for path in ("/ingest/ws", "/ingest/ws/wrong"):
        with pytest.raises(InvalidStatus) as refusal:
            async with socket(port, path):
                pass
        assert refusal.value.response.status_code == 401
        assert json.loads(refusal.value.response.body)["error"]["code"] == "unauthorized"


async def test_what_is_malformed_is_answered_and_the_socket_lives_on(client, door, port):
    await roster(client, door, "W3")
    async with socket(port) as ws, socket(port) as neighbour:
        await ws.send("{")
        told = json.loads(await ws.recv())
        assert (told["accepted"], told["refused"][0]["field"]) == (0, "body")
        for bad in (
            "",
            "null",
            "[" * 9000,
            b"\xff\x00",
            "[1]",
            '{"id":"W3"}',
            "x" * (1024 * 1024 + 1),
        ):
            await ws.send(bad)
        await neighbour.send(json.dumps(at("W3", 33.821)))
        await until(lambda: "W3" in door.board.newest)
        await ws.send(json.dumps([at("W3", 33.822), at("W3", 99)]))
        await until(lambda: door.board.newest["W3"].lat == 33.822)


async def test_an_answer_speaks_of_the_messages_with_something_refused(client, door, port):
    await roster(client, door, "W6")
    async with socket(port) as ws:
        await ws.send(json.dumps([at("W6", 33.821), at("W6", 33.822)]))
        await ws.send(json.dumps([at("W6", 33.823), at("W6", 99)]))
        told = json.loads(await ws.recv())
    assert (told["accepted"], told["refused_count"]) == (1, 1)
    assert told["refused"][0]["index"] == 1


async def test_good_messages_are_not_answered(client, door, port):
    await roster(client, door, "W4")
    async with socket(port) as ws:
        for step in range(20):
            await ws.send(json.dumps(at("W4", 33.82 + step / 1000)))
        await until(lambda: door.board.newest.get("W4") and door.board.newest["W4"].lat == 33.839)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ws.recv(), 0.05)


async def test_a_whole_district_fits_in_one_message(client, door, port):
    await roster(client, door, "W5")
    crowd = [at(f"X{n}", 33.82, at="2026-01-01T00:00:00Z") for n in range(9_999)]
    async with socket(port, max_size=None) as ws:
        await ws.send(json.dumps([*crowd, at("W5", 33.823)], separators=(",", ":")))
        await until(lambda: "W5" in door.board.newest)


async def test_units_nobody_knows_are_held_but_never_too_many(door):
    await door.ingest.close()
    assert 0 < len(door.store.pending_devices()) <= 500


async def test_a_body_over_the_limit_is_413_with_and_without_a_length(port):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=AUTH) as client:

        async def chunks(size):
            for _ in range(size // 1024):
                yield b"x" * 1024

        for size in (65 * 1024, 3 * 1024 * 1024):
            told = await client.post("/api/v1/incidents", content=b"x" * size)
            untold = await client.post("/api/v1/incidents", content=chunks(size))
            form = await client.post("/ingest/osmand", content=chunks(size))
            assert [told.status_code, untold.status_code, form.status_code] == [413] * 3
            assert untold.json()["error"]["field"] == "body"


async def test_a_refused_write_is_answered_though_its_body_is_long(port):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answer = await client.post("/api/v1/incidents", content=b"x" * 500_000)
    assert answer.status_code == 401


async def test_a_socket_elsewhere_is_no_way_in(port):
    with pytest.raises(InvalidStatus) as refusal:
        async with socket(port, "/ingest/other", additional_headers=AUTH):
            pass
    assert refusal.value.response.status_code in (403, 404)


async def test_a_fault_of_our_own_is_not_taken_for_a_sender_that_left():
    class Broken:
        def take_positions(self, passage) -> None:
            raise RuntimeError("ours")

    app = FastAPI()
    app.include_router(router(Broken(), None, None))  # type: ignore[arg-type]
    scope = {
        "type": "websocket", "path": "/ingest/ws", "query_string": b"", "headers": [],
        "subprotocols": [], KEY_CHECKED: True,
    }  # fmt: skip
    said = iter(
        (
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "text": json.dumps(at("W1", 33.8))},
            {"type": "websocket.disconnect"},
        )
    )

    async def receive() -> dict:
        return next(said)

    async def send(_) -> None:
        pass

    with pytest.raises(RuntimeError, match="ours"):
        await app(scope, receive, send)


async def test_a_phones_key_speaks_for_its_unit_only(client, door, tmp_path):
    """A stolen phone moves nobody else, raises no alarm in another's name; a gateway serves all."""
    await roster(client, door, "K1", "K2")
    people = People(tmp_path)
    _, phone = await people.devices.add_feed(SYSTEM, "phone", unit_id="K1")
    _, gateway = await people.devices.add_feed(SYSTEM, "gateway")
    keyed = Access(door.server, token=TOKEN, presence=people.presence)
    async with serve(keyed) as port, httpx.AsyncClient() as http:
        url = f"http://127.0.0.1:{port}/ingest/osmand"

        async def send(key: str, unit_id: str, **more) -> int:
            there = {"id": unit_id, "lat": "33.83", "lon": "116.72", **more}
            in_path = await http.get(f"{url}/{key}", params=there)
            in_body = await http.post(url, data={"key": key, **there})
            assert in_path.status_code == in_body.status_code
            if in_path.status_code == 403:
                assert "密钥" in in_path.json()["error"]["message"]
            return in_path.status_code

        assert await send(phone, "K2") == 403
        assert await send(phone, "K2", alarm="sos") == 403
        assert "K2" not in door.board.newest
        assert await send(phone, "K1") == 200
        assert await send(gateway, "K2") == 200
        async with socket(port, f"/ingest/ws/{phone}") as ws:
            await ws.send(json.dumps([at("K2", 33.99), at("K1", 33.84)]))
            answer = json.loads(await ws.recv())
        assert answer["accepted"] == 1
        assert [(one["index"], one["field"]) for one in answer["refused"]] == [(0, "id")]
        assert (door.board.newest["K1"].lat, door.board.newest["K2"].lat) == (33.84, 33.83)
    people.close()


async def test_a_phones_key_reads_and_answers_the_notices_of_its_unit_only(client, door, tmp_path):
    """Whoever holds another phone neither reads an order nor says yes to it."""
    await roster(client, door, "K3", "K4")
    people = People(tmp_path)
    _, phone = await people.devices.add_feed(SYSTEM, "phone", unit_id="K3")
    _, gateway = await people.devices.add_feed(SYSTEM, "gateway")
    number = (
        await client.post(
            "/api/v1/incidents",
            json={
                "source": "t", "source_id": "k4", "class": "fire", "severity": 1,
                "title": "x", "lat": 33.81, "lon": 116.71,
            },
        )
    ).json()["number"]  # fmt: skip
    await door.desk.advance(number, IncidentStatus.ACCEPTED, actor="disp")
    await door.desk.assign(number, ["K4"], actor="disp")
    keyed = Access(door.server, token=TOKEN, presence=people.presence)
    async with serve(keyed) as port, httpx.AsyncClient() as http:
        url = f"http://127.0.0.1:{port}/ingest/notices"

        async def fetch(key: str, unit_id: str) -> httpx.Response:
            return await http.get(f"{url}/{unit_id}", params={"key": key})

        async def say_yes(key: str, notice_id: str, unit_id: str) -> httpx.Response:
            body = {"unit_id": unit_id}
            return await http.post(f"{url}/{notice_id}/ack", json=body, params={"key": key})

        [waiting] = door.store.notices(about=of_incident(number), unit_id="K4")
        for refused in (
            await fetch(phone, "K4"),
            await say_yes(phone, waiting.notice_id, "K4"),
            await say_yes(phone, "no-such-notice", "K4"),
        ):
            assert refused.status_code == 403
            assert refused.json()["error"]["field"] == "unit_id"
            assert "K4" not in refused.text
        [untouched] = door.store.notices(about=of_incident(number), unit_id="K4")
        assert untouched == waiting
        assert (await fetch(phone, "K3")).json()["items"] == []
        assert (await say_yes(phone, waiting.notice_id, "K3")).status_code == 404
        [order] = (await fetch(gateway, "K4")).json()["items"]
        assert order["state"] == "delivered"
        yes = await say_yes(gateway, order["notice_id"], "K4")
        assert yes.json()["state"] == "acknowledged"
    people.close()


async def test_a_key_is_not_given_to_what_cannot_be_a_unit(tmp_path):
    people = People(tmp_path)
    with pytest.raises(InvalidError, match="unit_id_wrong"):
        await people.devices.add_feed(SYSTEM, "phone", unit_id="a b")
    people.close()
