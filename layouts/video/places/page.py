"""The page of key places and units, empty until it is filled."""

from dash import dcc
from dash.development.base_component import Component

from layouts.office.tables import table_upload
from layouts.video.frame import video_page
from layouts.working import Drawing

PAGE = "video_places"
FILE, UPLOAD, LOADED = f"{PAGE}-file", f"{PAGE}-upload", f"{PAGE}-loaded"
# What is looked at: {"sort", "area", "words", "at"}.
VIEW = f"{PAGE}-view"
KEEPS = "places.manage"


def places_page(drawing: Drawing) -> list[Component]:
    """The register; whoever keeps it also takes its table in."""
    words = drawing.reader.words
    label = words("导入重点部位与重点单位（xlsx 或 CSV）")
    return video_page(
        drawing,
        PAGE,
        words("重点部位与重点单位"),
        parts=[dcc.Download(id=FILE), dcc.Store(id=VIEW)],
        below=[table_upload(drawing, UPLOAD, LOADED, label, action=KEEPS)],
    )
