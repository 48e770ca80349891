"""Cameras: put together from what was made before them."""

from datetime import timedelta
from typing import Any

from geodata.district.departments import load_departments
from operations.clock import utc_now
from operations.video.cameras.cameras import CameraDesk, Cameras
from operations.video.exports.asked import Rules
from operations.video.exports.requests import VideoRequests
from operations.video.looks.looks import Looks
from operations.video.looks.register import LookRegister


def build_looks(parts: Any) -> Looks:
    """The register of looks, of a product whose store is made (bootstrap/parts.py)."""
    return Looks(parts.store, parts.work)


def build_look_register(parts: Any) -> LookRegister:
    """What reads it."""
    names = {one.code: one.name for one in load_departments(parts.district.folder)}
    return LookRegister(parts.looks, parts.district.zone, names)


def build_video_requests(parts: Any) -> VideoRequests:
    """Recordings that leave the house."""
    settings = parts.settings
    rules = Rules(
        needs_two=settings.video_two_people,
        kept_for=timedelta(days=settings.video_export_days),
        zone=parts.district.zone,
    )
    folder = settings.facts_dir / "recordings"
    return VideoRequests(parts.store, parts.work, parts.looks, folder, rules=rules, now=utc_now)


def build_cameras(parts: Any) -> Cameras:
    """The register of cameras, of a product whose store and map are made."""
    departments = {one.code: one for one in load_departments(parts.district.folder)}
    desk = CameraDesk(
        parts.store, parts.work, parts.district.zone, departments, parts.district.code
    )
    return Cameras(desk)
