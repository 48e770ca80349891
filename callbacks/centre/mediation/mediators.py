"""The page of mediators: looked through, opened, corrected, taken from a table."""

import base64
import binascii
import csv
import io
import time
from typing import Any, Protocol

from dash import Dash, Input, Output, State, html, no_update

from callbacks import office
from callbacks.centre.cases.asked import maybe, several, whole, word
from callbacks.guarded import caller
from domain.access.access import may
from domain.centre.mediation.case_mediation import PoolPage
from domain.centre.mediation.mediators import Mediator, PoolLevel, PoolState, Sex, Source
from domain.centre.mediation.pool_table import COLUMNS
from domain.errors import InvalidError, OneScreenError
from domain.words import Catalogues, sentence
from layouts.centre.mediation import pool as drawing
from layouts.centre.mediation.pool_ids import FILE, LOADED, PAGE, UPLOAD
from layouts.office import ids
from layouts.office import office as drawn
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER
from operations.centre.mediation.mediation import Mediation
from operations.centre.mediation.pool import PoolError

MOST_ROWS_TOLD = 20


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    mediation: Mediation


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, PAGE)
    async def show_pool(reader: Reader) -> Any:
        who = caller()
        page = await parts.mediation.pool.page(who)
        return drawing.pool(page, reader, may_manage=may(who, "mediators.manage"))

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_mediator(asked: office.Asked, reader: Reader) -> office.Told:
        if asked.act == "find":
            page = await parts.mediation.pool.page(caller())
            card = drawing.found(_found(page, asked), page, reader)
            return office.Told(card=card, is_changed=False)
        if asked.act == "open":
            return office.Told(card=await _card(parts, asked, reader), is_changed=False)
        if asked.act == "template":
            return _template()
        if asked.act == "save":
            saved = await parts.mediation.pool.save(_told(asked), caller())
            again = office.Asked({"mediator": saved.mediator_id})
            says = reader.words("已保存：{number}", number=saved.mediator_id)
            return office.Told(says, card=await _card(parts, again, reader))
        if asked.act == "state":
            state = word(PoolState, asked, "state")
            number, why = asked.text("mediator"), asked.text("reason")
            await parts.mediation.pool.set_state(number, state, why, caller())
            return office.Told(reader.words("已登记"), card=await _card(parts, asked, reader))
        raise InvalidError(says="field_not_valid", field="act")

    @app.callback(
        Output(LOADED, "children"),
        Output(ids.done(PAGE), "data", allow_duplicate=True),
        Input(UPLOAD, "contents"),
        State(READER, "data"),
        prevent_initial_call=True,
    )
    async def load_pool(contents: Any, kept: Any) -> Any:
        reader = read_reader(kept, parts.catalogues)
        if not isinstance(contents, str):
            return no_update, no_update
        try:
            taken = await parts.mediation.pool.load(_bytes(contents), caller())
        except OneScreenError as error:
            return _refused(error, reader), no_update
        says = reader.words("已导入 {rows} 行，其中新登记 {new} 人", **taken)
        return says, time.time_ns()


async def _card(parts: Parts, asked: office.Asked, reader: Reader) -> Any:
    who = caller()
    held = await parts.mediation.pool.one(asked.text("mediator"), who)
    houses = parts.mediation.pool.houses
    return drawing.mediator(held, houses, reader, may_manage=may(who, "mediators.manage"))


def _found(page: PoolPage, asked: office.Asked) -> list[Mediator]:
    q, skill, town = asked.text("q"), asked.text("skill"), asked.text("town")
    group = asked.text("group")
    source, state = maybe(Source, asked, "source"), maybe(PoolState, asked, "state")
    return [
        one
        for one in page.mediators
        if (not q or q in (one.name or "") or q.upper() == one.mediator_id)
        and (not skill or skill in one.skills)
        and (not town or one.serves(town))
        and (not group or group in one.groups)
        and (source is None or one.source is source)
        and (state is None or one.state is state)
    ]


def _told(asked: office.Asked) -> Mediator:
    return Mediator(
        mediator_id=asked.text("mediator"),
        level=word(PoolLevel, asked, "level"),
        source=word(Source, asked, "source"),
        sex=word(Sex, asked, "sex"),
        birth_year=whole(asked, "birth_year"),
        skills=several(asked, "skills"),
        pool=asked.text("pool") or None,
        dialects=tuple(dict.fromkeys(asked.text("dialects").split())),
        towns=several(asked, "towns"),
        days=several(asked, "days"),
        groups=several(asked, "groups"),
        room=asked.text("room") or None,
        account=asked.text("account") or None,
        term_from=asked.text("term_from") or None,
        term_until=asked.text("term_until") or None,
        works_with_minors=asked.text("works_with_minors") == "yes",
        training_hours=whole(asked, "training_hours"),
        name=asked.text("name"),
        phone=asked.text("phone") or None,
    )


def _template() -> office.Told:
    """The head of the table, with the mark by which spreadsheets know UTF-8."""
    made = io.StringIO()
    csv.writer(made).writerow(COLUMNS)
    content = ("\ufeff" + made.getvalue()).encode()
    file = office.download("mediators.csv", content, "text/csv")
    return office.Told(is_changed=False, more={"file": file})


def _bytes(contents: str) -> bytes:
    """A file as a browser hands it over: `data:…;base64,…`."""
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise InvalidError(says="table_unread", field="file") from None


def _refused(error: OneScreenError, reader: Reader) -> Any:
    """Why nothing was taken, row by row."""
    says = drawn.bad(office.said(error, reader.words))
    if not isinstance(error, PoolError):
        return says
    rows = [
        html.Li(
            reader.words(
                "第 {row} 行 {column}：{why}",
                row=one.row,
                column=one.field,
                why=sentence(one.wrong, reader.words),
            )
        )
        for one in error.rows[:MOST_ROWS_TOLD]
    ]
    return html.Div([says, html.Ul(rows)])
