"""What the pages of cameras share: the row of ways between them, and a heading."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from domain.pages.video import VIDEOS
from layouts.office import office
from layouts.working import Drawing

WAYS = "video-ways"
# Address and name of each page that has a tab, in the order of the table of pages.
PAGES: Mapping[str, str] = {page.paths[0]: page.tab for page in VIDEOS if page.tab}


def video_page(
    drawing: Drawing,
    page: str,
    heading: str = "",
    *,
    parts: Sequence[Component] = (),
    below: Sequence[Component] = (),
) -> list[Component]:
    """A page of cameras, empty where its callbacks fill it.

    Args:
        drawing: for whom.
        page: its name, by which its callbacks find it.
        heading: in the reader's words; empty where what is shown has one.
        parts: what stands above what the page shows.
        below: what stands below it.
    """
    above = (ways(drawing), *([office.title(heading)] if heading else []))
    return office.shell(page, drawing.reader.words, above=above, parts=parts, below=below)


def ways(drawing: Drawing) -> html.Nav:
    """The row of ways between the pages of cameras."""
    return office.ways(drawing, WAYS, drawing.reader.words("视频"), PAGES)
