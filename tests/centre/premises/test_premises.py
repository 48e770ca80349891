"""The rota and the centre itself over HTTP and the pages: who may, what is kept, who is refused."""

import base64
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import pytest_asyncio

from domain.access.callers import Caller
from tests.access.gatehouse import CALLBACK
from tests.access.test_matrix import posted
from tests.centre.the_centre import CASES, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROTA, CHANGES = "/api/v1/centre/rota", "/api/v1/centre/changes"
ZONE = ZoneInfo("Asia/Shanghai")
CLERK = Caller("duty", "duty_clerk", department="governance")
STRANGERS = ("centre", "ours", "lives", "walks", "guards", "sysadm", "audit-1", "wall")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("premises"))
    await made.start()
    yield made
    await made.stop()


def day(after: int) -> str:
    return str((datetime.now(UTC).astimezone(ZONE) + timedelta(days=after)).date())


async def plan(centre: TheCentre, after: int, window: str, account: str, who: str = "duty") -> Any:
    row = {"day": day(after), "half": "morning", "window": window, "unit": "justice",
           "account": account}  # fmt: skip
    return await centre.call("POST", ROTA, who, row)


async def planned(centre: TheCentre, after: int, window: str, account: str) -> str:
    return centre.json(await plan(centre, after, window, account), 201)["duty_id"]


async def listed(centre: TheCentre, after: int) -> list[Any]:
    query = f"from={day(after)}"
    return centre.json(await centre.call("GET", ROTA, "window", query=query))["items"]


async def act(centre: TheCentre, duty: str, name: str, who: str, **said: Any) -> Any:
    return await centre.call("POST", f"{ROTA}/{duty}/{name}", who, said)


async def test_two_swap_when_both_want_it_and_the_clerk_at_once(centre: TheCentre):
    mine = await planned(centre, 1, "01", "window")
    other = await planned(centre, 1, "02", "mediates")
    twice = await plan(centre, 1, "03", "window")
    assert (twice.status, twice.error["field"]) == (409, "account")
    asked = await act(centre, mine, "swap", "window", other=other)
    assert centre.json(asked) == {"is_done": False}
    assert (await act(centre, mine, "swap", "colleague", other=other)).status == 409
    agreed = await act(centre, other, "swap", "mediates", other=mine)
    assert centre.json(agreed) == {"is_done": True}
    assert [one["account"] for one in await listed(centre, 1)] == ["mediates", "window"]
    assert centre.json(await act(centre, mine, "swap", "duty", other=other)) == {"is_done": True}
    past = await centre.parts.rota.history(mine, CLERK)
    assert [one.action for one in past] == ["swap", "swap", "ask_swap", "write"]


async def test_an_absence_is_ones_own_or_the_clerks_and_somebody_stands_in(centre: TheCentre):
    duty = await planned(centre, 2, "01", "window")
    assert (await act(centre, duty, "absent", "mediates", reason="生病")).status == 403
    assert (await act(centre, duty, "absent", "window")).status == 422
    centre.json(await act(centre, duty, "absent", "window", reason="生病"))
    assert (await act(centre, duty, "substitute", "window", account="colleague")).status == 403
    centre.json(await act(centre, duty, "substitute", "duty", account="colleague"))
    [row] = await listed(centre, 2)
    told = (row["account"], row["substitute_of"], row["is_absent"])
    assert told == ("colleague", "window", False)
    centre.json(await act(centre, duty, "remove", "duty"))
    assert await listed(centre, 2) == []


