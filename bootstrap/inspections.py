"""Inspections, key places and conference rooms: put together from what was made before them."""

from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError, RefusedError
from domain.maps.cameras import Camera
from domain.video.places.sites import KEY_SITE
from geodata.district.departments import load_departments
from operations.files.decoding import Bounds, Decoding
from operations.files.shelf import Door, Quota, Shelf
from operations.video.inspections.inspection_desk import InspectionDesk, Picture
from operations.video.inspections.inspections import Inspections
from operations.video.places.site_register import SiteRegister
from operations.video.rooms import Rooms

QUOTA = Quota(files=40, size=200 * 1024 * 1024)


class NoPictureError(RefusedError):
    """No picture can be had of a camera (HTTP 409)."""

    code = "conflict"


def build_inspections(parts: Any) -> Inspections:
    """The inspections, of a product whose store and map are made (bootstrap/parts.py)."""

    async def camera(camera_id: str, caller: Caller) -> Camera:
        require(caller, "map.see")
        for one in await cameras(caller):
            if one.camera_id == camera_id:
                return one
        raise NotFoundError(says="camera_unknown", field="camera_id")

    async def cameras(caller: Caller) -> list[Camera]:
        return [one for one in parts.areas.loaded.cameras if caller.scope.covers(one.area_code)]

    async def picture(camera_id: str, why: str, caller: Caller) -> Picture:
        raise NoPictureError(says="camera_no_picture", field="camera_id")

    desk = InspectionDesk(
        parts.store,
        parts.work,
        calendar=parts.calendar,
        areas=parts.areas,
        departments={one.code: one for one in load_departments(parts.district.folder)},
        camera=camera,
        cameras=cameras,
        picture=picture,
    )
    return Inspections(desk)


def build_sites(parts: Any) -> SiteRegister:
    """The register of key places, of a product whose inspections and grid tasks are made."""

    async def place(place_id: str, caller: Caller) -> object:
        return await parts.net_tasks.places.one(place_id, caller)

    decoding = Decoding(Bounds(at_once=1, waiting=4))
    return SiteRegister(parts.inspections.desk, decoding, place)


def build_rooms(parts: Any) -> Rooms:
    """The rooms of the video conference."""
    return Rooms(parts.inspections.desk)


def plans_of_sites(sites: SiteRegister, shelf: Shelf) -> None:
    """Whoever sees a key place reads its files (plans of action), whoever keeps it adds to them."""

    async def see(site_id: str, caller: Caller) -> None:
        await sites.one(site_id, caller)

    async def add(site_id: str, caller: Caller) -> None:
        await sites.own(site_id, caller)

    shelf.add_door(KEY_SITE.name, Door(see, add, QUOTA, asks_kind=False))
