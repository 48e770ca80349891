"""The desk over HTTP: an incident's whole life, two desks at once, notices and their answers."""

import asyncio
import re
import shutil
from itertools import count
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from api.desk.desk import routers as desk_routers
from api.dispatch.dispatch import routers as dispatch_routers
from api.net.fusion.pushes import router as pushes_router
from domain.dispatch.units import UnitKind
from geodata.files.versions import MapVersions
from tests.operations.door_parts import put_units

DESK = "/api/v1/desk"
_ids = count()
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", autouse=True)
def units(door):
    put_units(door, *(f"P{n}" for n in range(1, 20)))
    put_units(door, "G1", "G2", kind=UnitKind.GRID_WORKER, home_area="340604001001001")


async def call(client, method, path, expect=200, **body):
    answer = await client.request(method, DESK + path, json=body or None)
    assert answer.status_code == expect, (answer.status_code, answer.text)
    return answer.json()


async def taken(client, **fields):
    body = {"key": f"form-{next(_ids):05}", "class": "fire", "lat": 33.81, "lon": 116.71} | fields
    return await call(client, "POST", "/incidents", 201, **body)


def error_of(answer):
    return answer["error"]["code"], answer["error"]["field"]


async def test_a_call_is_taken_once_however_often_it_is_sent(client, door):
    body = {
        "key": "retry-0001", "class": "fire", "lat": 33.81, "lon": 116.71,
        "caller_name": "张三", "caller_phone": "13812345678", "description": "二楼冒烟",
        "call_started_at": door.ingest._now().isoformat(),
    }  # fmt: skip
    first, again = await asyncio.gather(
        *(client.post(f"{DESK}/incidents", json=body) for _ in range(2))
    )
    assert sorted([first.status_code, again.status_code]) == [200, 201]
    made = first.json()
    assert made["number"] == again.json()["number"]
    assert (made["status"], made["severity"], made["is_taken"]) == ("accepted", 2, True)
    assert made["call_started_at"] and "13812345678" not in first.text
    kept = door.store.incident(made["number"])
    assert (kept.reporter, kept.caller_phone) == ("张三", "13812345678")
    card = await call(client, "GET", f"/incidents/{made['number']}")
    assert card["caller"]["name"] == "张*"
    assert card["caller"]["phone"] == "138****5678"
    assert [one["name"] for one in card["clocks"]] == ["answer", "accept", "dispatch"]


async def test_a_wrong_call_is_refused_in_words(client):
    for fields, expected in (
        ({"lat": 10.0}, ("outside_district", "lat")),
        ({"lat": None, "lon": None, "area_code": "340604999"}, ("unknown_area", "area_code")),
        ({"lat": None, "lon": None}, ("missing", "lat")),
        ({"call_started_at": "2099-01-01T00:00:00Z"}, ("invalid", "call_started_at")),
        ({"call_started_at": "2020-01-01T00:00:00Z"}, ("invalid", "call_started_at")),
        ({"class": "dragon"}, ("invalid", "class")),
        ({"key": "x"}, ("invalid", "key")),
        ({"owner": "navy"}, ("invalid", "owner")),
        ({"colour": "red"}, ("unknown_field", "colour")),
    ):
        body = {"key": "wrong-0001", "class": "fire", "lat": 33.81, "lon": 116.71} | fields
        answer = await client.post(f"{DESK}/incidents", json=body)
        assert answer.status_code == 422, answer.text
        assert error_of(answer.json()) == expected
        assert any("\u4e00" <= letter <= "\u9fff" for letter in answer.json()["error"]["message"])


async def test_an_incident_is_taken_from_the_call_to_its_end(client):
    number = (await taken(client))["number"]
    sent = await call(
        client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=["P1", "G1"]
    )
    assert sent["incident"]["status"] == "dispatched"
    assert [one["notice"]["state"] for one in sent["assignments"]] == ["waiting"] * 2
    swapped = await call(client, "POST", f"/incidents/{number}/swap", release="G1", assign="G2")
    assert [one["unit_id"] for one in swapped["assignments"]] == ["G1", "G2"]
    assert swapped["assignments"][0]["notice"]["state"] == "withdrawn"
    await call(client, "PUT", "/units/P1/status", status="en_route")
    card = await call(client, "GET", f"/incidents/{number}")
    states = {one["unit_id"]: one["notice"]["state"] for one in card["assignments"]}
    assert states == {"P1": "acknowledged", "G1": "withdrawn", "G2": "waiting"}
    await call(client, "PUT", "/units/P1/status", status="on_scene")
    await call(client, "DELETE", f"/incidents/{number}/assignments/G2")
    await call(
        client, "POST", f"/incidents/{number}/notes", 201, text="@警P1 已控制火势 13812345678"
    )
    closed = await call(client, "POST", f"/incidents/{number}/close", disposition="settled")
    assert (closed["status"], closed["disposition"]) == ("closed", "settled")
    lines = (await call(client, "GET", f"/incidents/{number}/timeline"))["items"]
    texts = [line["text"] for line in lines]
    for wanted in ("上报：火情", "警P1 派出", "警P1 已签收", "警P1 到场", "结案：现场处置完毕"):
        assert wanted in texts
    assert any("138****5678" in text for text in texts)
    assert [line["seq"] for line in lines] == sorted(line["seq"] for line in lines)


