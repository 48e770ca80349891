"""The closed loop of a case (受理 → 分流 → … → 结案) as one table of steps.

Who may take a step, from where, what must hold, where it leads and what it writes. The rules read
this table (domain/centre/loop/steps.py) and docs/centre.md is printed from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.centre.cases.needs import Need


class Stage(StrEnum):
    """What a case waits for."""

    REGISTERED = "registered"
    ROUTED = "routed"
    STUDY = "studying"
    HANDLING = "handling"
    PERFORMING = "performing"
    CALL_BACK = "calling_back"
    CLOSING = "closing"
    CLOSED = "closed"


STAGE_NAMES: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.REGISTERED: "待分流",
        Stage.ROUTED: "待接收",
        Stage.STUDY: "联合研判",
        Stage.HANDLING: "处置中",
        Stage.PERFORMING: "履行中",
        Stage.CALL_BACK: "待回访",
        Stage.CLOSING: "待结案",
        Stage.CLOSED: "已结案",
    }
)
OPEN = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
_UNDECIDED = (Stage.REGISTERED, Stage.ROUTED, Stage.STUDY, Stage.HANDLING)


class Step(StrEnum):
    """What may be done with a case; the word of the journal."""

    REGISTER = "register"
    ROUTE = "route"
    REFUSE = "refuse"
    ACCEPT = "accept"
    OBJECT = "object"
    TAKE_BACK = "take_back"
    UPHOLD = "uphold"
    TO_STUDY = "to_study"
    STUDY = "study"
    ASSIGN = "assign"
    SESSION = "session"
    AGREE = "agree"
    FAIL = "fail"
    REPLY = "reply"
    REPLY_SUGGESTION = "reply_suggestion"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"
    PAY = "pay"
    BREACH = "breach"
    ENFORCE = "enforce"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    PAPER = "paper"
    SUPERVISE = "supervise"
    CALL_BACK = "call_back"
    CLOSE = "close"
    JOIN = "join"
    REOPEN = "reopen"
    FINISH = "finish"
    SPLIT = "split"
    LEAD = "lead"
    STAND_IN = "stand_in"
    SIGN = "sign"
    ESCALATE = "escalate"
    REROUTE = "reroute"
    RESIGN = "resign"
    DIED = "died"
    REVIEW = "review"
    SEND_BACK = "send_back"
    ASK_REVIEW = "ask_review"
    REVIEW_OPINION = "review_opinion"
    ASK_RECHECK = "ask_recheck"
    HEARING = "hearing"
    RECHECK_OPINION = "recheck_opinion"


class Actor(StrEnum):
    """Who takes a step, as they stand to the case."""

    WINDOW = "window"  # any window's clerk
    DUTY = "duty"  # who routes, reviews and closes
    BODY = "body"  # an officer of the lead body
    MEDIATOR = "mediator"  # one who was assigned to it
    LEADER = "leader"  # the leader in charge (包案), or who stands in for them
    REVIEWER = "reviewer"  # who looks at a case again before it is closed (复核)
    SECRETARY = "secretary"  # who keeps the minutes of a joint study
    SYSTEM = "system"  # time, by itself


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    Attributes:
        step: what is done.
        name: what people call it.
        comes_from: the stages it may be taken in; empty for what begins a case.
        leads_to: the stages it may lead to; empty where it stays.
        who: any one of these.
        needs: what must hold.
        writes: the fields of the case it changes, besides the entry that tells of it.
    """

    step: Step
    name: str
    comes_from: tuple[Stage, ...]
    leads_to: tuple[Stage, ...]
    who: tuple[Actor, ...]
    needs: tuple[Need, ...] = ()
    writes: tuple[str, ...] = ()


