"""An entity handed to a department: its desk is told, takes it over or gives it back.

Of any kind: whoever hands on says of what, in words everybody may read (`Told`). Inside a
transaction. Until the department says yes, everybody reads that it has not.
"""

from domain.access.callers import Caller
from domain.desk.notices import OPEN, Level, Notice, NoticeState, Purpose, move
from domain.desk.timers import TimerKind
from domain.errors import ConflictError
from domain.incidents.incidents import ENDED, Incident
from domain.maps.departments import CENTRE_DESK, Department
from domain.moments import to_id
from domain.subject_key import SubjectKey
from operations.notices.notices import CENTRE_NAME, Told, acknowledge, post
from store import Transaction
from store.desk import outbox


def tell_department(tx: Transaction, told: Told, department: Department, *, actor: str) -> Notice:
    """The department that owns it now hears of it; what was said before is withdrawn."""
    drop_transfers(tx, told.about, actor=actor)
    return _tell(tx, told, department.code, department.duty, f"移交 {department.name}", actor)


def tell_centre(tx: Transaction, told: Told, department: str, *, actor: str) -> Notice:
    """The centre's dispatchers hear that it came back; why stands in its notes."""
    drop_transfers(tx, told.about, actor=actor)
    head = f"{department} 退回"
    return _tell(tx, told, CENTRE_DESK, CENTRE_NAME, head, actor, more="，原因见备注")


def hand_on(tx: Transaction, told: Told, *, actor: str) -> Notice:
    """Somebody took a call from outside their area: the desks that have the place are told."""
    head = f"{actor} 接听了辖区外的报警，请受理"
    return _tell(tx, told, CENTRE_DESK, CENTRE_NAME, head, actor)


def _tell(
    tx: Transaction,
    told: Told,
    code: str,
    recipient: str,
    head: str,
    actor: str,
    *,
    more: str = "",
) -> Notice:
    notice_id = f"{told.about.id}-transfer-{code or 'centre'}-{to_id(tx.at)}"
    notice = Notice(
        notice_id=notice_id,
        subject_kind=told.about.kind,
        subject_id=told.about.id,
        purpose=Purpose.TRANSFER,
        recipient=recipient,
        level=Level.UNIT,
        chain=notice_id,
        head=head,
        text=f"{head}：{told.words}{more}",
        area_code=told.area_code,
        at=tx.at,
        pending=(),
        is_demo=told.is_demo,
        department=code,
    )
    return post(tx, notice, actor=actor)


def drop_transfers(tx: Transaction, about: SubjectKey, *, actor: str) -> None:
    """Nothing more is asked of anybody about whose it is: it went on, came back, or ended."""
    for notice in _asked(tx, about):
        for one in outbox.chain(tx, notice.chain):
            if one.state in {*OPEN, NoticeState.FAILED}:
                outbox.put_notice(tx, move(one, NoticeState.WITHDRAWN, at=tx.at), actor=actor)
        outbox.drop_timers(tx, TimerKind.ESCALATE, [notice.chain])


def taken_over(tx: Transaction, about: SubjectKey, caller: Caller) -> None:
    """A department that works on what was handed to it has said yes by doing so."""
    for notice in _asked(tx, about):
        if caller.role == "department" and notice.department == caller.department:
            acknowledge(tx, notice.notice_id, actor=caller.actor)


def is_answered(tx: Transaction, first: Notice) -> bool:
    """Somebody has answered a transfer, or nobody is asked any more."""
    chain = outbox.chain(tx, first.notice_id)
    is_answered = any(one.state is NoticeState.ACKNOWLEDGED for one in chain)
    return is_answered or first.state not in {*OPEN, NoticeState.FAILED}


def check_returned(incident: Incident, caller: Caller) -> None:
    """Only a department that owns an open incident may give it back.

    Raises:
        ConflictError: there is nothing to give back.
    """
    is_own = caller.role == "department" and incident.owner == caller.department
    if not is_own or incident.status in ENDED:
        raise ConflictError(
            says="not_yours_to_return",
            field="number",
            code="illegal_step",
        )


def _asked(tx: Transaction, about: SubjectKey) -> list[Notice]:
    """What departments, or the centre, were asked about an entity and have not answered."""
    found = outbox.notices_about(tx, about)
    waiting = {*OPEN, NoticeState.FAILED}
    return [
        one
        for one in found
        if one.department is not None and one.level == Level.UNIT and one.state in waiting
    ]
