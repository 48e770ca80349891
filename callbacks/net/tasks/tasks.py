"""The page of work in the grids: its books shown, tasks done, findings reported."""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.tasks.acts import CARDS, act
from domain.access.access import granted
from domain.codes.area_codes import Level
from domain.maps.areas import short_name
from domain.net.tasks.lists import View
from domain.net.tasks.task_types import TaskForm
from domain.words import Catalogues
from layouts.net.tasks import drawn
from layouts.net.tasks.page import PAGE, VIEW
from layouts.net.tasks.seat import Looked, Seat, Shown
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.working_ids import LOCATION, READER
from operations.net.tasks import looking
from operations.net.tasks.net_tasks import NetTasks

_LINES = frozenset({View.TODAY, View.LATE, View.DONE, View.WEEK})
_CHOSEN = frozenset({Level.TOWN, Level.VILLAGE})


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    net_tasks: NetTasks
    zone_name: str
    department_names: Mapping[str, str]


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @app.callback(
        Output(ids.body(PAGE), "children"),
        Input(ids.done(PAGE), "data"),
        Input(READER, "data"),
        Input(VIEW, "data"),
        State(LOCATION, "search"),
    )
    async def show_tasks(_done: Any, kept: Any, view: Any, search: Any) -> Any:
        """The book its reader has chosen; drawn anew after each act."""
        looked = _looked(office.Asked(view if isinstance(view, dict) else _in_address(search)))

        async def draw(reader: Reader) -> Any:
            return drawn.tasks(await _shown(parts, looked), looked, _seat(parts, reader))

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @office.does(app, parts, PAGE)
    async def do_tasks(asked: office.Asked, reader: Reader) -> office.Told:
        return await act(parts, asked, reader, _seat(parts, reader))

    @office.redraws(app, parts, PAGE, office.repeats(*CARDS))
    async def redraw_task(asked: office.Asked, reader: Reader) -> office.Told:
        return await CARDS[asked.act](parts, asked, reader, _seat(parts, reader))


async def _shown(parts: Parts, looked: Looked) -> Shown:
    who, tasks, view = caller(), parts.net_tasks, looked.view
    asked = looking.Looked(view, looked.area, looked.form, is_mine=looked.is_mine, at=looked.at)
    figures = await tasks.looking.figures(asked, who)
    if view is View.FINDINGS:
        return Shown(figures, findings=await tasks.findings.items(who, area=looked.area))
    if view is View.LIST:
        return Shown(figures, types=await tasks.types.items(who))
    if view is View.CARE:
        return Shown(figures, care=await tasks.caring.lines(who))
    if view is View.INBOX:
        return Shown(figures, inbox=await tasks.inbox.of(who))
    page = await tasks.looking.page(asked, who)
    if view is not View.WEEK:
        return Shown(figures, page=page)
    week = await tasks.planning.week(tasks.desk.today(), who, looked.area)
    return Shown(figures, page=page, week=week)


def _seat(parts: Parts, reader: Reader) -> Seat:
    who, desk = caller(), parts.net_tasks.desk
    areas = [
        (area.code, short_name(area.name))
        for area in desk.areas.loaded.by_code.values()
        if area.level in _CHOSEN and who.scope.covers(area.code)
    ]
    whole = [] if who.area else [(desk.areas.district.code, desk.areas.district.name)]
    return Seat(
        reader,
        parts.zone_name,
        who.actor,
        frozenset(granted(who)),
        areas=[*whole, *areas],
        departments=parts.department_names,
        area_name=desk.area_name,
    )


def _looked(asked: office.Asked) -> Looked:
    view, form = asked.text("view"), asked.text("form")
    return Looked(
        View(view) if view in {one.value for one in View} else View.TODAY,
        asked.text("area"),
        form if form in {one.value for one in TaskForm} else "",
        is_mine=asked.text("mine") == "yes",
        at=max(0, asked.whole("at")),
    )


def _in_address(search: Any) -> dict[str, str]:
    """What an address such as `?view=care` says."""
    told = parse_qs(search.lstrip("?")) if isinstance(search, str) else {}
    return {name: values[0] for name, values in told.items()}
