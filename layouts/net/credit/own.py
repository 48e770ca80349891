"""What a person's credit looks like: to themselves, and to those who answer for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.net.credit.deductions import Deduction, DeductionState
from domain.net.credit.ledger import CreditEntry
from domain.net.credit.months import CreditMonth
from domain.net.credit.revisits import Revisit, RevisitResult
from domain.net.credit.rules import CreditRule, rule_key
from domain.net.credit.shown import OwnCredit, Proofs
from domain.net.credit.workload import Compared
from layouts.net.credit.page import PAGE
from layouts.net.credit.proofs import outcome_link, proof_words
from layouts.net.credit.seat import Seat, rule_name, said
from layouts.office import fields, ids, office

LONGEST = 500


def own_credit(
    held: OwnCredit, rules: Mapping[str, CreditRule], stands: Compared | None, seat: Seat
) -> list[Component]:
    """A person's month: the sums apart, how it compares, why each point, deductions, visits."""
    words = seat.words
    parts: list[Component] = [html.P(_sums(held, seat), className="credit-sums")]
    if held.run is not None:
        parts += [
            html.P(_counted(held.run, seat), className="admin-note"),
            html.P(compared_words(stands, seat), className="admin-note"),
        ]
    if held.run is not None or held.entries:
        parts += [
            office.title(words("每一分的由来")),
            entry_table(held.entries, rules, held.proofs, seat),
        ]
    parts += [
        office.title(words("扣分")),
        deduction_table(held.deductions, rules, held.proofs, seat),
    ]
    if held.person == seat.account:
        parts += [office.title(words("请您复访")), revisit_table(held.revisits, seat)]
        parts.append(office.act(words("下载我的全部积分记录"), ids.do(PAGE), {"act": "own_sheet"}))
    return parts


def _sums(held: OwnCredit, seat: Seat) -> str:
    """The sums of a month; of one that was not counted, that it was not."""
    if held.run is None:
        return seat.not_counted
    sums = held.sums.get(held.month, {})
    return seat.words(
        "{month}：奖励分 {rewards}，扣分 {penalties}（分别记账，不相抵）",
        month=held.month,
        rewards=sums.get("reward", 0),
        penalties=sums.get("penalty", 0),
    )


def _counted(run: CreditMonth, seat: Seat) -> str:
    words, at = seat.words, office.moment(run.ran_at, seat.zone_name)
    if run.is_signed:
        return words("核算于 {at}，已签发", at=at)
    return words("核算于 {at}，尚未签发，之后核实的成果在下次核算时计入", at=at)


def compared_words(one: Compared | None, seat: Seat) -> str:
    """How somebody compares, in a sentence."""
    words = seat.words
    if one is None or one.ratio is None:
        return words("本月没有可比的工作量")
    return words(
        "成果 {count}，应有工作量 {expected}，比值 {ratio}（95% 区间 {low}–{high}）；"
        "与同类网格相比：{peers}；与本人过去三个月相比：{past}",
        count=one.work.outcomes,
        expected=f"{one.work.expected:.1f}",
        ratio=f"{one.ratio.value:.2f}",
        low=f"{one.ratio.low:.2f}",
        high=f"{one.ratio.high:.2f}",
        peers=said(words, one.peers.value),
        past=said(words, one.past.value),
    )


def entry_table(
    entries: Sequence[CreditEntry], rules: Mapping[str, CreditRule], proofs: Proofs, seat: Seat
) -> Component:
    """Each entry with the outcomes that earned it, and those that did not, and why."""
    words = seat.words
    columns = (
        (words("发生日期"), lambda one: one.day),
        (words("规则"), lambda one: rule_name(rules, rule_key(one.rule_id, one.rule_version))),
        (words("分值"), lambda one: f"{one.points:+d}" if one.reverses else str(one.points)),
        (words("积分账"), lambda one: said(words, one.ledger.value)),
        (words("得分由来"), lambda one: html.Div(_why(one, proofs, seat))),
        (words("计入月份"), lambda one: one.month),
    )
    return office.table(columns, entries, words("本月没有积分记录"))


def _why(one: CreditEntry, proofs: Proofs, seat: Seat) -> list[Any]:
    words = seat.words
    if one.reverses:
        about = one.deduction_id or one.reverses
        return [words("冲回 {entry}", entry=about)]
    kind = said(words, one.outcome)
    shown: list[Any] = [html.Div([f"{kind} ", outcome_link(named)]) for named in one.outcomes]
    for left in one.left_out:
        outcome, verdict, other = [*left.split("="), "", ""][:3]
        why = words("未计分：{why}", why=said(words, verdict))
        parts: list[Any] = [f"{kind} ", outcome_link(outcome), f" {why}"]
        if other:
            parts += [" ", outcome_link(other)]
        if (proof := proof_words(outcome, proofs, seat)) is not None:
            parts += [" ", proof]
        shown.append(html.Div(parts, className="credit-left"))
    return shown


