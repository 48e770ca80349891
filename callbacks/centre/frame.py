"""What every page of the centre has: ways between them and a title, in the reader's language."""

from typing import Any, Protocol

from dash import Dash, Input, Output

from callbacks.guarded import caller
from domain.access.access import granted
from domain.words import Catalogues
from layouts import ids as shell
from layouts.centre import links
from layouts.office import office
from layouts.reader import read_reader
from layouts.working_ids import LOCATION, READER


class District(Protocol):
    """The district, as far as a title names it."""

    @property
    def name(self) -> str:
        """As people write it."""


class Parts(Protocol):
    """What the product is made of, as far as it is needed here."""

    catalogues: Catalogues
    district: District


def register(app: Dash, parts: Parts) -> None:
    """Wire the row of ways and the title."""

    @app.callback(
        output={
            "ways": Output(links.WAYS, "children"),
            "title": Output(shell.TITLE, "children"),
        },
        inputs={"pathname": Input(LOCATION, "pathname"), "kept": Input(READER, "data")},
    )
    async def draw_frame(pathname: str | None, kept: Any) -> Any:
        words = read_reader(kept, parts.catalogues).words
        return {
            "ways": office.tabs(pathname or "", granted(caller()), words, links.PAGES),
            "title": words("{district} 矛盾纠纷化解", district=parts.district.name),
        }
