"""A table of firms as offices keep it: rows checked one by one, all of them taken or none."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from domain.centre.firms.credit_codes import read_credit_code
from domain.centre.firms.firms import Firm, FirmRisk
from domain.dispatch.roster import HEADER_WITHIN, RowError, Sheet
from domain.errors import InvalidError
from domain.fields import as_text

CODE, NAME, INDUSTRY, STAFF, RISK = "统一社会信用代码", "企业名称", "行业", "职工人数", "风险等级"
CONTACTS, PERSON, PHONE, FOUNDED, MARKS = "联络员账号", "企业联系人", "联系电话", "成立年份", "标签"
COLUMNS = (CODE, NAME, INDUSTRY, STAFF, RISK, CONTACTS, PERSON, PHONE, FOUNDED, MARKS)
REQUIRED = (CODE, NAME, INDUSTRY, STAFF)
MOST_ROWS = 5000
MOST_STAFF = 10**6
RISKS = {"低": FirmRisk.LOW, "中": FirmRisk.MIDDLE, "高": FirmRisk.HIGH}
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_BETWEEN = re.compile(r"[、,，;；/\s]+")


def columns_missing(rows: Sequence[Sequence[object]]) -> int:
    """How many required columns the best header among the first rows lacks."""
    place = _header(rows)[1]
    return sum(name not in place for name in REQUIRED)


def read_firms(sheet: Sheet) -> tuple[list[Firm], list[RowError]]:
    """Every row as a firm, or what is wrong with it, by its number in the table."""
    if not sheet.rows:
        return [], [_wrong(1, "文件", says="roster_empty")]
    at, place = _header(sheet.rows)
    missing = [name for name in REQUIRED if name not in place]
    if missing:
        line = sheet.numbers[at]
        return [], [_wrong(line, one, says="roster_column_missing", column=one) for one in missing]
    if len(sheet.rows) - at - 1 > MOST_ROWS:
        return [], [_wrong(1, "文件", says="roster_too_long", most=MOST_ROWS)]
    found: list[Firm] = []
    errors: list[RowError] = []
    seen: dict[str, int] = {}
    for number, cells in zip(sheet.numbers[at + 1 :], sheet.rows[at + 1 :], strict=True):
        row = {n: _text(cells[c]) if c < len(cells) else "" for n, c in place.items()}
        if number in sheet.hidden or not any(row.values()):
            continue
        firm, wrong = _read(number, row)
        errors += wrong
        if firm is None:
            continue
        if firm.credit_code in seen:
            errors.append(
                _wrong(number, CODE, says="roster_row_twice", first=seen[firm.credit_code])
            )
        seen.setdefault(firm.credit_code, number)
        found.append(firm)
    if not found and not errors:
        errors.append(_wrong(sheet.numbers[at] + 1, "文件", says="roster_no_rows"))
    return found, errors


def _read(number: int, row: Mapping[str, str]) -> tuple[Firm | None, list[RowError]]:
    errors: list[RowError] = []
    code = ""
    try:
        code = read_credit_code(row[CODE])
    except InvalidError as error:
        errors.append(RowError(number, CODE, error))
    staff = row[STAFF]
    if not (staff.isascii() and staff.isdigit() and int(staff[:9]) <= MOST_STAFF):
        errors.append(_wrong(number, STAFF, says="pool_cell_wrong", told=staff[:32]))
    risk = row.get(RISK, "") or "低"
    if risk not in RISKS:
        errors.append(
            _wrong(number, RISK, says="pool_cell_unknown", told=risk[:32], known="、".join(RISKS))
        )
    founded = row.get(FOUNDED, "")
    is_year = founded.isascii() and founded.isdigit() and 1900 <= int(founded[:5]) <= 2100
    if founded and not is_year:
        errors.append(_wrong(number, FOUNDED, says="pool_cell_wrong", told=founded[:32]))
    for name in (NAME, INDUSTRY):
        try:
            as_text(row[name], "name", longest=64)
        except InvalidError as error:
            errors.append(RowError(number, name, error))
    if errors:
        return None, errors
    firm = Firm(
        credit_code=code,
        name=row[NAME],
        industry=row[INDUSTRY],
        staff=int(staff),
        risk=RISKS[risk],
        people=tuple(filter(None, _BETWEEN.split(row.get(CONTACTS, "")))),
        marks=tuple(filter(None, _BETWEEN.split(row.get(MARKS, "")))),
        founded=int(founded) if founded else None,
        contact=row.get(PERSON) or None,
        phone=row.get(PHONE) or None,
    )
    return firm, []


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, Mapping[str, int]]:
    best: tuple[int, Mapping[str, int]] = (0, {})
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        names = [_BLANKS.sub("", _text(cell)) for cell in row]
        place = {name: names.index(name) for name in COLUMNS if name in names}
        if len(place) > len(best[1]):
            best = (at, place)
    return best


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _wrong(number: int, column: str, /, *, says: str, **values: Any) -> RowError:
    return RowError(number, column, InvalidError(says=says, field=column, **values))
