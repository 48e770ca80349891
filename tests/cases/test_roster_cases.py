"""Duty rosters as offices keep them (R01 to R09), sent to the desk."""

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import Workbook

from api.sentences import SENTENCES
from domain.dispatch.roster_dates import read_day, why_no_day
from tests.cases.case_files import HERE
from tests.cases.stage import Stage, a_stage

ROSTER = "/api/v1/desk/roster"
HEADER = ["日期", "班次", "单位编号", "岗位", "备注"]
TWO = [("2026-07-01", "day", "JW-001"), ("2026-07-01", "evening", "JW-002")]


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as made:
        yield made


def file(name: str) -> bytes:
    return (HERE / "R" / name).read_bytes()


def book(*rows: list[Any]) -> Workbook:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    return made


def saved(made: Workbook) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


async def taken(stage: Stage, body: bytes) -> dict[str, Any]:
    answer = await stage.client.post(ROSTER, content=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def wrong(stage: Stage, body: bytes) -> list[dict[str, Any]]:
    answer = await stage.client.post(ROSTER, content=body)
    assert answer.status_code == 422, answer.text
    return answer.json().get("rows", [answer.json()["error"]])


async def duties(stage: Stage, *days: str) -> list[tuple[str, str, str]]:
    found = []
    for day in days or ("2026-07-01",):
        items = (await stage.client.get(ROSTER, params={"day": day})).json()["items"]
        found += [(one["day"], one["shift"], one["unit_id"]) for one in items]
    return sorted(found)


async def test_r01_a_title_and_merged_days_are_understood(stage):
    assert (await taken(stage, file("R01_title_and_merged_dates.xlsx")))["rows"] == 3
    assert await duties(stage) == [*TWO, ("2026-07-01", "night", "WG-0417")]


async def test_r01_the_sheet_with_the_header_counts_wherever_it_stands(stage):
    made = book(["填表说明"], ["请按样表填写"])
    hidden = made.create_sheet("旧表")
    hidden.append(HEADER)
    hidden.append(["2026-06-01", "早班", "JW-001", "巡逻"])
    hidden.sheet_state = "hidden"
    plan = made.create_sheet("七月")
    for row in (
        ["烈山区值班表"],
        [],
        ["制表：张三"],
        ["序号", *HEADER],
        [1, "2026-07-01", "早班", "JW-001", "巡逻"],
    ):
        plan.append(row)
    assert (await taken(stage, saved(made)))["rows"] == 1
    assert await duties(stage, "2026-06-01", "2026-07-01") == [TWO[0]]


async def test_r02_the_stored_values_of_formulas_are_read(stage):
    assert (await taken(stage, file("R02_formula_dates.xlsx")))["rows"] == 3
    assert len(await duties(stage, "2026-07-01", "2026-07-02", "2026-07-03")) == 3


async def test_r02_a_formula_without_a_stored_value_says_so(stage):
    made = book(HEADER, ["=A1+1", "早班", "JW-001", "巡逻"])
    [row] = await wrong(stage, saved(made))
    assert (row["row"], row["field"], "公式" in row["message"]) == (2, "日期", True)


@pytest.mark.parametrize("name", ["R03_borders_to_row_6000.xlsx", "R03_commas_to_row_6000.csv"])
async def test_r03_rows_that_hold_nothing_do_not_count(stage, name):
    assert (await taken(stage, file(name)))["rows"] in {1, 2}


async def test_r03_rows_that_hold_something_are_counted(stage):
    lines = "日期,班次,单位编号,岗位\n" + "2026-07-01,早班,JW-001,巡逻\n" * 5001
    [error] = await wrong(stage, lines.encode())
    assert "5000 行" in error["message"]


async def test_r07_ids_are_read_or_suggested(stage):
    rows = {one["row"]: one["message"] for one in await wrong(stage, file("R07_ids.xlsx"))}
    assert "是不是 0417？" in rows[2]
    assert "是不是 JW-001？" in rows[4]
    assert all("重复" in rows[number] for number in (5, 6, 7) if number in rows)
    assert 3 not in rows


@pytest.mark.parametrize("written", ["ＪＷ－００１", "JW-001\u00a0", "\u200bJW-001", "JW–001"])
async def test_r07_an_id_in_full_width_or_with_unseen_blanks_is_the_units(stage, written):
    await taken(stage, saved(book(HEADER, ["2026-07-01", "早班 ", written, "巡逻"])))
    assert await duties(stage) == [TWO[0]]


@pytest.mark.parametrize("between", ["、", "，", ",", "; ", "/", "\n"])
async def test_r07_a_row_may_name_several_units(stage, between):
    body = saved(book(HEADER, ["2026-07-01", "早班", f"JW-001{between}JW-002", "巡逻"]))
    assert (await taken(stage, body))["rows"] == 2
    assert {unit for _, _, unit in await duties(stage)} == {"JW-001", "JW-002"}


@pytest.mark.parametrize(
    "name",
    ["R08_html.xls", "R08_mac_cr.csv", "R08_semicolon.csv", "R08_two_boms.csv",
     "R08_unicode_text_utf16_tab.txt"],
)  # fmt: skip
async def test_r08_every_way_of_saving_a_table_is_read(stage, name):
    await taken(stage, file(name))
    assert await duties(stage) == TWO


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("delimiter", ["\t", ";", "|", ","])
async def test_r08_encoding_and_delimiter_are_told_by_the_bytes(stage, encoding, delimiter):
    rows = [HEADER, ["2026-07-01", "早班", "JW-001", "巡逻", ""]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    await taken(stage, text.encode(encoding))
    assert await duties(stage) == [TWO[0]]


async def test_r08_merged_cells_of_a_page_and_a_line_for_spreadsheets(stage):
    page = (
        "<html><table><tr><th>日期<th>班次<th>单位编号<th>岗位"
        "<tr><td rowspan=2>2026-07-01<td>早班<td>JW-001<td>巡逻"
        "<tr><td>中班<td>JW-002<td>巡逻</table>"
    )
    await taken(stage, page.encode("gb18030"))
    assert await duties(stage) == TWO
    await taken(stage, "sep=;\n日期;班次;单位编号;岗位\n2026-07-02;早班;JW-001;巡逻".encode())
    assert await duties(stage, "2026-07-02") == [("2026-07-02", "day", "JW-001")]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版"),
        (b"", "空"),
        (b"<html>x<t></html>", "表格"),
    ],
)
async def test_r08_what_cannot_be_read_is_named(stage, body, word):
    [error] = await wrong(stage, body)
    assert word in error["message"]