async def test_a_file_is_taken_whole_or_told_row_by_row(centre: TheCentre):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["日期", "时段", "窗口", "单位", "账号", "姓名", "电话"])
    sheet.append([day(3), "上午", "01", "司法", "window", "", ""])
    sheet.append([day(3), "上午", "02", "司法", "stranger", "", ""])
    sheet.append([day(3), "夜里", "03", "司法", "window", "", ""])
    kept = io.BytesIO()
    book.save(kept)
    answer = await centre.ask("POST", f"{ROTA}/file", "duty", body=kept.getvalue())
    assert answer.status == 422, answer.body
    assert [one["row"] for one in json.loads(answer.body)["rows"]] == [3, 4]
    assert await listed(centre, 3) == []
    text = f"日期,时段,窗口,单位,账号,姓名,电话\n{day(3)},下午,1,司法,,张三丰,\n"
    taken = await centre.ask("POST", f"{ROTA}/file", "duty", body=text.encode())
    assert json.loads(taken.body) == {"rows": 1}
    [row] = await listed(centre, 3)
    assert row["half"] == "afternoon"
    assert "三" not in row["name"]


async def test_the_rota_is_read_by_the_centre_and_written_by_the_duty_clerk(centre: TheCentre):
    for who in ("window", "mediates", "talker", "in-charge"):
        assert (await centre.call("GET", ROTA, who)).status == 200, who
        assert (await plan(centre, 4, "01", "window", who)).status == 403, who
    for who in STRANGERS:
        assert (await centre.call("GET", ROTA, who)).status == 403, who
        assert (await act(centre, "x", "absent", who, reason="生病")).status == 403, who


# the centre ---------------------------------------------------------------------------------------


async def version(centre: TheCentre) -> int:
    found = centre.json(await centre.call("GET", "/api/v1/centre/versions", "duty"))
    return found["items"][0]["version"]


async def change(centre: TheCentre, who: str = "duty", **said: Any) -> Any:
    return await centre.call("POST", CHANGES, who, {"version": await version(centre), **said})


async def test_a_closed_body_keeps_its_cases_and_is_chosen_no_more(centre: TheCentre):
    code = await centre.routed("closing", body="legal_aid")
    refused = await change(centre, act="remove", part="body", code="legal_aid")
    assert (refused.status, refused.error["field"]) == (409, "code")
    assert "停用" in refused.error["message"]
    before = await version(centre)
    after = centre.json(await change(centre, act="close", part="body", code="legal_aid"))
    assert after["version"] == before + 1
    assert (await centre.shown(code))["body"] == "legal_aid"
    other = await centre.take_in("other")
    answer = await centre.step(other, "duty", "route", body="legal_aid")
    assert (answer.status, answer.error["field"]) == (422, "body")
    centre.json(await change(centre, act="reopen", part="body", code="legal_aid"))
    await centre.done(other, "duty", "route", body="legal_aid")


async def test_a_closed_window_takes_nothing_in_and_a_room_nothing_used_goes(centre: TheCentre):
    centre.json(await change(centre, act="close", part="window", code="10"))
    body = {"key": "w10", "window": "10", "category": "migrant_wages", "claim": "演示",
            "parties": [{"name": "演示"}]}  # fmt: skip
    answer = await centre.call("POST", CASES, "window", body)
    assert (answer.status, answer.error["field"]) == (422, "window")
    new = {"part": "room", "code": "R8", "name": "八室", "zone": "mediation"}
    centre.json(await change(centre, act="put", **new))
    centre.json(await change(centre, act="remove", part="room", code="R8"))
    centre.json(await change(centre, act="reopen", part="window", code="10"))


async def test_two_who_change_one_version_do_not_overwrite_each_other(centre: TheCentre):
    seen = await version(centre)
    said = {"version": seen, "act": "close", "part": "room", "code": "R3"}
    centre.json(await centre.call("POST", CHANGES, "duty", said))
    again = await centre.call("POST", CHANGES, "reviewer", {**said, "code": "R4"})
    assert (again.status, again.error["field"]) == (409, "version")


