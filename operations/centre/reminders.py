"""Reminders of a case inside a transaction: told once each, withdrawn when they no longer hold.

They go through the outbox like every notice. Whoever may see the case may read them; nobody else.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from domain.centre.cases.case import CASE, Case
from domain.centre.cases.stages import Stage
from domain.centre.loop.reminders import (
    HANDLER,
    HEADS,
    INSTALMENT_HEAD,
    LEADER,
    RESIGNED_HEAD,
    REVIEW_HEAD,
    clock_key,
    clock_words,
    instalment_key,
    is_review_late,
    late_instalments,
    resigned_key,
    review_key,
    runs,
    wants_mediator,
)
from domain.centre.premises.places import Centre
from domain.desk.notices import OPEN, Level, Notice, NoticeState, Purpose, move
from domain.subject_key import SubjectKey
from operations.notices.notices import Told, tell_people
from store import Transaction
from store.desk import outbox

_BODY_KEY, _LEADER_KEY = "body", "leader"
_WAITING = frozenset({*OPEN, NoticeState.FAILED})


def tell_clock(tx: Transaction, case: Case, centre: Centre) -> None:
    """The body that leads hears that its limit is near or over, and the leader in charge."""
    told = Told(_about(case), clock_words(case, centre.clock(case.clock or "")), _area(case))
    recipients = [(_BODY_KEY, _lead_name(case, centre), Level.UNIT)]
    if case.leader:
        recipients.append((_LEADER_KEY, LEADER, Level.SUPERVISOR))
    for key, recipient, level in recipients:
        tell_people(
            tx,
            told,
            key=clock_key(case, key),
            recipient=recipient,
            level=level,
            head=HEADS[case.supervision],
            purpose=Purpose.DEADLINE,
        )


def tell_resigned(tx: Transaction, case: Case, centre: Centre) -> None:
    """The body that leads hears that no mediator is left, and names another."""
    if wants_mediator(case):
        tell_people(
            tx,
            Told(_about(case), case.code, _area(case)),
            key=resigned_key(case),
            recipient=_lead_name(case, centre),
            level=Level.UNIT,
            head=RESIGNED_HEAD,
            what=case.code,
            purpose=Purpose.DEADLINE,
        )


def _lead_name(case: Case, centre: Centre) -> str:
    """The body that leads; where it was closed, whoever gives the case to another."""
    return centre.body(case.body if centre.holds(case.body) else centre.lead).name


def tell_instalments(tx: Transaction, case: Case, zone: tzinfo) -> None:
    """Whoever handles the case hears of each instalment that was not paid by the end of its day."""
    told = Told(_about(case), case.code, _area(case))
    for number in late_instalments(case, tx.at.astimezone(zone).date()):
        tell_people(
            tx,
            told,
            key=instalment_key(case, number),
            recipient=HANDLER,
            level=Level.UNIT,
            head=INSTALMENT_HEAD,
            what=f"{case.code}，第 {number} 期",
            purpose=Purpose.INSTALMENT,
        )


def tell_review(tx: Transaction, case: Case, centre: Centre) -> None:
    """The body whose opinion is looked at hears that the body above has not answered in time."""
    if is_review_late(case, tx.at):
        tell_people(
            tx,
            Told(_about(case), case.code, _area(case)),
            key=review_key(case),
            recipient=_lead_name(case, centre),
            level=Level.UNIT,
            head=REVIEW_HEAD,
            what=case.code,
            purpose=Purpose.DEADLINE,
        )


def withdraw_past(tx: Transaction, case: Case, zone: tzinfo, *, actor: str) -> None:
    """Take back what no longer holds: longer time, a pause, an end, a payment."""
    hold = {f"{case.code}-{key}" for key in _holding(case, tx.at, zone)}
    for notice in outbox.notices_about(tx, _about(case)):
        # what was told of unread messages is withdrawn by whoever reads, and with the case
        is_said = notice.purpose is Purpose.MESSAGE and case.stage is not Stage.CLOSED
        if notice.state in _WAITING and notice.notice_id not in hold and not is_said:
            _withdraw(tx, notice, actor)


def _holding(case: Case, at: datetime, zone: tzinfo) -> Iterable[str]:
    if runs(case) and case.supervision in HEADS:
        yield from (clock_key(case, key) for key in (_BODY_KEY, _LEADER_KEY))
    if wants_mediator(case):
        yield resigned_key(case)
    if is_review_late(case, at):
        yield review_key(case)
    for number in late_instalments(case, at.astimezone(zone).date()):
        yield instalment_key(case, number)


def _withdraw(tx: Transaction, notice: Notice, actor: str) -> None:
    outbox.put_notice(tx, move(notice, NoticeState.WITHDRAWN, at=tx.at), actor=actor)


def _about(case: Case) -> SubjectKey:
    return SubjectKey(CASE.name, case.code)


def _area(case: Case) -> str:
    return case.area_code or ""
