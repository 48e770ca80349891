"""Tables as offices keep them: CSV and Excel, with or without a place in each row."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from openpyxl import Workbook, load_workbook

from geodata.importing.reading.text import decode_all, decode_file
from geodata.importing.report import Kind, Report, plain

_LON = ("经度", "lon", "lng", "long", "longitude", "x", "x坐标", "东经", "jd", "坐标x", "point_x")
_LAT = ("纬度", "lat", "latitude", "y", "y坐标", "北纬", "wd", "坐标y", "point_y")
_BOTH = ("坐标", "经纬度", "lonlat", "lnglat", "location", "位置坐标")
_SHIFTS = (
    ("gcj02", re.compile(r"gcj|高德|腾讯|火星|amap|tencent")),
    ("bd09", re.compile(r"bd-?_?09|百度|baidu")),
)
MOST_ROWS, MOST_COLUMNS, HEADER_WITHIN = 200_000, 200, 20
_DELIMITERS = ",\t;|"
_NUMBER = re.compile(r"[-+]?\d{1,9}(?:\.\d+)?")
_DEGREES = re.compile(r"(\d{1,3})[°度](?:(\d{1,2})[′'分])?(?:(\d{1,2}(?:\.\d+)?)[″\"秒]?)?")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table's columns, and the point of each row; `shift` is what a heading says of them.

    `shapes` is None when no column holds places; `placed_by` are the columns that do.
    """

    columns: dict[str, Any]
    shapes: Any
    shift: str | None = None
    placed_by: Sequence[str] = ()


class TableError(Exception):
    """A table that cannot be read; the text says why."""


def is_workbook(path: Path) -> bool:
    """Whether a zip is an Excel workbook."""
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def read_workbook(path: Path, report: Report, layer: str | None = None) -> TableFile:
    """The first visible sheet that holds a table, or the one named.

    Raises:
        TableError: there is none.
    """
    book = _opened(path)
    sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
    if layer is not None:
        sheets = [one for one in book.worksheets if one.title == layer]
    for sheet in sheets:
        for area in list(sheet.merged_cells.ranges):
            value = sheet.cell(area.min_row, area.min_col).value
            sheet.unmerge_cells(str(area))
            for row in sheet.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
                for cell in row:
                    cell.value = value
        rows = [
            list(row[:MOST_COLUMNS])
            for row in sheet.iter_rows(max_row=MOST_ROWS + HEADER_WITHIN, values_only=True)
        ]
        hidden = [n for n, one in sheet.row_dimensions.items() if one.hidden and n <= len(rows)]
        if any(_filled(row) > 1 for row in rows):
            if hidden:
                message = (
                    f"{len(hidden)} hidden rows of sheet {plain(sheet.title, 30)} are read too"
                )
                report.note(Kind.SKIPPED, message, "Delete them if they do not count.")
            return _table(rows)
    raise TableError("no sheet of the workbook holds a table")


def _opened(path: Path) -> Workbook:
    try:
        return load_workbook(path, read_only=False, data_only=True)
    except Exception as error:
        # Parsers of XML, of archives and of packed data each raise their own: there is no list of
        # what a damaged file may make openpyxl raise, and none of it is ours.
        raise TableError(f"the workbook cannot be read: {plain(error)}") from error


def read_csv(path: Path, report: Report, label: str | None = None) -> TableFile:
    """A table of text in whatever encoding and with whatever delimiter.

    Raises:
        TableError: it is no table.
    """
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text, counts = decode_file(raw, b"\n", label)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    else:
        raw = re.sub(b"^(?:\xef\xbb\xbf)+", b"", raw)
        # Read as bytes in disguise: the delimiters are no part of any letter's bytes.
        text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("latin-1")
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
        texts, counts = decode_all(
            (cell.encode("latin-1") for line in lines for cell in line), label
        )
        told = iter(texts)
        lines = [[next(told) for _ in line] for line in lines]
    tell_encodings(counts, label, report)
    return _table([list(line[:MOST_COLUMNS]) for line in lines])


