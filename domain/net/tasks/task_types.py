"""The list of what may be asked of grids (事项准入清单): nothing that is not on it is a task."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import fields_of


class TaskForm(StrEnum):
    """What kind of work a task is."""

    PATROL = "patrol"  # 巡查: proven by cells and key places
    VISIT = "visit"  # 入户走访
    INSPECT = "inspect"  # 重点场所检查
    COLLECT = "collect"  # 信息采集
    SERVE = "serve"  # 服务、宣传
    CARE = "care"  # 关爱走访: who is visited is known to few


class Every(StrEnum):
    """How often a task comes round."""

    DAILY = "daily"
    WORKDAY = "workday"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class Evidence(StrEnum):
    """What must be there for a task to count as done."""

    PLACE = "place"
    NOTE = "note"
    PHOTO = "photo"
    TRACK = "track"


class Listing(StrEnum):
    """How far a type has come on its way onto the list."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class TaskType:
    """A type of task as it stands on the list.

    Attributes:
        department: whose work it is.
        basis: the document that asks for it.
        every: the most often it may be asked.
        evidence: words of `Evidence`.
        funds: what the department pays for it; None where nothing was said.
        valid_until: the last day, as `2026-12-31`.
        decided_by: never the proposer.
    """

    type_id: str
    name: str
    department: str
    basis: str
    form: TaskForm
    every: Every
    valid_until: str
    evidence: tuple[str, ...] = ()
    status: Listing = Listing.PROPOSED
    proposed_by: str = ""
    proposed_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    funds: str | None = None
    is_demo: bool = False


TASK_TYPE = Kind(
    name="task_type",
    entity=TaskType,
    fields=fields_of(TaskType),
    id_field="type_id",
    audience=Audience(("tasks.see", "journal.read")),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="准入事项",
    says={
        "propose": "申报了网格准入事项“{name}”",
        "approve": "批准了网格准入事项“{name}”",
        "refuse": "没有批准网格准入事项“{name}”",
        "withdraw": "网格准入事项“{name}”退出清单",
    },
)


def check_listed(found: TaskType | None, department: str, day: date) -> TaskType:
    """The type, where a department may ask it of a grid on a day.

    Args:
        found: the type that was named; None where there is none.
        department: which asks.
        day: on which it is due.

    Raises:
        InvalidError: it is not on the list, is over, or is of another department.
    """
    if found is None or found.status in {Listing.REFUSED, Listing.WITHDRAWN}:
        raise InvalidError(says="task_type_unlisted", field="type_id")
    if found.status is Listing.PROPOSED:
        raise InvalidError(says="task_type_waiting", field="type_id", task=found.name)
    if day.isoformat() > found.valid_until:
        raise InvalidError(
            says="task_type_over", field="type_id", task=found.name, until=found.valid_until
        )
    if department != found.department:
        raise InvalidError(says="task_type_of_other", field="type_id", task=found.name)
    return found


_OFTEN = (
    Every.QUARTERLY,
    Every.MONTHLY,
    Every.FORTNIGHTLY,
    Every.WEEKLY,
    Every.WORKDAY,
    Every.DAILY,
)


def check_not_more_often(found: TaskType, every: Every) -> None:
    """Refuse a schedule that asks more often than was approved.

    Raises:
        InvalidError: it does.
    """
    if _OFTEN.index(every) > _OFTEN.index(found.every):
        raise InvalidError(says="task_too_often", field="every", task=found.name)


def check_may_decide(found: TaskType, actor: str) -> None:
    """Refuse whoever decides of their own proposal, or of one that is decided.

    Raises:
        ConflictError: it is.
    """
    if found.status is not Listing.PROPOSED:
        raise ConflictError(says="task_type_decided", field="type_id", task=found.name)
    if actor == found.proposed_by:
        raise ConflictError(says="task_type_own", field="type_id")
