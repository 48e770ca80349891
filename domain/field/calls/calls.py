"""A call to one unit, as the journal keeps it: asked, rang, answered or not, over and why.

Nothing of what was said or shown is kept.

Source: docs/calls.md, "What is written down"
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.dispatch.units import NOT_ON_DUTY, Unit
from domain.errors import ConflictError, InvalidError
from domain.field.calls.states import (
    OPEN,
    RINGING,
    RINGS_FOR,
    WHY_ALONE,
    CallState,
    Media,
    Mode,
    Step,
    Why,
    follows,
)
from domain.kind import Audience, Ends, HangsOn, Kept, Kind, Live, Owned
from domain.kind_fields import AREA, fields_of
from domain.subject_key import INCIDENT


@dataclass(frozen=True, slots=True)
class FieldCall:
    """A call to one unit; those of one room were made together.

    Attributes:
        room_id: of what they were called into.
        number: of the incident it is about; None where it is about none.
        area_code: of the incident, else the unit's home.
        by: the account that called.
        phones: how many phones of the unit rang.
        answered_by: the account that answered.
        wants_callback: the desk asked to be called back, for nobody answered.
        wall: what the wall is called its picture was put on last; None where it was on none.
    """

    call_id: str
    room_id: str
    unit_id: str
    call_sign: str
    mode: Mode
    media: Media
    state: CallState
    at: datetime
    by: str
    number: str | None = None
    area_code: str | None = None
    phones: int = 0
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    ended_at: datetime | None = None
    why: Why | None = None
    seconds: int | None = None
    wants_callback: bool = False
    wall: str | None = None
    is_demo: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is still asked, rings or goes on."""
        return self.state in OPEN

    @property
    def is_ringing(self) -> bool:
        """Whether nobody has answered yet, and somebody still may."""
        return self.state in RINGING


FIELD_CALL = Kind(
    name="field_call",
    entity=FieldCall,
    fields=fields_of(
        FieldCall,
        call_sign={"is_loose": True},
        area_code={"shape": AREA},
        wall={"may_be_absent": True},
    ),
    id_field="call_id",
    audience=Audience(
        ("desk.see", "journal.read", "video.shown"), area_field="area_code", owned=Owned.SUBJECT
    ),
    # a wall lists the incidents somebody speaks about now: no account, no reason, no words
    wall=frozenset({"call_id", "number", "call_sign", "answered_at", "ended_at"}),
    live=Live.UNTIL_ENDED,
    ends=Ends("ended_at"),
    kept=Kept.NEWEST,
    hangs_on=HangsOn(id_field="number", kind_field="", kind=INCIDENT),
    timeline=True,
    title="通话",
    says={
        "asked": "呼叫 {call_sign}",
        "rang": "{call_sign} 的手机已响铃",
        "accepted": "{call_sign} 接通",
        "declined": "{call_sign} 拒接",
        "busy": "{call_sign} 正在通话中",
        "missed": "{call_sign} 未接听",
        "cancelled": "取消呼叫 {call_sign}",
        "ended": "与 {call_sign} 的通话结束，{seconds} 秒",
        "lost": "与 {call_sign} 的通话中断，{seconds} 秒",
        "callback": "请 {call_sign} 回电",
        "on_wall": "{call_sign} 的现场画面投到大屏 {wall}",
        "off_wall": "{call_sign} 的现场画面从大屏 {wall} 收回",
        "joined": "另一席位加入与 {call_sign} 的通话",
    },
)


class CallOverError(ConflictError):
    """What was to be done to a call that is over, or is not so far."""

    code = "call_over"


def step(
    call: FieldCall, taken: Step, at: datetime, *, why: Why | None = None, by: str | None = None
) -> FieldCall:
    """The call after a step.

    Args:
        call: as it stands.
        taken: what happens.
        at: when; never before it was asked.
        why: why it is over, where the step alone does not tell.
        by: the account that answers.

    Raises:
        CallOverError: the step may not follow.
    """
    state = follows(call.state, taken)
    if state is None:
        raise CallOverError(says="call_over", field="call")
    at = max(at, call.at)
    if state is CallState.RANG:
        return replace(call, state=state, rang_at=at)
    if state is CallState.ACCEPTED:
        return replace(call, state=state, answered_at=at, answered_by=by)
    spoke = None if call.answered_at is None else int((at - call.answered_at).total_seconds())
    why = why or WHY_ALONE[taken]
    return replace(call, state=state, ended_at=at, why=why, seconds=spoke)


def over(call: FieldCall, at: datetime, why: Why) -> FieldCall:
    """The call ended from outside, whatever it was at: unanswered it is cancelled."""
    return step(call, Step.CANCEL if call.is_ringing else Step.END, at, why=why)


def busy(call: FieldCall, at: datetime) -> FieldCall:
    """A call to somebody who is in another one: over before it rang."""
    return replace(call, state=CallState.BUSY, ended_at=at, why=Why.BUSY)


def is_missed(call: FieldCall, now: datetime) -> bool:
    """Whether it has rung long enough."""
    return call.is_ringing and now - call.at >= RINGS_FOR


def others_of_first(calls: Mapping[str, FieldCall], answered: FieldCall) -> list[FieldCall]:
    """Those that stop ringing because another was first; of a room all go on."""
    if answered.mode is not Mode.FIRST:
        return []
    return [
        one
        for one in calls.values()
        if one.is_ringing and one.call_id != answered.call_id and one.mode is Mode.FIRST
    ]


def check_may_ring(unit: Unit) -> None:
    """Refuse to ring somebody who is not on duty: off duty nobody is rung.

    Raises:
        InvalidError: says so.
    """
    if unit.is_removed or unit.status in NOT_ON_DUTY:
        raise InvalidError(says="call_off_duty", unit=unit.call_sign, field="unit_id")
