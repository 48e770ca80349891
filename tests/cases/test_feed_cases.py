"""Positions and alarms as people's phones and gateways really send them (F01 to F11)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import orjson
import pytest
import pytest_asyncio

from api.access.limits import Limits
from api.access.rates import RateRules, Rates
from tests.cases.case_files import HERE
from tests.cases.stage import FORM, JSON, OSMAND, Stage, a_stage
from tests.support.door import until

BEIJING = timedelta(hours=8)


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as made:
        yield made


def file(name: str) -> bytes:
    return (HERE / "feeds" / name).read_bytes()


def now() -> datetime:
    return datetime.now(UTC)


async def test_f01_a_flat_json_position_moves_the_unit(stage):
    body = orjson.loads(file("F01_00.bin")) | {"timestamp": now().timestamp()}
    assert (await stage.send(orjson.dumps(body), JSON)).status_code == 200
    fix = await stage.fix()
    assert (fix["lat"], fix["lon"], fix["battery"]) == (33.9, 116.81, 0.87)
    assert (await stage.send(file("F01_01.bin"), JSON)).status_code == 200


async def test_f01_an_sos_in_flat_json_lies_where_the_phone_is(stage):
    assert (await stage.send(file("F01_02.bin"), JSON)).status_code == 200
    [incident] = await stage.calls_for_help()
    assert (incident["lat"], incident["lon"], incident["place_source"]) == (33.9, 116.81, "point")


async def test_f01_a_position_nobody_can_read_is_refused_and_kept(stage):
    body = b'{"id":"JW-001","place":{"latitude":{"deg":33.9},"longitude":116.81}}'
    assert (await stage.send(body, JSON)).status_code == 422
    assert stage.door.ingest.health()["osmand"]["refused"] == 1


async def test_f02_each_position_of_an_array_is_taken_and_its_sos_rings(stage):
    both = orjson.loads(file("F02_03.bin"))
    for position in both:
        position["timestamp"] = now().timestamp()
    assert (await stage.send(orjson.dumps(both), JSON)).status_code == 200
    assert (await stage.fix())["lat"] == 33.91
    [incident] = await stage.calls_for_help()
    assert incident["lat"] == 33.91


async def test_f02_an_sos_in_the_middle_of_a_nested_queue_rings(stage):
    at = now().isoformat()
    queue = [
        {"coords": {"latitude": 33.9, "longitude": 116.81}, "timestamp": at},
        {"coords": {"latitude": 33.905, "longitude": 116.82}, "timestamp": at, "alarm": "SOS"},
        {"coords": {"latitude": 33.91, "longitude": 116.83}, "timestamp": at},
    ]
    body = {"device_id": "JW-001", "data": {"location": queue}}
    assert (await stage.send(orjson.dumps(body), JSON)).status_code == 200
    assert (await stage.fix())["lat"] == 33.91
    [incident] = await stage.calls_for_help()
    assert incident["lat"] == 33.905


@pytest.mark.parametrize("name", ["F04_05.bin", "F04_06.bin"])
async def test_f04_an_id_with_a_blank_or_in_full_width_is_the_units(stage, name):
    assert (await stage.send(file(name))).status_code == 200
    assert (await stage.fix())["lat"] == 33.9


async def test_f04_a_number_is_an_id(stage):
    assert (await stage.send(file("F04_07.bin"), JSON)).status_code == 200
    await stage.client.put("/api/v1/units/417", json={"call_sign": "417", "kind": "police"})
    await until(lambda: "417" in stage.door.board.newest)


async def test_f04_a_stranger_is_told_with_the_units_it_may_be(stage):
    assert (await stage.send(file("F04_08.bin"))).status_code == 200
    assert (await stage.fix()) is None
    assert stage.door.ingest.alike("jw-001") == ("JW-001",)
    assert stage.door.ingest.alike("JW001")[0] == "JW-001"
    assert stage.door.ingest.alike("417") == ("0417",)


async def test_f05_two_alarms_joined_by_a_comma_ring(stage):
    assert (await stage.send(file("F05_09.bin"))).status_code == 200
    assert len(await stage.calls_for_help()) == 1


async def test_f05_an_alarm_nobody_knows_is_taken_counted_and_named(stage):
    sent = await stage.send("id=JW-001&lat=33.90&lon=116.81&alarm=kaputt")
    assert (sent.status_code, (await stage.fix())["lat"]) == (200, 33.9)
    assert await stage.calls_for_help() == []
    assert "kaputt" in stage.notes()["unknown_alarm"]["says"]
    health = (await stage.client.get("/healthz")).json()["feeds"]["osmand"]
    assert health["odd_devices"] == {"unknown_alarm": 1}


@pytest.mark.parametrize("turns", [1, 2])
async def test_f06_a_clock_that_missed_the_turn_of_gps_weeks_is_put_right(stage, turns):
    at = now().replace(microsecond=0)
    late = at - turns * timedelta(weeks=1024)
    body = f"id=JW-001&lat=33.90&lon=116.81&timestamp={late.timestamp():.0f}"
    assert (await stage.send(body)).status_code == 200
    fix = await stage.fix()
    assert datetime.fromisoformat(fix["at"]) == at
    note = stage.notes()["rollover"]
    assert (note["count"], round(note["off_s"] / 86400)) == (1, -7168 * turns)
    assert f"慢 {7168 * turns} 天" in note["says"]
    health = await stage.client.get("/healthz")
    assert (health.status_code, health.json()["feeds"]["osmand"]["odd_devices"]) == (
        200, {"rollover": 1},
    )  # fmt: skip


async def test_f06_a_clock_that_is_far_behind_is_named_and_right_again_when_it_is(stage):
    behind = (now() - timedelta(days=300)).timestamp()
    await stage.send(f"id=JW-001&lat=33.90&lon=116.81&timestamp={behind}")
    assert "慢 300 天" in stage.notes()["behind"]["says"]
    await stage.send("id=JW-001&lat=33.91&lon=116.81")
    assert stage.notes() == {}
    assert (await stage.fix())["lat"] == 33.91


async def test_f07_metres_a_second_are_not_read_as_knots(stage):
    template = file("F07_15.bin").decode().replace("timestamp=1782878400&", "")
    assert (await stage.send(template)).status_code == 200
    assert round((await stage.fix())["speed_kmh"], 2) == 50.04
    plain = "id=JW-001&lat=33.90&lon=116.81&speed=13.9"
    await stage.send(plain, speed_unit="mps")
    assert round((await stage.fix())["speed_kmh"], 2) == 50.04
    await stage.send(plain)
    assert round((await stage.fix())["speed_kmh"], 1) == 25.7


@pytest.mark.parametrize("limit", [{"address": "3/minute"}, {"device": "3/minute"}])
async def test_f08_an_alarm_is_taken_however_much_was_asked_before(stage, limit):
    rules = RateRules(**limit)
    gate = Limits(stage.door.app, rules=rules, rates=Rates(rules))
    transport = httpx.ASGITransport(gate, client=("192.0.2.9", 1), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://gps.example.cn") as phone:
        there = {"id": "JW-001", "lat": "33.90", "lon": "116.81"}
        asked = [(await phone.get(OSMAND, params=there)).status_code for _ in range(5)]
        assert asked == [200, 200, 200, 429, 429]
        form = {"content-type": FORM}
        called = await phone.post(OSMAND, content=file("F08_16.bin"), headers=form)
        assert called.status_code == 200
        body = b'{"id":"JW-002","lat":33.9,"lon":116.81,"alarm":["lowBattery","SOS"]}'
        assert (await phone.post(OSMAND, content=body)).status_code == 200
        no_call = await phone.post(OSMAND, content=b"id=JW-001&alarm=lowBattery", headers=form)
        assert no_call.status_code == 429
    assert len(await stage.calls_for_help()) == 2


async def test_f09_a_mark_of_byte_order_is_no_letter(stage):
    body = file("F09_18.bin").replace(b"2026-07-01T04:00:00Z", now().isoformat().encode())
    assert (await stage.send(body, JSON)).status_code == 200
    assert (await stage.fix())["lat"] == 33.9
    form = b"\xef\xbb\xbfid=JW-001&lat=33.91&lon=116.81"
    assert (await stage.send(form)).status_code == 200
    assert (await stage.fix())["lat"] == 33.91


async def test_f10_a_receiver_without_a_fix_moves_nobody(stage):
    await stage.send("id=JW-001&lat=33.91&lon=116.81")
    assert (await stage.send(file("F10_19.bin"))).status_code == 200
    assert (await stage.fix())["lat"] == 33.91
    assert "没有定位" in stage.notes()["no_fix"]["says"]


async def test_f10_an_invented_place_is_shown_as_such(stage):
    body = file("F10_20.bin").replace(b"2026-07-01T04:00:00Z", now().isoformat().encode())
    assert (await stage.send(body, JSON)).status_code == 200
    assert (await stage.fix())["is_mock"] is True
    assert "模拟定位" in stage.notes()["mock"]["says"]
    near = await stage.client.get("/api/v1/nearest", params={"lat": 33.9, "lon": 116.81})
    assert near.json()["items"][0]["is_mock"] is True
    await stage.send("id=JW-001&lat=33.91&lon=116.81")
    assert ((await stage.fix())["is_mock"], stage.notes()) == (False, {})


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "epoch"])
async def test_f11_local_time_without_an_offset_is_read_as_local_and_said(stage, form):
    at = now().replace(microsecond=0)
    local = at + BEIJING
    written = str(int(local.timestamp())) if form == "epoch" else local.strftime(form)
    body = f"id=JW-001&lat=33.90&lon=116.81&timestamp={written}"
    assert (await stage.send(body)).status_code == 200
    fix = await stage.fix()
    assert (fix["lat"], datetime.fromisoformat(fix["at"])) == (33.9, at)
    note = stage.notes()["local_time"]
    assert (note["off_s"], "快 8 小时" in note["says"]) == (pytest.approx(28800, abs=5), True)


async def test_f11_what_such_a_device_kept_back_is_local_too_until_its_clock_is_right(stage):
    def sent(off: timedelta) -> str:
        at = now() + off
        return f"id=JW-001&lat=33.9&lon=116.81&timestamp={at.timestamp()}"

    await stage.send(sent(BEIJING))
    await stage.send(sent(BEIJING - timedelta(hours=1)))
    assert stage.notes()["local_time"]["count"] == 2
    await stage.send(sent(timedelta(0)))
    assert stage.notes() == {}
    await stage.send(sent(timedelta(hours=7)))
    assert "未采用" in stage.notes()["ahead"]["says"]


async def test_f11_an_sos_by_a_wrong_clock_is_now_and_at_its_place(stage):
    await stage.send("id=JW-001&lat=33.9&lon=116.81&alarm=sos&timestamp=4102444800")
    [incident] = await stage.calls_for_help()
    assert incident["lat"] == 33.9
    assert now() - datetime.fromisoformat(incident["reported_at"]) < timedelta(minutes=1)
