"""The page of whistles, police and law in the grids, empty where its callbacks fill it."""

from dash import dcc
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.office.tables import table_upload
from layouts.working import Drawing

PAGE = "net_fusion"
FILE, UPLOAD, LOADED = f"{PAGE}-file", f"{PAGE}-upload", f"{PAGE}-loaded"
# What is looked at: {"tab": …, "at": …}.
VIEW = f"{PAGE}-view"


def fusion_page(drawing: Drawing) -> list[Component]:
    """The page; whoever keeps the beats also takes their table in."""
    words = drawing.reader.words
    label = words("导入警格（xlsx 或 CSV）")
    return net_page(
        drawing,
        PAGE,
        words("警网法网融合"),
        parts=[dcc.Download(id=FILE), dcc.Store(id=VIEW)],
        below=[table_upload(drawing, UPLOAD, LOADED, label, action="net.fusion.manage")],
    )
