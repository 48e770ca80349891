"""Choosing units over HTTP, on the small map: two police, one worker, and what goes wrong."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio

from domain.dispatch.shifts import shift_of
from domain.dispatch.units import Fix, TravelMode, UnitKind, UnitStatus
from domain.incidents.incidents import IncidentStatus
from domain.words import is_han
from tests.operations.door_parts import put_units, report
from tests.support.door import AUTH, Door, open_door

DESK = "/api/v1/desk"
LOCAL = ZoneInfo("Asia/Shanghai")
FIRE = {"class": "fire", "severity": 2, "lat": 33.81, "lon": 116.74}


@pytest_asyncio.fixture
async def door(tmp_path: Path, small_map: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path / "var", small_map) as opened:
        yield opened


@pytest_asyncio.fixture
async def client(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(door.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8050") as made:
        yield made


async def placed(door: Door, *unit_ids: str, lat: float, age_s: float = 8, **unit: object) -> None:
    put_units(door, *unit_ids, **unit)
    await door.settled()
    at = datetime.now(UTC) - timedelta(seconds=age_s)
    moved = door.board.update([Fix(one, lat, 116.74, at) for one in unit_ids], source="test")
    assert moved.taken == len(unit_ids)


async def role(client: httpx.AsyncClient, number: str, name: str) -> dict:
    answer = await client.get(f"{DESK}/incidents/{number}/recommendation")
    assert answer.status_code == 200, answer.text
    return next(one for one in answer.json()["roles"] if one["role"] == name)


async def test_every_run_card_is_told(client):
    body = (await client.get(f"{DESK}/run-cards")).json()
    assert len(body["items"]) == 44
    assert {"code": "first_aid", "name": "急救"} in body["skills"]


async def test_a_recommendation_says_why(door, client):
    number = await report(door, "1", **FIRE)
    await placed(door, "P1", lat=33.82)
    await placed(door, "P2", lat=33.85)
    await placed(door, "P3", lat=33.815, age_s=600)
    await placed(door, "G1", lat=33.82, kind=UnitKind.GRID_WORKER)
    police = await role(client, number, "police")
    assert police["chosen"] == ["P1", "P2"]
    first = police["candidates"][0]
    assert first["text"].startswith("最近，")
    english = await client.get(
        f"{DESK}/incidents/{number}/recommendation", headers={"onescreen-lang": "en"}
    )
    assert english.json()["roles"][0]["candidates"][0]["text"].startswith("nearest, ")
    assert english.json()["text"].startswith("short of ")
    told = [one["text"] for named in english.json()["roles"] for one in named["excluded"]]
    assert told
    assert not any(is_han(text) for text in told)
    assert [reason["code"] for reason in first["reasons"]] == [
        "nearest", "travel", "fix_age", "mode",
    ]  # fmt: skip
    [stale] = police["excluded"]
    assert (stale["unit_id"], stale["is_stale"]) == ("P3", True)
    fighter = await role(client, number, "grid_worker+fire")
    assert (fighter["short"], fighter["excluded"][0]["reasons"][0]["code"]) == (1, "wrong_skill")


async def test_a_place_is_asked_about_before_there_is_an_incident(door, client):
    await placed(door, "P1", lat=33.82)
    answer = await client.post(f"{DESK}/recommendation?limit=3", json=FIRE)
    body = answer.json()
    assert (body["number"], body["unit_ids"]) == (None, ["P1"])
    assert "缺 1 名民警" in body["text"]


async def test_what_cannot_be_answered_is_said_in_words(door, client):
    for body, field in (
        (FIRE | {"class": "blaze"}, "class"),
        (FIRE | {"severity": 9}, "severity"),
        ({"class": "fire", "severity": 1}, "lat"),
        (FIRE | {"lat": 20.0}, "lat"),
    ):
        answer = await client.post(f"{DESK}/recommendation", json=body)
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    answer = await client.get(f"{DESK}/incidents/LS1/recommendation")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_plan_is_accepted_incident_by_incident(door, client):
    near, far = await report(door, "1", **FIRE), await report(door, "2", **FIRE | {"severity": 3})
    await placed(door, "P1", "P2", "P3", lat=33.82)
    plan = (await client.get(f"{DESK}/plan")).json()
    assert [one["number"] for one in plan["incidents"]] == [near, far]
    assert plan["waiting"] == 2
    assert "缺" in plan["incidents"][0]["text"]
    done = await client.post(f"{DESK}/plan/accept", json={"plan": plan["plan"]})
    body = done.json()
    assert (done.status_code, body["refused"], body["plan"]) == (200, [], None)
    assert [len(one["unit_ids"]) for one in body["accepted"]] == [2, 1]
    assert door.store.incident(near).status == "dispatched"
    assert len(door.store.assignments(near)) == 2


async def test_a_unit_taken_meanwhile_refuses_its_incident_whole(door, client):
    first, other = await report(door, "1", **FIRE), await report(door, "2", **FIRE)
    await placed(door, "P1", "P2", lat=33.82)
    plan = (await client.get(f"{DESK}/plan")).json()
    third = await report(door, "3", **FIRE | {"severity": 4})
    await door.desk.advance(third, IncidentStatus.ACCEPTED, actor="d2")
    [taken] = [one["unit_id"] for one in plan["incidents"][0]["joint"]]
    await door.desk.assign(third, [taken], actor="d2")
    seq = door.store.head()[1]
    done = await client.post(f"{DESK}/plan/accept", json={"plan": plan["plan"], "numbers": [first]})
    body = done.json()
    assert (done.status_code, body["error"]["code"]) == (409, "unit_busy")
    assert f"警{taken} 刚被派往 {third}" in body["error"]["message"]
    assert door.store.head()[1] == seq, "nothing was half assigned"
    assert taken not in str(body["plan"]["incidents"]), "the fresh plan leaves the unit out"
    assert {one["number"] for one in body["plan"]["incidents"]} >= {first, other}


async def test_what_is_short_of_its_card_stays_in_the_plan_for_what_is_missing(door, client):
    number = await report(door, "1", **FIRE)
    await placed(door, "P1", "P2", lat=33.82)
    path = f"{DESK}/incidents/{number}/assignments"
    assert (await client.post(path, json={"unit_ids": ["P1"]})).status_code == 201
    await door.settled()
    plan = (await client.get(f"{DESK}/plan")).json()
    [part] = plan["incidents"]
    assert (part["status"], part["sent"]) == ("dispatched", 1)
    assert [one["unit_id"] for one in part["joint"]] == ["P2"]
    assert part["text"].startswith("已派 1，缺 1 名巡逻车")
    assert "其中 1 起补派" in plan["text"]
    done = await client.post(f"{DESK}/plan/accept", json={"plan": plan["plan"]})
    assert [one["unit_ids"] for one in done.json()["accepted"]] == [["P2"]]
    police = await role(client, number, "police")
    assert (police["already"], police["short"]) == (2, 0)


async def test_the_place_of_an_incident_is_searched_before_a_plan_is_asked_for(door, client):
    number = await report(door, "1", **FIRE)
    await door.settled()
    assert await door.dispatching.ahead.look() == 1
    held = set((await door.areas.roads())._searched._held)
    assert {mode for *_, mode in held} == {TravelMode.EBIKE, TravelMode.CAR}
    assert await door.dispatching.ahead.look() == 0
    await client.patch(f"{DESK}/incidents/{number}", json={"lat": 33.85, "lon": 116.74})
    await door.settled()
    assert await door.dispatching.ahead.look() == 1  # it was placed anew


async def test_what_the_demo_handles_itself_is_not_topped_up(door, client):
    number = await report(door, "1", **FIRE)
    await placed(door, "P1", "P2", lat=33.82)
    await door.desk.advance(number, IncidentStatus.ACCEPTED, actor="simulator")
    await door.desk.assign(number, ["P1"], actor="simulator")
    await door.settled()
    assert (await client.get(f"{DESK}/plan")).json()["incidents"] == []


async def test_the_roster_keeps_back_who_goes_home(door, client):
    number = await report(door, "1", **FIRE)
    await placed(door, "P1", lat=33.82)
    await placed(door, "P2", lat=33.85)
    now = datetime.now(UTC).astimezone(LOCAL)
    over = now - timedelta(hours=8)  # the shift before this one ended less than 8 hours ago
    shift = {"night": "夜班", "day": "早班", "evening": "中班"}[shift_of(over, LOCAL)]
    table = f"日期,班次,单位编号,岗位,备注\n{over:%Y-%m-%d},{shift},P1,巡逻,\n"
    loaded = await client.post(f"{DESK}/roster", content=table.encode())
    assert (loaded.json()["rows"], loaded.json()["removed"]) == (1, 0)
    police = await role(client, number, "police")
    assert police["chosen"] == ["P2"]
    [kept] = police["excluded"]
    assert kept["reasons"][0]["code"] == "shift_over" and "结束" in kept["text"]


async def test_the_same_plan_twice_sends_nobody_twice(door, client):
    await report(door, "1", **FIRE)
    await placed(door, "P1", lat=33.82)
    plan = (await client.get(f"{DESK}/plan")).json()
    for status in (200, 409):
        done = await client.post(f"{DESK}/plan/accept", json={"plan": plan["plan"]})
        assert done.status_code == status
    assert done.json()["refused"][0]["code"] == "already_sent"


async def test_a_plan_is_not_sent_to_where_an_incident_was_before(door, client):
    number = await report(door, "1", **FIRE)
    await placed(door, "P1", lat=33.82)
    plan = (await client.get(f"{DESK}/plan")).json()
    moved = await client.patch(f"{DESK}/incidents/{number}", json={"lat": 33.85, "lon": 116.74})
    assert moved.status_code == 200, moved.text
    done = await client.post(f"{DESK}/plan/accept", json={"plan": plan["plan"]})
    assert [one["code"] for one in done.json()["refused"]] == ["plan_outdated"]
    assert door.store.assignments(number) == []


async def test_a_plan_nobody_knows_is_answered_with_a_fresh_one(door, client):
    done = await client.post(f"{DESK}/plan/accept", json={"plan": "long ago"})
    body = done.json()
    assert (done.status_code, body["error"]["code"]) == (409, "plan_gone")
    assert body["plan"]["text"] == "没有待派的事件"
    assert (await client.post(f"{DESK}/plan/accept", json={})).status_code == 422


async def test_a_bad_night_is_answered_in_sentences(door, client):
    """Thirty wait, everybody is busy or without a fix: no failure, and what lacks is named."""
    numbers = [await report(door, f"n{i}", **FIRE | {"severity": i % 4 + 1}) for i in range(30)]
    await placed(door, "P1", lat=33.82, status=UnitStatus.ON_SCENE)
    put_units(door, "P2")
    await door.settled()
    plan = await client.get(f"{DESK}/plan")
    assert plan.status_code == 200
    assert "目前没有可派的力量" in plan.json()["text"]
    police = await role(client, numbers[0], "police")
    assert [one["reasons"][0]["code"] for one in police["excluded"]] == ["assigned", "no_fix"]


@pytest.mark.parametrize("unit_id", ["api", "outbox", "Admin", "operator", "demo-dispatcher"])
async def test_no_unit_goes_by_a_name_that_records_are_signed_with(client, unit_id):
    body = {"call_sign": "网格1", "kind": "grid_worker"}
    answer = await client.put(f"/api/v1/units/{unit_id}", json=body, headers=AUTH)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "unit_id")


async def test_a_unit_is_told_what_it_can_do_and_how_it_travels(client):
    path, plain = "/api/v1/units/W1", {"call_sign": "网格1", "kind": "grid_worker"}
    able = plain | {"skills": ["mediation", "first_aid"], "travel_mode": "walk"}
    made = (await client.put(path, json=able, headers=AUTH)).json()
    assert (made["skills"], made["travel_mode"]) == (["first_aid", "mediation"], "walk")
    kept = (await client.put(path, json=plain, headers=AUTH)).json()
    assert (kept["skills"], kept["travel_mode"]) == (["first_aid", "mediation"], "walk")
    for wrong in ({"skills": "fire"}, {"skills": ["Fire!"]}, {"travel_mode": "horse"}):
        answer = await client.put(path, json=plain | wrong, headers=AUTH)
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, next(iter(wrong)))
