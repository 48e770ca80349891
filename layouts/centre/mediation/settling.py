"""The agreement of a case item by item on its card, its confirmation, and partners from outside."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import Form, yuan
from domain.centre.cases.stages import Step
from domain.centre.mediation.involvements import Involvement, InvolvementState, Partner
from domain.centre.mediation.settlements import Confirmation, Performance, Settlement
from layouts.centre.case_words import options, word
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.page import LONGEST_WORDS, PAGE
from layouts.centre.mediation.choice import folded, yes_no
from layouts.centre.named import last_day
from layouts.office import fields, ids, office


def agreement(opened: Opened, held: Settlement | None, *, may_write: bool) -> Component | None:
    """The items of the agreement, or the form that makes one where that step is the reader's."""
    if Step.AGREE in opened.found.steps:
        return _agree(opened)
    if held is None:
        return None
    words = opened.words
    told = (
        (words("协议形式"), word(held.form, words)),
        (words("纠纷事实"), held.facts or ""),
        (words("争议事项"), held.issues or ""),
        (words("协议内容"), held.content or ""),
        (words("履行方式"), word(held.manner, words)),
        (words("履行地点"), held.place or ""),
        (words("履行期限"), held.due or ""),
        (words("总额（元）"), yuan(held.total_fen)),
        (words("司法确认"), word(held.confirmation, words)),
        (words("共同申请期限"), _until(opened, held)),
        (words("裁定书案号"), held.court_number or ""),
    )
    facts = [part for name, text in told if text for part in (html.Dt(name), html.Dd(text))]
    return html.Div(
        [
            html.Dl(facts, className="case-facts"),
            _confirm(opened, held) if may_write else None,
        ]
    )


def _until(opened: Opened, held: Settlement) -> str:
    """The last day both may apply together, or what has to happen before it is counted."""
    if held.form is Form.WRITTEN and held.effective_at is None:
        return opened.words("各方签名并盖章后起算")
    return last_day(held.confirm_until, opened.zone_name)


def _agree(opened: Opened) -> Component:
    words = opened.words
    return folded(
        words("按条款登记协议"),
        office.form(
            ids.do(PAGE),
            opened.asks("mediation.agree"),
            words("登记协议"),
            yes_no("has_consent", words("各方同意"), words),
            fields.choice("form", words("协议形式"), options(Form, words)),
            fields.lines("facts", words("纠纷事实"), longest=LONGEST_WORDS),
            fields.lines("issues", words("争议事项"), longest=LONGEST_WORDS),
            fields.lines("content", words("协议内容"), longest=LONGEST_WORDS, is_required=True),
            fields.choice("manner", words("履行方式"), options(Performance, words)),
            fields.text("place", words("履行地点"), longest=200),
            fields.text("due", words("履行期限（年-月-日）"), longest=10),
            fields.text("amount", words("总额（元）"), longest=16, input_mode="decimal"),
            fields.text("instalments", words("分期：日期 金额，逗号分隔"), longest=LONGEST_WORDS),
        ),
    )


def _confirm(opened: Opened, held: Settlement) -> Component | None:
    """Who has still to ask, or the court's ruling to be written down."""
    words = opened.words
    if held.confirmation is Confirmation.FILED:
        return office.form(
            ids.do(PAGE),
            opened.asks("mediation.rule"),
            words("登记裁定"),
            fields.choice(
                "ruling", words("结果"),
                options((Confirmation.CONFIRMED, Confirmation.REFUSED), words),
            ),
            fields.text("court_number", words("裁定书案号"), is_required=True),
        )  # fmt: skip
    waits = held.confirmation in {Confirmation.NONE, Confirmation.ASKED}
    if not waits or held.form is Form.ORAL or held.effective_at is None:
        return None
    left = [one for one in opened.found.parties if one.party_id in held.parties]
    return html.Div(
        [
            office.act(
                words("{name} 申请司法确认", name=one.name or word(one.role, words)),
                ids.do(PAGE),
                opened.asks("mediation.confirm", party_id=one.party_id),
            )
            for one in left
            if one.party_id not in held.asked_by
        ],
        className="admin-acts",
    )


def partners(opened: Opened, held: Sequence[Involvement], *, may_ask: bool) -> Component | None:
    """Partners asked in the case, what they answered, and the form that asks one."""
    words = opened.words
    if not held and not may_ask:
        return None
    columns: office.Columns = (
        (words("账号"), lambda one: office.named(one.account)),
        (words("协作单位"), lambda one: word(one.partner, words)),
        (words("问题"), lambda one: office.named(one.question)),
        (words("答复"), lambda one: office.named(one.answer)),
        (words("状态"), lambda one: word(one.state, words)),
        ("", lambda one: _end(opened, one) if may_ask else ""),
    )
    form = office.form(
        ids.do(PAGE),
        opened.asks("mediation.ask"),
        words("邀请"),
        fields.text("account", words("协作单位账号"), is_required=True),
        fields.choice("partner", words("协作单位"), options(Partner, words)),
        fields.lines("question", words("问题"), longest=LONGEST_WORDS, is_required=True),
        yes_no("tells_names", words("需要知道当事人姓名"), words),
    )
    return folded(
        words("协作单位"),
        office.table(columns, held, words("没有邀请协作单位"), tight=1),
        form if may_ask else None,
    )


def _end(opened: Opened, one: Involvement) -> Component | str:
    if one.state is InvolvementState.ENDED:
        return ""
    asked = opened.asks("mediation.end", involvement_id=one.involvement_id)
    return office.act(opened.words("结束协作"), ids.do(PAGE), asked)