_DESK = (Actor.DUTY,)
_HANDLERS = (Actor.BODY, Actor.MEDIATOR)
_DECIDES = ("procedure_result", "result", "remedy")
_ANSWERED = (Stage.CALL_BACK, Stage.CLOSING, Stage.CLOSED)  # a petition with its written reply
ROWS: tuple[Transition, ...] = (
    Transition(
        Step.REGISTER, "登记受理", (), (Stage.REGISTERED,), (Actor.WINDOW, Actor.DUTY),
        (Need.PARTIES,), ("code", "registered_at", "window", "first_clerk"),
    ),
    Transition(
        Step.ROUTE, "分流派单", (Stage.REGISTERED,), (Stage.ROUTED,), _DESK,
        (Need.BODY, Need.WAY, Need.CLOCK), ("body", "bodies", "clock", "way", "answer_by"),
    ),
    Transition(
        Step.REFUSE, "不予受理", (Stage.REGISTERED,), (Stage.CLOSING,), _DESK,
        (Need.REASON, Need.REMEDY), ("result", "remedy", "refused_by"),
    ),
    Transition(
        Step.ACCEPT, "接收", (Stage.ROUTED,), (Stage.HANDLING,), (Actor.BODY, Actor.SYSTEM),
        (Need.NO_OBJECTION,), ("accepted_at", "due_at", "handlers"),
    ),
    Transition(
        Step.OBJECT, "退单异议", (Stage.ROUTED,), (Stage.ROUTED, Stage.STUDY), (Actor.BODY,),
        (Need.IN_TIME, Need.REASON, Need.NO_OBJECTION), ("objections", "has_objection"),
    ),
    Transition(
        Step.TAKE_BACK, "同意退单", (Stage.ROUTED,), (Stage.REGISTERED,), _DESK,
        (Need.OBJECTION,), ("body", "bodies", "has_objection"),
    ),
    Transition(
        Step.UPHOLD, "不同意退单", (Stage.ROUTED,), (Stage.HANDLING,), _DESK,
        (Need.OBJECTION, Need.REASON), ("has_objection", "accepted_at", "due_at"),
    ),
    Transition(
        Step.TO_STUDY, "提请联合研判", (Stage.REGISTERED, Stage.ROUTED, Stage.HANDLING),
        (Stage.STUDY,), (Actor.DUTY, Actor.BODY), (Need.REASON,), (),
    ),
    Transition(
        Step.STUDY, "研判定责", (Stage.STUDY,), (Stage.HANDLING,), (Actor.DUTY, Actor.SECRETARY),
        (Need.BODY, Need.MINUTES, Need.CLOCK),
        ("body", "bodies", "leader", "deputy", "level", "plan", "clock", "accepted_at", "due_at"),
    ),
    Transition(
        Step.ASSIGN, "指派调解员", (Stage.HANDLING,), (), (Actor.BODY, Actor.DUTY),
        (Need.MEDIABLE,), ("mediators", "people"),
    ),
    Transition(
        Step.SESSION, "调解", (Stage.HANDLING,), (), _HANDLERS,
        (Need.MEDIABLE, Need.CONSENT, Need.APART, Need.RUNNING), ("handlers",),
    ),
    Transition(
        Step.AGREE, "达成协议", (Stage.HANDLING,), (Stage.PERFORMING, Stage.CALL_BACK), _HANDLERS,
        (Need.MEDIABLE, Need.CONSENT, Need.SUMS, Need.RUNNING),
        ("form", "agreement", "instalments", *_DECIDES),
    ),
    Transition(
        Step.FAIL, "调解不成", (Stage.HANDLING,), (Stage.CALL_BACK,), _HANDLERS,
        (Need.NOT_ANSWERED, Need.REASON, Need.REMEDY), _DECIDES,
    ),
    Transition(
        Step.REPLY, "出具处理意见", (Stage.HANDLING,), (Stage.CALL_BACK,), _HANDLERS,
        (Need.PETITION, Need.REASON, Need.RUNNING), (*_DECIDES, "review", "ask_by"),
    ),
    Transition(
        Step.REPLY_SUGGESTION, "答复建议", (Stage.HANDLING,), (Stage.CALL_BACK,), _HANDLERS,
        (Need.SUGGESTION, Need.REASON, Need.RUNNING), _DECIDES,
    ),
    Transition(
        Step.TRANSFER, "移送其他程序", (Stage.HANDLING,), (Stage.CALL_BACK,), _HANDLERS,
        (Need.REASON, Need.REMEDY), _DECIDES,
    ),
    Transition(
        Step.WITHDRAW, "撤回", _UNDECIDED, (Stage.CALL_BACK,), (Actor.DUTY, *_HANDLERS),
        (Need.REASON, Need.REMEDY), _DECIDES,
    ),
    Transition(
        Step.PAY, "履行一期", (Stage.PERFORMING,), (Stage.PERFORMING, Stage.CALL_BACK), _HANDLERS,
        (Need.PROOF,), ("instalments",),
    ),
    Transition(
        Step.BREACH, "违约督促", (Stage.PERFORMING,), (), (*_HANDLERS, Actor.DUTY), (Need.REASON,),
        ("breached_at",),
    ),
    Transition(
        Step.ENFORCE, "转入执行或支付令", (Stage.PERFORMING,), (Stage.CALL_BACK,), _HANDLERS,
        (Need.REASON, Need.REMEDY), _DECIDES,
    ),
    Transition(
        Step.PAUSE, "中止计时", (Stage.HANDLING,), (), _HANDLERS,
        (Need.RUNNING, Need.GROUND, Need.REASON), ("paused_at", "ground"),
    ),
    Transition(
        Step.RESUME, "恢复计时", (Stage.HANDLING,), (), _HANDLERS, (Need.PAUSED,),
        ("paused_at", "ground", "due_at", "amber_at"),
    ),
    Transition(
        Step.EXTEND, "延长时限", (Stage.HANDLING,), (), (Actor.DUTY, Actor.LEADER),
        (Need.EXTENSION, Need.REASON, Need.RUNNING), ("extended", "due_at", "amber_at"),
    ),
    Transition(
        Step.PAPER, "材料入卷", OPEN, (), (Actor.WINDOW, Actor.DUTY, *_HANDLERS), (), ("papers",)
    ),
    Transition(
        Step.SUPERVISE, "督办", OPEN, (), (Actor.DUTY, Actor.LEADER, Actor.SYSTEM), (),
        ("supervision",),
    ),
    Transition(
        Step.CALL_BACK, "回访", (Stage.CALL_BACK,), (Stage.CLOSING,),
        (Actor.WINDOW, Actor.DUTY, Actor.BODY), (Need.OTHER_PERSON,),
        ("called_back_by", "satisfaction"),
    ),
    Transition(
        Step.CLOSE, "结案", (Stage.CLOSING,), (Stage.CLOSED,), _DESK,
        (Need.OTHER_PERSON, Need.NOT_REFUSER, Need.DOSSIER, Need.SIGNED, Need.REVIEWED),
        ("closed_at",),
    ),
    Transition(
        Step.JOIN, "并案", _UNDECIDED, (Stage.CLOSED,), _DESK, (Need.REASON,),
        ("result", "joined_to", "closed_at"),
    ),
    Transition(
        Step.REOPEN, "重新启动", (Stage.CLOSED,), (Stage.REGISTERED,),
        (Actor.DUTY, Actor.WINDOW), (Need.REASON, Need.WITHIN_TIME, Need.NOT_FINAL),
        ("reopened", "closed_at", "refused_by", *_DECIDES),
    ),
    Transition(
        Step.FINISH, "复核终结", (Stage.CLOSED,), (), _DESK, (Need.REASON, Need.NOT_FINAL),
        ("is_final",),
    ),
    Transition(
        Step.SPLIT, "分案", _UNDECIDED, (), _DESK, (Need.REASON, Need.OTHER_CASE), ()
    ),
    Transition(
        Step.LEAD, "领导包案", OPEN, (), _DESK, (Need.LEADER_NAMED,),
        ("leader", "deputy", "people", "signed_by"),
    ),
    Transition(
        Step.STAND_IN, "委托代管", OPEN, (), (Actor.LEADER, Actor.DUTY), (Need.REASON,),
        ("deputy", "people"),
    ),
    Transition(
        Step.SIGN, "领导签批",
        (Stage.STUDY, Stage.HANDLING, Stage.PERFORMING, Stage.CALL_BACK, Stage.CLOSING), (),
        (Actor.LEADER,), (Need.REASON,), ("signed_by",),
    ),
    Transition(
        Step.ESCALATE, "提级", OPEN, (), (Actor.DUTY, Actor.LEADER, Actor.BODY),
        (Need.REASON, Need.NOT_HIGHEST), ("level",),
    ),
    Transition(
        Step.REROUTE, "改派", (Stage.ROUTED, Stage.HANDLING, Stage.PERFORMING), (Stage.ROUTED,),
        _DESK, (Need.BODY_GONE, Need.BODY, Need.WAY, Need.CLOCK, Need.REASON),
        ("body", "bodies", "clock", "way", "answer_by"),
    ),
    Transition(
        Step.RESIGN, "调解员辞任", (Stage.HANDLING, Stage.PERFORMING), (), (Actor.MEDIATOR,),
        (Need.REASON,), ("mediators", "people", "resigned"),
    ),
    Transition(
        Step.DIED, "当事人死亡", (*_UNDECIDED, Stage.PERFORMING), (Stage.CALL_BACK,),
        (Actor.DUTY, *_HANDLERS), (Need.REASON, Need.SUCCESSION), _DECIDES,
    ),
    Transition(
        Step.REVIEW, "结案复核", (Stage.CLOSING,), (), (Actor.REVIEWER, Actor.DUTY),
        (Need.OTHER_PERSON, Need.NOT_REFUSER, Need.REASON), ("reviewed_by",),
    ),
    Transition(
        Step.SEND_BACK, "退回补正", (Stage.CLOSING,), (Stage.CALL_BACK,),
        (Actor.REVIEWER, Actor.DUTY), (Need.REASON,), ("reviewed_by", "called_back_by"),
    ),
    Transition(
        Step.ASK_REVIEW, "申请复查", _ANSWERED, (), (Actor.WINDOW, Actor.DUTY),
        (Need.PETITION, Need.ASKABLE, Need.ABOVE, Need.REASON),
        ("review", "review_by", "ask_by", "answer_due"),
    ),
    Transition(
        Step.REVIEW_OPINION, "复查意见", _ANSWERED, (), _DESK,
        (Need.PETITION, Need.REVIEWING, Need.REASON), ("review", "ask_by", "answer_due"),
    ),
    Transition(
        Step.ASK_RECHECK, "申请复核", _ANSWERED, (), (Actor.WINDOW, Actor.DUTY),
        (Need.PETITION, Need.REVIEW_GIVEN, Need.ASKABLE, Need.ABOVE, Need.REASON),
        ("review", "review_by", "ask_by", "answer_due"),
    ),
    Transition(
        Step.HEARING, "复核听证", _ANSWERED, (), _DESK,
        (Need.PETITION, Need.RECHECKING, Need.HEARING_DAYS, Need.REASON), ("answer_due",),
    ),
    Transition(
        Step.RECHECK_OPINION, "复核意见", _ANSWERED, (), _DESK,
        (Need.PETITION, Need.RECHECKING, Need.REASON), ("review", "answer_due", "is_final"),
    ),
)  # fmt: skip
TABLE: Mapping[Step, Transition] = MappingProxyType({row.step: row for row in ROWS})
