"""The page of cases, empty where its callbacks fill it."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts.centre.links import links
from layouts.office import ids, office
from layouts.working import Drawing

PAGE = "centre"
FILE = f"{PAGE}-file"
# What of the queue is shown: {"view": …, "q": …, "cursor": …}.
VIEW = f"{PAGE}-view"
# What is being typed at intake, and what is told of it meanwhile.
TYPED, OFFERS = f"{PAGE}-typed", f"{PAGE}-offers"
# What of the talk about cases waits for the reader.
TALKS = f"{PAGE}-talks"
LONGEST_WORDS = 2000


def centre_page(drawing: Drawing) -> list[Component]:
    """The page: what is open on it stands beside the queue where there is room."""
    words = drawing.reader.words
    return [
        html.Section(
            [
                dcc.Store(id=ids.do(PAGE)),
                dcc.Store(id=ids.done(PAGE), data=0),
                dcc.Store(id=VIEW),
                dcc.Store(id=TYPED),
                dcc.Download(id=FILE),
                html.Div(
                    [
                        links(drawing),
                        html.P(id=ids.says(PAGE), className="admin-says", role="status"),
                        # filled by assets/pages/case_talk/
                        html.Div(id=TALKS, className="case-talks"),
                        html.Div(
                            [
                                html.Div(
                                    html.P(words("正在载入…"), className="says"),
                                    id=ids.body(PAGE),
                                    className="case-queue",
                                ),
                                html.Div(
                                    [
                                        html.Div(id=ids.card(PAGE)),
                                        html.Div(id=OFFERS, className="case-offers"),
                                    ],
                                    className="case-open",
                                ),
                            ],
                            className="case-desk",
                        ),
                    ],
                    className="case-page",
                ),
            ],
            id=ids.OFFICE,
            className=office.QUIET,
            tabIndex=-1,
        )
    ]
