"""The board of the net: the panels of all its parts, one below the other."""

from typing import Any, Protocol

from dash import Dash, html

from callbacks import office
from callbacks.net.panels import PANELS
from domain.words import Catalogues
from layouts.net.people.page import BOARD
from layouts.office import office as drawn
from layouts.reader import Reader


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, BOARD)
    async def show_board(reader: Reader) -> Any:
        panels = [await panel(parts, reader) for panel in PANELS]
        shown = [panel for panel in panels if panel is not None]
        if not shown:
            return drawn.note(reader.words("一张网尚无可看的内容"))
        return html.Div(shown, className="net-board")
