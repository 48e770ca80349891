"""The frame of a working page: the header and footer of every page around the page's own parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from domain.pages.pages import Found
from layouts import ids, working_ids
from layouts.elements.attributes import attributes
from layouts.header import header, topics
from layouts.reader import Reader
from layouts.shell import footer, page_data
from layouts.view_models import ShellFacts


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page's layout is drawn from: where it is, for whom, and what they are granted."""

    found: Found
    reader: Reader
    granted: frozenset[str] = frozenset()


Layout = Callable[[Drawing], Sequence[Component]]


def working_page(
    facts: ShellFacts, drawing: Drawing, parts: Sequence[Component], words: str = ""
) -> html.Div:
    """A working page, empty where its callbacks fill it.

    Args:
        facts: of the district and its map.
        drawing: for whom.
        parts: what its layout has drawn.
        words: what of it says something else in another language (layouts/following.py).
    """
    news = drawing.found.page.news
    return html.Div(
        [
            dcc.Location(id=working_ids.LOCATION, refresh=False),
            dcc.Store(id=working_ids.READER, data=drawing.reader.kept()),
            *(dcc.Store(id=working_ids.news(kind), data=0) for kind in news),
            header(facts),
            topics(),
            html.Main(list(parts), className="grid"),
            footer(facts),
        ],
        id=ids.PAGE,
        **page_data(facts),
        **attributes({"data-words": words or None}),
    )


def refused(reader: Reader) -> list[Component]:
    """A page somebody may not see; its address says nothing of what stands there."""
    words = reader.words
    return [
        html.Section(
            [html.H2(words("无权查看")), html.P(words("您的账号无权进行此操作"))],
            className="panel working-problem",
        )
    ]


def problem(title: str, says: str, links: Sequence[tuple[str, str]]) -> html.Section:
    """Why a page has nothing to show, and where to go from here.

    Args:
        title: what is missing.
        says: why.
        links: words and addresses.
    """
    ways = [html.A(text, href=href, className="button") for text, href in links]
    return html.Section(
        [html.H2(title), html.P(says), html.P(ways, className="working-ways")],
        className="panel working-problem",
    )
