"""A figure, an export, a brief, a search and a look-up show what the caller may see alone."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from domain.errors import InvalidError
from domain.statistics.briefs import Brief
from operations.access.accounts import NewAccount
from operations.statistics.briefs import WRITER
from tests.access.gatehouse import Answer
from tests.access.two_towns import (
    DUTY_DAY,
    OTHER_PHONE,
    OTHER_TOWN,
    OUR_TOWN,
    OUR_UNIT,
    THEIR_OTHER_UNIT,
    THEIR_UNIT,
    THEIRS,
    TwoTowns,
)
from tests.support.people import SECURITY, SYSTEM

pytestmark = pytest.mark.asyncio(loop_scope="module")
TODAY = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
PERIOD = f"period=custom&from={TODAY}&to={TODAY}"
DISTRICT = "340604"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("towns"))
    await made.start()
    yield made
    await made.stop()


async def test_a_departments_figures_add_up_to_the_rows_it_may_open(towns: TwoTowns):
    path = f"/api/v1/areas/{DISTRICT}/statistics"
    told = towns.json(await towns.call("GET", path, "clerk", query=PERIOD))
    rows = towns.json(await towns.call("GET", f"{path}/rows", "clerk", query=PERIOD))
    assert [one["number"] for one in rows["items"]] == [towns.ours.number]
    assert told["totals"]["reported"] == 1
    assert {one["code"]: one["reported"] for one in told["children"]} == {
        OUR_TOWN: 1,
        OTHER_TOWN: 0,
    }
    assert sum(sum(day) for day in told["heat"]) == 1
    assert (told["open_now"], told["trend"]["rows"][-1]["reported"]) == (1, 1)
    slowest = f"{PERIOD}&slowest=accept"
    rows = towns.json(await towns.call("GET", f"{path}/rows", "clerk", query=slowest))
    assert towns.theirs.number not in str(rows)
    csv = await towns.call("GET", f"{path}/rows.csv", "clerk", query=PERIOD)
    assert towns.ours.number in csv.body.decode()
    assert towns.theirs.number not in csv.body.decode()
    whole = towns.json(await towns.call("GET", path, "chief", query=PERIOD))
    assert whole["totals"]["reported"] == 2
    area = towns.json(await towns.call("GET", f"/api/v1/areas/{OTHER_TOWN}", "clerk"))
    assert area["counts"]["open_incidents"] == 0


async def test_a_brief_tells_each_reader_of_what_they_see(towns: TwoTowns):
    parts = towns.parts
    day = TODAY
    brief = await parts.briefs._document(day, WRITER)
    with parts.store.transaction() as tx:
        tx.put_brief(Brief(day, parts.statistics.now(), brief), actor="test")
    for who, ours, theirs in (
        ("chief", True, True),
        ("leads", True, False),
        ("lives", True, False),
        ("clerk", True, False),
        ("theirs", False, True),
    ):
        answer = await towns.call("GET", f"/brief/{day}.json", who)
        told = towns.json(answer)
        text = answer.body.decode()
        assert (towns.ours.number in text, towns.theirs.number in text) == (ours, theirs), who
        assert told["is_kept"] == (who == "chief")
        if who == "leads":
            assert "第2镇" not in text


async def test_who_is_off_duty_is_not_followed_at_any_door(towns: TwoTowns):
    unit = f"/api/v1/units/{THEIR_OTHER_UNIT}"
    assert towns.json(await towns.call("GET", unit, "theirs"))["fix"] is not None
    status = f"/api/v1/desk/units/{THEIR_OTHER_UNIT}/status"
    assert (await towns.call("PUT", status, "theirs", {"status": "off_duty"})).status == 200
    await towns.settled()
    try:
        for who in ("theirs", "centre", "machine"):
            told = towns.json(await towns.call("GET", unit, who))
            assert (told["status"], told["fix"]) == ("off_duty", None), who
        caller = {"phone": "13900009999"}
        found = await towns.call("POST", "/api/v1/desk/callers", "theirs", caller)
        assert found.status == 404
    finally:
        await towns.call("PUT", status, "theirs", {"status": "available"})
        await towns.settled()
    assert (await towns.call("GET", unit, "ours")).status == 404
    assert (await towns.call("GET", unit, "guards")).status == 404


async def test_the_records_search_finds_what_is_shown_and_nothing_behind_it(towns: TwoTowns):
    async def found(text: str) -> int:
        query = f"entity={towns.theirs.number}&text={quote(text)}"
        answer = await towns.call("GET", "/api/v1/admin/journal", "audit-1", query=query)
        return len(towns.json(answer)["items"])

    assert await found(f"{THEIRS}标题") > 0
    assert await found("139****5678") > 0
    for digit in range(10):
        assert await found(f'caller_phone":"139{digit}') == 0
        whole = f"139{digit}{digit}345678"  # a guess finds what any other finds
        assert await found(whole) == await found(OTHER_PHONE)
    assert await found(OTHER_PHONE[2:9]) == 0
    assert await found(f"{THEIRS}人") == 0


async def test_a_towns_roster_leaves_the_rows_of_others_alone(towns: TwoTowns):
    day = "2026-12-05"

    async def load(who: str, unit_id: str, post: str):
        csv = f"日期,班次,单位编号,岗位,备注\n{day},夜班,{unit_id},{post},\n"
        return await towns.ask("POST", "/api/v1/desk/roster", who, body=csv.encode())

    async def held() -> dict[str, str]:
        answer = await towns.call("GET", "/api/v1/desk/roster", "centre", query=f"day={day}")
        return {one["unit_id"]: one["post"] for one in towns.json(answer)["items"]}

    assert (await load("theirs", THEIR_UNIT, "巡逻")).status == 200
    told = towns.json(await load("ours", OUR_UNIT, "值守"))
    assert (told["rows"], told["removed"], told["left_out"]) == (1, 0, [])
    assert await held() == {OUR_UNIT: "值守", THEIR_UNIT: "巡逻"}
    refused = await load("ours", THEIR_UNIT, "值守")
    assert refused.status == 422
    [row] = towns.json(refused, 422)["rows"]
    assert (row["row"], row["field"]) == (2, "单位编号")
    assert await held() == {OUR_UNIT: "值守", THEIR_UNIT: "巡逻"}
    assert towns.json(await load("centre", OUR_UNIT, "值守"))["removed"] == 1
    assert await held() == {OUR_UNIT: "值守"}


async def test_notes_of_the_roster_are_masked(towns: TwoTowns):
    for who, reads in (("centre", True), ("chief", True), ("clerk", False)):
        answer = await towns.call("GET", "/api/v1/desk/roster", who, query=f"day={DUTY_DAY}")
        assert OTHER_PHONE not in answer.body.decode()
        assert ("139****5678" in answer.body.decode()) == reads


async def test_nobody_silences_anothers_wall(towns: TwoTowns):
    path, ours, theirs = "/api/v1/walls/chimes", towns.ours.number, towns.theirs.number

    async def ring(who: str, number: str = ours, status: str = "reported") -> Answer:
        return await towns.call("POST", path, who, asked(number, status))

    def asked(number: str, status: str) -> dict[str, str]:
        return {"room": "hall", "number": number, "status": status}

    async def rings(who: str) -> bool:
        return bool(towns.json(await ring(who))["rings"])

    for who in ("lives", "guards", "ours", "centre"):
        assert await rings(who)
    assert not await rings("centre")  # a second screen of the same person
    assert await rings("wall")
    assert not await rings("wall")  # the wall beside it

    strange = (
        ("LS202699990001", "reported"),
        ("x", "reported"),
        (ours, "thunder"),
        (THEIRS, "reported"),
    )
    for number, status in strange:
        assert (await ring("centre", number, status)).status == 404, (number, status)
    assert (await ring("lives", theirs)).status == 404
    half = (b'{"room":1,"number":"x"}', b'{"room":"hall"}', b'{"room":"hall","number":"x"}')
    for body in (b"{", b"\xff", b"[]", b"", *half):
        answer = await towns.ask("POST", path, "lives", body=body)
        assert 400 <= answer.status < 500, body


async def test_a_source_id_is_masked_over_rest_as_on_the_socket(towns: TwoTowns):
    body = {
        "source": "12345", "source_id": f"call-{OTHER_PHONE}", "class": "other", "severity": 4,
        "title": "x", "lat": 33.811, "lon": 116.711,
    }  # fmt: skip
    made = await towns.call("POST", "/api/v1/incidents", "machine", body)
    number = towns.json(made, 201)["number"]
    for path in (
        f"/api/v1/incidents/{number}",
        f"/api/v1/desk/incidents/{number}",
        f"/api/v1/desk/incidents/{number}/timeline",
    ):
        answer = await towns.call("GET", path, "centre")
        assert answer.status == 200
        assert OTHER_PHONE not in answer.body.decode(), path


async def test_a_call_from_outside_ones_area_is_kept_and_handed_on(towns: TwoTowns):
    """It stays reported for the desk that has the place; its key and answers are the taker's."""
    path = "/api/v1/desk/incidents"
    body = {"key": "call-outside-1", "class": "fire", "lat": 33.83, "lon": 116.77, "title": "厂房"}
    made = towns.json(await towns.call("POST", path, "ours", body), 201)
    number = made["number"]
    assert made["handed_on"]["area_code"] == OTHER_TOWN
    assert "第2镇" in made["handed_on"]["text"]
    assert made["status"] == "reported"
    again = towns.json(await towns.call("POST", path, "ours", body))
    assert again == made
    answers = {"version": 1, "answers": {"i1": "三楼"}}
    kept = await towns.call("PUT", f"{path}/{number}/checklist", "ours", answers)
    assert kept.status == 200
    assert (await towns.call("GET", f"{path}/{number}", "ours")).status == 404
    for who in ("leads", "clerk"):
        assert (await towns.call("POST", path, who, body)).status == 403
    await towns.settled()
    card = towns.json(await towns.call("GET", f"{path}/{number}", "theirs"))
    assert card["incident"]["status"] == "reported"
    assert card["checklist"]["answers"]["fire.i1"] == "三楼"
    [told] = [one for one in card["notices"] if one["department"] is not None]
    assert "ours" in told["text"] and "辖区外" in told["text"]
    assert (await towns.call("POST", f"{path}/{number}/accept", "theirs", {})).status == 200
    late = await towns.call("PUT", f"{path}/{number}/checklist", "ours", answers)
    assert late.status == 403