async def test_what_has_ended_can_be_reopened_and_its_history_stays(client, door):
    number = (await taken(client))["number"]
    answer = await client.post(f"{DESK}/incidents/{number}/cancel", json={})
    assert answer.status_code == 422
    await call(client, "POST", f"/incidents/{number}/cancel", reason="孩子误拨")
    again = await call(client, "POST", f"/incidents/{number}/reopen", reason="又来电")
    assert (again["status"], again["disposition"]) == ("accepted", None)
    assert set(again["reached_at"]) == {"reported", "accepted"}
    statuses = [one.state["status"] for one in door.store.history("incident", number)]
    assert statuses == ["reported", "accepted", "cancelled", "accepted"]
    refused = await client.post(f"{DESK}/incidents/{number}/reopen", json={"reason": "x"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "illegal_step")


async def test_two_desks_send_one_unit_and_one_is_refused_by_name(client):
    first, second = (await taken(client))["number"], (await taken(client))["number"]
    answers = await asyncio.gather(
        *(
            client.post(f"{DESK}/incidents/{number}/assignments", json={"unit_ids": [unit, "P3"]})
            for number, unit in ((first, "P4"), (second, "P5"))
        )
    )
    assert sorted(one.status_code for one in answers) == [201, 409]
    [lost] = [one.json()["error"] for one in answers if one.status_code == 409]
    assert lost["code"] == "unit_busy"
    assert "警P3" in lost["message"] and ("LS" in lost["message"])
    # nothing half-assigned: the loser's other unit is free
    [loser] = [n for n, one in zip((first, second), answers, strict=True) if one.status_code == 409]
    assert (await call(client, "GET", f"/incidents/{loser}"))["assignments"] == []


async def test_assigning_accepts_what_is_only_reported(client):
    number = (await taken(client, accept=False))["number"]
    sent = await call(client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=["P6"])
    assert sorted(sent["incident"]["reached_at"]) == ["accepted", "dispatched", "reported"]


async def test_a_unit_that_vanished_is_said_to_be(client):
    number = (await taken(client))["number"]
    answer = await client.post(
        f"{DESK}/incidents/{number}/assignments", json={"unit_ids": ["GHOST"]}
    )
    assert answer.status_code == 404
    assert answer.json()["error"]["field"] == "unit_id"
    assert (await call(client, "GET", f"/incidents/{number}"))["incident"]["status"] == "accepted"


async def test_departments_own_and_share(client):
    number = (await taken(client))["number"]
    owned = await call(client, "POST", f"/incidents/{number}/transfer", owner="emergency")
    shared = await call(
        client, "POST", f"/incidents/{number}/share", departments=["public_security", "emergency"]
    )
    assert (owned["owner"], shared["shared_with"]) == ("emergency", ["public_security"])
    card = await call(client, "GET", f"/incidents/{number}")
    assert {one["grid"] for one in card["handling_grids"]} == {"北片", "杨庄警务区"}
    answer = await client.post(f"{DESK}/incidents/{number}/transfer", json={"owner": "navy"})
    assert answer.status_code == 422


async def test_likely_doubles_are_offered_merged_and_split_again(client, door):
    first = await taken(client, **{"class": "traffic", "lat": 33.812, "lon": 116.712})
    await door.settled()
    found = await call(
        client, "POST", "/duplicates", **{"class": "traffic", "lat": 33.8121, "lon": 116.712}
    )
    assert found["items"][0]["number"] == first["number"]
    assert "同类" in found["items"][0]["reasons"]
    second = await taken(
        client, **{"class": "traffic", "lat": 33.8121, "lon": 116.712}, links=[first["number"]]
    )
    assert second["links"] == [first["number"]]
    await call(client, "POST", f"/incidents/{second['number']}/assignments", 201, unit_ids=["P8"])
    merged = await call(
        client, "POST", f"/incidents/{second['number']}/merge", into=first["number"],
        note="同一起追尾",
    )  # fmt: skip
    assert (merged["merged"]["status"], merged["merged"]["disposition"]) == (
        "cancelled",
        "duplicate",
    )
    assert merged["into"]["status"] == "dispatched"
    card = await call(client, "GET", f"/incidents/{first['number']}")
    assert [(one["number"], one["text"]) for one in card["notes"]] == [
        (second["number"], "同一起追尾")
    ]
    assert card["links"] == [second["number"]] and card["near"]["cameras"]
    assert [one["unit_id"] for one in card["assignments"]] == ["P8"]
    assert card["assignments"][0]["notice"]["state"] == "waiting"  # told the new number
    assert card["merged"] == [second["number"]]
    timeline = (await call(client, "GET", f"/incidents/{first['number']}/timeline"))["items"]
    assert {line["id"] for line in timeline} >= {first["number"], second["number"]}
    back = await call(client, "POST", f"/incidents/{second['number']}/split", restore=True)
    assert (back["status"], back["merged_into"]) == ("accepted", None)
    assert back["links"] == [first["number"]]
    timeline = (await call(client, "GET", f"/incidents/{first['number']}/timeline"))["items"]
    told = [line["text"] for line in timeline]
    other = second["number"]
    assert [f"关联事件 {other}", f"{other} 并入本事件", f"{other} 从本事件拆回，单独办理"] == [
        text for text in told if other in text
    ]


async def test_taking_a_merge_back_links_what_was_unlinked_meanwhile(client):
    first, second = await taken(client), await taken(client)
    path = f"/incidents/{second['number']}"
    await call(client, "POST", f"{path}/merge", into=first["number"])
    await call(client, "DELETE", f"/incidents/{first['number']}/links/{second['number']}")
    back = await call(client, "POST", f"{path}/split", restore=True)
    assert back["links"] == [first["number"]]
    card = await call(client, "GET", f"/incidents/{first['number']}")
    assert card["links"] == [second["number"]]


async def test_an_incident_is_split_in_two(client):
    first = await taken(client)
    second = await call(
        client, "POST", f"/incidents/{first['number']}/split", 201,
        key="split-00001", title="第二处火点", lat=33.815, lon=116.715,
    )  # fmt: skip
    assert second["links"] == [first["number"]]
    assert (second["title"], second["class"]) == ("第二处火点", "fire")


async def test_a_phone_fetches_and_answers_its_notice(client):
    number = (await taken(client))["number"]
    await call(client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=["P10"])
    waiting = (await client.get("/ingest/notices/P10")).json()["items"]
    assert [one["state"] for one in waiting] == ["delivered"]
    path = f"/ingest/notices/{waiting[0]['notice_id']}/ack"
    assert (await client.post(path, json={"unit_id": "P11"})).status_code == 404
    answer = await client.post(path, json={"unit_id": "P10"})
    assert answer.json()["state"] == "acknowledged"
    again = await client.post(path, json={"unit_id": "P10"})
    assert again.json()["acknowledged_at"] == answer.json()["acknowledged_at"]
    assert (await client.get("/ingest/notices/P10")).json()["items"] == []


async def test_words_and_places_are_found_as_people_type_them(client):
    for text, code in (
        ("hq", "fire"),
        ("车祸", "traffic"),
        ("huo", "fire"),
        ("zhi", "public_order"),
    ):
        items = (await call(client, "GET", f"/classes?q={text}"))["items"]
        assert items[0]["code"] == code
    assert len((await call(client, "GET", "/classes"))["items"]) == 11
    [point] = (await call(client, "GET", "/places?q=33.81,116.71"))["items"]
    assert (point["source"], point["lat"]) == ("point", 33.81)
    assert point["name"] == "33.81, 116.71"
    [point] = (await call(client, "GET", "/places?q=33.812345,116.712345"))["items"]
    assert point["name"] == "33.812345, 116.712345", "a name that is rounded names another place"
    found = (await call(client, "GET", "/places?q=340604001001001"))["items"]
    assert found[0]["code"] == "340604001001001"
    road, *_ = (await call(client, "GET", "/places?q=大道12号"))["items"]
    assert (road["source"], road["precision"]) == ("address", "middle_of_road")
    assert road["path"][0]["code"] == "340604" and "没有这个门牌" in road["text"]
    asked = {"params": {"q": "大道12号"}, "headers": {"onescreen-lang": "en"}}
    english, *_ = (await client.get(DESK + "/places", **asked)).json()["items"]
    assert english["name"] == road["name"], "a name is a name"
    assert english["text"].startswith("the map does not have this number, only the middle of ")
    assert english["text"].endswith(" km off, ask for a number or a crossing")


async def test_the_queue_puts_what_is_late_first(client, door):
    await taken(client)
    items = (await call(client, "GET", "/incidents?status=open"))["items"]
    assert items and all("clocks" in one for one in items)
    options = await call(client, "GET", "/options")
    assert options["targets"]["accept"] == 60
    assert {one["ends"] for one in options["dispositions"]} == {"closed", "cancelled"}
    assert len(options["departments"]) == 16


def routes_of(served):
    """`METHOD path` of every desk route, with nameless gaps, as the document is read too."""
    for route in served:
        for method in getattr(route, "methods", None) or ():
            if (
                route.path.startswith((DESK, "/ingest/notices", "/ingest/check-ins"))
                and "{rest" not in route.path
            ):
                path = route.path.removeprefix(DESK).replace(".{kind}", ".csv")
                yield f"{method} {re.sub(r'{[^}]*}', '{}', path)}"


async def test_the_document_names_every_route_and_no_other(door):
    text = (Path(__file__).parents[3] / "docs" / "desk-api.md").read_text(encoding="utf-8")
    found = re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^`?]*)(?:\?[^`]*)?`", text)
    told = {f"{method} {re.sub(r'{[^}]*}', '{}', path)}" for method, path in found}
    told -= {"GET /figures.xlsx"}  # served with figures.csv
    pushed = pushes_router(None)  # an item's way from a card to police or grids
    routers = [*desk_routers(door.parts), *dispatch_routers(door.dispatching), pushed]
    assert told == set(routes_of(route for router in routers for route in router.routes))


async def test_a_unit_is_told_to_wait_and_let_go_over_http(client, door):
    for body, expected in (
        ({}, ("missing", "area_code")),
        ({"area_code": "340604999"}, ("unknown_area", "area_code")),
        ({"area_code": "340604001001001", "colour": "red"}, ("unknown_field", "colour")),
    ):
        answer = await client.post(f"{DESK}/units/P18/standby", json=body)
        assert (answer.status_code, error_of(answer.json())) == (422, expected)
    made = await call(client, "POST", "/units/P18/standby", 201, lat=33.81, lon=116.71)
    assert made["area_code"] == "340604001001001"
    await door.settled()
    [held] = (await call(client, "GET", "/standbys"))["items"]
    assert (held["unit_id"], held["call_sign"]) == ("P18", "警P18")
    again = await call(client, "POST", "/units/P18/standby", 409, area_code="340604001001001")
    assert error_of(again) == ("on_standby", "unit_id")
    assert (await call(client, "POST", "/units/P18/standby/arrive"))["arrived_at"]
    assert (await call(client, "DELETE", "/units/P18/standby"))["ending"] == "released"
    await call(client, "DELETE", "/units/P18/standby", 404)


async def test_a_note_names_units_and_leaves_addresses_alone(client, door):
    await door.settled()
    path = f"/incidents/{(await taken(client))['number']}/notes"
    made = await call(client, "POST", path, 201, text="发给 a@b.com，@警P1，马上去（@警P2）")
    assert made["units"] == ["P1", "P2"]
    await call(client, "POST", path, 422, text="@没有的人，来")


async def test_a_handling_grid_drawn_on_the_map_goes_before_a_list_of_areas(client, door):
    number = (await taken(client, lat=33.812, lon=116.712))["number"]
    await call(client, "POST", f"/incidents/{number}/transfer", owner="emergency")
    base = door.areas.loaded
    west, south, east, north = 116.70, 33.80, 116.72, 33.82
    grids = gpd.GeoDataFrame(
        {"department": ["emergency", "court"], "code": ["A-1", "B"], "name": ["应急一片", "庭"]},
        geometry=[shapely.box(west, south, east, north)] * 2,
        crs=4326,
    )
    copy = Path(shutil.copyfile(base.path, base.path.parent.with_name("copy.gpkg")))
    grids.to_file(copy, layer="handling", driver="GPKG")
    maps = MapVersions(base.path.parent)
    maps.make_current(maps.add(copy, "test").version)
    assert await door.areas.poll()
    card = await call(client, "GET", f"/incidents/{number}")
    assert [one["grid"] for one in card["handling_grids"]] == ["应急一片"]
