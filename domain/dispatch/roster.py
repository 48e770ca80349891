"""The duty roster as people hand it in: rows checked one by one, all of them or none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.dispatch.shifts import THREE_SHIFTS, Shift
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import FLAG, Field, Masking

COLUMNS = ("日期", "班次", "单位编号", "岗位", "备注")
MOST_ROWS = 5000
_LONGEST = 100
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
)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty when, and as what."""

    day: date
    shift: str
    unit_id: str
    post: str
    note: str | None = None

    @property
    def duty_id(self) -> str:
        """One entry for a unit in a shift."""
        return f"{self.day:%Y%m%d}-{self.shift}-{self.unit_id}"


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row; `row` counts as a spreadsheet does, the header is 1."""

    row: int
    field: str
    message: str


def read_rows(
    table: Sequence[Sequence[object]],
    units: Collection[str],
    shifts: Sequence[Shift] = THREE_SHIFTS,
) -> tuple[list[Duty], list[RowError]]:
    """Every row as duty, or what is wrong with it. Empty rows are passed over.

    Args:
        table: the header and the rows below it, as read from the file.
        units: ids of the units there are.
        shifts: the district's, by whose names a row says when.
    """
    if not table:
        return [], [RowError(1, "文件", "文件是空的；请用模板填写。")]
    header = [_text(cell) for cell in table[0]]
    missing = [name for name in COLUMNS[:4] if name not in header]
    if missing:
        return [], [RowError(1, name, f"缺少“{name}”一列；请用模板的表头。") for name in missing]
    if len(table) - 1 > MOST_ROWS:
        return [], [RowError(1, "文件", f"一次最多导入 {MOST_ROWS} 行；请分批导入。")]
    codes = {one.name: one.code for one in shifts}
    place = {name: header.index(name) for name in COLUMNS if name in header}
    found: list[Duty] = []
    errors: list[RowError] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(table[1:], 2):
        row = {name: cells[at] if at < len(cells) else None for name, at in place.items()}
        if not any(_text(value) for value in row.values()):
            continue
        wrong = list(_wrong(number, row, units, codes))
        if wrong:
            errors += wrong
            continue
        duty = Duty(
            day=_day(row["日期"]) or date.min,
            shift=codes[_text(row["班次"])],
            unit_id=_text(row["单位编号"]),
            post=_text(row["岗位"]),
            note=_text(row.get("备注")) or None,
        )
        if first := seen.get(duty.duty_id):
            errors.append(RowError(number, "单位编号", f"与第 {first} 行重复；请删去一行。"))
        seen.setdefault(duty.duty_id, number)
        found.append(duty)
    if not found and not errors:
        errors.append(RowError(2, "文件", "表头下面没有数据；请填写后再导入。"))
    return found, errors


def not_held(table: Sequence[Sequence[object]], held: Collection[str]) -> list[RowError]:
    """The rows of a readable table that name a unit which is not the caller's to plan.

    Args:
        table: as `read_rows` takes it, without an error of its own.
        held: ids of the caller's units.
    """
    at = [_text(cell) for cell in table[0]].index("单位编号")
    named = ((number, _text(row[at])) for number, row in enumerate(table[1:], 2) if len(row) > at)
    return [
        RowError(number, "单位编号", f"“{unit_id[:32]}”不属于您的辖区，不能由您排班。")
        for number, unit_id in named
        if unit_id and unit_id not in held
    ]


def _wrong(
    number: int, row: Mapping[str, object], units: Collection[str], shifts: Collection[str]
) -> list[RowError]:
    errors = []
    if _day(row["日期"]) is None:
        errors.append(RowError(number, "日期", "日期请写成 2026-07-01。"))
    if _text(row["班次"]) not in shifts:
        errors.append(RowError(number, "班次", f"班次只能是{'、'.join(shifts)}。"))
    unit_id = _text(row["单位编号"])
    if unit_id not in units:
        errors.append(RowError(number, "单位编号", f"没有编号为“{unit_id[:32]}”的单位。"))
    if not 1 <= len(_text(row["岗位"])) <= _LONGEST:
        errors.append(RowError(number, "岗位", f"岗位要写 1 至 {_LONGEST} 个字。"))
    if len(_text(row.get("备注"))) > _LONGEST:
        errors.append(RowError(number, "备注", f"备注最多 {_LONGEST} 个字。"))
    return errors


def _text(cell: object) -> str:
    """A cell as text; a number that a spreadsheet made of an id loses its `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell).replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError:
        return None
