"""Notices inside a transaction: made with an assignment, answered, withdrawn when it ends.

The text of a notice is kept for good and shown to everybody: it holds no personal words. What a
unit reads is put together when the notice is handed out (operations/notices/orders.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.desk.notices import OPEN, Level, Notice, NoticeState, Purpose, move
from domain.desk.timers import Timer, TimerKind
from domain.dispatch.units import Unit
from domain.errors import NotFoundError
from domain.incidents.assignments import Assignment
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import ENDED, Incident, Severity
from domain.moments import to_id
from domain.subject_key import INCIDENT, SubjectKey, of_incident
from store import Transaction
from store.desk import outbox

ESCALATION = "escalation"
CENTRE_NAME = "指挥中心调度席"
ROMAN = {Severity.I: "Ⅰ", Severity.II: "Ⅱ", Severity.III: "Ⅲ", Severity.IV: "Ⅳ"}


def words_of(incident: Incident) -> str:
    """What a notice may say of an incident to everybody: no title, no names, no phones."""
    name = CLASS_NAMES[incident.incident_class]
    return f"{name} {ROMAN[incident.severity]} 级 {incident.number}"


@dataclass(frozen=True, slots=True)
class Told:
    """What people are told of: an entity of any kind, in words that everybody may read.

    Attributes:
        about: the entity.
        words: what it is and where, with nothing personal in it.
        area_code: where it belongs.
        is_demo: whether it is invented.
    """

    about: SubjectKey
    words: str
    area_code: str
    is_demo: bool = False


def told_of(incident: Incident) -> Told:
    """An incident, as people are told of it."""
    about = of_incident(incident.number)
    return Told(about, words_of(incident), incident.area_code, incident.is_demo)


def notify_unit(
    tx: Transaction,
    assignment: Assignment,
    unit: Unit,
    incident: Incident,
    *,
    actor: str,
    level: int = Level.UNIT,
    chain: str | None = None,
    is_asked: bool = True,
) -> Notice:
    """Tell a unit that it was sent; delivery begins once this is committed.

    Who is not asked is only told: that it does not answer leads to nothing.
    """
    head = f"派遣 {unit.call_sign}"
    notice = Notice(
        notice_id=assignment.assignment_id,
        subject_kind=INCIDENT,
        subject_id=incident.number,
        assignment_id=assignment.assignment_id,
        unit_id=unit.unit_id,
        recipient=unit.call_sign,
        level=level,
        chain=chain or (assignment.assignment_id if is_asked else f"{incident.number}-told"),
        head=head,
        text=f"{head}：{words_of(incident)}",
        area_code=incident.area_code,
        at=tx.at,
        pending=(),
        is_demo=incident.is_demo,
    )
    return post(tx, notice, actor=actor)


def tell_corrected(tx: Transaction, before: Incident, after: Incident, *, actor: str) -> None:
    """Crews under way hear that the place, class, severity or title is another now.

    It escalates to nobody, as they have their order already; an earlier correction that they have
    not answered is withdrawn, as the new one says all.
    """
    changed = _corrected(before, after)
    if not changed or after.status in ENDED:
        return
    for assignment in tx.open_assignments(number=after.number):
        if assignment.area_code != after.area_code:
            moved = replace(assignment, area_code=after.area_code)
            tx.put_assignment(moved, action="correct", actor=actor)
        what = f"{'、'.join(changed)}有更正"
        inform_unit(tx, assignment, after, actor=actor, word="更正", what=what)


def _corrected(before: Incident, after: Incident) -> list[str]:
    """What of an order is another now, in words."""
    same = {
        "地点": ("lat", "lon", "area_code", "address"),
        "类别": ("incident_class",),
        "等级": ("severity",),
        "标题": ("title",),
    }
    return [
        word
        for word, fields in same.items()
        if any(getattr(before, name) != getattr(after, name) for name in fields)
    ]


def inform_unit(
    tx: Transaction,
    assignment: Assignment,
    incident: Incident,
    *,
    actor: str,
    word: str,
    what: str,
) -> None:
    """Tell a crew under way something more of its order; who was never told anything is left."""
    held = outbox.notices_of_assignment(tx, assignment.assignment_id)
    order = [one for one in held if one.notice_id == assignment.assignment_id]
    unit = tx.unit(assignment.unit_id)
    if not order or unit is None:
        return
    _withdraw([one for one in held if one.purpose is Purpose.CORRECTED], tx, actor)
    head = f"{word} {unit.call_sign}"
    notice = Notice(
        notice_id=f"{incident.number}-corrected-{unit.unit_id}-{to_id(tx.at)}",
        subject_kind=INCIDENT,
        subject_id=incident.number,
        purpose=Purpose.CORRECTED,
        assignment_id=assignment.assignment_id,
        unit_id=unit.unit_id,
        recipient=unit.call_sign,
        chain=order[0].chain,
        head=head,
        text=f"{head}：{words_of(incident)}，{what}",
        area_code=incident.area_code,
        at=tx.at,
        pending=(),
        is_demo=incident.is_demo,
    )
    post(tx, notice, actor=actor)


def tell_unserved(tx: Transaction, incident: Incident) -> None:
    """The desk hears that the last crew has left an incident; it rings until somebody answers."""
    tell_people(
        tx,
        told_of(incident),
        key=f"unserved-{to_id(tx.at)}",
        recipient=CENTRE_NAME,
        purpose=Purpose.UNSERVED,
        head="无人处置",
        what=f"{words_of(incident)}，力量已全部离开，请重新派出",
    )


def served(tx: Transaction, number: str, *, actor: str) -> None:
    """Somebody serves an incident again, or it is over: that nobody did is withdrawn."""
    told = outbox.notices_about(tx, of_incident(number))
    _withdraw([one for one in told if one.purpose is Purpose.UNSERVED], tx, actor)


def heard_again(tx: Transaction, assignment: Assignment, *, actor: str) -> None:
    """A crew was heard of, or its silence is told anew: what was told of it before is withdrawn."""
    told = outbox.notices_of_assignment(tx, assignment.assignment_id)
    _withdraw([one for one in told if one.purpose is Purpose.CHECK_IN], tx, actor)


def _withdraw(notices: Sequence[Notice], tx: Transaction, actor: str) -> None:
    for notice in notices:
        if notice.state in {*OPEN, NoticeState.FAILED}:
            after = move(notice, NoticeState.WITHDRAWN, at=tx.at)
            outbox.put_notice(tx, after, actor=actor)


def tell_people(
    tx: Transaction,
    told: Told,
    *,
    key: str,
    recipient: str,
    level: int = Level.SUPERVISOR,
    head: str,
    what: str | None = None,
    purpose: Purpose = Purpose.ESCALATION,
    chain: str | None = None,
    assignment_id: str | None = None,
) -> Notice:
    """Tell somebody who is no unit: the supervisor, a department's duty desk. Once per key.

    `head` says what is asked of whom, `what` of which entity and why; the words of `told`, where
    they say all.
    """
    notice_id = f"{told.about.id}-{key}"
    held = outbox.notice(tx, notice_id)
    if held is not None:
        return held
    notice = Notice(
        notice_id=notice_id,
        subject_kind=told.about.kind,
        subject_id=told.about.id,
        purpose=purpose,
        assignment_id=assignment_id,
        recipient=recipient,
        level=level,
        chain=chain or notice_id,
        head=head,
        text=f"{head}：{told.words if what is None else what}",
        area_code=told.area_code,
        at=tx.at,
        pending=(),
        is_demo=told.is_demo,
    )
    return post(tx, notice, actor=ESCALATION)


def post(tx: Transaction, notice: Notice, *, actor: str) -> Notice:
    """Put a notice into the outbox, to be delivered at once."""
    outbox.put_notice(tx, notice, actor=actor, action="make")
    outbox.put_timer(tx, Timer(TimerKind.DELIVER, notice.notice_id, notice.about, tx.at))
    return notice


def acknowledge(tx: Transaction, notice_id: str, *, actor: str) -> Notice:
    """Somebody said yes; the whole chain of escalation ends. Saying it again changes nothing.

    Raises:
        NotFoundError: no such notice.
        ConflictError: it was withdrawn.
    """
    held = _held(tx, notice_id)
    after = move(held, NoticeState.ACKNOWLEDGED, at=tx.at)
    if after is not held:
        outbox.put_notice(tx, after, actor=actor)
    outbox.drop_timers(tx, TimerKind.ESCALATE, [held.chain])
    return after


def deliver(tx: Transaction, notice_id: str, *, actor: str) -> Notice:
    """It has reached the recipient's device; what is known better already stays."""
    held = _held(tx, notice_id)
    if held.state not in {NoticeState.WAITING, NoticeState.SENT}:
        return held
    after = move(held, NoticeState.DELIVERED, at=tx.at)
    outbox.put_notice(tx, after, actor=actor)
    return after