def deduction_table(
    deductions: Sequence[Deduction], rules: Mapping[str, CreditRule], proofs: Proofs, seat: Seat
) -> Component:
    """Deductions with rule, evidence, reason, appeal and decision; and what may be done now."""
    words = seat.words
    columns = (
        (words("姓名"), lambda one: office.named(one.person)),
        (words("规则"), lambda one: rule_name(rules, rule_key(one.rule_id, one.rule_version))),
        (words("分值"), lambda one: str(one.points)),
        (words("事实与证据"), lambda one: html.Div(_facts(one, proofs, seat))),
        (words("状态"), lambda one: html.Div(_state(one, seat))),
        (words("办理"), lambda one: _acts(one, seat)),
    )
    return office.table(columns, deductions, words("没有扣分"))


def _facts(one: Deduction, proofs: Proofs, seat: Seat) -> list[Any]:
    shown = [html.Div(one.day), html.Div(office.named(one.reason))]
    for ref in one.evidence:
        parts: list[Any] = [outcome_link(ref)]
        if (proof := proof_words(ref, proofs, seat)) is not None:
            parts += [" ", proof]
        shown.append(html.Div(parts, className="credit-left"))
    return shown


def _state(one: Deduction, seat: Seat) -> list[Any]:
    words, zone = seat.words, seat.zone_name
    told: list[Any] = [html.Div(said(words, f"deduction_{one.state.value}"))]
    until = office.moment(one.appeal_until, zone)
    if one.state is DeductionState.NOTIFIED:
        told.append(html.Div(words("申诉至 {until}", until=until)))
    if one.admitted_by:
        told.append(
            html.Div(
                words("{who} 准予逾期申诉：{why}", who=one.admitted_by, why=one.admitted_why or "")
            )
        )
    if one.appeal:
        told.append(html.Div([words("申诉："), office.named(one.appeal)]))
    if one.decided_by:
        told.append(
            html.Div([words("{who} 决定：", who=one.decided_by), office.named(one.decision)])
        )
    return told


def _acts(one: Deduction, seat: Seat) -> list[Any]:
    """What this reader may do now; whoever gave notice decides nothing."""
    words = seat.words
    asked = {"deduction": one.deduction_id}
    is_own, is_open = one.person == seat.account, one.state is DeductionState.NOTIFIED
    if is_own and seat.may("credit.own") and is_open:
        text = fields.lines("text", words("申诉理由"), longest=LONGEST, is_required=True)
        return [office.form(ids.do(PAGE), {**asked, "act": "appeal"}, words("提出申诉"), text)]
    concerned = seat.account in {one.told_by, one.person}
    if not seat.may("credit.run") or concerned:
        return []
    reason = fields.lines("reason", words("理由"), longest=LONGEST, is_required=True)
    if one.state is DeductionState.APPEALED:
        choice = fields.choice(
            "decision",
            words("决定"),
            [("revoke", words("撤销扣分")), ("uphold", words("维持扣分"))],
        )
        decide = {**asked, "act": "decide"}
        return [office.form(ids.do(PAGE), decide, words("作出决定"), choice, reason)]
    if one.state is DeductionState.FINAL and one.decided_by is None:
        admit = {**asked, "act": "admit"}
        form = office.form(ids.do(PAGE), admit, words("准予逾期申诉"), reason)
        return [html.Details([html.Summary(words("逾期申诉")), form], className="case-step")]
    return []


def revisit_table(revisits: Sequence[Revisit], seat: Seat) -> Component:
    """Second visits: what, where, who goes, what was found."""
    words = seat.words
    columns = (
        (words("抽取日"), lambda one: one.day),
        (words("成果"), lambda one: f"{said(words, one.outcome)} {one.outcome_id}"),
        (words("网格名称"), lambda one: seat.area_name(one.grid)),
        (words("原经办"), lambda one: office.named(one.person)),
        (words("复访人"), lambda one: _visitor(one, seat)),
        (words("结果"), lambda one: html.Div(_result(one, seat))),
    )
    return office.table(columns, revisits, words("没有复访"))


def _visitor(one: Revisit, seat: Seat) -> Any:
    return seat.words("治理中心派人") if one.visitor == "centre" else office.named(one.visitor)


def _result(one: Revisit, seat: Seat) -> list[Any]:
    words = seat.words
    if one.result is not None:
        told: list[Any] = [said(words, one.result.value), " ", office.named(one.note)]
        if one.result is RevisitResult.NOT_AS_TOLD and seat.may("credit.notify"):
            told.append(_take_back(one, seat))
        return told
    goes = one.visitor == seat.account or (one.visitor == "centre" and seat.may("credit.run"))
    if not goes:
        return [words("待复访")]
    options = [(each.value, said(words, each.value)) for each in RevisitResult]
    return [
        office.form(
            ids.do(PAGE),
            {"act": "found", "revisit": one.revisit_id},
            words("记录结果"),
            fields.choice("result", words("结果"), options),
            fields.text("note", words("说明"), is_required=True, longest=300),
        )
    ]


def _take_back(one: Revisit, seat: Seat) -> Component:
    words = seat.words
    form = office.form(
        ids.do(PAGE),
        {"act": "notify_revisit", "revisit": one.revisit_id},
        words("告知扣分"),
        fields.text("rule_id", words("扣分规则编号"), is_required=True, longest=32),
        fields.lines("reason", words("理由"), longest=LONGEST, is_required=True),
    )
    return html.Details([html.Summary(words("告知扣分")), form], className="case-step")
