"""Tables that are handed over to a page of forms."""

from dash import dcc, html

from layouts.working import Drawing

LARGEST_TABLE = 2 * 1024 * 1024


def table_upload(
    drawing: Drawing,
    upload: str,
    says: str,
    label: str,
    *,
    action: str,
    accepts: str = ".xlsx,.csv",
) -> html.Div:
    """Where a table is handed over (callbacks/tables.py), for whoever may; what is said of it.

    Args:
        drawing: for whom.
        upload: id of the upload.
        says: id of where the outcome is said.
        label: in the reader's words.
        action: of the access table, which somebody needs for it.
        accepts: the endings of the files it takes.
    """
    chosen = dcc.Upload(
        html.Button(label, type="button", className="button small"),
        id=upload,
        max_size=LARGEST_TABLE,
        accept=accepts,
        className="pool-upload",
    )
    told = html.Div(id=says, className="admin-says", role="status")
    return html.Div([chosen, told], hidden=action not in drawing.granted)
