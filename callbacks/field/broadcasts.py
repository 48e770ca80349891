"""The page of broadcasts: one is sent, and who has read it is counted while somebody looks."""

from typing import Any, Protocol
from uuid import uuid4

from dash import Dash, Input, Output

from callbacks import office
from callbacks.fields import several, whole
from callbacks.guarded import caller
from domain.access.access import may
from domain.words import Catalogues
from layouts.field.broadcasts import drawn
from layouts.field.broadcasts.page import FORM, PAGE
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER, news
from operations.field.talk.broadcasts import NewBroadcast
from operations.field.talk.field_talk import FieldTalks
from operations.maps.areas import Areas


class District(Protocol):
    """Where the page is read."""

    code: str
    name: str


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    areas: Areas
    district: District
    talks: FieldTalks
    zone_name: str

    def area_name(self, code: str) -> str | None:
        """What an area is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(PAGE), "children"),
        Input(ids.done(PAGE), "data"),
        Input(READER, "data"),
        Input(news("field_broadcast"), "data"),
    )
    async def show_broadcasts(_done: Any, kept: Any, _changed: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            found = await parts.talks.broadcasts.page(caller())
            return drawn.listing(found, _seat(parts, reader))

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @app.callback(Output(FORM, "children"), Input(ids.done(PAGE), "data"), Input(READER, "data"))
    async def draw_form(_done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            return drawn.new(_seat(parts, reader))

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @office.does(app, parts, PAGE)
    async def do_broadcasts(asked: office.Asked, reader: Reader) -> office.Told:
        return await _done(parts, asked, reader)


async def _done(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    broadcasts, words = parts.talks.broadcasts, reader.words
    if asked.act == "send":
        new = NewBroadcast(
            asked.text("key"), asked.text("text"), asked.text("area"), several(asked, "kinds"),
            whole(asked, "minutes", longest=4) or None, whole(asked, "hours", longest=3) or None,
        )  # fmt: skip
        made, _ = await broadcasts.send(new, caller())
        said = words("已发给 {people} 个在岗力量", people=made.people)
        return office.Told(said, card=await _card(parts, made.broadcast_id, reader))
    if asked.act == "withdraw":
        await broadcasts.withdraw(asked.text("id")[:64], caller())
        return office.Told(words("已撤回"), card=None)
    if asked.act == "open":
        card = await _card(parts, asked.text("id")[:64], reader)
        return office.Told(card=card, is_changed=False)
    asked.one_of({"shut": None})
    return office.Told(card=None, is_changed=False)


async def _card(parts: Parts, broadcast_id: str, reader: Reader) -> Any:
    one = await parts.talks.broadcasts.one(broadcast_id, caller())
    return drawn.card(one.broadcast, one.readers, _seat(parts, reader))


def _seat(parts: Parts, reader: Reader) -> drawn.Seat:
    who = caller()
    areas = parts.areas.offered(who)
    if who.area is None:
        areas = [(parts.district.code, parts.district.name), *areas]
    named = dict(areas)
    return drawn.Seat(
        reader,
        parts.zone_name,
        uuid4().hex,
        who.actor,
        may(who, "field.broadcast"),
        areas,
        lambda code: named.get(code) or parts.area_name(code) or code,
    )
