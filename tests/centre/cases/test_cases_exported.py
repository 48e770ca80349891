"""The list of cases as a file: for who sees them, masked, written down, with who took it."""

import io
import json
from collections.abc import AsyncIterator

import openpyxl
import pytest
import pytest_asyncio

from tests.access.test_all_doors import text_of
from tests.centre.the_centre import CASES, CLAIM, NAME, PHONE, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("exported"))
    await made.start()
    await made.take_in("one", amount_fen=123_450)
    await made.routed("two")
    yield made
    await made.stop()


def exports(centre: TheCentre) -> list[tuple[str, str]]:
    records = centre.parts.store.records_after(0, limit=100_000)
    told = [one for one in records if (one.kind, one.action) == ("audit", "exported")]
    return [(one.actor, one.state["what"]) for one in told]


async def test_the_list_is_taken_away_masked_and_marked(centre: TheCentre):
    before = len(exports(centre))
    answer = await centre.call("GET", f"{CASES}.csv", "duty")
    assert answer.status == 200, answer.body
    text = answer.body.decode("utf-8-sig")
    head, *lines, mark = text.splitlines()
    assert head.startswith("编码,登记时间,环节,类别")
    assert len(lines) == 2
    assert "1234.5" in text
    assert "待分流" in text
    assert "欧**" in text or "欧*" in text
    assert not any(word in text for word in (NAME, PHONE, CLAIM))
    assert mark.startswith("导出账号 duty · 导出时间 ")
    assert exports(centre)[before:] == [("duty", f"{CASES}.csv")]


async def test_the_same_stands_in_the_spreadsheet_by_the_question_of_the_list(centre: TheCentre):
    answer = await centre.call("GET", f"{CASES}.xlsx", "duty", query="stage=routed")
    assert answer.status == 200, answer.body
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.body)).active.values)  # type: ignore[union-attr]
    assert rows[0][0] == "编码"
    assert rows[1][2] == "待接收"
    assert rows[2][0] is None
    assert str(rows[3][0]).startswith("导出账号 duty")
    refused = await centre.call("GET", f"{CASES}.xlsx", "duty", query="cursor=1.x")
    assert refused.status == 422


async def test_whoever_sees_no_case_takes_an_empty_list_or_none(centre: TheCentre):
    listed = await centre.call("GET", f"{CASES}.csv", "receives")
    assert listed.status == 200
    assert len(text_of(listed.body).splitlines()) == 2
    for who, refused in (("centre", 403), ("sysadm", 403), ("machine", 401)):
        assert (await centre.call("GET", f"{CASES}.csv", who)).status == refused, who


async def test_the_page_hands_it_out_in_its_readers_language_and_writes_it_down(centre: TheCentre):
    before = len(exports(centre))
    assert "导出 CSV" in await centre.queue("duty")
    told = json.loads(await centre.pressed("duty", act="export", kind="csv", view="all", q=""))
    file = told["response"]["centre-file"]["data"]
    assert file["filename"].endswith(".csv")
    assert exports(centre)[before:] == [("duty", "list of cases")]
    refused = await centre.pressed("duty", act="export", kind="exe")
    assert "centre-file" not in json.loads(refused)["response"]
    assert len(exports(centre)) == before + 1
