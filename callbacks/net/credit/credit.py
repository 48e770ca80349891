"""The page of credit: its books shown, and what is done on it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks import office
from callbacks.fields import signed, whole, word
from callbacks.guarded import address, caller
from domain.access.access import granted, may
from domain.net.credit.months import read_month
from domain.net.credit.residents import PointsOf
from domain.net.credit.revisits import RevisitResult
from domain.net.credit.rules import CreditRule, Evidence, Ledger
from domain.words import Catalogues
from layouts.elements.mantine import within
from layouts.net.credit import drawn
from layouts.net.credit.own import own_credit
from layouts.net.credit.page import CLOCK, FILE, PAGE, PROGRESS, VIEW
from layouts.net.credit.residents import resident_points
from layouts.net.credit.seat import Book, Seat
from layouts.office import office as forms
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER
from operations.net.credit.credit import Credit
from operations.net.credit.deductions import NewDeduction
from operations.prints.sheets import XLSX


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    credit: Credit
    zone_name: str

    def area_name(self, code: str) -> str:
        """What an area is called."""
        ...


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_credit(asked: office.Asked, reader: Reader) -> Any:
        """The book its reader has chosen; drawn anew after each act."""
        seat = await _seat(parts, reader, asked.text("month"), max(0, asked.whole("at")))
        book = _book(asked.text("book"), seat)
        return drawn.whole(book, await _BOOKS[book](parts, seat), seat)

    @app.callback(Output(PROGRESS, "children"), Input(CLOCK, "n_intervals"), Input(READER, "data"))
    async def tell_progress(_count: Any, kept: Any) -> Any:
        """How far the run of a month is, for whoever may run one."""
        if not may(caller(), "credit.run"):
            return None
        words = read_reader(kept, parts.catalogues).words
        run = parts.credit.months.progress
        why = office.said(run.error, words) if run is not None and run.error else ""
        return drawn.progress(run, why, words)

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_credit(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(_ACTS)(parts, asked, reader)

    @office.redraws(app, parts, PAGE, office.repeats("open"))
    async def redraw_person(asked: office.Asked, reader: Reader) -> office.Told:
        return await _open(parts, asked, reader)


async def _seat(parts: Parts, reader: Reader, month: str, at: int = 0) -> Seat:
    who, desk = caller(), parts.credit.desk
    return Seat(
        reader,
        parts.zone_name,
        frozenset(granted(who)),
        who.actor,
        desk.today(),
        await parts.credit.ledgers.month(month),
        parts.area_name,
        at,
        frozenset(await parts.credit.months.counted(who)),
    )


def _book(text: str, seat: Seat) -> Book:
    chosen = next((one for one in seat.books if one.value == text), None)
    return chosen or seat.books[0]


async def _rules(parts: Parts) -> dict[str, CreditRule]:
    return {one.rule_key: one for one in await parts.credit.rules.all(caller())}


async def _mine(parts: Parts, seat: Seat) -> list[Component]:
    held = await parts.credit.ledgers.own(seat.month, caller())
    stands = await parts.credit.comparing.of_person(seat.account, seat.month, caller())
    return own_credit(held, await _rules(parts), stands, seat)


async def _people(parts: Parts, seat: Seat) -> list[Component]:
    lines = await parts.credit.ledgers.people(seat.month, caller())
    away = await parts.credit.ledgers.absences(seat.month, caller())
    return drawn.people(lines, away, seat, list((await _rules(parts)).values()))


async def _deductions(parts: Parts, seat: Seat) -> list[Component]:
    held = await parts.credit.deductions.seen(caller())
    proofs = await parts.credit.deductions.proofs(held)
    return drawn.deductions(held, await _rules(parts), proofs, seat)


async def _revisits(parts: Parts, seat: Seat) -> list[Component]:
    return drawn.revisits(await parts.credit.revisits.seen(caller()), seat)


async def _months(parts: Parts, seat: Seat) -> list[Component]:
    return drawn.months(await parts.credit.months.all(caller()), seat)


async def _rule_book(parts: Parts, seat: Seat) -> list[Component]:
    return drawn.rule_book(list((await _rules(parts)).values()), seat)


async def _residents(parts: Parts, seat: Seat) -> list[Component]:
    return resident_points(await parts.credit.residents.seen(caller()), seat)


async def _towns(parts: Parts, seat: Seat) -> list[Component]:
    return drawn.towns(await parts.credit.comparing.towns(seat.month, caller()), seat)


async def _helpers(parts: Parts, seat: Seat) -> list[Component]:
    return drawn.helpers(await parts.credit.comparing.helpers(seat.month, caller()), seat)


_BOOKS: Mapping[Book, Callable[[Parts, Seat], Awaitable[list[Component]]]] = {
    Book.MINE: _mine,
    Book.PEOPLE: _people,
    Book.DEDUCTIONS: _deductions,
    Book.REVISITS: _revisits,
    Book.MONTHS: _months,
    Book.RULES: _rule_book,
    Book.TOWNS: _towns,
    Book.HELPERS: _helpers,
    Book.RESIDENTS: _residents,
}


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    seat, person = await _seat(parts, reader, asked.text("month")), asked.text("person")
    held = await parts.credit.ledgers.of_person(person, seat.month, caller())
    stands = await parts.credit.comparing.of_person(person, seat.month, caller())
    parts_of = own_credit(held, await _rules(parts), stands, seat)
    heading = forms.title(reader.words("人员"), person)
    return office.Told(card=within(reader, [heading, *parts_of]), is_changed=False)


async def _rule(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = CreditRule(
        rule_key="",
        rule_id=asked.text("rule_id"),
        version=0,
        title=asked.text("title"),
        ledger=word(Ledger, asked, "ledger"),
        outcome=asked.text("outcome"),
        points=whole(asked, "points"),
        cap=whole(asked, "cap"),
        evidence=word(Evidence, asked, "evidence"),
        merges=asked.text("merges") == "yes",
        valid_from=asked.text("valid_from"),
    )
    made = await parts.credit.rules.change(told, caller())
    return office.Told(reader.words("已保存 {rule}", rule=made.rule_key))


async def _notify(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    new = NewDeduction(
        asked.text("person"),
        asked.text("rule_id"),
        asked.text("day"),
        asked.text("evidence"),
        asked.text("reason"),
    )
    made = await parts.credit.deductions.notify(new, caller())
    return _notified(made.appeal_until, parts, reader)


async def _notify_revisit(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    made = await parts.credit.deductions.notify_of_revisit(
        asked.text("revisit"), asked.text("rule_id"), asked.text("reason"), caller()
    )
    return _notified(made.appeal_until, parts, reader)


def _notified(until: Any, parts: Parts, reader: Reader) -> office.Told:
    moment = forms.moment(until, parts.zone_name)
    return office.Told(reader.words("已告知，本人可申诉至 {until}", until=moment))


async def _appeal(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.credit.deductions.appeal(asked.text("deduction"), asked.text("text"), caller())
    return office.Told(reader.words("申诉已提出，由告知人以外的人决定"))


async def _admit(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.credit.deductions.admit(asked.text("deduction"), asked.text("reason"), caller())
    return office.Told(reader.words("已准予逾期申诉"))


async def _decide(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.credit.deductions.decide(
        asked.text("deduction"),
        is_upheld=asked.text("decision") != "revoke",
        reason=asked.text("reason"),
        caller=caller(),
    )
    return office.Told(reader.words("已作出决定"))


async def _found(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    result = word(RevisitResult, asked, "result")
    await parts.credit.revisits.find(asked.text("revisit"), result, asked.text("note"), caller())
    return office.Told(reader.words("复访结果已记录"))


async def _away(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.credit.ledgers.away(
        asked.text("person"), asked.text("first"), asked.text("last"), caller()
    )
    return office.Told(reader.words("已登记，这些日子不计考核"))


async def _run(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.credit.months.begin(read_month(asked.text("month")), caller())
    return office.Told(reader.words("已开始核算"), is_changed=False)


async def _sign(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    made = await parts.credit.months.sign(read_month(asked.text("month")), caller())
    return office.Told(reader.words("已签发 {month}", month=made.month))


async def _sheet(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    name, made = await parts.credit.sheets.month(
        read_month(asked.text("month")), caller(), reader.words, address=address()
    )
    return office.Told(is_changed=False, more={"file": office.download(name, made, XLSX)})


async def _own_sheet(parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    name, made = await parts.credit.sheets.own(caller(), reader.words, address=address())
    return office.Told(is_changed=False, more={"file": office.download(name, made, XLSX)})


async def _resident(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.credit.residents.add(
        asked.text("area"),
        word(PointsOf, asked, "of"),
        asked.text("name"),
        signed(asked, "points"),
        asked.text("what"),
        caller(),
    )
    return office.Told(reader.words("已记入"))


async def _resident_back(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.credit.residents.take_back(asked.text("point"), caller())
    return office.Told(reader.words("已冲回"))


_Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, _Act] = {
    "open": _open,
    "rule": _rule,
    "notify": _notify,
    "notify_revisit": _notify_revisit,
    "appeal": _appeal,
    "admit": _admit,
    "decide": _decide,
    "found": _found,
    "away": _away,
    "run": _run,
    "sign": _sign,
    "sheet": _sheet,
    "own_sheet": _own_sheet,
    "resident": _resident,
    "resident_back": _resident_back,
}
