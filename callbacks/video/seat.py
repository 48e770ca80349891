"""For whom a page of inspections, key places or rooms is drawn: asked of the operations."""

from typing import Protocol
from uuid import uuid4

from callbacks.guarded import caller
from domain.access.access import granted, may
from layouts.reader import Reader
from layouts.video.seat import Seat
from operations.video.inspections.inspections import Inspections
from operations.video.places.site_register import SiteRegister


class Parts(Protocol):
    """What the product is made of, as far as these pages ask for it."""

    inspections: Inspections
    key_sites: SiteRegister
    zone_name: str


async def seat_of(parts: Parts, reader: Reader, *, has_cameras: bool = False) -> Seat:
    """For whom a page is drawn, with what they may choose.

    Args:
        parts: what the product is made of.
        reader: whose language.
        has_cameras: whether cameras are chosen from there; there may be many.
    """
    who, desk = caller(), parts.inspections.desk
    cameras = await desk.cameras(who) if has_cameras else []
    sites = await parts.key_sites.on_map(who) if may(who, "places.see") else []
    areas = desk.areas.offered(who)
    now = desk.now()
    return Seat(
        reader,
        parts.zone_name,
        now,
        desk.today(now),
        uuid4().hex,
        frozenset(granted(who)),
        departments={code: one.name for code, one in desk.departments.items()},
        cameras=[(one.camera_id, one.name) for one in cameras],
        sites=[(one.site_id, one.name) for one in sites],
        areas=areas,
        area_name=desk.area_name,
        unit_name=desk.unit_name,
    )
