"""The ways between the pages of the centre: a row of links, of those the reader may open."""

from collections.abc import Mapping

from dash import html

from layouts.office import office
from layouts.working import Drawing

WAYS = "centre-ways"
# In the order of a day's work: address and name.
PAGES: Mapping[str, str] = {
    "/centre": "案件",
    "/centre/queue": "窗口叫号",
    "/centre/rota": "排班与场所",
    "/centre/mediators": "调解员",
    "/centre/advice": "意见咨询",
    "/centre/firms": "护企工作站",
    "/centre/figures": "中心统计",
    "/centre/keeping": "到期案卷",
    "/centre/premises": "中心设置",
}


def links(drawing: Drawing) -> html.Nav:
    """The row; callbacks/centre/frame.py draws it again in another language."""
    return office.ways(drawing, WAYS, drawing.reader.words("中心"), PAGES)
