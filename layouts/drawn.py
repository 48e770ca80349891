"""What is drawn for a question: the shell of the glass, or the working page it names."""

from dash import html
from dash._utils import to_json

from domain.access.access import granted, may, need_of
from domain.access.callers import Caller
from domain.pages.pages import glass_at
from domain.words import Catalogues
from layouts import ids
from layouts.following import followed
from layouts.page import Screen
from layouts.reader import read_reader
from layouts.shell import shell
from layouts.view_models import ShellFacts
from layouts.working import Drawing, refused, working_page

AROUND_MAP = frozenset({ids.HEAD, ids.TOPIC_ROW, ids.LEFT, ids.RIGHT, ids.FOOT})


def map_first(page: html.Div) -> html.Div:
    """The page as it is drawn first: with the map, and what stands around it told as data.

    Of what Dash does until there is a first mark on the map, most would be to draw the rest;
    assets/19_opening.js has it drawn right after.
    """
    rest = {}
    for part in page._traverse():  # type: ignore[no-untyped-call]
        if getattr(part, "id", None) in AROUND_MAP and part.children:
            rest[part.id], part.children = part.children, []
    if rest:
        setattr(page, "data-rest", to_json(rest))  # type: ignore[no-untyped-call]
    return page


def drawn(screen: Screen, facts: ShellFacts, catalogues: Catalogues, caller: Caller) -> html.Div:
    """The layout of the page that asks, for whoever asks.

    Args:
        screen: knows the page and what the browser says of its reader.
        facts: of the district and its map.
        catalogues: the words of all languages.
        caller: whoever may not open the page is told so and sees nothing of it.
    """
    found = screen.asked()
    if found is None:
        path = screen.query("path")
        page = shell(facts, glass_at(path) if path else "")
        return map_first(page) if path else page
    from layouts.pages import WORKING  # by now all of them are there: bootstrap/working_pages.py

    need = need_of("GET", screen.query("path"))
    kept = {name: screen.query(name) for name in ("language", "theme", "scale")}
    reader = read_reader(kept, catalogues)
    drawing = Drawing(found, reader, frozenset(granted(caller)))
    is_let_in = may(caller, need.action, need.area)
    layout = WORKING[found.page.name] if is_let_in else lambda asked: refused(asked.reader)
    made = followed(layout, drawing, catalogues)
    return working_page(facts, drawing, made.parts, made.told())