async def test_who_sees_reports_is_decided_by_no_clerk(centre: TheCentre):
    assert (await change(centre, act="seal", sealed_to=["duty"])).status == 403
    refused = await change(centre, "secadm", act="seal", sealed_to=["nobody-there"])
    assert refused.status == 422
    for clerk in ("duty", "mediates", "in-charge"):
        refused = await change(centre, "secadm", act="seal", sealed_to=[clerk])
        assert (refused.status, refused.error["field"]) == (422, "sealed_to"), clerk
    centre.json(await change(centre, "secadm", act="seal", sealed_to=["looks-after"]))
    code = await centre.take_in("after-seal", matter="report", category="other")
    answer = await centre.call_because(f"{CASES}/{code}", "looks-after", "abcdef")
    assert answer.status == 200
    assert (await change(centre, "secadm", act="close", part="room", code="R1")).status == 403
    for who in (*STRANGERS, "window", "mediates", "talker"):
        refused = await centre.call("POST", CHANGES, who, {"version": 1, "act": "general"})
        assert refused.status == 403, who


async def test_who_changed_the_centre_stands_in_the_record(centre: TheCentre):
    centre.json(await change(centre, act="close", part="room", code="R5"))
    centre.json(await change(centre, "secadm", act="seal", sealed_to=["looks-after"]))
    records = await centre.call("GET", "/api/v1/admin/journal", "audit-1", query="kind=centre")
    items = json.loads(records.body)["items"]
    assert {one["actor"] for one in items} >= {"duty", "secadm"}


async def test_a_hand_in_another_process_is_heard(centre: TheCentre):
    centres = centre.parts.centres
    from operations.centre.premises.centres import Centres

    centre.json(await change(centre, act="close", part="room", code="R6"))
    other = Centres(centre.parts.store, centre.parts.work, centres.first)
    assert other() == centres()
    centre.json(await change(centre, act="reopen", part="room", code="R6"))
    assert other().rooms["R6"].is_closed
    other.look()
    assert not other().rooms["R6"].is_closed


# the pages ----------------------------------------------------------------------------------------


async def drawn(centre: TheCentre, page: str, who: str, **asked: Any) -> str:
    first = f"{page}-says.children" if asked else f"{page}-body.children"
    body = json.loads(posted(centre, first))
    for entry in (*body["inputs"], *body.get("state", [])):
        if asked and entry["id"] == f"{page}-do":
            entry["value"] = asked
    answer = await centre.ask("POST", CALLBACK, who, body=json.dumps(body).encode())
    assert answer.status == 200, answer.body[:300]
    return json.dumps(json.loads(answer.body), ensure_ascii=False)


async def test_the_pages_draw_and_do_what_the_routes_do(centre: TheCentre):
    shown = await drawn(centre, "rota", "window")
    assert "当日没有排班" in shown
    assert "安排一个窗口" not in shown
    assert "安排一个窗口" in await drawn(centre, "rota", "duty")
    told = await drawn(
        centre, "rota", "duty", act="plan", day=day(5), half="morning", window="04",
        unit="justice", account="window",
    )  # fmt: skip
    assert "已排班" in told
    assert (await listed(centre, 5))[0]["window"] == "04"
    closed = (await drawn(centre, "premises", "secadm")).count("已停用")
    before = await version(centre)
    told = await drawn(
        centre, "premises", "duty", act="close", version=before, part="room", code="R7"
    )
    assert f"第 {before + 1} 版" in told
    assert (await drawn(centre, "premises", "duty")).count("已停用") == closed + 1
    assert "请先选择您所在的窗口" in await drawn(centre, "queue", "window")
    for half in ("morning", "afternoon"):
        row = {"day": day(0), "half": half, "window": "06", "unit": "justice", "account": "window"}
        centre.json(await centre.call("POST", ROTA, "duty", row), 201)
    assert "本窗口现在没有号" in await drawn(centre, "queue", "window")  # where the rota says
    assert "窗口 01" in await drawn(centre, "queue", "window", act="sit", window="01")


async def test_what_is_wrong_in_a_file_is_told_by_row_and_column_in_the_readers_words(
    centre: TheCentre,
):
    rows = f"日期,时段,窗口,单位\n昨天,上午,01,司法\n{day(2)},半夜,01,司法\n"
    content = f"data:text/csv;base64,{base64.b64encode(rows.encode()).decode()}"
    told = await centre.drawn("rota-file-says.children", "rota-file", "duty", content)
    assert "第 2 行日期：" in told
    assert "第 3 行时段：" in told
