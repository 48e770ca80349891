"""A request to the chief legal adviser's station (首席法律咨询专家法律服务站).

Asked before a decision, answered in writing, archived once it is said what was decided.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of
from domain.reach import NamedBy


class OpinionState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    ARCHIVED = "archived"


class Risk(StrEnum):
    """How the adviser sees the decision."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Followed(StrEnum):
    """What became of the opinion in the decision."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class OpinionRequest:
    """A request.

    Attributes:
        people, bodies: its audience: who asked, and the body they asked for.
        adviser: the account that answers; reads it at a door of its own.
        case_code: the case it is about; None for a decision of no case.
        decision: what was decided, by its number or title.
    """

    opinion_id: str
    asked_by: str
    asked_at: datetime
    adviser: str
    state: OpinionState
    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    case_code: str | None = None
    risk: Risk | None = None
    answered_at: datetime | None = None
    followed: Followed | None = None
    archived_at: datetime | None = None
    subject: str | None = None
    question: str | None = None
    answer: str | None = None
    decision: str | None = None


_WORDS = {"personal": Masking.WORDS}
OPINION_REQUEST = Kind(
    name="opinion_request",
    entity=OpinionRequest,
    fields=fields_of(
        OpinionRequest, subject=_WORDS, question=_WORDS, answer=_WORDS, decision=_WORDS
    ),
    id_field="opinion_id",
    audience=Audience(
        ("opinions.see",), owned=Owned.SUBJECT, named=NamedBy(bodies="bodies", people="people")
    ),
    kept=Kept.NEWEST,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="法律意见征询",
    says={
        "ask": "征询法律意见",
        "answer": "出具法律意见",
        "archive": "法律意见归档",
        "erased": "个人信息已删除",
    },
)


def answered(one: OpinionRequest, answer: str, risk: Risk, at: datetime) -> OpinionRequest:
    """With the adviser's opinion; until it is archived it may be given anew.

    Raises:
        ConflictError: it is archived.
        InvalidError: nothing is said.
    """
    if one.state is OpinionState.ARCHIVED:
        raise ConflictError(says="opinion_archived", field="opinion_id")
    if not answer.strip():
        raise InvalidError(says="answer_missing", field="answer")
    return replace(
        one, state=OpinionState.ANSWERED, answer=answer.strip(), risk=risk, answered_at=at
    )


def archived(
    one: OpinionRequest, decision: str, followed: Followed, at: datetime
) -> OpinionRequest:
    """Kept with what was decided.

    Raises:
        ConflictError: it is not answered yet, or archived before.
        InvalidError: it is not said what was decided.
    """
    if one.state is not OpinionState.ANSWERED:
        raise ConflictError(says="opinion_not_answered", field="opinion_id")
    if not decision.strip():
        raise InvalidError(says="decision_missing", field="decision")
    return replace(
        one,
        state=OpinionState.ARCHIVED,
        decision=decision.strip(),
        followed=followed,
        archived_at=at,
    )
