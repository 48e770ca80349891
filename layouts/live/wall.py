"""The wall's panels: empty containers that assets/ fills from the live socket."""

from dash import html

from domain.dispatch.unit_kinds import nearest_kinds
from layouts import ids, words
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
    """What is selected, and who is nearest to it of each kind a district has lists of."""
    kinds = nearest_kinds()
    return panel(
        "最近力量",
        [
            html.Div(id=ids.CARD, className="card"),
            html.Div(
                [
                    part
                    for kind in kinds
                    for part in (
                        html.H3(words.nearest(kind), className="nearest-title"),
                        html.Div(id=ids.nearest(kind), className="nearest"),
                    )
                ],
                className="nearest-both",
            ),
        ],
        name="card",
    )
