"""The page of a grid: what each part of the net says of it."""

from typing import Any, Protocol

from dash import Dash, Input, Output, State, html

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.panels import SECTIONS
from callbacks.net.people.panels import named
from domain.access.access import require
from domain.errors import NotFoundError
from domain.maps.areas import Area, Level
from domain.words import Catalogues
from layouts.net.people import grid
from layouts.net.people.page import GRID, GRID_CODE
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER


class Areas(Protocol):
    """The map, as far as this page asks for it."""

    def area(self, code: str) -> Area | None:
        """An area by its code."""


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    areas: Areas

    def area_name(self, code: str) -> str:
        """What an area is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(GRID), "children"),
        Input(ids.done(GRID), "data"),
        Input(READER, "data"),
        State(GRID_CODE, "data"),
    )
    async def show_grid(_done: Any, kept: Any, code: Any) -> Any:
        """What is known of the grid, as far as its reader may know it."""

        async def draw(reader: Reader) -> Any:
            wanted = code if isinstance(code, str) else ""
            area = parts.areas.area(wanted)
            if area is None or area.level is not Level.GRID:
                raise NotFoundError(says="no_area", area=wanted[:40], field="code")
            require(caller(), "net.see", area.code)
            told = [await section(parts, reader, area.code) for section in SECTIONS]
            shown = [section for section in told if section is not None]
            head = grid.head(area.code, named(parts), reader.words)
            return html.Div([*head, *shown], className="net-grid")

        return await office.drawn(draw, read_reader(kept, parts.catalogues))
