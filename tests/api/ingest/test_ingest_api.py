import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.support.door import TOKEN, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
RECORDINGS = Path(__file__).parents[2] / "recordings" / "osmand"
OSMAND = f"/ingest/osmand/{TOKEN}"
_ids = count(1)


@pytest.fixture
async def phone(door):
    """A phone far away that has nothing but the key in its URL."""
    transport = httpx.ASGITransport(door.app, client=("10.1.2.3", 4), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://gps.example.cn") as made:
        yield made


async def a_unit(client, door, **fields):
    unit_id = f"U{next(_ids)}"
    body = {"call_sign": unit_id, "kind": "grid_worker"} | fields
    assert (await client.put(f"/api/v1/units/{unit_id}", json=body)).status_code == 201
    await door.settled()
    return unit_id


def error_of(answer):
    return answer.status_code, answer.json()["error"]["field"]


async def incidents_of(client, source_id_start):
    page = (await client.get("/api/v1/incidents", params={"class": "sos", "limit": 500})).json()
    return [item for item in page["items"] if item["source_id"].startswith(source_id_start + ":")]


# osmand ------------------------------------------------------------------------------------


async def test_a_phone_moves_its_unit(client, door, phone):
    unit_id = await a_unit(client, door)
    answer = await phone.get(
        OSMAND, params={"id": unit_id, "lat": 33.82, "lon": 116.72, "speed": 10}
    )
    assert answer.status_code == 200
    fix = (await client.get(f"/api/v1/units/{unit_id}")).json()["fix"]
    assert (fix["lat"], fix["lon"], round(fix["speed_kmh"], 2)) == (33.82, 116.72, 18.52)


@pytest.mark.parametrize("name", ["query.txt", "form.txt", "traccar_client_9.json"])
async def test_recorded_messages_are_taken_by_every_way_in(phone, door, name):
    body = (RECORDINGS / name).read_bytes()
    kind = "application/json" if name.endswith(".json") else "application/x-www-form-urlencoded"
    headers = {"content-type": kind}
    assert (await phone.post(OSMAND, content=body, headers=headers)).status_code == 200
    assert (await phone.post(f"{OSMAND}/", content=body, headers=headers)).status_code == 200
    by_query = await phone.post(
        "/ingest/osmand", params={"key": TOKEN}, content=body, headers=headers
    )
    by_header = await phone.post(
        "/ingest/osmand", content=body, headers=headers | {"authorization": f"Bearer {TOKEN}"}
    )
    assert (by_query.status_code, by_header.status_code) == (200, 200)


async def test_a_form_may_carry_the_key(phone):
    good = {"id": "X", "lat": 33.82, "lon": 116.72, "key": TOKEN}
    assert (await phone.post("/ingest/osmand", data=good)).status_code == 200
    for bad in (good | {"key": "wrong"}, {"id": "X"}, {}):
        assert error_of(await phone.post("/ingest/osmand", data=bad)) == (401, "key")


async def test_without_the_key_nothing_is_taken_or_told(phone, door):
    before = door.ingest.health().get("osmand", {}).get("refused", 0)
    for answer in (
        await phone.get("/ingest/osmand", params={"id": "X", "lat": 33.8, "lon": 116.7}),
        await phone.get("/ingest/osmand/wrong", params={"id": "X"}),
        await phone.post(
            "/ingest/osmand", content=b"{", headers={"content-type": "application/json"}
        ),
    ):
        assert answer.status_code == 401
    assert door.ingest.health().get("osmand", {}).get("refused", 0) == before


async def test_a_missing_id_is_400_and_other_faults_are_422(phone, door):
    before = door.ingest.health().get("osmand", {}).get("refused", 0)
    assert error_of(await phone.get(OSMAND, params={"lat": 33.8})) == (400, "id")
    assert error_of(await phone.get(OSMAND, params={"id": "X", "lat": 133, "lon": 1})) == (
        422,
        "lat",
    )
    poisoned = await phone.get(OSMAND, params={"id": "X", "lat": 0, "lon": 0})
    assert poisoned.status_code == 200
    assert error_of(await phone.post(OSMAND, content=b"{")) == (422, "body")
    assert door.ingest.health()["osmand"]["refused"] == before + 4


async def test_the_future_freezes_no_marker(client, door, phone):
    unit_id = await a_unit(client, door)
    far = int((datetime.now(UTC) + timedelta(days=1)).timestamp())
    near = int((datetime.now(UTC) + timedelta(minutes=4)).timestamp())
    before = door.ingest.health().get("osmand", {}).get("refused", 0)
    ahead = await phone.get(
        OSMAND, params={"id": unit_id, "lat": 33.81, "lon": 116.71, "timestamp": far}
    )
    assert ahead.status_code == 200
    assert door.ingest.health()["osmand"]["refused"] == before + 1
    assert unit_id not in door.board.newest
    await phone.get(OSMAND, params={"id": unit_id, "lat": 33.82, "lon": 116.72, "timestamp": near})
    await phone.get(OSMAND, params={"id": unit_id, "lat": 33.83, "lon": 116.73})
    assert door.board.newest[unit_id].lat == 33.83


async def test_an_old_fix_never_moves_a_marker_back(client, door, phone):
    unit_id = await a_unit(client, door)
    await phone.get(OSMAND, params={"id": unit_id, "lat": 33.83, "lon": 116.73})
    old = {"id": unit_id, "lat": 33.81, "lon": 116.71, "timestamp": "2026-01-01 00:00:00"}
    assert (await phone.get(OSMAND, params=old)).status_code == 200
    assert door.board.newest[unit_id].lat == 33.83


async def test_a_fix_outside_the_district_is_legal(client, door, phone):
    unit_id = await a_unit(client, door)
    assert (
        await phone.get(OSMAND, params={"id": unit_id, "lat": 39.9, "lon": 116.4})
    ).status_code == 200
    assert door.board.newest[unit_id].lat == 39.9


async def test_chinese_map_coordinates_are_converted(client, door, phone):
    unit_id = await a_unit(client, door)
    await phone.get(OSMAND, params={"id": unit_id, "lat": 33.82, "lon": 116.72, "crs": "gcj02"})
    assert 0.0005 < abs(door.board.newest[unit_id].lon - 116.72) < 0.01


async def test_a_device_nobody_knows_waits_for_its_unit(client, door, phone):
    place = {"id": "NEW-1", "lat": 33.84, "lon": 116.74}
    assert (await phone.get(OSMAND, params=place)).status_code == 200
    assert (await phone.get(OSMAND, params={"id": "NEW-1", "batt": 50})).status_code == 200
    assert "NEW-1" not in door.board.newest
    await door.ingest.close()
    held = {device.device_id: device for device in door.store.pending_devices()}
    assert (held["NEW-1"].fix.lat, held["NEW-1"].fix.battery) == (33.84, None)
    await client.put("/api/v1/units/NEW-1", json={"call_sign": "新", "kind": "police"})
    await until(lambda: "NEW-1" in door.board.newest)
    assert door.board.newest["NEW-1"].lat == 33.84
    await until(lambda: not [d for d in door.store.pending_devices() if d.device_id == "NEW-1"])


# alarms ------------------------------------------------------------------------------------


async def test_an_alarm_raises_one_incident_per_press(client, door, phone):
    unit_id = await a_unit(client, door, call_sign="网格0417", kind="police")
    press = {"id": unit_id, "lat": 33.82, "lon": 116.72, "alarm": "sos"}
    answers = await asyncio.gather(*(phone.get(OSMAND, params=press) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    [incident] = await incidents_of(client, unit_id)
    assert (incident["class"], incident["severity"], incident["status"]) == ("sos", 1, "reported")
    assert (incident["lat"], incident["lon"], incident["source"]) == (33.82, 116.72, "osmand")
    assert "网格0417" in incident["title"]


async def test_a_new_press_after_the_first_is_over_is_a_new_incident(client, door, phone):
    unit_id = await a_unit(client, door)
    press = {"id": unit_id, "lat": 33.82, "lon": 116.72, "alarm": "sos"}
    await phone.get(OSMAND, params=press)
    [first] = await incidents_of(client, unit_id)
    await client.patch(f"/api/v1/incidents/{first['number']}", json={"status": "cancelled"})
    await phone.get(OSMAND, params=press)
    assert len(await incidents_of(client, unit_id)) == 2


async def test_who_presses_on_has_one_open_alarm_however_many_moments_they_claim(
    client, door, phone
):
    now = datetime.now(UTC)
    for number in range(120):
        at = int((now - timedelta(minutes=6 * (120 - number))).timestamp())
        press = {"id": "CHAIN", "lat": 33.82, "lon": 116.72, "alarm": "sos", "timestamp": at}
        assert (await phone.get(OSMAND, params=press)).status_code == 200
    [incident] = await incidents_of(client, "CHAIN")
    assert datetime.fromisoformat(incident["reported_at"]) > now - timedelta(hours=13)


async def test_who_calls_on_from_another_place_is_there_now(client, door, phone):
    first = {"id": "MOVING", "lat": 33.82, "lon": 116.72, "alarm": "sos"}
    at = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp())
    await phone.get(OSMAND, params=first | {"timestamp": at})
    await phone.get(OSMAND, params=first | {"lat": 33.83})
    [incident] = await incidents_of(client, "MOVING")
    assert incident["lat"] == 33.83


async def test_an_alarm_without_a_place_is_where_the_unit_was_last_or_belongs(client, door, phone):
    seen = await a_unit(client, door)
    await phone.get(OSMAND, params={"id": seen, "lat": 33.86, "lon": 116.76})
    await phone.get(OSMAND, params={"id": seen, "alarm": "sos"})
    [incident] = await incidents_of(client, seen)
    assert (incident["lat"], incident["place_source"]) == (33.86, "last_fix")
    unseen = await a_unit(client, door, home_area="340604002")
    await phone.get(OSMAND, params={"id": unseen, "alarm": "sos"})
    [incident] = await incidents_of(client, unseen)
    assert (incident["area_code"], incident["place_source"]) == ("340604002", "area")


@pytest.mark.parametrize(
    "wrong", [{"lat": 0, "lon": 0}, {"lat": 99, "lon": 1}, {"timestamp": 4102444800}]
)
async def test_an_alarm_is_never_refused(client, door, phone, wrong):
    device = f"BAD-{next(_ids)}"
    assert (
        await phone.get(OSMAND, params={"id": device, "alarm": "sos"} | wrong)
    ).status_code == 200
    [incident] = await incidents_of(client, device)
    assert incident["area_code"] == "340604"


async def test_an_alarm_far_outside_keeps_its_true_place(client, door, phone):
    far = {"id": "FAR", "lat": 34.5, "lon": 117.5, "alarm": "sos"}
    await phone.get(OSMAND, params=far)
    [incident] = await incidents_of(client, "FAR")
    assert (incident["lat"], incident["area_code"], incident["is_outside"]) == (
        34.5,
        "340604",
        True,
    )


async def test_a_recorded_alarm_in_json(client, door, phone):
    body = json.loads((RECORDINGS / "traccar_client_9_sos.json").read_text())
    body["device_id"] = "JSON-SOS"
    body["location"]["coords"] |= {"latitude": 33.82, "longitude": 116.72}
    assert (await phone.post(OSMAND, json=body)).status_code == 200
    [incident] = await incidents_of(client, "JSON-SOS")
    age = datetime.now(UTC) - datetime.fromisoformat(incident["reported_at"])
    assert age < timedelta(minutes=1), "a press of months ago tells of now"
