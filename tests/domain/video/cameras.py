"""A camera for tests: in order, unless a test says otherwise."""

from dataclasses import replace
from typing import Any

from domain.video.cameras.camera import Camera, CameraClass
from domain.video.cameras.filing import filed_facts
from domain.video.cameras.vocabulary import Mount, Room

ID = "34060400001320000001"


def a_camera(camera_id: str = ID, **more: Any) -> Camera:
    """One that is filed, signed and in order."""
    made = Camera(
        camera_id,
        "演示路口001",
        CameraClass.CROSSING,
        33.8,
        116.7,
        "340604001001001",
        owner="public_security",
        room=Room.OUTDOOR,
        mount=Mount.FIXED,
        direction_deg=90.0,
        view_deg=60.0,
        reach_m=80.0,
        legal_basis="演示依据",
        in_use_since="2026-01-01",
        retention_days=30,
        has_sign=True,
    )
    filed = replace(made, filing_number="演示备-1", filed_on="2026-01-10", filed=filed_facts(made))
    return replace(filed, **more)
