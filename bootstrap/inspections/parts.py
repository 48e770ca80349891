"""Inspections, key places and conference rooms: put together from what was made before them."""

from typing import Any

from domain.access.access import may
from domain.access.callers import Caller
from domain.video.cameras.camera import Camera
from domain.video.inspections.runs import INSPECTION_RUN
from domain.video.looks.reasons import Look, Reason, Why
from domain.video.places.sites import KEY_SITE
from geodata.district.departments import load_departments
from operations.files.decoding import Bounds, Decoding
from operations.files.shelf import Door, Quota, Shelf
from operations.video.inspections.inspection_desk import InspectionDesk, Picture
from operations.video.inspections.inspections import Inspections
from operations.video.looks.looks import More
from operations.video.places.site_register import SiteRegister
from operations.video.rooms import Rooms
from store import Transaction
from store.video import cameras as kept
from store.video.cameras import Wanted
from store.video.inspections import goes_on_at, one_of
from store.video.places import one_of as site_of

MOST_OFFERED = 500
QUOTA = Quota(files=40, size=200 * 1024 * 1024)


def build_inspections(parts: Any) -> Inspections:
    """The inspections, of a product whose cameras and looks are made (bootstrap/parts.py)."""

    async def camera(camera_id: str, caller: Caller) -> Camera:
        found: Camera = await parts.cameras.one(camera_id, caller)
        return found

    async def cameras(caller: Caller) -> list[Camera]:
        if not may(caller, "video.register.see"):
            return []
        return await desk.read(lambda one: kept.found_by(one, caller, Wanted(), most=MOST_OFFERED))

    async def picture(camera_id: str, run_id: str, caller: Caller, address: str | None) -> Picture:
        reason = Reason(Why.INSPECTION, run_id)
        taken = await parts.video.snapshots.take(camera_id, caller, reason, address)
        return Picture(taken.jpeg, taken.sha256, taken.at)

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
    parts.looks.names[Why.INSPECTION] = _is_own_run
    parts.looks.covers[Why.INSPECTION] = _goes_on
    parts.looks.names[Why.PLACE] = _sees_site
    return Inspections(desk)


def _is_own_run(tx: Transaction, run_id: str, caller: Caller) -> bool:
    """Whether somebody may name a round as their reason: one of their department."""
    found = one_of(tx.connection, INSPECTION_RUN, run_id, caller)
    is_own = found is not None and caller.department == found.owner
    return is_own and may(caller, "video.inspect")


def _goes_on(tx: Transaction, run_id: str, camera_id: str, _what: Look, _more: More) -> bool:
    """A round that is over is no reason any more, but for the camera of what is still open."""
    return goes_on_at(tx.connection, run_id, camera_id)


def _sees_site(tx: Transaction, site_id: str, caller: Caller) -> bool:
    """Whether somebody may name a key place as their reason: one they see."""
    return may(caller, "places.see") and site_of(tx.connection, site_id, caller) is not None


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
