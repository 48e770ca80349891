"""The statistics page of an area: the conclusion first, then the figures, each open to its rows."""

from dash import dcc, html
from dash.development.base_component import Component

from domain.words import Words
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.elements.opening import opening
from layouts.statistics import charts, head, ids, tables
from layouts.statistics.heat import heat
from layouts.statistics.sentences import conclusion
from layouts.statistics.tiles import tiles
from layouts.statistics.view import ARRIVED, View
from layouts.working import Drawing


def area_page(drawing: Drawing) -> list[Component]:
    """Where the figures of an area are drawn, and the drawer of what stands behind them."""
    words = drawing.reader.words
    return [
        dcc.Store(id=ids.ROWS),
        dcc.Store(id=ids.NARROWED, data={}),
        dcc.Store(id=ids.ROWS_PAGE, data={}),
        dcc.Store(id=ids.RUNNING, data=False),
        dcc.Store(id=ids.AGAIN),
        html.Section(
            html.P(words("正在载入统计…"), className="says"),
            id=ids.AREA_PAGE,
            className="area-page",
            tabIndex=-1,
            **attributes({"aria-label": words("区域统计")}),
        ),
        html.Div(id=ids.CHANGED, className="area-changed", role="status"),
        html.Div(id=ids.DRAWER),
    ]


def changed(words: Words) -> Component:
    """Incidents have changed since the figures were counted."""
    again = opening(words("重新统计"), ids.AGAIN, {}, name="button")
    return html.Div([html.Span(words("统计之后又有新的变化")), again], className="panel as-said")


def title(name: str, view: View) -> str:
    """The headline of the page."""
    return f"{name} {view.words('区域统计')}"


def page(view: View) -> Component:
    """All figures of an area and a period."""
    parts = [
        head.head(view),
        conclusion(view),
        tiles(view),
        html.Div(cards(view), className="cards"),
    ]
    drawn: Component = within(view.reader, html.Div(parts, className="area-drawn as-said"))
    return drawn


def cards(view: View) -> list[Component]:
    """The cards in the order in which they are read."""
    facts, words, other = view.facts, view.words, view.other
    made: list[Component] = []
    if other:
        name = words("{one} 与 {two} 对比", one=facts["name"], two=other["name"])
        made.append(view.card("versus", name, tables.versus(view, other)))
    if facts["children"]:
        made.append(
            view.card(
                "ranking",
                _ranked(view, words("下辖区域比较")),
                tables.ranking(view, facts["children"], facts["children_rest"]),
            )
        )
    made += [*_figures(view), *_over_time(view), _places(view)]
    if facts["sisters"]:
        name = _ranked(view, words("同级区域比较"))
        made.append(view.card("sisters", name, tables.ranking(view, facts["sisters"])))
    return made


def _ranked(view: View, name: str) -> str:
    """A ranking, and by what: without a comparison nothing became slower."""
    if view.facts["previous"]["with_data"]:
        return view.words("{name}（到场变慢的在前）", name=name)
    return view.words("{name}（到场最慢的在前）", name=name)


def _figures(view: View) -> list[Component]:
    facts, words = view.facts, view.words
    is_empty = not facts["totals"]["reported"]
    width = 100 * facts["response"][0]["width"]
    return [
        view.card(
            "why", words("到场用时变化的来源"), tables.causes(view),
            note=words("均值之差，三种分法各自加起来等于总变化；每行可打开事件"),
        ),
        view.card("periods", words("本期与对比期"), tables.periods(view)),
        view.card(
            "classes", words("类别构成（起）"),
            view.empty(words("本期没有上报。")) if is_empty else charts.classes(view),
            behind={}, note=_pair(view),
        ),
        view.card(
            "response", words("响应用时百分位"), tables.response(view), behind=ARRIVED,
            note=words("“≤”为分档上界，档宽 {width}%", width=f"{width:.1f}"),
        ),
        view.card("severities", words("级别与处置"), tables.severities(view), behind={}),
        view.card(
            "heat", words("一周各时段上报（起/小时，同一星期几的平均）"), heat(view),
            behind={},
        ),
        view.card(
            "vacancies", words("空缺最久的网格员岗位"), tables.vacancies(view),
            note=words("网格底图"),
        ),
    ]  # fmt: skip


def _over_time(view: View) -> list[Component]:
    facts, words = view.facts, view.words
    unit = words("月") if facts["trend"]["by"] == "month" else words("周")
    rows = facts["trend"]["rows"]
    nothing = view.empty(words("还没有可画的数据。"))
    cut = [row for row in rows if not row["is_whole"]]
    note = words("斜线的一{unit}未满", unit=unit) if cut else ""
    return [
        view.card(
            "trend", words("上报趋势（起/{unit}）", unit=unit),
            charts.trend(view) if rows else nothing,
            note=" · ".join(text for text in (_pair(view), note) if text),
        ),
        view.card(
            "arrival", words("到场趋势：P50、P90（分）"),
            charts.arrivals(view) if rows else nothing, behind=ARRIVED, note=_pair(view),
        ),
    ]  # fmt: skip


def _places(view: View) -> Component:
    words = view.words
    months = view.facts["places"]["months"]
    return view.card(
        "places",
        words("重复发生的地点（{months}）", months="、".join(months)),
        tables.places(view),
        note=words("按整月统计，含本期以外的日子"),
    )


def _pair(view: View) -> str:
    """Which of two areas has which colour."""
    if view.other is None:
        return ""
    return view.words("{one}（蓝）对 {two}（橙）", one=view.facts["name"], two=view.other["name"])
