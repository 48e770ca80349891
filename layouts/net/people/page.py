"""The board of the net, its people and the page of a grid: empty where callbacks fill them."""

from dash import dcc
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.working import Drawing

BOARD, PEOPLE, GRID = "net", "net_people", "net_grid"
# The grid a page is about: its code.
GRID_CODE = f"{GRID}-code"


def board_page(drawing: Drawing) -> list[Component]:
    """The board of the whole net."""
    return net_page(drawing, BOARD, drawing.reader.words("一张网"))


def people_page(drawing: Drawing) -> list[Component]:
    """The people of the net."""
    return net_page(drawing, PEOPLE, drawing.reader.words("网格人员"))


def grid_page(drawing: Drawing) -> list[Component]:
    """One grid, whose code stands in the address."""
    held = dcc.Store(id=GRID_CODE, data=drawing.found.named["code"])
    return net_page(drawing, GRID, parts=[held])
