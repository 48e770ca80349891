"""Cameras: put together from what was made before them."""

from typing import Any

from geodata.district.departments import load_departments
from operations.files.decoding import Bounds, Decoding
from operations.video.cameras.cameras import CameraDesk, Cameras
from operations.video.cameras.register import Register
from operations.video.looks.looks import Looks


def build_looks(parts: Any) -> Looks:
    """The register of looks, of a product whose store is made (bootstrap/parts.py)."""
    return Looks(parts.store, parts.work)


def build_cameras(parts: Any) -> Cameras:
    """The register of cameras, of a product whose store and map are made."""
    departments = {one.code: one for one in load_departments(parts.district.folder)}
    desk = CameraDesk(
        parts.store, parts.work, parts.district.zone, departments, parts.district.code
    )
    return Cameras(desk)


def build_register(parts: Any) -> Register:
    """What keeps the register, of a product whose map and cameras are made."""

    def place(lat: float, lon: float, crs: str) -> tuple[float, float, str]:
        found = parts.areas.place(lat, lon, crs=crs)
        return found.lat, found.lon, found.area_code

    return Register(parts.camera_desk, Decoding(Bounds(at_once=1, waiting=4)), place)
