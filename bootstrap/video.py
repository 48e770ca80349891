"""Cameras: put together from what was made before them."""

from typing import Any

from operations.video.looks.looks import Looks


def build_looks(parts: Any) -> Looks:
    """The register of looks, of a product whose store is made (bootstrap/parts.py)."""
    return Looks(parts.store, parts.work)
