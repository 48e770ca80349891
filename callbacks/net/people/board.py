"""The board of the net: the panels of all its parts, one below the other."""

from typing import Any, Protocol

from dash import Dash, Input, Output, html

from callbacks import office
from callbacks.net.panels import PANELS
from domain.words import Catalogues
from layouts.net.people.page import BOARD, VIEW
from layouts.office import ids
from layouts.office import office as drawn
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(BOARD), "children"),
        Input(ids.done(BOARD), "data"),
        Input(READER, "data"),
        Input(VIEW, "data"),
    )
    async def show_board(_done: Any, kept: Any, view: Any) -> Any:
        """What each part of the net says of the area its reader looks at."""

        async def draw(reader: Reader) -> Any:
            area = office.Asked(view).text("area")
            panels = [await panel(parts, reader, area) for panel in PANELS]
            shown = [panel for panel in panels if panel is not None]
            if not shown:
                return drawn.note(reader.words("一张网尚无可看的内容"))
            return html.Div(shown, className="net-board")

        return await office.drawn(draw, read_reader(kept, parts.catalogues))