async def test_r09_a_hidden_row_is_not_taken_without_a_word(stage):
    assert (await taken(stage, file("R09_hidden_row.xlsx")))["hidden"] == [3]
    assert await duties(stage) == [TWO[0]]


@pytest.mark.parametrize(
    "written",
    ["2026-07-01", "2026/7/1", "2026.7.1", "2026年7月1日", "2026年07月01号", "20260701",
     "２０２６－７－１",
     "2026-07-01 08:00:00", "2026-07-01T00:00:00Z", "2026年7月1日（周三）", "2026-7-1 星期三",
     "46204",
     46204, 46204.0, 20260701, "二〇二六年七月一日", "1-Jul-2026", "July 1, 2026", "1 July 2026",
     "'2026-07-01",
     date(2026, 7, 1)],
)  # fmt: skip
def test_r02_a_day_is_read_in_every_form_that_means_one_day(written):
    assert read_day(written) == date(2026, 7, 1)


def test_r02_day_and_month_are_told_apart_where_they_can_be():
    assert read_day("31/12/2026") == read_day("12/31/2026") == date(2026, 12, 31)
    assert read_day("二〇二六年十二月二十一日") == date(2026, 12, 21)
    assert read_day("07/07/2026") == date(2026, 7, 7)


@pytest.mark.parametrize(
    ("written", "why"),
    [("26-7-1", "年份只有两位"), ("7-1", "没有写年份"), ("7月1日", "没有写年份"),
     ("07/01/2026", "分不清月和日"),
     ("2026-13-01", "不是日期"), ("2026-02-30", "不是日期"), ("", "空的"), (None, "空的"),
     ("=A1+1", "公式"),
     (7, "不是日期"), (True, "不是日期"), ("0026-07-01", "不是日期")],
)  # fmt: skip
def test_r02_a_day_that_may_be_two_or_none_is_refused_with_its_cause(written, why):
    assert read_day(written) is None
    assert why in SENTENCES.of(why_no_day(written), "zh")
