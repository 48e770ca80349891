"""The posts of areas as bars: filled, covered by a neighbour, and empty."""

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.people.gaps import Line
from layouts.elements import figures
from layouts.elements.colours import COLOURS
from layouts.reader import Reader

# More areas than these are told by their table alone: bars would be thinner than a letter.
MOST_BARS = 24
ROW_REM = 2.25


def posts_chart(
    lines: Sequence[Line], name: Callable[[str], str], reader: Reader
) -> Component | None:
    """A bar for each area with its posts in three parts; None where bars would tell nothing."""
    if not 1 < len(lines) <= MOST_BARS:
        return None
    words, palette = reader.words, COLOURS[reader.theme]
    parts = (
        (words("在岗"), "bar", [one.filled for one in lines]),
        (words("空缺有代管"), "warn", [one.covered for one in lines]),
        (words("空缺无代管"), "bad", [one.vacant - one.covered for one in lines]),
    )
    labels = [name(one.code) for one in lines][::-1]
    traces = [
        figures.bars(
            reader, colour, orientation="h", x=values[::-1], y=labels, textposition="none",
            hovertext=[
                f"{label} {what} {value}"
                for label, value in zip(labels, values[::-1], strict=True)
            ],
        )
        for what, colour, values in parts
    ]  # fmt: skip
    ends = [
        {
            "x": one.grids, "y": name(one.code), "xanchor": "left", "showarrow": False, "xshift": 6,
            "text": f"{one.filled} / {one.grids}", "font": figures.font(reader, "text"),
        }
        for one in lines
    ]  # fmt: skip
    most = max(one.grids for one in lines)
    made = figures.figure(
        reader,
        traces,
        barmode="stack",
        annotations=ends,
        xaxis={"range": [0, most * 1.25], "showticklabels": False, "showgrid": False},
        yaxis={"dtick": 1, "showgrid": False, "type": "category"},
    )
    key = [
        html.Span([html.I(style={"background": palette[colour]}), what])
        for what, colour, _ in parts
    ]
    box = html.Div(
        figures.graph({"chart": "posts"}, made),
        className="net-chart",
        style={"height": f"{max(8.0, ROW_REM * len(lines) + 1):.2f}rem"},
    )
    return html.Div([html.P(key, className="net-key"), box], className="net-charted")
