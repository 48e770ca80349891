"""The page of the register of cameras, empty where its callbacks fill it."""

from dash import dcc
from dash.development.base_component import Component

from layouts.office.tables import table_upload
from layouts.video.frame import video_page
from layouts.working import Drawing

PAGE = "video_cameras"
FILE, UPLOAD, LOADED = f"{PAGE}-file", f"{PAGE}-upload", f"{PAGE}-loaded"
# What is looked at: {"tab", "text", "area", "class", "owner_class", "owner", "gap", "at"}.
VIEW = f"{PAGE}-view"
KEEPS = "video.register.manage"
ACCEPTS = ".xlsx,.csv,.geojson,.json"


def cameras_page(drawing: Drawing) -> list[Component]:
    """The register; whoever keeps it also takes a table in."""
    words = drawing.reader.words
    label = words("导入视频点位台账（xlsx、CSV 或 GeoJSON）")
    upload = table_upload(drawing, UPLOAD, LOADED, label, action=KEEPS, accepts=ACCEPTS)
    return video_page(
        drawing,
        PAGE,
        words("视频点位台账"),
        parts=[dcc.Download(id=FILE), dcc.Store(id=VIEW)],
        below=[upload],
    )
