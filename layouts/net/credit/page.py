"""The page of credit, empty where its callbacks fill it."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.working import Drawing

PAGE = "net_credit"
FILE = f"{PAGE}-file"
# What is looked at: {"book": …, "month": …}.
VIEW = f"{PAGE}-view"
PROGRESS, CLOCK = f"{PAGE}-progress", f"{PAGE}-clock"
CLOCK_MS = 2000


def credit_page(drawing: Drawing) -> list[Component]:
    """The page; whoever counts months also sees how far a run is."""
    parts: list[Component] = [dcc.Download(id=FILE), dcc.Store(id=VIEW)]
    runs = "credit.run" in drawing.granted
    parts += [
        html.Div(id=PROGRESS, className="admin-says", role="status", hidden=not runs),
        dcc.Interval(id=CLOCK, interval=CLOCK_MS, disabled=not runs),
    ]
    return net_page(drawing, PAGE, drawing.reader.words("积分与奖惩"), parts=parts)
