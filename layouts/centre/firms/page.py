"""The enterprise station's page, empty where its callbacks fill it."""

from dash import dcc
from dash.development.base_component import Component

from layouts.centre.frame import centre_page
from layouts.office.tables import table_upload
from layouts.working import Drawing

PAGE = "firms"
FILE, UPLOAD, LOADED = f"{PAGE}-file", f"{PAGE}-upload", f"{PAGE}-loaded"
# What is looked at: {"book": …, "q": …, "at": …}.
VIEW = f"{PAGE}-view"


def firms_page(drawing: Drawing) -> list[Component]:
    """The page; whoever keeps its books also takes tables in."""
    words = drawing.reader.words
    label = words("导入企业名册（xlsx 或 CSV）")
    return centre_page(
        drawing,
        PAGE,
        words("护企工作站"),
        parts=[dcc.Download(id=FILE), dcc.Store(id=VIEW)],
        below=[table_upload(drawing, UPLOAD, LOADED, label, action="firms.run")],
    )
