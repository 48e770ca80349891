"""What the pages about the field share: the ways between them, the desk first."""

from collections.abc import Mapping

from dash import html

from domain.pages.field import FIELDS
from layouts.office import office
from layouts.working import Drawing

WAYS = "field-ways"
# Address and name: the desk they belong to, and each page that has a tab.
PAGES: Mapping[str, str] = {
    "/desk": "调度台",
    **{page.paths[0]: page.tab for page in FIELDS if page.tab},
}


def ways(drawing: Drawing) -> html.Nav:
    """The row of ways."""
    return office.ways(drawing, WAYS, drawing.reader.words("外勤"), PAGES)
