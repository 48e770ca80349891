"""Filing with the police, and what is missing in a camera's entry.

Source: State Council Order 799 (in force 2025-04-01), articles 10, 13, 14 and 17; docs/video.md
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.video.cameras.camera import Camera

FILE_WITHIN = timedelta(days=30)  # art. 14, of the day it came into use
LEAST_RETENTION_DAYS = 30  # art. 17
_PLACE_DIGITS = 5  # about a metre


class Gap(StrEnum):
    """What an entry of the register lacks."""

    NOT_FILED = "not_filed"
    FILING_LATE = "filing_late"
    CHANGED_SINCE = "changed_since"
    RETENTION_UNKNOWN = "retention_unknown"
    RETENTION_SHORT = "retention_short"
    NO_SIGN = "no_sign"
    SIGN_UNKNOWN = "sign_unknown"
    NO_BASIS = "no_basis"
    NO_CONSENT = "no_consent"
    NO_AGREEMENT = "no_agreement"
    NO_DIRECTION = "no_direction"


GAP_WORDS: Mapping[Gap, str] = {
    Gap.NOT_FILED: "未备案",
    Gap.FILING_LATE: "逾期未备案",
    Gap.CHANGED_SINCE: "变更未备案",
    Gap.RETENTION_UNKNOWN: "保存天数不明",
    Gap.RETENTION_SHORT: "保存不足 30 天",
    Gap.NO_SIGN: "无提示标识",
    Gap.SIGN_UNKNOWN: "标识未核实",
    Gap.NO_BASIS: "无建设依据",
    Gap.NO_CONSENT: "缺涉密单位同意",
    Gap.NO_AGREEMENT: "缺接入协议",
    Gap.NO_DIRECTION: "朝向未登记",
}
# What the law asks for; the rest is what the map and the card need.
LEGAL = tuple(one for one in Gap if one is not Gap.NO_DIRECTION)


def filed_facts(camera: Camera) -> dict[str, Any]:
    """What is filed of a camera: whose, where, what it is, how long pictures are kept."""
    return {
        "owner": camera.owner,
        "unit": camera.unit,
        "lat": round(camera.lat, _PLACE_DIGITS),
        "lon": round(camera.lon, _PLACE_DIGITS),
        "mount": camera.mount.value if camera.mount is not None else None,
        "retention_days": camera.retention_days,
    }


FILED_WORDS: Mapping[str, str] = {
    "owner": "归属部门",
    "unit": "责任单位",
    "lat": "位置",
    "lon": "位置",
    "mount": "类型",
    "retention_days": "保存天数",
}


def changed_since_filing(camera: Camera) -> list[str]:
    """The names of what is no more as it was filed; none where nobody kept what was."""
    if not camera.filed_on or camera.filed is None:
        return []
    now = filed_facts(camera)
    return [name for name, value in camera.filed.items() if now.get(name) != value]


def file_by(camera: Camera) -> date | None:
    """By which day it has to be filed; None while nobody has said since when it is in use."""
    if not camera.in_use_since:
        return None
    return date.fromisoformat(camera.in_use_since) + FILE_WITHIN


def gaps_of(camera: Camera, today: date) -> list[Gap]:
    """What an entry lacks on a day, the law's demands before the others."""
    found: list[Gap] = []
    if not (camera.filing_number and camera.filed_on):
        due = file_by(camera)
        found.append(Gap.FILING_LATE if due is not None and due < today else Gap.NOT_FILED)
    elif changed_since_filing(camera):
        found.append(Gap.CHANGED_SINCE)
    if camera.retention_days is None:
        found.append(Gap.RETENTION_UNKNOWN)
    elif camera.retention_days < LEAST_RETENTION_DAYS:
        found.append(Gap.RETENTION_SHORT)
    if camera.has_sign is None:
        found.append(Gap.SIGN_UNKNOWN)
    elif not camera.has_sign:
        found.append(Gap.NO_SIGN)
    if not camera.legal_basis:
        found.append(Gap.NO_BASIS)
    if camera.near_secret and not camera.consent:
        found.append(Gap.NO_CONSENT)
    if camera.owner_class.is_outside and not camera.agreement:
        found.append(Gap.NO_AGREEMENT)
    if camera.direction_deg is None and not camera.turns:
        found.append(Gap.NO_DIRECTION)
    return found
