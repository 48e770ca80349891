"""The cells of a table somebody sends, CSV or xlsx; read in the process for files of others."""

import csv
import io
import zipfile
from datetime import date, datetime
from itertools import islice

from openpyxl import load_workbook

from domain.dispatch.roster import MOST_ROWS
from domain.errors import InvalidError

LARGEST = 2 * 1024 * 1024
_MOST_UNPACKED = 40 * 1024 * 1024
_MOST_COLUMNS = 20
_LONGEST_CELL = 1000

Cell = str | int | float | bool | None


def read_table(raw: bytes) -> list[list[Cell]]:
    """The cells of a CSV (UTF-8 or GB 18030) or of an xlsx file's first sheet.

    A formula is its text, never a value: nothing is computed. A date is written 2026-07-01.

    Raises:
        InvalidError: too large, or no such file.
    """
    if not raw:
        raise InvalidError("文件是空的；请用模板填写。", field="file", code="wrong_file")
    if len(raw) > LARGEST:
        raise InvalidError("文件超过 2 MB；请分批导入。", field="file", code="wrong_file")
    return _xlsx(raw) if raw.startswith(b"PK\x03\x04") else _csv(raw)


def _csv(raw: bytes) -> list[list[Cell]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = ""
    if not text or "\x00" in text:
        raise InvalidError(
            "读不出这个文件；请另存为 CSV 或 xlsx 再传。", field="file", code="wrong_file"
        )
    try:
        rows = islice(csv.reader(io.StringIO(text)), MOST_ROWS + 2)
        return [[_cell(value) for value in row[:_MOST_COLUMNS]] for row in rows]
    except csv.Error as error:
        raise InvalidError(f"CSV 格式不对：{error}", field="file", code="wrong_file") from error


def _xlsx(raw: bytes) -> list[list[Cell]]:
    broken = InvalidError(
        "读不出这个 xlsx 文件；请用表格软件重新保存再传。", field="file", code="wrong_file"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise InvalidError("文件展开后太大；请分批导入。", field="file", code="wrong_file")
            if any(_declares(packed.read(part)) for part in packed.infolist()):
                raise broken  # what a spreadsheet program writes has no entities to expand
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
        rows = book.worksheets[0].iter_rows(
            max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS, values_only=True
        )
        return [[_cell(value) for value in row] for row in rows]
    except InvalidError:
        raise
    except Exception as error:
        # Parsers of XML, of archives and of packed data each raise their own: there is no list of
        # what a damaged file may make openpyxl raise, and none of it is ours.
        raise broken from error


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:_LONGEST_CELL]


def _declares(part: bytes) -> bool:
    """Whether an XML part brings a document type or entities, in any encoding XML may have."""
    plain = part.replace(b"\x00", b"").upper()
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
