"""The duty roster as offices keep it: rows checked one by one, all of them or none."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from domain.dispatch.roster_dates import read_day, why_no_day
from domain.dispatch.shifts import THREE_SHIFTS, Shift
from domain.errors import InvalidError, RefusedError
from domain.ingest.device_ids import alike, plain_id
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import FLAG, Field, Masking

COLUMNS = ("日期", "班次", "单位编号", "岗位", "备注")
REQUIRED = COLUMNS[:4]
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "日期": ("值班日期", "排班日期"),
    "班次": ("值班班次", "班别"),
    "单位编号": ("力量编号", "单位代码", "设备编号", "编号"),
    "岗位": ("值班岗位", "职责"),
    "备注": ("说明",),
}
MOST_ROWS = 5000
# A title, a date of issue and a line of contacts may stand above the header.
HEADER_WITHIN = 30
_LONGEST = 100
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_BETWEEN_IDS = re.compile(r"[、,;/\s]+")
DUTY: Kind[Any] = Kind(
    name="duty",
    fields=(
        Field("day"),
        Field("shift"),
        Field("unit_id"),
        Field("post"),
        Field("is_removed", FLAG, may_be_absent=True),
        Field("note", personal=Masking.WORDS),
    ),
    audience=Audience(("desk.see", "journal.read")),
    kept=Kept.SIX_MONTHS,
    removed_field="is_removed",
    day_field="day",
    title="值班安排",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty when, and as what; `row` is where the file says so."""

    day: date
    shift: str
    unit_id: str
    post: str
    note: str | None = None
    row: int = field(default=0, compare=False)

    @property
    def duty_id(self) -> str:
        """One entry for a unit in a shift: made of what makes it one, and never taken apart."""
        return f"{self.day:%Y%m%d}-{self.shift}-{self.unit_id}"


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row; `row` counts as a spreadsheet does, the first is 1."""

    row: int
    field: str
    wrong: InvalidError

    def body(self, say: Callable[[RefusedError], str]) -> dict[str, Any]:
        """As whoever fills in the roster reads it, in their language."""
        return {"row": self.row, "field": self.field, "message": say(self.wrong)}


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
    kept = [(n, row) for n, row in enumerate(table, 1) if any(_text(cell) for cell in row)]
    return Sheet([row for _, row in kept], [number for number, _ in kept])


class Header(NamedTuple):
    """Where the header stands among the rows, and the column of each name."""

    row: int
    place: Mapping[str, int]

    @property
    def missing(self) -> list[str]:
        """Required names that have no column."""
        return [name for name in REQUIRED if name not in self.place]


def find_header(rows: Sequence[Sequence[object]]) -> Header:
    """The first row that has every required name; else the one that has most of them."""
    best = Header(0, {})
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        names = [_BLANKS.sub("", _text(cell)) for cell in row]
        place = {
            name: names.index(found)
            for name in COLUMNS
            for found in (name, *OTHER_NAMES[name])
            if found in names
        }
        # The exact name wins over another that stands beside it.
        place |= {name: names.index(name) for name in COLUMNS if name in names}
        header = Header(index, place)
        if not header.missing:
            return header
        if len(header.missing) < len(best.missing):
            best = header
    return best


def read_rows(
    table: Sheet | Sequence[Sequence[object]],
    units: Collection[str],
    shifts: Sequence[Shift] = THREE_SHIFTS,
) -> tuple[list[Duty], list[RowError]]:
    """Every row as duty, or what is wrong with it. Empty and hidden rows are passed over.

    The header is looked for: a title may stand above it. A row may name several units.

    Args:
        table: what was read from the file.
        units: ids of the units there are.
        shifts: the district's, by whose names a row says when.
    """
    sheet = table if isinstance(table, Sheet) else sheet_of(table)
    if not sheet.rows:
        return [], [_wrong(1, "文件", says="roster_empty")]
    header = find_header(sheet.rows)
    if missing := header.missing:
        at = sheet.numbers[header.row]
        return [], [_wrong(at, name, says="roster_column_missing", column=name) for name in missing]
    below = range(header.row + 1, len(sheet.rows))
    if len(below) > MOST_ROWS:
        return [], [_wrong(1, "文件", says="roster_too_long", most=MOST_ROWS)]
    codes = {one.name: one.code for one in shifts}
    found: list[Duty] = []
    errors: list[RowError] = []
    seen: dict[str, int] = {}
    for index in below:
        number, cells = sheet.numbers[index], sheet.rows[index]
        row = {name: cells[at] if at < len(cells) else None for name, at in header.place.items()}
        if number in sheet.hidden or not any(_text(value) for value in row.values()):
            continue
        duties, wrong = _read_row(number, row, units, codes)
        errors += wrong
        for duty in duties:
            if first := seen.get(duty.duty_id):
                errors.append(_wrong(number, "单位编号", says="roster_row_twice", first=first))
            seen.setdefault(duty.duty_id, number)
        found += duties
    if not found and not errors:
        at = sheet.numbers[header.row] + 1
        errors.append(_wrong(at, "文件", says="roster_no_rows"))
    return found, errors


def _wrong(row: int, field: str, *, says: str, **values: Any) -> RowError:
    return RowError(row, field, InvalidError(says=says, **values))


def not_held(duties: Sequence[Duty], held: Collection[str]) -> list[RowError]:
    """The rows that name a unit which is not the caller's to plan; `held` are ids of theirs."""
    return [
        RowError(
            duty.row, "单位编号", InvalidError(says="roster_unit_not_yours", unit=duty.unit_id[:32])
        )
        for duty in duties
        if duty.unit_id not in held
    ]


