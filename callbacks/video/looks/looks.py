"""The register of looks, for the audit administrator: searched page by page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output

from callbacks import office
from callbacks.guarded import caller
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.video.looks.looks import CameraLook
from domain.video.looks.question import Asked, read_question
from domain.words import Catalogues
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.video.looks import page
from layouts.working_ids import READER
from operations.video.looks.register import PAGE


class Register(Protocol):
    """The part of operations/video/looks/register.py the page asks."""

    async def page(
        self, asked: Asked, caller: Caller, *, at: int = 0
    ) -> tuple[Sequence[CameraLook], int]:
        """A page of what was asked for, and how many there are."""
        ...


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    look_register: Register
    zone_name: str

    def department_name(self, code: str) -> str:
        """What a department is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the register."""

    @app.callback(
        Output(ids.body(page.PAGE), "children"),
        Input(page.ASKED, "data"),
        Input(ids.done(page.PAGE), "data"),
        Input(READER, "data"),
    )
    async def show_looks(asked: Any, _done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            said = office.Asked(asked)
            held = {name: said.text(name) for name in page.FIELDS if said.text(name)}
            at = max(0, min(said.whole("at"), 10**7))
            question = question_of(held, parts.zone_name)
            rows, count = await parts.look_register.page(read_question(question), caller(), at=at)
            found = page.Found(rows, count, at, PAGE)
            name = parts.department_name
            return page.looks(found, held, question, reader, parts.zone_name, name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))


def question_of(held: dict[str, str], zone_name: str) -> dict[str, str]:
    """What the form holds as the API reads it: moments with their offset, no empty fields.

    Raises:
        InvalidError: a moment is none.
    """
    question = {name: text for name, text in held.items() if text != page.ANY}
    for name in ("since", "until"):
        if name in question:
            question[name] = _moment(question[name], name, zone_name)
    return question


def _moment(text: str, name: str, zone_name: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="field_no_moment", field=name) from None
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone_name))).isoformat()
