"""The words a camera is described by: the district's own beside those of the national standards.

Source: GB/T 28181 (channel attributes), GA/T 1400 (position and function types), docs/video.md
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class CameraClass(StrEnum):
    """What a camera watches: the district's own placement classes."""

    MINE = "mine"
    CAMPUS = "campus"
    WORKSHOP = "workshop"
    PUBLIC_AREA = "public_area"
    CROSSING = "crossing"
    OTHER = "other"


CAMERA_CLASS_WORDS: Mapping[CameraClass, str] = {
    CameraClass.MINE: "矿区",
    CameraClass.CAMPUS: "校园周边",
    CameraClass.WORKSHOP: "作坊厂房",
    CameraClass.PUBLIC_AREA: "公共重点区域",
    CameraClass.CROSSING: "重点路口",
    CameraClass.OTHER: "其他点位",
}


class CameraStatus(StrEnum):
    """Whether its source says it is there; what only stands on the map is not connected."""

    NOT_CONNECTED = "not_connected"
    ONLINE = "online"
    OFFLINE = "offline"


class OwnerClass(StrEnum):
    """Who put a camera up and answers for it."""

    XUELIANG = "xueliang"
    DEPARTMENT = "department"
    SOCIAL = "social"
    COMMUNITY = "community"

    @property
    def is_outside(self) -> bool:
        """Whether a body outside the state gives the pictures, by an agreement."""
        return self in {OwnerClass.SOCIAL, OwnerClass.COMMUNITY}


OWNER_CLASS_WORDS: Mapping[OwnerClass, str] = {
    OwnerClass.XUELIANG: "雪亮工程",
    OwnerClass.DEPARTMENT: "部门行业网",
    OwnerClass.SOCIAL: "社会面",
    OwnerClass.COMMUNITY: "小区社区",
}


class Mount(IntEnum):
    """How a camera is built (PTZType of the channel)."""

    DOME = 1
    HEMISPHERE = 2
    FIXED = 3
    REMOTE_BULLET = 4
    REMOTE_HEMISPHERE = 5
    PANORAMA = 6
    SPLIT = 7


MOUNT_WORDS: Mapping[Mount, str] = {
    Mount.DOME: "球机",
    Mount.HEMISPHERE: "半球",
    Mount.FIXED: "固定枪机",
    Mount.REMOTE_BULLET: "遥控枪机",
    Mount.REMOTE_HEMISPHERE: "遥控半球",
    Mount.PANORAMA: "全景拼接",
    Mount.SPLIT: "多目分割",
}
# Which of them turn and zoom when they are told to.
PTZ = frozenset({Mount.DOME, Mount.REMOTE_BULLET, Mount.REMOTE_HEMISPHERE})


class Room(IntEnum):
    """Where it hangs (RoomType)."""

    OUTDOOR = 1
    INDOOR = 2


ROOM_WORDS: Mapping[Room, str] = {Room.OUTDOOR: "室外", Room.INDOOR: "室内"}


class Use(IntEnum):
    """What it is for (UseType)."""

    SECURITY = 1
    TRAFFIC = 2
    KEY = 3


USE_WORDS: Mapping[Use, str] = {Use.SECURITY: "治安", Use.TRAFFIC: "交通", Use.KEY: "重点"}


class Function(IntEnum):
    """What its pictures serve (FunctionType)."""

    VEHICLE_GATE = 1
    PERSON_GATE = 2
    MICRO_GATE = 3
    FEATURE = 4
    PLAIN = 5
    HIGH_LOOKOUT = 6


FUNCTION_WORDS: Mapping[Function, str] = {
    Function.VEHICLE_GATE: "车辆卡口",
    Function.PERSON_GATE: "人员卡口",
    Function.MICRO_GATE: "微卡口",
    Function.FEATURE: "特征摄像机",
    Function.PLAIN: "普通监控",
    Function.HIGH_LOOKOUT: "高空瞭望",
}


class PositionType(IntEnum):
    """The national class of a placement (PositionType)."""

    PROVINCE_CHECKPOINT = 1
    PARTY_AND_STATE = 2
    STATION_PORT = 3
    CENTRAL_SQUARE = 4
    STADIUM = 5
    COMMERCIAL_CENTRE = 6
    RELIGIOUS = 7
    CAMPUS = 8
    COMPLEX_AREA = 9
    TRAFFIC_ARTERY = 10
    HOSPITAL = 11
    FINANCE = 12
    DANGEROUS_GOODS = 13
    MUSEUM = 14
    WATERWAY = 15
    CITY_CHECKPOINT = 96
    FOREIGN = 97
    BORDER = 98
    SCENIC = 99


POSITION_TYPE_WORDS: Mapping[PositionType, str] = {
    PositionType.PROVINCE_CHECKPOINT: "省际检查站",
    PositionType.PARTY_AND_STATE: "党政机关",
    PositionType.STATION_PORT: "车站码头",
    PositionType.CENTRAL_SQUARE: "中心广场",
    PositionType.STADIUM: "体育场馆",
    PositionType.COMMERCIAL_CENTRE: "商业中心",
    PositionType.RELIGIOUS: "宗教场所",
    PositionType.CAMPUS: "校园周边",
    PositionType.COMPLEX_AREA: "治安复杂区域",
    PositionType.TRAFFIC_ARTERY: "交通干线",
    PositionType.HOSPITAL: "医院周边",
    PositionType.FINANCE: "金融机构周边",
    PositionType.DANGEROUS_GOODS: "危险物品场所",
    PositionType.MUSEUM: "博物馆展览馆",
    PositionType.WATERWAY: "重点水域航道",
    PositionType.CITY_CHECKPOINT: "市际检查站",
    PositionType.FOREIGN: "涉外场所",
    PositionType.BORDER: "边境沿线",
    PositionType.SCENIC: "旅游景区",
}


class TakenFrom(StrEnum):
    """By which way the register came to know where a camera stands and what it is called."""

    MAP = "map"
    TABLE = "table"
    SOURCE = "source"
    HAND = "hand"


TAKEN_FROM_WORDS: Mapping[TakenFrom, str] = {
    TakenFrom.MAP: "地图图层",
    TakenFrom.TABLE: "台账导入",
    TakenFrom.SOURCE: "平台同步",
    TakenFrom.HAND: "人工登记",
}
