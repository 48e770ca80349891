"""The record of who did what: each record a sentence, its JSON behind a fold; looked through."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from layouts.elements.mantine import within
from layouts.elements.opening import opening
from layouts.office import fields, office
from layouts.reader import Reader
from layouts.working import Drawing

# The store of what is looked for: fields of the form, and the cursors that led to the page.
ASKED = "journal-asked"
FIELDS = ("since", "until", "actor", "kind", "entity", "text")
ACTS, ANY = "acts", "all"
# A kept brief is a hundred thousand characters; a page holds a hundred records.
LONGEST_SHOWN = 4000


def journal_page(drawing: Drawing) -> list[Component]:
    """Where the record is drawn."""
    return office.frame(drawing, dcc.Store(id=ASKED))


def journal(
    page: Mapping[str, Any],
    asked: Mapping[str, Any],
    question: Mapping[str, str],
    reader: Reader,
    zone_name: str,
) -> Component:
    """The form, the records of one page, newest first, and the ways on.

    Args:
        page: of operations/upkeep/admin.py, with `says` in the reader's language.
        asked: as the form sent it, and `cursors`.
        question: the same as the API reads it, for the file.
        reader: for whom.
        zone_name: the district's.
    """
    words = reader.words
    titles = {one["kind"]: one["title"] for one in page["kinds"]}
    file = "/api/v1/admin/journal.csv?" + urlencode(question)

    def narrow(name: str) -> Any:
        return lambda row: opening(
            row[_OF[name]],
            ASKED,
            {**_plain(asked), name: row[_OF[name]]},
            name="admin-link",
            label=words("只看这些记录"),
        )

    columns: office.Columns = (
        (words("序号"), lambda row: str(row["seq"])),
        (words("时间"), lambda row: office.moment(row["at"], zone_name)),
        (words("类型"), lambda row: titles.get(row["kind"], row["kind"])),
        (words("操作人"), narrow("actor")),
        (words("对象"), narrow("entity")),
        (words("内容"), lambda row: _said(row, words("全部内容"))),
    )
    made = [
        _form(asked, titles, reader),
        html.P(html.A(words("导出 CSV"), href=file, download="", className="button small")),
        office.table(columns, page["items"], words("没有符合条件的记录"), tight=3),
        html.Div(_ways(page, asked, reader), className="admin-acts"),
    ]
    return within(reader, made)


_OF = {"actor": "actor", "entity": "id"}


def _said(row: Mapping[str, Any], label: str) -> html.Details:
    """The sentence, and behind a fold the record; of a large one its beginning and a way to it."""
    whole = json.dumps(row, ensure_ascii=False, indent=2, default=str)
    parts: list[Component] = [html.Summary(row["says"] or row["action"])]
    if len(whole) > LONGEST_SHOWN:
        one = urlencode({"cursor": row["seq"] + 1, "limit": 1})
        parts.append(html.A(label, href=f"/api/v1/admin/journal?{one}", className="link"))
        whole = f"{whole[:LONGEST_SHOWN]}…"
    parts.append(html.Pre(whole, className="admin-json", tabIndex=0, role="group"))
    return html.Details(parts)


def _form(asked: Mapping[str, Any], titles: Mapping[str, str], reader: Reader) -> html.Form:
    words = reader.words
    kinds = [(ACTS, words("全部（不含指标）")), (ANY, words("全部")), *titles.items()]
    since, until = fields.when("since", words("从")), fields.when("until", words("到"))
    since.value, until.value = asked.get("since") or None, asked.get("until") or None
    return office.form(
        ASKED,
        {},
        words("查询"),
        since,
        until,
        fields.text("actor", words("操作人"), value=asked.get("actor")),
        fields.choice("kind", words("类型"), kinds, asked.get("kind") or ACTS),
        fields.text("entity", words("事件编号或对象"), value=asked.get("entity")),
        fields.text("text", words("包含文字"), value=asked.get("text")),
    )


def _plain(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is looked for, from its first page on."""
    return {name: asked[name] for name in FIELDS if asked.get(name)}


def _ways(page: Mapping[str, Any], asked: Mapping[str, Any], reader: Reader) -> list[Component]:
    words, cursors = reader.words, list(asked.get("cursors") or ())
    ways: list[Component] = []
    if cursors:
        ways.append(_turn(asked, cursors[:-1], words("较新的记录")))
    if page["next"]:
        ways.append(_turn(asked, [*cursors, str(page["next"])], words("更早的记录")))
    return ways


def _turn(asked: Mapping[str, Any], cursors: Sequence[str], label: str) -> html.Button:
    return opening(label, ASKED, {**_plain(asked), "cursors": cursors}, name="button small")
