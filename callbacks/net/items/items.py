"""The page of items: lists, single items, indicators, the register of things."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import uuid4

from dash import Dash, Output

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.items.acts import ACTS, Doing, card_of
from callbacks.tables import takes_table
from domain.access.access import granted
from domain.words import Catalogues
from layouts.net.items import drawn, figures
from layouts.net.items import parts as things
from layouts.net.items.names import kind_names
from layouts.net.items.page import FILE, LOADED, PAGE, UPLOAD, VIEW
from layouts.net.items.seat import Looked, Seat, Tab
from layouts.reader import Reader
from operations.net.items import looking
from operations.net.items.net_items import NetItems

LONGEST_NUMBER = 24


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    net_items: NetItems
    desk_parts: Any
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_items(asked: office.Asked, reader: Reader) -> Any:
        """The tab its reader has chosen; drawn anew after each act."""
        looked = looked_at(asked)
        seat = await seat_of(parts, reader)
        return drawn.opened(looked, await _DRAWN[looked.tab](parts, looked, seat), seat)

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_items(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(ACTS)(Doing(parts, asked, reader, await seat_of(parts, reader)))

    @office.opens(app, parts, PAGE, "item")
    async def open_item(item: str, reader: Reader) -> Any:
        """The item an address such as `?item=I-…` names."""
        return await card_of(parts, item, await seat_of(parts, reader))

    @takes_table(app, parts, PAGE, upload=UPLOAD, says=LOADED)
    async def load_parts(raw: bytes, reader: Reader) -> str:
        count = await parts.net_items.parts.load(raw, caller())
        return reader.words("已登记或更新 {count} 个部件", count=count)


async def seat_of(parts: Parts, reader: Reader) -> Seat:
    """For whom the page is drawn, with what they may choose."""
    who, desk = caller(), parts.net_items.desk
    table = await parts.net_items.classes.newest()
    kinds = kind_names(reader.words)
    areas = desk.areas.offered(who)
    return Seat(
        reader,
        parts.zone_name,
        desk.now(),
        uuid4().hex,
        frozenset(granted(who)),
        areas=areas,
        departments=desk.department_names,
        classes=[(one.code, f"{kinds[one.kind]} · {one.name}") for one in table.lines],
        area_name=desk.area_name,
        unit_name=desk.unit_name,
    )


def looked_at(asked: office.Asked) -> Looked:
    """What the browser asks to see; the list of what is open where it says nothing."""
    tab, view = asked.text("tab"), asked.text("view")
    views: Mapping[str, str] = {one.value: one.value for one in looking.View}
    return Looked(
        Tab(tab) if tab in {one.value for one in Tab} else Tab.ITEMS,
        views.get(view, looking.View.OPEN.value),
        asked.text("area"),
        asked.text("class"),
        asked.text("unit"),
        max(0, asked.whole("at")),
        asked.text("number").strip().upper()[:LONGEST_NUMBER],
    )


async def _items(parts: Parts, looked: Looked, seat: Seat) -> list[Any]:
    wanted = looking.Looked(
        looking.View(looked.view),
        looked.area,
        looked.class_code,
        looked.unit,
        looked.at,
        looked.number,
    )
    page = await parts.net_items.looking.page(wanted, caller())
    return drawn.listing(page, looked, seat)


async def _figures(parts: Parts, looked: Looked, seat: Seat) -> list[Any]:
    told = await parts.net_items.looking.figures(caller(), looked.area)
    return list(figures.figures(told, seat))


async def _things(parts: Parts, looked: Looked, seat: Seat) -> list[Any]:
    page = await parts.net_items.parts.page(caller(), looked.area, looked.at)
    return things.register(page, looked, seat)


_DRAWN = {Tab.ITEMS: _items, Tab.FIGURES: _figures, Tab.PARTS: _things}
