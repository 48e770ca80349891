"""Reminders of cases, as whoever may see the case reads and answers them."""

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.loop.reminders import may_answer
from domain.desk.notices import Notice
from domain.errors import NotFoundError
from operations.centre.cases.centre_desk import CentreDesk
from operations.notices.notices import acknowledge
from operations.transactions import in_transaction
from store import Transaction
from store.centre import cases as kept
from store.desk import outbox

MOST_REMINDERS = 50


class Reminders:
    """What waits for an answer."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def all(self, caller: Caller) -> list[Notice]:
        """What waits for an answer, of the cases the caller may see, newest first.

        Raises:
            NotAllowedError: the caller sees none at all.
        """
        require(caller, "cases.see")

        def read() -> list[Notice]:
            return self._desk.store.ask(
                lambda connection: kept.reminders_of(connection, caller, MOST_REMINDERS)
            )

        return await self._desk.work.read(read)

    async def answer(self, notice_id: str, caller: Caller) -> None:
        """Say that a reminder was read; saying it again changes nothing.

        Raises:
            NotAllowedError: it is for others.
            NotFoundError: no such reminder, or of a case that is not there for this caller.
            ConflictError: it was withdrawn.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> None:
            held = outbox.notice(tx, notice_id)
            about = held.subject_id if held and held.subject_kind == CASE.name else ""
            case = kept.case_of(tx.connection, about)
            if held is None or case is None or not CASE.admits(caller, case):
                raise NotFoundError(says="no_notice", field="notice_id")
            if not may_answer(caller, case, held):
                raise NotAllowedError(says="not_allowed", field="role")
            acknowledge(tx, notice_id, actor=caller.actor)

        await in_transaction(self._desk.store, self._desk.work, steps)
