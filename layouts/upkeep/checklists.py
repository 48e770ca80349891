"""Checklists: what is asked of a caller and told to them, by class, in numbered versions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.incidents.checklists import LONGEST_TEXT, MOST_ITEMS
from domain.words import Words
from layouts.office import editor, line_fields
from layouts.office.editor import Lines, Row
from layouts.working import Drawing

PAGE = "checklists"
PART = "all"
KINDS: Mapping[str, str] = {"question": "问答", "choice": "选择", "instruction": "提示"}
# A little more than is taken, so that what is too long is told and not cut off unseen.
_LONGEST_TYPED = LONGEST_TEXT + 100
_LONGEST_OPTIONS = 900
_BETWEEN = re.compile(r"[、,，;；]")


def checklists_page(drawing: Drawing) -> list[Component]:
    """Where the checklists are drawn."""
    return editor.frame(drawing)


def lines(words: Words) -> Lines:
    """How a line is drawn."""

    def fields(row: Row) -> Sequence[Component]:
        kinds = [(code, words(name)) for code, name in KINDS.items()]
        # The sheet shows the one that fits the kind.
        asked = html.Span(words("要问的话"), className="ed-asked")
        told = html.Span(words("要告诉报警人的话"), className="ed-told")
        more = (
            ("options", words("选项，用顿号分开"), _LONGEST_OPTIONS, words("是、否、不清楚")),
            ("text_en", words("英文"), LONGEST_TEXT, words("可不填；英文调度台上显示")),
            ("options_en", words("英文选项"), _LONGEST_OPTIONS, "yes, no, not known"),
        )
        return [
            line_fields.choice("kind", words("种类"), row, kinds),
            line_fields.text("text", [asked, told], row, longest=_LONGEST_TYPED),
            *(
                line_fields.text(name, label, row, longest=longest, placeholder=example)
                for name, label, longest, example in more
            ),
        ]

    blank = Row(part=PART, row="", fields={"kind": "question"})
    return Lines(fields, MOST_ITEMS, words("加一条（Alt+Enter）"), blank)


def rows_of(items: Iterable[Mapping[str, Any]]) -> list[Row]:
    """A checklist as lines."""
    return [
        Row(
            part=PART,
            row=str(one["id"]),
            fields={
                "kind": one["kind"],
                "text": one["text"],
                "options": "、".join(one.get("options") or ()),
                "text_en": one.get("text_en") or "",
                "options_en": ", ".join(one.get("options_en") or ()),
            },
        )
        for one in items
    ]


def items_of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Lines as the rules read a checklist; options of a line that is no choice are left out."""
    made = []
    for row in rows:
        held = row["fields"]
        item: dict[str, Any] = {
            "id": row["row"],
            "kind": held.get("kind", ""),
            "text": _typed(held, "text"),
        }
        if english := _typed(held, "text_en"):
            item["text_en"] = english
        if item["kind"] == "choice":
            item["options"] = _split(_typed(held, "options"))
            item["options_en"] = _split(_typed(held, "options_en"))
        made.append(item)
    return made


def _typed(held: Mapping[str, Any], name: str) -> str:
    value = held.get(name)
    return value.strip() if isinstance(value, str) else ""


def _split(text: str) -> list[str]:
    return [one.strip() for one in _BETWEEN.split(text) if one.strip()]


def differs(theirs: Iterable[Row], mine: Iterable[Row], words: Words) -> str:
    """What somebody else changed meanwhile, in their words."""
    own = {row["fields"].get("text") for row in mine}
    lines_ = [text for row in theirs if (text := row["fields"]["text"]) not in own]
    if not lines_:
        return words("对方改了次序、选项，或删了条目")
    between = "；" if words.language == "zh" else "; "
    return words("对方写了：{lines}", lines=between.join(lines_[:5]))
