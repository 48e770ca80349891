"""Feeds, devices without a unit, maps and settings, for the system administrator."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dash import Dash, Input, Output, State

from callbacks import office
from callbacks.guarded import address, caller
from domain.access.callers import Caller
from domain.words import Catalogues
from layouts import office_ids as ids
from layouts.reader import Reader, read_reader
from layouts.upkeep import feeds, held, maps, settings
from layouts.working_ids import READER


class Admin(Protocol):
    """The part of operations/upkeep/admin.py these pages ask."""

    async def state(self, caller: Caller) -> Mapping[str, Any]:
        """Health of the server and its feeds, and what is odd about devices."""
        ...

    async def quarantine(self, caller: Caller) -> list[dict[str, Any]]:
        """The newest refused messages, masked."""
        ...

    async def held(self, caller: Caller) -> list[dict[str, Any]]:
        """Devices that report and belong to no unit."""
        ...

    async def adopt(
        self, caller: Caller, device_id: str, body: object, *, address: str | None = None
    ) -> dict[str, Any]:
        """Make a unit of a held device."""
        ...

    async def maps(self, caller: Caller) -> dict[str, Any]:
        """Every kept map."""
        ...

    async def restore_map(
        self, caller: Caller, version: str, *, address: str | None = None
    ) -> dict[str, Any]:
        """Make an older map the one in use."""
        ...

    async def settings(self, caller: Caller) -> Sequence[Mapping[str, str]]:
        """Every setting and its value."""
        ...


class Parts(Protocol):
    """What the product is made of, as far as these pages ask for it."""

    catalogues: Catalogues
    admin: Admin
    zone_name: str


def register_feeds(app: Dash, parts: Parts) -> None:
    """Wire the feeds."""

    @app.callback(
        Output(ids.body("feeds"), "children"),
        Input(ids.done("feeds"), "data"),
        Input(READER, "data"),
    )
    async def show_feeds(_done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            state, refused = await asyncio.gather(
                parts.admin.state(caller()), parts.admin.quarantine(caller())
            )
            return feeds.feeds(state, refused, reader.words, parts.zone_name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))


def register_held(app: Dash, parts: Parts) -> None:
    """Wire the devices without a unit."""

    @app.callback(
        Output(ids.body("held"), "children"),
        Input(ids.done("held"), "data"),
        Input(READER, "data"),
    )
    async def show_held(_done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            return held.held(await parts.admin.held(caller()), reader, parts.zone_name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @app.callback(
        output=office.outputs("held"),
        inputs={"asked": Input(ids.do("held"), "data"), "kept": State(READER, "data")},
        running=office.RUNNING,
        prevent_initial_call=True,
    )
    async def adopt(asked: Any, kept: Any) -> Any:
        async def run(asked: office.Asked, reader: Reader) -> office.Told:
            unit = {name: asked.text(name) for name in ("call_sign", "kind")}
            await parts.admin.adopt(caller(), asked.text("device_id"), unit, address=address())
            return office.Told(reader.words("已认领，几秒后上图"))

        return await office.acted(run, asked, read_reader(kept, parts.catalogues))


def register_maps(app: Dash, parts: Parts) -> None:
    """Wire the maps."""

    @app.callback(
        Output(ids.body("maps"), "children"),
        Input(ids.done("maps"), "data"),
        Input(READER, "data"),
    )
    async def show_maps(_done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            return maps.maps(await parts.admin.maps(caller()), reader.words, parts.zone_name)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))

    @app.callback(
        output=office.outputs("maps"),
        inputs={"asked": Input(ids.do("maps"), "data"), "kept": State(READER, "data")},
        running=office.RUNNING,
        prevent_initial_call=True,
    )
    async def restore_map(asked: Any, kept: Any) -> Any:
        async def run(asked: office.Asked, reader: Reader) -> office.Told:
            await parts.admin.restore_map(caller(), asked.text("version"), address=address())
            return office.Told(reader.words("已切换，几秒内各屏更新"))

        return await office.acted(run, asked, read_reader(kept, parts.catalogues))


def register_settings(app: Dash, parts: Parts) -> None:
    """Wire the settings."""

    @app.callback(
        Output(ids.body("settings"), "children"),
        Input(ids.done("settings"), "data"),
        Input(READER, "data"),
    )
    async def show_settings(_done: Any, kept: Any) -> Any:
        async def draw(reader: Reader) -> Any:
            return settings.settings(await parts.admin.settings(caller()), reader.words)

        return await office.drawn(draw, read_reader(kept, parts.catalogues))
