"""The head of the page: where we are, which days, compared with what, taken away how."""

from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from layouts.elements.attributes import attributes
from layouts.elements.dmc import dmc
from layouts.statistics import ids
from layouts.statistics.view import Body, View

PERIODS = ("7d", "30d", "90d", "month")
_CLEAR = {"month": "", "from": "", "to": "", "vs_from": "", "vs_to": ""}
_LENGTHS = {7: "7d", 30: "30d", 90: "90d"}
_FORMAT = "YYYY-MM-DD"


def head(view: View) -> html.Header:
    """Path and exports, then the choices of days and of what to compare with."""
    return html.Header(
        [
            html.Div([_path(view), _exports(view)], className="area-line"),
            html.Div([_periods(view), _comparison(view)], className="area-line"),
        ],
        className="area-head",
    )


def _path(view: View) -> html.Nav:
    facts, words = view.facts, view.words
    made: list[Component] = []
    for row in facts["path"]:
        if made:
            made.append(html.Span("▸", className="sep"))
        if row["code"] == facts["code"]:
            made.append(html.B(row["name"], className="crumb is-here"))
        else:
            made.append(area_link(view, row))
    links: list[Component] = []
    if facts["level"] == "village":
        links.append(
            html.A(words("进入社区"), href=f"/community/{facts['code']}", className="link")
        )
    links.append(html.A(words("在一屏上看"), href=f"/?area={facts['code']}", className="link"))
    made.append(html.Span(links, className="area-links"))
    return html.Nav(made, className="area-path", **attributes({"aria-label": words("所在区域")}))


def area_link(view: View, row: Body) -> Component:
    """An area's name, leading to its figures where the reader may see them."""
    if row.get("is_open") is False or not row["code"]:
        return html.Span(row["name"])
    return dcc.Link(row["name"], href=view.address.link(row["code"]), className="link")


def _periods(view: View) -> html.Div:
    facts, words, address = view.facts, view.words, view.address
    labels = {
        "7d": words("近 7 天"),
        "30d": words("近 30 天"),
        "90d": words("近 90 天"),
        "month": words("本月"),
    }
    usual = "custom" if address["from"] else _LENGTHS.get(facts["period"]["days"], "")
    chosen = address["period"] or usual
    links = []
    for name in PERIODS:
        is_chosen = chosen == name and not (name == "month" and address["month"])
        links.append(
            dcc.Link(
                labels[name],
                href=address.link(**{**_CLEAR, "period": name}),
                className="area-choice" + (" is-chosen" if is_chosen else ""),
            )
        )
    return html.Div(
        [*links, _month(view), _range(view, "days", words("按日期"), facts["period"])],
        className="area-choices",
        role="group",
        **attributes({"aria-label": words("统计周期")}),
    )


def _month(view: View) -> dmc.MonthPickerInput:
    month = view.address["month"]
    return dmc.MonthPickerInput(
        id=ids.control("month"),
        value=f"{month}-01" if _is_month(month) else None,
        placeholder=view.words("月份"),
        valueFormat="YYYY-MM",
        maxDate=view.facts["as_of"][:10],
        size="xs",
        className="area-month",
        persistence=False,
        **attributes({"aria-label": view.words("选择月份")}),
    )


def _is_month(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01")
    except ValueError:
        return False
    return True


def _range(view: View, name: str, label: str, days: Body) -> dmc.DatePickerInput:
    return dmc.DatePickerInput(
        id=ids.control(name),
        type="range",
        value=[days["from"], days["to"]],
        valueFormat=_FORMAT,
        maxDate=view.facts["as_of"][:10],
        allowSingleDateInRange=True,
        size="xs",
        className="area-range",
        persistence=False,
        **attributes({"aria-label": label}),
    )


def _comparison(view: View) -> html.Div:
    facts, words = view.facts, view.words
    rows = [row for row in [*facts["sisters"], *facts["children"]] if row["code"] != facts["code"]]
    select = dmc.Select(
        id=ids.control("vs"),
        data=[{"value": row["code"], "label": row["name"]} for row in rows if row["code"]],
        value=view.address["vs"] or None,
        placeholder=words("不与其他区域对比"),
        clearable=True,
        searchable=True,
        size="xs",
        className="area-versus",
        nothingFoundMessage=words("没有符合的区域"),
        persistence=False,
        **attributes({"aria-label": words("对比区域")}),
    )
    return html.Div(
        [
            html.Label([html.Span(words("对比区域")), select], className="area-label"),
            html.Label(
                [
                    html.Span(words("对比期")),
                    _range(view, "vs_days", words("对比期"), facts["previous"]),
                ],
                className="area-label",
            ),
        ],
        className="area-choices",
    )


def _exports(view: View) -> html.Div:
    words, address = view.words, view.address
    made: list[Component] = []
    if view.facts["may_export"]:
        kinds = (
            ("table.xlsx", words("导出 Excel")),
            ("page.pdf", words("导出 PDF")),
            ("rows.csv", words("明细 CSV")),
        )
        made += [
            html.A(label, href=address.file(kind), download="", className="button")
            for kind, label in kinds
        ]
    made.append(html.A(words("早报"), href="/brief", className="link"))
    return html.Div(made, className="area-choices area-exports")
