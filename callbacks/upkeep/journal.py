"""The record of who did what, for the audit administrator: looked through page by page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from dash import Dash, Input, Output

from callbacks import office
from callbacks.guarded import caller
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.words import Catalogues, Words
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.upkeep import journal
from layouts.working_ids import READER
from operations.upkeep.admin import PAGE, Search
from operations.upkeep.journal_question import search_of

# A browser draws some twenty elements a line; more lines and a slow machine is busy for seconds.
LINES = 40


class Admin(Protocol):
    """The part of operations/upkeep/admin.py that reads the record."""

    async def journal(
        self, caller: Caller, asked: Search, limit: int = PAGE, words: Words | None = None
    ) -> dict[str, Any]:
        """A page of the record, newest first."""
        ...


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    admin: Admin
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the record."""

    @app.callback(
        Output(ids.body("journal"), "children"),
        Input(journal.ASKED, "data"),
        Input(ids.done("journal"), "data"),
        Input(READER, "data"),
    )
    async def show_journal(asked: Any, _done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            held = read_asked(asked)
            question = question_of(held, parts.zone_name)
            cursors = held["cursors"]
            search = search_of({**question, "cursor": cursors[-1] if cursors else ""})
            page = await parts.admin.journal(caller(), search, LINES, words=reader.words)
            return journal.journal(page, held, question, reader, parts.zone_name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))


def read_asked(asked: Any) -> dict[str, Any]:
    """What the form, a name in the table or a way to another page says; at first, every act."""
    said = office.Asked(asked)
    fields = {name: said.text(name) for name in journal.FIELDS}
    cursors = asked.get("cursors") if isinstance(asked, dict) else None
    held = [str(one) for one in cursors] if isinstance(cursors, list) else []
    return {**fields, "kind": fields["kind"] or journal.ACTS, "cursors": held}


def question_of(held: Mapping[str, Any], zone_name: str) -> dict[str, str]:
    """The same as the API reads it: moments with their offset, no empty fields.

    Raises:
        InvalidError: a moment is none.
    """
    question = {name: str(held[name]) for name in journal.FIELDS if held[name]}
    if question.get("kind") == journal.ANY:
        del question["kind"]
    for name in ("since", "until"):
        if name in question:
            question[name] = _moment(question[name], name, zone_name)
    return question


def _moment(text: str, name: str, zone_name: str) -> str:
    """A day and time of the district, as a picker says it, with its offset."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="field_no_moment", field=name) from None
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone_name))).isoformat()
