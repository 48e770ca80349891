"""`/api/v1/admin/devices*` and pairing: wall screens, and feeds with a key of their own."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import address_of, caller_of
from api.typed import Answer, Body, Longest, read, said, told
from domain.access.accounts import Device
from domain.errors import InvalidError
from domain.moments import to_iso
from operations.access.devices import Devices
from operations.access.listing import AreaName


class DeviceAnswer(Answer):
    """A wall screen or a feed; its key is not known to the server."""

    device_id: str
    kind: str
    name: str
    unit_id: str | None
    rights: list[str]
    source: str | None
    area: str | None
    area_name: str | None
    created_at: str
    created_by: str
    keyed_at: str | None
    seen_at: str | None
    revoked_at: str | None


class DeviceList(Answer):
    """All devices."""

    items: list[DeviceAnswer]


class OneDevice(Answer):
    """A device."""

    device: DeviceAnswer


class DeviceWithKey(OneDevice):
    """A device and its new key, which is shown this once."""

    key: str


class NewFeed(Body):
    """A feed to be added; with `unit_id` its key speaks for that unit alone.

    With `rights` it is a machine with a key of its own, which may do that and no more, in `area`,
    and with `source` for that source alone.
    """

    name: Annotated[str | None, Longest(64)] = None
    unit_id: Annotated[str | None, Longest(64)] = None
    rights: list[str] | None = None
    source: Annotated[str | None, Longest(64)] = None
    area: Annotated[str | None, Longest(15)] = None


class NewWall(Body):
    """A wall that shows a pairing code, what it is to be called, and what it may show."""

    code: Annotated[str | None, Longest(20)] = None
    name: Annotated[str | None, Longest(64)] = None
    area: Annotated[str | None, Longest(15)] = None
    kind: Annotated[str | None, Longest(16)] = None


def router(devices: Devices, area_name: AreaName) -> APIRouter:
    """List, add, give another key, revoke, and confirm a screen that shows a code."""
    routes = APIRouter(prefix="/api/v1/admin")
    _list_and_add(routes, devices, area_name)
    _change(routes, devices, area_name)
    _pair(routes, devices, area_name)
    return routes


def _list_and_add(routes: APIRouter, devices: Devices, area_name: AreaName) -> None:
    @routes.get("/devices", **told(answers=DeviceList))
    async def listed(request: Request) -> Response:
        found = await devices.all(caller_of(request.scope))
        return said(DeviceList(items=[device_body(one, area_name) for one in found]))

    @routes.post("/devices", **told(NewFeed, DeviceWithKey, 201))
    async def add(request: Request) -> Response:
        new = await read(request, NewFeed)
        device, key = await _added(request, devices, new)
        return said(DeviceWithKey(device=device_body(device, area_name), key=key), 201)


async def _added(request: Request, devices: Devices, new: NewFeed) -> tuple[Device, str]:
    """A feed, or a machine's own key: what that may do is said with it, nothing is granted."""
    who, name, address = caller_of(request.scope), _named(new.name), address_of(request.scope)
    if new.rights is None:
        return await devices.add_feed(who, name, unit_id=new.unit_id, address=address)
    return await devices.add_key(
        who, name, new.rights, area=new.area, source=new.source, address=address
    )


def _change(routes: APIRouter, devices: Devices, area_name: AreaName) -> None:
    @routes.post("/devices/{device_id}/rotate", **told(answers=DeviceWithKey))
    async def rotate(request: Request, device_id: str) -> Response:
        device, key = await devices.rotate(
            caller_of(request.scope), device_id, address=address_of(request.scope)
        )
        return said(DeviceWithKey(device=device_body(device, area_name), key=key))

    @routes.post("/devices/{device_id}/revoke", **told(answers=OneDevice))
    async def revoke(request: Request, device_id: str) -> Response:
        device = await devices.revoke(
            caller_of(request.scope), device_id, address=address_of(request.scope)
        )
        return said(OneDevice(device=device_body(device, area_name)))


def _pair(routes: APIRouter, devices: Devices, area_name: AreaName) -> None:
    @routes.post("/walls/pair", **told(NewWall, OneDevice, 201))
    async def pair(request: Request) -> Response:
        new = await read(request, NewWall)
        device = await devices.pair_wall(
            caller_of(request.scope),
            new.code or "",
            _named(new.name),
            kind=new.kind or "wall",
            area=new.area,
            address=address_of(request.scope),
        )
        return said(OneDevice(device=device_body(device, area_name)), 201)


def _named(name: str | None) -> str:
    if not name:
        raise InvalidError(says="name_missing", field="name")
    return name


def device_body(device: Device, area_name: AreaName) -> DeviceAnswer:
    """A device as the page lists it."""
    return DeviceAnswer(
        device_id=device.device_id,
        kind=device.kind,
        name=device.name,
        unit_id=device.unit_id,
        rights=(device.rights or "").split(),
        source=device.source,
        area=device.area,
        area_name=area_name(device.area) if device.area else None,
        created_at=to_iso(device.created_at),
        created_by=device.created_by,
        keyed_at=to_iso(device.keyed_at) if device.keyed_at else None,
        seen_at=to_iso(device.seen_at) if device.seen_at else None,
        revoked_at=to_iso(device.revoked_at) if device.revoked_at else None,
    )
