"""The people of the net: listed, found, assigned, and taken from a roster."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from dash import Dash, Input, Output

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.people.panels import named
from callbacks.tables import takes_table, template
from domain.access.access import may
from domain.errors import InvalidError, NotFoundError
from domain.net.people.people import NetAssignment, NetPerson
from domain.net.people.posts import Post
from domain.net.people.roster import COLUMNS
from domain.net.people.seen import Wanted
from domain.words import Catalogues
from layouts.net.people import people as drawn
from layouts.net.people.page import FILE, LOADED, PEOPLE, UPLOAD, VIEW
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER
from operations.net.people.register import NetRegister
from operations.net.people.rosters import Rosters
from operations.prints.sheets import XLSX


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    net_register: NetRegister
    net_rosters: Rosters

    def area_name(self, code: str) -> str:
        """What an area is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(PEOPLE), "children"),
        Input(ids.done(PEOPLE), "data"),
        Input(READER, "data"),
        Input(VIEW, "data"),
    )
    async def show_people(_done: Any, kept: Any, view: Any) -> Any:
        """Whoever its reader looks for; drawn anew after each act."""

        async def draw(reader: Reader) -> Any:
            page = await parts.net_register.page(caller(), _wanted(office.Asked(view)))
            roster = parts.net_rosters.waiting(caller()) if page.may_manage else None
            return drawn.people(page, roster, named(parts), reader)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @office.does(app, parts, PEOPLE, file=Output(FILE, "data"))
    async def do_people(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(_ACTS)(parts, asked, reader)

    @office.redraws(app, parts, PEOPLE, office.repeats("open"))
    async def redraw_person(asked: office.Asked, reader: Reader) -> office.Told:
        return await _open(parts, asked, reader)

    @takes_table(app, parts, PEOPLE, upload=UPLOAD, says=LOADED)
    async def load_people(raw: bytes, reader: Reader) -> str:
        roster = await parts.net_rosters.read(raw, caller())
        return reader.words("已读取 {rows} 行，请核对预览", rows=len(roster.good) + roster.same)


def _wanted(asked: office.Asked) -> Wanted:
    post = asked.text("post")
    if post and post not in {one.value for one in Post}:
        raise InvalidError(says="field_not_valid", field="post")
    return Wanted(
        q=asked.text("q"),
        area=asked.text("area"),
        post=Post(post) if post else None,
        at=max(0, asked.whole("at")),
    )


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    return await _card(parts, asked.text("person"), reader, "", is_changed=False)


async def _card(
    parts: Parts, person: str, reader: Reader, says: str, *, is_changed: bool = True
) -> office.Told:
    file = await parts.net_register.person(person, caller())
    card = drawn.person_card(file, named(parts), reader)
    return office.Told(says, card=card, is_changed=is_changed)


async def _person(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = NetPerson(
        person_id=asked.text("person"),
        area_code=asked.text("area_code"),
        account=asked.text("account") or None,
        unit_id=asked.text("unit_id") or None,
        name=asked.text("name"),
        phone=asked.text("phone") or None,
    )
    made = await parts.net_register.put_person(told, caller())
    return await _card(parts, made.person_id, reader, reader.words("已保存"))


async def _assign(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    post = asked.text("post")
    if post not in {one.value for one in Post}:
        raise InvalidError(says="field_not_valid", field="post")
    told = NetAssignment(
        assignment_id="",
        person_id=asked.text("person").upper(),
        grid=asked.text("grid"),
        post=Post(post),
        since=asked.text("since"),
        at=datetime.now(UTC),
        by="",
        until=asked.text("until") or None,
        covers=asked.text("covers") == "yes",
        covers_for=asked.text("covers_for").upper() or None,
        building=asked.text("building") or None,
        reason=asked.text("reason") or None,
    )
    made = await parts.net_register.assign(told, caller())
    return await _card(parts, made.person_id, reader, reader.words("已保存"))


async def _end(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    made = await parts.net_register.end(
        asked.text("assignment"), asked.text("until"), asked.text("reason"), caller()
    )
    return await _card(parts, made.person_id, reader, reader.words("已结束任职"))


async def _swap(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    other = await parts.net_register.person(asked.text("other").upper(), caller())
    mine = await parts.net_register.person(asked.text("person"), caller())
    held = {one.assignment_id: one for one in mine.assignments}.get(asked.text("assignment"))
    theirs = [
        one
        for one in other.assignments
        if held and one.post is held.post and one.until is None and not one.covers
    ]
    if held is None or not theirs:
        raise NotFoundError(says="no_net_assignment", field="assignment")
    await parts.net_register.swap(
        held.assignment_id, theirs[0].assignment_id, asked.text("since"), caller()
    )
    return await _card(parts, held.person_id, reader, reader.words("已对调"))


async def _take(parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    rows = await parts.net_rosters.take(caller())
    return office.Told(reader.words("已导入 {rows} 行", rows=rows))


async def _drop(parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    parts.net_rosters.drop(caller())
    return office.Told(reader.words("已放弃"))


async def _faults(parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    name, content = await parts.net_rosters.faulty(caller(), reader.words)
    return office.Told(is_changed=False, more={"file": office.download(name, content, XLSX)})


async def _export(parts: Parts, asked: office.Asked, _reader: Reader) -> office.Told:
    name, content = await parts.net_rosters.export(caller(), _wanted(asked))
    return office.Told(is_changed=False, more={"file": office.download(name, content, XLSX)})


async def _template(_parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    if not may(caller(), "net.people.manage"):
        raise InvalidError(says="field_not_valid", field="act")
    return template(reader.words("网格人员名册模板.csv"), COLUMNS)


_Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, _Act] = {
    "open": _open,
    "person": _person,
    "assign": _assign,
    "end": _end,
    "swap": _swap,
    "take": _take,
    "drop": _drop,
    "faults": _faults,
    "export": _export,
    "template": _template,
}
