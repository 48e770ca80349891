"""The register of looks, read and taken away by whoever audits."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.access.role_names import ROLE_NAMES
from domain.video.looks.looks import ENDED_WORDS, CameraLook
from domain.video.looks.question import Asked
from domain.video.looks.reasons import LOOK_WORDS, WHY_WORDS
from operations.prints.sheets import Watermark, workbook
from operations.video.looks.looks import Looks
from store.video import looks as kept

PAGE, MOST_TAKEN = 50, 20_000
SEE = "video.looks.see"
_HEADER = (
    *("开始时间", "结束时间", "结束方式", "账号", "角色", "部门", "来源地址"),
    *("操作", "摄像机编码", "摄像机", "区域", "事由", "事件或事项", "说明"),
    *("法律依据", "文书编号", "录像起", "录像止", "显示位置", "内容", "SHA-256"),
)


class LookRegister:
    """Reads the register; nothing here changes it.

    Args:
        looks: what writes it.
        zone: of the district.
        departments: their names by code.
    """

    def __init__(self, looks: Looks, zone: tzinfo, departments: dict[str, str]) -> None:
        self._looks = looks
        self._zone = zone
        self.departments = departments

    async def page(
        self, asked: Asked, caller: Caller, *, at: int = 0
    ) -> tuple[Sequence[CameraLook], int]:
        """A page of what was asked for, newest first, and how many there are in all.

        Raises:
            NotAllowedError: somebody else than the audit administrator.
        """
        require(caller, SEE)
        return await self._looks.read(lambda c: kept.found(c, asked, caller, most=PAGE, at=at))

    async def file(self, asked: Asked, caller: Caller, now: datetime) -> tuple[str, bytes]:
        """The same as a spreadsheet that says who took it and when: its name and bytes.

        Raises:
            NotAllowedError: as `page`.
        """
        require(caller, SEE)
        mark = Watermark(caller.actor, now, self._zone)

        def make(connection: Any) -> bytes:
            rows, _ = kept.found(connection, asked, caller, most=MOST_TAKEN)
            return workbook(_HEADER, map(self._line, rows), mark, title="视频调阅登记")

        made = await self._looks.read(make)
        return f"视频调阅登记-{now.astimezone(self._zone):%Y%m%d-%H%M}.xlsx", made

    def _line(self, one: CameraLook) -> tuple[Any, ...]:
        department = one.department or ""
        return (
            *(one.at, one.ended_at, ENDED_WORDS[one.ended] if one.ended else ""),
            *(one.by, ROLE_NAMES.get(one.role, one.role)),
            *(self.departments.get(department, department), one.address),
            *(LOOK_WORDS[one.what], one.camera_id, one.camera_name, one.area_code),
            *(WHY_WORDS[one.why], one.about, one.text, one.basis, one.document),
            *(one.span_start, one.span_end, one.shown_on, one.detail, one.sha256),
        )