async def test_units_of_another_area_are_neither_offered_nor_sent(towns: TwoTowns):
    path = f"/api/v1/desk/incidents/{towns.ours.number}"
    for order, body in (
        ("assignments", {"unit_ids": [THEIR_OTHER_UNIT]}),
        ("swap", {"release": OUR_UNIT, "assign": THEIR_OTHER_UNIT}),
    ):
        refused = await towns.call("POST", f"{path}/{order}", "ours", body)
        assert refused.status == 403, order
    offered = await towns.call("GET", f"{path}/recommendation", "ours")
    assert THEIR_OTHER_UNIT not in offered.body.decode()
    assert (
        THEIR_OTHER_UNIT
        in (await towns.call("GET", f"{path}/recommendation", "centre")).body.decode()
    )
    number = towns.theirs.number
    link = {"other": number}
    assert (await towns.call("POST", f"{path}/links", "centre", link)).status == 200
    unlinked = await towns.call("DELETE", f"{path}/links/{number}", "ours")
    assert unlinked.status == 403
    assert (await towns.call("DELETE", f"{path}/links/{number}", "centre")).status == 200


async def test_nothing_is_bound_to_an_area_the_map_does_not_know(towns: TwoTowns):
    """It would promise an area, and show nothing."""
    devices = towns.parts.people.devices
    for area in ("340604009", "340604001009"):
        with pytest.raises(InvalidError) as refused:
            await devices.add_key(SYSTEM, "panel", ["facts.read"], area=area)
        assert (refused.value.says, refused.value.field) == ("area_unknown_near", "area")
        code, _ = devices.begin_pairing("10.0.0.9")
        with pytest.raises(InvalidError):
            await devices.pair_wall(SYSTEM, code, "门厅", area=area)
    made, _ = await devices.add_key(SYSTEM, "panel", ["facts.read"], area=OTHER_TOWN)
    assert made.area == OTHER_TOWN


async def test_no_account_is_bound_to_an_area_the_map_does_not_know(towns: TwoTowns):
    """The one rule: of the operations, so that every page and route has it."""
    accounts = towns.parts.people.accounts
    new = NewAccount("g-0001", "leader", area=OTHER_TOWN)
    account, _ = await accounts.add(SECURITY, new)
    assert account.area == OTHER_TOWN
    for area in ("340604009", "340604001009"):
        with pytest.raises(InvalidError) as refused:
            await accounts.add(SECURITY, NewAccount("g-0002", "leader", area=area))
        assert (refused.value.says, refused.value.field) == ("area_unknown_near", "area")
        with pytest.raises(InvalidError) as refused:
            await accounts.change(SECURITY, "g-0001", role="leader", area=area, department=None)
        assert (refused.value.says, refused.value.field) == ("area_unknown_near", "area")
    assert [one.name for one in await accounts.all(SECURITY) if one.name == "g-0002"] == []
