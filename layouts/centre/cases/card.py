"""A case whole: where it stands, what is next, its facts, people and story, sections of others."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import Instalment, yuan
from domain.centre.cases.case import Case, Flag
from domain.centre.cases.case_file import Tie
from domain.centre.cases.parties import CaseParty
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.centre.cases.sections import sections
from layouts.centre.cases.steps import instalment_words, step_forms
from layouts.centre.cases.time_left import time_left
from layouts.centre.cases.track import track
from layouts.centre.named import actor, body_name, last_day
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import ids, office


def card(opened: Opened, loaded: Mapping[str, Any]) -> Component:
    """A case whole, the next step first.

    Args:
        opened: the case, and for whom.
        loaded: what its sections are drawn from, by name.
    """
    words = opened.words
    parts: list[Component] = [
        _head(opened),
        track(opened.case, words),
        *step_forms(opened),
        html.Div(
            [
                html.Div(
                    [
                        html.H3(words("案情")),
                        _facts(opened),
                        html.H3(words("当事人")),
                        _people(opened.found.parties, words),
                    ]
                ),
                html.Div([html.H3(words("办案记录")), _story(opened)]),
            ],
            className="case-columns",
        ),
        *sections(opened, loaded),
    ]
    return within(opened.reader, [html.Div(parts, className="case-card")])


def _head(opened: Opened) -> Component:
    words, case = opened.words, opened.case
    marks = [word(case.category, words)]
    badges = [html.Span(one, className="case-badge") for one in marks]
    if case.level:
        level = word(case.level, words)
        badges.append(html.Span(level, className=f"case-level is-{case.level.value}"))
    badges += [html.Span(word(Flag(one), words), className="case-flag") for one in case.flags]
    if case.is_sealed:
        badges.append(html.Span(words("密封"), className="case-flag"))
    at = opened.found.at
    left = [time_left(case, at, words, opened.zone_name)] if at else []
    return html.Div(
        [
            html.Div(
                [
                    html.H2(office.named(case.code), className="case-code"),
                    html.Div(badges, className="case-badges"),
                ]
            ),
            *left,
            html.Div(
                [
                    slip_link(case, words, opened.reason),
                    office.act(words("关闭"), ids.do(PAGE), {"act": "shut"}),
                ],
                className="admin-acts",
            ),
        ],
        className="case-card-head",
    )


def _facts(opened: Opened) -> Component:
    words, case, centre = opened.words, opened.case, opened.centre
    instalments = case.instalments or ()
    clock = centre.clocks.get(case.clock or "")
    facts: Sequence[tuple[str, str]] = (
        (words("诉求"), case.claim or ""),
        (words("被检举机构"), "、".join(body_name(centre, one) for one in case.never)),
        (words("涉及人数"), str(case.people_count)),
        (words("金额（元）"), "" if case.amount_fen is None else yuan(case.amount_fen)),
        (words("承办"), body_name(centre, case.body)),
        (words("协办"), "、".join(body_name(centre, one) for one in case.co_bodies)),
        (words("包案领导"), case.leader or ""),
        (words("代管人"), case.deputy or ""),
        (words("调解员"), "、".join(case.mediators)),
        (words("稳控化解方案"), case.plan or ""),
        (words("时限"), last_day(case.due_at, opened.zone_name)),
        ("", "" if case.is_due_certain else words("期限跨入节假日安排未公布的年份，暂按周末推算")),
        (words("依据"), f"{clock.article}（{clock.name}）" if clock else ""),
        (words("首问负责"), f"{case.first_clerk}（{case.window}）"),
        (words("来自事件"), case.incident or ""),
        (words("协议内容"), case.agreement or ""),
        (words("结果"), word(case.result, words) if case.result else ""),
        (words("救济途径"), word(case.remedy, words) if case.remedy else ""),
        *_reviewed(opened),
    )
    told = [one for fact in facts if fact[1] for one in (html.Dt(fact[0]), html.Dd(fact[1]))]
    promised = [_promised(number, one, opened) for number, one in enumerate(instalments, 1)]
    if promised:
        told += [html.Dt(words("分期履行")), html.Dd(html.Ul(promised, className="case-sums"))]
    ties = [_tie(tie, code, words) for tie, code in opened.found.ties]
    linked = [html.Dt(words("相关案件")), html.Dd(ties)] if ties else []
    return html.Dl([*told, *linked], className="case-facts")


def _reviewed(opened: Opened) -> Sequence[tuple[str, str]]:
    """How far the review of a petition's answer is, by whom, and until when."""
    words, case, zone = opened.words, opened.case, opened.zone_name
    return (
        (words("复查复核"), word(case.review, words) if case.review else ""),
        (words("上一级机关、单位"), case.review_by or ""),
        (words("可以提出至"), last_day(case.ask_by, zone)),
        (words("答复期限至"), last_day(case.answer_due, zone)),
    )


def _promised(number: int, one: Instalment, opened: Opened) -> Component:
    """One instalment, and whether it is paid, owed, or late."""
    words = opened.words
    today = (
        opened.found.at.astimezone(ZoneInfo(opened.zone_name)).date() if opened.found.at else None
    )
    is_late = one.paid_at is None and today is not None and one.due < today
    state = words("已付") if one.paid_at else words("逾期未付") if is_late else words("未付")
    mark = "is-paid" if one.paid_at else "is-late" if is_late else "is-owed"
    return html.Li([instalment_words(number, one, words), " ", html.Strong(state)], className=mark)


def _tie(tie: Tie, code: str, words: Words) -> Component:
    names = {
        Tie.SPLIT_FROM: words("由此案分出"),
        Tie.SPLIT_OFF: words("分出的案件"),
        Tie.JOINED_TO: words("已并入"),
        Tie.JOINED_IN: words("并入本案的"),
    }
    ask = json.dumps({"act": "open", "code": code})
    return html.Button(
        [names[tie], " ", office.named(code)],
        type="button",
        className="case-earlier",
        **attributes({"data-open": ids.do(PAGE), "data-ask": ask}),
    )


def slip_link(case: Case, words: Words, reason: str) -> Component:
    """The way to the slip; that of a sealed case is asked for with the reason, never by address."""
    if case.is_sealed:
        asked = {"act": "slip", "code": case.code, "reason": reason}
        return office.act(words("打印回执"), ids.do(PAGE), asked)
    return html.A(
        words("打印回执"),
        href=f"/api/v1/cases/{case.code}/slip.pdf",
        target="_blank",
        className="button small",
    )


def _people(parties: Sequence[CaseParty], words: Words) -> Component:
    columns: office.Columns = (
        (words("当事人"), lambda one: _name(one, words)),
        (words("身份"), lambda one: word(one.role, words)),
        (words("性质"), lambda one: word(one.party, words)),
        (words("电话"), lambda one: office.named(one.phone)),
    )
    return office.table(columns, parties, words("没有当事人"))


def _name(one: CaseParty, words: Words) -> Any:
    return [office.named(one.name), words("（已故）")] if one.is_dead else office.named(one.name)


def _story(opened: Opened) -> Component:
    words = opened.words
    lines = [
        html.Li(
            [
                html.Span(office.moment(one.at, opened.zone_name)[5:16], className="case-when"),
                html.Strong(word(one.step, words)),
                html.Span(office.named(actor(one.by, words)), className="case-by"),
                html.P([office.named(one.text), office.named(one.other)])
                if one.text or one.other
                else None,
            ]
        )
        for one in reversed(opened.found.entries)
    ]
    return html.Ol(lines, className="case-story")
