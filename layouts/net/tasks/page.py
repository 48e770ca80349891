"""The page of work in the grids, empty where its callbacks fill it."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.office.tables import table_upload
from layouts.working import Drawing

PAGE = "net_tasks"
# What is looked at: {"view": …, "area": …, "form": …, "at": …}.
VIEW = f"{PAGE}-view"
FILE, UPLOAD, LOADED = f"{PAGE}-file", f"{PAGE}-upload", f"{PAGE}-loaded"


def tasks_page(drawing: Drawing) -> list[Component]:
    """The page; what stands on it depends on its reader."""
    words = drawing.reader.words
    label = words("导入重点场所（xlsx 或 CSV）")
    load = table_upload(drawing, UPLOAD, LOADED, label, action="tasks.check")
    return net_page(
        drawing,
        PAGE,
        words("网格任务"),
        parts=[dcc.Store(id=VIEW), dcc.Download(id=FILE)],
        # shown beside the book of key places alone (assets/pages/tasks/)
        below=[html.Div(load, className="net-places-load")],
    )
