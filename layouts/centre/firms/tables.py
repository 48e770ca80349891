"""The tables of the enterprise station's books, a page of rows at a time."""

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from domain.centre.cases.agreements import yuan
from domain.centre.firms.figures import Due
from domain.centre.firms.firms import Firm, FirmEnforcement, FirmRequest, FirmVisit, FirmWaiver
from domain.centre.firms.matching import Match
from domain.centre.firms.station import FirmPolicy, ReceptionDay, TechnologyEnvoy
from domain.words import Words
from layouts.centre.case_words import word
from layouts.centre.firms.forms import firm_name, pay_form, request_acts
from layouts.centre.firms.page import PAGE
from layouts.centre.firms.seat import Seat
from layouts.centre.named import body_name
from layouts.office import ids, office

Names = Mapping[str, str]


def due(due: Sequence[Due], seat: Seat) -> Component:
    """Whom to see, those longest not seen first."""
    words = seat.words
    columns: office.Columns = (
        (words("企业"), lambda one: office.named(one.firm.name)),
        (words("应做"), lambda one: word(one.visit, words)),
        (words("上次"), lambda one: office.moment(one.last, seat.zone_name) if one.last else ""),
        (words("风险"), lambda one: word(one.firm.risk, words)),
    )
    return office.table(columns, due, words("没有到期的企业"), tight=2)


def requests(rows: Sequence[FirmRequest], names: Names, seat: Seat) -> Component:
    """What firms ask for, and what may be done with it."""
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
    return office.table(columns, rows, words("没有企业诉求"))


def matches(found: Sequence[Match], words: Words) -> Component:
    """Which firm is given which policy, and why."""
    columns: office.Columns = (
        (words("企业"), lambda one: office.named(one.firm.name)),
        (words("政策"), lambda one: office.named(one.policy.title)),
        (words("理由"), lambda one: _reasons(one, words)),
    )
    return office.table(columns, found, words("没有匹配"))


def _reasons(match: Match, words: Words) -> str:
    return "；".join(f"{word(one.ground, words)}：{one.has}" for one in match.reasons)


def enforced(rows: Sequence[FirmEnforcement], names: Names, seat: Seat) -> Component:
    """What is enforced for firms, and what came of it."""
    words = seat.words
    columns: office.Columns = (
        (words("案号"), lambda one: office.named(one.number)),
        (words("企业"), lambda one: firm_name(names, one.credit_code)),
        (words("执行金额（元）"), lambda one: yuan(one.due_fen)),
        (words("已兑付（元）"), lambda one: yuan(one.paid_fen)),
        (words("到账"), lambda one: _at(one.paid_at, seat)),
        ("", lambda one: pay_form(one, words) if seat.may_run else ""),
    )
    return office.table(columns, rows, words("没有涉企执行"))


def _at(moment: object, seat: Seat) -> str | Component:
    return office.moment(moment, seat.zone_name) if moment else ""  # type: ignore[arg-type]


def firms(rows: Sequence[Firm], words: Words) -> Component:
    """The register."""
    columns: office.Columns = (
        (words("统一社会信用代码"), lambda one: office.named(one.credit_code)),
        (words("名称"), lambda one: office.named(one.name)),
        (words("行业"), lambda one: office.named(one.industry)),
        (words("职工"), lambda one: str(one.staff)),
        (words("风险"), lambda one: word(one.risk, words)),
        (words("联络员"), lambda one: office.named("、".join(one.people))),
        ("", lambda one: _open(one, words)),
    )
    return office.table(columns, rows, words("没有企业"))


def _open(firm: Firm, words: Words) -> Component:
    return office.act(words("打开"), ids.do(PAGE), {"act": "open", "firm": firm.credit_code})


def policies(policies: Sequence[FirmPolicy], words: Words) -> Component:
    """The library of policies."""
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.title)),
        (words("依据"), lambda one: office.named(one.basis)),
        (words("适用对象"), lambda one: office.named(one.qualifies)),
        (words("有效期至"), lambda one: one.until or words("长期")),
        (words("免申即享"), lambda one: words("是") if one.is_automatic else ""),
    )
    return office.table(columns, policies, words("没有政策"))


def visits(visits: Sequence[FirmVisit], names: Names, seat: Seat) -> Component:
    """Who was seen, and what was said."""
    words = seat.words
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("企业"), lambda one: firm_name(names, one.credit_code)),
        (words("方式"), lambda one: word(one.visit, words)),
        (words("经办"), lambda one: office.named(one.by)),
        (words("情况"), lambda one: office.named(one.text)),
    )
    return office.table(columns, visits, words("没有走访"), tight=1)


def waivers(waivers: Sequence[FirmWaiver], names: Names, seat: Seat) -> Component:
    """Slight breaches that were not punished."""
    words = seat.words
    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("企业"), lambda one: firm_name(names, one.credit_code)),
        (words("事项"), lambda one: office.named(one.item)),
        (words("依据"), lambda one: office.named(one.basis)),
    )
    return office.table(columns, waivers, words("没有免罚"))


def receptions(days: Sequence[ReceptionDay], names: Names, words: Words) -> Component:
    """Days on which entrepreneurs are received."""
    columns: office.Columns = (
        (words("日期"), lambda one: one.day),
        (words("接待领导"), lambda one: office.named(one.host)),
        (words("地点"), lambda one: office.named(one.place)),
        (words("企业"), lambda one: "、".join(names.get(code, code) for code in one.firms)),
        (words("备注"), lambda one: office.named(one.text)),
    )
    return office.table(columns, days, words("没有安排"))


def envoys(envoys: Sequence[TechnologyEnvoy], names: Names, words: Words) -> Component:
    """Who helps firms with what they know."""
    columns: office.Columns = (
        (words("姓名"), lambda one: office.named(one.name)),
        (words("专长"), lambda one: office.named(one.field)),
        (words("任期至"), lambda one: one.until or words("长期")),
        (words("企业"), lambda one: "、".join(names.get(code, code) for code in one.firms)),
    )
    return office.table(columns, envoys, words("没有科技特派员"))
