"""What a case reminds people of by itself, in words that tell nothing of it but code and clock.

Heads are messages of the catalogues; a notice keeps them as they stand here.
"""

from datetime import date, datetime, timedelta, tzinfo

from domain.access.callers import Caller
from domain.centre.cases.agreements import overdue
from domain.centre.cases.case import Case, acts_as
from domain.centre.cases.stages import Actor, Stage
from domain.centre.limits.clocks import Clock
from domain.desk.notices import Level, Notice, Purpose
from domain.moments import to_id

AMBER, RED = 1, 2
HEADS = {AMBER: "案件时限将至", RED: "案件已超期"}
INSTALMENT_HEAD = "分期款逾期未付"
RESIGNED_HEAD = "调解员辞任，请另行指派"
UNREAD_HEAD = "协助人员的消息无人阅读"
REVIEW_HEAD = "复查复核答复已超期"
LEADER, HANDLER = "包案领导", "承办人"


def runs(case: Case) -> bool:
    """Whether the time limit of a case runs now."""
    return case.stage is Stage.HANDLING and case.paused_at is None


def clock_key(case: Case, recipient: str) -> str:
    """Names the reminder of a case's clock as it stands; another run or end is another key."""
    moments = "-".join(to_id(one) for one in (case.accepted_at, case.due_at) if one)
    return f"{'red' if case.supervision >= RED else 'amber'}-{moments}-{recipient}"


def clock_words(case: Case, clock: Clock) -> str:
    """Which case, and by which clock."""
    return f"{case.code}，{clock.name}"


def wants_mediator(case: Case) -> bool:
    """Whether its mediators gave it back and nobody was named since."""
    in_hand = case.stage in {Stage.HANDLING, Stage.PERFORMING}
    return in_hand and case.resigned > 0 and not case.mediators


def resigned_key(case: Case) -> str:
    """Names the reminder that a mediator is missing; the next one who resigns is another key."""
    return f"mediator-{case.resigned}"


def instalment_key(case: Case, number: int) -> str:
    """Names the reminder of one instalment, counted from 1."""
    due = (case.instalments or ())[number - 1].due
    return f"instalment-{case.reopened}-{number}-{due:%Y%m%d}"


def late_instalments(case: Case, today: date) -> tuple[int, ...]:
    """The numbers of what should have been paid before today."""
    if case.stage is not Stage.PERFORMING:
        return ()
    return overdue(case.instalments or (), today)


def next_late(case: Case, today: date, zone: tzinfo) -> datetime | None:
    """When the next instalment will be late: at the end of its day; None where none will."""
    if case.stage is not Stage.PERFORMING:
        return None
    owed = [one.due for one in case.instalments or () if one.paid_at is None and one.due >= today]
    if not owed:
        return None
    first_day_late = min(owed) + timedelta(days=1)
    return datetime(first_day_late.year, first_day_late.month, first_day_late.day, tzinfo=zone)


def is_review_late(case: Case, at: datetime) -> bool:
    """Whether the body above should have answered a review or a recheck by now."""
    return case.answer_due is not None and case.answer_due <= at


def review_key(case: Case) -> str:
    """Names the reminder of a review as it stands; a hearing makes another end and key."""
    due = to_id(case.answer_due) if case.answer_due else ""
    return f"review-{case.review}-{due}"


def may_answer(caller: Caller, case: Case, notice: Notice) -> bool:
    """Whether a reminder is the caller's to answer: the leader's own, all others the handlers'."""
    actors = acts_as(caller, case)
    if notice.level == Level.SUPERVISOR:
        return Actor.LEADER in actors
    if notice.purpose is Purpose.MESSAGE:
        return bool(actors & {Actor.WINDOW, Actor.DUTY, Actor.BODY, Actor.MEDIATOR})
    return bool(actors & {Actor.BODY, Actor.MEDIATOR})
