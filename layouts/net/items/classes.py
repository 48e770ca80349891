"""The table of classes as lines of the editor."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from domain.net.items.classes import LONGEST_CONDITION, LONGEST_NAME, MOST_IN_GROUP, ItemClass
from domain.words import Words
from layouts.office import line_fields
from layouts.office.editor import Lines, Row

PART = "all"
FIELDS = ("code", "name", "files_when", "limit", "grades", "closes_when", "owner")


def lines(departments: Mapping[str, str], words: Words) -> Lines:
    """How a line is drawn.

    Args:
        departments: code and name of each.
        words: of the reader.
    """
    owners = [("", words("不定（由部件普查或属地定）")), *departments.items()]

    def fields(row: Row) -> Sequence[Component]:
        more = LONGEST_CONDITION + 100
        return [
            line_fields.text("code", words("代码"), row, longest=12, input_mode="numeric"),
            line_fields.text("name", words("小类名称"), row, longest=LONGEST_NAME + 20),
            line_fields.text("files_when", words("立案条件"), row, longest=more),
            line_fields.text(
                "limit", words("处置时限"), row, longest=16, placeholder=words("如 4工作时")
            ),
            line_fields.text(
                "grades", words("可选档次"), row, longest=120,
                placeholder=words("如 2工作时、4工作时"),
            ),
            line_fields.text("closes_when", words("结案条件"), row, longest=more),
            line_fields.choice("owner", words("属主单位"), row, owners),
        ]  # fmt: skip

    blank = Row(part=PART, row="", fields={"owner": ""})
    return Lines(fields, MOST_IN_GROUP, words("加一条（Alt+Enter）"), blank)


def rows_of(items: Iterable[ItemClass]) -> list[Row]:
    """Lines of a group as the editor holds them: the fields in the order they are drawn in."""
    return [
        Row(part=PART, row=one.code, fields={name: one.state()[name] for name in FIELDS})
        for one in items
    ]


def told_of(rows: Iterable[Row], group: str) -> list[dict[str, Any]]:
    """What the editor holds, as the rules read it."""
    return [
        {"group": group} | {name: str(row["fields"].get(name) or "") for name in FIELDS}
        for row in rows
    ]
