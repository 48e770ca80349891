"""The page of the centre's figures, empty where its callbacks fill it."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts.centre.links import links
from layouts.office import ids, office
from layouts.working import Drawing

PAGE = "centre_figures"
FILE = f"{PAGE}-file"


def figures_page(drawing: Drawing) -> list[Component]:
    """The page, empty where its callbacks fill it."""
    words = drawing.reader.words
    return [
        html.Section(
            [
                links(drawing),
                html.H2(words("矛盾纠纷化解中心 数据"), className="admin-title"),
                dcc.Store(id=ids.do(PAGE)),
                dcc.Store(id=ids.done(PAGE), data=0),
                dcc.Download(id=FILE),
                html.P(id=ids.says(PAGE), className="admin-says", role="status"),
                html.Div(id=ids.card(PAGE)),
                html.Div(
                    html.P(words("正在载入…"), className="says"),
                    id=ids.body(PAGE),
                    className="admin-body",
                ),
            ],
            id=ids.OFFICE,
            className=office.QUIET,
            tabIndex=-1,
        )
    ]
