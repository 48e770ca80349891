"""A partner from outside in a case: a lawyer, a psychologist, an arbitrator, a trade's committee.

They see what they are asked, and of the case no more than that needs: its code and category, not
who is in it, unless whoever asked has said that the names are needed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of


class Partner(StrEnum):
    """What a partner is."""

    LAWYER = "lawyer"
    PSYCHOLOGIST = "psychologist"
    ARBITRATOR = "arbitrator"
    COMMITTEE = "committee"  # 行业性专业性调解组织
    EXPERT = "expert"
    FAMILY_COURT = "family_court"  # the station in the marriage alliance
    DEPUTY_STUDIO = "deputy_studio"


class InvolvementState(StrEnum):
    """Where it stands."""

    ASKED = "asked"
    ANSWERED = "answered"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Involvement:
    """A partner asked in a case.

    Attributes:
        account: the partner's.
        category: of the case, so that the partner need not look into it.
        tells_names: whether the partner is told who is in the case.
    """

    involvement_id: str
    case_code: str
    account: str
    partner: Partner
    category: str
    asked_by: str
    asked_at: datetime
    state: InvolvementState
    tells_names: bool = False
    answered_at: datetime | None = None
    question: str | None = None
    answer: str | None = None


INVOLVEMENT = Kind(
    name="involvement",
    entity=Involvement,
    fields=fields_of(
        Involvement,
        question={"personal": Masking.WORDS},
        answer={"personal": Masking.WORDS},
    ),
    id_field="involvement_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="协作单位参与",
    says={
        "ask": "邀请了协作单位",
        "answer": "协作单位作了答复",
        "end": "结束了协作",
        "erased": "个人信息已删除",
    },
)


def answered(one: Involvement, answer: str, at: datetime) -> Involvement:
    """With the partner's answer.

    Raises:
        ConflictError: it has ended.
        InvalidError: nothing is said.
    """
    if one.state is InvolvementState.ENDED:
        raise ConflictError(says="involvement_ended", field="involvement_id")
    if not answer.strip():
        raise InvalidError(says="answer_missing", field="answer")
    return replace(one, state=InvolvementState.ANSWERED, answer=answer.strip(), answered_at=at)


def ended(one: Involvement) -> Involvement:
    """The partner sees nothing of it any more.

    Raises:
        ConflictError: it has ended before.
    """
    if one.state is InvolvementState.ENDED:
        raise ConflictError(says="involvement_ended", field="involvement_id")
    return replace(one, state=InvolvementState.ENDED)
