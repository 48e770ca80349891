"""What is done when something on the party's page is pressed or sent."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from callbacks import office
from callbacks.guarded import address, caller
from callbacks.tables import template
from domain.errors import InvalidError
from domain.fields import as_choice
from domain.maps.areas import Area, Level
from domain.net.party.activities import ActivityType, PartyActivity
from domain.net.party.books import Book, Looked
from domain.net.party.money import read_yuan
from domain.net.party.organisations import (
    OrganisationLevel,
    OrganisationType,
    PartyMember,
    PartyOrganisation,
    Roll,
)
from domain.net.party.rosters import HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, ORGANISATION_COLUMNS
from domain.net.party.self_governance import CommunityActivity, SelfGovernancePlace
from domain.words import Catalogues
from layouts.net.party import drawn, photos
from layouts.net.party.seat import Seat
from layouts.reader import Reader
from operations.net.party.party import Party
from operations.prints.sheets import XLSX

LONGEST_NUMBER = 6
W = TypeVar("W", bound=StrEnum)


class Map(Protocol):
    """The map, as far as it is asked here."""

    def area(self, code: str) -> Area | None:
        """An area by its code."""


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    party: Party
    zone_name: str

    def area_name(self, code: str) -> str:
        """What an area is called."""


def seat_of(parts: Parts, reader: Reader) -> Seat:
    """For whom the page is drawn; whoever belongs to one area has no towns to choose from."""
    areas = parts.party.desk.areas()
    towns = (
        {code: one.name for code, one in sorted(areas.items()) if one.level is Level.TOWN}
        if caller().area is None
        else {}
    )
    home = caller().area or ""
    today = parts.party.desk.today()
    return Seat(reader, parts.zone_name, today, parts.area_name, towns, home)


def looked_at(asked: office.Asked) -> Looked:
    """What is looked at; anything unknown is as if nothing were said."""
    book = asked.text("book")
    known = {one.value for one in Book}
    return Looked(
        Book(book) if book in known else Book.ORGANISATIONS,
        asked.text("area"),
        asked.text("q"),
        max(0, asked.whole("at")),
        asked.text("only"),
    )


def _word(words: type[W], asked: office.Asked, name: str) -> W:
    return words(as_choice(asked.text(name), name, [one.value for one in words]))


def _whole(asked: office.Asked, name: str) -> int | None:
    """A number; None where nothing stands.

    Raises:
        InvalidError: it is none, or too long.
    """
    text = asked.text(name)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise InvalidError(says="field_not_valid", field=name)
    return int(text)


def _attendance(asked: office.Asked) -> int:
    """How many came.

    Raises:
        InvalidError: it is no number, or none stands.
    """
    count = _whole(asked, "attendance")
    if count is None:
        raise InvalidError(says="field_not_valid", field="attendance")
    return count


def _done(reader: Reader) -> office.Told:
    return office.Told(reader.words("已保存"), card=None)


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    looked, key, party = looked_at(asked), asked.text("id"), parts.party
    one = await party.looking.one(looked.book, key, caller())
    page = await party.looking.page(Looked(area=one.area_code[:12]), caller())
    kind = photos.KINDS.get(looked.book)
    files = await party.photos.of(kind, key, caller()) if kind else None
    opened = drawn.Opened(looked.book, one, page.organisations, page.places, files)
    return office.Told(card=drawn.card(opened, seat_of(parts, reader)), is_changed=False)


async def _show_photo(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    return await _mark_photo(parts, asked, reader, is_shown=True)


async def _hide_photo(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    return await _mark_photo(parts, asked, reader, is_shown=False)


async def _mark_photo(
    parts: Parts, asked: office.Asked, reader: Reader, *, is_shown: bool
) -> office.Told:
    kind, key = photos.KINDS.get(looked_at(asked).book, ""), asked.text("id")
    await parts.party.photos.mark(kind, key, asked.text("file"), caller(), is_shown=is_shown)
    opened = await _open(parts, asked, reader)
    return office.Told(reader.words("已保存"), card=opened.card)


async def _found(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = PartyOrganisation(
        organisation_id="",
        owner=None,
        area_code=asked.text("area_code"),
        type=_word(OrganisationType, asked, "type"),
        level=_word(OrganisationLevel, asked, "level"),
        name=asked.text("name"),
        founded=asked.text("founded") or None,
        term_end=asked.text("term_end") or None,
        secretary=asked.text("secretary") or None,
        deputy=asked.text("deputy") or None,
    )
    made = await parts.party.register.found(told, caller())
    words = reader.words
    if made.secretary is None:
        return office.Told(words("已成立 {name}；书记暂缺", name=made.name), card=None)
    return office.Told(words("已成立 {name}", name=made.name), card=None)


async def _change(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    held = await parts.party.looking.one(Book.ORGANISATIONS, asked.text("id"), caller())
    told = PartyOrganisation(
        organisation_id=held.organisation_id,
        owner=held.owner,
        area_code=held.area_code,
        type=_word(OrganisationType, asked, "type"),
        level=held.level,
        name=asked.text("name"),
        parent_id=held.parent_id,
        founded=asked.text("founded") or None,
        term_end=asked.text("term_end") or None,
        deputy=asked.text("deputy") or None,
    )
    await parts.party.register.change(told, caller())
    return _done(reader)


async def _secretary(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    name, term_end = asked.text("secretary"), asked.text("term_end")
    await parts.party.register.set_secretary(asked.text("id"), name, term_end, caller())
    return _done(reader)


async def _end(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    day = asked.text("day") or parts.party.desk.today().isoformat()
    await parts.party.register.end(asked.text("id"), day, caller())
    return _done(reader)


async def _member(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = PartyMember(
        member_id=asked.text("id"),
        owner=None,
        organisation_id=asked.text("organisation"),
        area_code="",
        roll=_word(Roll, asked, "roll"),
        trade=asked.text("trade") or None,
        duty_post=asked.text("duty_post") or None,
        volunteer_hours=_whole(asked, "hours") or 0,
        name=asked.text("name"),
        phone=asked.text("phone") or None,
    )
    await parts.party.register.put_member(told, caller())
    return _done(reader)


async def _leave(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.register.leave(asked.text("id"), asked.text("day"), caller())
    return _done(reader)


async def _link(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.register.link(asked.text("id"), asked.text("household"), caller())
    return _done(reader)


async def _contact(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.register.contact(asked.text("id"), asked.text("day"), caller())
    return _done(reader)


async def _unlink(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.register.end_link(asked.text("id"), asked.text("day"), caller())
    return _done(reader)


async def _activity(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = PartyActivity(
        activity_id="",
        owner=None,
        organisation_id=asked.text("organisation"),
        area_code="",
        activity=_word(ActivityType, asked, "activity"),
        day=asked.text("day"),
        place=asked.text("place"),
        by="",
        attendance=_whole(asked, "attendance"),
        note=asked.text("note") or None,
    )
    await parts.party.register.hold(told, caller())
    return _done(reader)


async def _held(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.register.was_held(asked.text("id"), _attendance(asked), caller())
    return _done(reader)


def _own_or(asked: office.Asked) -> str:
    """The community something is in: the one that was told, else that of whoever tells."""
    return asked.text("area_code") or caller().area or ""


async def _place(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = SelfGovernancePlace(
        place_id="",
        owner=None,
        area_code=_own_or(asked),
        name=asked.text("name"),
        place=asked.text("place"),
        opened=asked.text("opened") or None,
        head=asked.text("head") or None,
    )
    await parts.party.self_governance.open(told, caller())
    return _done(reader)


async def _place_change(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = SelfGovernancePlace(
        place_id=asked.text("id"),
        owner=None,
        area_code="",
        name=asked.text("name"),
        place=asked.text("place"),
        head=asked.text("head") or None,
    )
    await parts.party.self_governance.change(told, caller())
    return _done(reader)


async def _close(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.self_governance.close(asked.text("id"), asked.text("day"), caller())
    return _done(reader)


async def _event(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = CommunityActivity(
        activity_id="",
        owner=None,
        area_code=_own_or(asked),
        title=asked.text("title"),
        day=asked.text("day"),
        place=asked.text("place"),
        by="",
        place_id=asked.text("place_id") or None,
        attendance=_whole(asked, "attendance"),
        cost_fen=read_yuan(asked.text("cost"), "cost"),
        note=asked.text("note") or None,
    )
    await parts.party.self_governance.hold(told, caller())
    return _done(reader)


async def _event_change(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = CommunityActivity(
        activity_id=asked.text("id"),
        owner=None,
        area_code="",
        title=asked.text("title"),
        day=asked.text("day"),
        place=asked.text("place"),
        by="",
        place_id=asked.text("place_id") or None,
        note=asked.text("note") or None,
    )
    await parts.party.self_governance.rearrange(told, caller())
    return _done(reader)


async def _call_off(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.self_governance.call_off(asked.text("id"), caller())
    return _done(reader)


async def _check_cost(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.party.self_governance.check_cost(asked.text("id"), caller())
    return _done(reader)


async def _event_held(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    cost = read_yuan(asked.text("cost"), "cost")
    await parts.party.self_governance.was_held(asked.text("id"), _attendance(asked), cost, caller())
    return _done(reader)


async def _export(parts: Parts, asked: office.Asked, _reader: Reader) -> office.Told:
    looked, exports = looked_at(asked), parts.party.exports
    take = exports.members if looked.book is Book.MEMBERS else exports.organisations
    name, content = await take(looked.area, caller(), address=address())
    file = office.download(name, content, XLSX)
    return office.Told(is_changed=False, more={"file": file})


async def _template(_parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    words = reader.words
    book = looked_at(asked).book
    if book is Book.MEMBERS:
        return template(words("党员模板.csv"), MEMBER_COLUMNS)
    if book is Book.HOUSEHOLDS:
        return template(words("联系户模板.csv"), HOUSEHOLD_COLUMNS)
    return template(words("党组织模板.csv"), ORGANISATION_COLUMNS)


_Act = Callable[[Any, office.Asked, Reader], Awaitable[office.Told]]
ACTS: Mapping[str, _Act] = {
    "open": _open,
    "found": _found,
    "change": _change,
    "secretary": _secretary,
    "end": _end,
    "member": _member,
    "leave": _leave,
    "link": _link,
    "contact": _contact,
    "unlink": _unlink,
    "activity": _activity,
    "held": _held,
    "place": _place,
    "close": _close,
    "event": _event,
    "event_held": _event_held,
    "event_change": _event_change,
    "call_off": _call_off,
    "check_cost": _check_cost,
    "place_change": _place_change,
    "show_photo": _show_photo,
    "hide_photo": _hide_photo,
    "export": _export,
    "template": _template,
}
