"""The page of inspections: findings, plans, rounds, and what leaders read."""

from collections.abc import Mapping
from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.guarded import caller
from callbacks.video.inspections.acts import ACTS, Doing, finding_card_of
from callbacks.video.seat import seat_of
from domain.words import Catalogues
from layouts.reader import Reader
from layouts.video.inspections import drawn
from layouts.video.inspections.drawn import Looked, Tab
from layouts.video.inspections.page import PAGE, VIEW
from layouts.video.seat import Seat
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

    @office.views(app, parts, PAGE, VIEW)
    async def show_inspections(asked: office.Asked, reader: Reader) -> Any:
        """The tab its reader has chosen; drawn anew after each act."""
        looked = looked_at(asked)
        seat = await seat_of(parts, reader, has_cameras=looked.tab is Tab.PLANS)
        return drawn.opened(looked, await _DRAWN[looked.tab](parts, looked, seat), seat)

    @office.does(app, parts, PAGE)
    async def do_inspections(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(ACTS)(Doing(parts, asked, reader))

    @office.opens(app, parts, PAGE, "finding")
    async def open_finding(finding: str, reader: Reader) -> Any:
        """The finding an address such as `?finding=IF-…` names."""
        return await finding_card_of(parts, finding, reader)


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
