"""Sessions of a case on its card: those there are, planning one, writing one down; allowances."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import yuan
from domain.centre.cases.case import Flag
from domain.centre.mediation.allowances import Allowance, Payer
from domain.centre.mediation.mediators import Mediator
from domain.centre.mediation.sessions import (
    APART,
    Guest,
    Manner,
    MediationSession,
    SessionState,
    must_be_closed,
)
from domain.words import Words
from layouts.centre.case_words import options, word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import LONGEST_WORDS, PAGE
from layouts.centre.mediation.choice import folded, yes_no
from layouts.centre.mediation.reasons import called
from layouts.centre.named import named
from layouts.office import fields, ids, office

FIRST_HOUR = "09:00"
MINUTES = (60, 90, 120, 180)
CONSENTS, REFUSES = "consents", "refuses"


def sittings(
    opened: Opened, held: Sequence[MediationSession], undisputed: Sequence[str], *,
    may_plan: bool, may_write: bool,
) -> Component:  # fmt: skip
    """Sessions, what a court may be told of them, and the forms that are the reader's."""
    words = opened.words
    planned = [one for one in held if one.state is SessionState.PLANNED]
    return html.Div(
        [
            _table(opened, held, may_write=may_write),
            _undisputed(undisputed, words),
            *((_write(opened, one) for one in planned) if may_write else ()),
            _plan(opened) if may_plan else None,
        ]
    )


def _table(opened: Opened, held: Sequence[MediationSession], *, may_write: bool) -> Component:
    words, zone = opened.words, opened.zone_name
    rooms = opened.centre.rooms
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.begins_at, zone)[:16]),
        (words("方式"), lambda one: _manner(one, words)),
        (words("调解室"), lambda one: rooms[one.place].name if one.place in rooms else ""),
        (words("状态"), lambda one: word(one.state, words)),
        (words("纠纷事实"), lambda one: office.named(one.facts)),
        (words("争议事项"), lambda one: office.named(one.issues)),
        (words("各方意见（不得用于诉讼）"), lambda one: office.named(one.positions)),
        ("", lambda one: _cancel(opened, one) if may_write else ""),
    )
    return office.table(columns, held, words("还没有安排调解"), tight=1)


def _manner(one: MediationSession, words: Words) -> str:
    closed = words("（不公开）") if one.is_closed else ""
    return word(one.manner, words) + closed


def _cancel(opened: Opened, one: MediationSession) -> Component | str:
    if one.state is not SessionState.PLANNED:
        return ""
    words = opened.words
    asked = opened.asks("mediation.cancel", session_id=one.session_id)
    return office.act(words("取消调解"), ids.do(PAGE), asked)


def _undisputed(told: Sequence[str], words: Words) -> Component | None:
    if not told:
        return None
    return html.Div(
        [
            html.P(words("无争议事实（可交法院）：")),
            html.Ul([html.Li(office.named(one)) for one in told]),
        ]
    )


def _plan(opened: Opened) -> Component:
    words, case = opened.words, opened.case
    has_violence = Flag.VIOLENCE in case.flags
    manners = tuple(one for one in Manner if one in APART or not has_violence)
    lasts = [(str(m), words("{count} 分钟", count=m)) for m in MINUTES]
    closed = (
        html.P(words("本案调解不公开进行"), className="admin-note")
        if must_be_closed(case)
        else yes_no("is_closed", words("不公开"), words)
    )
    return folded(
        words("安排调解"),
        html.P(
            words("涉家庭暴力：不安排面对面调解，并须告知可以申请人身安全保护令"),
            className="admin-note",
        )
        if has_violence
        else None,
        office.form(
            ids.do(PAGE),
            opened.asks("mediation.plan"),
            words("安排"),
            fields.text(
                "begins_day",
                words("日期（年-月-日）"),
                longest=10,
                is_required=True,
                value=_tomorrow(opened.zone_name),
            ),
            fields.text(
                "begins_time",
                words("开始时间（时:分）"),
                longest=5,
                is_required=True,
                value=FIRST_HOUR,
            ),
            fields.choice("minutes", words("时长"), lasts),
            fields.choice("manner", words("方式"), options(manners, words)),
            fields.choice(
                "room", words("调解室"), [("", words("无")), *named(opened.centre.rooms)]
            ),
            closed,
            fields.several(
                "expected",
                words("约见的当事人（只告知本人）"),
                [(one.party_id, one.name) for one in opened.found.parties if one.name],
            ),
            yes_no("knows_day_off", words("休息日也要安排"), words),
        ),
        name="plan-session",
    )


