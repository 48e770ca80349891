"""The page of the register of cameras: looked through, changed, taken from a table."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Protocol
from uuid import uuid4

from dash import Dash, Output

from callbacks import office
from callbacks.guarded import caller
from callbacks.tables import takes_table, template
from domain.access.access import may
from domain.video.cameras.filing import Gap
from domain.video.cameras.table import COLUMNS
from domain.video.cameras.vocabulary import CameraClass, OwnerClass
from domain.words import Catalogues
from layouts.reader import Reader
from layouts.video.cameras import card, figures, listing, synced
from layouts.video.cameras.page import FILE, KEEPS, LOADED, PAGE, UPLOAD, VIEW
from layouts.video.cameras.seat import Looked, Seat, Tab
from operations.maps.areas import Areas
from operations.video.cameras.cameras import CameraDesk
from operations.video.cameras.register import EDITED, Register, Wanted
from operations.video.cameras.syncing import Syncing
from operations.video.streams.video_streams import VideoStreams


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    areas: Areas
    camera_register: Register
    camera_desk: CameraDesk
    camera_syncing: Syncing
    department_names: dict[str, str]
    video: VideoStreams
    zone_name: str

    def area_name(self, code: str) -> str:
        """What an area is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to the register."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_cameras(asked: office.Asked, reader: Reader) -> Any:
        """The tab its reader has chosen; drawn anew after each act."""
        looked = looked_at(asked)
        seat = seat_of(parts, reader)
        if looked.tab is Tab.FIGURES:
            told = await parts.camera_register.figures(caller())
            shown: list[Any] = list(figures.figures(told, seat))
        else:
            page = await parts.camera_register.page(wanted_of(looked), looked.at, caller())
            shown = list(listing.listing(page, looked, seat))
        return listing.opened(looked, shown, seat)

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_cameras(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(_ACTS)(parts, asked, reader)

    @office.opens(app, parts, PAGE, "camera")
    async def open_camera(camera: str, reader: Reader) -> Any:
        """The camera an address such as `?camera=3406…` names."""
        return await card_of(parts, camera, reader)

    @takes_table(app, parts, PAGE, upload=UPLOAD, says=LOADED)
    async def load_cameras(raw: bytes, reader: Reader) -> str:
        count = await parts.camera_register.load(raw, caller())
        return reader.words("已登记或更新 {count} 个点位", count=count)


def seat_of(parts: Parts, reader: Reader) -> Seat:
    """For whom the page is drawn."""
    who = caller()
    return Seat(
        reader,
        parts.zone_name,
        parts.camera_desk.now(),
        uuid4().hex,
        partial(_grid_name, parts),
        parts.department_names,
        areas=parts.areas.offered(who),
        may_manage=may(who, KEEPS),
        sources=parts.camera_syncing.names(who),
        synced=parts.camera_syncing.last(who),
        department=(who.department or "") if who.role == "department" else "",
        may_look=may(who, "video.see"),
        states=parts.video.status.states,
    )


def _grid_name(parts: Parts, code: str) -> str:
    """A grid with its community, for every community has its first."""
    own = parts.area_name(code)
    return f"{parts.area_name(code[:12])} {own}" if len(code) == 15 else own


def looked_at(asked: office.Asked) -> Looked:
    """What the browser asks to see; the whole list where it says nothing."""
    tab = asked.text("tab")
    return Looked(
        Tab(tab) if tab in {one.value for one in Tab} else Tab.LIST,
        asked.text("text")[:64],
        asked.text("area"),
        asked.text("class"),
        asked.text("owner_class"),
        asked.text("owner"),
        asked.text("gap"),
        max(0, asked.whole("at")),
    )


def wanted_of(looked: Looked) -> Wanted:
    """The same as the register is asked; a word that none of its vocabularies has asks nothing."""
    classes = {one.value: one for one in CameraClass}
    owners = {one.value: one for one in OwnerClass}
    gaps = {one.value: one for one in Gap}
    return Wanted(
        text=looked.text,
        area=looked.area,
        camera_class=classes.get(looked.camera_class),
        owner_class=owners.get(looked.owner_class),
        owner=looked.owner,
        gap=gaps.get(looked.gap),
    )


async def card_of(parts: Parts, camera_id: str, reader: Reader) -> Any:
    """The card of a camera."""
    file = await parts.camera_register.file(camera_id, caller())
    return card.card(file, seat_of(parts, reader))


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    return office.Told(card=await card_of(parts, asked.text("camera"), reader), is_changed=False)


async def _shut(_parts: Parts, _asked: office.Asked, _reader: Reader) -> office.Told:
    return office.Told(card=None, is_changed=False)


async def _save(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = {name: asked.text(name) for name in asked.names() if name in EDITED}
    camera_id = asked.text("camera")
    await parts.camera_register.change(camera_id, told, asked.whole("seq"), caller())
    return office.Told(reader.words("已保存"), card=await card_of(parts, camera_id, reader))


async def _add(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = {name: asked.text(name) for name in asked.names()}
    made = await parts.camera_register.add(told, caller())
    says = reader.words("已登记")
    return office.Told(says, card=await card_of(parts, made.camera_id, reader))


async def _remove(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.camera_register.remove(asked.text("camera"), caller())
    return office.Told(reader.words("已撤销登记"), card=None)


async def _sync(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    source, words = asked.text("source"), reader.words
    told = await parts.camera_syncing.sync(source, caller())
    says = words(
        "{source} 列出 {listed} 路：新增 {added}，更新 {changed}，"
        "不再列出 {missing}，未采纳 {refused}",
        source=source,
        listed=told.listed,
        added=told.count("add"),
        changed=told.count("sync"),
        missing=told.count("missing"),
        refused=len(told.not_taken),
    )
    return office.Told(says, card=synced.card(told, reader))


async def _template(_parts: Parts, _asked: office.Asked, reader: Reader) -> office.Told:
    return template(reader.words("视频点位台账模板.csv"), COLUMNS)


_ACTS: Mapping[str, Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]] = {
    "open": _open,
    "shut": _shut,
    "save": _save,
    "add": _add,
    "remove": _remove,
    "sync": _sync,
    "template": _template,
}
