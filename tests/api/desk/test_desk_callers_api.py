"""What a department and a dispatcher of one town see and may do at the desk's routes."""

from contextlib import asynccontextmanager
from itertools import count

import httpx
import pytest

from domain.access.callers import Caller
from domain.dispatch.units import Fix
from domain.subject_key import of_incident
from tests.operations.door_parts import put_units
from tests.support.as_caller import AsCaller

DESK = "/api/v1/desk"
WEST, EAST = {"lat": 33.81, "lon": 116.71}, {"lat": 33.81, "lon": 116.77}
FIRE_BRIGADE = Caller("fire-desk", "department", department="emergency")
HOUSING = Caller("housing-desk", "department", department="housing")
EASTERN = Caller("east-desk", "dispatcher", area="340604002")
_keys = count()
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", autouse=True)
def units(door):
    put_units(door, "W1", home_area="340604001001001")
    put_units(door, "E1", home_area="340604002001001")


@asynccontextmanager
async def at_desk(door, caller=None):
    """Calls as somebody; the dispatcher of the whole district when nobody is named."""
    app = AsCaller(door.server, caller or Caller("desk", "dispatcher"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:

        async def call(method, path, expect=200, **body):
            answer = await client.request(method, DESK + path, json=body or None)
            assert answer.status_code == expect, (answer.status_code, answer.text)
            return answer.json()

        yield call


async def taken(door, **fields):
    body = {"key": f"callers-{next(_keys):05}", "class": "fire", **WEST} | fields
    async with at_desk(door) as desk:
        return (await desk("POST", "/incidents", 201, **body))["number"]


async def test_a_department_sees_and_handles_what_was_handed_to_it_at_once(door):
    number = await taken(door)
    path = f"/incidents/{number}"
    async with at_desk(door) as desk, at_desk(door, FIRE_BRIGADE) as department:
        await department("GET", path, 404)
        await desk("POST", f"{path}/transfer", owner="emergency", note="请贵局处置")
        queue = (await department("GET", "/incidents?status=open"))["items"]
        assert [one["number"] for one in queue] == [number]
        assert (await department("GET", path))["notes"][0]["text"] == "请贵局处置"
        for status in ("dispatched", "en_route", "on_scene"):
            await department("POST", f"{path}/status", status=status)
        refused = await department("POST", f"{path}/status", 403, status="cancelled")
        assert "值班席" in refused["error"]["message"]
        await department("POST", f"{path}/assignments", 403, unit_ids=["W1"])
        await department("POST", f"{path}/resolve", note="火已扑灭")
        back = await department("POST", f"{path}/transfer", owner=None, note="请结案")
        assert (back["status"], back["owner"]) == ("resolved", None)
        await department("GET", path, 404)
    story = door.store.story([of_incident(number)], ["incident"])
    assert [one.actor for one in story if one.action == "advance"][-1] == "fire-desk"


async def test_a_department_finds_its_own_incidents_at_every_door_and_no_others(door):
    theirs, own = await taken(door), await taken(door)
    async with at_desk(door) as desk:
        await desk("POST", f"/incidents/{own}/transfer", owner="housing", note="请贵局处置")
    transport = httpx.ASGITransport(AsCaller(door.server, HOUSING))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        listed = (await client.get("/api/v1/incidents?limit=500")).json()["items"]
        assert own in {one["number"] for one in listed}
        assert theirs not in {one["number"] for one in listed}
        for number, status in ((own, 200), (theirs, 404)):
            for path in ("/api/v1/incidents/", DESK + "/incidents/"):
                assert (await client.get(path + number)).status_code == status, path
        phone = await client.post(f"{DESK}/callers", json={"phone": "13800000417"})
        assert phone.status_code == 403


async def test_who_shares_an_incident_may_note_and_no_more(door):
    number = await taken(door)
    path = f"/incidents/{number}"
    async with at_desk(door) as desk, at_desk(door, HOUSING) as guest:
        await desk("POST", f"{path}/share", departments=["housing"])
        await guest("POST", f"{path}/notes", 201, text="房屋为危房")
        await guest("POST", f"{path}/resolve", 403)
        await guest("POST", f"{path}/transfer", 403, owner="housing")
        assert (await guest("GET", path))["notes"][0]["text"] == "房屋为危房"


async def test_lists_end_where_the_callers_area_and_department_end(door):
    west, east = await taken(door), await taken(door, **EAST)
    async with at_desk(door) as desk:
        for number, unit in ((west, "W1"), (east, "E1")):
            await desk("POST", f"/incidents/{number}/assignments", 201, unit_ids=[unit])
            await desk("PUT", f"/units/{unit}/status", status="on_scene")
            await desk("POST", f"/incidents/{number}/notes", 201, text=f"到场 {unit}")
        await door.settled()
        await desk_timers(door)
        assert {one["number"] for one in (await desk("GET", "/notices"))["items"]} >= {west, east}
        whole = await desk("GET", "/figures")
    async with at_desk(door, EASTERN) as eastern:
        assert numbers_of(await eastern("GET", "/incidents?status=open")) == {east}
        assert numbers_of(await eastern("GET", "/notices")) == {east}
        assert numbers_of(await eastern("GET", "/check-ins")) == {east}
        board = (await eastern("GET", "/board"))["statuses"]
        seen = [unit["unit_id"] for column in board for unit in column["units"]]
        assert seen == ["E1"]
        report = await eastern("GET", "/handover")
        assert {one["number"] for one in report["notes"]} == {east}
        assert sum(report["units"].values()) == 1
        assert {one["number"] for one in report["open"]} == {east}
        figures = await eastern("GET", "/figures")
        assert figures["total"]["count"] == 1 < whole["total"]["count"]
        await eastern("GET", "/incidents?area=340604001", 403)
        await eastern("PUT", "/units/W1/status", 403, status="off_duty")
        await eastern("POST", f"/incidents/{west}/links", 403, other=east)
        await eastern("POST", f"/incidents/{east}/links", 403, other=west)
        [notice] = door.store.notices(about=of_incident(west))
        await eastern("POST", f"/notices/{notice.notice_id}/resend", 403)
    async with at_desk(door, FIRE_BRIGADE) as department:
        assert numbers_of(await department("GET", "/notices")) == set()
        assert numbers_of(await department("GET", "/check-ins")) == set()
        assert (await department("GET", "/figures"))["total"]["count"] == 0


def numbers_of(body):
    return {one["number"] for one in body["items"]}


async def desk_timers(door):
    """Let whatever is due happen, so that check-ins run."""
    while await door.parts.timers.tick():
        pass


async def test_a_caller_is_found_by_the_number_however_it_is_written(door):
    put_units(door, "T1", phone="13900002222")
    await door.settled()
    door.board.update([Fix("T1", 33.81, 116.71, door.ingest._now())], source="t")
    async with at_desk(door) as desk:
        for said in ("13900002222", "+8613900002222", "008613900002222", "１３９００００２２２２"):
            assert (await desk("POST", "/callers", phone=said))["call_sign"] == "警T1"
