"""Intake: one form for the window."""

from uuid import uuid4

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Channel, Flag
from domain.centre.cases.categories import IN_USE
from domain.centre.cases.parties import MOST_REPRESENTATIVES
from domain.centre.cases.petitions import Matter
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.centre.case_words import options
from layouts.centre.cases.page import LONGEST_WORDS, PAGE
from layouts.centre.named import bodies, chosen
from layouts.office import fields, ids, office


def intake(centre: Centre, words: Words) -> Component:
    """One form for the window: what must be there first, in the order in which it is told.

    It carries the key the case is taken in under, drawn with it: sent again it is the same case.
    """
    windows = [(code, f"{code} {name}") for code, name in chosen(centre.windows)]
    hint = words("每行一个：名称 电话；单位写“单位：名称”")
    send = office.form(
        ids.do(PAGE),
        {"act": "take_in"},
        words("受理登记"),
        fields.lines("applicants", words("申请人"), longest=LONGEST_WORDS, hint=hint),
        fields.lines(
            "representatives",
            words("代表人（群体，最多 {most} 名）", most=MOST_REPRESENTATIVES),
            longest=LONGEST_WORDS,
        ),
        fields.lines("respondents", words("被申请人"), longest=LONGEST_WORDS),
        fields.lines("claim", words("诉求"), longest=LONGEST_WORDS, is_required=True),
        fields.choice("category", words("类型"), options(IN_USE, words)),
        fields.text("amount", words("金额（元）"), longest=16, input_mode="decimal"),
        fields.text("people_count", words("涉及人数"), longest=6, input_mode="numeric"),
        fields.choice("matter", words("事项性质"), options(Matter, words)),
        fields.choice("channel", words("来源渠道"), options(Channel, words)),
        fields.several("flags", words("特别标记"), options(Flag, words)),
        fields.several("accused", words("被检举机构"), bodies(centre)),
        fields.text("incident", words("来自事件（编号）"), longest=32),
        fields.choice("window", words("窗口"), windows),
        key=uuid4().hex,
    )
    return html.Div(send, className="case-intake")
