"""The party's page, empty where its callbacks fill it."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.working import Drawing

PAGE = "net_party"
FILE = f"{PAGE}-file"
# What is looked at: {"book": …, "area": …, "q": …, "at": …, "only": …}.
VIEW = f"{PAGE}-view"
ORGANISATIONS_UPLOAD, ORGANISATIONS_LOADED = f"{PAGE}-organisations", f"{PAGE}-organisations-says"
MEMBERS_UPLOAD, MEMBERS_LOADED = f"{PAGE}-members", f"{PAGE}-members-says"
HOUSEHOLDS_UPLOAD, HOUSEHOLDS_LOADED = f"{PAGE}-households", f"{PAGE}-households-says"
LARGEST_TABLE = 2 * 1024 * 1024


def party_page(drawing: Drawing) -> list[Component]:
    """The page; whoever keeps the register also takes tables in."""
    words = drawing.reader.words
    return net_page(
        drawing,
        PAGE,
        words("党建与自治"),
        parts=[dcc.Download(id=FILE), dcc.Store(id=VIEW)],
        below=[
            _upload(
                drawing, ORGANISATIONS_UPLOAD, ORGANISATIONS_LOADED,
                words("导入党组织（xlsx 或 CSV）"),
            ),
            _upload(drawing, MEMBERS_UPLOAD, MEMBERS_LOADED, words("导入党员（xlsx 或 CSV）")),
            _upload(
                drawing, HOUSEHOLDS_UPLOAD, HOUSEHOLDS_LOADED, words("导入联系户（xlsx 或 CSV）")
            ),
        ],
    )  # fmt: skip


def _upload(drawing: Drawing, upload: str, says: str, label: str) -> html.Div:
    """Where a table is handed over, and what is said of it."""
    chosen = dcc.Upload(
        html.Button(label, type="button", className="button small"),
        id=upload,
        max_size=LARGEST_TABLE,
        accept=".xlsx,.csv",
        className="pool-upload",
    )
    told = html.Div(id=says, className="admin-says", role="status")
    return html.Div([chosen, told], hidden="party.members" not in drawing.granted)
