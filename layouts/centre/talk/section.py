"""The section of talk on the card of a case: who of the grid helps, and what is said.

What is said is drawn by the browser (assets/pages/case_talk/): it comes in while somebody reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.access.callers import Caller
from domain.centre.helping.helps import (
    LONGEST_REASON,
    LONGEST_TASK,
    HelpEnd,
    HelpOfCase,
    HelpsOfCase,
    may_speak,
)
from domain.dispatch.units import UNIT_KIND_WORDS
from domain.words import Words
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.centre.named import actor
from layouts.elements.attributes import attributes
from layouts.office import fields, ids, office

NAME = "talk"


def title(words: Words) -> str:
    """The heading."""
    return words("对话与网格协助")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Who helps with a case, and who reads of it."""

    found: HelpsOfCase
    who: Caller


def draw(opened: Opened, loaded: Loaded | None) -> Component | None:
    """Who helps, the way to ask somebody, and the talk; nothing of a sealed case."""
    if loaded is None:
        return None
    found = loaded.found
    parts = [_helps(opened, found), _ask(opened, found), _panel(opened, loaded.who)]
    return html.Div([one for one in parts if one is not None])


def _panel(opened: Opened, who: Caller) -> Component:
    marks = {
        "data-case-talk": opened.case.code,
        "data-speaks": "yes" if may_speak(who, opened.case) else "",
    }
    return html.Div(className="case-talk", **attributes(marks))


def _helps(opened: Opened, found: HelpsOfCase) -> Component | None:
    words = opened.words
    if not found.helps:
        return None
    columns: office.Columns = (
        (words("协助人员"), lambda one: office.named(one.call_sign)),
        (words("请求人"), lambda one: actor(one.held.by, words)),
        (words("时间"), lambda one: office.moment(one.held.at, opened.zone_name)[:16]),
        (words("事项"), lambda one: office.named(one.held.task)),
        (words("理由"), lambda one: office.named(one.held.reason)),
        (words("状态"), lambda one: _state(one, words)),
        ("", lambda one: _end(opened, one) if found.may_ask else ""),
    )
    made: Component = office.table(columns, found.helps, "")
    return made


def _state(one: HelpOfCase, words: Words) -> str | list[str | Component]:
    if one.held.ending is None:
        return words("协助中") if one.is_on_duty else words("协助中，现在不在岗")
    endings: Mapping[HelpEnd, str] = {
        HelpEnd.DONE: words("协助人员报告完成"),
        HelpEnd.RELEASED: words("办案人员结束"),
        HelpEnd.CLOSED: words("随案件结案结束"),
    }
    told = endings[one.held.ending]
    return [f"{told}：", office.named(one.held.result)] if one.held.result else told


def _end(opened: Opened, one: HelpOfCase) -> Component | str:
    if one.held.ended_at is not None:
        return ""
    words = opened.words
    return office.act(
        words("结束协助"),
        ids.do(PAGE),
        opened.asks(f"{NAME}.end", help_id=one.held.help_id),
        sure=words("结束后，对方手机不再显示本案的任何内容。"),
        words=words,
    )


def _ask(opened: Opened, found: HelpsOfCase) -> Component | None:
    words = opened.words
    if not found.may_ask:
        return None
    if not opened.case.area_code:
        return office.note(words("案件没有登记所在地：先补录，才能请网格员或民警协助。"))
    if not found.offered:
        return office.note(words("本案所在网格没有可以请求协助的网格员或民警。"))
    kinds = {str(kind): words(name) for kind, name in UNIT_KIND_WORDS.items()}
    offered = [
        (one.unit_id, f"{one.call_sign}（{kinds.get(str(one.kind), str(one.kind))}）")
        for one in found.offered
    ]
    form = office.form(
        ids.do(PAGE),
        opened.asks(f"{NAME}.ask"),
        words("请求协助"),
        fields.choice("unit_id", words("请谁协助"), offered),
        fields.lines("task", words("请其办理的事项"), longest=LONGEST_TASK, is_required=True),
        fields.text("why", words("请求理由"), is_required=True, shortest=4, longest=LONGEST_REASON),
        key=f"help-{opened.found.version}-{len(found.helps)}",
        sure=words("对方手机将显示事项和本案编号，姓名、号码自动隐去。"),
        words=words,
    )
    note = office.note(words("只能请本案所在网格的网格员或民警；当事人、须回避的人不在列。"))
    return html.Details(
        [html.Summary(words("请网格员或民警协助")), note, form],
        className="case-step",
        id="ask-help",
    )
