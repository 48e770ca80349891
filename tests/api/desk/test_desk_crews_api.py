"""Who serves an incident, over HTTP: steps are said of units, and nobody is lost on the way."""

from itertools import count

import pytest

from domain.desk.timers import TimerKind
from tests.api.desk.test_desk_api import call, error_of, taken
from tests.operations.door_parts import put_units
from tests.support.door import AUTH

DESK = "/api/v1/desk"
_ids = count()
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def units(door):
    """Three units that nobody has sent yet."""
    first = next(_ids)
    names = [f"C{first}-{n}" for n in range(3)]
    put_units(door, *names)
    return names


async def sent(client, *unit_ids, **fields):
    number = (await taken(client, **fields))["number"]
    await call(client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=list(unit_ids))
    return number


async def card(client, number):
    return await call(client, "GET", f"/incidents/{number}")


async def orders(client, unit_id):
    answer = await client.get(f"/ingest/notices/{unit_id}", headers=AUTH)
    assert answer.status_code == 200
    return answer.json()["items"]


def by_unit(body, key):
    return {one["unit_id"]: one[key] for one in body["assignments"]}


async def test_on_scene_is_said_of_the_units_named_and_of_nobody_else(client, units):
    first, second, third = units
    number = await sent(client, *units)
    await call(client, "PUT", f"/units/{first}/status", status="en_route")
    body = {"status": "on_scene"}
    refused = await call(client, "POST", f"/incidents/{number}/status", 422, **body)
    assert error_of(refused) == ("missing", "unit_ids")
    assert all(f"警{unit}" in refused["error"]["message"] for unit in units)
    body["unit_ids"] = [first]
    after = await call(client, "POST", f"/incidents/{number}/status", **body)
    assert (after["status"], after["is_stated"]) == ("on_scene", False)
    seen = await card(client, number)
    assert [bool(at) for at in by_unit(seen, "on_scene_at").values()] == [True, False, False]
    states = {unit: notice["state"] for unit, notice in by_unit(seen, "notice").items()}
    assert states == {first: "acknowledged", second: "waiting", third: "waiting"}
    due = [one["unit_id"] for one in (await call(client, "GET", "/check-ins"))["items"]]
    assert second not in due
    assert third not in due
    wrong = await call(
        client, "POST", f"/incidents/{number}/status", 409, status="en_route", unit_ids=[second]
    )
    assert error_of(wrong) == ("illegal_step", "status")


@pytest.mark.parametrize("how", ["release", "board", "roster"])
async def test_an_incident_that_nobody_serves_says_so(client, door, units, how):
    first = units[0]
    number = await sent(client, first)
    await call(client, "PUT", f"/units/{first}/status", status="on_scene")
    if how == "release":
        await call(client, "DELETE", f"/incidents/{number}/assignments/{first}")
    elif how == "board":
        await call(client, "PUT", f"/units/{first}/status", status="available")
    else:
        body = {"call_sign": f"警{first}", "kind": "police", "status": "off_duty"}
        assert (await client.put(f"/api/v1/units/{first}", json=body)).status_code == 200
    seen = await card(client, number)
    left = seen["incident"]
    assert (left["status"], bool(left["unserved_since"])) == ("accepted", True)
    running = [one["name"] for one in seen["clocks"] if one["until"] is None]
    assert running == ["dispatch"]
    alarms = [one for one in seen["notices"] if "无人处置" in one["text"]]
    assert [one["state"] for one in alarms] == ["waiting"]
    refused = await call(client, "POST", f"/incidents/{number}/resolve", 409)
    assert error_of(refused) == ("no_crew", "reason")
    # served again: the alarm is withdrawn
    await call(client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=[units[1]])
    seen = await card(client, number)
    assert (seen["incident"]["status"], seen["incident"]["unserved_since"]) == ("dispatched", None)
    assert [one["state"] for one in seen["notices"] if "无人处置" in one["text"]] == ["withdrawn"]


async def test_nobody_is_on_the_way_or_there_unless_a_reason_says_so(client):
    number = (await taken(client))["number"]
    for status in ("en_route", "on_scene"):
        refused = await client.post(f"{DESK}/incidents/{number}/status", json={"status": status})
        assert refused.status_code == 409
    for disposition in ("settled", "nothing_found"):
        refused = await call(
            client, "POST", f"/incidents/{number}/close", 409, disposition=disposition
        )
        assert refused["error"]["code"] == "no_crew"
    done = await call(client, "POST", f"/incidents/{number}/resolve", reason="网格长在场，已劝离")
    assert (done["status"], done["is_stated"]) == ("resolved", True)
    lines = (await call(client, "GET", f"/incidents/{number}/timeline"))["items"]
    assert "网格长在场，已劝离" in [line["text"] for line in lines]


async def test_a_stated_status_moves_nobody(client, units):
    number = await sent(client, *units)
    body = {"status": "on_scene", "reason": "消防队电话：已到场"}
    after = await call(client, "POST", f"/incidents/{number}/status", **body)
    assert (after["status"], after["is_stated"]) == ("on_scene", True)
    seen = await card(client, number)
    assert {one["state"] for one in by_unit(seen, "notice").values()} == {"waiting"}
    assert set(by_unit(seen, "on_scene_at").values()) == {None}


async def test_exchanging_the_only_crew_is_no_arrival(client, units):
    number = await sent(client, units[0])
    await call(client, "PUT", f"/units/{units[0]}/status", status="on_scene")
    await call(client, "POST", f"/incidents/{number}/swap", release=units[0], assign=units[1])
    seen = await card(client, number)
    assert seen["incident"]["status"] == "dispatched"
    assert not [one for one in seen["notices"] if "无人处置" in one["text"]]


