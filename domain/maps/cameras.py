"""A camera of the Xueliang network: where it stands and what it watches."""

from dataclasses import dataclass
from enum import StrEnum

from domain.kind import Audience, Kind, Live
from domain.kind_fields import AREA, LAT, LON, fields_of


class CameraClass(StrEnum):
    """What a camera watches."""

    MINE = "mine"
    CAMPUS = "campus"
    WORKSHOP = "workshop"
    PUBLIC_AREA = "public_area"
    CROSSING = "crossing"


CAMERA_CLASS_WORDS: dict[CameraClass, str] = {
    CameraClass.MINE: "矿区",
    CameraClass.CAMPUS: "校园周边",
    CameraClass.WORKSHOP: "作坊厂房",
    CameraClass.PUBLIC_AREA: "公共重点区域",
    CameraClass.CROSSING: "重点路口",
}


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


CAMERA = Kind(
    name="camera",
    entity=Camera,
    fields=fields_of(
        Camera,
        camera_class={"name": "class"},
        lat={"shape": LAT},
        lon={"shape": LON},
        area_code={"shape": AREA},
    ),
    id_field="camera_id",
    audience=Audience(("map.see", "journal.read"), area_field="area_code"),
    live=Live.ALWAYS,
    is_streamed=False,  # a layer of the map draws them
    is_buffered=True,
    title="摄像机",
    says={
        "map": "摄像机 {name} 随地图更新",
    },
)
to_state, from_state = CAMERA.state_of, CAMERA.entity_of
