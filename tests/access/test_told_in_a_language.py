"""What the journal tells is said in the language of whoever reads it, through the real gate."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from domain.words import is_han
from tests.access.two_towns import OUR_UNIT, TwoTowns

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    made = TwoTowns(tmp_path_factory.mktemp("told"))
    await made.start()
    yield made
    await made.stop()


async def read(towns: TwoTowns, path: str, who: str, language: str = "") -> list[dict[str, Any]]:
    cookie = f"onescreen={towns.tokens[who]}"
    said = {"cookie": f"{cookie}; onescreen-lang={language}"} if language else {}
    answer = await towns.ask("GET", path, who, **said)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = json.loads(answer.body)["items"]
    return found


async def test_the_timeline_carries_messages_and_is_said_in_chinese_unless_english_was_chosen(
    towns: TwoTowns,
):
    path = f"/api/v1/desk/incidents/{towns.ours.number}/timeline"
    plain = await read(towns, path, "centre")
    english = await read(towns, path, "centre", "en")
    assert [line["seq"] for line in plain] == [line["seq"] for line in english]
    [sent] = [line for line in plain if line["kind"] == "assignment"]
    assert (sent["text"], sent["message"]) == ("本镇一号 派出", "{who} 派出")
    assert sent["values"] == {"who": "本镇一号"}
    [reported] = [line for line in english if line["action"] == "report"]
    assert reported["values"] == {"class_name": "火情"}
    assert not is_han(reported["text"])
    assert all(line["text"] for line in english)


async def test_the_record_is_told_in_the_reader_s_language_too(towns: TwoTowns):
    path = "/api/v1/admin/journal"
    for language, is_english in (("", False), ("en", True)):
        rows = await read(towns, path, "audit-1", language)
        [unit] = [row for row in rows if row["id"] == OUR_UNIT and row["action"] == "add"]
        assert unit["message"] == "{call_sign} 力量资料新增"
        assert unit["values"] == {"call_sign": "本镇一号"}
        assert ("力量资料新增" in unit["says"]) != is_english
