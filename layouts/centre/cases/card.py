"""A case whole: its facts, its people, its story, the sections of others, and its steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import yuan
from domain.centre.cases.case import Case, Flag
from domain.centre.cases.parties import CaseParty
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.centre.cases.sections import sections
from layouts.centre.cases.steps import step_form
from layouts.centre.named import body_name, last_day
from layouts.elements.mantine import within
from layouts.office import ids, office


def card(opened: Opened, loaded: Mapping[str, Any]) -> Component:
    """A case whole, with a form for each step that is open.

    Args:
        opened: the case, and for whom.
        loaded: what its sections are drawn from, by name.
    """
    words, case, centre = opened.words, opened.case, opened.centre
    facts: Sequence[tuple[str, str]] = (
        (words("阶段"), word(case.stage, words)),
        (words("类型"), word(case.category, words)),
        (words("诉求"), case.claim or ""),
        (words("特别标记"), "、".join(word(Flag(one), words) for one in case.flags)),
        (words("被检举机构"), "、".join(body_name(centre, one) for one in case.never)),
        (words("涉及人数"), str(case.people_count)),
        (words("金额（元）"), "" if case.amount_fen is None else yuan(case.amount_fen)),
        (words("承办"), body_name(centre, case.body)),
        (words("时限"), last_day(case.due_at, opened.zone_name)),
        (words("依据"), centre.clocks[case.clock].article if case.clock else ""),
        (words("来自事件"), case.incident or ""),
        (words("结果"), word(case.result, words) if case.result else ""),
    )
    told = [one for fact in facts if fact[1] for one in (html.Dt(fact[0]), html.Dd(fact[1]))]
    parts: list[Component] = [
        office.title(words("案件"), case.code),
        html.Dl(told, className="case-facts"),
        _slip(case, words, opened.reason),
        _people(opened.found.parties, words),
        _story(opened),
        *(step_form(step, opened) for step in opened.found.steps),
        *sections(opened, loaded),
    ]
    return within(opened.reader, [html.Div(parts, className="case-card")])


def _slip(case: Case, words: Words, reason: str) -> Component:
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
        (words("当事人"), lambda one: office.named(one.name)),
        (words("身份"), lambda one: word(one.role, words)),
        (words("性质"), lambda one: word(one.party, words)),
        (words("电话"), lambda one: office.named(one.phone)),
    )
    return office.table(columns, parties, words("没有当事人"))


def _story(opened: Opened) -> Component:
    words = opened.words
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, opened.zone_name)),
        (words("步骤"), lambda one: word(one.step, words)),
        (words("经办"), lambda one: office.named(one.by)),
        (words("情况"), lambda one: office.named(one.text)),
    )
    return office.table(columns, opened.found.entries, words("没有记录"), tight=1)
