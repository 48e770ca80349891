"""Tables for people to take away: spreadsheets and CSV in which nothing is ever a formula.

Every export of the product is written here, so that each says who took it and when, and so that a
title like `=HYPERLINK(…)` stays the text it is (CWE-1236).
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

Value = str | int | float | bool | date | datetime | None
Rows = Iterable[Sequence[Value]]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
LONGEST_CELL = 32_767
# What a spreadsheet takes for the start of a formula, in half and in full width.
_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@\t\r\n|%＝＋－＠]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\\/*?:\[\]]")


@dataclass(frozen=True, slots=True)
class Watermark:
    """Who took the table and when; printed on its last line."""

    account: str
    at: datetime
    zone: tzinfo

    def words(self) -> str:
        """The line as people read it."""
        moment = self.at.astimezone(self.zone)
        return f"导出账号 {self.account} · 导出时间 {moment:%Y-%m-%d %H:%M:%S}"


def workbook(
    header: Sequence[str], rows: Rows, watermark: Watermark, *, title: str = "数据"
) -> bytes:
    """One sheet as xlsx, written row by row: a hundred thousand rows need no memory for cells.

    Args:
        header: column names.
        rows: values in the order of the header; text is never read as a formula.
        watermark: goes below the last row and into the file's properties.
        title: name of the sheet (31 characters at most are kept).
    """
    return workbook_of([(title, header, rows)], watermark)


def workbook_of(sheets: Iterable[tuple[str, Sequence[str], Rows]], watermark: Watermark) -> bytes:
    """Several sheets as xlsx: of each its name, its header and its rows; as `workbook`."""
    from openpyxl import Workbook  # a tenth of a second, for files alone

    book = Workbook(write_only=True)
    book.properties.creator = _plain(watermark.account)
    book.properties.description = _plain(watermark.words())
    for title, header, rows in sheets:
        sheet = book.create_sheet(_NOT_IN_A_NAME.sub(" ", title)[:31] or "数据")
        sheet.freeze_panes = "A2"
        sheet.oddFooter.left.text = _plain(watermark.words()).replace("&", "&&")
        for row in [header, *_as_rows(rows), [], [watermark.words()]]:
            sheet.append([_cell(sheet, value, watermark.zone) for value in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def csv_text(header: Sequence[str], rows: Rows, watermark: Watermark) -> bytes:
    """The same as CSV: UTF-8 with a mark that tells spreadsheets so, lines ending in CR LF."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept)
    for row in [header, *_as_rows(rows), [watermark.words()]]:
        writer.writerow([as_text(_local(value, watermark.zone)) for value in row])
    return b"\xef\xbb\xbf" + kept.getvalue().encode()


def as_text(value: Value) -> Value:
    """A value as it may stand in a CSV cell: text that would be a formula gets an apostrophe."""
    if not isinstance(value, str):
        return value
    plain = _plain(value)
    return "'" + plain if _FORMULA.match(plain) else plain


def _as_rows(rows: Rows) -> Iterable[Sequence[Value]]:
    yield from rows


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)[: LONGEST_CELL - 1]


def _local(value: Value, zone: tzinfo) -> Value:
    """A moment in the district's time; a spreadsheet knows no time zones."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return value


def _cell(sheet: Any, value: Value, zone: tzinfo) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, _local(value, zone))
    plain = _plain(value)
    cell = WriteOnlyCell(sheet, plain)
    if _FORMULA.match(plain) or cell.data_type != "s":
        cell.data_type = "s"
        cell.quotePrefix = True  # stays text when somebody edits the cell
    return cell
