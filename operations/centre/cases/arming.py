"""What time will do to a case by itself, set in the transaction of a step."""

from domain.centre.cases.case import CASE, Case
from domain.centre.cases.stages import Stage
from domain.centre.loop.reminders import AMBER, RED, next_late, runs
from domain.desk.timers import Timer, TimerKind
from domain.subject_key import SubjectKey
from operations.centre.cases.centre_desk import CentreDesk
from store import Transaction
from store.desk import outbox


def arm(tx: Transaction, case: Case, desk: CentreDesk) -> None:
    """Set what time will do to the case by itself, and forget what it will not any more."""
    about = SubjectKey(CASE.name, case.code)
    waits = case.stage is Stage.ROUTED and not case.has_objection and case.answer_by
    is_there = desk.its().holds(case.body)
    if waits and is_there and not desk.its().body(case.body).is_judicial:
        due = case.answer_by
        assert due is not None  # noqa: S101  (what `waits` says)
        outbox.put_timer(tx, Timer(TimerKind.CASE_SILENCE, case.code, about, due))
    else:
        outbox.drop_timers(tx, TimerKind.CASE_SILENCE, [case.code])
    moment = case.amber_at if case.supervision < AMBER else case.due_at
    if runs(case) and moment is not None and case.supervision < RED:
        step = case.supervision
        outbox.put_timer(tx, Timer(TimerKind.CASE_CLOCK, case.code, about, moment, step))
    else:
        outbox.drop_timers(tx, TimerKind.CASE_CLOCK, [case.code])
    if case.answer_due is not None and case.answer_due > tx.at:
        outbox.put_timer(tx, Timer(TimerKind.CASE_REVIEW, case.code, about, case.answer_due))
    else:
        outbox.drop_timers(tx, TimerKind.CASE_REVIEW, [case.code])
    late_at = next_late(case, tx.at.astimezone(desk.zone).date(), desk.zone)
    if late_at is not None:
        outbox.put_timer(tx, Timer(TimerKind.CASE_INSTALMENT, case.code, about, late_at))
    else:
        outbox.drop_timers(tx, TimerKind.CASE_INSTALMENT, [case.code])
