"""The people of the net: listed, found, assigned, and taken from a roster."""

from typing import Any, Protocol

from dash import Dash

from callbacks import office
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts.net.people.page import PEOPLE
from layouts.office import office as drawn
from layouts.reader import Reader


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, PEOPLE)
    async def show_people(reader: Reader) -> Any:
        return drawn.note(reader.words("尚无网格人员"))

    @office.does(app, parts, PEOPLE)
    async def do_people(_asked: office.Asked, _reader: Reader) -> office.Told:
        raise InvalidError(says="field_not_valid", field="act")
