"""What is kept beside incidents, and what a shift looks at: over HTTP."""

import io
import zipfile
from datetime import timedelta

import pytest
from openpyxl import Workbook, load_workbook
from PIL import Image

from domain.access.callers import Caller
from domain.dispatch.units import UnitKind
from domain.errors import ConflictError
from domain.incidents.incidents import IncidentClass
from tests.operations.door_parts import put_units

DESK = "/api/v1/desk"
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", autouse=True)
def units(door):
    put_units(door, *(f"P{n}" for n in range(1, 10)))
    put_units(door, "G1", kind=UnitKind.GRID_WORKER, home_area="340604001001001", name="李四")


async def call(client, method, path, expect=200, **body):
    answer = await client.request(method, DESK + path, json=body or None)
    assert answer.status_code == expect, (answer.status_code, answer.text)
    return answer.json()


async def taken(client, key, **fields):
    body = {"key": key, "class": "fire", "lat": 33.81, "lon": 116.71} | fields
    return (await call(client, "POST", "/incidents", 201, **body))["number"]


def a_photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "JPEG", comment=b"secret place")
    return kept.getvalue()


async def test_a_photo_is_kept_without_what_it_carried(client, door):
    number = await taken(client, "files-0001")
    path = f"{DESK}/incidents/{number}/files"
    answer = await client.post(f"{path}?name=现场.jpg", content=a_photo())
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["type"], made["width"], made["name"]) == ("image/jpeg", 40, "现场.jpg")
    shown = await client.get(made["url"])
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in shown.headers["content-security-policy"]
    assert b"secret place" not in shown.content
    card = await call(client, "GET", f"/incidents/{number}")
    assert [one["file_id"] for one in card["files"]] == [made["file_id"]]
    twice = [await client.post(f"{path}?name=b.jpg&key=k1", content=a_photo()) for _ in range(2)]
    assert twice[0].json()["file_id"] == twice[1].json()["file_id"]
    other = await taken(client, "files-0002")
    for wrong in (made["url"].replace(number, other, 1), path + "/../../facts.db"):
        assert (await client.get(wrong)).status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"MZ\x90\x00 program", b"<html><script>", b"%PDF-1.4 /JavaScript", b"\xff\xd8\xff"],
)
async def test_what_is_no_photo_is_refused_whatever_its_name(client, body):
    number = await taken(client, "files-0003" if not body else f"files-{abs(hash(body)):016x}"[:60])
    answer = await client.post(f"{DESK}/incidents/{number}/files?name=a.jpg", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "file"
    assert (await call(client, "GET", f"/incidents/{number}"))["files"] == []


async def test_a_file_that_is_too_large_is_refused(client):
    number = await taken(client, "files-large")
    answer = await client.post(f"{DESK}/incidents/{number}/files", content=b"x" * (9 * 2**20 + 1))
    assert answer.status_code == 413


async def test_a_checklist_is_answered_and_its_versions_are_kept(client, door):
    number = await taken(client, "lists-0001")
    first = await call(client, "GET", "/checklists/fire")
    assert first["version"] == 1
    told = await call(
        client, "PUT", f"/incidents/{number}/checklist", version=1,
        answers={"i2": "是", "i1": "邻居 13812345678"},
    )  # fmt: skip
    assert told["answers"]["fire.i2"] == "是"
    items = [*first["items"], {"id": "i50", "kind": "question", "text": "几楼"}]
    # the demo's own dispatcher answers checklists; administrators write them
    await call(client, "PUT", "/checklists/fire", 403, version=1, items=items)
    admin = Caller("admin", "system_admin")
    checklists = door.parts.checklists
    second = await checklists.write(IncidentClass.FIRE, 1, items, caller=admin)
    assert second["version"] == 2
    with pytest.raises(ConflictError, match="checklist_changed version=2"):
        await checklists.write(IncidentClass.FIRE, 1, items, caller=admin)
    versions = (await call(client, "GET", "/checklists/fire/versions"))["items"]
    assert [one["version"] for one in versions] == [2, 1]
    assert (await call(client, "GET", "/checklists/fire?version=1"))["items"] == first["items"]
    await call(client, "GET", "/checklists/fire?version=9", 404)
    card = await call(client, "GET", f"/incidents/{number}")
    assert card["checklist"]["version"] == 1
    assert card["checklist"]["answers"]["fire.i1"] == "邻居 138****5678"


async def test_a_workbook_that_brings_entities_is_no_workbook(client):
    book, bomb = io.BytesIO(), io.BytesIO()
    Workbook().save(book)
    with zipfile.ZipFile(book) as sound, zipfile.ZipFile(bomb, "w") as made:
        for part in sound.infolist():
            held = sound.read(part)
            if part.filename.endswith("sheet1.xml"):
                held = b'<!DOCTYPE x [<!ENTITY a "b">]>' + held
            made.writestr(part.filename, held)
    answer = await client.post(f"{DESK}/roster?name=x.xlsx", content=bomb.getvalue())
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_file")


async def test_a_roster_is_taken_whole_or_not_at_all(client):
    template = await client.get(f"{DESK}/roster/template")
    assert template.text.startswith("\ufeff日期,班次,单位编号,岗位,备注")
    as_it_is = await client.post(f"{DESK}/roster?check=true", content=template.content)
    assert (as_it_is.status_code, as_it_is.json()["rows"]) == (200, 3), as_it_is.text
    rows = "日期,班次,单位编号,岗位,备注\n2026-07-01,早班,P1,巡逻,\n"
    bad = rows + "2026-07-01,晚班,P2,巡逻,\n2026-07-01,早班,GHOST,巡逻,\n"
    answer = await client.post(f"{DESK}/roster", content=bad.encode())
    assert answer.status_code == 422
    assert [(one["row"], one["field"]) for one in answer.json()["rows"]] == [
        (3, "班次"),
        (4, "单位编号"),
    ]
    assert (await call(client, "GET", "/roster?day=2026-07-01"))["items"] == []
    answer = await client.post(f"{DESK}/roster", content=rows.encode("gb18030"))
    told = {
        "rows": 1,
        "days": 1,
        "removed": 0,
        "hidden": [],
        "dates": ["2026-07-01"],
        "left_out": [],
    }
    assert answer.json() == told
    book = Workbook()
    for row in (["日期", "班次", "单位编号", "岗位"], ["2026-07-01", "早班", "P2", "=1+1"]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    assert (await client.post(f"{DESK}/roster", content=kept.getvalue())).status_code == 200
    [item] = (await call(client, "GET", "/roster?day=2026-07-01"))["items"]
    assert (item["unit_id"], item["call_sign"], item["post"]) == ("P2", "警P2", "=1+1")
    for wrong in (b"", b"\x00\x01", b"PK\x03\x04 broken"):
        assert (await client.post(f"{DESK}/roster", content=wrong)).status_code == 422


async def test_the_board_and_the_handover_tell_where_things_stand(client, door):
    number = await taken(client, "board-0001")
    await call(client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=["P5"])
    await call(client, "POST", f"/incidents/{number}/notes", 201, text="请接班关注")
    await call(client, "PUT", "/units/P6/status", status="off_duty")
    await door.settled()
    columns = {
        one["status"]: one["units"] for one in (await call(client, "GET", "/board"))["statuses"]
    }
    assert [(one["unit_id"], one["number"]) for one in columns["dispatched"]] == [("P5", number)]
    assert [one["unit_id"] for one in columns["off_duty"]] == ["P6"]
    told = await call(client, "GET", "/handover")
    assert number in [one["number"] for one in told["open"]]
    assert [one["recipient"] for one in told["unacknowledged"]] == ["警P5"]
    assert [one["text"] for one in told["notes"]] == ["请接班关注"]
    assert told["units"]["off_duty"] == 1
    paper = await call(client, "GET", "/print")
    assert number in [one["incident"]["number"] for one in paper["incidents"]]
    one = await call(client, "GET", f"/incidents/{number}/print")
    assert one["timeline"] and one["near"]["area_path"]


async def test_people_of_the_place_are_masked(client, door):
    number = await taken(client, "near-00001")
    await door.settled()
    near = await call(client, "GET", f"/incidents/{number}/near")
    assert [one["name"] for one in near["people"] if one["role"] == "网格员"] == ["李*"]


async def test_figures_are_counted_and_taken_away(client, door):
    number = await taken(client, "figures-01", **{"class": "flood"})
    await call(client, "POST", f"/incidents/{number}/assignments", 201, unit_ids=["P7"])
    for status in ("en_route", "on_scene"):
        await call(client, "PUT", "/units/P7/status", status=status)
    told = await call(client, "GET", "/figures?by=class")
    rows = {one["key"]: one for one in told["rows"]}
    [sent] = door.store.assignments(number)
    travel = (sent.on_scene_at - sent.en_route_at) / timedelta(seconds=1)
    assert rows["flood"]["travel"] == {"n": 1, "p50": travel, "p90": travel, "within": 1.0}
    assert rows["flood"]["name"] == "汛情"
    assert told["total"]["count"] == sum(one["count"] for one in told["rows"])
    for by in ("area", "shift", "department"):
        assert (await call(client, "GET", f"/figures?by={by}"))["total"]["count"]
    table = await client.get(f"{DESK}/figures.csv?by=class")
    assert "demo-dispatcher" in table.text and "汛情,1,1" in table.text
    book = load_workbook(io.BytesIO((await client.get(f"{DESK}/figures.xlsx")).content))
    assert book.active["A1"].value == "名称"
    wrong = await client.get(
        f"{DESK}/figures?since=2026-07-02T00:00:00Z&until=2026-07-01T00:00:00Z"
    )
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "until")


async def test_whom_a_roster_puts_out_is_told_before_it_is_taken(client):
    async def load(unit_id, query=""):
        table = f"日期,班次,单位编号,岗位,备注\n2026-08-02,早班,{unit_id},巡逻,\n"
        answer = await client.post(f"{DESK}/roster{query}", content=table.encode())
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def on_duty():
        rows = await call(client, "GET", "/roster?day=2026-08-02")
        return [one["unit_id"] for one in rows["items"]]

    await load("P1")
    would = await load("P2", "?check=true")
    left = [{"day": "2026-08-02", "shift_name": "早班", "call_sign": "警P1"}]
    assert (would["removed"], would["left_out"]) == (1, left)
    assert await on_duty() == ["P1"]
    assert (await load("P2"))["left_out"] == left
    assert await on_duty() == ["P2"]


@pytest.mark.parametrize("status", ["dispatched", "en_route", "on_scene"])
async def test_nobody_is_on_the_way_to_nothing(client, status):
    refused = await call(client, "PUT", "/units/P9/status", 409, status=status)
    assert (refused["error"]["code"], refused["error"]["field"]) == ("no_incident", "status")
