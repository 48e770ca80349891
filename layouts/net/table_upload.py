"""Where a table is handed to a page of the net, for whoever may; what is said of it."""

from dash import dcc, html

from layouts.working import Drawing

LARGEST_TABLE = 2 * 1024 * 1024


def table_upload(drawing: Drawing, upload: str, says: str, label: str, *, action: str) -> html.Div:
    """An upload (callbacks/tables.py).

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
