"""An incident handed to a department: its desk is told, takes it over or gives it back.

Inside a transaction. Until the department says yes, everybody reads that it has not.
"""

from domain.access.callers import Caller
from domain.desk.notices import OPEN, Level, Notice, NoticeState, Purpose, move
from domain.desk.timers import TimerKind
from domain.errors import ConflictError
from domain.incidents.incidents import ENDED, Incident
from domain.maps.departments import CENTRE_DESK, Department
from domain.moments import to_id
from domain.subject_key import INCIDENT, of_incident
from operations.notices.notices import CENTRE_NAME, acknowledge, post, words_of
from store import Transaction
from store.desk import outbox


def tell_department(
    tx: Transaction, incident: Incident, department: Department, *, actor: str
) -> Notice:
    """The department that owns it now hears of it; what was said before is withdrawn."""
    drop_transfers(tx, incident.number, actor=actor)
    text = f"移交 {department.name}：{words_of(incident)}"
    return _tell(tx, incident, department.code, department.duty, text, actor)


def tell_centre(tx: Transaction, incident: Incident, department: str, *, actor: str) -> Notice:
    """The centre's dispatchers hear that it came back; why stands in its notes."""
    drop_transfers(tx, incident.number, actor=actor)
    text = f"{department} 退回：{words_of(incident)}，原因见备注"
    return _tell(tx, incident, CENTRE_DESK, CENTRE_NAME, text, actor)


def hand_on(tx: Transaction, incident: Incident, *, actor: str) -> Notice:
    """Somebody took a call from outside their area: the desks that have the place are told."""
    text = f"{actor} 接听了辖区外的报警，请受理：{words_of(incident)}"
    return _tell(tx, incident, CENTRE_DESK, CENTRE_NAME, text, actor)


def _tell(
    tx: Transaction, incident: Incident, code: str, recipient: str, text: str, actor: str
) -> Notice:
    notice_id = f"{incident.number}-transfer-{code or 'centre'}-{to_id(tx.at)}"
    notice = Notice(
        notice_id=notice_id,
        subject_kind=INCIDENT,
        subject_id=incident.number,
        purpose=Purpose.TRANSFER,
        recipient=recipient,
        level=Level.UNIT,
        chain=notice_id,
        text=text,
        area_code=incident.area_code,
        at=tx.at,
        pending=(),
        is_demo=incident.is_demo,
        department=code,
    )
    return post(tx, notice, actor=actor)


def drop_transfers(tx: Transaction, number: str, *, actor: str) -> None:
    """Nothing more is asked of anybody about whose it is: it went on, came back, or ended."""
    for notice in _asked(tx, number):
        for one in outbox.chain(tx, notice.chain):
            if one.state in {*OPEN, NoticeState.FAILED}:
                outbox.put_notice(tx, move(one, NoticeState.WITHDRAWN, at=tx.at), actor=actor)
        outbox.drop_timers(tx, TimerKind.ESCALATE, [notice.chain])


def taken_over(tx: Transaction, number: str, caller: Caller) -> None:
    """A department that works on what was handed to it has said yes by doing so."""
    for notice in _asked(tx, number):
        if caller.role == "department" and notice.department == caller.department:
            acknowledge(tx, notice.notice_id, actor=caller.actor)


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


def _asked(tx: Transaction, number: str) -> list[Notice]:
    """What departments, or the centre, were asked about an incident and have not answered."""
    found = outbox.notices_about(tx, of_incident(number))
    waiting = {*OPEN, NoticeState.FAILED}
    return [
        one
        for one in found
        if one.department is not None and one.level == Level.UNIT and one.state in waiting
    ]
