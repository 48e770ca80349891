"""Key places and rooms in the built product: the register, alarms near them, test calls."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.incidents.incidents import IncidentClass
from domain.subject_key import of_incident
from domain.tables import TableError
from domain.video.places.site_table import COLUMNS
from domain.video.places.sites import Nature, SiteSort
from domain.video.rooms import RoomWay, TestResult
from operations.video.places.site_register import SiteTold
from operations.video.rooms import RoomTold
from tests.access.two_towns import OTHER_PLACE, OUR_PLACE
from tests.net.the_net import CENTRE, CLERK, TheNet, workbook

CHIEF = Caller("chief", "leader")
MARKET = Caller("market", "department", department="market")
PEER = Caller("peer", "department", department="emergency")
THEIRS = Caller("theirs", "dispatcher", area="340604002")
PHONE = "13844443333"
FUEL = SiteTold(
    Nature.UNIT, SiteSort.FUEL, "演示油站密语", *OUR_PLACE, "market", "演示路 9 号",
    hazards="汽油 60 吨", licences="经营许可证｜9｜2026-01-01", check_days=30,
    responsible="演示甲", phone=PHONE,
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def net(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheNet]:
    made = TheNet(tmp_path_factory.mktemp("sites"))
    await made.start()
    yield made
    await made.stop()


async def reported(net: TheNet, key: str, severity: int, kind: str = "fire") -> str:
    body = {
        "key": key, "class": kind, "severity": severity, "lat": OUR_PLACE[0] + 0.001,
        "lon": OUR_PLACE[1],
    }  # fmt: skip
    answer = await net.call("POST", "/api/v1/desk/incidents", "centre", body)
    return str(net.json(answer, 201)["number"])


@pytest.mark.asyncio(loop_scope="module")
async def test_the_register_is_kept_by_whose_it_is(net: TheNet):
    sites = net.parts.key_sites
    made = await sites.put("one", FUEL, MARKET)
    assert await sites.put("one", FUEL, MARKET) == made  # sent twice
    assert (await sites.page(CHIEF, words="密语")).count == 1
    for caller in (CLERK, THEIRS):
        with pytest.raises(NotFoundError):
            await sites.one(made.site_id, caller)
        assert (await sites.page(caller)).count == 0
    with pytest.raises(NotAllowedError):
        await sites.put("x", replace(FUEL, owner="market"), CLERK)
    with pytest.raises(NotAllowedError):
        await sites.put("x", replace(FUEL, lat=OTHER_PLACE[0], lon=OTHER_PLACE[1]), CHIEF)
    moved = await sites.change(
        made.site_id, replace(FUEL, hazards="柴油", responsible="", phone="", edition=1), CENTRE
    )
    assert (moved.hazards, moved.phone, moved.edition) == ("柴油", PHONE, 2)
    with pytest.raises(ConflictError):  # two editors
        await sites.change(made.site_id, replace(FUEL, hazards="乙醇", edition=1), MARKET)
    checked = await sites.check(made.site_id, "灭火器过期", MARKET)
    assert checked.checked_on == net.parts.inspections.desk.today().isoformat()
    body, view = "video_places-body.children", "video_places-view"
    page = await net.shown(body, view, "chief", {})
    assert "演示油站密语" in page and PHONE not in page and "经营许可证已过期" in page
    assert "演示油站密语" not in await net.shown(body, view, "clerk", {})
    drawn = net.json(await net.ask("GET", "/api/v1/video/places", "chief"))["items"]
    assert [one["name"] for one in drawn] == ["演示油站密语"] and PHONE not in str(drawn)
    assert not net.json(await net.ask("GET", "/api/v1/video/places", "clerk"))["items"]
    assert (await net.ask("GET", "/api/v1/video/places", "wall")).status == 403


@pytest.mark.asyncio(loop_scope="module")
async def test_an_alarm_near_it_is_raised_and_told_and_a_person_may_lower_it(net: TheNet):
    await net.parts.key_sites.put("near", FUEL, MARKET)
    number = await reported(net, "near-fire", 3)
    card = net.json(await net.ask("GET", f"/api/v1/desk/incidents/{number}", "centre"))
    assert card["incident"]["severity"] == 1
    [site, *_] = card["near"]["sites"]
    assert site["name"] == "演示油站密语" and site["phone"] == "138****3333"
    path = f"/api/v1/desk/incidents/{number}"
    lines = net.json(await net.ask("GET", f"{path}/timeline", "centre"))["items"]
    said = [one["text"] for one in lines]
    assert any("演示油站密语" in one and "由 3 级升为 1 级" in one for one in said), said
    # who may see the incident and no key places reads why it is graver, and of which place not
    incident = net.parts.store.incident(number)
    assert incident is not None
    with net.parts.store.transaction() as tx:
        tx.put_incident(replace(incident, owner="emergency"), action="transfer", actor="test")
    hidden = await net.parts.desk_parts.card.timeline(number, caller=PEER)
    assert "演示油站密语" not in str(hidden)
    assert any("距一处重点部位" in one["text"] for one in hidden)
    held = net.parts.store.story([of_incident(number)], ["site_alarm"])
    assert len(held) == 1 and "演示油站密语" not in str(held[0].state)
    first = next(one for one in lines if one["kind"] == "incident")
    assert first["detail"]["severity"] == 3  # what was told stays told
    lowered = await net.call("PATCH", path, "centre", {"severity": 4})
    assert lowered.status == 200, lowered.body
    again = net.json(await net.ask("GET", path, "centre"))
    assert again["incident"]["severity"] == 4
    assert net.json(await net.ask("GET", path, "clerk"), 404)
    plain = await reported(net, "near-traffic", 3, "traffic")
    card = net.json(await net.ask("GET", f"/api/v1/desk/incidents/{plain}", "centre"))
    assert card["incident"]["severity"] == 3


@pytest.mark.asyncio(loop_scope="module")
async def test_reports_of_machines_are_raised_too(net: TheNet):
    await net.parts.key_sites.put("near", FUEL, MARKET)
    body = {
        "source": "sensor", "source_id": "s-1", "class": IncidentClass.HAZARD, "severity": 4,
        "lat": OUR_PLACE[0], "lon": OUR_PLACE[1], "title": "可燃气体",
    }  # fmt: skip
    made = net.json(await net.call("POST", "/api/v1/incidents", "machine", body), 201)
    held = net.parts.store.incident(made["number"])
    assert held is not None and held.severity == 2 and not held.is_taken
    again = net.json(await net.call("POST", "/api/v1/incidents", "machine", body), 200)
    assert again["severity"] == 2


@pytest.mark.asyncio(loop_scope="module")
async def test_a_table_is_taken_whole_and_the_same_again_changes_nothing(net: TheNet):
    sites = net.parts.key_sites
    row = ["演示学校", "重点部位", "学校", *OUR_PLACE, "演示路", "住房和城乡建设局"]
    table = workbook([list(COLUMNS), row])
    assert (await sites.load(table, CENTRE)).new == 1
    assert (await sites.load(table, CENTRE)).known == 1
    row[5] = "新路"
    assert (await sites.load(workbook([list(COLUMNS), row]), CENTRE)).changed == 1
    with pytest.raises(TableError):  # another department's
        await sites.load(workbook([list(COLUMNS), row]), MARKET)
    with pytest.raises(TableError):
        await sites.load(workbook([list(COLUMNS), ["甲", "", "城堡", 1, 1]]), CENTRE)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_room_keeps_its_test_calls(net: TheNet):
    rooms = net.parts.rooms
    told = RoomTold("区会商室", RoomWay.SIP, "sip:8800@mcu.example.cn", "区视频会议系统")
    room = await rooms.add("r", told, CENTRE)
    page = await net.shown("video_rooms-body.children", "video_rooms-done", "clerk", 0)
    assert "从未试呼" in page
    with pytest.raises(InvalidError):
        await rooms.test("t", room.room_id, TestResult.FAILED, 0, "", CLERK)
    await rooms.test("t", room.room_id, TestResult.SOUND_ONLY, 8, "", CLERK)
    await rooms.test("t", room.room_id, TestResult.SOUND_ONLY, 8, "", CLERK)  # sent twice
    held, calls = await rooms.tests(room.room_id, CHIEF)
    assert held.tested_by == "clerk" and len(calls) == 1
    moved = await rooms.change(
        room.room_id, replace(told, address="sip:8801@mcu.example.cn"), CENTRE
    )
    assert moved.tested_at is None  # of the new address nothing is known
    for caller in (CHIEF, CLERK):
        with pytest.raises(NotAllowedError):
            await rooms.add("no", told, caller)
    with pytest.raises(NotAllowedError):
        await rooms.listed(Caller("wall", "wall"))
