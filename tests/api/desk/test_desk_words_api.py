"""What a caller or a dispatcher said is neither lost nor moved, over HTTP."""

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.desk.notices import NoticeState, move
from domain.subject_key import of_incident
from operations.access.audit import Audit
from operations.access.reveal import Reveal
from store.desk import outbox
from tests.api.desk.test_desk_api import call, error_of, taken
from tests.api.desk.test_desk_callers_api import FIRE_BRIGADE, at_desk
from tests.operations.door_parts import put_units

DESK = "/api/v1/desk"
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def answered(client, number, version=1, **body):
    return await call(client, "PUT", f"/incidents/{number}/checklist", version=version, **body)


async def test_answers_are_shown_with_their_questions(client):
    number = (await taken(client))["number"]
    await answered(client, number, answers={"i1": "老街口", "i4": "否", "i6": True})
    card = await call(client, "GET", f"/incidents/{number}")
    items = {one["id"]: one["text"] for one in card["checklist"]["items"]}
    assert items == {
        "fire.i1": "具体位置和标志物",
        "fire.i4": "有无人员被困",
        "fire.i6": "请报警人撤到上风处，不要返回取物",
    }
    lines = (await call(client, "GET", f"/incidents/{number}/timeline"))["items"]
    [line] = [one["text"] for one in lines if one["kind"] == "checklist_answers"]
    assert "有无人员被困：否" in line
    assert "具体位置和标志物：老街口" in line


async def test_another_class_keeps_the_answers_and_turns_none_of_them(client):
    number = (await taken(client))["number"]
    await answered(client, number, answers={"fire.i3": "垃圾堆", "fire.i4": "否"})
    await call(client, "PATCH", f"/incidents/{number}", **{"class": "medical"})
    refused = await client.put(
        f"{DESK}/incidents/{number}/checklist",
        json={"version": 1, "answers": {"fire.i5": "否"}},
    )
    assert refused.status_code == 422
    # asked before the class was changed, answered after it
    await answered(client, number, **{"class": "fire", "answers": {"fire.i5": "否"}})
    await answered(client, number, answers={"medical.i4": "是"})
    card = await call(client, "GET", f"/incidents/{number}")
    assert card["checklist"]["answers"] == {
        "fire.i3": "垃圾堆", "fire.i4": "否", "fire.i5": "否", "medical.i4": "是",
    }  # fmt: skip
    items = {one["id"]: one["text"] for one in card["checklist"]["items"]}
    assert (items["fire.i4"], items["medical.i4"]) == ("有无人员被困", "是否有正常呼吸")
    await answered(client, number, answers={"medical.i4": None})
    card = await call(client, "GET", f"/incidents/{number}")
    assert "medical.i4" not in card["checklist"]["answers"]


async def test_the_words_of_an_address_stay_with_the_incident(client, door):
    made = await taken(client, address="榴园路12号 联系 13812345678")
    number = made["number"]
    assert made["address"] == "榴园路12号 联系 138****5678"
    card = await call(client, "GET", f"/incidents/{number}")
    assert card["incident"]["address"].startswith("榴园路12号")
    paper = await call(client, "GET", f"/incidents/{number}/print")
    assert paper["incident"]["address"].startswith("榴园路12号")
    assert "address" not in door.store.history("incident", number)[0].state
    moved = await call(client, "PATCH", f"/incidents/{number}", address="北门对面")
    assert moved["address"] == "北门对面"
    plain = await client.post(
        "/api/v1/incidents",
        json={
            "source": "12345", "source_id": "a-1", "class": "fire", "severity": 3,
            "title": "冒烟", "lat": 33.81, "lon": 116.71, "address": "老街口",
        },
    )  # fmt: skip
    assert plain.json()["address"] == "老街口"


async def test_a_retry_with_other_content_is_a_correction(client, door):
    body = {"key": "corrected-0001", "class": "fire", "lat": 33.81, "lon": 116.71}
    first = await call(client, "POST", "/incidents", 201, **body, title="仓库着火")
    other = body | {"lat": 33.85, "lon": 116.75, "class": "hazard", "address": "古饶镇"}
    again = await call(client, "POST", "/incidents", 200, **other, title="更正：在古饶镇")
    assert again["number"] == first["number"]
    assert (again["lat"], again["class"], again["title"]) == (33.85, "hazard", "更正：在古饶镇")
    assert again["address"] == "古饶镇"
    # what a dispatcher corrected since is not undone by the first sending coming late
    await call(client, "PATCH", f"/incidents/{first['number']}", severity=1)
    late = await call(client, "POST", "/incidents", 200, **body, title="仓库着火")
    assert (late["severity"], late["lat"]) == (1, 33.85)
    await call(client, "POST", f"/incidents/{first['number']}/cancel", reason="误报，已核实")
    new = await call(client, "POST", "/incidents", 201, **body, title="又烧起来了")
    assert new["links"] == [first["number"]]
    same = await call(client, "POST", "/incidents", 200, **body, title="又烧起来了")
    assert same["number"] == new["number"]


