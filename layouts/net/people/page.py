"""The board of the net, its people and the page of a grid: empty where callbacks fill them."""

from dash import dcc
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.office.tables import table_upload
from layouts.working import Drawing

BOARD, PEOPLE, GRID = "net", "net_people", "net_grid"
# The grid a page is about: its code.
GRID_CODE = f"{GRID}-code"
# What is looked at: on the board {"area": …}, of the people {"q": …, "post": …, "at": …}.
VIEW = "net-view"
FILE, UPLOAD, LOADED = f"{PEOPLE}-file", f"{PEOPLE}-upload", f"{PEOPLE}-loaded"


def board_page(drawing: Drawing) -> list[Component]:
    """The board of the whole net."""
    return net_page(drawing, BOARD, drawing.reader.words("一张网"), parts=[dcc.Store(id=VIEW)])


def people_page(drawing: Drawing) -> list[Component]:
    """The people of the net; whoever keeps them also takes rosters in."""
    words = drawing.reader.words
    label = words("导入网格人员名册（xlsx 或 CSV）")
    return net_page(
        drawing,
        PEOPLE,
        words("网格人员"),
        parts=[
            dcc.Download(id=FILE),
            dcc.Store(id=VIEW),
            table_upload(drawing, UPLOAD, LOADED, label, action="net.people.manage"),
        ],
    )


def grid_page(drawing: Drawing) -> list[Component]:
    """One grid, whose code stands in the address."""
    held = dcc.Store(id=GRID_CODE, data=drawing.found.named["code"])
    return net_page(drawing, GRID, parts=[held])
