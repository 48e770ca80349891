"""Cameras: put together from what was made before them."""

from typing import Any

from geodata.district.departments import load_departments
from operations.video.cameras.cameras import CameraDesk, Cameras
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
