"""The call list: whom to call today and why, the sheet of one call, the calls of a case."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import yuan
from domain.centre.cases.case_file import masked_name
from domain.centre.person.calls import LONGEST_NOTE, Came, CaseCall, Why
from domain.centre.person.due_calls import CallList, CallSheet, DueCall
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.centre.named import actor
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader

NAME = "calls"
# The view of the queue that is the call list: /centre?view=calls.
VIEW_NAME = "calls"
DAYS_TO_CHOOSE = 14


def title(words: Words) -> str:
    """The heading of the section."""
    return words("电话提醒")


def call_rows(held: CallList, words: Words, zone_name: str) -> list[Component]:
    """Who is to be called today, names masked; pressed, the sheet of the call is opened."""
    if not held.due:
        return [html.P(words("今天没有要打的电话"), className="admin-none")]
    rows = html.Ul(
        [html.Li(_row(one, words, zone_name)) for one in held.due],
        className="case-rows",
        **attributes({"aria-label": title(words)}),
    )
    more = [office.note(words("另有 {n} 个电话，办完前面的再列出", n=held.more))]
    return [rows, *(more if held.more else [])]


def _row(due: DueCall, words: Words, zone_name: str) -> Component:
    tries = [html.Span(words("未接通 {n} 次", n=due.tries))] if due.tries else []
    phone = [] if due.party.phone else [html.Span(words("没有电话"), className="case-flag")]
    return html.Button(
        [
            html.Span(
                [html.Span(word(due.occasion.why, words), className="case-stage"), *phone],
                className="case-a",
            ),
            html.Span(
                [
                    html.Span(office.named(masked_name(due.party))),
                    html.Span(word(due.party.role, words)),
                    *tries,
                ],
                className="case-b",
            ),
            html.Span(_about(due, words, zone_name), className="case-c"),
            html.Span(office.named(due.case.code), className="case-time"),
        ],
        type="button",
        className=f"case-row is-call is-{'red' if due.occasion.is_late else 'amber'}",
        **attributes({"data-open": ids.do(PAGE), "data-ask": json.dumps(_asks("open", due))}),
    )


def _asks(act: str, due: DueCall, **more: str) -> dict[str, str]:
    held = {"code": due.case.code, "party": due.party.party_id, "occasion": due.occasion.key}
    return {"act": f"{NAME}.{act}", **held, **more}


def _about(due: DueCall, words: Words, zone_name: str) -> str:
    """What it is about, without anything that tells of the matter."""
    at = due.occasion
    if at.why is Why.SESSION:
        return words("{at} 调解", at=office.moment(at.at, zone_name)[:16])
    if at.why is Why.INSTALMENT:
        told = {"number": at.number, "day": at.day, "sum": yuan(at.fen)}
        if at.is_late:
            return words("第 {number} 期 {sum} 元，{day} 已到期未付", **told)
        return words("第 {number} 期 {sum} 元，{day} 到期", **told)
    if at.why is Why.CONFIRMATION:
        return words("司法确认的申请期限 {day} 届满", day=at.day)
    if at.why is Why.CALL_BACK:
        return words("回访履行情况和意见")
    return words("请其评价，{day} 前", day=at.day)


def sheet(
    held: CallSheet,
    centre: Centre,
    reader: Reader,
    zone_name: str,
    today: date,
    *,
    may_text: bool = False,
) -> Component:
    """One call: name, number and what to say, and what came of it."""
    words, due = reader.words, held.due
    room = centre.rooms.get(due.occasion.place)
    parts: list[Component] = [
        office.title(word(due.occasion.why, words), due.case.code),
        html.P(
            [office.named(due.party.name), " ", word(due.party.role, words)],
            className="case-call-who",
        ),
        _number(due, words),
        html.P(_about(due, words, zone_name)),
    ]
    if room:
        parts.append(html.P([words("地点"), " ", office.named(room.name)]))
    if held.phone:
        parts.append(html.P([words("可回拨"), " ", office.named(held.phone)]))
    if due.needs_care:
        parts.append(
            office.note(words("涉家庭暴力：只对本人说，不留言，不提对方的时间、地点和联系方式"))
        )
    parts += [
        *_forms(due, words, today, may_text=may_text and not due.needs_care),
        *_earlier(held.earlier, words, zone_name),
    ]
    return within(reader, [html.Div(parts, className="case-card case-call")])


def _number(due: DueCall, words: Words) -> Component:
    phone = due.party.phone
    if not phone:
        return html.P(
            words("没有电话：打印提醒单，由来人或网格员带交"), className="case-call-number"
        )
    return html.P(html.A(phone, href=f"tel:{phone}"), className="case-call-number")


def _forms(due: DueCall, words: Words, today: date, *, may_text: bool) -> list[Component]:
    do = ids.do(PAGE)
    note = fields.text("note", words("通话说明（可不填）"), longest=LONGEST_NOTE)
    days = [today + timedelta(days=n) for n in range(1, DAYS_TO_CHOOSE + 1)]
    day = fields.choice("again_on", words("改到"), [(str(one), str(one)) for one in days])
    printed = office.act(words("打印提醒单"), do, _asks("print", due), is_main=not due.party.phone)
    seen = office.act(words("打开案件"), do, {"act": "open", "code": due.case.code})
    shut = office.act(words("关闭"), do, {"act": "shut"})
    if not due.party.phone:
        return [fields.line(printed, seen, shut)]
    texted = [office.act(words("发送短信提醒"), do, _asks("text", due))] if may_text else []
    told = _asks("told", due, came=Came.REACHED.value)
    again = _asks("told", due, came=Came.AGAIN.value)
    missed = _asks("told", due, came=Came.NOT_REACHED.value)
    return [
        office.form(do, told, words("已通话"), note),
        fields.line(office.act(words("未接通"), do, missed), *texted, printed, seen, shut),
        office.form(do, again, words("改日再打"), day),
    ]


def _earlier(calls: Sequence[CaseCall], words: Words, zone_name: str) -> list[Component]:
    if not calls:
        return []
    return [html.H3(words("先前的电话")), _table(calls, words, zone_name, {})]


def draw(opened: Opened, loaded: Sequence[CaseCall]) -> Component | None:
    """The calls of a case, newest first; nothing where there were none."""
    if not loaded:
        return None
    names = {one.party_id: one.name or "" for one in opened.found.parties}
    return _table(loaded, opened.words, opened.zone_name, names)


def _table(
    calls: Sequence[CaseCall], words: Words, zone_name: str, names: dict[str, str]
) -> Component:
    whom: office.Columns = ((words("当事人"), lambda one: office.named(names[one.party_id])),)
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, zone_name)[:16]),
        *(whom if names else ()),
        (words("事由"), lambda one: word(one.why, words)),
        (words("结果"), lambda one: _came(one, words)),
        (words("经办"), lambda one: office.named(actor(one.by, words))),
        (words("说明"), lambda one: office.named(one.note)),
    )
    return office.table(columns, calls, "", tight=3)


def _came(call: CaseCall, words: Words) -> str:
    if call.again_on:
        return words("改到 {day} 再打", day=call.again_on)
    return word(call.came, words)
