"""The figures of the centre in the order in which they are read, and the rows behind one."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Case
from layouts.centre.case_words import word
from layouts.centre.figures import charts
from layouts.centre.figures.filings import filings
from layouts.centre.figures.page import PAGE
from layouts.centre.figures.tiles import tiles
from layouts.centre.figures.view import View
from layouts.elements.mantine import within
from layouts.office import fields, ids, office


def drawn(
    view: View, *, may_report: bool, towns: Sequence[tuple[str, str]] | None = None
) -> Component:
    """The page's figures; `towns` for whoever may enter what a court took in."""
    parts = [
        _head(view, may_report=may_report),
        tiles(view),
        html.Div(
            [
                charts.funnel(view),
                charts.results(view),
                html.Div(
                    [charts.money(view), charts.busy(view), charts.rising(view)],
                    className="figure-stack",
                ),
                charts.watched(view),
                charts.trend(view),
                charts.pace(view),
                charts.heat(view),
                filings(view, towns),
            ],
            className="figure-cards",
        ),
    ]
    return within(view.reader, parts)


def _head(view: View, *, may_report: bool) -> Component:
    words, months = view.words, view.report.months
    first, last = f"{months.first:%Y-%m}", f"{months.last:%Y-%m}"
    asked = {"first": first, "last": last}
    forms: list[Component] = [
        office.form(
            ids.do(PAGE), {"act": "months"}, words("查看"),
            fields.text("first", words("从（年-月）"), longest=7, value=first),
            fields.text("last", words("到（年-月）"), longest=7, value=last),
        ),
        html.Div(
            [
                office.act(words("导出 xlsx"), ids.do(PAGE), {"act": "xlsx", **asked}),
                office.act(words("导出 CSV"), ids.do(PAGE), {"act": "csv", **asked}),
            ],
            className="case-exports",
        ),
    ]  # fmt: skip
    if may_report:
        forms.append(
            office.form(
                ids.do(PAGE), {"act": "monthly"}, words("人民调解月报 xlsx"),
                fields.text("month", words("月份（年-月）"), longest=7, value=last),
            )
        )  # fmt: skip
    rules = [words("密封的检举控告不计入任何数据。")]
    if not view.report.sees_all:
        rules.append(
            words(
                "您不能查看全部案件：少于 5 件的数不显示，类型 × 镇街固定为最近 12 个整月；"
                "点开只列出您可查看的案件。"
            )
        )
    at = office.moment(view.report.at, view.zone_name)
    return html.Div(
        [
            html.Div(forms, className="figure-head"),
            office.note(f"{words('截至')} {at} · {' '.join(rules)}"),
        ]
    )


def rows(found: Sequence[Case], name: str, view_words: View) -> Component:
    """The cases behind a figure, as far as the reader may see them."""
    words = view_words.words
    columns: office.Columns = (
        (words("编码"), lambda case: office.named(case.code)),
        (words("阶段"), lambda case: word(case.stage, words)),
        (words("类型"), lambda case: word(case.category, words)),
        (words("承办"), lambda case: office.named(view_words.body_name(case.body))),
        (words("结果"), lambda case: word(case.result, words) if case.result else ""),
        (words("登记"), lambda case: office.moment(case.registered_at, view_words.zone_name)),
    )
    listed = office.table(columns, found, words("没有您可查看的案件"), tight=1)
    note = office.note(words("只列出您可查看的最近 {count} 件", count=len(found)))
    parts = [office.title(name), note, listed]
    return within(view_words.reader, [html.Div(parts, className="case-card")])
