"""A look through a camera, as the register of article 16 keeps it. Nobody can delete one.

Source: docs/video.md, "The register of looks"
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, Masking, fields_of
from domain.video.looks.reasons import Look, Why

# A renewal is kept in memory; the record tells it when it has moved by so much.
WRITTEN_EVERY = timedelta(minutes=10)


class Ended(StrEnum):
    """How a look ended."""

    CLOSED = "closed"
    EXPIRED = "expired"  # its token ran out, nobody closed it
    RESTARTED = "restarted"  # the server stopped while it was open
    FAILED = "failed"  # no picture came
    AT_ONCE = "at_once"


ENDED_WORDS: Mapping[Ended, str] = {
    Ended.CLOSED: "已关闭",
    Ended.EXPIRED: "令牌到期",
    Ended.RESTARTED: "服务重启",
    Ended.FAILED: "没有画面",
    Ended.AT_ONCE: "一次完成",
}


@dataclass(frozen=True, slots=True)
class CameraLook:
    """One look.

    Attributes:
        camera_name: as the camera was called then; `area_code` and `owner` likewise.
        why: with `about`, the id of what it was for.
        by: the account; `role`, `department` and `by_area` as they were then.
        until: when it ends by itself.
        ended_at: None while it goes on.
        span_start: of the recording that was looked at, to `span_end`; None for what is live.
        shown_on: the screen it was sent to; None where whoever looked saw it themselves.
        detail: the command of a PTZ action, the preset; the name of a file.
        sha256: of the picture or recording that was taken away.
    """

    look_id: str
    camera_id: str
    camera_name: str
    area_code: str
    what: Look
    why: Why
    at: datetime
    until: datetime
    by: str
    role: str
    about: str | None = None
    owner: str | None = None
    department: str | None = None
    by_area: str | None = None
    basis: str | None = None
    ended_at: datetime | None = None
    ended: Ended | None = None
    span_start: datetime | None = None
    span_end: datetime | None = None
    shown_on: str | None = None
    detail: str | None = None
    sha256: str | None = None
    is_demo: bool = False
    text: str | None = None
    document: str | None = None
    address: str | None = None


CAMERA_LOOK = Kind(
    name="camera_look",
    entity=CameraLook,
    fields=fields_of(
        CameraLook,
        area_code={"shape": AREA},
        text={"personal": Masking.WORDS},
        document={"personal": Masking.WORDS},
        address={"personal": Masking.WORDS},
    ),
    id_field="look_id",
    audience=Audience(("video.looks.see",), area_field="area_code"),
    kept=Kept.NEWEST,
    title="视频调阅记录",
    says={
        "live": "实时查看摄像机 {camera_name}",
        "playback": "回看摄像机 {camera_name} 的录像",
        "snapshot": "抓拍摄像机 {camera_name} 的图片",
        "export": "导出摄像机 {camera_name} 的录像",
        "ptz": "控制摄像机 {camera_name} 的云台",
        "renewed": "继续查看摄像机 {camera_name}",
        "ended": "结束查看摄像机 {camera_name}",
        "erased": "个人信息已删除",
    },
)


def end(
    look: CameraLook,
    at: datetime,
    how: Ended,
    *,
    detail: str | None = None,
    sha256: str | None = None,
) -> CameraLook:
    """The look as it ended; a second end changes nothing."""
    if look.ended_at is not None:
        return look
    ended_at = max(look.at, at)
    return replace(
        look,
        ended_at=ended_at,
        ended=how,
        detail=detail or look.detail,
        sha256=sha256 or look.sha256,
    )
