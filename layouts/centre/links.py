"""The ways between the pages of the centre: a row of links, of those the reader may open."""

from dash import html

from domain.access.access import need_of
from layouts.elements.attributes import attributes
from layouts.working import Drawing

# In the order of a day's work: address and name.
PAGES = (
    ("/centre", "案件"),
    ("/centre/queue", "窗口叫号"),
    ("/centre/rota", "排班与场所"),
    ("/centre/mediators", "调解员"),
    ("/centre/advice", "意见咨询"),
    ("/centre/firms", "护企工作站"),
    ("/centre/figures", "中心统计"),
    ("/centre/keeping", "到期案卷"),
    ("/centre/premises", "中心设置"),
)


def links(drawing: Drawing) -> html.Nav:
    """The row, without what the reader may not open."""
    words, here = drawing.reader.words, drawing.found.page.paths[0]
    made = [
        html.A(
            words(name),
            href=address,
            **attributes({"aria-current": "page" if address == here else None}),
        )
        for address, name in PAGES
        if need_of("GET", address).action in drawing.granted
    ]
    return html.Nav(made, className="admin-tabs", **attributes({"aria-label": words("中心")}))
