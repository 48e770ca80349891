"""The hours of the week on the statistics page: a cell for each hour of each weekday."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from layouts.elements import measures
from layouts.elements.colours import mixed, wants_dark_ink
from layouts.statistics.view import View

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def heat(view: View) -> html.Div:
    """Reports an hour of each weekday: a brighter cell is a busier hour, the number is on it."""
    words = view.words
    means = view.facts["heat_mean"]
    most = max([0.01, *(value for row in means for value in row if value is not None)])
    head = html.Div(
        [
            html.Span(words("时"), className="heat-day"),
            *(html.Span(str(hour), className="num heat-hour") for hour in range(24)),
        ],
        className="heat-row",
    )
    rows = [_heat_row(view, weekday, means[weekday], most) for weekday in range(7)]
    return html.Div([head, *rows, _heat_key(view, most)], className="heat")


def _heat_row(view: View, weekday: int, means: Sequence[float | None], most: float) -> html.Div:
    words, facts = view.words, view.facts
    day, held = words(WEEKDAYS[weekday]), facts["heat_days"][weekday]
    cells: list[Component] = [html.Span(day, className="heat-day")]
    for hour, mean in enumerate(means):
        count = facts["heat"][weekday][hour]
        says = words(
            "{day} {hour} 时：{count} 起，{held} 个{day}，平均 {mean} 起",
            day=day, hour=hour, count=count, held=held, mean=measures.number(mean, 1),
        )  # fmt: skip
        share = 0.0 if mean is None else mean / most
        colour = mixed(view.reader.theme, "accent", "panel-high", share)
        bright = " is-bright" if wants_dark_ink(colour) else ""
        button: Any = view.open(
            measures.number(mean, _heat_digits(view)) if count else "",
            words("{day} {hour} 时", day=day, hour=hour),
            {"weekday": weekday, "hour": hour},
            classes=f"num heat-cell{bright}",
            label=says,
        )
        button.style = {"background": colour}
        cells.append(button)
    return html.Div(cells, className="heat-row")


def _heat_key(view: View, most: float) -> html.P:
    """What the shades mean, from none to the busiest hour."""
    steps = [
        html.I(
            className="heat-step",
            style={"background": mixed(view.reader.theme, "accent", "panel-high", share)},
        )
        for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    unit = f"{measures.number(most, _heat_digits(view))} {view.words('起')}".strip()
    return html.P(["0", *steps, unit], className="heat-key")


def _heat_digits(view: View) -> int:
    """Means have a tenth; of a week, which has each weekday once, they are counts."""
    return 0 if max(view.facts["heat_days"]) < 2 else 1
