"""The one way charts are drawn: one template, labelled directly, from zero, no legends.

A chart is a plotly figure in a `dcc.Graph`. The unit stands in the card's title, source and age in
its corner (layouts/cards.py); the values stand in a table beside it, for the keyboard and for
whoever hears the page.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import plotly.graph_objects as go
from dash import dcc

from layouts.elements.colours import COLOURS
from layouts.reader import Reader

SANS = '"OneScreen Sans", "Noto Sans SC", "Noto Sans CJK SC", sans-serif'
TEXT_PX = 18
CONFIG: Mapping[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "scrollZoom": False,
    "doubleClick": False,
    "responsive": True,
}


def font(reader: Reader, colour: str = "text-second") -> dict[str, Any]:
    """The type of a chart, as large as the page's."""
    return {
        "family": SANS,
        "size": TEXT_PX * reader.scale,
        "color": COLOURS[reader.theme][colour],
    }


def template(reader: Reader) -> go.layout.Template:
    """What all charts share, in the colours of the reader's room."""
    colours = COLOURS[reader.theme]
    axis = {
        "gridcolor": colours["line-soft"],
        "linecolor": colours["line"],
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": font(reader),
        "ticks": "",
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": font(reader),
            "margin": {"l": 8, "r": 16 * reader.scale, "t": 12 * reader.scale, "b": 8, "pad": 6},
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,
            "bargap": 0.32,
            "bargroupgap": 0.08,
            "hoverlabel": {
                "bgcolor": colours["panel-solid"],
                "bordercolor": colours["accent"],
                "font": font(reader, "text"),
            },
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def bars(reader: Reader, colour: str = "bar", **trace: Any) -> dict[str, Any]:
    """Bars with their values at their ends."""
    return {
        "type": "bar",
        "marker": {"color": COLOURS[reader.theme][colour]},
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": font(reader, "text"),
        "hoverinfo": "text",
        "constraintext": "none",
        "textangle": 0,
        **trace,
    }


def line(reader: Reader, colour: str = "accent", **trace: Any) -> dict[str, Any]:
    """A line whose points carry their values."""
    paint = COLOURS[reader.theme][colour]
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "textposition": "top center",
        "cliponaxis": False,
        "line": {"color": paint, "width": 2.5 * reader.scale},
        "marker": {"color": paint, "size": 8 * reader.scale},
        "textfont": font(reader, "text"),
        "hoverinfo": "text",
        **trace,
    }


def figure(reader: Reader, traces: Sequence[Mapping[str, Any]], **layout: Any) -> go.Figure:
    """A figure in the template.

    Raises:
        ValueError: a trace or the layout holds what plotly does not know.
    """
    return go.Figure(data=list(traces), layout={**layout, "template": template(reader)})


def graph(name: Any, made: go.Figure) -> dcc.Graph:
    """A chart as large as its box."""
    return dcc.Graph(
        id=name,
        figure=made,
        config=cast("dcc.Graph.Config", dict(CONFIG)),
        responsive=True,
        className="chart-box",
    )
