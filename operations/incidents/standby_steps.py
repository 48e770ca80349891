"""Standby orders inside a transaction: given, reached, ended, and told on when nobody answers."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.desk.notices import OPEN, STANDBY, Level, Notice, NoticeState, Purpose, move
from domain.desk.timers import Timer, TimerKind
from domain.dispatch.standby import Ending, Standby, arrive, end
from domain.dispatch.units import Unit
from domain.subject_key import SubjectKey
from operations.notices.notices import ESCALATION, acknowledge, post
from store import Transaction
from store.desk import outbox
from store.desk import standby as kept

LOOKS_EVERY = timedelta(seconds=10)


def words_of_standby(standby: Standby) -> str:
    """What a notice says of a standby: nobody may take it for an incident."""
    return f"前往 {standby.name} 备勤（不是出警）"


def give(tx: Transaction, standby: Standby, unit: Unit, *, actor: str) -> None:
    """A unit is told to wait somewhere; its notice goes out, and its place is watched."""
    kept.put_standby(tx, standby, action="order", actor=actor)
    head = f"机动备勤 {unit.call_sign}"
    notice = Notice(
        notice_id=standby.standby_id,
        subject_kind=STANDBY,
        subject_id=standby.standby_id,
        unit_id=unit.unit_id,
        recipient=unit.call_sign,
        chain=standby.standby_id,
        head=head,
        text=f"{head}：{words_of_standby(standby)}",
        area_code=standby.area_code,
        at=tx.at,
        pending=(),
        is_demo=standby.is_demo,
    )
    post(tx, notice, actor=actor)
    watch_place(tx, standby)


def watch_place(tx: Transaction, standby: Standby) -> None:
    """Look again in a moment whether the unit is there."""
    due = tx.at + LOOKS_EVERY
    about = SubjectKey(STANDBY, standby.standby_id)
    outbox.put_timer(tx, Timer(TimerKind.ARRIVE, standby.standby_id, about, due))


def reach(tx: Transaction, standby: Standby, *, actor: str, at: datetime | None = None) -> Standby:
    """The unit is there, which answers its notice too; `at`: since when, where it is not now.

    Raises:
        ConflictError: the standby is over.
    """
    after = arrive(standby, at=at or tx.at)
    if after is not standby:
        kept.put_standby(tx, after, action="arrive", actor=actor)
        held = outbox.notice(tx, standby.standby_id)
        if held is not None and held.state in {*OPEN, NoticeState.FAILED}:
            acknowledge(tx, held.notice_id, actor=actor)
    outbox.drop_timers(tx, TimerKind.ARRIVE, [standby.standby_id])
    return after


def finish(tx: Transaction, standby: Standby, ending: Ending, *, actor: str) -> Standby:
    """The standby is over: nothing more is to be said, tried or watched."""
    after = end(standby, ending, at=tx.at)
    if after is standby:
        return standby
    kept.put_standby(tx, after, action="end", actor=actor)
    for notice in outbox.chain(tx, standby.standby_id):
        if notice.state in {*OPEN, NoticeState.FAILED}:
            withdrawn = move(notice, NoticeState.WITHDRAWN, at=tx.at)
            outbox.put_notice(tx, withdrawn, actor=actor)
    for kind in TimerKind:
        outbox.drop_timers(tx, kind, [standby.standby_id])
    return after


def finish_of(tx: Transaction, unit_id: str, ending: Ending, *, actor: str) -> None:
    """End the open standby of a unit, if it has one."""
    held = kept.open_standby(tx, unit_id)
    if held is not None:
        finish(tx, held, ending, actor=actor)


def is_settled(tx: Transaction, first: Notice) -> bool:
    """Somebody has answered, or there is nothing to answer any more."""
    held = kept.standby(tx, first.chain)
    if held is None or held.ended_at is not None or first.state is NoticeState.WITHDRAWN:
        return True
    told = outbox.chain(tx, first.notice_id)
    return any(one.state is NoticeState.ACKNOWLEDGED for one in told)


def tell_on(tx: Transaction, first: Notice, step: int, *, supervisor: str, duty: str) -> None:
    """Nobody said yes: first the supervisor, then the duty desk.

    No other unit moves by itself: what it would leave uncovered is a person's to judge.
    """
    held = kept.standby(tx, first.chain)
    if held is None:
        return
    recipient, level = (
        (supervisor, Level.SUPERVISOR) if step == 0 else (duty, Level.DEPARTMENT_DUTY)
    )
    notice_id = f"{first.notice_id}-{step}"
    if outbox.notice(tx, notice_id) is not None:
        return
    head = f"{first.recipient} 未签收"
    told = replace(
        first,
        notice_id=notice_id,
        recipient=recipient,
        level=level,
        purpose=Purpose.ESCALATION,
        unit_id=None,
        head=head,
        text=f"{head}：{words_of_standby(held)}",
        at=tx.at,
        state=NoticeState.WAITING,
        channel=(),
        pending=(),
        attempts=0,
        error=None,
        sent_at=None,
        delivered_at=None,
    )
    post(tx, told, actor=ESCALATION)
