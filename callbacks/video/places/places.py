"""The page of key places and units: the register, a card, the table."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dash import Dash, Output

from callbacks import office
from callbacks.fields import degrees, whole, word
from callbacks.guarded import caller
from callbacks.tables import takes_table, template
from callbacks.video.read import chosen
from callbacks.video.seat import seat_of
from domain.access.access import may
from domain.errors import InvalidError, OneScreenError
from domain.subject_key import SubjectKey
from domain.video.places.raising import RaisingRule
from domain.video.places.site_table import COLUMNS
from domain.video.places.sites import KEY_SITE, Nature, SiteSort
from domain.words import Catalogues
from layouts.reader import Reader
from layouts.video.places import drawn
from layouts.video.places.page import FILE, LOADED, PAGE, UPLOAD, VIEW
from operations.video.inspections.inspections import Inspections
from operations.video.places.site_register import SiteRegister, SiteTold


class Raising(Protocol):
    """The rules of alarms near key places."""

    @property
    def rules(self) -> tuple[RaisingRule, ...]:
        """In their order."""


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    inspections: Inspections
    key_sites: SiteRegister
    raises: Raising
    desk_parts: Any
    zone_name: str


@dataclass(frozen=True, slots=True)
class Doing:
    """Where something is done, for whom, and what they said."""

    parts: Parts
    asked: office.Asked
    reader: Reader

    @property
    def id(self) -> str:
        """Which site."""
        return self.asked.text("id")[:64]


Act = Callable[[Doing], Awaitable[office.Told]]


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_places(asked: office.Asked, reader: Reader) -> Any:
        """The register as its reader narrows it; drawn anew after each act."""
        looked = drawn.Looked(
            asked.text("sort")[:32], asked.text("area")[:15], asked.text("words")[:64],
            max(0, asked.whole("at")),
        )  # fmt: skip
        page = await parts.key_sites.page(
            caller(), sort=looked.sort, area=looked.area, words=looked.words, at=looked.at
        )
        seat = await seat_of(parts, reader, has_cameras=may(caller(), "places.manage"))
        return drawn.register(page, looked, parts.raises.rules, seat)

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_places(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(ACTS)(Doing(parts, asked, reader))

    @office.opens(app, parts, PAGE, "site")
    async def open_site(site: str, reader: Reader) -> Any:
        """The site an address such as `?site=KS-…` names."""
        return await card_of(parts, site, reader)

    @takes_table(app, parts, PAGE, upload=UPLOAD, says=LOADED)
    async def load_sites(raw: bytes, reader: Reader) -> str:
        made = await parts.key_sites.load(raw, caller())
        return reader.words(
            "新登记 {new} 个，更正 {changed} 个，{known} 个没有变化",
            new=made.new,
            changed=made.changed,
            known=made.known,
        )


async def card_of(parts: Parts, site_id: str, reader: Reader) -> Any:
    """The card of a site, with its findings, and its files for whoever reads files."""
    who = caller()
    site = await parts.key_sites.one(site_id, who)
    findings = await parts.inspections.looking.of_site(site_id, who)
    files: list[tuple[str, str]] = []
    if may(who, "files.use"):
        held = await parts.desk_parts.shelf.items(SubjectKey(KEY_SITE.name, site_id), caller=who)
        files = [(str(file["file_id"]), str(file["name"] or file["file_id"])) for file in held]
    try:
        await parts.key_sites.own(site_id, who)
        is_own = True
    except OneScreenError:
        is_own = False
    seat = await seat_of(parts, reader, has_cameras=True)
    return drawn.card(site, findings, files, seat, is_own=is_own)


def _told(asked: office.Asked) -> SiteTold:
    lat, lon = degrees(asked, "lat"), degrees(asked, "lon")
    if lat is None or lon is None:
        raise InvalidError(says="field_not_valid", field="lat")
    return SiteTold(
        word(Nature, asked, "nature"), word(SiteSort, asked, "sort"), asked.text("name"), lat, lon,
        asked.text("owner"), asked.text("address"), asked.text("basis"), asked.text("hazards"),
        asked.text("licences"), whole(asked, "check_days", longest=4), chosen(asked, "cameras"),
        asked.text("place"), asked.text("responsible"), asked.text("phone"), asked.text("guard"),
        asked.text("guard_phone"), asked.whole("edition"),
    )  # fmt: skip


async def _open(doing: Doing) -> office.Told:
    card = await card_of(doing.parts, doing.id, doing.reader)
    return office.Told(card=card, is_changed=False)


async def _shut(_doing: Doing) -> office.Told:
    return office.Told(card=None, is_changed=False)


async def _after(doing: Doing, site_id: str) -> office.Told:
    card = await card_of(doing.parts, site_id, doing.reader)
    return office.Told(doing.reader.words("已保存"), card=card)


async def _put(doing: Doing) -> office.Told:
    made = await doing.parts.key_sites.put(doing.asked.text("key"), _told(doing.asked), caller())
    return await _after(doing, made.site_id)


async def _change(doing: Doing) -> office.Told:
    await doing.parts.key_sites.change(doing.id, _told(doing.asked), caller())
    return await _after(doing, doing.id)


async def _check(doing: Doing) -> office.Told:
    await doing.parts.key_sites.check(doing.id, doing.asked.text("note"), caller())
    return await _after(doing, doing.id)


async def _remove(doing: Doing) -> office.Told:
    await doing.parts.key_sites.remove(doing.id, caller())
    return office.Told(doing.reader.words("已取消"), card=None)


async def _template(doing: Doing) -> office.Told:
    return template(doing.reader.words("重点部位模板.csv"), COLUMNS)


ACTS: Mapping[str, Act] = {
    "open": _open,
    "shut": _shut,
    "put": _put,
    "change": _change,
    "check": _check,
    "remove": _remove,
    "template": _template,
}
