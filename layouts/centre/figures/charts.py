"""The charts and tables of the centre's figures; every chart's numbers stand on it or beside it."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.centre.cases.case import Case
from domain.centre.figures.report import Months
from layouts.centre.figures.view import FEW, View
from layouts.elements import figures, measures
from layouts.elements.colours import COLOURS, mixed, wants_dark_ink
from layouts.elements.opening import table
from layouts.office import office

_COLOURS: Mapping[str, str] = {
    "agreed": "ok", "failed": "bad", "enforced": "warn", "withdrawn": "text-second",
    "refused": "text-second", "answered": "bar", "transferred": "bar", "joined": "text-second",
}  # fmt: skip


def results(view: View) -> Component:
    """How cases ended: what failed stands beside what succeeded."""
    told, words = view.report.results, view.words
    names = list(_COLOURS)
    rows = [[words.of("kpi", one), view.count(told.get(one), one)] for one in names]
    chart = _bars(
        view, "results", [words.of("kpi", one) for one in names],
        [told.get(one) for one in names], [_COLOURS[one] for one in names],
    )  # fmt: skip
    return view.card(words("结果（件）"), chart, table([words("结果"), words("件")], rows))


def funnel(view: View) -> Component:
    """Open cases by stage, and how many of them are late."""
    words, stages = view.words, view.report.stages
    names = [words.of("case", one.stage) for one in stages]
    chart = _bars(view, "funnel", names, [one.count for one in stages], ["bar"] * len(stages))
    rows = [
        [
            name,
            view.count(one.count, "stage", one.stage),
            view.count(one.late, "stage_late", one.stage),
        ]
        for name, one in zip(names, stages, strict=True)
    ]
    made = table([words("阶段"), words("在办（件）"), words("超期（件）")], rows)
    total: list[Any] = [
        words("在办"), " ", view.count(view.report.results.get("stock"), "stock"), " · ",
        words("超期"), " ", view.count(view.report.results.get("late"), "late"),
    ]  # fmt: skip
    return view.card(words("各阶段在办（件）"), html.P(total), chart, made)


def _plain(value: int | None) -> Component:
    return html.Span(FEW if value is None else measures.number(value), className="num")


def _bars(
    view: View, name: str, labels: list[str], values: list[int | None], colours: list[str]
) -> Component:
    """Horizontal bars in the order given, top first; what is of too few has no bar but its mark."""
    reader = view.reader
    palette = COLOURS[reader.theme]
    most = max([1, *(one or 0 for one in values)])
    trace = figures.bars(
        reader,
        orientation="h",
        x=[one or 0 for one in values][::-1],
        y=labels[::-1],
        text=[FEW if one is None else measures.number(one) for one in values][::-1],
        hovertext=labels[::-1],
        marker={"color": [palette[one] for one in colours][::-1]},
    )
    made = figures.figure(
        reader,
        [trace],
        xaxis={"range": [0, most * 1.2], "showticklabels": False, "showgrid": False},
        yaxis={"dtick": 1, "showgrid": False},
    )
    return html.Div(figures.graph({"chart": name}, made), className="figure-chart")


def trend(view: View) -> Component:
    """How many came in and how many were closed in each month."""
    words, reader = view.words, view.reader
    labels = [f"{day:%Y-%m}" for day, _, _ in view.report.trend]
    came = [one for _, one, _ in view.report.trend]
    closed = [one for _, _, one in view.report.trend]
    most = max([1, *(one or 0 for one in (*came, *closed))])
    traces = [
        _months(view, words("收案"), "bar", labels, came),
        _months(view, words("结案"), "ok", labels, closed),
    ]
    made = figures.figure(
        reader,
        traces,
        xaxis={"type": "category"},
        yaxis={"range": [0, most * 1.2], "showticklabels": False},
    )
    rows = [
        [
            f"{day:%Y-%m}",
            view.count(one, "registered", months=Months(day, day)),
            view.count(other, "closed", months=Months(day, day)),
        ]
        for day, one, other in view.report.trend
    ]
    data = table([words("月"), words("收案（件）"), words("结案（件）")], rows)
    folded = html.Details([html.Summary(words("数据表")), data], className="chart-table")
    chart = html.Div(figures.graph({"chart": "trend"}, made), className="figure-chart is-months")
    note = words("左柱收案，右柱结案")
    return view.card(words("收案与结案（件/月）"), chart, folded, note=note, wide=True)


def pace(view: View) -> Component:
    """Median and P90 of the cases closed in each month, with how many those were."""
    words, reader, told = view.words, view.reader, view.report.pace
    labels = [f"{one.month:%Y-%m}" for one in told]
    marks = [
        f"{label}<br>n{'&lt;5' if one.count is None else f'={one.count}'}"
        for label, one in zip(labels, told, strict=True)
    ]
    traces = [
        _paces(view, words("P90"), "warn", labels, [one.p90 for one in told]),
        _paces(view, words("中位"), "accent", labels, [one.p50 for one in told])
        | {"textposition": "bottom center"},
    ]
    most = max([1.0, *(one.p90 or 0.0 for one in told)])
    made = figures.figure(
        reader,
        traces,
        xaxis={"type": "category", "tickvals": labels, "ticktext": marks},
        yaxis={"range": [0, most * 1.25], "showticklabels": False},
    )
    rows = [
        [
            f"{one.month:%Y-%m}",
            html.Span(measures.number(one.p50, 1), className="num"),
            html.Span(measures.number(one.p90, 1), className="num"),
            view.count(one.count, "days", months=Months(one.month, one.month)),
        ]
        for one in told
    ]
    head = [words("月"), words("中位（天）"), words("P90（天）"), "n"]
    folded = html.Details(
        [html.Summary(words("数据表")), table(head, rows)], className="chart-table"
    )
    chart = html.Div(figures.graph({"chart": "pace"}, made), className="figure-chart is-months")
    note = words("上线 P90，下线中位；当月结案、扣除中止时间；不足 5 件的月份不显示")
    return view.card(words("办理天数（按结案月）"), chart, folded, note=note, wide=True)


def _paces(
    view: View,
    name: str,
    colour: str,
    labels: list[str],
    values: list[float | None],
) -> dict[str, Any]:
    """A line of days; a month that is hidden or empty is a gap in it."""
    heard = [f"{name} {label}" for label in labels]
    return figures.line(
        view.reader,
        colour,
        x=labels,
        y=values,
        text=["" if one is None else measures.number(one, 1) for one in values],
        hovertext=heard,
        connectgaps=False,
    )


def _months(
    view: View, name: str, colour: str, labels: list[str], values: list[int | None]
) -> dict[str, Any]:
    return figures.bars(
        view.reader,
        colour,
        x=labels,
        y=[one or 0 for one in values],
        text=[FEW if one is None else measures.number(one) for one in values],
        hovertext=[f"{name} {label}" for label in labels],
    )


def heat(view: View) -> Component:
    """Types by towns: a brighter cell is more, the number is on it."""
    words, told = view.words, view.report.heat
    open_counts = [count for cell, count in told.cells.items() if cell not in told.hidden]
    most = max([1, *open_counts])
    head = html.Tr(
        [html.Th(words("类型")), *(html.Th(view.town_name(one), scope="col") for one in told.towns)]
    )
    rows = [
        html.Tr(
            [
                html.Th(words.of("category", category), scope="row"),
                *(_cell(view, (town, category), most) for town in told.towns),
            ]
        )
        for category in told.types
    ]
    months = f"{told.months.first:%Y-%m} – {told.months.last:%Y-%m}"
    grid = html.Div(
        html.Table([html.Thead(head), html.Tbody(rows)], className="figure-heat"),
        className="figure-scroll",
    )
    return view.card(words("类型 × 镇街（件）"), grid, note=months, wide=True)


def _cell(view: View, cell: tuple[str, str], most: int) -> html.Td:
    told = view.report.heat
    if cell in told.hidden:
        return html.Td(FEW, className="num is-few")
    count = told.cells.get(cell, 0)
    colour = mixed(view.reader.theme, "accent", "panel-high", min(1.0, count / most))
    bright = " is-bright" if wants_dark_ink(colour) else ""
    opened = view.count(count, "cell", f"{cell[0]}:{cell[1]}", months=told.months)
    return html.Td(opened if count else "", className=f"num{bright}", style={"background": colour})


def watched(view: View) -> Component:
    """Red and orange cases: how many, who leads, how long; and those the reader may see."""
    words = view.words
    lines = [
        [
            html.Span(words.of("level", one.level), className=f"case-level is-{one.level}"),
            view.count(one.count, one.level),
            view.count(one.late, "level_late", one.level),
            view.count(one.led, "level_led", one.level),
            measures.number(one.oldest_days),
        ]
        for one in view.report.watched
    ]
    head = [words("等级"), words("在办（件）"), words("超期（件）"), words("有包案领导（件）"),
            words("最久（天）")]  # fmt: skip
    columns: office.Columns = (
        (words("编码"), lambda case: office.named(case.code)),
        (words("等级"), lambda case: words.of("level", case.level.value) if case.level else ""),
        (words("类型"), lambda case: words.of("category", case.category.value)),
        (words("包案领导"), lambda case: office.named(case.leader)),
        (words("承办"), lambda case: office.named(view.body_name(case.body))),
        (words("天数"), lambda case: measures.number(_days(view, case))),
    )
    oldest = sorted(view.grave, key=lambda case: (case.registered_at, case.code))
    mine = office.table(columns, oldest, words("没有您可查看的红橙案件"), tight=1)
    folded = html.Details(
        [html.Summary(words("您可查看的红橙案件（{count}），最久的在前", count=len(oldest))), mine]
    )
    return view.card(words("红橙案件"), table(head, lines), folded, wide=True)


def _days(view: View, case: Case) -> int:
    return (view.report.at - case.registered_at).days


def rising(view: View) -> Component:
    """The types that rose most in ninety days, and whether it is more than chance."""
    words = view.words
    rows = [
        [
            words.of("category", one.category),
            view.count(one.now, "rising", one.category),
            view.count(one.before, "risen_from", one.category),
            words("超出偶然波动") if one.is_sure else words("可能只是偶然波动"),
        ]
        for one in view.report.rising
    ]
    if not rows:
        return view.card(words("上升最快的类型"), html.P(words("没有上升的类型")))
    head = [words("类型"), words("近 90 天"), words("前 90 天"), ""]
    return view.card(words("上升最快的类型"), table(head, rows))


def money(view: View) -> Component:
    """What was promised until now and what was paid of it."""
    words, told = view.words, view.report.money
    if not told:
        return view.card(words("履行金额（元）"), html.P(words("不足 5 件，不显示")))
    owed = told["promised_fen"] - told["paid_fen"]
    rows = [
        [words("到期应付"), view.sum(told["promised_fen"], "money", "all")],
        [words("已付"), view.sum(told["paid_fen"], "money", "paid")],
        [words("到期未付"), view.sum(owed, "money", "owed")],
    ]
    note = words("履行期最后一天在所选月份内且已过的协议")
    return view.card(words("履行金额（元）"), table(["", ""], rows), note=note)


def busy(view: View) -> Component:
    """Rooms and mediators that are booked at this moment."""
    words, told = view.words, view.report.busy
    rows = [
        [words("在用调解室"), view.way(f"{told.rooms} / {told.all_rooms}", "busy")],
        [words("在调解的调解员"), view.way(measures.number(told.mediators), "busy")],
    ]
    return view.card(words("此刻"), table(["", ""], rows), note=words("按预约"))
