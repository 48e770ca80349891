"""Credit as it is looked at: the ways between its books, and each of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from dash import html
from dash.development.base_component import Component

from domain.net.credit.absences import Absence
from domain.net.credit.deductions import Deduction
from domain.net.credit.intervals import Interval
from domain.net.credit.months import CreditMonth
from domain.net.credit.outcomes import OutcomeKind
from domain.net.credit.revisits import Revisit
from domain.net.credit.rules import CreditRule, Evidence, Ledger, in_force
from domain.net.credit.shown import Helper, MonthLine, PersonLine, Progress, Proofs
from domain.net.credit.towns import TownFigure, groups_of
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.net.credit.own import LONGEST, deduction_table, revisit_table
from layouts.net.credit.page import PAGE, VIEW
from layouts.net.credit.seat import LISTED, Book, Seat, book_names, months_back, said
from layouts.office import fields, ids, office

Row = TypeVar("Row")


def whole(book: Book, parts: Sequence[Component], seat: Seat) -> Component:
    """The page: ways between the books, the month, and the open book."""
    made: list[Component] = [_tabs(book, seat)]
    if book not in {Book.DEDUCTIONS, Book.REVISITS, Book.RULES, Book.RESIDENTS}:
        made.append(_month(book, seat))
    section = html.Section(
        [office.title(book_names(seat.words)[book]), *parts], className="case-section"
    )
    return within(seat.reader, [*made, section])


def _tabs(open_book: Book, seat: Seat) -> Component:
    words = seat.words
    buttons = [
        html.Button(
            book_names(words)[book],
            type="button",
            className="case-view",
            **attributes(
                {
                    "data-open": VIEW,
                    "data-ask": json.dumps({"book": book.value, "month": seat.month}),
                    "aria-pressed": "true" if book is open_book else "false",
                }
            ),
        )
        for book in seat.books
    ]
    heard = attributes({"aria-label": words("积分与奖惩")})
    return html.Div(buttons, className="case-views", role="group", **heard)


def _month(book: Book, seat: Seat) -> Component:
    words = seat.words
    months = [
        (one, one if one in seat.counted else words("{month}（尚未核算）", month=one))
        for one in months_back(seat.today)
    ]
    chosen = fields.choice("month", words("月份"), months, seat.month)
    return office.form(VIEW, {"book": book.value}, words("查看"), chosen)


def cut(rows: Sequence[Row], seat: Seat) -> Sequence[Row]:
    """The rows of the page that is looked at."""
    at = seat.at if seat.at < len(rows) else 0
    return rows[at : at + LISTED]


def pages(count: int, book: Book, seat: Seat) -> Component:
    """Which rows stand here, and the ways to the others."""
    if count <= LISTED:
        return html.Span()
    words, asked = seat.words, {"book": book.value, "month": seat.month}
    at = seat.at if seat.at < count else 0
    last = min(count, at + LISTED)
    parts: list[Component] = []
    if at:
        parts.append(office.act(words("上一页"), VIEW, {**asked, "at": max(0, at - LISTED)}))
    told = words("第 {first}–{last} 条，共 {count} 条", first=at + 1, last=last, count=count)
    parts.append(html.Span(told))
    if last < count:
        parts.append(office.act(words("下一页"), VIEW, {**asked, "at": last}))
    return html.Div(parts, className="firm-pages")


def people(
    lines: Sequence[PersonLine], away: Sequence[Absence], seat: Seat, rules: Sequence[CreditRule]
) -> list[Component]:
    """The people a reader answers for, by grid and never by points."""
    words = seat.words
    columns = (
        (words("姓名"), lambda one: office.named(one.name or one.person)),
        (words("账号"), lambda one: office.named(one.person)),
        (words("村（社区）"), lambda one: seat.area_name(one.area_code)),
        (words("网格名称"), lambda one: "、".join(seat.area_name(grid) for grid in one.grids)),
        (words("奖励分"), lambda one: "—" if one.rewards is None else str(one.rewards)),
        (words("扣分"), lambda one: "—" if one.penalties is None else str(one.penalties)),
        ("", lambda one: _open(one.person, seat)),
    )
    gone = (
        (words("姓名"), lambda one: office.named(one.person)),
        (words("起"), lambda one: one.first),
        (words("止"), lambda one: one.last),
    )
    told = words("按网格排列，不按分数排名；请假、病休、培训的日子不计考核")
    return [
        office.note(told if seat.is_counted else seat.not_counted),
        office.table(columns, cut(lines, seat), words("名册中没有您辖区的人员")),
        pages(len(lines), Book.PEOPLE, seat),
        office.title(words("不计考核的日子")),
        office.table(gone, away, words("本月没有登记")),
        _folded(words("登记请假、病休或培训"), _away_form(seat)),
        _folded(words("告知扣分"), _notify_form(rules, seat)),
    ]


def _open(person: str, seat: Seat) -> Component:
    asked = {"act": "open", "person": person, "month": seat.month}
    button: Component = office.act(seat.words("查看"), ids.do(PAGE), asked)
    return button


def _folded(title: str, form: Component) -> Component:
    return html.Details([html.Summary(title), form], className="case-step")


def _away_form(seat: Seat) -> Component:
    words = seat.words
    return office.form(
        ids.do(PAGE),
        {"act": "away"},
        words("登记"),
        fields.text("person", words("账号"), is_required=True),
        fields.text("first", words("第一天（年-月-日）"), is_required=True, longest=10),
        fields.text("last", words("最后一天（年-月-日）"), is_required=True, longest=10),
    )


def _notify_form(rules: Sequence[CreditRule], seat: Seat) -> Component:
    words = seat.words
    penalties = [
        (one.rule_id, f"{one.title} −{one.points}")
        for one in in_force(rules, seat.today)
        if one.ledger is Ledger.PENALTY
    ]
    return office.form(
        ids.do(PAGE),
        {"act": "notify"},
        words("告知扣分"),
        fields.text("person", words("账号"), is_required=True),
        fields.choice("rule_id", words("规则"), penalties),
        fields.text("day", words("事发日期（年-月-日）"), is_required=True, longest=10),
        fields.text("evidence", words("证据编号（空格分隔）"), is_required=True, longest=200),
        fields.lines("reason", words("事实与理由"), longest=LONGEST, is_required=True),
    )


def deductions(
    held: Sequence[Deduction], rules: Mapping[str, CreditRule], proofs: Proofs, seat: Seat
) -> list[Component]:
    """Deductions of the people a reader answers for, appeals first."""
    words = seat.words
    told = words("申诉由告知人和本人以外的人决定；申诉期满或决定维持后扣分才生效")
    shown = deduction_table(cut(held, seat), rules, proofs, seat)
    return [office.note(told), shown, pages(len(held), Book.DEDUCTIONS, seat)]


def revisits(held: Sequence[Revisit], seat: Seat) -> list[Component]:
    """Second visits in the reader's part of the district."""
    told = seat.words("按日期和成果编号抽取，可由任何人复核；不派原经办人，也不只派其网格长")
    shown = revisit_table(cut(held, seat), seat)
    return [office.note(told), shown, pages(len(held), Book.REVISITS, seat)]


