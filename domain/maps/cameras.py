"""A camera of the Xueliang network: where it stands and what it watches."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CameraClass(StrEnum):
    """What a camera watches."""

    MINE = "mine"
    CAMPUS = "campus"
    WORKSHOP = "workshop"
    PUBLIC_AREA = "public_area"
    CROSSING = "crossing"


class CameraStatus(StrEnum):
    """Whether its picture can be had; a camera that is only a dot on the map is not connected."""

    NOT_CONNECTED = "not_connected"
    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera. `camera_id` has 20 digits (GB/T 28181); the place is WGS 84 degrees.

    `area_code` is the grid it stands in.
    """

    camera_id: str
    name: str
    camera_class: CameraClass
    lat: float
    lon: float
    area_code: str
    status: CameraStatus = CameraStatus.NOT_CONNECTED
    is_demo: bool = False


def to_state(camera: Camera) -> dict[str, Any]:
    """The journalled state of a camera."""
    return {
        "camera_id": camera.camera_id,
        "name": camera.name,
        "class": camera.camera_class.value,
        "lat": camera.lat,
        "lon": camera.lon,
        "area_code": camera.area_code,
        "status": camera.status.value,
        "is_demo": camera.is_demo,
    }


def from_state(state: Mapping[str, Any]) -> Camera:
    """The camera a state describes."""
    return Camera(
        camera_id=state["camera_id"],
        name=state["name"],
        camera_class=CameraClass(state["class"]),
        lat=state["lat"],
        lon=state["lon"],
        area_code=state["area_code"],
        status=CameraStatus(state["status"]),
        is_demo=state["is_demo"],
    )
