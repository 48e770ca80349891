"""A plan of inspections (检查计划): which department looks at which places, by what list.

By camera (远程监管) or on the spot (现场检查): both are planned, run and followed up alike.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import fields_of
from domain.video.cameras.vocabulary import CameraClass

MOST_QUESTIONS, LONGEST_QUESTION, MOST_CYCLE_DAYS = 40, 120, 366


class Way(StrEnum):
    """How somebody looks."""

    REMOTE = "remote"  # by camera
    ON_SITE = "on_site"


@dataclass(frozen=True, slots=True)
class InspectionPlan:
    """A plan.

    Attributes:
        owner: the department that inspects.
        checklist: a question a line; they are numbered from 1.
        cycle_days: how often; 0 for once.
        next_on: the day it is due next (`2026-12-01`); empty when it is not due again.
        cameras: what is looked at by camera.
        site_id: the key place it is about; None for all of the class.
        shared_with: departments that see it as well; none so far.
    """

    plan_id: str
    owner: str
    name: str
    place_class: CameraClass
    way: Way
    checklist: str
    cycle_days: int
    next_on: str
    made_at: datetime
    by: str
    cameras: tuple[str, ...] = ()
    site_id: str | None = None
    last_run_at: datetime | None = None
    shared_with: tuple[str, ...] = ()
    is_removed: bool = False
    is_demo: bool = False

    @property
    def questions(self) -> tuple[str, ...]:
        """The list, question by question."""
        return tuple(self.checklist.splitlines())

    def is_late(self, today: date) -> bool:
        """Whether the day it was due on is over."""
        return bool(self.next_on) and self.next_on < today.isoformat()


INSPECTION_PLAN = Kind(
    name="inspection_plan",
    entity=InspectionPlan,
    fields=fields_of(InspectionPlan),
    id_field="plan_id",
    audience=Audience(("video.inspect.plans", "journal.read"), owned=Owned.ITSELF),
    is_streamed=False,
    kept=Kept.NEWEST,
    removed_field="is_removed",
    title="检查计划",
    says={
        "add": "制定了检查计划“{name}”",
        "change": "修改了检查计划“{name}”",
        "run": "检查计划“{name}”执行一次",
        "remove": "停止了检查计划“{name}”",
    },
)


def read_questions(text: str) -> str:
    """The checklist as it is kept: a question a line, none empty, none twice.

    Raises:
        InvalidError: no question, or more than a round can answer.
    """
    told = as_text(text, "checklist", longest=MOST_QUESTIONS * (LONGEST_QUESTION + 1), lines=True)
    lines = [one.strip() for one in told.splitlines() if one.strip()]
    kept = [as_text(one, "checklist", longest=LONGEST_QUESTION) for one in dict.fromkeys(lines)]
    if not 1 <= len(kept) <= MOST_QUESTIONS:
        raise InvalidError(says="inspection_questions", most=MOST_QUESTIONS, field="checklist")
    return "\n".join(kept)


def after_run(plan: InspectionPlan, at: datetime, today: date) -> InspectionPlan:
    """The plan after a round: the next is due one cycle after today, or never."""
    again = (today + timedelta(days=plan.cycle_days)).isoformat() if plan.cycle_days else ""
    return replace(plan, last_run_at=at, next_on=again)