async def test_a_department_gives_back_with_a_reason_by_every_door(client, door):
    number = (await taken(client))["number"]
    path = f"/incidents/{number}"
    await call(client, "POST", f"{path}/transfer", owner="emergency")
    async with at_desk(door, FIRE_BRIGADE) as department:
        refused = await department("POST", f"{path}/transfer", 422, owner=None)
        assert error_of(refused) == ("missing", "reason")
        after = await department("POST", f"{path}/transfer", owner=None, note="不归本局管")
    assert after["owner"] is None
    card = await call(client, "GET", path)
    asked = [one for one in card["notices"] if one["department"] == ""]
    assert [one["state"] for one in asked] == ["waiting"]
    assert "不归本局管" in [one["text"] for one in card["notes"]]


async def test_the_number_of_a_second_caller_can_be_read_for_a_reason(client, door):
    number = (await taken(client))["number"]
    made = await call(
        client, "POST", f"/incidents/{number}/notes", 201, text="重复报警：李四 13912342222"
    )
    assert made["text"] == "重复报警：李四 139****2222"
    reveal = Reveal(door.store, door.parts.bodies._work, Audit(door.store, door.parts.bodies._work))
    caller = Caller("li", "dispatcher")
    shown = await reveal.reveal(caller, "note", made["note_id"], "回拨第二报警人")
    assert shown["fields"] == {"text": "重复报警：李四 13912342222"}
    eastern = Caller("east", "dispatcher", area="340604002")
    with pytest.raises(NotAllowedError):
        await reveal.reveal(eastern, "note", made["note_id"], "回拨第二报警人")


async def test_a_correction_of_masked_words_keeps_the_numbers(client, door):
    made = await taken(client, description="请回 13812345678，二楼有人")
    shown = made["description"]
    assert "138****5678" in shown
    await call(
        client, "PATCH", f"/incidents/{made['number']}", description=shown.replace("二楼", "三楼")
    )
    assert door.store.incident(made["number"]).description == "请回 13812345678，三楼有人"


async def test_the_handover_names_what_failed_and_counts_no_double(client, door):
    number, double = [(await taken(client))["number"] for _ in range(2)]
    put_units(door, "HO1")
    await call(client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=["HO1"])
    with door.store.transaction() as tx:
        [notice] = outbox.notices_about(tx, of_incident(number))
        outbox.put_notice(tx, move(notice, NoticeState.FAILED, at=tx.at), actor="outbox")
    await call(client, "POST", f"/incidents/{double}/merge", into=number)
    told = await call(client, "GET", "/handover")
    states = {one["number"]: one["state"] for one in told["unacknowledged"]}
    assert states[number] == "failed"
    assert double not in [one["number"] for one in told["ended"]]


async def test_no_machine_says_who_is_near_a_place_nobody_knows(client, door):
    made = await call(
        client,
        "POST",
        "/incidents",
        201,
        **{"key": "hung-up-0001", "class": "medical", "area_code": "340604", "severity": 1},
    )
    number = made["number"]
    assert made["place_source"] == "area"
    await door.settled()
    plan = (await client.get("/api/v1/desk/plan")).json()
    assert number not in str(plan)
    near = await call(client, "GET", f"/incidents/{number}/near")
    assert near["cameras"] == []
    await call(client, "PATCH", f"/incidents/{number}", lat=33.81, lon=116.71)
    await door.settled()
    assert number in str((await client.get("/api/v1/desk/plan")).json())


async def test_the_timeline_says_what_was_corrected_and_with_whom_it_is_shared(client):
    number = (await taken(client))["number"]
    await call(client, "PATCH", f"/incidents/{number}", severity=1, lat=33.82, lon=116.72)
    await call(client, "PATCH", f"/incidents/{number}", title="二楼起火", address="和村街 3 号")
    await call(client, "POST", f"/incidents/{number}/share", departments=["emergency"], seen=[])
    await call(client, "POST", f"/incidents/{number}/share", departments=[], seen=["emergency"])
    lines = [
        one["text"] for one in (await call(client, "GET", f"/incidents/{number}/timeline"))["items"]
    ]
    assert lines[-4:] == [
        "更正等级、地点",
        "更正标题、地址",
        "协同部门改为应急管理局",
        "不再有协同部门",
    ]
