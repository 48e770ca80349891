"""What is drawn for a question: the shell of the glass, or the working page it names."""

from dash import html

from domain.access.access import granted, may, need_of
from domain.access.callers import Caller
from domain.words import Catalogues
from layouts.following import followed
from layouts.page import Screen
from layouts.reader import read_reader
from layouts.shell import shell
from layouts.view_models import ShellFacts
from layouts.working import Drawing, refused, working_page


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
        return shell(facts)
    from layouts.pages import WORKING  # by now all of them are there: bootstrap/working_pages.py

    need = need_of("GET", screen.query("path"))
    kept = {name: screen.query(name) for name in ("language", "theme", "scale")}
    reader = read_reader(kept, catalogues)
    drawing = Drawing(found, reader, frozenset(granted(caller)))
    is_let_in = may(caller, need.action, need.area)
    layout = WORKING[found.page.name] if is_let_in else lambda asked: refused(asked.reader)
    made = followed(layout, drawing, catalogues)
    return working_page(facts, drawing, made.parts, made.told())
