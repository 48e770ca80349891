"""What is done on the page of items, by the word of each act."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from callbacks import office
from callbacks.fields import degrees, word
from callbacks.guarded import caller
from callbacks.tables import template
from domain.access.access import may
from domain.errors import InvalidError
from domain.net.items.items import NET_ITEM, Request
from domain.net.items.limits import read_limit
from domain.net.items.parts import COLUMNS
from domain.subject_key import SubjectKey
from layouts.net.items.card import card
from layouts.net.items.seat import Seat
from layouts.reader import Reader
from operations.files.shelf import Shelf
from operations.net.items.net_items import NetItems
from operations.net.items.reporting import NewItem


class DeskParts(Protocol):
    """The part of the desk that keeps files."""

    shelf: Shelf


class Parts(Protocol):
    """What the product is made of, as far as these ask for it."""

    net_items: NetItems
    desk_parts: Any


@dataclass(frozen=True, slots=True)
class Doing:
    """Where something is done, for whom, and what they said."""

    parts: Parts
    asked: office.Asked
    reader: Reader
    seat: Seat

    @property
    def item(self) -> str:
        """Which item."""
        return self.asked.text("item")

    @property
    def items(self) -> NetItems:
        """The operations."""
        return self.parts.net_items


Act = Callable[[Doing], Awaitable[office.Told]]


async def _open(doing: Doing) -> office.Told:
    return office.Told(card=await card_of(doing.parts, doing.item, doing.seat), is_changed=False)


async def card_of(parts: Parts, item_id: str, seat: Seat) -> Any:
    """The card of an item, with its photos for whoever reads files."""
    one = await parts.net_items.looking.item(item_id, caller())
    photos: list[str] | None = None
    if may(caller(), "files.use"):
        about = SubjectKey(NET_ITEM.name, item_id)
        files = await parts.desk_parts.shelf.items(about, caller=caller())
        photos = [str(file["file_id"]) for file in files]
    return card(one, seat, photos)


async def _shut(_doing: Doing) -> office.Told:
    return office.Told(card=None, is_changed=False)


async def _report(doing: Doing) -> office.Told:
    asked = doing.asked
    lat, lon = degrees(asked, "lat"), degrees(asked, "lon")
    if lat is None or lon is None:
        raise InvalidError(says="field_not_valid", field="lat")
    new = NewItem(
        asked.text("key"), asked.text("class"), lat, lon, asked.text("text"), asked.text("place"),
        asked.text("part"), reporter=asked.text("reporter"), phone=asked.text("phone"),
    )  # fmt: skip
    made, _ = await doing.items.reporting.report(new, caller())
    words = doing.reader.words
    joined = words("已有人上报，并入原件")
    says = words("已上报：{number}", number=made.number) if made.of is None else joined
    drawn = await card_of(doing.parts, made.of or made.item_id, doing.seat)
    return office.Told(says, card=drawn)


async def _after(doing: Doing) -> office.Told:
    """What was done is said, and the item is drawn as it is now."""
    return office.Told(
        doing.reader.words("已保存"), card=await card_of(doing.parts, doing.item, doing.seat)
    )


async def _file(doing: Doing) -> office.Told:
    await doing.items.handling.file(doing.item, doing.asked.text("class"), caller())
    return await _after(doing)


async def _refuse(doing: Doing) -> office.Told:
    await doing.items.handling.refuse(doing.item, doing.asked.text("reason"), caller())
    return await _after(doing)


async def _dispatch(doing: Doing) -> office.Told:
    made = await doing.items.handling.dispatch(doing.item, doing.asked.text("unit"), caller())
    told = await _after(doing)
    unit = doing.items.desk.unit_name(made.unit)
    return office.Told(doing.reader.words("已派遣到 {unit}", unit=unit), card=told.card)


async def _give_back(doing: Doing) -> office.Told:
    await doing.items.handling.give_back(doing.item, doing.asked.text("reason"), caller())
    # whoever gave it back may see it no more
    return office.Told(doing.reader.words("已退回"), card=None)


async def _handle(doing: Doing) -> office.Told:
    await doing.items.handling.handle(doing.item, doing.asked.text("result"), caller())
    return await _after(doing)


async def _ask(doing: Doing) -> office.Told:
    asked = doing.asked
    request = word(Request, asked, "request")
    told = asked.text("limit") if request is Request.EXTEND else ""
    limit = read_limit(told) if told else None
    await doing.items.handling.ask(doing.item, request, asked.text("reason"), caller(), limit)
    return await _after(doing)


async def _pass(doing: Doing) -> office.Told:
    await doing.items.handling.check(doing.item, caller(), is_done=True)
    return await _after(doing)


async def _fail(doing: Doing) -> office.Told:
    reason = doing.asked.text("reason")
    await doing.items.handling.check(doing.item, caller(), is_done=False, reason=reason)
    return await _after(doing)


async def _grant(doing: Doing) -> office.Told:
    await doing.items.handling.decide(doing.item, caller(), grants=True)
    return await _after(doing)


async def _deny(doing: Doing) -> office.Told:
    await doing.items.handling.decide(doing.item, caller(), grants=False)
    return await _after(doing)


async def _resume(doing: Doing) -> office.Told:
    await doing.items.handling.resume(doing.item, caller())
    return await _after(doing)


async def _template(doing: Doing) -> office.Told:
    return template(doing.reader.words("部件普查模板.csv"), COLUMNS)


ACTS: Mapping[str, Act] = {
    "open": _open,
    "shut": _shut,
    "report": _report,
    "file": _file,
    "refuse": _refuse,
    "dispatch": _dispatch,
    "give_back": _give_back,
    "handle": _handle,
    "ask": _ask,
    "pass": _pass,
    "fail": _fail,
    "grant": _grant,
    "deny": _deny,
    "resume": _resume,
    "template": _template,
}
