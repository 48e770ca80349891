"""Choosing who mediates: the offers with their reasons, wishes and ties, and what was chosen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.centre.mediation.choices import MediatorChoice
from domain.centre.mediation.matching import Bar, Match, why_before
from domain.centre.mediation.mediators import Mediator, Sex, Weekday
from domain.centre.mediation.wishes import MediationWishes, Teller, Tie
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import PAGE
from layouts.centre.mediation.reasons import before, called, first_before_second, reasons
from layouts.office import fields, ids, office

LONGEST_NOTE = 500


def folded(title: str, *parts: Component | None, name: str = "") -> Component:
    """A part that is unfolded when it is wanted."""
    kept = [one for one in parts if one is not None]
    told: list[Any] = [html.Summary(title), *kept]
    if name:
        return html.Details(told, id=name, className="case-step")
    return html.Details(told, className="case-step")


def yes_no(name: str, label: str, words: Words) -> Component:
    """A question that is answered by yes or no; no where nothing is said."""
    made: Component = fields.choice(name, label, [("", words("否")), ("yes", words("是"))])
    return made


def chosen(
    choices: Sequence[MediatorChoice], pool: Mapping[str, Mediator], words: Words
) -> Component | None:
    """Who was chosen last, by whom, and why."""
    if not choices:
        return None
    one = choices[0]
    names = [
        called(pool.get(mediator_id), mediator_id)
        + (words("（主持）") if len(one.mediators) > 1 and mediator_id == one.chair else "")
        for mediator_id in one.mediators
    ]
    told = [
        (words("调解员"), "、".join(names)),
        (words("选定方式"), word(one.chosen_by, words)),
        (words("备注"), one.note or ""),
    ]
    facts = [part for name, text in told if text for part in (html.Dt(name), html.Dd(text))]
    columns: office.Columns = (
        (words("名次"), lambda offer: str(offer.rank)),
        (words("调解员"), lambda offer: called(pool.get(offer.mediator_id), offer.mediator_id)),
        (words("理由"), lambda offer: reasons(offer.reasons, words)),
        (words("排序原因"), lambda offer: before(offer.before_next, words)),
    )
    return html.Div(
        [
            html.Dl(facts, className="case-facts"),
            folded(
                words("选定时的推荐与理由"),
                office.table(columns, one.offers or (), words("没有推荐")),
            ),
        ]
    )


def offered(opened: Opened, found: Match, wishes: MediationWishes | None) -> Component:
    """Who fits, in their order, each with the reasons; and the form that chooses."""
    words = opened.words
    ranks = {offer.mediator.mediator_id: at for at, offer in enumerate(found.offers, 1)}
    columns: office.Columns = (
        (words("名次"), lambda offer: str(ranks[offer.mediator.mediator_id])),
        (words("调解员"), lambda offer: called(offer.mediator, offer.mediator.mediator_id)),
        (words("理由"), lambda offer: reasons(offer.reasons, words)),
        (words("排序原因"), lambda offer: _before_next(found, offer, ranks, words)),
    )
    sentence = first_before_second(found, words)
    needs = words("本案至少需要 {count} 名调解员，其中一名主持", count=found.needed)
    return html.Div(
        [
            html.P(needs, className="admin-note") if found.needed > 1 else None,
            html.P(sentence, className="admin-note", id="why-first") if sentence else None,
            office.table(columns, found.offers, words("没有合适的调解员")),
            _choose(opened, found),
            _barred(found, words),
            _wishes(opened, wishes),
            _tie(opened),
        ]
    )


def _before_next(found: Match, offer: object, ranks: Mapping[str, int], words: Words) -> str:
    at = ranks[offer.mediator.mediator_id]  # type: ignore[attr-defined]
    if at >= len(found.offers):
        return ""
    return before(why_before(found.offers[at - 1], found.offers[at]), words)


def _choose(opened: Opened, found: Match) -> Component | None:
    words = opened.words
    if not found.offers:
        return None
    people = [
        (one.mediator.mediator_id, called(one.mediator, one.mediator.mediator_id))
        for one in found.offers
    ]
    several = (
        [
            fields.choice("second", words("第二名调解员"), [("", words("无")), *people]),
            fields.choice("chair", words("主持人"), [("", words("无")), *people]),
        ]
        if found.needed > 1
        else []
    )
    return office.form(
        ids.do(PAGE),
        opened.asks("mediation.choose"),
        words("选定"),
        fields.choice("mediator", words("调解员"), people),
        *several,
        fields.choice(
            "chosen_by", words("选定方式"), options((Teller.CENTRE, Teller.PARTY), words)
        ),
        fields.text("note", words("备注"), longest=LONGEST_NOTE),
    )


def _barred(found: Match, words: Words) -> Component | None:
    told = [(one, bar) for one, bar in found.barred if bar not in {Bar.RESIGNED}]
    if not told:
        return None
    columns: office.Columns = (
        (words("调解员"), lambda pair: called(pair[0], pair[0].mediator_id)),
        (words("排除原因"), lambda pair: word(pair[1], words)),
    )
    title = words("已排除 {count} 人", count=len(told))
    return folded(title, office.table(columns, told[:50], ""))


def _wishes(opened: Opened, wishes: MediationWishes | None) -> Component:
    words, held = opened.words, wishes or MediationWishes(opened.case.code)
    none = [("", words("无"))]
    return folded(
        words("当事人意愿"),
        office.form(
            ids.do(PAGE),
            opened.asks("mediation.wish"),
            words("登记意愿"),
            fields.text(
                "asked_for", words("希望由其调解（编号，空格分隔）"), value=_joined(held.asked_for)
            ),
            fields.text(
                "objected_to", words("不同意由其调解（编号）"), value=_joined(held.objected_to)
            ),
            fields.choice(
                "sex", words("调解员性别"), [*none, *options(Sex, words)], held.sex or ""
            ),
            fields.text("dialect", words("方言"), longest=16, value=held.dialect or ""),
            fields.choice(
                "day", words("可到场日"), [*none, *options(Weekday, words)], held.day or ""
            ),
        ),
    )


def _tie(opened: Opened) -> Component:
    words = opened.words
    return folded(
        words("回避事项"),
        office.form(
            ids.do(PAGE),
            opened.asks("mediation.tie"),
            words("登记回避事项"),
            fields.text("mediator_id", words("调解员编号"), longest=16, is_required=True),
            fields.choice("tie", words("关系"), options(Tie, words)),
            fields.choice(
                "told_by", words("提出人"), options((Teller.MEDIATOR, Teller.PARTY), words)
            ),
            yes_no("all_agree", words("各方仍同意由其调解"), words),
        ),
    )


def _joined(words: Iterable[str]) -> str:
    return " ".join(words)
