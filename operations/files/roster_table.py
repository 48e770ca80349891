"""The cells of a table somebody sends, as offices keep it; read in the process for files of others.

Labels and file names lie: a file is what its bytes say. A merged cell counts in every row it
covers, a formula by the value stored with it, else by its text (nothing is computed).
"""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

from openpyxl import load_workbook

from domain.dispatch.roster import MOST_ROWS, TABLE
from domain.errors import InvalidError
from domain.tables import Sheet

LARGEST = 2 * 1024 * 1024
_MOST_UNPACKED = 40 * 1024 * 1024
# Larger sheets are read row by row, without their merged cells: they would take too long.
_MOST_WITH_MERGES = 12 * 1024 * 1024
_MOST_ROWS_SEEN = 200_000
# Lines above the header do not count among the rows that may be imported.
HEADROOM = 40
_MOST_COLUMNS = 20
_LONGEST_CELL = 1000
_DELIMITERS = ",;\t|，；"
_OLE = b"\xd0\xcf\x11\xe0"

Cell = str | int | float | bool | None
_FILE = {"field": "file", "code": "wrong_file"}


Missing = Callable[[Sequence[Sequence[object]]], int]


def read_table(raw: bytes, missing: Missing = TABLE.missing) -> Sheet:
    """The rows of a table that hold something; `missing`: how many columns its header lacks.

    Of CSV in any encoding and with any delimiter, of xlsx the first visible sheet that has the
    header that is looked for, or of a page saved as .xls. A date is written 2026-07-01.

    Raises:
        InvalidError: too large, or no such file; says what it is and what to do.
    """
    if not raw:
        raise InvalidError(says="roster_empty", **_FILE)
    if len(raw) > LARGEST:
        raise InvalidError(says="roster_file_too_large", **_FILE)
    if raw.startswith(_OLE):
        raise InvalidError(says="table_old_xls", **_FILE)
    if raw.startswith(b"PK\x03\x04"):
        return _xlsx(raw, missing)
    text = _decoded(raw)
    start = text[:2000].lstrip().lower()
    if start.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise InvalidError(says="table_xml", **_FILE)
    if start.startswith("<") and "<t" in text.lower():
        return _html(text)
    return _csv(text, missing)