def rule_book(held: Sequence[CreditRule], seat: Seat) -> list[Component]:
    """Every version of every rule; for the centre, a form of the next."""
    words = seat.words
    now = {one.rule_key for one in in_force(held, seat.today)}
    columns = (
        (words("规则"), lambda one: office.named(one.title)),
        (words("编号"), lambda one: one.rule_key),
        (words("积分账"), lambda one: said(words, one.ledger.value)),
        (words("成果"), lambda one: said(words, one.outcome)),
        (words("每项分值"), lambda one: str(one.points)),
        (words("每类每日上限"), lambda one: str(one.cap)),
        (words("证据要求"), lambda one: said(words, f"evidence_{one.evidence.value}")),
        (words("生效日期"), lambda one: one.valid_from),
        (words("现行"), lambda one: words("是") if one.rule_key in now else words("否")),
    )
    parts: list[Component] = [
        office.note(words("只对经他人核实的成果计分；不按上报条数、登录或在线时长计分")),
        office.table(columns, held, words("还没有规则")),
    ]
    if seat.may("credit.run"):
        parts.append(_folded(words("新增规则或新版本"), _rule_form(seat)))
    return parts


def _rule_form(seat: Seat) -> Component:
    words = seat.words
    outcomes = [one.value for one in OutcomeKind]
    return office.form(
        ids.do(PAGE),
        {"act": "rule"},
        words("保存新版本"),
        fields.text("rule_id", words("编号（小写字母）"), is_required=True, longest=32),
        fields.text("title", words("规则"), is_required=True, longest=40),
        fields.choice(
            "ledger", words("积分账"), [(one.value, said(words, one.value)) for one in Ledger]
        ),
        fields.choice(
            "outcome", words("成果"),
            [(one, said(words, one)) for one in (*outcomes, "deduction")],
        ),
        fields.text("points", words("每项分值"), is_required=True, input_mode="numeric"),
        fields.text("cap", words("每类每日上限"), is_required=True, input_mode="numeric"),
        fields.choice(
            "evidence",
            words("证据要求"),
            [(one.value, said(words, f"evidence_{one.value}")) for one in Evidence],
        ),
        fields.choice("merges", words("相近重复合并"), [("yes", words("是")), ("", words("否"))]),
        fields.text("valid_from", words("生效日期（年-月-日）"), is_required=True, longest=10),
    )  # fmt: skip


