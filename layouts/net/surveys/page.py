"""The page of surveys, empty where its callbacks fill it."""

from dash import dcc
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.working import Drawing

PAGE = "net_surveys"
FILE = f"{PAGE}-file"
# What is looked at: {"wave": …}; empty for all of them.
VIEW = f"{PAGE}-view"


def surveys_page(drawing: Drawing) -> list[Component]:
    """The page."""
    words = drawing.reader.words
    parts = [dcc.Download(id=FILE), dcc.Store(id=VIEW)]
    return net_page(drawing, PAGE, words("安全感与满意度调查"), parts=parts)