def _read_row(
    number: int, row: Mapping[str, object], units: Collection[str], shifts: Mapping[str, str]
) -> tuple[list[Duty], list[RowError]]:
    """The duties of a row, one for each unit it names, or what is wrong with it."""
    unit_ids, errors = _units_of(number, row["单位编号"], units)
    day, shift = read_day(row["日期"]), _text(row["班次"])
    post, note = _text(row["岗位"]), _text(row.get("备注"))
    if day is None:
        errors.insert(0, RowError(number, "日期", why_no_day(row["日期"])))
    if shift not in shifts:
        errors.insert(
            day is None,
            _wrong(number, "班次", says="roster_shift", shifts="、".join(shifts)),
        )
    if not 1 <= len(post) <= _LONGEST:
        errors.append(_wrong(number, "岗位", says="roster_post", most=_LONGEST))
    if len(note) > _LONGEST:
        errors.append(_wrong(number, "备注", says="roster_note", most=_LONGEST))
    if errors or day is None:
        return [], errors
    return [Duty(day, shifts[shift], one, post, note or None, number) for one in unit_ids], []


def _units_of(
    number: int, cell: object, units: Collection[str]
) -> tuple[list[str], list[RowError]]:
    """The units a cell names: one, or several with 、 between them."""
    text = plain_id(_text(cell))
    if text in units:
        return [text], []
    parts = [part for part in _BETWEEN_IDS.split(text) if part] or [text]
    errors = [_unknown(number, part, units) for part in parts if part not in units]
    return list(dict.fromkeys(parts)), errors


def _unknown(number: int, unit_id: str, units: Collection[str]) -> RowError:
    if not unit_id:
        return _wrong(number, "单位编号", says="roster_unit_missing")
    meant = alike(unit_id, units)
    wrong = InvalidError(says="roster_no_unit", unit=unit_id[:32])
    if meant:
        wrong = InvalidError(says="roster_unit_meant", unit=unit_id[:32], meant="、".join(meant))
    return RowError(number, "单位编号", wrong)


def _text(cell: object) -> str:
    """A cell as text, without blanks around it; a number made of an id loses its `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFKC", str(cell))
    return text.strip().strip("\u200b\u200c\u200d\ufeff").strip()
