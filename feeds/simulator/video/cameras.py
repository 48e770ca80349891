"""What the demo invents of each camera: visibly invented, the same for the same id, with gaps.

All 892 are of the Xueliang network; what is missing in some of them is there to be found.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from domain.video.cameras.camera import Camera, Preset
from domain.video.cameras.filing import filed_facts
from domain.video.cameras.vocabulary import (
    CameraClass,
    Function,
    Mount,
    PositionType,
    Room,
    Use,
)

_OWNERS: Mapping[CameraClass, str] = {
    CameraClass.MINE: "emergency",
    CameraClass.CAMPUS: "education",
    CameraClass.WORKSHOP: "market",
}
_POLICE, _CENTRE = "public_security", "governance"
_POSITIONS: Mapping[CameraClass, PositionType] = {
    CameraClass.MINE: PositionType.DANGEROUS_GOODS,
    CameraClass.CAMPUS: PositionType.CAMPUS,
    CameraClass.PUBLIC_AREA: PositionType.COMPLEX_AREA,
    CameraClass.CROSSING: PositionType.TRAFFIC_ARTERY,
}
_FIRST_DAY, _DAYS = date(2018, 3, 1), 2700
_BASIS = "演示：公共安全视频系统建设方案"


def invented(camera: Camera) -> Camera:
    """A demo camera with an entry of the register, as its id decides."""
    dice = Random(camera.camera_id)  # noqa: S311 - a demo, no secret
    owner = _OWNERS.get(camera.camera_class, _POLICE)
    turns = dice.random() < 0.2
    mount = Mount.DOME if turns else Mount.FIXED
    looks = float(dice.randrange(0, 360, 5))
    began = _FIRST_DAY + timedelta(days=dice.randrange(_DAYS))
    entry = replace(
        camera,
        owner=owner,
        shared_with=tuple(one for one in (_CENTRE, _POLICE) if one != owner),
        unit=f"演示单位-{int(camera.camera_id[-4:]):04d}",
        position_type=_POSITIONS.get(camera.camera_class),
        room=Room.OUTDOOR,
        use=Use.TRAFFIC if camera.camera_class is CameraClass.CROSSING else Use.SECURITY,
        function=Function.VEHICLE_GATE if dice.random() < 0.06 else Function.PLAIN,
        direction_deg=None if dice.random() < 0.04 else looks,
        view_deg=60.0 if turns else float(dice.choice((50, 70, 90))),
        reach_m=float(dice.choice((120, 150, 200) if turns else (40, 60, 80, 100))),
        mount=mount,
        presets=_presets(looks) if turns else (),
        legal_basis=None if dice.random() < 0.03 else _BASIS,
        in_use_since=began.isoformat(),
        retention_days=dice.choices((30, 60, 90, 15, None), (60, 20, 14, 4, 2))[0],
        has_sign=dice.choices((True, False, None), (90, 5, 5))[0],
        near_secret=dice.random() < 0.01,
        quota_gb=dice.choice((500, 1000, 2000)),
    )
    if dice.random() < 0.1:
        return entry  # never filed
    filed = replace(
        entry,
        filing_number=f"演示备-{camera.camera_id[-6:]}",
        filed_on=(began + timedelta(days=dice.randrange(3, 28))).isoformat(),
        filed=filed_facts(entry),
    )
    if dice.random() < 0.05:
        return replace(filed, retention_days=15, unit=f"{filed.unit}（已变更）")
    return filed


def _presets(looks: float) -> tuple[Preset, ...]:
    names = ("正前方", "左侧路口", "右侧路口")
    turned = (0, 270, 90)
    return tuple(
        Preset(number, name, (looks + by) % 360)
        for number, (name, by) in enumerate(zip(names, turned, strict=True), 1)
    )
