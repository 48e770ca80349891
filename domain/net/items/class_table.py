"""The table of classes as a spreadsheet: read whole, or what is wrong told row by row."""

from collections.abc import Mapping
from typing import Any

from domain.errors import InvalidError
from domain.net.items.classes import GROUPS, KIND_WORDS, ClassTable, ItemClass, read_line
from domain.net.items.parts import owner_of
from domain.tables import Columns, RowError, Sheet, wrong_row

CODE, KIND, GROUP, NAME = "类别代码", "部件或事件", "大类", "小类名称"
FILES, LIMIT, GRADES, CLOSES, OWNER = "立案条件", "处置时限", "可选时限", "结案条件", "属主单位"
COLUMNS = (CODE, KIND, GROUP, NAME, FILES, LIMIT, GRADES, CLOSES, OWNER)
REQUIRED = (CODE, NAME, FILES, LIMIT, CLOSES)
TABLE = Columns(COLUMNS, REQUIRED, 600, as_written=(NAME, FILES, CLOSES, OWNER))
_COLUMN_OF = {
    "code": CODE, "name": NAME, "files_when": FILES, "limit": LIMIT,
    "grades": GRADES, "closes_when": CLOSES, "owner": OWNER,
}  # fmt: skip


def read_classes(
    sheet: Sheet, *, region: str, departments: Mapping[str, str]
) -> tuple[list[ItemClass], list[RowError]]:
    """Every line of a table, or what is wrong with its rows.

    Args:
        sheet: the table.
        region: the six digits its codes begin with.
        departments: code and name of each.
    """
    rows, errors = TABLE.texts(sheet)
    made: dict[str, ItemClass] = {}
    for number, row in rows:
        if not any(row.get(name) for name in (NAME, FILES, LIMIT)):
            continue  # who took the table away is written below it
        try:
            told: dict[str, Any] = {
                name: row.get(column, "") for name, column in _COLUMN_OF.items() if name != "owner"
            }
            told["owner"] = owner_of(row.get(OWNER, ""), departments)
            line = read_line(told, region=region, departments=departments)
        except InvalidError as error:
            errors.append(RowError(number, _COLUMN_OF.get(error.field or "", CODE), error))
            continue
        if line.code in made:
            errors.append(wrong_row(number, CODE, says="item_class_twice", told=line.code))
        made[line.code] = line
    return sorted(made.values(), key=lambda one: one.code), errors


def rows_of(table: ClassTable, departments: Mapping[str, str]) -> list[list[str]]:
    """A table with its header, as it is read again."""
    return [
        list(COLUMNS),
        *(
            [
                one.code, KIND_WORDS[one.kind], GROUPS[one.group], one.name, one.files_when,
                one.limit.written, "、".join(grade.written for grade in one.grades),
                one.closes_when, departments.get(one.owner, one.owner),
            ]
            for one in table.lines
        ),
    ]  # fmt: skip
