"""The page of the centre's figures, empty where its callbacks fill it."""

from dash import dcc
from dash.development.base_component import Component

from layouts.centre.frame import centre_page
from layouts.working import Drawing

PAGE = "centre_figures"
FILE = f"{PAGE}-file"


def figures_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    words = drawing.reader.words
    heading = words("中心统计")
    return centre_page(drawing, PAGE, heading, parts=[dcc.Download(id=FILE)])
