"""The enterprise station's page, empty where its callbacks fill it."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts.centre.links import links
from layouts.office import ids, office
from layouts.working import Drawing

PAGE = "firms"
FILE, UPLOAD, LOADED = f"{PAGE}-file", f"{PAGE}-upload", f"{PAGE}-loaded"
LARGEST = 2 * 1024 * 1024


def firms_page(drawing: Drawing) -> list[Component]:
    """The page; whoever keeps its books also takes tables in."""
    words = drawing.reader.words
    upload = dcc.Upload(
        html.Span(words("导入企业名册（xlsx 或 CSV）"), className="button small"),
        id=UPLOAD,
        max_size=LARGEST,
        className="pool-upload",
    )
    return [
        html.Section(
            [
                links(drawing),
                html.H2(words("护企工作站"), className="admin-title"),
                dcc.Store(id=ids.do(PAGE)),
                dcc.Store(id=ids.done(PAGE), data=0),
                dcc.Download(id=FILE),
                html.P(id=ids.says(PAGE), className="admin-says", role="status"),
                html.Div(id=LOADED, className="admin-says", role="status"),
                html.Div(id=ids.card(PAGE)),
                html.Div(
                    html.P(words("正在载入…"), className="says"),
                    id=ids.body(PAGE),
                    className="admin-body",
                ),
                html.Div(upload, hidden="firms.run" not in drawing.granted),
            ],
            id=ids.OFFICE,
            className=office.QUIET,
            tabIndex=-1,
        )
    ]
