"""What became of a task: a fact from the moment somebody touches it, and its standing before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import AREA, Masking, fields_of
from domain.net.tasks.task_types import TaskForm


class TaskStatus(StrEnum):
    """What somebody made of an occurrence."""

    DONE = "done"
    LATE_CLOSED = "late_closed"  # done after its last day
    DECLINED = "declined"  # the household did not wish it: no penalty
    EXCUSED = "excused"  # leave, illness, training: neutral
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How an occurrence stands on a day; derived, never kept."""

    AHEAD = "ahead"
    DUE = "due"
    LATE = "late"
    MISSED = "missed"
    DONE = "done"
    LATE_CLOSED = "late_closed"
    DECLINED = "declined"
    EXCUSED = "excused"
    CANCELLED = "cancelled"


# What counts as work done: a household that declines was visited all the same.
FULFILLED = frozenset({TaskStatus.DONE, TaskStatus.LATE_CLOSED, TaskStatus.DECLINED})


class Checked(StrEnum):
    """What somebody else found who looked at it again."""

    CONFIRMED = "confirmed"
    NOT_SO = "not_so"


@dataclass(frozen=True, slots=True)
class NetTask:
    """An occurrence that was touched.

    Attributes:
        due_on, done_on: days of the district, as `2026-12-31`.
        by: the account that did it.
        is_proven: of a patrol: whether the track bears it out; None where none is asked.
        cells: of a patrol: cells that were walked, as `row_column`; the path itself is not kept.
        places: key places that were reached.
        slow_s: seconds walked at walking pace inside the grid.
        why: codes of what does not bear it out.
        unit_id, begun_at: of a patrol: whose track from when on, so that it is counted once.
        checked_by: somebody else who looked at it.
        note: what was found there; may name people.
    """

    task_id: str
    schedule_id: str
    type_id: str
    form: TaskForm
    owner: str
    area_code: str
    due_on: str
    status: TaskStatus
    at: datetime
    done_on: str
    by: str
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    begun_at: datetime | None = None
    unit_id: str | None = None
    is_proven: bool | None = None
    cells: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    slow_s: int = 0
    why: tuple[str, ...] = ()
    finding_id: str | None = None
    checked_by: str | None = None
    checked_at: datetime | None = None
    checked: Checked | None = None
    shared_with: tuple[str, ...] = ()
    is_demo: bool = False
    note: str | None = None


NET_TASK = Kind(
    name="net_task",
    entity=NetTask,
    fields=fields_of(NetTask, area_code={"shape": AREA}, note={"personal": Masking.WORDS}),
    id_field="task_id",
    audience=Audience(("tasks.see", "journal.read"), area_field="area_code", owned=Owned.ITSELF),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="网格任务",
    says={
        "do": "完成了网格任务",
        "decline": "网格走访：居民谢绝",
        "excuse": "网格任务因请假免计",
        "cancel": "取消了网格任务",
        "check": "复核了网格任务",
        "prove": "迟到的轨迹补证了网格巡查",
        "find": "网格任务发现问题",
        "erased": "个人信息已删除",
    },
)


def standing(
    opens: date, due: date, fact: NetTask | None, today: date, *, late_days: int
) -> Standing:
    """How an occurrence stands.

    Args:
        opens: from when on it may be done.
        due: its last day.
        fact: what was made of it, if anything.
        today: in the district.
        late_days: how long after its last day it may still be done; then it is missed.
    """
    if fact is not None:
        return Standing(fact.status.value)
    if today <= due:
        return Standing.DUE if opens <= today else Standing.AHEAD
    return Standing.LATE if today - due <= timedelta(days=late_days) else Standing.MISSED


def of_doing(due: date, today: date) -> TaskStatus:
    """Which status doing it has on a day."""
    return TaskStatus.DONE if today <= due else TaskStatus.LATE_CLOSED


Counts = Mapping[Standing, int]
