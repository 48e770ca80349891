"""What the pages of the centre share: the row of ways and a heading."""

from collections.abc import Sequence

from dash.development.base_component import Component

from layouts.centre.links import links
from layouts.office import office
from layouts.working import Drawing


def centre_page(
    drawing: Drawing,
    page: str,
    heading: str = "",
    *,
    parts: Sequence[Component] = (),
    below: Sequence[Component] = (),
) -> list[Component]:
    """A page of the centre, empty where its callbacks fill it.

    Args:
        drawing: for whom.
        page: its name, by which its callbacks find it.
        heading: in the reader's words; empty where what is shown has one.
        parts: what stands above what the page shows.
        below: what stands below it.
    """
    above = (links(drawing), *([office.title(heading)] if heading else []))
    return office.shell(page, drawing.reader.words, above=above, parts=parts, below=below)
