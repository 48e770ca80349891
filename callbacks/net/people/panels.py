"""What the board and the page of a grid say of the people of the net."""

from typing import Protocol

from dash.development.base_component import Component

from callbacks.guarded import caller
from layouts.net.people import board, grid
from layouts.reader import Reader
from operations.net.people.board import Board
from operations.net.people.register import NetRegister


class Parts(Protocol):
    """What the product is made of, as far as these ask for it."""

    net_board: Board
    net_register: NetRegister

    def area_name(self, code: str) -> str:
        """What an area is called."""


async def posts_panel(parts: Parts, reader: Reader, area: str) -> Component | None:
    """Posts and gaps of an area and of those below it."""
    page = await parts.net_board.page(caller(), area)
    return board.board(page, parts.area_name, reader.words)


async def people_of_grid(parts: Parts, reader: Reader, code: str) -> Component | None:
    """Who is in a grid, and what it lacks."""
    file = await parts.net_register.grid(code, caller())
    return grid.people_of_grid(file, parts.area_name, reader.words)
