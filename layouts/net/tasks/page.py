"""The page of work in the grids, empty where its callbacks fill it."""

from dash import dcc
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.working import Drawing

PAGE = "net_tasks"
# What is looked at: {"view": …, "area": …, "form": …, "at": …}.
VIEW = f"{PAGE}-view"


def tasks_page(drawing: Drawing) -> list[Component]:
    """The page; what stands on it depends on its reader."""
    return net_page(drawing, PAGE, drawing.reader.words("网格任务"), parts=[dcc.Store(id=VIEW)])
