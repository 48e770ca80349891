"""Reports of incidents as other systems really send them (A01 to A06)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
import pytest_asyncio

from tests.cases.case_files import HERE
from tests.cases.stage import JSON, Stage, a_stage

INCIDENTS = "/api/v1/incidents"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as made:
        yield made


def file(name: str) -> bytes:
    return (HERE / "feeds" / name).read_bytes()


def panel(**fields: object) -> dict[str, object]:
    return orjson.loads(file("A04_27.bin")) | fields


async def end(stage: Stage, number: str) -> None:
    for status in ("accepted", "resolved", "closed"):
        answer = await stage.client.patch(f"{INCIDENTS}/{number}", json={"status": status})
        assert answer.status_code == 200, answer.text


def notes(stage: Stage, number: str) -> list[str]:
    after = stage.door.store.records_after(0, 10_000)
    kept = [one for one in after if one.kind == "note" and one.state["number"] == number]
    return [(one.private or {})["text"] for one in kept]


async def test_a01_half_an_emoji_loses_no_fire_and_the_record_says_so(stage):
    answer = await stage.report(file("A01_24.bin"))
    assert (answer.status_code, answer.json()["title"]) == (201, "厂房冒烟\ufffd")
    [note] = notes(stage, answer.json()["number"])
    assert "无法识别" in note


@pytest.mark.parametrize(
    "title", [b'"\\u5382\\ud83d\\u623f"', b'"\\ude00\xe5\x8e\x82"', b'"\xe5\x8e\x82\xe6\x88"',
              b'"a\\u0000b\\u0007"', b'"\xe5\x8e\x82\\u200b\\u0001"']
)  # fmt: skip
async def test_a01_no_broken_or_unseen_character_loses_a_report(stage, title):
    body = file("A03_26.bin").removeprefix(b"\xef\xbb\xbf")
    answer = await stage.report(body.replace('"厂房冒烟"'.encode(), title))
    assert answer.status_code == 201, answer.text
    assert notes(stage, answer.json()["number"])


async def test_a03_a_mark_of_byte_order_is_no_letter(stage):
    answer = await stage.report(file("A03_26.bin"))
    assert (answer.status_code, answer.json()["title"]) == (201, "厂房冒烟")
    utf16 = file("A03_26.bin").decode("utf-8-sig").replace("s3", "s4").encode("utf-16")
    assert (await stage.report(utf16)).json()["title"] == "厂房冒烟"


async def test_a04_a_counter_that_begins_anew_is_a_new_fire(stage):
    first = (await stage.report(panel())).json()
    await end(stage, first["number"])
    later = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    answer = await stage.report(panel(title="探测器 17 又报警", reported_at=later))
    second = answer.json()
    assert answer.status_code == 201
    assert second["number"] != first["number"]
    assert (second["links"], second["source_id"]) == ([first["number"]], "17")
    old = (await stage.client.get(f"{INCIDENTS}/{first['number']}")).json()
    assert old["links"] == [second["number"]]
    again = await stage.report(panel(title="探测器 17 又报警", reported_at=later))
    assert (again.status_code, again.json()) == (200, second)
    await end(stage, second["number"])
    third = await stage.report(panel(title="探测器 17 第三次", reported_at=None))
    assert (third.status_code, third.json()["links"]) == (201, [second["number"]])


async def test_a04_the_same_report_of_an_ended_incident_come_late_is_no_new_one(stage):
    at = (datetime.now(UTC) - timedelta(minutes=3)).isoformat()
    first = (await stage.report(panel(reported_at=at))).json()
    await end(stage, first["number"])
    late = await stage.report(panel(reported_at=at))
    assert (late.status_code, late.json()["number"]) == (200, first["number"])
    retried = await stage.report(panel())
    assert (retried.status_code, retried.json()["number"]) == (200, first["number"])


async def test_a04_other_content_while_it_is_open_is_a_correction(stage):
    first = (await stage.report(panel(lat=33.89))).json()
    answer = await stage.report(panel(title="三层着火", severity=2, lat=33.91, lon=116.83))
    body = answer.json()
    assert (answer.status_code, body["number"]) == (200, first["number"])
    assert (body["title"], body["severity"], body["lat"]) == ("三层着火", 2, 33.91)
    assert body["area_code"] == "340604102002001"
    assert notes(stage, body["number"]) == ["来源 fire-panel-3 更正：等级、标题、位置"]
    read = await stage.client.get(f"{INCIDENTS}/{body['number']}")
    assert read.json() == body
    seq = stage.door.store.head()[1]
    again = await stage.report(panel(title="三层着火", severity=2, lat=33.91, lon=116.83))
    assert (again.json(), stage.door.store.head()[1]) == (body, seq)


async def test_a04_a_correction_leaves_what_a_dispatcher_has_changed(stage):
    number = (await stage.report(panel(severity=3))).json()["number"]
    await stage.client.patch(f"{INCIDENTS}/{number}", json={"severity": 1})
    body = (await stage.report(panel(severity=3, title="烟更大了"))).json()
    assert (body["severity"], body["title"]) == (1, "烟更大了")
    body = (await stage.report(panel(severity=3, title="烟更大了", description="有人"))).json()
    assert (body["severity"], body["description"]) == (1, "有人")


async def test_a04_racing_reports_after_the_end_make_one_incident(stage):
    first = (await stage.report(panel())).json()
    await end(stage, first["number"])
    later = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    made = await asyncio.gather(*(stage.report(panel(reported_at=later)) for _ in range(8)))
    assert sorted(one.status_code for one in made) == [200] * 7 + [201]
    assert len({one.json()["number"] for one in made}) == 1


@pytest.mark.parametrize("charset", ["GBK", "gb2312", "GB18030", "cp936", '"gbk"', ""])
async def test_a05_a_body_in_gbk_is_read(stage, charset):
    kind = f"{JSON}; charset={charset}" if charset else JSON
    answer = await stage.report(file("A05_28.bin"), kind)
    assert (answer.status_code, answer.json()["title"]) == (201, "厂房冒烟")


async def test_a05_a_label_that_lies_is_not_believed_and_an_unknown_one_is_named(stage):
    answer = await stage.report(file("A03_26.bin")[3:], f"{JSON}; charset=GBK")
    assert answer.json()["title"] == "厂房冒烟"
    answer = await stage.report(file("A05_28.bin"), f"{JSON}; charset=klingon")
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, "content-type")
    assert "klingon" in answer.json()["error"]["message"]


async def test_a06_numbers_as_strings_and_ids_as_numbers_are_taken(stage):
    answer = await stage.report(file("A06_29.bin"))
    body = answer.json()
    assert answer.status_code == 201, answer.text
    assert (body["source"], body["source_id"], body["severity"]) == ("12345", "17", 2)
    assert (body["lat"], body["lon"]) == (33.9, 116.81)


async def test_a06_every_wrong_field_is_named_at_once(stage):
    wrong = {
        "source": "x",
        "source_id": {},
        "class": "blaze",
        "severity": "9",
        "lat": "x",
        "lon": 1,
    }
    error = (await stage.report(wrong)).json()["error"]
    assert {one["field"] for one in error["fields"]} == {
        "source_id", "class", "severity", "title", "lat",
    }  # fmt: skip
    assert all(one["message"] in error["message"] for one in error["fields"])
    assert error["field"] == error["fields"][0]["field"]
