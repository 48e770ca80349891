"""Tables that are handed to a page: taken whole, or what is wrong told row by row."""

import base64
import binascii
import csv
import io
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from dash import Dash, Input, Output, State, html, no_update

from callbacks import office
from domain.errors import InvalidError, OneScreenError
from domain.tables import TableError
from domain.words import Catalogues, sentence
from layouts.office import ids
from layouts.office import office as drawn
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER

MOST_ROWS_TOLD = 20
_BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8


class Parts(Protocol):
    """What the product is made of, as far as it is needed here."""

    catalogues: Catalogues


Load = Callable[[bytes, Reader], Awaitable[str]]


def takes_table(
    app: Dash, parts: Parts, page: str, *, upload: str, says: str
) -> Callable[[Load], Load]:
    """Wire an upload of a page to what takes the file and says what came of it.

    Args:
        app: the Dash app.
        parts: whose catalogues it is said in.
        page: which is drawn anew when the table was taken.
        upload: id of the upload.
        says: id of where the outcome is said.
    """

    def wire(load: Load) -> Load:
        async def wired(contents: Any, kept: Any) -> Any:
            reader = read_reader(kept, parts.catalogues)
            if not isinstance(contents, str):
                return no_update, no_update
            try:
                told = await load(_bytes(contents), reader)
            except OneScreenError as error:
                return _refused(error, reader), no_update
            return told, time.time_ns()

        app.callback(
            Output(says, "children"),
            Output(ids.done(page), "data", allow_duplicate=True),
            Input(upload, "contents"),
            State(READER, "data"),
            prevent_initial_call=True,
        )(office.named_as(load, wired))
        return load

    return wire


def template(name: str, columns: Sequence[str]) -> office.Told:
    """The head of a table, to be filled in."""
    made = io.StringIO()
    csv.writer(made).writerow(columns)
    content = (_BYTE_ORDER_MARK + made.getvalue()).encode()
    return office.Told(is_changed=False, more={"file": office.download(name, content, "text/csv")})


def _bytes(contents: str) -> bytes:
    """A file as a browser hands it over: `data:…;base64,…`."""
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise InvalidError(says="table_unread", field="file") from None


def _refused(error: OneScreenError, reader: Reader) -> Any:
    """Why nothing was taken, row by row."""
    words = reader.words
    says = drawn.bad(office.said(error, words))
    if not isinstance(error, TableError):
        return says
    rows = [
        html.Li(
            words(
                "第 {row} 行 {column}：{why}",
                row=one.row,
                column=words.of("field", one.field),
                why=sentence(one.wrong, words),
            )
        )
        for one in error.rows[:MOST_ROWS_TOLD]
    ]
    return html.Div([says, html.Ul(rows)])
