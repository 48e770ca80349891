"""The page of whistles, police and law in the grids: shown, written into, taken from a table."""

from typing import Any, Protocol
from uuid import uuid4

from dash import Dash, Output

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.fusion.acts import ACTS
from callbacks.net.people.panels import named
from callbacks.tables import takes_table
from domain.access.access import may
from domain.words import Catalogues
from layouts.net.fusion import beats, drawn, joint, pushes, whistles
from layouts.net.fusion.page import FILE, LOADED, PAGE, UPLOAD, VIEW
from layouts.net.fusion.seat import Seat, Tab
from layouts.reader import Reader
from operations.net.fusion.fusion import Fusion
from operations.net.fusion.joint import LISTED
from operations.net.fusion.pushes import side_of
from operations.net.fusion.whistles import LISTED as WHISTLES_LISTED


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    fusion: Fusion
    zone_name: str
    department_names: dict[str, str]

    def area_name(self, code: str) -> str:
        """What an area is called."""

    def department_name(self, code: str) -> str:
        """What a department is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_fusion(asked: office.Asked, reader: Reader) -> Any:
        """The tab its reader has chosen; drawn anew after each act."""
        seat = seat_of(parts, reader)
        tab = _tab(asked.text("tab"), seat)
        shown = await _DRAWN[tab](parts, seat, max(0, asked.whole("at")))
        return drawn.opened(tab, shown, seat)

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_fusion(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(ACTS)(parts.fusion, asked, reader)

    @takes_table(app, parts, PAGE, upload=UPLOAD, says=LOADED)
    async def load_beats(raw: bytes, reader: Reader) -> str:
        count = await parts.fusion.beats.load(raw, caller())
        return reader.words("已导入 {count} 个警格", count=count)


def seat_of(parts: Parts, reader: Reader) -> Seat:
    """For whom the page is drawn."""
    who, settings = caller(), parts.fusion.desk.settings
    return Seat(
        reader,
        parts.zone_name,
        parts.fusion.desk.now(),
        uuid4().hex,
        named(parts),
        parts.department_name,
        parts.department_names,
        own_area=who.area or "",
        department=who.department or "" if may(who, "net.whistles.answer") else "",
        side=side_of(who, settings.police),
        sees_whistles=may(who, "net.whistles.see"),
        may_blow=may(who, "net.whistles.blow"),
        may_write=may(who, "net.fusion.write", department=settings.justice),
        may_manage=may(who, "net.fusion.manage", department=settings.police) and not who.area,
    )


def _tab(told: str, seat: Seat) -> Tab:
    is_tab = told in {one.value for one in Tab}
    tab = Tab(told) if is_tab else Tab.WHISTLES
    return Tab.BEATS if tab is Tab.WHISTLES and not seat.sees_whistles else tab


async def _whistles(parts: Parts, seat: Seat, at: int) -> list[Any]:
    page = await parts.fusion.whistles.page(caller(), at)
    return [
        whistles.blow_form(seat) if seat.may_blow else None,
        whistles.figures(page.figures, seat),
        *whistles.cards(page.whistles, seat),
        drawn.pages(Tab.WHISTLES, page.count, at, WHISTLES_LISTED, seat),
    ]


async def _beats(parts: Parts, seat: Seat, _at: int) -> list[Any]:
    page = await parts.fusion.beats.page(caller())
    return list(beats.beats(page.beats, page.grids, page.without_officer, seat))


async def _pushes(parts: Parts, seat: Seat, at: int) -> list[Any]:
    page = await parts.fusion.joint.page(caller(), at)
    return [
        pushes.push_form(seat),
        pushes.pushes(page.pushes, seat),
        drawn.pages(Tab.PUSHES, page.push_count, at, LISTED, seat),
    ]


async def _actions(parts: Parts, seat: Seat, at: int) -> list[Any]:
    page = await parts.fusion.joint.page(caller(), at)
    return [
        joint.resolutions(page.resolutions, page.at, seat),
        joint.action_form(seat) if seat.side else None,
        joint.actions(page.actions, page.cases, seat),
        drawn.pages(Tab.ACTIONS, page.action_count, at, LISTED, seat),
    ]


async def _law(parts: Parts, seat: Seat, _at: int) -> list[Any]:
    page = await parts.fusion.joint.page(caller())
    names = {one.partner_id: one.name or one.partner_id for one in page.partners}
    return [
        joint.law_counts(page.law, page.at, seat),
        joint.service_form(page.partners, seat) if seat.may_write else None,
        joint.services(page.services[:MOST_SERVICES], names, page.cases, seat),
        joint.partner_form(seat) if seat.may_write else None,
        joint.partners(page.partners, seat),
    ]


MOST_SERVICES = 60
_DRAWN = {
    Tab.WHISTLES: _whistles,
    Tab.BEATS: _beats,
    Tab.PUSHES: _pushes,
    Tab.ACTIONS: _actions,
    Tab.LAW: _law,
}
