"""A notice: somebody must hear of something, and until they say so nobody may assume it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.errors import ConflictError
from domain.kind import ANY_SUBJECT, Audience, Ends, Kind, Live, Owned
from domain.kind_fields import AREA, Field, fields_of
from domain.subject_key import SubjectKey, of_incident


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


# What may follow what. A later word may overtake an earlier one: who answers has been reached.
NEXT_STATES: Mapping[NoticeState, frozenset[NoticeState]] = {
    NoticeState.WAITING: frozenset(
        {
            NoticeState.SENT,
            NoticeState.DELIVERED,
            NoticeState.ACKNOWLEDGED,
            NoticeState.FAILED,
            NoticeState.WITHDRAWN,
        }
    ),
    NoticeState.SENT: frozenset(
        {NoticeState.DELIVERED, NoticeState.ACKNOWLEDGED, NoticeState.WITHDRAWN}
    ),
    NoticeState.DELIVERED: frozenset({NoticeState.ACKNOWLEDGED, NoticeState.WITHDRAWN}),
    NoticeState.FAILED: frozenset(
        {NoticeState.WAITING, NoticeState.ACKNOWLEDGED, NoticeState.WITHDRAWN}
    ),
    NoticeState.ACKNOWLEDGED: frozenset(),
    NoticeState.WITHDRAWN: frozenset(),
}
OPEN = frozenset({NoticeState.WAITING, NoticeState.SENT, NoticeState.DELIVERED})
# Somebody said yes; nobody did so far, a failed one among them; nobody was even reached.
ANSWERED = frozenset({NoticeState.ACKNOWLEDGED})
UNANSWERED = frozenset({*OPEN, NoticeState.FAILED})
ALARMING = frozenset({NoticeState.FAILED})
# As the desk reads it: never better than it is.
STATE_WORDS: Mapping[NoticeState, str] = {
    NoticeState.WAITING: "待发出",
    NoticeState.SENT: "已发出，未送达",
    NoticeState.DELIVERED: "已送达，未确认",
    NoticeState.ACKNOWLEDGED: "已确认",
    NoticeState.FAILED: "发送失败",
    NoticeState.WITHDRAWN: "已撤回",
}
_ACTIONS = {
    NoticeState.WAITING: "retry",
    NoticeState.SENT: "sent",
    NoticeState.DELIVERED: "delivered",
    NoticeState.ACKNOWLEDGED: "ack",
    NoticeState.FAILED: "fail",
    NoticeState.WITHDRAWN: "withdraw",
}
TRIES = 8
FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(minutes=2)


class Level:
    """Whom a notice is for, in the order of escalation."""

    UNIT = 0
    NEXT_NEAREST = 1
    SUPERVISOR = 2
    DEPARTMENT_DUTY = 3


LEVEL_WORDS: Mapping[int, str] = {
    Level.UNIT: "本力量",
    Level.NEXT_NEAREST: "次近力量",
    Level.SUPERVISOR: "值班长",
    Level.DEPARTMENT_DUTY: "部门值班",
}


class Purpose(StrEnum):
    """What a notice is for: it tells which earlier ones a new one takes the place of."""

    ORDER = "order"
    CORRECTED = "corrected"
    UNSERVED = "unserved"
    CHECK_IN = "check_in"
    TRANSFER = "transfer"
    ESCALATION = "escalation"
    DEADLINE = "deadline"
    INSTALMENT = "instalment"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one recipient, about the entity `subject_kind` and `subject_id` name.

    `chain` is the notice whose silence led to this one, its own id for the first. `pending` names
    the channels it still has to go through, `channel` those that took it. `text` holds no personal
    words: class, number and place only; `head` is the part of it that says what is asked of
    whom. `department` is the desk that must answer a transfer: its
    code, "" for the centre's own, None for every other notice.
    """

    notice_id: str
    subject_kind: str
    subject_id: str
    recipient: str
    chain: str
    text: str
    area_code: str
    at: datetime
    pending: tuple[str, ...]
    purpose: Purpose = Purpose.ORDER
    assignment_id: str | None = None
    unit_id: str | None = None
    level: int = Level.UNIT
    state: NoticeState = NoticeState.WAITING
    channel: tuple[str, ...] = ()
    attempts: int = 0
    error: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    acknowledged_at: datetime | None = None
    is_demo: bool = False
    department: str | None = None
    head: str = ""

    @property
    def about(self) -> SubjectKey:
        """The entity it is about."""
        return SubjectKey(self.subject_kind, self.subject_id)

    @property
    def number(self) -> str:
        """The number of the incident it is about; empty for an entity of another kind."""
        return self.about.number


