"""A round of inspection: somebody goes through the list of a plan, question by question."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of
from domain.video.cameras.vocabulary import CameraClass
from domain.video.inspections.plans import InspectionPlan, Way


class Answer(StrEnum):
    """What came of a question."""

    PASSED = "passed"
    FAILED = "failed"
    UNSEEN = "unseen"  # it could not be judged: no picture, nobody there


@dataclass(frozen=True, slots=True)
class InspectionRun:
    """A round; open while `ended_at` is None.

    Attributes:
        checklist: as the plan had it when the round began.
        passed, failed, unseen: the numbers of the questions, from 1.
        looked: the cameras whose picture was kept in this round.
        findings: how many were written down.
        shared_with: departments that see it as well; none so far.
        note: words about the whole.
    """

    run_id: str
    plan_id: str
    owner: str
    name: str
    place_class: CameraClass
    way: Way
    checklist: str
    started_at: datetime
    by: str
    ended_at: datetime | None = None
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    looked: tuple[str, ...] = ()
    findings: int = 0
    site_id: str | None = None
    shared_with: tuple[str, ...] = ()
    is_demo: bool = False
    note: str | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        """The list, question by question."""
        return tuple(self.checklist.splitlines())

    @property
    def open_questions(self) -> tuple[str, ...]:
        """The numbers of those nobody has answered."""
        done = {*self.passed, *self.failed, *self.unseen}
        numbers = (str(one) for one in range(1, len(self.questions) + 1))
        return tuple(one for one in numbers if one not in done)

    def question(self, number: str) -> str:
        """The words of a question.

        Raises:
            InvalidError: the list has none of this number.
        """
        at = int(number) if number.isascii() and number.isdigit() and len(number) <= 3 else 0
        if not 1 <= at <= len(self.questions):
            raise InvalidError(says="inspection_no_question", told=number[:8], field="question")
        return self.questions[at - 1]


INSPECTION_RUN = Kind(
    name="inspection_run",
    entity=InspectionRun,
    fields=fields_of(InspectionRun, note={"personal": Masking.WORDS}),
    id_field="run_id",
    audience=Audience(("video.inspect.plans", "journal.read"), owned=Owned.ITSELF),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="检查记录",
    says={
        "start": "开始检查“{name}”",
        "answer": "填写检查项（“{name}”）",
        "look": "截取检查画面（“{name}”）",
        "find": "记录检查问题（“{name}”）",
        "end": "完成检查“{name}”",
        "erased": "个人信息已删除",
    },
)


def started(plan: InspectionPlan, run_id: str, by: str, at: datetime) -> InspectionRun:
    """A round of a plan that begins now."""
    return InspectionRun(
        run_id, plan.plan_id, plan.owner, plan.name, plan.place_class, plan.way, plan.checklist,
        at, by, site_id=plan.site_id, is_demo=plan.is_demo,
    )  # fmt: skip


def answered(run: InspectionRun, number: str, answer: Answer) -> InspectionRun:
    """The round with one question answered; the last answer counts.

    Raises:
        ConflictError: the round is over.
        InvalidError: there is no such question.
    """
    check_open(run)
    run.question(number)
    number = str(int(number))
    held = {one: getattr(run, one.value) for one in Answer}
    told: dict[str, Any] = {
        one.value: tuple(sorted({*said} - {number}, key=int)) for one, said in held.items()
    }  # fmt: skip
    told[answer.value] = tuple(sorted({*told[answer.value], number}, key=int))
    return replace(run, **told)


def ended(run: InspectionRun, note: str | None, at: datetime) -> InspectionRun:
    """The round when it is over.

    Raises:
        ConflictError: it is already, or questions are open.
    """
    check_open(run)
    if run.open_questions:
        numbers = "、".join(run.open_questions)
        raise ConflictError(says="inspection_open_questions", numbers=numbers, field="question")
    return replace(run, ended_at=at, note=note)


def check_open(run: InspectionRun) -> None:
    """Refuse what is added to a round that is over.

    Raises:
        ConflictError: it is.
    """
    if run.ended_at is not None:
        raise ConflictError(says="inspection_over", field="run_id")
