"""What is exported: text stays text, and the paper says who took it."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from operations.prints.sheets import Watermark, as_text, csv_text, workbook

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
BY_LI = Watermark("li", NOON, ZoneInfo("Asia/Shanghai"))
FORMULAS = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    '=HYPERLINK("http://evil.example","张三")',
    "=cmd|' /C calc'!A0",
    "＝1",
]


def cells(book: bytes) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text_in_a_spreadsheet(text):
    cell = cells(workbook(["标题"], [[text]], BY_LI))[1][0]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert str(cell.value).strip() == text.strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text_in_csv(text):
    body = csv_text(["标题"], [[text]], BY_LI).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(body, newline="")))[1][0].startswith("'")


def test_names_headers_and_the_watermark_itself_are_no_formulas():
    by_mallory = Watermark("=1+1", NOON, UTC)
    book = cells(workbook(["=A1"], [], by_mallory))
    assert {cell.data_type for row in book for cell in row if cell.value} == {"s"}
    assert csv_text(["=A1"], [], by_mallory).decode("utf-8-sig").startswith("'=A1")


def test_numbers_and_moments_stay_what_they_are():
    row = [-5, 1.5, None, True, date(2026, 1, 1), NOON, "火灾"]
    values = [cell.value for cell in cells(workbook(list("abcdefg"), [row], BY_LI))[1]]
    assert values[:4] == [-5, 1.5, None, True]
    assert str(values[5]) == "2026-01-01 12:00:00", "the district's time, not UTC"
    assert b"-5,1.5,,True,2026-01-01,2026-01-01 12:00:00" in csv_text(list("abcdefg"), [row], BY_LI)


def test_the_last_line_says_who_took_it_and_when():
    words = "导出账号 li · 导出时间 2026-01-01 12:00:00"
    book = workbook(["a"], [[1]], BY_LI)
    assert cells(book)[-1][0].value == words
    assert load_workbook(io.BytesIO(book)).properties.description == words
    assert csv_text(["a"], [[1]], BY_LI).decode().rstrip().endswith(words)


def test_csv_begins_with_the_mark_that_makes_chinese_readable():
    assert csv_text(["标题"], [], BY_LI).startswith(b"\xef\xbb\xbf")


def test_control_characters_and_endless_text_do_not_break_a_file():
    cell = cells(workbook(["a"], [["火\x00灾\x0b" + "长" * 40_000]], BY_LI))[1][0]
    assert str(cell.value).startswith("火灾长")
    assert as_text("a\x00b") == "ab"


def test_rows_may_come_one_by_one():
    rows = ((number, NOON + timedelta(minutes=number)) for number in range(1_000))
    assert len(cells(workbook(["n", "at"], rows, BY_LI))) == 1_003
