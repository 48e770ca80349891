"""`/api/v1/admin/devices*` and pairing: wall screens, and feeds with a key of their own."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import body_of
from api.callers import address_of, caller_of
from api.errors import answer
from domain.access.accounts import Device
from domain.errors import InvalidError
from domain.fields import optional_text
from domain.moments import to_iso
from operations.access.devices import Devices
from operations.access.listing import AreaName, check_area


def router(devices: Devices, area_name: AreaName) -> APIRouter:
    """List, add, give another key, revoke, and confirm a screen that shows a code."""
    routes = APIRouter(prefix="/api/v1/admin")

    @routes.get("/devices")
    async def listed(request: Request) -> Response:
        found = await devices.all(caller_of(request.scope))
        return answer({"items": [device_body(one, area_name) for one in found]})

    @routes.post("/devices")
    async def add(request: Request) -> Response:
        body = await body_of(request, "name", "unit_id", "rights", "area")
        if "rights" in body:
            return await _add_key(request, body)
        device, key = await devices.add_feed(
            caller_of(request.scope),
            _name(body),
            unit_id=optional_text(body, "unit_id", longest=64),
            address=address_of(request.scope),
        )
        return answer({"device": device_body(device, area_name), "key": key}, 201)

    async def _add_key(request: Request, body: Mapping[str, Any]) -> Response:
        """A machine's own key: what it may do is said with it, and nothing is taken for granted."""
        rights, area = body["rights"], optional_text(body, "area", longest=15)
        if not isinstance(rights, list) or not all(isinstance(one, str) for one in rights):
            raise InvalidError(says="right_not_for_keys", name="", field="rights")
        check_area(area, area_name)
        device, key = await devices.add_key(
            caller_of(request.scope),
            _name(body),
            rights,
            area=area,
            address=address_of(request.scope),
        )
        return answer({"device": device_body(device, area_name), "key": key}, 201)

    @routes.post("/devices/{device_id}/rotate")
    async def rotate(request: Request, device_id: str) -> Response:
        device, key = await devices.rotate(
            caller_of(request.scope), device_id, address=address_of(request.scope)
        )
        return answer({"device": device_body(device, area_name), "key": key})

    @routes.post("/devices/{device_id}/revoke")
    async def revoke(request: Request, device_id: str) -> Response:
        device = await devices.revoke(
            caller_of(request.scope), device_id, address=address_of(request.scope)
        )
        return answer({"device": device_body(device, area_name)})

    @routes.post("/walls/pair")
    async def pair(request: Request) -> Response:
        body = await body_of(request, "code", "name", "area")
        area = optional_text(body, "area", longest=15)
        check_area(area, area_name)
        device = await devices.pair_wall(
            caller_of(request.scope),
            optional_text(body, "code", longest=20) or "",
            _name(body),
            area=area,
            address=address_of(request.scope),
        )
        return answer({"device": device_body(device, area_name)}, 201)

    return routes


def _name(body: Any) -> str:
    name = optional_text(body, "name", longest=64)
    if not name:
        raise InvalidError(says="name_missing", field="name")
    return name


def device_body(device: Device, area_name: AreaName) -> dict[str, Any]:
    """A device as the page lists it; its key is not known to the server."""
    return {
        "device_id": device.device_id,
        "kind": device.kind,
        "name": device.name,
        "unit_id": device.unit_id,
        "rights": (device.rights or "").split(),
        "area": device.area,
        "area_name": area_name(device.area) if device.area else None,
        "created_at": to_iso(device.created_at),
        "created_by": device.created_by,
        "keyed_at": to_iso(device.keyed_at) if device.keyed_at else None,
        "seen_at": to_iso(device.seen_at) if device.seen_at else None,
        "revoked_at": to_iso(device.revoked_at) if device.revoked_at else None,
    }
