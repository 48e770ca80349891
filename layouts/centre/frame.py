"""What the pages of the centre share: the row of ways, a heading, and tables handed to a page."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from layouts.centre.links import links
from layouts.office import office
from layouts.working import Drawing

LARGEST_TABLE = 2 * 1024 * 1024


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


def table_upload(drawing: Drawing, upload: str, says: str, label: str, *, action: str) -> html.Div:
    """Where a table is handed over (callbacks/tables.py), for whoever may; what is said of it.

    Args:
        drawing: for whom.
        upload: id of the upload.
        says: id of where the outcome is said.
        label: in the reader's words.
        action: of the access table, which somebody needs for it.
    """
    chosen = dcc.Upload(
        html.Button(label, type="button", className="button small"),
        id=upload,
        max_size=LARGEST_TABLE,
        accept=".xlsx,.csv",
        className="pool-upload",
    )
    told = html.Div(id=says, className="admin-says", role="status")
    return html.Div([chosen, told], hidden=action not in drawing.granted)
