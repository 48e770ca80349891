"""The page of work in the grids: its books shown, tasks done, findings reported."""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State

from callbacks import office
from callbacks.guarded import caller
from callbacks.net.tasks.acts import CARDS, act
from callbacks.tables import takes_table
from domain.access.access import granted
from domain.net.tasks.lists import By, View
from domain.net.tasks.task_types import TaskForm
from domain.words import Catalogues
from layouts.net.tasks import drawn
from layouts.net.tasks.page import FILE, LOADED, PAGE, UPLOAD, VIEW
from layouts.net.tasks.seat import Looked, Seat, Shown
from layouts.office import ids
from layouts.reader import Reader, read_reader
from layouts.working_ids import LOCATION, READER
from operations.net.people.swaps import Swaps
from operations.net.tasks import looking
from operations.net.tasks.looking import may_see_people
from operations.net.tasks.net_tasks import NetTasks

_TOWN, _VILLAGE = 9, 12


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    net_tasks: NetTasks
    net_swaps: Swaps
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

    @takes_table(app, parts, PAGE, upload=UPLOAD, says=LOADED)
    async def load_places(raw: bytes, reader: Reader) -> str:
        told = await parts.net_tasks.places.load(raw, caller())
        return reader.words(
            "已导入：新增 {new} 处，更正 {changed} 处，已有 {known} 处",
            new=told.new, changed=told.changed, known=told.known,
        )  # fmt: skip

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_tasks(asked: office.Asked, reader: Reader) -> office.Told:
        return await act(parts, asked, reader, _seat(parts, reader))

    @office.redraws(app, parts, PAGE, office.repeats(*CARDS))
    async def redraw_task(asked: office.Asked, reader: Reader) -> office.Told:
        return await CARDS[asked.act](parts, asked, reader, _seat(parts, reader))


async def _shown(parts: Parts, looked: Looked) -> Shown:
    who, tasks, view = caller(), parts.net_tasks, looked.view
    asked = looking.Looked(
        view, looked.area, looked.form, is_mine=looked.is_mine, person=looked.person, at=looked.at
    )
    figures = await tasks.looking.figures(asked, who, looked.by)
    if view is View.FINDINGS:
        return Shown(figures, findings=await tasks.findings.items(who, area=looked.area))
    if view is View.LIST:
        return Shown(figures, types=await tasks.types.items(who))
    if view is View.CARE:
        return Shown(figures, care=await tasks.caring.lines(who))
    if view is View.INBOX:
        return Shown(figures, inbox=await tasks.inbox.of(who))
    if view is View.PLACES:
        found = [
            one for one in await tasks.places.items(who) if one.area_code.startswith(looked.area)
        ]
        return Shown(
            figures, places=found[looked.at : looked.at + drawn.LISTED], place_count=len(found)
        )
    if view is View.NEWCOMERS:
        grids = [(code, tasks.desk.area_name(code)) for code in tasks.desk.grids_in(who.area)]
        return Shown(figures, newcomers=await tasks.arriving.seen(who), grids=grids)
    if view is View.SWAPS:
        choice = await parts.net_swaps.choice(who)
        own, others = (
            [(code, tasks.desk.area_name(code)) for code in codes]
            for codes in (choice.own, choice.others)
        )
        return Shown(figures, swaps=await parts.net_swaps.seen(who), own_grids=own, grids=others)
    page = await tasks.looking.page(asked, who)
    if view is not View.WEEK:
        return Shown(figures, page=page)
    week = await tasks.planning.week(tasks.desk.today(), who, looked.area)
    return Shown(figures, page=page, week=week)


def _seat(parts: Parts, reader: Reader) -> Seat:
    who, desk = caller(), parts.net_tasks.desk
    areas = desk.areas.offered(who)
    whole = [] if who.area else [(desk.areas.district.code, desk.areas.district.name)]
    return Seat(
        reader,
        parts.zone_name,
        who.actor,
        frozenset(granted(who)),
        areas=[*whole, *areas],
        departments=parts.department_names,
        area_name=desk.area_name,
        sees_people=may_see_people(who),
        room_titles=parts.net_tasks.inbox.titles,
    )


def _looked(asked: office.Asked) -> Looked:
    view, form, by = asked.text("view"), asked.text("form"), asked.text("by")
    area = asked.text("area")
    return Looked(
        View(view) if view in {one.value for one in View} else View.TODAY,
        area,
        form if form in {one.value for one in TaskForm} else "",
        is_mine=asked.text("mine") == "yes",
        by=By(by) if by in cut_by() else _usual_cut(area or caller().area or ""),
        person=asked.text("person"),
        at=max(0, asked.whole("at")),
    )


def cut_by() -> frozenset[str]:
    """What the page offers to cut figures by."""
    return frozenset({By.TOWN.value, By.COMMUNITY.value, By.GRID.value, By.PERSON.value})


def _usual_cut(area: str) -> By:
    """The areas just below the one that is looked at."""
    if len(area) >= _VILLAGE:
        return By.GRID
    return By.COMMUNITY if len(area) >= _TOWN else By.TOWN


def _in_address(search: Any) -> dict[str, str]:
    """What an address such as `?view=care` says."""
    told = parse_qs(search.lstrip("?")) if isinstance(search, str) else {}
    return {name: values[0] for name, values in told.items()}
