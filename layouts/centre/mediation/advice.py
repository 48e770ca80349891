"""The page of advice: what a partner is asked, and opinions asked for before a decision."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.categories import Category
from domain.centre.mediation.case_mediation import Asked
from domain.centre.mediation.opinions import Followed, OpinionRequest, OpinionState, Risk
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.frame import centre_page
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader
from layouts.working import Drawing

PAGE = "advice"
LONGEST = 2000


def advice_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    return centre_page(drawing, PAGE)


def for_partner(
    asked: Sequence[Asked], opinions: Sequence[OpinionRequest], reader: Reader, zone_name: str
) -> Component:
    """What a partner is asked in cases, and by whoever decides."""
    words = reader.words
    parts: list[Component] = [
        office.title(words("法律意见与协作")),
        office.title(words("案件协作")),
        office.note(words("只显示请您协作的事项；案件结束或协作结束后不再显示")),
        *(_asked(one, words, zone_name) for one in asked),
    ]
    if not asked:
        parts.append(html.P(words("没有待协作的事项"), className="admin-none"))
    parts.append(office.title(words("法律意见")))
    parts += [_opinion(one, words, zone_name, is_adviser=True) for one in opinions]
    if not opinions:
        parts.append(html.P(words("没有待答复的法律意见"), className="admin-none"))
    return within(reader, parts)


def for_askers(opinions: Sequence[OpinionRequest], reader: Reader, zone_name: str) -> Component:
    """The form that asks for an opinion, and those asked for."""
    words = reader.words
    ask = office.form(
        ids.do(PAGE),
        {"act": "ask"},
        words("征询意见"),
        fields.text("subject", words("拟决策事项"), longest=100, is_required=True),
        fields.lines("question", words("需要论证的问题"), longest=LONGEST, is_required=True),
        fields.text("adviser", words("法律顾问账号"), is_required=True),
        fields.text("case_code", words("相关案件编码（可空）"), longest=32),
    )
    parts: list[Component] = [
        office.title(words("法律意见与协作")),
        office.note(words("首席法律咨询专家法律服务站：重大决策前征询，答复后与决策一并归档")),
        ask,
        *(_opinion(one, words, zone_name, is_adviser=False) for one in opinions),
    ]
    if not opinions:
        parts.append(html.P(words("没有征询记录"), className="admin-none"))
    return within(reader, parts)


def _asked(one: Asked, words: Words, zone_name: str) -> Component:
    held = one.involvement
    told = (
        (words("案件"), held.case_code),
        (words("类型"), word(Category(held.category), words)),
        (words("协作身份"), word(held.partner, words)),
        (words("时间"), office.moment(held.asked_at, zone_name)[:16]),
        (words("当事人"), "、".join(one.names)),
        (words("问题"), held.question or ""),
        (words("答复"), held.answer or ""),
    )
    form = office.form(
        ids.do(PAGE),
        {"act": "answer", "involvement": held.involvement_id},
        words("答复"),
        fields.lines("answer", words("答复"), longest=LONGEST, is_required=True),
    )
    return html.Div([_facts(told), form], className="case-card")


def _opinion(one: OpinionRequest, words: Words, zone_name: str, *, is_adviser: bool) -> Component:
    told = (
        (words("拟决策事项"), one.subject or ""),
        (words("状态"), word(one.state, words)),
        (words("时间"), office.moment(one.asked_at, zone_name)[:16]),
        (words("案件"), "" if is_adviser else one.case_code or ""),
        (words("需要论证的问题"), one.question or ""),
        (words("法律意见"), one.answer or ""),
        (words("法律风险"), word(one.risk, words) if one.risk else ""),
        (words("作出的决策"), one.decision or ""),
        (words("采纳情况"), word(one.followed, words) if one.followed else ""),
    )
    form: Component | None = None
    if is_adviser and one.state is not OpinionState.ARCHIVED:
        form = office.form(
            ids.do(PAGE),
            {"act": "opine", "opinion": one.opinion_id},
            words("出具意见"),
            fields.choice("risk", words("法律风险"), options(Risk, words)),
            fields.lines("answer", words("法律意见"), longest=LONGEST, is_required=True),
        )
    elif not is_adviser and one.state is OpinionState.ANSWERED:
        form = office.form(
            ids.do(PAGE),
            {"act": "archive", "opinion": one.opinion_id},
            words("归档"),
            fields.text("decision", words("作出的决策"), longest=100, is_required=True),
            fields.choice("followed", words("采纳情况"), options(Followed, words)),
        )
    return html.Div([part for part in (_facts(told), form) if part], className="case-card")


def _facts(told: Sequence[tuple[str, str]]) -> Component:
    listed = [part for name, text in told if text for part in (html.Dt(name), html.Dd(text))]
    return html.Dl(listed, className="case-facts")
