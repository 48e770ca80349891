"""The page of inspections, empty until it is filled."""

from dash import dcc
from dash.development.base_component import Component

from layouts.video.frame import video_page
from layouts.working import Drawing

PAGE = "video_inspections"
# What is looked at: {"tab", "view", "at"}.
VIEW = f"{PAGE}-view"


def inspections_page(drawing: Drawing) -> list[Component]:
    """Plans, rounds and findings; a community sees the findings alone."""
    words = drawing.reader.words
    return video_page(drawing, PAGE, words("监管检查"), parts=[dcc.Store(id=VIEW)])
