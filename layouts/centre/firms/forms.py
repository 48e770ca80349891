"""The forms of the enterprise station: one for each book, folded until it is wanted."""

from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.firms.books import Book
from domain.centre.firms.firms import (
    Firm,
    FirmEnforcement,
    FirmRequest,
    FirmRisk,
    RequestType,
    VisitKind,
)
from domain.centre.premises.places import Centre
from domain.words import Words
from layouts.centre.case_words import options
from layouts.centre.firms.page import PAGE
from layouts.centre.named import bodies, named
from layouts.office import fields, ids, office

LONGEST = 1000


def firm_name(names: Mapping[str, str], code: str) -> Component | str:
    """What a firm is called; its code where it is not in the list."""
    return office.named(names.get(code, code))


def folded(title: str, form: Component) -> Component:
    """A form behind its name."""
    return html.Details([html.Summary(title), form], className="case-step")


def book_form(book: Book, firms: Sequence[Firm], centre: Centre, words: Words) -> Component | None:
    """What is written into a book; None where it is made of the others."""
    if book is Book.FIRMS:
        template = office.act(words("下载企业名册模板"), ids.do(PAGE), {"act": "template"})
        return html.Div([folded(words("登记企业"), firm_form(None, words)), template])
    forms: Mapping[Book, tuple[str, Callable[[], Component]]] = {
        Book.REQUESTS: (words("登记诉求"), lambda: _request_form(firms, centre, words)),
        Book.DUE: (words("记录走访"), lambda: _visit_form(firms, words)),
        Book.VISITS: (words("记录走访"), lambda: _visit_form(firms, words)),
        Book.ENFORCEMENTS: (words("登记执行"), lambda: _enforcement_form(firms, words)),
        Book.WAIVERS: (words("登记免罚"), lambda: _waiver_form(firms, words)),
        Book.POLICIES: (words("登记政策"), lambda: _policy_form(words)),
        Book.RECEPTIONS: (words("安排接待日"), lambda: _reception_form(words)),
        Book.ENVOYS: (words("登记科技特派员"), lambda: _envoy_form(words)),
    }
    if book not in forms:
        return None
    title, form = forms[book]
    return folded(title, form())


def firm_form(firm: Firm | None, words: Words) -> Component:
    """A firm as it is registered or corrected."""
    held = firm or Firm("", "", "", 0, FirmRisk.LOW)
    return office.form(
        ids.do(PAGE),
        {"act": "firm"},
        words("保存企业"),
        fields.text(
            "credit_code", words("统一社会信用代码"), value=held.credit_code, is_required=True
        ),
        fields.text("name", words("企业名称"), value=held.name, is_required=True),
        fields.text("industry", words("行业"), value=held.industry, is_required=True),
        fields.text("staff", words("职工人数"), value=str(held.staff or ""), input_mode="numeric"),
        fields.choice("risk", words("风险等级"), options(FirmRisk, words), held.risk.value),
        fields.text("people", words("联络员账号（空格分隔）"), value=" ".join(held.people)),
        fields.text("marks", words("标签（空格分隔）"), value=" ".join(held.marks)),
        fields.text(
            "founded", words("成立年份"), value=str(held.founded or ""), input_mode="numeric"
        ),
        fields.text("contact", words("企业联系人"), value=held.contact or ""),
        fields.text("phone", words("联系电话"), value=held.phone or ""),
    )


def _firm(firms: Sequence[Firm], words: Words) -> Component:
    choice: Component = fields.choice(
        "firm", words("企业"), [(one.credit_code, one.name) for one in firms]
    )
    return choice


def _request_form(firms: Sequence[Firm], centre: Centre, words: Words) -> Component:
    return office.form(
        ids.do(PAGE),
        {"act": "request"},
        words("登记诉求"),
        _firm(firms, words),
        fields.choice("request", words("类型"), options(RequestType, words)),
        fields.choice("lead", words("牵头单位"), bodies(centre)),
        fields.text("due", words("期限（年-月-日）"), is_required=True, longest=10),
        fields.lines("text", words("诉求"), longest=LONGEST, is_required=True),
    )


def _visit_form(firms: Sequence[Firm], words: Words) -> Component:
    return office.form(
        ids.do(PAGE),
        {"act": "visit"},
        words("记录走访"),
        _firm(firms, words),
        fields.choice("visit", words("方式"), options(VisitKind, words)),
        fields.lines("text", words("情况"), longest=LONGEST, is_required=True),
    )


