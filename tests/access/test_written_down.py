"""Keys are kept by nobody who need not know them; whoever looks somebody up is in the record."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from api.serving.packed import fetch
from domain.pages.pages import PAGES
from tests.access.two_towns import OTHER_PHONE, OUR_UNIT, THEIR_UNIT, TwoTowns
from tests.support.serving import until

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEY = "dOJ1axAbCdEf0123456789-secret"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("towns"))
    await made.start()
    yield made
    await made.stop()


async def refused(towns: TwoTowns) -> list[str]:
    await towns.parts.ingest._gate.put_away()
    found = towns.json(await towns.call("GET", "/api/v1/admin/quarantine", "sysadm"))
    return [one["sent"] for one in found["items"]]


async def record(towns: TwoTowns, action: str) -> list[dict]:
    found = towns.json(
        await towns.call("GET", "/api/v1/admin/journal", "audit-1", query="limit=200")
    )
    return [one for one in found["items"] if one["action"] == action]


@pytest.mark.parametrize(
    ("query", "body"),
    [
        (f"key={KEY}&id=X&lat=bad&lon=1", b""),
        ("id=X", f"lat=bad&lon=1&Key={KEY}".encode()),
        (f"id=X&access_token={KEY}", b'{"lat": "bad"}'),
        ("", json.dumps({"id": "X", "lat": "bad", "key": KEY}).encode()),
    ],
)
async def test_no_key_stands_in_what_was_refused(towns: TwoTowns, query: str, body: bytes):
    method = "POST" if body else "GET"
    answer = await towns.ask(method, "/ingest/osmand", "machine", body=body, query=query)
    assert answer.status >= 400
    told = await refused(towns)
    assert told and KEY not in str(told)
    held = towns.parts.store.quarantined(50)
    assert held and all(KEY.encode() not in one.payload for one in held)


async def test_whoever_looks_a_number_up_is_in_the_record(towns: TwoTowns):
    asked = {"phone": OTHER_PHONE}
    found = towns.json(await towns.call("POST", "/api/v1/desk/callers", "centre", asked))
    assert found["source"] == "unit"
    told = (await record(towns, "looked_up"))[0]
    assert (told["actor"], told["state"]["id"]) == ("centre", THEIR_UNIT)
    assert OTHER_PHONE not in str(told)


async def test_a_masked_number_is_not_found_out_by_trying(towns: TwoTowns):
    wanted = "139****5678"
    answers = [
        await towns.call(
            "POST", "/api/v1/desk/callers", "theirs", {"phone": wanted.replace("****", f"{one:04}")}
        )
        for one in range(5740, 5720, -1)
    ]
    assert [one.status for one in answers] == [404] * 5 + [429] * 15


async def test_looking_for_a_person_needs_a_reason_and_is_in_the_record(towns: TwoTowns):
    path, asked = "/api/v1/admin/privacy/find", {"kind": "phone", "value": OTHER_PHONE}
    refused = await towns.call("POST", path, "secadm", asked)
    assert refused.status == 422
    assert json.loads(refused.body)["error"]["field"] == "reason"
    nothing = {"kind": "phone", "value": "13700001234", "reason": "举报核查"}
    assert (await towns.call("POST", path, "secadm", nothing)).status == 404
    found = await towns.call("POST", path, "secadm", asked | {"reason": "本人申请查询"})
    assert towns.json(found)["items"]
    told = await record(towns, "looked_up")
    assert [one["private"]["reason"] for one in told[:2]] == ["本人申请查询", "举报核查"]
    assert {one["actor"] for one in told[:2]} == {"secadm"}
    assert OTHER_PHONE not in str(told)


@pytest.mark.parametrize(
    "name", ["api", "operator", "Nobody", "outbox", "system", "simulator", "demo-boss", "admin"]
)
async def test_nobody_may_be_called_what_records_are_signed_with(towns: TwoTowns, name: str):
    account = {"name": name, "role": "dispatcher"}
    made = await towns.call("POST", "/api/v1/admin/accounts", "secadm", account)
    assert (made.status, json.loads(made.body)["error"]["field"]) == (422, "name")
    unit = {"call_sign": "冒名", "kind": "police"}
    made = await towns.call("PUT", f"/api/v1/units/{name}", "machine", unit)
    assert (made.status, json.loads(made.body)["error"]["field"]) == (422, "unit_id")


async def test_a_phones_answer_is_signed_by_its_unit_and_by_no_account(towns: TwoTowns):
    notice = towns.ours.notice_id
    path = f"/ingest/notices/{notice}/ack"
    answer = await towns.call("POST", path, "phone", {"unit_id": OUR_UNIT})
    assert answer.status == 200
    store = towns.parts.store
    await until(lambda: store.history("notice", notice)[-1].actor == f"unit:{OUR_UNIT}")


async def test_a_start_raises_no_alarm_of_its_own(towns: TwoTowns):
    """The server asks itself for every page, each as somebody who may open it."""
    _, before = towns.parts.store.head()
    for page in PAGES:
        for path in page.paths:
            assert (await fetch(towns.server, path)).status in {200, 303, 307, 404}, path
    told = towns.parts.store.records_after(before)
    assert [one.state for one in told if one.kind == "audit"] == []