def months(held: Sequence[MonthLine], seat: Seat) -> list[Component]:
    """Months that were counted, with the sums of the reader's own part of the district.

    For the centre, the run and the signature.
    """
    words, zone = seat.words, seat.zone_name
    columns = (
        (words("月份"), lambda one: one.run.month),
        (words("记录"), lambda one: str(one.entries)),
        (words("奖励分"), lambda one: str(one.rewards)),
        (words("扣分"), lambda one: str(one.penalties)),
        (words("核算"), lambda one: f"{one.run.ran_by} {office.moment(one.run.ran_at, zone)}"),
        (words("签发"), lambda one: _signed(one.run, seat)),
        ("", lambda one: _sheet(one.run.month, seat)),
    )
    parts: list[Component] = [
        office.note(words("重复核算不会重复计分；签发后的更正计入下一个月")),
        office.note(words("合计只含您负责的辖区")),
        office.table(columns, held, words("还没有核算过")),
    ]
    if not seat.is_counted:
        parts.insert(0, office.note(seat.not_counted))
    if seat.may("credit.run"):
        signed = {one.run.month for one in held if one.run.is_signed}
        for month in dict.fromkeys((seat.month, f"{seat.today:%Y-%m}")):
            if month not in signed:
                label = words("核算 {month}", month=month)
                asked = {"act": "run", "month": month}
                parts.append(office.act(label, ids.do(PAGE), asked, is_main=True))
    return parts


def _signed(one: CreditMonth, seat: Seat) -> Any:
    words = seat.words
    if one.signed_at is not None:
        return f"{one.signed_by} {office.moment(one.signed_at, seat.zone_name)}"
    if not seat.may("credit.run") or one.ran_by == seat.account:
        return words("未签发")
    return office.act(
        words("签发"), ids.do(PAGE), {"act": "sign", "month": one.month},
        sure=words("签发后不能再改，确定签发？"), about=one.month, words=words,
    )  # fmt: skip


def _sheet(month: str, seat: Seat) -> Component:
    button: Component = office.act(
        seat.words("下载月报"), ids.do(PAGE), {"act": "sheet", "month": month}
    )
    return button


def towns(held: Sequence[TownFigure], seat: Seat) -> list[Component]:
    """Towns by groups; within a group there is no order."""
    words = seat.words
    if not seat.is_counted:
        return [office.note(seat.not_counted)]
    told = (
        words("各镇街的区间连成一片，没有一组明显高于其余，不排名次")
        if groups_of(held) <= 1
        else words("同一组内区间重叠，不分先后；组间差别超出偶然")
    )
    columns = (
        (words("组"), lambda one: str(one.group)),
        (words("镇街"), lambda one: seat.area_name(one.town)),
        (words("核实的成果"), lambda one: str(one.outcomes)),
        (words("户数"), lambda one: str(one.households)),
        (words("每千户"), lambda one: _interval(one.per_household)),
        (words("应有工作量"), lambda one: f"{one.expected:.0f}"),
        (words("成果与应有工作量之比"), lambda one: _interval(one.per_expected)),
    )
    return [office.note(told), office.table(columns, held, words("没有可比的数据"))]


def _interval(one: Interval | None) -> str:
    return "" if one is None else f"{one.value:.2f} ({one.low:.2f}–{one.high:.2f})"


def helpers(held: Sequence[Helper], seat: Seat) -> list[Component]:
    """The best, for what could be expected of them; nobody is last."""
    words = seat.words
    if not seat.is_counted:
        return [office.note(seat.not_counted)]
    columns = (
        (words("姓名"), lambda one: office.named(one.name or one.person)),
        (words("村（社区）"), lambda one: seat.area_name(one.community)),
        (words("核实的成果"), lambda one: str(one.outcomes)),
    )
    told = words("按应有工作量公布做得多的人；不公布其余名单，不看登录和在线")
    return [office.note(told), office.table(columns, held, words("本月还没有"))]


def progress(one: Progress | None, why: str, seat_words: Any) -> Component | None:
    """How far a run is, in a sentence."""
    words = seat_words
    if one is None:
        return None
    if one.error is not None:
        return office.bad(words("{month} 核算中断：{why}", month=one.month, why=why))
    if one.is_over:
        return html.Span(words("{month} 核算完成，记入 {done} 笔", month=one.month, done=one.done))
    if one.of is None:
        return html.Span(words("{month} 正在汇集和核对成果…", month=one.month))
    return html.Span(
        words("{month} 正在记入：{done} / {of}", month=one.month, done=one.done, of=one.of)
    )
