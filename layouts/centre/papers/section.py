"""The papers of a case on its card: each item with what is there, what is missing, what to print.

Signing, sending scans and exporting are done by the browser itself (assets/pages/papers/): a pad, a
file in pieces and a bar of progress are none of a form.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.centre.papers.dossier import Line, Paper
from domain.centre.papers.filed import CaseExport, CaseNumber, CasePaper, Slot
from domain.centre.papers.forms import PaperForm
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.centre.named import bodies, body_name
from layouts.elements.attributes import attributes
from layouts.office import fields, ids, office

NAME = "papers"
LONGEST_OWN = 2000


@dataclass(frozen=True, slots=True)
class Papers:
    """What the section is drawn from.

    Attributes:
        lines: every item: must it be there, is it.
        papers: in the order of the items, those taken out among them.
        loose: type and size of each file that belongs to no item yet, by its id.
        forms: what can be printed now.
        effective_on: since when the agreement holds; None while it does not.
        may_file: whether the reader files papers.
    """

    lines: Sequence[Line]
    papers: Sequence[CasePaper]
    loose: Mapping[str, tuple[str, int]]
    numbers: Sequence[CaseNumber]
    exports: Sequence[CaseExport]
    forms: Sequence[PaperForm]
    effective_on: date | None
    may_file: bool


def title(words: Words) -> str:
    """The heading."""
    return words("卷宗与文书")


def draw(opened: Opened, loaded: Papers) -> Component:
    """The whole section."""
    parts: list[Component] = [*_facts(opened, loaded), _items(opened, loaded)]
    if loaded.may_file:
        parts += [_printing(opened, loaded), _scans(opened, loaded), *_written(opened)]
    else:
        parts.append(_looks(opened, loaded))
    parts.append(_exporting(opened, loaded))
    return html.Div(parts, className="papers")


def _facts(opened: Opened, loaded: Papers) -> list[Component]:
    words = opened.words
    missing = [word(one.paper, words) for one in loaded.lines if one.is_missing]
    told: list[Component] = []
    for one in loaded.numbers:
        body = body_name(opened.centre, one.body)
        told += [html.Dt(words("文号")), html.Dd([office.named(one.words), f" {body}"])]
    if loaded.effective_on is not None:
        day = loaded.effective_on.isoformat()
        told += [html.Dt(words("协议生效")), html.Dd(day)]
    state = (
        html.Dd(words("必备材料齐全"), className="papers-whole")
        if not missing
        else html.Dd(words("缺：{papers}", papers=words.listed(missing)), className="papers-lacks")
    )
    told += [html.Dt(words("完整性")), state]
    return [html.Dl(told, className="case-facts")]


# items ------------------------------------------------------------------------------------------


def _items(opened: Opened, loaded: Papers) -> Component:
    words = opened.words
    held: dict[Paper, list[CasePaper]] = {}
    for one in loaded.papers:
        if not one.is_removed:
            held.setdefault(one.item, []).append(one)
    columns: office.Columns = (
        (words("序号"), lambda line: str(line.number)),
        (words("材料"), lambda line: word(line.paper, words)),
        (words("要求"), lambda line: words("必备") if line.is_must else words("按需")),
        (words("状态"), lambda line: _state(line, words)),
        (
            words("卷内"),
            lambda line: [_paper(one, opened, loaded) for one in held.get(line.paper, [])],
        ),
    )
    shown = [one for one in loaded.lines if one.is_must or one.is_there or held.get(one.paper)]
    rest = [word(one.paper, words) for one in loaded.lines if one not in shown]
    parts: list[Component] = [office.table(columns, shown, "", tight=4)]
    if not held:
        how = words("卷内还没有文书：可生成文书、添加扫描件或登记纸质材料")
        parts.append(office.note(how if loaded.may_file else words("卷内还没有文书")))
    if rest:
        parts.append(office.note(words("按需、尚无：{papers}", papers=words.listed(rest))))
    return html.Div(parts)


def _state(line: Line, words: Words) -> Component:
    if line.is_there:
        return html.Span(words("有"), className="papers-whole")
    return html.Span(
        words("缺") if line.is_must else words("无"),
        className="papers-lacks" if line.is_must else "",
    )


def _paper(one: CasePaper, opened: Opened, loaded: Papers) -> Component:
    words = opened.words
    name = word(one.form, words) if one.form else word(one.how, words)
    parts: list[Any] = [_link(one.file_id, name, opened) if one.file_id else html.Span(name)]
    if one.note:
        parts.append(office.named(one.note))
    if one.signed_on is not None:
        parts.append(html.Span(words("{day} 签署", day=one.signed_on.isoformat())))
    if one.slots:
        done, of = len(one.slots) - len(one.unsigned), len(one.slots)
        parts.append(html.Span(words("已签 {done}/{of}", done=done, of=of)))
    if one.sha256:
        parts.append(
            html.Code(one.sha256[:12], title=f"SHA-256 {one.sha256}", className="papers-hash")
        )
    if loaded.may_file:
        parts += [_sign(one, slot, opened) for slot in one.unsigned]
        parts.append(
            office.act(
                words("撤出"),
                ids.do(PAGE),
                opened.asks(f"{NAME}.remove", paper=one.paper_id),
                sure=words("撤出后不再计入卷宗，记录保留"),
                about=name,
                words=words,
            )
        )
    return html.Div(parts, className="papers-row")


def _sign(one: CasePaper, slot: Slot, opened: Opened) -> Component:
    """A button that opens the pad."""
    who = slot_name(slot, opened)
    asked = {
        "path": f"/api/v1/cases/{opened.case.code}/papers/{one.paper_id}/signatures",
        "slot": slot.name,
        "who": who,
        "form": word(one.form, opened.words) if one.form else "",
        "store": ids.do(PAGE),
        "again": dict(opened.asks("open")),
    }
    return html.Button(
        opened.words("{who} 签名", who=who),
        type="button",
        className="button small",
        **attributes({"data-sign": json.dumps(asked, ensure_ascii=False)}),
    )


def slot_name(slot: Slot, opened: Opened) -> str:
    """Who signs on a line: the party by name, or what the line is for."""
    for one in opened.found.parties:
        if one.party_id == slot.party_id and one.name:
            return one.name
    return opened.words.of("signer", slot.name.rpartition("-")[0])


def _link(file_id: str, name: str, opened: Opened) -> Component:
    return _file(f"/api/v1/cases/{opened.case.code}/files/{file_id}", name, opened)


def _file(path: str, name: str, opened: Opened) -> Component:
    """The way to a file; to one of a sealed case with the reason in a header."""
    if not opened.case.is_sealed:
        return html.A(name, href=path, target="_blank", className="link")
    asked = json.dumps({"path": path, "reason": opened.reason}, ensure_ascii=False)
    return html.Button(
        name, type="button", className="button small", **attributes({"data-fetch": asked})
    )


# printing, scans, what was handed over ---------------------------------------------------------


def _looks(opened: Opened, loaded: Papers) -> Component:
    """Each form as the case stands, to print and sign on paper; nothing is filed."""
    root = f"/api/v1/cases/{opened.case.code}/papers"
    ways = [
        _file(f"{root}/{form.value}.pdf", word(form, opened.words), opened) for form in loaded.forms
    ]
    return html.Details(
        [
            html.Summary(opened.words("打印文书（不入卷）")),
            html.Div(ways, className="papers-forms"),
        ],
        className="case-step",
    )


def _printing(opened: Opened, loaded: Papers) -> Component:
    words = opened.words
    parties = [(one.party_id, one.name or "") for one in opened.found.parties]
    send = office.form(
        ids.do(PAGE),
        opened.asks(f"{NAME}.freeze"),
        words("生成并入卷"),
        fields.choice("form", words("文书"), options(loaded.forms, words)),
        fields.choice("party", words("委托人（授权委托书）"), [("", words("无")), *parties]),
        fields.text("person", words("参加人或被调查人"), longest=200),
        fields.text("place", words("地点"), longest=200),
        fields.text("manner", words("履行方式"), longest=200),
        fields.text("to", words("送往单位"), longest=200),
        fields.text("basis", words("法律法规依据（信访处理意见书）"), longest=400),
        fields.lines(
            "text",
            words("补充内容"),
            longest=LONGEST_OWN,
            hint=words("调查记录、无争议事实、委托事项、信访处理的事实和理由等；不填则留空行手写"),
        ),
    )
    note = office.note(words("入卷的文书内容固定不变，签名加在固定后的文件上；不填的栏目印成空线"))
    return html.Div(
        [
            html.Details([html.Summary(words("生成文书")), note, send], className="case-step"),
            _looks(opened, loaded),
        ]
    )


def _scans(opened: Opened, loaded: Papers) -> Component:
    words = opened.words
    asked = {
        "subject_kind": "case",
        "subject_id": opened.case.code,
        "store": ids.do(PAGE),
        "again": dict(opened.asks("open")),
    }
    chooser = html.Div(
        className="papers-upload",
        **attributes({"data-scans": json.dumps(asked, ensure_ascii=False)}),
    )
    rows = [
        html.Div(
            [
                _link(file_id, f"{kind} {size / 1024:.0f} KB", opened),
                office.form(
                    ids.do(PAGE),
                    opened.asks(f"{NAME}.assign", file=file_id),
                    words("归入"),
                    fields.choice("item", words("卷内项目"), options(Paper, words)),
                    fields.text("note", words("名称"), longest=200),
                    fields.text("signed_on", words("签署日期（如 2026-01-31）"), longest=10),
                ),
            ],
            className="papers-loose",
        )
        for file_id, (kind, size) in loaded.loose.items()
    ]
    return html.Div(
        [office.note(words("扫描件或照片（每个不超过 30 MB）")), chooser, *rows],
        className="papers-scans",
    )


def _written(opened: Opened) -> list[Component]:
    words = opened.words
    paper = office.form(
        ids.do(PAGE),
        opened.asks(f"{NAME}.hand_over"),
        words("登记纸质材料"),
        fields.choice("item", words("卷内项目"), options(Paper, words)),
        fields.text("note", words("名称"), longest=200),
        fields.text("signed_on", words("签署日期（如 2026-01-31）"), longest=10),
    )
    number = office.form(
        ids.do(PAGE),
        opened.asks(f"{NAME}.number"),
        words("登记文号"),
        fields.choice("body", words("承办"), bodies(opened.centre)),
        fields.text("words", words("文号"), longest=60, is_required=True),
    )
    return [
        html.Details([html.Summary(words("登记纸质材料")), paper], className="case-step"),
        html.Details([html.Summary(words("登记其他机关的文号")), number], className="case-step"),
    ]


def _exporting(opened: Opened, loaded: Papers) -> Component:
    """The button that exports, and what was exported before."""
    words = opened.words
    asked = {"code": opened.case.code, "reason": opened.reason}
    begin = html.Div(
        html.Button(
            words("导出整卷"),
            type="button",
            className="button small",
            **attributes({"data-export": json.dumps(asked, ensure_ascii=False)}),
        ),
        className="papers-export",
    )
    if not loaded.exports:
        return begin
    columns: office.Columns = (
        (words("导出时间"), lambda one: office.moment(one.at, opened.zone_name)),
        (words("账号"), lambda one: office.named(one.by)),
        (words("页数"), lambda one: str(one.pages)),
        ("SHA-256", lambda one: html.Code(one.sha256, className="papers-hash")),
    )
    return html.Div([begin, office.table(columns, loaded.exports, "", tight=1)])
