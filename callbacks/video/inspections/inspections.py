"""The page of inspections: findings, plans, rounds, and what leaders read."""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State

from callbacks import office
from callbacks.guarded import caller
from callbacks.video.inspections.acts import ACTS, Doing, finding_card_of
from callbacks.video.seat import seat_of
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.video.inspections import drawn
from layouts.video.inspections.drawn import Looked, Tab
from layouts.video.inspections.page import PAGE, VIEW
from layouts.video.seat import Seat
from layouts.working_ids import LOCATION, READER
from operations.video.inspections.inspections import Inspections
from operations.video.inspections.looking import View
from operations.video.places.site_register import SiteRegister


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    inspections: Inspections
    key_sites: SiteRegister
    desk_parts: Any
    zone_name: str


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(PAGE), "children"),
        Input(ids.done(PAGE), "data"),
        Input(READER, "data"),
        Input(VIEW, "data"),
    )
    async def show_inspections(_done: Any, kept: Any, view: Any) -> Any:
        """The tab its reader has chosen; drawn anew after each act."""
        looked = looked_at(office.Asked(view))

        async def draw(reader: Reader) -> Any:
            seat = await seat_of(parts, reader, has_cameras=looked.tab is Tab.PLANS)
            return drawn.opened(looked, await _DRAWN[looked.tab](parts, looked, seat), seat)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @office.does(app, parts, PAGE)
    async def do_inspections(asked: office.Asked, reader: Reader) -> office.Told:
        act = ACTS.get(asked.act)
        if act is None:
            raise InvalidError(says="field_not_valid", field="act")
        return await act(Doing(parts, asked, reader))

    @app.callback(
        Output(ids.card(PAGE), "children", allow_duplicate=True),
        Input(LOCATION, "search"),
        State(READER, "data"),
        prevent_initial_call="initial_duplicate",
    )
    async def open_finding(search: Any, kept: Any) -> Any:
        """The finding an address such as `?finding=IF-…` names."""
        told = parse_qs(search.lstrip("?")) if isinstance(search, str) else {}
        finding = (told.get("finding") or [""])[0]
        if not finding:
            return None

        async def draw(reader: Reader) -> Any:
            return await finding_card_of(parts, finding[:64], reader)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))


def looked_at(asked: office.Asked) -> Looked:
    """What the browser asks to see; the findings that are open where it says nothing."""
    tab, view = asked.text("tab"), asked.text("view")
    views: Mapping[str, str] = {one.value: one.value for one in View}
    return Looked(
        Tab(tab) if tab in {one.value for one in Tab} else Tab.FINDINGS,
        views.get(view, View.OPEN.value),
        max(0, asked.whole("at")),
    )


async def _findings(parts: Parts, looked: Looked, seat: Seat) -> list[Any]:
    page = await parts.inspections.looking.page(View(looked.view), caller(), looked.at)
    return drawn.findings(page, looked, seat)


async def _plans(parts: Parts, _looked: Looked, seat: Seat) -> list[Any]:
    return drawn.plans(await parts.inspections.planning.plans(caller()), seat)


async def _runs(parts: Parts, _looked: Looked, seat: Seat) -> list[Any]:
    return drawn.runs(await parts.inspections.looking.runs(caller()), seat)


async def _figures(parts: Parts, _looked: Looked, seat: Seat) -> list[Any]:
    return drawn.figures(await parts.inspections.looking.figures(caller()), seat)


_DRAWN = {Tab.FINDINGS: _findings, Tab.PLANS: _plans, Tab.RUNS: _runs, Tab.FIGURES: _figures}