def _tomorrow(zone_name: str) -> str:
    return str(datetime.now(ZoneInfo(zone_name)).date() + timedelta(days=1))


def _write(opened: Opened, one: MediationSession) -> Component:
    words, case = opened.words, opened.case
    answers = [(CONSENTS, words("同意")), (REFUSES, words("明确拒绝（终止调解）"))]
    sides = [
        fields.choice(
            f"side-{party.party_id}",
            words("{name} 的意见", name=party.name or word(party.role, words)),
            [("", words("未表示")), *answers],
        )
        for party in opened.found.parties
    ]
    flagged = [
        yes_no("told_protection", words("已告知可申请人身安全保护令"), words)
        if Flag.VIOLENCE in case.flags
        else None,
        yes_no("told_police", words("激化或犯罪风险已报告公安机关"), words)
        if Flag.ESCALATION in case.flags
        else None,
    ]
    when = office.moment(one.begins_at, opened.zone_name)[:16]
    return folded(
        words("记录调解 {when}", when=when),
        office.form(
            ids.do(PAGE),
            opened.asks("mediation.hold", session_id=one.session_id),
            words("保存记录"),
            *sides,
            *(part for part in flagged if part is not None),
            fields.several("guests", words("受邀参加"), options(Guest, words)),
            fields.text("guest_names", words("受邀人姓名"), longest=200),
            yes_no("guests_agreed", words("各方同意邀请"), words),
            fields.lines("facts", words("纠纷事实"), longest=LONGEST_WORDS),
            fields.lines("issues", words("争议事项"), longest=LONGEST_WORDS),
            fields.lines(
                "positions",
                words("各方意见与让步"),
                longest=LONGEST_WORDS,
                hint=words("只留在中心，不写入交法院的材料"),
            ),
            fields.lines("undisputed", words("无争议事实"), longest=LONGEST_WORDS),
        ),
        name=f"write-{one.session_id}",
    )


def ledger(
    opened: Opened, lines: Sequence[Allowance], pool: Mapping[str, Mediator], *, may_pay: bool
) -> Component | None:
    """What mediators were paid for the case by the state, and the form that writes a line."""
    words = opened.words
    if not lines and not may_pay:
        return None
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, opened.zone_name)[:16]),
        (words("调解员"), lambda one: called(pool.get(one.mediator_id), one.mediator_id)),
        (words("金额（元）"), lambda one: yuan(one.fen) if one.fen >= 0 else f"-{yuan(-one.fen)}"),
        (words("经费来源"), lambda one: word(one.payer, words)),
        (words("备注"), lambda one: office.named(one.note)),
    )
    people = [(number, called(one, number)) for number, one in pool.items()]
    form = office.form(
        ids.do(PAGE),
        opened.asks("mediation.pay"),
        words("登记补贴"),
        fields.choice("mediator_id", words("调解员"), people),
        fields.text("amount", words("金额（元）"), longest=12, input_mode="decimal"),
        fields.choice("payer", words("经费来源"), options(Payer, words)),
        yes_no("is_back", words("冲回"), words),
        fields.text("note", words("备注"), longest=200),
    )
    return folded(
        words("调解补贴（不向当事人收费）"),
        office.table(columns, lines, words("没有补贴记录"), tight=1),
        form if may_pay and people else None,
    )
