"""What a court took in, to ten thousand people; and the form it is entered by."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.centre.figures.page import PAGE
from layouts.centre.figures.view import View
from layouts.elements import measures
from layouts.elements.opening import table
from layouts.office import fields, ids, office

LONGEST_SOURCE = 120


def filings(view: View, towns: Sequence[tuple[str, str]] | None) -> Component:
    """Every entry with its source; `towns`, by code and name, for whoever may enter one."""
    words = view.words
    rows = [
        [
            str(one.filing.year),
            view.town_name(one.filing.town) if one.filing.town else words("全区"),
            html.Span(measures.number(one.filing.count), className="num"),
            html.Span(measures.number(one.rate, 1), className="num"),
            office.named(one.filing.source),
            office.moment(one.filing.at, view.zone_name),
        ]
        for one in view.report.filings
    ]
    head = [
        words("年份"),
        words("镇街"),
        words("一审收案（件）"),
        words("每万人（件）"),
        words("来源"),
        words("录入时间"),
    ]
    parts: list[Component] = [table(head, rows) if rows else html.P(words("没有录入法院数据"))]
    if towns is not None:
        parts.append(_form(view, towns))
    note = words("同一年份、镇街再次录入即为更正；年度数优先于文件中的月度数")
    return view.card(words("万人成讼率"), *parts, note=note, wide=True)


def _form(view: View, towns: Sequence[tuple[str, str]]) -> Component:
    words = view.words
    form = office.form(
        ids.do(PAGE),
        {"act": "filing"},
        words("录入"),
        fields.text("year", words("年份"), longest=4, is_required=True, input_mode="numeric"),
        fields.choice("town", words("镇街"), [("", words("全区")), *towns]),
        fields.text(
            "count", words("一审民事、行政收案（件）"), longest=7, is_required=True,
            input_mode="numeric",
        ),
        fields.text("source", words("来源"), longest=LONGEST_SOURCE, is_required=True),
    )  # fmt: skip
    return html.Details([html.Summary(words("录入法院收案数")), form], className="case-step")