async def test_an_order_says_what_where_and_who_else(client, units):
    number = await sent(
        client, *units[:2], title="仓库冒烟 13812345678", address="榴园路12号", severity=2
    )
    [order] = await orders(client, units[0])
    for word in ("派遣", "火情", "Ⅱ级", "仓库冒烟", "榴园路12号", "33.81", "116.71", number):
        assert word in order["text"]
    assert f"警{units[1]}" in order["text"]
    assert "13812345678" not in order["text"]
    told = order["order"]
    assert (told["lat"], told["lon"], told["class"], told["severity"]) == (33.81, 116.71, "fire", 2)
    assert (told["address"], told["others"]) == ("榴园路12号", f"警{units[1]}")
    assert "榴园路" not in str((await call(client, "GET", f"/incidents/{number}"))["notices"])


async def test_a_correction_is_told_to_who_said_yes(client, units, door):
    first, second, _ = units
    number = await sent(client, first, second)
    [order] = await orders(client, first)
    await client.post(f"/ingest/notices/{order['notice_id']}/ack", json={"unit_id": first})
    body = {"class": "traffic", "severity": 1, "lat": 33.85, "lon": 116.75, "address": "北门"}
    await call(client, "PATCH", f"/incidents/{number}", **body)
    [told] = [one for one in await orders(client, first) if "更正" in one["text"]]
    for word in ("更正", "交通", "Ⅰ级", "北门", "33.85"):
        assert word in told["text"]
    seen = await card(client, number)
    assert set(by_unit(seen, "area_code").values()) == {seen["incident"]["area_code"]}
    # the second has not answered at all: its order and the correction both wait, one of each
    await call(client, "PATCH", f"/incidents/{number}", severity=2)
    assert len(await orders(client, second)) == 2


async def test_a_merge_keeps_the_clock_of_who_is_on_scene(client, units, door):
    kept = (await taken(client))["number"]
    gone = await sent(client, *units[:2])
    await call(client, "PUT", f"/units/{units[0]}/status", status="on_scene")
    await call(client, "POST", f"/units/{units[0]}/check-in")
    before = [one for one in door.store.timers(TimerKind.CHECK_IN) if one.about.number == gone]
    merged = await call(client, "POST", f"/incidents/{gone}/merge", into=kept)
    assert merged["into"]["status"] == "on_scene"
    after = [one for one in door.store.timers(TimerKind.CHECK_IN) if one.about.number == kept]
    assert [(one.due_at, one.step) for one in after] == [(one.due_at, one.step) for one in before]
    due = (await call(client, "GET", "/check-ins"))["items"]
    assert [one["unit_id"] for one in due if one["number"] == kept] == [units[0]]
    seen = await card(client, kept)
    running = {one["name"]: one["until"] for one in seen["clocks"]}
    assert (running["dispatch"] is not None, running["on_scene"]) == (True, None)
    assert by_unit(seen, "notice")[units[1]]["state"] == "waiting"


async def test_what_is_dealt_with_takes_no_double_in(client, units):
    kept = (await taken(client))["number"]
    await call(client, "POST", f"/incidents/{kept}/resolve", reason="电话劝离")
    gone = await sent(client, units[0])
    refused = await call(client, "POST", f"/incidents/{gone}/merge", 409, into=kept)
    assert "重开" in refused["error"]["message"]
    assert (await card(client, gone))["incident"]["status"] == "dispatched"


async def test_an_order_whose_answer_was_lost_may_be_given_again(client, units):
    one, other, _ = units
    number = await sent(client, one)
    path = f"/incidents/{number}/assignments"
    again = await call(client, "POST", path, 201, unit_ids=[one])
    assert [made["unit_id"] for made in again["assignments"]] == [one]
    for _ in range(2):
        await call(client, "POST", f"/incidents/{number}/swap", release=one, assign=other)
    left = by_unit(await card(client, number), "cleared_at")
    assert [one for one, cleared in left.items() if cleared is None] == [other]
    notes = [
        await call(client, "POST", f"/incidents/{number}/notes", 201, text="两人已到", key="k1")
        for _ in range(2)
    ]
    assert notes[0]["note_id"] == notes[1]["note_id"]
    more = await call(client, "POST", f"/incidents/{number}/notes", 201, text="又来一人", key="k1")
    assert more["note_id"] != notes[0]["note_id"]


async def test_what_a_colleague_shared_meanwhile_stays(client):
    number = (await taken(client))["number"]
    path = f"/incidents/{number}/share"
    await call(client, "POST", path, departments=["housing"], seen=[])
    both = await call(client, "POST", path, departments=["emergency"], seen=[])
    assert both["shared_with"] == ["housing", "emergency"]
    left = await call(client, "POST", path, departments=["emergency"], seen=both["shared_with"])
    assert left["shared_with"] == ["emergency"]


async def test_a_phone_says_that_its_crew_is_well(client, units):
    one, other, _ = units
    number = await sent(client, one)
    path = "/ingest/check-ins/"
    early = await client.post(path + one, headers=AUTH)
    assert (early.status_code, early.json()["error"]["field"]) == (404, "unit_id")
    await call(client, "PUT", f"/units/{one}/status", status="on_scene")
    said = await client.post(path + one, headers=AUTH)
    assert (said.status_code, said.json()["number"]) == (200, number)
    assert (await client.post(path + other, headers=AUTH)).status_code == 404
