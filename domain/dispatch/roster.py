"""The duty roster as offices keep it: rows checked one by one, all of them or none."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.dispatch.roster_dates import read_day, why_no_day
from domain.dispatch.shifts import THREE_SHIFTS, Shift
from domain.errors import InvalidError
from domain.ingest.device_ids import alike, plain_id
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import FLAG, Field, Masking
from domain.tables import Columns, RowError, Sheet, sheet_of, text_of, wrong_row

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
TABLE = Columns(COLUMNS, REQUIRED, MOST_ROWS, OTHER_NAMES)
_LONGEST = 100
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
    rows, errors = TABLE.rows(table if isinstance(table, Sheet) else sheet_of(table))
    codes = {one.name: one.code for one in shifts}
    found: list[Duty] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        duties, wrong = _read_row(number, row, units, codes)
        errors += wrong
        for duty in duties:
            if first := seen.get(duty.duty_id):
                errors.append(wrong_row(number, "单位编号", says="roster_row_twice", first=first))
            seen.setdefault(duty.duty_id, number)
        found += duties
    return found, errors


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
    day, shift = read_day(row["日期"]), text_of(row["班次"])
    post, note = text_of(row["岗位"]), text_of(row.get("备注"))
    if day is None:
        errors.insert(0, RowError(number, "日期", why_no_day(row["日期"])))
    if shift not in shifts:
        errors.insert(
            day is None,
            wrong_row(number, "班次", says="roster_shift", shifts="、".join(shifts)),
        )
    if not 1 <= len(post) <= _LONGEST:
        errors.append(wrong_row(number, "岗位", says="roster_post", most=_LONGEST))
    if len(note) > _LONGEST:
        errors.append(wrong_row(number, "备注", says="roster_note", most=_LONGEST))
    if errors or day is None:
        return [], errors
    return [Duty(day, shifts[shift], one, post, note or None, number) for one in unit_ids], []


def _units_of(
    number: int, cell: object, units: Collection[str]
) -> tuple[list[str], list[RowError]]:
    """The units a cell names: one, or several with 、 between them."""
    text = plain_id(text_of(cell))
    if text in units:
        return [text], []
    parts = [part for part in _BETWEEN_IDS.split(text) if part] or [text]
    errors = [_unknown(number, part, units) for part in parts if part not in units]
    return list(dict.fromkeys(parts)), errors


def _unknown(number: int, unit_id: str, units: Collection[str]) -> RowError:
    if not unit_id:
        return wrong_row(number, "单位编号", says="roster_unit_missing")
    meant = alike(unit_id, units)
    wrong = InvalidError(says="roster_no_unit", unit=unit_id[:32])
    if meant:
        wrong = InvalidError(says="roster_unit_meant", unit=unit_id[:32], meant="、".join(meant))
    return RowError(number, "单位编号", wrong)
