"""What the enterprise station shows: figures on top, then whom to see, and its books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.agreements import yuan
from domain.centre.firms.figures import Due, StationFigures
from domain.centre.firms.firms import (
    Firm,
    FirmEnforcement,
    FirmRequest,
    FirmVisit,
    FirmWaiver,
)
from domain.centre.firms.matching import Match
from domain.centre.firms.station import FirmPolicy, ReceptionDay, TechnologyEnvoy
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.firms.forms import book_forms, firm_form, firm_name, pay_form, request_acts
from layouts.centre.firms.page import PAGE
from layouts.centre.named import body_name
from layouts.elements.mantine import within
from layouts.office import fields, ids, office
from layouts.reader import Reader

LISTED = 50


@dataclass(frozen=True, slots=True)
class Books:
    """What the reader sees of the station; `figures` are None for whoever is not told them."""

    figures: StationFigures | None
    firms: Sequence[Firm]
    due: Sequence[Due]
    requests: Sequence[FirmRequest]
    policies: Sequence[FirmPolicy]
    matches: Sequence[Match]
    enforcements: Sequence[FirmEnforcement]
    waivers: Sequence[FirmWaiver]
    visits: Sequence[FirmVisit]
    receptions: Sequence[ReceptionDay]
    envoys: Sequence[TechnologyEnvoy]


@dataclass(frozen=True, slots=True)
class Seat:
    """For whom the page is drawn: reader, centre, and what they may do."""

    reader: Reader
    centre: Centre
    zone_name: str
    may_run: bool
    may_take_in: bool

    @property
    def words(self) -> Words:
        """In the language of the reader."""
        return self.reader.words


def books(held: Books, seat: Seat) -> Component:
    """The whole page."""
    words = seat.words
    names = {one.credit_code: one.name for one in held.firms}
    parts: list[Component] = []
    if held.figures is not None:
        parts.append(_figures(held.figures, words))
    if any(one.is_demo for one in held.firms):
        parts.append(office.note(words("演示数据：企业、人名与电话均为虚构")))
    if seat.may_run:
        parts += book_forms(held.firms, seat.centre, words)
    parts += [
        _part(words("联系走访到期"), _due(held.due, seat)),
        _part(words("企业诉求"), _requests(held, names, seat)),
        _part(words("免申即享匹配"), _matches(held.matches, words)),
        _part(words("涉企执行"), _enforced(held, names, seat)),
        _part(words("企业"), _firms(held.firms, words)),
        _part(words("惠企政策库"), _policies(held.policies, words)),
        _part(words("走访记录"), _visits(held.visits, names, seat)),
        _part(words("轻微免罚清单"), _waivers(held.waivers, names, seat)),
        _part(words("企业家接待日"), _receptions(held.receptions, names, words)),
        _part(words("科技特派员"), _envoys(held.envoys, names, words)),
    ]
    return within(seat.reader, parts)


def _part(title: str, table: Component) -> Component:
    return html.Section([office.title(title), table], className="case-section")


def _figures(told: StationFigures, words: Words) -> Component:
    """Figures with what they are made of; sums in yuan, to the fen."""
    of_requests = words(
        "已答复 {answered}，超期 {overdue}", answered=told.answered, overdue=told.overdue
    )
    rated = words(
        "评价 {rated} 件，满意 {satisfied} 件", rated=told.rated, satisfied=told.satisfied
    )
    tiles = (
        (words("企业诉求"), words("{n} 件", n=told.requests), of_requests),
        (words("执行金额"), words("{sum} 元", sum=yuan(told.enforced_fen)), ""),
        (
            words("已兑付"),
            words("{sum} 元", sum=yuan(told.paid_fen)),
            words("惠及企业 {n} 家", n=told.firms_paid),
        ),
        (words("企业满意"), _share(told.satisfied, told.rated), rated),
        (words("在册企业"), words("{n} 家", n=told.firms), ""),
        (words("近 30 天联系走访"), words("{n} 次", n=told.visits), ""),
    )
    drawn = [
        html.Div(
            [
                html.Span(name, className="figure-name"),
                html.Strong(value, className="figure-digits"),
                html.Span(more, className="figure-parts"),
            ],
            className="figure-tile",
        )
        for name, value, more in tiles
    ]
    return html.Div(drawn, className="figure-tiles")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "—"


def _due(due: Sequence[Due], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("企业"), lambda one: office.named(one.firm.name)),
        (words("应做"), lambda one: word(one.visit, words)),
        (words("上次"), lambda one: office.moment(one.last, seat.zone_name) if one.last else ""),
        (words("风险"), lambda one: word(one.firm.risk, words)),
    )
    return office.table(columns, due[:LISTED], words("没有到期的企业"), tight=2)


def _requests(held: Books, names: Mapping[str, str], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("企业"), lambda one: firm_name(names, one.credit_code)),
        (words("类型"), lambda one: word(one.request, words)),
        (words("诉求"), lambda one: office.named(one.text)),
        (words("牵头单位"), lambda one: office.named(body_name(seat.centre, one.lead))),
        (words("期限"), lambda one: one.due),
        (words("答复"), lambda one: office.named(one.answer) if one.answered_at else ""),
        (words("满意度"), lambda one: str(one.satisfied or "")),
        (words("案件"), lambda one: office.named(one.case_code)),
        ("", lambda one: request_acts(one, seat.centre, words, seat.may_run, seat.may_take_in)),
    )
    return office.table(columns, held.requests[:LISTED], words("没有企业诉求"))


def _matches(found: Sequence[Match], words: Words) -> Component:
    columns: office.Columns = (
        (words("企业"), lambda one: office.named(one.firm.name)),
        (words("政策"), lambda one: office.named(one.policy.title)),
        (words("理由"), lambda one: _reasons(one, words)),
    )
    return office.table(columns, found[:LISTED], words("没有匹配"))


def _reasons(match: Match, words: Words) -> str:
    return "；".join(f"{word(one.ground, words)}：{one.has}" for one in match.reasons)


def _enforced(held: Books, names: Mapping[str, str], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("案号"), lambda one: office.named(one.number)),
        (words("企业"), lambda one: firm_name(names, one.credit_code)),
        (words("执行金额（元）"), lambda one: yuan(one.due_fen)),
        (words("已兑付（元）"), lambda one: yuan(one.paid_fen)),
        (words("到账"), lambda one: _at(one.paid_at, seat)),
        ("", lambda one: pay_form(one, words) if seat.may_run else ""),
    )
    return office.table(columns, held.enforcements[:LISTED], words("没有涉企执行"))


def _at(moment: object, seat: Seat) -> str | Component:
    return office.moment(moment, seat.zone_name) if moment else ""  # type: ignore[arg-type]


def _firms(firms: Sequence[Firm], words: Words) -> Component:
    columns: office.Columns = (
        (words("统一社会信用代码"), lambda one: office.named(one.credit_code)),
        (words("名称"), lambda one: office.named(one.name)),
        (words("行业"), lambda one: office.named(one.industry)),
        (words("职工"), lambda one: str(one.staff)),
        (words("风险"), lambda one: word(one.risk, words)),
        (words("联络员"), lambda one: office.named("、".join(one.people))),
        ("", lambda one: _open(one, words)),
    )
    find = office.form(
        ids.do(PAGE), {"act": "find"}, words("查找"), fields.text("q", words("名称或代码开头"))
    )
    table = office.table(columns, firms[:LISTED], words("没有企业"))
    return html.Div([find, table])


def _open(firm: Firm, words: Words) -> Component:
    return office.act(words("打开"), ids.do(PAGE), {"act": "open", "firm": firm.credit_code})


def firm_card(firm: Firm, seat: Seat) -> Component:
    """A firm whole; for whoever keeps the books, as a form."""
    words = seat.words
    facts = (
        (words("统一社会信用代码"), firm.credit_code),
        (words("行业"), firm.industry),
        (words("企业联系人"), firm.contact or ""),
        (words("电话"), firm.phone or ""),
        (words("标签"), "、".join(firm.marks)),
    )
    told = [one for name, value in facts if value for one in (html.Dt(name), html.Dd(value))]
    parts: list[Component] = [
        office.title(words("企业"), firm.name),
        html.Dl(told, className="case-facts"),
    ]
    if seat.may_run:
        parts.append(firm_form(firm, words))
    return within(seat.reader, [html.Div(parts, className="case-card")])


def found(firms: Sequence[Firm], seat: Seat) -> Component:
    """What was looked for and found."""
    return within(seat.reader, [_firms(firms, seat.words)])


def _policies(policies: Sequence[FirmPolicy], words: Words) -> Component:
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.title)),
        (words("依据"), lambda one: office.named(one.basis)),
        (words("适用对象"), lambda one: office.named(one.qualifies)),
        (words("有效期至"), lambda one: one.until or words("长期")),
        (words("免申即享"), lambda one: words("是") if one.is_automatic else ""),
    )
    return office.table(columns, policies[:LISTED], words("没有政策"))


def _visits(visits: Sequence[FirmVisit], names: Mapping[str, str], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("企业"), lambda one: firm_name(names, one.credit_code)),
        (words("方式"), lambda one: word(one.visit, words)),
        (words("经办"), lambda one: office.named(one.by)),
        (words("情况"), lambda one: office.named(one.text)),
    )
    return office.table(columns, visits[:LISTED], words("没有走访"), tight=1)


def _waivers(waivers: Sequence[FirmWaiver], names: Mapping[str, str], seat: Seat) -> Component:
    words = seat.words
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("企业"), lambda one: firm_name(names, one.credit_code)),
        (words("事项"), lambda one: office.named(one.item)),
        (words("依据"), lambda one: office.named(one.basis)),
    )
    return office.table(columns, waivers[:LISTED], words("没有免罚"))


def _receptions(days: Sequence[ReceptionDay], names: Mapping[str, str], words: Words) -> Component:
    columns: office.Columns = (
        (words("日期"), lambda one: one.day),
        (words("接待领导"), lambda one: office.named(one.host)),
        (words("地点"), lambda one: office.named(one.place)),
        (words("企业"), lambda one: "、".join(names.get(code, code) for code in one.firms)),
    )
    return office.table(columns, days[:LISTED], words("没有安排"))


def _envoys(envoys: Sequence[TechnologyEnvoy], names: Mapping[str, str], words: Words) -> Component:
    columns: office.Columns = (
        (words("姓名"), lambda one: office.named(one.name)),
        (words("专长"), lambda one: office.named(one.field)),
        (words("任期至"), lambda one: one.until or words("长期")),
        (words("企业"), lambda one: "、".join(names.get(code, code) for code in one.firms)),
    )
    return office.table(columns, envoys[:LISTED], words("没有科技特派员"))
