"""The page of conference rooms: the list, a room with its test calls."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.fields import whole, word
from callbacks.guarded import caller
from callbacks.video.seat import seat_of
from domain.video.rooms import RoomWay, TestResult
from domain.words import Catalogues
from layouts.reader import Reader
from layouts.video.rooms import drawn
from layouts.video.rooms.page import PAGE
from operations.video.inspections.inspections import Inspections
from operations.video.places.site_register import SiteRegister
from operations.video.rooms import Rooms, RoomTold


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    inspections: Inspections
    key_sites: SiteRegister
    rooms: Rooms
    zone_name: str


@dataclass(frozen=True, slots=True)
class Doing:
    """Where something is done, for whom, and what they said."""

    parts: Parts
    asked: office.Asked
    reader: Reader

    @property
    def id(self) -> str:
        """Which room."""
        return self.asked.text("id")[:64]


Act = Callable[[Doing], Awaitable[office.Told]]


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.shows(app, parts, PAGE)
    async def show_rooms(reader: Reader) -> Any:
        listed = await parts.rooms.listed(caller())
        return drawn.listing(listed.rooms, listed.now, await seat_of(parts, reader))

    @office.does(app, parts, PAGE)
    async def do_rooms(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(ACTS)(Doing(parts, asked, reader))


async def _card(doing: Doing, room_id: str) -> Any:
    room, tests = await doing.parts.rooms.tests(room_id, caller())
    seat = await seat_of(doing.parts, doing.reader)
    return drawn.card(room, tests, seat.now, seat)


def _told(asked: office.Asked) -> RoomTold:
    return RoomTold(
        asked.text("name"), word(RoomWay, asked, "way"), asked.text("address"),
        asked.text("platform"), asked.text("note"),
    )  # fmt: skip


async def _open(doing: Doing) -> office.Told:
    return office.Told(card=await _card(doing, doing.id), is_changed=False)


async def _shut(_doing: Doing) -> office.Told:
    return office.Told(card=None, is_changed=False)


async def _after(doing: Doing, room_id: str) -> office.Told:
    return office.Told(doing.reader.words("已保存"), card=await _card(doing, room_id))


async def _add(doing: Doing) -> office.Told:
    made = await doing.parts.rooms.add(doing.asked.text("key"), _told(doing.asked), caller())
    return await _after(doing, made.room_id)


async def _change(doing: Doing) -> office.Told:
    await doing.parts.rooms.change(doing.id, _told(doing.asked), caller())
    return await _after(doing, doing.id)


async def _test(doing: Doing) -> office.Told:
    asked = doing.asked
    await doing.parts.rooms.test(
        asked.text("key"), doing.id, word(TestResult, asked, "result"),
        whole(asked, "took", longest=4), asked.text("note"), caller(),
    )  # fmt: skip
    return await _after(doing, doing.id)


async def _remove(doing: Doing) -> office.Told:
    await doing.parts.rooms.remove(doing.id, caller())
    return office.Told(doing.reader.words("已取消"), card=None)


ACTS: Mapping[str, Act] = {
    "open": _open,
    "shut": _shut,
    "add": _add,
    "change": _change,
    "test": _test,
    "remove": _remove,
}
