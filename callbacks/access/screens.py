"""Wall screens and the keys of feeds, for the system administrator."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.guarded import address, caller
from domain.access.accounts import Device
from domain.access.callers import Caller
from domain.access.roles import SHOWN
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts.access import devices
from layouts.office import office as drawing
from layouts.reader import Reader


class Devices(Protocol):
    """The part of operations/access/devices.py these pages ask."""

    async def all(self, caller: Caller) -> list[Device]:
        """Every screen and feed."""
        ...

    async def pair_wall(
        self,
        caller: Caller,
        code: str,
        name: str,
        *,
        kind: str = "wall",
        area: str | None = None,
        address: str | None = None,
    ) -> Device:
        """Confirm the screen that shows a code."""
        ...

    async def add_feed(
        self,
        caller: Caller,
        name: str,
        *,
        unit_id: str | None = None,
        address: str | None = None,
    ) -> tuple[Device, str]:
        """Add a feed; it and its key."""
        ...

    async def add_key(
        self,
        caller: Caller,
        name: str,
        rights: Sequence[str],
        *,
        area: str | None = None,
        source: str | None = None,
        address: str | None = None,
    ) -> tuple[Device, str]:
        """Add another system; it and its key."""
        ...

    async def rotate(
        self, caller: Caller, device_id: str, *, address: str | None = None
    ) -> tuple[Device, str]:
        """Give a feed another key."""
        ...

    async def revoke(self, caller: Caller, device_id: str, *, address: str | None = None) -> Device:
        """End what a device may do."""
        ...


class Parts(Protocol):
    """What the product is made of, as far as these pages ask for it."""

    catalogues: Catalogues
    people: Any
    areas: Any
    zone_name: str

    def area_name(self, code: str) -> str:
        """What an area is called."""
        ...


def register_walls(app: Dash, parts: Parts) -> None:
    """Wire the screens."""

    @office.shows(app, parts, "walls")
    async def show_walls(reader: Reader) -> Any:
        found = [one for one in await parts.people.devices.all(caller()) if one.kind in SHOWN]
        known: Mapping[str, str] = parts.areas.named()
        return devices.walls(found, known, parts.area_name, reader, parts.zone_name)

    @office.does(app, parts, "walls")
    async def do_walls(asked: office.Asked, reader: Reader) -> office.Told:
        if asked.act != "pair":
            return await _revoke(parts, asked, reader)
        area = asked.text("area") or None
        made = await parts.people.devices.pair_wall(
            caller(),
            asked.text("code"),
            _name(asked),
            kind=asked.text("kind") or "wall",
            area=area,
            address=address(),
        )
        return office.Told(reader.words("已配对：{name}", name=made.name))


def register_keys(app: Dash, parts: Parts) -> None:
    """Wire the keys."""

    @office.shows(app, parts, "keys")
    async def show_keys(reader: Reader) -> Any:
        found = [one for one in await parts.people.devices.all(caller()) if one.kind not in SHOWN]
        known: Mapping[str, str] = parts.areas.named()
        return devices.keys(found, known, parts.area_name, reader, parts.zone_name)

    @office.does(app, parts, "keys")
    async def do_keys(asked: office.Asked, reader: Reader) -> office.Told:
        keep: Devices = parts.people.devices
        if asked.act == "add":
            unit = asked.text("unit_id") or None
            device, key = await keep.add_feed(
                caller(), _name(asked), unit_id=unit, address=address()
            )
        elif asked.act == "add_key":
            area, rights = asked.text("area") or None, asked.text("rights").split()
            device, key = await keep.add_key(
                caller(),
                _name(asked),
                rights,
                area=area,
                source=asked.text("source") or None,
                address=address(),
            )
        elif asked.act == "rotate":
            device, key = await keep.rotate(caller(), asked.text("device_id"), address=address())
        else:
            return await _revoke(parts, asked, reader)
        says = reader.words("{name} 的密钥，只显示这一次：", name=device.name)
        return office.Told(card=drawing.once(says, key))


async def _revoke(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    device = await parts.people.devices.revoke(caller(), asked.text("device_id"), address=address())
    return office.Told(reader.words("已撤销 {name}", name=device.name))


def _name(asked: office.Asked) -> str:
    name = asked.text("name")
    if not name or len(name) > 64:
        raise InvalidError(says="name_missing", field="name")
    return name