def resend(tx: Transaction, notice_id: str, *, actor: str) -> Notice:
    """Try again from the beginning what was given up, or not answered yet.

    Raises:
        ConflictError: it was answered or withdrawn.
    """
    held = _held(tx, notice_id)
    if held.state not in OPEN:
        move(held, NoticeState.WAITING, at=tx.at)
    after = replace(held, state=NoticeState.WAITING, attempts=0, error=None, channel=(), pending=())
    outbox.put_notice(tx, after, actor=actor)
    outbox.put_timer(tx, Timer(TimerKind.DELIVER, notice_id, held.about, tx.at))
    return after


def answered(tx: Transaction, assignment_id: str, *, actor: str) -> None:
    """A unit that sets out or arrives has said yes by doing so."""
    for notice in outbox.notices_of_assignment(tx, assignment_id):
        if notice.unit_id is not None and notice.state in {*OPEN, NoticeState.FAILED}:
            acknowledge(tx, notice.notice_id, actor=actor)


def withdraw(tx: Transaction, assignment_id: str, *, actor: str) -> None:
    """The unit is released: nothing more is to be said, tried or watched."""
    _withdraw(outbox.notices_of_assignment(tx, assignment_id), tx, actor)
    # Whoever was sent because of its silence may be silent too: that goes on being told on.
    others = [one for one in outbox.chain(tx, assignment_id) if one.assignment_id != assignment_id]
    for kind in TimerKind:
        if kind is TimerKind.ESCALATE and any(one.state in OPEN for one in others):
            continue
        outbox.drop_timers(tx, kind, [assignment_id])


def withdraw_chain(tx: Transaction, chain: str, *, actor: str) -> None:
    """What a chain of notices was about is settled: those that nobody answered are withdrawn."""
    _withdraw(outbox.chain(tx, chain), tx, actor)


def watch_on_scene(tx: Transaction, assignment: Assignment) -> None:
    """From now on somebody must hear from the people on scene now and then."""
    incident = tx.incident(assignment.number)
    if incident is None or not incident.is_taken:
        return
    about = of_incident(assignment.number)
    outbox.put_timer(tx, Timer(TimerKind.CHECK_IN, assignment.assignment_id, about, tx.at))


def check_in_due(tx: Transaction, assignment: Assignment, due_at: datetime) -> None:
    """When the people of an assignment are to be heard of next."""
    about = of_incident(assignment.number)
    due = Timer(TimerKind.CHECK_IN, assignment.assignment_id, about, due_at, step=1)
    outbox.put_timer(tx, due)


def _held(tx: Transaction, notice_id: str) -> Notice:
    held = outbox.notice(tx, notice_id)
    if held is None:
        raise NotFoundError(says="no_notice", field="notice_id")
    return held
