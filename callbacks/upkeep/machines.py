"""Feeds, devices without a unit, maps and settings, for the system administrator."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dash import Dash

from callbacks import office
from callbacks.guarded import address, caller
from domain.access.callers import Caller
from domain.words import Catalogues
from layouts.reader import Reader
from layouts.upkeep import feeds, held, maps, settings


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

    @office.shows(app, parts, "feeds")
    async def show_feeds(reader: Reader) -> Any:
        state, refused = await asyncio.gather(
            parts.admin.state(caller()), parts.admin.quarantine(caller())
        )
        return feeds.feeds(state, refused, reader.words, parts.zone_name)


def register_held(app: Dash, parts: Parts) -> None:
    """Wire the devices without a unit."""

    @office.shows(app, parts, "held")
    async def show_held(reader: Reader) -> Any:
        return held.held(await parts.admin.held(caller()), reader, parts.zone_name)

    @office.does(app, parts, "held")
    async def adopt(asked: office.Asked, reader: Reader) -> office.Told:
        unit = {name: asked.text(name) for name in ("call_sign", "kind")}
        await parts.admin.adopt(caller(), asked.text("device_id"), unit, address=address())
        return office.Told(reader.words("已认领，几秒后上图"))


def register_maps(app: Dash, parts: Parts) -> None:
    """Wire the maps."""

    @office.shows(app, parts, "maps")
    async def show_maps(reader: Reader) -> Any:
        return maps.maps(await parts.admin.maps(caller()), reader.words, parts.zone_name)

    @office.does(app, parts, "maps")
    async def restore_map(asked: office.Asked, reader: Reader) -> office.Told:
        await parts.admin.restore_map(caller(), asked.text("version"), address=address())
        return office.Told(reader.words("已切换，几秒内各屏更新"))


def register_settings(app: Dash, parts: Parts) -> None:
    """Wire the settings."""

    @office.shows(app, parts, "settings")
    async def show_settings(reader: Reader) -> Any:
        return settings.settings(await parts.admin.settings(caller()), reader.words)