def tell_encodings(counts: Any, label: str | None, report: Report) -> None:
    """Say how text was read where the file does not say so, and what was cut or unreadable."""
    read = [name for name in counts if name not in ("cut", "unreadable", "UTF-8")]
    if len(read) + ("UTF-8" in counts) > 1:
        shares = ", ".join(f"{counts[name]} cells as {name}" for name in counts if name != "cut")
        report.repaired(Kind.ENCODING, f"text in several encodings: {shares}")
    elif read and not label:
        report.repaired(Kind.ENCODING, f"text encoding not named; read as {read[0]}")
    if counts["cut"]:
        message = f"{counts['cut']} texts end in the middle of a letter, which is left out"
        report.note(Kind.ENCODING, message, "The column is too narrow in the source: ask for more.")
    if counts["unreadable"]:
        message = f"{counts['unreadable']} texts cannot be read in any encoding we know"
        report.error(Kind.ENCODING, message, "Name it after --encoding, or export as UTF-8.")


def _delimiter(text: str) -> str:
    """The sign that parts the cells: the one most lines share."""
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    return max(_DELIMITERS, key=lambda sign: sum(min(line.count(sign), 20) for line in lines))


def _table(rows: list[list[Any]]) -> TableFile:
    """Columns and points of rows, the header looked for among the first ones."""
    head = _header(rows)
    names = _names(rows[head])
    body = [row for row in rows[head + 1 :] if _filled(row)]
    if len(body) > MOST_ROWS:
        raise TableError(f"more than {MOST_ROWS:,} rows")
    columns = {
        name: np.array([row[at] if at < len(row) else None for row in body], dtype=object)
        for at, name in enumerate(names)
        if name
    }
    return TableFile(columns, *_points(columns))


def _header(rows: list[list[Any]]) -> int:
    """The row of headings: the first with the most different texts, above the first long run."""
    best, most = 0, 0
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        texts = {str(cell).strip() for cell in row if isinstance(cell, str) and cell.strip()}
        count = sum(not _NUMBER.fullmatch(text) for text in texts)
        if count > most and count == len(texts):
            best, most = at, count
    if not most:
        raise TableError("no row of headings was found")
    return best


def _filled(row: Sequence[Any]) -> int:
    return sum(cell is not None and str(cell).strip() != "" for cell in row)


def _names(row: Sequence[Any]) -> list[str]:
    """Headings, each its own: a second one of a name gets a number."""
    names: list[str] = []
    for cell in row:
        name = "" if cell is None else " ".join(str(cell).split())
        count = names.count(name)
        names.append(f"{name} {count + 1}" if name and count else name)
    return names


def _points(columns: dict[str, Any]) -> tuple[Any, str | None, Sequence[str]]:
    """The point of each row (None where it has none), the shift a heading names, the headings."""
    lon, lat, both = (_find(columns, known) for known in (_LON, _LAT, _BOTH))
    if lon is not None and lat is not None:
        pairs = list(zip(columns[lon], columns[lat], strict=True))
        headings = [lon, lat]
    elif both is not None:
        parts = [re.split(r"[,，;；\s]+", str(cell or "").strip()) for cell in columns[both]]
        pairs = [(part[0], part[1]) if len(part) == 2 else (None, None) for part in parts]
        headings = [both]
    else:
        return None, None, ()
    shapes = np.full(len(pairs), None, dtype=object)
    for row, (east, north) in enumerate(pairs):
        x, y = _number(east), _number(north)
        if x is not None and y is not None:
            shapes[row] = shapely.points(x, y)
    told = "".join(headings).lower()
    shift = next((name for name, words in _SHIFTS if words.search(told)), None)
    return shapes, shift, headings


def _find(columns: dict[str, Any], known: Sequence[str]) -> str | None:
    """The column of one of the usual names, with or without a bracket or the datum behind it."""
    for wanted in known:
        for name in columns:
            word = re.sub(r"[(（\[【].*", "", unicodedata.normalize("NFKC", name)).strip().lower()
            for _, datum in _SHIFTS:
                word = datum.sub("", word)
            word = re.sub(r"wgs-?84|cgcs2000|2000", "", word).strip(" _-")
            if word == wanted:
                return name
    return None


def _number(value: Any) -> float | None:
    """A coordinate in a cell; degrees, minutes and seconds too; None when it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if np.isfinite(value) else None
    text = unicodedata.normalize("NFKC", str(value or "")).strip().lstrip("东经北纬EN ")
    if _NUMBER.fullmatch(text):
        return float(text)
    if parts := _DEGREES.fullmatch(text):
        degrees, minutes, seconds = (float(part or 0) for part in parts.groups())
        return degrees + minutes / 60 + seconds / 3600
    return None
