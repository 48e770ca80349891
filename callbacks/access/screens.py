"""Wall screens and the keys of feeds, for the system administrator."""

from collections.abc import Mapping
from typing import Any, Protocol

from dash import Dash, Input, Output, State

from callbacks import office
from callbacks.guarded import address, caller
from domain.access.accounts import Device
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.words import Catalogues
from layouts import office as drawing
from layouts import office_ids as ids
from layouts.access import devices
from layouts.reader import Reader, read_reader
from layouts.working_ids import READER
from operations.access.listing import check_area


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

    @app.callback(
        Output(ids.body("walls"), "children"),
        Input(ids.done("walls"), "data"),
        Input(READER, "data"),
    )
    async def show_walls(_done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            found = [one for one in await parts.people.devices.all(caller()) if one.kind == "wall"]
            known: Mapping[str, str] = parts.areas.named()
            return devices.walls(found, known, parts.area_name, reader, parts.zone_name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @app.callback(
        output=office.outputs("walls"),
        inputs={"asked": Input(ids.do("walls"), "data"), "kept": State(READER, "data")},
        running=office.RUNNING,
        prevent_initial_call=True,
    )
    async def do_walls(asked: Any, kept: Any) -> Any:
        async def run(asked: office.Asked, reader: Reader) -> office.Told:
            if asked.act != "pair":
                return await _revoke(parts, asked, reader)
            area = asked.text("area") or None
            check_area(area, parts.area_name)
            made = await parts.people.devices.pair_wall(
                caller(), asked.text("code"), _name(asked), area=area, address=address()
            )
            return office.Told(reader.words("已配对：{name}", name=made.name))

        return await office.acted(run, asked, read_reader(kept, parts.catalogues))


def register_keys(app: Dash, parts: Parts) -> None:
    """Wire the keys."""

    @app.callback(
        Output(ids.body("keys"), "children"),
        Input(ids.done("keys"), "data"),
        Input(READER, "data"),
    )
    async def show_keys(_done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            found = [one for one in await parts.people.devices.all(caller()) if one.kind == "feed"]
            return devices.keys(found, reader, parts.zone_name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @app.callback(
        output=office.outputs("keys"),
        inputs={"asked": Input(ids.do("keys"), "data"), "kept": State(READER, "data")},
        running=office.RUNNING,
        prevent_initial_call=True,
    )
    async def do_keys(asked: Any, kept: Any) -> Any:
        async def run(asked: office.Asked, reader: Reader) -> office.Told:
            keep: Devices = parts.people.devices
            if asked.act == "add":
                unit = asked.text("unit_id") or None
                device, key = await keep.add_feed(
                    caller(), _name(asked), unit_id=unit, address=address()
                )
            elif asked.act == "rotate":
                device, key = await keep.rotate(
                    caller(), asked.text("device_id"), address=address()
                )
            else:
                return await _revoke(parts, asked, reader)
            says = reader.words("{name} 的密钥，只显示这一次：", name=device.name)
            return office.Told(card=drawing.once(says, key))

        return await office.acted(run, asked, read_reader(kept, parts.catalogues))


async def _revoke(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    device = await parts.people.devices.revoke(caller(), asked.text("device_id"), address=address())
    return office.Told(reader.words("已撤销 {name}", name=device.name))


def _name(asked: office.Asked) -> str:
    name = asked.text("name")
    if not name or len(name) > 64:
        raise InvalidError(says="name_missing", field="name")
    return name
