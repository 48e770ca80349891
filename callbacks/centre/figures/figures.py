"""The page of the centre's figures: drawn for the months in the address, each open to its rows."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode

from dash import Dash, Input, Output

from callbacks import office
from callbacks.fields import whole
from callbacks.guarded import address, caller
from domain.access.access import may
from domain.errors import InvalidError
from domain.maps.areas import Level
from domain.words import Catalogues
from layouts.centre.figures.drawn import drawn, rows
from layouts.centre.figures.page import FILE, PAGE
from layouts.centre.figures.view import View
from layouts.centre.named import body_name
from layouts.office import ids as office_ids
from layouts.reader import Reader, read_reader
from layouts.working_ids import LOCATION, READER
from operations.centre.cases.cases import Cases
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.figures.exports import FigureExports
from operations.centre.figures.figures import Asked, CentreFigures
from operations.centre.figures.filings import ACTION as ENTERS
from operations.centre.figures.filings import CourtFilings
from operations.prints.sheets import CSV, XLSX


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    cases: Cases
    centre_figures: CentreFigures
    figure_exports: FigureExports
    court_filings: CourtFilings
    centre_desk: CentreDesk
    zone_name: str

    def area_name(self, code: str) -> str:
        """What an area is called."""
        ...


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(office_ids.body(PAGE), "children"),
        Input(office_ids.done(PAGE), "data"),
        Input(READER, "data"),
        Input(LOCATION, "search"),
    )
    async def show_figures(_done: Any, kept: Any, search: str | None) -> Any:
        reader = read_reader(kept, parts.catalogues)

        async def draw(_reader: Reader) -> Any:
            view = await _view(parts, asked_in(search), reader)
            may_report = parts.centre_figures.sees_all(caller())
            return drawn(view, may_report=may_report, towns=_towns(parts))

        return await office.drawn(draw, reader)

    @office.does(
        app,
        parts,
        PAGE,
        file=Output(FILE, "data"),
        search=Output(LOCATION, "search", allow_duplicate=True),
    )
    async def do_figures(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(_ACTS)(parts, asked, reader)

    @office.redraws(app, parts, PAGE, office.repeats("rows"))
    async def redraw_rows(asked: office.Asked, reader: Reader) -> office.Told:
        return await _rows(parts, asked, reader)


def asked_in(search: str | None) -> Asked:
    """The months in the address bar."""
    held = parse_qs((search or "").removeprefix("?"))
    return Asked(*(held.get(name, [""])[0][:7] for name in ("from", "to")))


async def _view(parts: Parts, asked: Asked, reader: Reader) -> View:
    who = caller()
    report = await parts.centre_figures.report(asked, who)
    grave = await parts.centre_figures.rows("watched", "all", asked, who)
    centre = parts.cases.centre(who)
    return View(
        report, grave, reader, parts.zone_name, parts.area_name,
        lambda code: body_name(centre, code),
    )  # fmt: skip


def _months(asked: office.Asked) -> Asked:
    return Asked(asked.text("first"), asked.text("last"))


async def _choose(parts: Parts, asked: office.Asked, _reader: Reader) -> office.Told:
    """Put the months into the address, once they are some."""
    await parts.centre_figures.report(_months(asked), caller())
    search = urlencode({"from": asked.text("first"), "to": asked.text("last")})
    return office.Told(is_changed=False, card=None, more={"search": f"?{search}"})


async def _rows(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    months, id = _months(asked), asked.text("id")
    found = await parts.centre_figures.rows(id, asked.text("part"), months, caller())
    view = await _view(parts, months, reader)
    return office.Told(card=rows(found, reader.words.of("kpi", id), view), is_changed=False)


async def _table(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    is_csv = asked.act == "csv"
    name, content = await parts.figure_exports.table(
        _months(asked), caller(), reader.words, is_csv=is_csv, town_name=parts.area_name,
        address=address(),
    )  # fmt: skip
    file = office.download(name, content, CSV if is_csv else XLSX)
    return office.Told(is_changed=False, more={"file": file})


async def _monthly(parts: Parts, asked: office.Asked, _reader: Reader) -> office.Told:
    name, content = await parts.figure_exports.month(
        asked.text("month"), caller(), address=address()
    )
    return office.Told(is_changed=False, more={"file": office.download(name, content, XLSX)})


async def _filing(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    year, count = whole(asked, "year"), whole(asked, "count", longest=7)
    told = asked.text("count")
    if not told:
        raise InvalidError(says="field_not_valid", field="count")
    await parts.court_filings.enter(year, asked.text("town"), count, asked.text("source"), caller())
    return office.Told(reader.words("已保存"), card=None)


def _towns(parts: Parts) -> list[tuple[str, str]] | None:
    """The towns, for whoever may enter what a court took in."""
    if not may(caller(), ENTERS):
        return None
    areas = parts.centre_desk.areas()
    return [(code, one.name) for code, one in sorted(areas.items()) if one.level is Level.TOWN]


_Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, _Act] = {
    "months": _choose,
    "rows": _rows,
    "xlsx": _table,
    "csv": _table,
    "monthly": _monthly,
    "filing": _filing,
}
