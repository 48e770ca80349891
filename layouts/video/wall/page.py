"""The video wall: a frame of Dash around what the browser draws (assets/pages/video/)."""

from dash import html
from dash.development.base_component import Component

from layouts.elements.attributes import attributes
from layouts.office import ids as office_ids
from layouts.video.frame import ways
from layouts.working import Drawing

STAGE = "video-stage"


def wall_page(drawing: Drawing) -> list[Component]:
    """The ways between the pages of cameras, and the empty stage."""
    words = drawing.reader.words
    stage = html.Div(html.P(words("正在载入…"), className="says"), id=STAGE, className=STAGE)
    return [
        html.Section(
            [ways(drawing), stage],
            id=office_ids.OFFICE,
            className="panel",
            tabIndex=-1,
            **attributes({"aria-label": words("视频墙")}),
        )
    ]
