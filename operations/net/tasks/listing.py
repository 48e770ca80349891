"""The list of what may be asked of grids: proposed by a department, decided by somebody else."""

from dataclasses import replace
from datetime import timedelta

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.net.tasks.schedules import TASK_SCHEDULE
from domain.net.tasks.task_types import (
    TASK_TYPE,
    Evidence,
    Listing,
    TaskType,
    check_may_decide,
)
from operations.net.tasks.task_desk import LONGEST_NAME, TaskDesk, new_id, read_day
from store import Transaction
from store.net import tasks as kept

LONGEST_BASIS = 200


class TaskTypes:
    """The list."""

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    async def items(self, caller: Caller) -> list[TaskType]:
        """The whole list, and what waits to be on it.

        Raises:
            NotAllowedError: the caller sees no tasks.
        """
        require(caller, "tasks.see")
        return await self._desk.ask(lambda one: kept.task_types(one, caller))

    async def propose(self, told: TaskType, caller: Caller) -> TaskType:
        """Propose a type; its department is the proposer's own, where they act for one.

        Raises:
            NotAllowedError: the caller proposes none.
            InvalidError: a text, the department, the evidence or the last day does not do.
        """
        require(caller, "tasks.propose")
        department = self._desk.department(caller, told.department)
        until = read_day(told.valid_until, "valid_until")
        if until < self._desk.today():
            raise InvalidError(says="task_until_past", field="valid_until")
        if {*told.evidence} - {one.value for one in Evidence}:
            raise InvalidError(says="field_not_valid", field="evidence")
        made = replace(
            told,
            type_id=new_id("T"),
            name=as_text(told.name, "name", longest=LONGEST_NAME),
            basis=as_text(told.basis, "basis", longest=LONGEST_BASIS),
            funds=as_text(told.funds, "funds", longest=LONGEST_BASIS) if told.funds else None,
            department=department,
            evidence=tuple(dict.fromkeys(told.evidence)),
            valid_until=until.isoformat(),
            status=Listing.PROPOSED,
            proposed_by=caller.actor,
            decided_by=None,
            decided_at=None,
        )

        def steps(tx: Transaction) -> TaskType:
            kept_one = replace(made, proposed_at=tx.at)
            tx.put(TASK_TYPE, kept_one, action="propose", actor=caller.actor)
            return kept_one

        return await self._desk.write(steps)

    async def decide(self, type_id: str, caller: Caller, *, approves: bool) -> TaskType:
        """Take a type onto the list, or not: another person than who proposed it.

        Raises:
            NotAllowedError: the caller decides nothing for the whole district.
            NotFoundError: there is no such type.
            ConflictError: it is the caller's own, or decided.
        """
        _check_decides(caller)

        def steps(tx: Transaction) -> TaskType:
            held = _type_of(tx, type_id, caller)
            check_may_decide(held, caller.actor)
            status = Listing.APPROVED if approves else Listing.REFUSED
            decided = replace(held, status=status, decided_by=caller.actor, decided_at=tx.at)
            action = "approve" if approves else "refuse"
            tx.put(TASK_TYPE, decided, action=action, actor=caller.actor)
            return decided

        return await self._desk.write(steps)

    async def withdraw(self, type_id: str, caller: Caller) -> TaskType:
        """Take a type off the list; its schedules end the day before.

        Raises:
            NotAllowedError: the caller decides nothing for the whole district.
            NotFoundError: there is no such type.
            ConflictError: it is not on the list.
        """
        _check_decides(caller)
        yesterday = (self._desk.today() - timedelta(days=1)).isoformat()

        def steps(tx: Transaction) -> TaskType:
            held = _type_of(tx, type_id, caller)
            if held.status is not Listing.APPROVED:
                raise ConflictError(says="task_type_not_on_list", field="type_id", task=held.name)
            gone = replace(held, status=Listing.WITHDRAWN)
            tx.put(TASK_TYPE, gone, action="withdraw", actor=caller.actor)
            for one in kept.schedules_of_type(tx.connection, type_id, yesterday):
                ended = replace(one, ended_on=yesterday)
                tx.put(TASK_SCHEDULE, ended, action="end", actor=caller.actor)
            return gone

        return await self._desk.write(steps)


def _check_decides(caller: Caller) -> None:
    """Only whoever sees the whole district decides what all its grids may be asked."""
    require(caller, "tasks.approve")
    if caller.area is not None:
        raise NotAllowedError(says="task_type_for_centre", field="type_id")


def _type_of(tx: Transaction, type_id: str, caller: Caller) -> TaskType:
    held = kept.one_of(tx.connection, TASK_TYPE, type_id, caller)
    if held is None:
        raise NotFoundError(says="task_type_unlisted", field="type_id")
    return held
