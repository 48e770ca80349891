"""What the pages of the one net share: the row of ways between them, and a heading."""

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from domain.pages.net import NETS
from layouts.office import office
from layouts.working import Drawing

WAYS = "net-ways"
# Address and name of each page that has a tab, in the order of the table of pages.
PAGES: Mapping[str, str] = {page.paths[0]: page.tab for page in NETS if page.tab}


def net_page(
    drawing: Drawing,
    page: str,
    heading: str = "",
    *,
    parts: Sequence[Component] = (),
    below: Sequence[Component] = (),
) -> list[Component]:
    """A page of the net, empty where its callbacks fill it.

    Args:
        drawing: for whom.
        page: its name, by which its callbacks find it.
        heading: in the reader's words; empty where what is shown has one.
        parts: what stands above what the page shows.
        below: what stands below it.
    """
    ways = office.ways(drawing, WAYS, drawing.reader.words("一张网"), PAGES)
    above = (ways, *([office.title(heading)] if heading else []))
    return office.shell(page, drawing.reader.words, above=above, parts=parts, below=below)
