"""Tables as offices keep them: where the header stands, what a cell says, what is wrong in a row.

All rows of a table are taken, or none.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain.errors import InvalidError, RefusedError

# A title, a date of issue and a line of contacts may stand above the header.
HEADER_WITHIN = 30
# Of more wrong rows nobody reads.
MOST_TOLD = 200
# What a row begins with that is no row of the table: sums, and who has filled it in.
_BELOW = ("合计", "总计", "小计", "填表人", "制表人", "审核人", "填报人")
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row; `row` counts as a spreadsheet does, the first is 1."""

    row: int
    field: str
    wrong: InvalidError

    @classmethod
    def of(cls, row: int, error: RefusedError, field: str = "") -> "RowError":
        """A row that the operation refused; `field` where the refusal names none."""
        values: dict[str, Any] = dict(error.values)
        wrong = InvalidError(error.detail, field=error.field, says=error.says, **values)
        return cls(row, error.field or field, wrong)

    def body(self, say: Callable[[RefusedError], str]) -> dict[str, Any]:
        """As whoever fills in the table reads it, in their language."""
        return {"row": self.row, "field": self.field, "message": say(self.wrong)}


class TableError(InvalidError):
    """The table holds rows that cannot be taken; nothing was. `rows` says which and why."""

    code = "invalid_rows"

    def __init__(self, errors: Sequence[RowError]) -> None:
        count = len({one.row for one in errors})
        super().__init__(says="rows_not_taken", rows=count, field="file")
        self.rows = list(errors[:MOST_TOLD])


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file that hold something, by their numbers there.

    `hidden` are rows nobody sees who opens it.
    """

    rows: Sequence[Sequence[object]]
    numbers: Sequence[int]
    hidden: Collection[int] = ()


def sheet_of(table: Sequence[Sequence[object]]) -> Sheet:
    """A plain table as a sheet, its rows numbered from 1."""
    kept = [(n, row) for n, row in enumerate(table, 1) if any(text_of(cell) for cell in row)]
    return Sheet([row for _, row in kept], [number for number, _ in kept])


class Header(NamedTuple):
    """Where the header stands among the rows, the column of each name, and which have none."""

    row: int
    place: Mapping[str, int]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table.

    Attributes:
        names: as they stand in the header.
        required: those without which nothing is read.
        others: further names people give them.
        most_rows: more rows are refused.
        as_written: columns whose full-width letters are kept: official names have them.
    """

    names: Sequence[str]
    required: Sequence[str]
    most_rows: int
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)
    as_written: Collection[str] = ()

    def header(self, rows: Sequence[Sequence[object]]) -> Header:
        """The first row that has every required name; else the one that has most of them."""
        best = Header(0, {}, self.required)
        for at, row in enumerate(rows[:HEADER_WITHIN]):
            cells = [_BLANKS.sub("", text_of(cell)) for cell in row]
            # The exact name wins over another that stands beside it.
            place = {
                name: cells.index(found)
                for name in self.names
                for found in (*reversed(self.others.get(name, ())), name)
                if found in cells
            }
            missing = [name for name in self.required if name not in place]
            if not missing:
                return Header(at, place, missing)
            if len(missing) < len(best.missing):
                best = Header(at, place, missing)
        return best

    def missing(self, rows: Sequence[Sequence[object]]) -> int:
        """How many required columns the header lacks: by it the sheet of a workbook is chosen."""
        return len(self.header(rows).missing)

    def rows(self, sheet: Sheet) -> tuple[list[tuple[int, dict[str, object]]], list[RowError]]:
        """The cells of each visible row that holds something, by its number; or what is wrong."""
        if not sheet.rows:
            return [], [wrong_row(1, "文件", says="roster_empty")]
        at, place, missing = self.header(sheet.rows)
        if missing:
            line = sheet.numbers[at]
            return [], [
                wrong_row(line, name, says="roster_column_missing", column=name) for name in missing
            ]
        if len(sheet.rows) - at - 1 > self.most_rows:
            return [], [wrong_row(1, "文件", says="roster_too_long", most=self.most_rows)]
        numbered = zip(sheet.numbers[at + 1 :], sheet.rows[at + 1 :], strict=True)
        read = [
            (number, {name: row[c] if c < len(row) else None for name, c in place.items()})
            for number, row in numbered
            if number not in sheet.hidden and not _is_below(row)
        ]
        found = [one for one in read if any(text_of(cell) for cell in one[1].values())]
        if not found:
            return [], [wrong_row(sheet.numbers[at] + 1, "文件", says="roster_no_rows")]
        return found, []

    def texts(self, sheet: Sheet) -> tuple[list[tuple[int, dict[str, str]]], list[RowError]]:
        """As `rows`, each cell as text."""
        rows, errors = self.rows(sheet)
        texts = [(number, {n: self._text(n, c) for n, c in row.items()}) for number, row in rows]
        return texts, errors

    def _text(self, name: str, cell: object) -> str:
        return as_written(cell) if name in self.as_written else text_of(cell)


def _is_below(row: Sequence[object]) -> bool:
    first = next((text for cell in row if (text := text_of(cell))), "")
    return _BLANKS.sub("", first).startswith(_BELOW)


def as_written(cell: object) -> str:
    """A cell as text, without blanks around it; a number made of an id loses its `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip().strip("\u200b\u200c\u200d\ufeff").strip()


def text_of(cell: object) -> str:
    """As `as_written`, full-width letters and digits as narrow ones."""
    return as_written(unicodedata.normalize("NFKC", as_written(cell)))


def wrong_row(number: int, column: str, /, *, says: str, **values: Any) -> RowError:
    """What is wrong in a row, by the code of its sentence."""
    return RowError(number, column, InvalidError(says=says, **values))
