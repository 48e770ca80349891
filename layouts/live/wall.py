"""The wall's panels: empty containers that assets/ fills from the live socket."""

from dash import html

from layouts import ids
from layouts.elements.panel import panel


def left_panels() -> list[html.Section]:
    """Today in figures, the day's course, what kinds, and where."""
    return [
        panel("今日态势", ids.KPIS, name="kpis", class_name="on-wall"),
        panel("24 小时事件", ids.TREND, name="trend", class_name="on-wall"),
        panel("事件类别", ids.SHARE, name="share", class_name="on-wall"),
        panel("镇街在办", ids.RANKING, name="ranking", class_name="on-wall"),
    ]


def queue_panel() -> html.Section:
    """Open incidents, gravest and longest unaccepted first."""
    return panel("在办事件", ids.QUEUE, name="queue")


def card_panel() -> html.Section:
    """What is selected, and who is nearest to it."""
    return panel(
        "最近力量",
        [
            html.Div(id=ids.CARD, className="card"),
            html.Div(
                [
                    html.H3("最近民警", className="nearest-title"),
                    html.Div(id=ids.NEAREST_POLICE, className="nearest"),
                    html.H3("最近网格员", className="nearest-title"),
                    html.Div(id=ids.NEAREST_GRID, className="nearest"),
                ],
                className="nearest-both",
            ),
        ],
        name="card",
    )