def _enforcement_form(firms: Sequence[Firm], words: Words) -> Component:
    return office.form(
        ids.do(PAGE),
        {"act": "enforce"},
        words("登记执行"),
        _firm(firms, words),
        fields.text("number", words("案号"), is_required=True),
        fields.text("amount", words("执行金额（元）"), is_required=True, input_mode="decimal"),
    )


def _waiver_form(firms: Sequence[Firm], words: Words) -> Component:
    return office.form(
        ids.do(PAGE),
        {"act": "waive"},
        words("登记免罚"),
        _firm(firms, words),
        fields.text("item", words("免罚事项"), is_required=True, longest=200),
        fields.text("basis", words("依据"), is_required=True, longest=200),
    )


def _policy_form(words: Words) -> Component:
    yes_no = [("", words("否")), ("yes", words("是"))]
    return office.form(
        ids.do(PAGE),
        {"act": "policy"},
        words("登记政策"),
        fields.text("title", words("名称"), is_required=True, longest=120),
        fields.text("basis", words("依据"), is_required=True, longest=200),
        fields.text("qualifies", words("适用对象"), is_required=True, longest=LONGEST),
        fields.text("until", words("有效期至（年-月-日，可空）"), longest=10),
        fields.choice("is_automatic", words("免申即享"), yes_no),
        fields.text("industries", words("行业（空格分隔，可空）")),
        fields.text("least_staff", words("职工不少于"), input_mode="numeric"),
        fields.text("most_staff", words("职工不多于"), input_mode="numeric"),
        fields.text("marks", words("标签（空格分隔）")),
        fields.text("founded_from", words("成立不早于（年）"), input_mode="numeric"),
    )


def _reception_form(words: Words) -> Component:
    return office.form(
        ids.do(PAGE),
        {"act": "reception"},
        words("安排接待日"),
        fields.text("day", words("日期（年-月-日）"), is_required=True, longest=10),
        fields.text("host", words("接待领导"), is_required=True),
        fields.text("place", words("地点"), is_required=True),
        fields.lines("text", words("备注"), longest=LONGEST),
        fields.text("firms", words("企业代码（空格分隔）"), longest=LONGEST),
    )


def _envoy_form(words: Words) -> Component:
    return office.form(
        ids.do(PAGE),
        {"act": "envoy"},
        words("登记科技特派员"),
        fields.text("name", words("姓名"), is_required=True),
        fields.text("field", words("专长"), is_required=True),
        fields.text("until", words("任期至（年-月-日，可空）"), longest=10),
        fields.text("firms", words("企业代码（空格分隔）"), longest=LONGEST),
    )


def request_acts(
    one: FirmRequest, centre: Centre, words: Words, may_run: bool, may_take_in: bool
) -> Component:
    """What may be done with a request now."""
    parts: list[Component] = []
    if one.answered_at is None:
        said = fields.text("text", words("答复"), is_required=True, longest=LONGEST)
        asked = {"act": "answer", "request": one.request_id}
        parts.append(office.form(ids.do(PAGE), asked, words("答复"), said))
    elif may_run and one.satisfied is None:
        stars = [(str(n), str(n)) for n in range(5, 0, -1)]
        asked = {"act": "satisfied", "request": one.request_id}
        rated = fields.choice("satisfied", words("满意度"), stars)
        parts.append(office.form(ids.do(PAGE), asked, words("记录满意度"), rated))
    if may_take_in and one.case_code is None:
        window = fields.choice("window", words("窗口"), named(centre.windows))
        asked = {"act": "to_case", "request": one.request_id}
        parts.append(office.form(ids.do(PAGE), asked, words("转为案件"), window))
    return folded(words("办理"), html.Div(parts)) if parts else html.Span()


def pay_form(one: FirmEnforcement, words: Words) -> Component:
    """The way to write down that money came."""
    if one.paid_fen >= one.due_fen:
        return html.Span(words("已付清"))
    amount = fields.text("amount", words("到账（元）"), is_required=True, input_mode="decimal")
    asked = {"act": "pay", "enforcement": one.enforcement_id}
    return folded(words("登记到账"), office.form(ids.do(PAGE), asked, words("登记到账"), amount))
