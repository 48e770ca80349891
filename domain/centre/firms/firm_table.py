"""A table of firms as offices keep it: rows checked one by one, all of them taken or none."""

import re
from collections.abc import Mapping

from domain.centre.firms.credit_codes import read_credit_code
from domain.centre.firms.firms import Firm, FirmRisk
from domain.errors import InvalidError
from domain.fields import as_text
from domain.tables import Columns, RowError, Sheet, wrong_row

CODE, NAME, INDUSTRY, STAFF, RISK = "统一社会信用代码", "企业名称", "行业", "职工人数", "风险等级"
CONTACTS, PERSON, PHONE, FOUNDED, MARKS = "联络员账号", "企业联系人", "联系电话", "成立年份", "标签"
COLUMNS = (CODE, NAME, INDUSTRY, STAFF, RISK, CONTACTS, PERSON, PHONE, FOUNDED, MARKS)
REQUIRED = (CODE, NAME, INDUSTRY, STAFF)
MOST_ROWS = 5000
MOST_STAFF = 10**6
FOUNDED_WITHIN = (1900, 2100)
RISKS = {"低": FirmRisk.LOW, "中": FirmRisk.MIDDLE, "高": FirmRisk.HIGH}
TABLE = Columns(COLUMNS, REQUIRED, MOST_ROWS, as_written=(NAME, INDUSTRY))
_BETWEEN = re.compile(r"[、,，;；/\s]+")


def read_firms(sheet: Sheet) -> tuple[list[tuple[int, Firm]], list[RowError]]:
    """Every row as a firm by its number in the table, or what is wrong with it."""
    rows, errors = TABLE.texts(sheet)
    found: list[tuple[int, Firm]] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        firm, wrong = _read(number, row)
        errors += wrong
        if firm is None:
            continue
        if firm.credit_code in seen:
            errors.append(
                wrong_row(number, CODE, says="roster_row_twice", first=seen[firm.credit_code])
            )
        seen.setdefault(firm.credit_code, number)
        found.append((number, firm))
    return found, errors


def _read(number: int, row: Mapping[str, str]) -> tuple[Firm | None, list[RowError]]:
    errors: list[RowError] = []
    code = ""
    try:
        code = read_credit_code(row[CODE])
    except InvalidError as error:
        errors.append(RowError(number, CODE, error))
    staff = row[STAFF]
    if not _is_whole(staff, 0, MOST_STAFF):
        errors.append(wrong_row(number, STAFF, says="pool_cell_wrong", told=staff[:32]))
    risk = row.get(RISK, "") or "低"
    if risk not in RISKS:
        errors.append(
            wrong_row(
                number, RISK, says="pool_cell_unknown", told=risk[:32], known="、".join(RISKS)
            )
        )
    founded = row.get(FOUNDED, "")
    if founded and not _is_whole(founded, *FOUNDED_WITHIN):
        errors.append(wrong_row(number, FOUNDED, says="pool_cell_wrong", told=founded[:32]))
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


def _is_whole(text: str, least: int, most: int) -> bool:
    """Whether a cell is a whole number within these; a long one is not even read."""
    return text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most