def move(notice: Notice, state: NoticeState, *, at: datetime) -> Notice:
    """The notice one state further; asking for its present state changes nothing.

    Raises:
        ConflictError: that may not follow.
    """
    if state is notice.state:
        return notice
    if state not in NEXT_STATES[notice.state]:
        if notice.state is NoticeState.WITHDRAWN:
            raise ConflictError(says="notice_withdrawn", field="state", code="illegal_step")
        raise ConflictError(says="notice_answered", field="state", code="illegal_step")
    moments: dict[str, Any] = {}
    if state is NoticeState.SENT:
        moments = {"sent_at": at}
    elif state is NoticeState.DELIVERED:
        moments = {"delivered_at": at}
    elif state is NoticeState.ACKNOWLEDGED:
        moments = {"acknowledged_at": at}
    elif state is NoticeState.WAITING:
        moments = {"attempts": 0, "error": None}
    return replace(notice, state=state, **moments)


def action_of(state: NoticeState) -> str:
    """The word the journal writes for a state that was reached."""
    return _ACTIONS[state]


def retry_after(attempts: int) -> timedelta:
    """How long to wait after a failed try: 2 s, doubled each time, two minutes at most."""
    doubled: timedelta = FIRST_DELAY * 2 ** min(max(attempts - 1, 0), 10)
    return min(doubled, LONGEST_DELAY)


# What the ids of notices told before they said it in a field of their own.
_MARKS = {
    "-check-in-": Purpose.CHECK_IN,
    "-unserved-": Purpose.UNSERVED,
    "-corrected-": Purpose.CORRECTED,
    "-transfer-": Purpose.TRANSFER,
}
STANDBY = "standby"


def from_v1(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Until version 2 a notice named an incident, or nothing: then it was of a standby order."""
    number, notice_id = state.get("number"), state.get("notice_id", "")
    about = of_incident(number) if number else SubjectKey(STANDBY, state.get("chain", notice_id))
    is_told_on = state.get("level", Level.UNIT) > Level.NEXT_NEAREST
    usual = Purpose.ESCALATION if is_told_on else Purpose.ORDER
    purpose = next((told for mark, told in _MARKS.items() if mark in notice_id), usual)
    return {**state, **about.stated(), "purpose": purpose.value}


def from_v2(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Until version 3 the head of a notice stood in its text alone."""
    return {**state, "head": str(state.get("text", "")).partition("：")[0]}


NOTICE = Kind(
    name="notice",
    entity=Notice,
    version=3,
    upcasters={1: from_v1, 2: from_v2},
    fields=(
        *fields_of(
            Notice,
            recipient={"is_loose": True},
            text={"is_loose": True},
            head={"is_loose": True},
            error={"is_loose": True},
            area_code={"shape": AREA},
            at={"is_needed": True},
            department={"may_be_absent": True},
        ),
        Field("number", derived=lambda notice: notice.number),
    ),
    id_field="notice_id",
    audience=Audience(("live.see", "journal.read"), area_field="area_code", owned=Owned.SUBJECT),
    wall=frozenset({"notice_id", "number", "recipient", "state", "at", "area_code", "is_demo"}),
    live=Live.UNTIL_ENDED,
    ends=Ends("at"),
    hangs_on=ANY_SUBJECT,
    timeline=True,
    title="通知",
    says={
        "make": "{recipient} 发出通知{why}",
        "make.check_in": "{head}，已报{recipient}",
        "make.department": "已通知{recipient}：{head}",
        "make.nearest": "升级：增派就近力量（{recipient}）",
        "make.chief": "升级：值班长（{recipient}）",
        "make.duty": "升级：部门值班（{recipient}）",
        "make.chief_alone": "升级：值班长",
        "make.duty_alone": "升级：部门值班",
        "sent": "{recipient} 通知已发出{why}",
        "delivered": "{recipient} 通知已送达{why}",
        "ack": "{recipient} 已签收{why}",
        "fail": "{recipient} 通知失败{why}",
        "withdraw": "{recipient} 通知撤回{why}",
        "retry": "{recipient} 重新通知{why}",
        "try": "{recipient} 再次尝试通知{why}",
        "escalate": "{recipient} 未按时签收，升级{why}",
    },
)
to_state, from_state = NOTICE.state_of, NOTICE.entity_of
