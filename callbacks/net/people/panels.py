"""What the board and the page of a grid say of the people of the net."""

from collections.abc import Callable
from typing import Protocol

from dash.development.base_component import Component

from callbacks.guarded import caller
from layouts.net.people import board, grid
from layouts.reader import Reader
from operations.net.people.board import Board
from operations.net.people.register import NetRegister


class Named(Protocol):
    """Whoever knows what areas are called."""

    def area_name(self, code: str) -> str:
        """What an area is called."""


class Parts(Named, Protocol):
    """What the product is made of, as far as these ask for it."""

    net_board: Board
    net_register: NetRegister


def named(parts: Named) -> Callable[[str], str]:
    """What areas are called; a grid with its community, for every community has its first."""

    def name(code: str) -> str:
        own = parts.area_name(code)
        return f"{parts.area_name(code[:12])} {own}" if len(code) == 15 else own

    return name


async def posts_panel(parts: Parts, reader: Reader, area: str) -> Component | None:
    """Posts and gaps of an area and of those below it."""
    page = await parts.net_board.page(caller(), area)
    return board.board(page, named(parts), reader)


async def people_of_grid(parts: Parts, reader: Reader, code: str) -> Component | None:
    """Who is in a grid, and what it lacks."""
    file = await parts.net_register.grid(code, caller())
    return grid.people_of_grid(file, named(parts), reader.words)
