"""Taking a step of a case: by whoever may, or by time."""

from dataclasses import replace
from uuid import uuid4

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import CASE, Case, steps_open
from domain.centre.cases.case_file import CaseFile
from domain.centre.cases.stages import TABLE, Stage, Step
from domain.centre.loop.said import Said
from domain.centre.loop.steps import check_actor, take
from domain.centre.loop.written import as_kept
from domain.centre.papers.filed import CASE_PAPER, handed_over
from domain.errors import ConflictError
from operations.centre.cases.arming import arm
from operations.centre.cases.assigning import assigned, check_leaders, keep_choice
from operations.centre.cases.branching import bury, split_off
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.helps import end_helps
from operations.centre.cases.seen import seen_case
from operations.centre.cases.telling import tell
from operations.centre.reminders import tell_instalments, tell_resigned, withdraw_past
from operations.transactions import in_transaction
from store import Transaction
from store.centre import cases as kept
from store.centre.bookings import let_go_of
from store.centre.papers import papers_there


class Steps:
    """Where cases are stepped on."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def step(
        self, code: str, step: Step, said: Said, caller: Caller, *, version: int = 0
    ) -> CaseFile:
        """Take a step of a case.

        Args:
            code: of which case.
            step: which.
            said: what is said with it.
            caller: who takes it.
            version: of the case as the caller has it before them; 0 where they do not say.

        Raises:
            NotAllowedError: the step is not the caller's.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it cannot be taken from where the case stands, or somebody has taken one
                meanwhile.
            InvalidError: what is said with it does not do.
        """
        require(caller, "cases.step")
        said = as_kept(said)

        def steps(tx: Transaction) -> CaseFile:
            case = seen_case(tx.connection, code, caller)
            now = kept.version_of(tx.connection, case.code)
            if version and version != now:
                raise ConflictError(says="case_changed_meanwhile", field="version")
            asked = self._joining(tx, said, caller) if step is Step.JOIN else said
            if step is Step.CLOSE:  # what is in the dossier now, not when it was written down
                case = replace(case, papers=papers_there(tx, case))
            after = self.take(tx, case, step, asked, caller)
            if step is Step.PAPER and said.paper is not None:
                paper_id = f"paper-{uuid4().hex[:20]}"
                filed = handed_over(case.code, said.paper, tx.at, caller.actor, paper_id)
                tx.put(CASE_PAPER, filed, action="file", actor=caller.actor)
            now = kept.version_of(tx.connection, case.code)
            return CaseFile(after, [], [], steps_open(caller, after), version=now)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    @staticmethod
    def _joining(tx: Transaction, said: Said, caller: Caller) -> Said:
        """The case it is joined to must be there, and open to the caller."""
        other = seen_case(tx.connection, said.joined_to or "", caller)
        if other.stage is Stage.CLOSED:
            raise ConflictError(says="joined_to_closed", field="joined_to")
        return replace(said, joined_to=other.code)

    def take(self, tx: Transaction, case: Case, step: Step, said: Said, by: Caller) -> Case:
        """Take a step inside a transaction: the case, its story, its timers and reminders.

        Whether the caller may see the case is asked before (`seen_case`); what the table of steps
        asks is asked here. Raises as `domain.centre.loop.steps.take`.
        """
        desk = self._desk
        check_actor(TABLE[step], by, case)
        choice = None
        if step is Step.ASSIGN:
            said, choice = assigned(tx, desk, case, said, by)
        check_leaders(tx.connection, said)
        after = take(case, step, said, by=by, at=tx.at, centre=desk.its(), calendar=desk.calendar)
        if step is Step.SPLIT:
            said = replace(said, joined_to=split_off(tx, desk, case, said, by).code)
        if step is Step.DIED:
            bury(tx, case, said, by)
        tx.put(CASE, after, action=step.value, actor=by.actor)
        if choice is not None:
            keep_choice(tx, choice)
        tell(tx, after, step, by, said)
        withdraw_past(tx, after, desk.zone, actor=by.actor)
        if step is Step.RESIGN:
            tell_resigned(tx, after, desk.its())
        tell_instalments(tx, after, desk.zone)  # a day that was past when it was promised
        if after.stage is Stage.CLOSED:
            let_go_of(tx, after.code, actor=by.actor)
            end_helps(tx, after, actor=by.actor)
        arm(tx, after, desk)
        return after
