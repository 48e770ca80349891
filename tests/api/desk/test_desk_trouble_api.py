"""A bad night over HTTP: every refusal says what to do, and nothing is half done."""

import socket
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from domain.subject_key import of_incident
from operations.desk.parts import DeskSettings
from operations.notices.channels import AppChannel, Gateway, WebhookChannel
from store import open_store
from tests.operations.door_parts import put_units
from tests.support.as_caller import AsCaller
from tests.support.door import Door, open_door

DESK = "/api/v1/desk"
FIRE = {"class": "fire", "lat": 33.81, "lon": 116.71}
_keys = count()
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("trouble")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(folder: Path, small_map: Path, closed_port: int) -> AsyncIterator[Door]:
    """The desk on a database that gives up waiting early, with a gateway that is down."""
    gateway = WebhookChannel(Gateway(f"http://127.0.0.1:{closed_port}/", "sms"))
    settings = DeskSettings(channels=(AppChannel(), gateway))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.engine.BUSY_TIMEOUT_MS", 50)
        async with open_door(folder, small_map, settings) as opened:
            put_units(opened, *(f"P{n}" for n in range(1, 9)))
            await opened.settled()
            yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def client(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(AsCaller(door.server), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as made:
        yield made


async def taken(client) -> str:
    body = {"key": f"trouble-{next(_keys):05}", **FIRE}
    return (await client.post(f"{DESK}/incidents", json=body)).json()["number"]


def said(answer, status, code, field=None):
    """The sentence of a refusal, after looking at what else it says."""
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (status, code, field)
    return error["message"]


def held(door, number):
    """What may not be half done: status, units sent, notices, and who is free."""
    incident, units = door.store.incident(number), door.store.units()
    return (
        incident.status.value,
        [one.unit_id for one in door.store.assignments(number) if one.cleared_at is None],
        len(door.store.notices(about=of_incident(number))),
        {unit.unit_id for unit in units if unit.status.value == "available"},
    )


@pytest.mark.parametrize(
    ("wrong", "code", "field", "words"),
    [
        ({"call_started_at": timedelta(hours=1)}, "invalid", "call_started_at", "请核对本机时钟"),
        ({"call_started_at": timedelta(hours=-25)}, "invalid", "call_started_at", "24 小时前"),
        ({"call_started_at": "昨天"}, "invalid", "call_started_at", "“来电时间”应写成带时区的时间"),
        ({"lat": 30.0}, "outside_district", "lat", "请核对位置，或转告邻区"),
        ({"lat": None, "lon": None}, "missing", "lat", "请在地图上点选"),
    ],
)
async def test_an_impossible_time_or_place_makes_no_incident(
    client, door, wrong, code, field, words
):
    moments = {k: v for k, v in wrong.items() if isinstance(v, timedelta)}
    told = {name: (datetime.now(UTC) + span).isoformat() for name, span in moments.items()}
    before = door.store.head()
    body = {"key": "impossible-1", **FIRE, **wrong, **told}
    assert words in said(await client.post(f"{DESK}/incidents", json=body), 422, code, field)
    assert door.store.head() == before


async def test_a_place_outside_corrects_nothing(client, door):
    number = await taken(client)
    path = f"{DESK}/incidents/{number}"
    answer = await client.patch(path, json={"lat": 30.0, "lon": 116.7, "severity": 1})
    assert "超过 2 公里" in said(answer, 422, "outside_district", "lat")
    assert int(door.store.incident(number).severity) == 2


async def test_with_a_unit_that_vanished_nobody_is_sent(client, door):
    number = await taken(client)
    path, before = f"{DESK}/incidents/{number}", held(door, number)
    answer = await client.post(f"{path}/assignments", json={"unit_ids": ["P1", "GHOST"]})
    said(answer, 404, "not_found", "unit_id")
    assert held(door, number) == before
    await client.post(f"{path}/assignments", json={"unit_ids": ["P1"]})
    before = held(door, number)
    answer = await client.post(f"{path}/swap", json={"release": "P1", "assign": "GHOST"})
    said(answer, 404, "not_found", "unit_id")
    assert held(door, number) == before  # P1 is still on its way


async def test_a_busy_database_is_said_to_be_and_the_same_call_may_be_sent_again(
    client, door, folder
):
    number = await taken(client)
    path, before = f"{DESK}/incidents/{number}/assignments", held(door, number)
    call = {"key": "busy-00001", **FIRE}
    with closing(open_store(None, folder)) as other, other.transaction():
        answer = await client.post(path, json={"unit_ids": ["P2", "P3"]})
        assert "数据库正忙，什么也没有写入" in said(answer, 503, "unavailable")
        answer = await client.post(f"{DESK}/incidents", json=call)
        assert "请稍等几秒再点一次" in said(answer, 503, "unavailable")
        assert held(door, number) == before
    assert (await client.post(path, json={"unit_ids": ["P2", "P3"]})).status_code == 201
    assert held(door, number)[1] == ["P2", "P3"]
    first, again = [await client.post(f"{DESK}/incidents", json=call) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]


async def test_a_channel_that_is_down_is_named_and_nobody_counts_as_told(client, door):
    number = await taken(client)
    sent = await client.post(f"{DESK}/incidents/{number}/assignments", json={"unit_ids": ["P4"]})
    assert sent.status_code == 201  # a gateway that is down stops nobody from going
    await door.parts.timers.tick()
    [notice] = (await client.get(f"{DESK}/notices?number={number}")).json()["items"]
    assert (notice["state"], notice["pending"]) == ("sent", ["webhook"])
    assert notice["error"] == "通道无应答（ConnectError）" and notice["acknowledged_at"] is None
    card = (await client.get(f"{DESK}/incidents/{number}")).json()
    assert card["assignments"][0]["notice"]["error"] == notice["error"]