def _decoded(raw: bytes) -> str:
    """The text of a file by its mark, else by what its bytes can be."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in raw[:200]:
        is_little = raw[1:2000:2].count(0) > raw[0:2000:2].count(0)
        encodings = ["utf-16-le" if is_little else "utf-16-be"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InvalidError(says="table_unread", **_FILE)


def _csv(text: str, missing: Missing) -> Sheet:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').lower().startswith("sep=") and len(first.strip()) <= 7:
        text = "\n" + rest  # a line for spreadsheets only; the others keep their numbers
    try:
        tables = [_rows_of(text, one) for one in _DELIMITERS if one in text]
    except csv.Error as error:
        raise InvalidError(says="table_bad_csv", why=error, **_FILE) from error
    tables = tables or [_rows_of(text, ",")]
    return min(tables, key=lambda sheet: missing(sheet.rows))


def _rows_of(text: str, delimiter: str) -> Sheet:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    return _kept(enumerate(reader, 1))


def _kept(rows: Any) -> Sheet:
    """The rows that hold something, at most one more than may be imported."""
    kept: list[list[Cell]] = []
    numbers: list[int] = []
    for number, row in rows:
        if number > _MOST_ROWS_SEEN or len(kept) > MOST_ROWS + HEADROOM:
            break
        cells = [_cell(value) for value in row[:_MOST_COLUMNS]]
        if any(cell is not None and str(cell).strip() for cell in cells):
            kept.append(cells)
            numbers.append(number)
    return Sheet(kept, numbers)


class _Tables(HTMLParser):
    """The rows of every table of a page; merged cells count in each place they cover."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        # Cells that reach down: into this row, and into the next; column → (rows left, text).
        self._spans: dict[int, tuple[int, str]] = {}
        self._later: dict[int, tuple[int, str]] = {}
        self._size = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._end_cell()
            said = dict(attrs)
            self._size = (_span(said.get("rowspan")), _span(said.get("colspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _fill(self) -> None:
        """Cells from rows above that reach down to here."""
        while self._row is not None and len(self._row) in self._spans:
            column = len(self._row)
            left, text = self._spans.pop(column)
            self._row.append(text)
            if left > 1:
                self._later[column] = (left - 1, text)

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        self._fill()
        text = "".join(self._cell).strip()
        down, across = self._size
        for _ in range(across):
            if down > 1:
                self._later[len(self._row)] = (down - 1, text)
            self._row.append(text)
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._fill()
        if len(self.rows) <= _MOST_ROWS_SEEN:
            self.rows.append(self._row)
        self._spans, self._later, self._row = self._later, {}, None


def _span(said: str | None) -> int:
    return min(int(said), 1000) if said and said.isascii() and said.isdigit() else 1


def _html(text: str) -> Sheet:
    reader = _Tables()
    reader.feed(text)
    reader.close()
    if not reader.rows:
        raise InvalidError(says="table_web_page", **_FILE)
    return _kept(enumerate(reader.rows, 1))


def _xlsx(raw: bytes, missing: Missing) -> Sheet:
    broken = InvalidError(says="table_broken_xlsx", **_FILE)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            if size > _MOST_UNPACKED:
                raise InvalidError(says="table_unpacks_too_large", **_FILE)
            names = packed.namelist()
            if not any(name.startswith("xl/") for name in names):
                raise InvalidError(says="table_no_xlsx", **_FILE)
            if any(_declares(packed.read(part)) for part in packed.infolist()):
                raise broken  # what a spreadsheet program writes has no entities to expand
        return _best_sheet(raw, missing, is_small=size <= _MOST_WITH_MERGES)
    except InvalidError:
        raise
    except Exception as error:
        # Parsers of XML, of archives and of packed data each raise their own: there is no list of
        # what a damaged file may make openpyxl raise, and none of it is ours.
        raise broken from error


def _best_sheet(raw: bytes, missing: Missing, *, is_small: bool) -> Sheet:
    """The first visible sheet with the header; else the one that has most of it."""
    book = load_workbook(io.BytesIO(raw), read_only=not is_small, data_only=True)
    best: tuple[int, tuple[str, Sheet]] | None = None
    for page in book.worksheets:
        if page.sheet_state != "visible":
            continue
        sheet = _page(page, is_small=is_small)
        lacks = missing(sheet.rows) if sheet.rows else 99
        if best is None or lacks < best[0]:
            best = (lacks, (page.title, sheet))
        if not lacks:
            break
    if best is None:
        raise InvalidError(says="table_all_hidden", **_FILE)
    title, sheet = best[1]
    _write_formulas(raw, title, sheet)
    return sheet


def _page(page: Any, *, is_small: bool) -> Sheet:
    if is_small:
        _fill_merged(page)
    sheet = _kept(enumerate(page.iter_rows(max_col=_MOST_COLUMNS, values_only=True), 1))
    if not is_small:
        return sheet
    hidden = [
        n for n in sheet.numbers if n in page.row_dimensions and page.row_dimensions[n].hidden
    ]
    return Sheet(sheet.rows, sheet.numbers, hidden)


def _fill_merged(page: Any) -> None:
    """Write the value of each merged cell into every row it covers; a title stays as it is."""
    for area in list(page.merged_cells.ranges):
        value = page.cell(area.min_row, area.min_col).value
        page.unmerge_cells(str(area))
        if area.min_row == area.max_row:
            continue
        last = min(area.max_row, area.min_row + MOST_ROWS)
        for number in range(area.min_row, last + 1):
            page.cell(number, area.min_col).value = value


def _write_formulas(raw: bytes, title: str, sheet: Sheet) -> None:
    """Put the text of a formula where no spreadsheet program has stored its value yet."""
    page = load_workbook(io.BytesIO(raw), read_only=True, data_only=False)[title]
    held = dict(zip(sheet.numbers, sheet.rows, strict=True))
    rows = page.iter_rows(max_row=_MOST_ROWS_SEEN, max_col=_MOST_COLUMNS, values_only=True)
    for number, row in enumerate(rows, 1):
        cells: Any = held.get(number, [])
        for at, value in enumerate(row[: len(cells)]):
            if cells[at] is None and isinstance(value, str) and value.startswith("="):
                cells[at] = value[:_LONGEST_CELL]


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
