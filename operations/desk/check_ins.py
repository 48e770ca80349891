"""Check-ins: people on scene say from time to time that they are well; silence is told on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from domain.desk.notices import Purpose
from domain.desk.timers import Timer, TimerKind
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import ENDED, Incident
from domain.moments import to_id
from domain.subject_key import of_incident
from operations.desk.escalation import SUPERVISOR
from operations.notices.notices import (
    ESCALATION,
    check_in_due,
    heard_again,
    tell_people,
    told_of,
)
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.desk import outbox

T = TypeVar("T")
EVERY = timedelta(minutes=10)


class CheckIns:
    """When people on scene are to be heard of, `every` so often, and what becomes of silence."""

    def __init__(self, store: Store, work: Work, every: timedelta = EVERY) -> None:
        self._store = store
        self._work = work
        self._every = every

    async def fall_due(self, timer: Timer) -> None:
        """Nothing was heard of people on scene for too long: the supervisor is told."""
        await self._write(lambda tx: self._missed(tx, timer))

    def _missed(self, tx: Transaction, timer: Timer) -> None:
        found = [
            one
            for one in tx.open_assignments(number=timer.about.number)
            if one.assignment_id == timer.item_id
        ]
        incident = tx.incident(timer.about.number)
        if not found or incident is None or incident.status in ENDED:
            outbox.drop_timers(tx, TimerKind.CHECK_IN, [timer.item_id])
            return
        if timer.step > 0:
            self._say_missed(tx, found[0], incident, timer.step)
        due = tx.at + self._every
        outbox.put_timer(tx, replace(timer, step=timer.step + 1, due_at=due))

    @staticmethod
    def _say_missed(tx: Transaction, assignment: Assignment, incident: Incident, step: int) -> None:
        unit = tx.unit(assignment.unit_id)
        name = unit.call_sign if unit else assignment.unit_id
        heard_again(tx, assignment, actor=ESCALATION)  # one alarm for one silence
        tell_people(
            tx,
            told_of(incident),
            key=f"check-in-{step}-{assignment.unit_id}-{to_id(tx.at)}",
            recipient=SUPERVISOR,
            purpose=Purpose.CHECK_IN,
            head=f"{name} 到场后未按时报平安",
            assignment_id=assignment.assignment_id,
        )

    def first_due(self, timer: Timer) -> datetime:
        """When people on scene should have been heard of: what was missed stays in the past."""
        return timer.due_at - self._every * max(0, timer.step - 1)

    async def heard_from(self, unit_id: str, *, actor: str) -> Timer | None:
        """Somebody on scene said that all is well; the next moment, None when not on scene."""

        def write(tx: Transaction) -> Timer | None:
            for assignment in tx.open_assignments(unit_id=unit_id):
                if assignment.on_scene_at is not None:
                    due = tx.at + self._every
                    check_in_due(tx, assignment, due)
                    heard_again(tx, assignment, actor=actor)
                    about = of_incident(assignment.number)
                    return Timer(TimerKind.CHECK_IN, assignment.assignment_id, about, due)
            return None

        return await self._write(write)

    async def _write(self, steps: Callable[[Transaction], T]) -> T:
        return await in_transaction(self._store, self._work, steps)
