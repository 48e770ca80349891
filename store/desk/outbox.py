"""Notices and timers inside a transaction: written at once, beside the records they belong to."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from domain.desk.notices import NOTICE as KIND
from domain.desk.notices import Notice, action_of
from domain.desk.timers import Timer, TimerKind, timer_id
from domain.subject_key import SubjectKey
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


def notices_about(tx: Transaction, about: SubjectKey) -> list[Notice]:
    """All notices about an entity, oldest first."""
    return _notices(tx, NOTICE.c.subject_id == about.id, NOTICE.c.subject_kind == about.kind)


def chain(tx: Transaction, first: str) -> list[Notice]:
    """A notice and those its silence led to."""
    return _notices(tx, NOTICE.c.chain == first)


def _notices(tx: Transaction, *conditions: Any) -> list[Notice]:
    query = select(NOTICE).where(*conditions).order_by(NOTICE.c.at, NOTICE.c.notice_id)
    return [notice_from(row) for row in tx.connection.execute(query).mappings()]


def put_timer(tx: Transaction, timer: Timer) -> None:
    """Set a timer; one of its kind and item is replaced."""
    row = {
        "timer_id": timer.timer_id,
        "kind": timer.kind.value,
        "item_id": timer.item_id,
        "subject_kind": timer.about.kind,
        "subject_id": timer.about.id,
        "step": timer.step,
        "due_at": timer.due_at,
    }
    tx.connection.execute(upsert(TIMER, tx.connection.dialect.name), [row])


def drop_timers(tx: Transaction, kind: TimerKind, items: Collection[str]) -> None:
    """Forget timers."""
    ids = [timer_id(kind, item) for item in items]
    tx.connection.execute(delete(TIMER).where(TIMER.c.timer_id.in_(ids)))


def timer(tx: Transaction, kind: TimerKind, item: str) -> Timer | None:
    """The timer of a kind and an item."""
    query = select(TIMER).where(TIMER.c.timer_id == timer_id(kind, item))
    row = tx.connection.execute(query).mappings().first()
    return timer_from(row) if row else None


def timer_from(row: Any) -> Timer:
    """The timer a row keeps."""
    return Timer(
        kind=TimerKind(row["kind"]),
        item_id=row["item_id"],
        about=SubjectKey(row["subject_kind"], row["subject_id"]),
        step=row["step"],
        due_at=row["due_at"],
    )


def claim(tx: Transaction, due: datetime, until: datetime, limit: int) -> Sequence[Timer]:
    """Take the timers that are due: nobody else does before `until`, nor after if it is done."""
    query = select(TIMER).where(TIMER.c.due_at <= due).order_by(TIMER.c.due_at, TIMER.c.timer_id)
    found = tx.connection.execute(query.limit(limit)).mappings()
    taken = [timer_from(row) for row in found]
    ids = [one.timer_id for one in taken]
    tx.connection.execute(update(TIMER).where(TIMER.c.timer_id.in_(ids)).values(due_at=until))
    return taken
