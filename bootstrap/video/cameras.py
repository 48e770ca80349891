"""The register of cameras: put together from what was made before it."""

from typing import Any

from geodata.district.departments import load_departments
from operations.video.cameras.cameras import CameraDesk, Cameras


def build_cameras(parts: Any) -> Cameras:
    """The register, of a product whose store and map are made (bootstrap/parts.py)."""
    departments = {one.code: one for one in load_departments(parts.district.folder)}
    desk = CameraDesk(
        parts.store, parts.work, parts.district.zone, departments, parts.district.code
    )
    return Cameras(desk)
