"""The enterprise station's page: its books shown, written into, and taken from a table."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from dash import Dash, Output

from callbacks import office
from callbacks.centre.cases.asked import fen
from callbacks.fields import whole, word
from callbacks.guarded import caller
from callbacks.tables import takes_table, template
from domain.access.access import may
from domain.centre.firms.books import Book
from domain.centre.firms.firm_table import COLUMNS
from domain.centre.firms.firms import Firm, FirmRisk, RequestType, VisitKind
from domain.centre.firms.station import FirmPolicy, ReceptionDay, TechnologyEnvoy
from domain.words import Catalogues
from layouts.centre.firms import drawn
from layouts.centre.firms.page import FILE, LOADED, PAGE, UPLOAD, VIEW
from layouts.centre.firms.seat import Looked, Seat
from layouts.reader import Reader
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.firms.station import FirmStation


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    firms: FirmStation
    centre_desk: CentreDesk
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_firms(asked: office.Asked, reader: Reader) -> Any:
        """The book its reader has chosen; drawn anew after each act."""
        looked = _looked(asked)
        held = await parts.firms.page(caller(), looked.q)
        return drawn.books(held, looked, _seat(parts, reader))

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_firms(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(_ACTS)(parts, asked, reader)

    @office.redraws(app, parts, PAGE, office.repeats("open"))
    async def redraw_firm(asked: office.Asked, reader: Reader) -> office.Told:
        return await _open(parts, asked, reader)

    @takes_table(app, parts, PAGE, upload=UPLOAD, says=LOADED)
    async def load_firms(raw: bytes, reader: Reader) -> str:
        rows = await parts.firms.register.load(raw, caller())
        return reader.words("已导入 {rows} 家企业", rows=rows)


def _seat(parts: Parts, reader: Reader) -> Seat:
    who = caller()
    runs = may(who, "firms.run")
    return Seat(
        reader,
        parts.centre_desk.its(),
        parts.zone_name,
        may_run=runs,
        may_take_in=runs and may(who, "cases.register"),
    )


def _looked(asked: office.Asked) -> Looked:
    book = asked.text("book")
    is_book = book in {one.value for one in Book}
    at, may_move = max(0, asked.whole("at")), asked.text("may_move") == "yes"
    return Looked(Book(book) if is_book else None, asked.text("q"), at, may_move)


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    firm = await parts.firms.register.firm(asked.text("firm"), caller())
    return office.Told(card=drawn.firm_card(firm, _seat(parts, reader)), is_changed=False)


async def _firm(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = Firm(
        credit_code=asked.text("credit_code"),
        name=asked.text("name"),
        industry=asked.text("industry"),
        staff=whole(asked, "staff"),
        risk=word(FirmRisk, asked, "risk"),
        people=tuple(asked.text("people").split()),
        marks=tuple(asked.text("marks").split()),
        founded=whole(asked, "founded") or None,
        contact=asked.text("contact") or None,
        phone=asked.text("phone") or None,
    )
    await parts.firms.register.put_firm(told, caller())
    return _done(reader)


async def _request(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    kind = word(RequestType, asked, "request")
    lead, due, text = asked.text("lead"), asked.text("due"), asked.text("text")
    await parts.firms.requests.ask(asked.text("firm"), kind, lead, due, text, caller())
    return _done(reader)


async def _visit(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    kind = word(VisitKind, asked, "visit")
    await parts.firms.books.visit(asked.text("firm"), kind, asked.text("text"), caller())
    return _done(reader)


async def _answer(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.firms.requests.answer(asked.text("request"), asked.text("text"), caller())
    return _done(reader)


async def _satisfied(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.firms.requests.satisfied(asked.text("request"), whole(asked, "satisfied"), caller())
    return _done(reader)


async def _to_case(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    code = await parts.firms.requests.to_case(asked.text("request"), asked.text("window"), caller())
    return office.Told(reader.words("已转为案件：{code}", code=code))


async def _enforce(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    sum_fen = fen(asked.text("amount"), "amount") or 0
    await parts.firms.books.enforce(asked.text("firm"), asked.text("number"), sum_fen, caller())
    return _done(reader)


async def _pay(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    sum_fen = fen(asked.text("amount"), "amount") or 0
    await parts.firms.books.pay(asked.text("enforcement"), sum_fen, caller())
    return _done(reader)


async def _waive(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    item, basis = asked.text("item"), asked.text("basis")
    await parts.firms.books.waive(asked.text("firm"), item, basis, caller())
    return _done(reader)


async def _policy(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = FirmPolicy(
        policy_id="",
        title=asked.text("title"),
        basis=asked.text("basis"),
        qualifies=asked.text("qualifies"),
        until=asked.text("until") or None,
        is_automatic=asked.text("is_automatic") == "yes",
        industries=tuple(asked.text("industries").split()),
        least_staff=whole(asked, "least_staff") or None,
        most_staff=whole(asked, "most_staff") or None,
        marks=tuple(asked.text("marks").split()),
        founded_from=whole(asked, "founded_from") or None,
    )
    await parts.firms.books.add_policy(told, caller())
    return _done(reader)


async def _reception(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    firms = tuple(asked.text("firms").split())
    told = ReceptionDay(
        "", asked.text("day"), asked.text("host"), asked.text("place"), firms, asked.text("text")
    )
    await parts.firms.books.add_reception(told, caller())
    return _done(reader)


async def _envoy(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = TechnologyEnvoy(
        envoy_id="",
        field=asked.text("field"),
        until=asked.text("until") or None,
        firms=tuple(asked.text("firms").split()),
        name=asked.text("name"),
    )
    await parts.firms.books.add_envoy(told, caller())
    return _done(reader)


async def _template(_parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    return template(reader.words("企业名册模板.csv"), COLUMNS)


def _done(reader: Reader) -> office.Told:
    return office.Told(reader.words("已保存"), card=None)


_Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, _Act] = {
    "open": _open,
    "firm": _firm,
    "request": _request,
    "visit": _visit,
    "answer": _answer,
    "satisfied": _satisfied,
    "to_case": _to_case,
    "enforce": _enforce,
    "pay": _pay,
    "waive": _waive,
    "policy": _policy,
    "reception": _reception,
    "envoy": _envoy,
    "template": _template,
}
