"""National ids of cameras: 20 digits, whose region and type are read and checked.

Eight digits of the centre (a region's six and two below it), two of the industry, three of the
type, one of the network, six of the serial; older texts have no network and seven of the serial.
There is no check digit.

Source: GB/T 28181, annex of the unified codes; docs/video.md
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import InvalidError

_ID = re.compile(r"(\d{8})(\d{2})(\d{3})(\d)(\d{6})", re.ASCII)
REGION_DIGITS = 6
# What sends pictures of its own.
CAMERAS: Mapping[str, str] = {
    "131": "摄像机",
    "132": "网络摄像机",
    "120": "在线视频图像信息采集系统",
    "121": "视频卡口",
    "122": "多目设备",
    "123": "停车场出入口",
    "124": "人员出入口",
    "138": "移动传输设备",
}
# What has such an id and is no camera.
OTHERS: Mapping[str, str] = {
    "111": "硬盘录像机",
    "112": "视频服务器",
    "113": "编码器",
    "118": "网络硬盘录像机",
    "130": "混合硬盘录像机",
    "134": "报警输入",
    "135": "报警输出",
    "136": "音频输入",
    "137": "音频输出",
    "200": "信令服务器",
    "207": "地理信息服务",
    "210": "存储设备",
    "215": "业务分组",
    "216": "虚拟组织",
    "300": "中心用户",
    "400": "终端用户",
    "500": "平台",
}


@dataclass(frozen=True, slots=True)
class CameraId:
    """An id taken apart; `serial` as newer texts read it, `long_serial` as older ones do."""

    centre: str
    industry: str
    type_code: str
    network: str
    serial: str

    @property
    def region(self) -> str:
        """The six digits of the region."""
        return self.centre[:REGION_DIGITS]

    @property
    def long_serial(self) -> str:
        """The seven digits of older texts."""
        return self.network + self.serial


def read_id(text: str) -> CameraId:
    """An id taken apart.

    Raises:
        InvalidError: it has not 20 digits.
    """
    found = _ID.fullmatch(text)
    if found is None:
        raise InvalidError(says="camera_id_wrong", told=text[:32], field="camera_id")
    return CameraId(*found.groups())


def check_id(text: str, district: str) -> str:
    """An id of a camera of the district.

    Raises:
        InvalidError: it has not 20 digits, is of another region, or of something that is no camera.
    """
    told = read_id(text)
    if told.region != district[:REGION_DIGITS]:
        raise InvalidError(
            says="camera_region_wrong", told=text, region=told.region, field="camera_id"
        )
    if told.type_code not in CAMERAS:
        raise InvalidError(
            says="camera_type_wrong", told=text, type=told.type_code, field="camera_id"
        )
    return text
