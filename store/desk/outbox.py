"""Notices and timers inside a transaction: written at once, beside the records they belong to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from domain.desk.notices import NOTICE as KIND
from domain.desk.notices import Notice, action_of
from domain.desk.timers import Timer, TimerKind
from store.columns import may_be_key
from store.rows import reader
from store.tables import NOTICE, TIMER
from store.transaction import Transaction
from store.write_buffer import upsert

notice_from = reader(KIND)


def put_notice(tx: Transaction, notice: Notice, *, actor: str, action: str | None = None) -> None:
    """Add or change a notice, with its record."""
    tx.put(KIND, notice, action=action or action_of(notice.state), actor=actor)


def notice(tx: Transaction, notice_id: str) -> Notice | None:
    """The notice of an id."""
    if not may_be_key(notice_id):
        return None
    found = _notices(tx, NOTICE.c.notice_id == notice_id)
    return found[0] if found else None


def notices_of_assignment(tx: Transaction, assignment_id: str) -> list[Notice]:
    """All notices about an assignment."""
    return _notices(tx, NOTICE.c.assignment_id == assignment_id)


def notices_of_incident(tx: Transaction, number: str) -> list[Notice]:
    """All notices about an incident, oldest first."""
    return _notices(tx, NOTICE.c.number == number)


def chain(tx: Transaction, first: str) -> list[Notice]:
    """A notice and those its silence led to."""
    return _notices(tx, NOTICE.c.chain == first, NOTICE.c.number == first.partition("-")[0])


def chain_of_standby(tx: Transaction, first: str) -> list[Notice]:
    """The notice of a standby and those its silence led to; their ids begin with it."""
    return _notices(tx, NOTICE.c.notice_id.between(first, f"{first}-~"))


def _notices(tx: Transaction, *conditions: Any) -> list[Notice]:
    query = select(NOTICE).where(*conditions).order_by(NOTICE.c.at, NOTICE.c.notice_id)
    return [notice_from(row) for row in tx.connection.execute(query).mappings()]


def put_timer(tx: Transaction, timer: Timer) -> None:
    """Set a timer; one of its kind and subject is replaced."""
    row = {
        "timer_id": timer.timer_id,
        "kind": timer.kind.value,
        "subject": timer.subject,
        "number": timer.number,
        "step": timer.step,
        "due_at": timer.due_at,
    }
    tx.connection.execute(upsert(TIMER, tx.connection.dialect.name), [row])


def drop_timers(tx: Transaction, kind: TimerKind, subjects: Collection[str]) -> None:
    """Forget timers."""
    ids = [f"{kind}:{subject}" for subject in subjects]
    tx.connection.execute(delete(TIMER).where(TIMER.c.timer_id.in_(ids)))


def timer(tx: Transaction, timer_id: str) -> Timer | None:
    """The timer of an id."""
    query = select(TIMER).where(TIMER.c.timer_id == timer_id)
    row = tx.connection.execute(query).mappings().first()
    return timer_from(row) if row else None


def timer_from(row: Any) -> Timer:
    """The timer a row keeps."""
    return Timer(
        kind=TimerKind(row["kind"]),
        subject=row["subject"],
        number=row["number"],
        step=row["step"],
        due_at=row["due_at"],
    )


def claim(tx: Transaction, due: datetime, until: datetime, limit: int) -> Sequence[Timer]:
    """Take the timers that are due: nobody else does before `until`, nor after if it is done."""
    query = select(TIMER).where(TIMER.c.due_at <= due).order_by(TIMER.c.due_at).limit(limit)
    taken = [timer_from(row) for row in tx.connection.execute(query).mappings()]
    ids = [one.timer_id for one in taken]
    tx.connection.execute(update(TIMER).where(TIMER.c.timer_id.in_(ids)).values(due_at=until))
    return taken
