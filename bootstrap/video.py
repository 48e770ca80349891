"""Cameras: put together from what was made before them."""

from typing import Any

from geodata.district.departments import load_departments
from operations.video.looks.looks import Looks
from operations.video.looks.register import LookRegister


def build_looks(parts: Any) -> Looks:
    """The register of looks, of a product whose store is made (bootstrap/parts.py)."""
    return Looks(parts.store, parts.work)


def build_look_register(parts: Any) -> LookRegister:
    """What reads it."""
    names = {one.code: one.name for one in load_departments(parts.district.folder)}
    return LookRegister(parts.looks, parts.district.zone, names)
