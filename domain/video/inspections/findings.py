"""A finding of an inspection and its order (整改通知): unit, due day, reply, recheck."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, LAT, LON, Masking, fields_of
from domain.video.cameras.vocabulary import CameraClass
from domain.video.inspections.plans import Way


class FindingState(StrEnum):
    """How far a finding has come."""

    FOUND = "finding_found"  # nothing was ordered yet
    ORDERED = "finding_ordered"  # with the unit, whose time runs
    ANSWERED = "finding_answered"  # the unit says it is done; to be looked at again
    CLOSED = "finding_closed"
    WITHDRAWN = "finding_withdrawn"  # it was none


OPEN = (FindingState.FOUND, FindingState.ORDERED, FindingState.ANSWERED)


class Gravity(StrEnum):
    """How grave a finding is."""

    MINOR = "minor"
    MAJOR = "major"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class InspectionFinding:
    """A finding.

    Attributes:
        owner: the department that inspects, orders and looks again.
        rule: the question of the list it goes against.
        unit: the inspected unit, by name: a mine, a school, a workshop.
        answerer: the department, or the area, that answers for the unit; None before the order.
        shared_with: the departments that see it beside the owner: the one that answers.
        camera_id, preset, snapshot, snapshot_at: what was seen by which camera, the hash of the
            picture that was kept, and when it was taken. `file_id` is that picture.
        due_at: by when it must be mended. `was_late`: whether it ever was over time; that stays.
        reworks: how often a recheck failed.
        repeat_of: the earlier finding of the same rule at the same unit; `repeats` how many.
        text, reply, reason: words about it.
    """

    finding_id: str
    run_id: str
    plan_id: str
    owner: str
    place_class: CameraClass
    way: Way
    rule: str
    gravity: Gravity
    unit: str
    area_code: str
    lat: float
    lon: float
    found_at: datetime
    by: str
    state: FindingState = FindingState.FOUND
    shared_with: tuple[str, ...] = ()
    answerer: str | None = None
    site_id: str | None = None
    camera_id: str | None = None
    preset: str | None = None
    snapshot: str | None = None
    snapshot_at: datetime | None = None
    file_id: str | None = None
    ordered_at: datetime | None = None
    ordered_by: str | None = None
    due_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    rechecked_at: datetime | None = None
    rechecked_by: str | None = None
    reworks: int = 0
    was_late: bool = False
    repeat_of: str | None = None
    repeats: int = 0
    closed_at: datetime | None = None
    is_demo: bool = False
    text: str | None = None
    reply: str | None = None
    reason: str | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether it was mended late, or by now is overdue."""
        over = self.state is FindingState.ORDERED and self.due_at is not None and self.due_at < now
        return self.was_late or over


INSPECTION_FINDING = Kind(
    name="inspection_finding",
    entity=InspectionFinding,
    fields=fields_of(
        InspectionFinding,
        area_code={"shape": AREA},
        lat={"shape": LAT},
        lon={"shape": LON},
        text={"personal": Masking.WORDS},
        reply={"personal": Masking.WORDS},
        reason={"personal": Masking.WORDS},
    ),
    id_field="finding_id",
    audience=Audience(
        ("video.inspect.see", "journal.read"), area_field="area_code", owned=Owned.ITSELF
    ),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="检查问题",
    says={
        "find": "检查发现问题（{unit}）",
        "picture": "补存检查画面（{unit}）",
        "order": "下达整改通知（{unit}）",
        "answer": "回复整改情况（{unit}）",
        "pass": "复查通过（{unit}）",
        "fail": "复查不通过，继续整改（{unit}）",
        "withdraw": "撤回检查问题（{unit}）",
        "overdue": "整改逾期（{unit}）",
        "erased": "个人信息已删除",
    },
)
