"""The chief legal adviser's station: opinions asked before a decision, given, and kept with it."""

from collections.abc import Callable
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.loop.written import written
from domain.centre.mediation.opinions import (
    OPINION_REQUEST,
    Followed,
    OpinionRequest,
    OpinionState,
    Risk,
    answered,
    archived,
)
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.transactions import in_transaction
from store import Transaction
from store.access.signing_in import signs_in_as
from store.centre import mediation as kept

LONGEST, LONGEST_SUBJECT = 2000, 100


def no_opinion() -> NotFoundError:
    """There is none, or none for this caller: both are told alike."""
    return NotFoundError(says="no_opinion", field="opinion_id")


class Opinions:
    """Where opinions are asked for, given and archived."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def ask(
        self, subject: str, question: str, adviser: str, caller: Caller, *,
        case_code: str | None = None,
    ) -> OpinionRequest:  # fmt: skip
        """Ask for an opinion; of a case only where the caller may see it.

        Raises:
            NotAllowedError: the caller asks for none.
            NotFoundError: no such case, or not for this caller.
            InvalidError: nothing is asked, or the adviser is no partner.
        """
        require(caller, "opinions.see")
        subject = as_text(subject, "subject", longest=LONGEST_SUBJECT)
        question = as_text(question, "question", longest=LONGEST, lines=True)
        lead = self._desk.its().lead

        def steps(tx: Transaction) -> OpinionRequest:
            code = seen_case(tx.connection, case_code, caller).code if case_code else None
            if not signs_in_as(tx.connection, adviser, "partner"):
                raise InvalidError(says="partner_unknown", account=adviser[:64], field="adviser")
            one = OpinionRequest(
                opinion_id=f"Q-{uuid4().hex[:16]}",
                asked_by=caller.actor,
                asked_at=tx.at,
                adviser=adviser,
                state=OpinionState.ASKED,
                people=(caller.actor,),
                bodies=(caller.department or lead,),
                case_code=code,
                subject=subject,
                question=question,
            )
            tx.put(OPINION_REQUEST, one, action="ask", actor=caller.actor)
            return one

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def all(self, caller: Caller) -> list[OpinionRequest]:
        """The requests the caller may see: an adviser theirs, others those of their body.

        Raises:
            NotAllowedError: the caller sees none at all.
        """
        require(caller, "advice.see")

        def question(connection: Connection) -> list[OpinionRequest]:
            if caller.role == "partner":
                return kept.opinions_for(connection, caller.actor)
            return kept.opinions_of(connection, caller)

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def answer(
        self, opinion_id: str, text: str, risk: Risk, caller: Caller
    ) -> OpinionRequest:
        """Give the opinion.

        Raises:
            NotAllowedError: the caller gives none.
            NotFoundError: none such, or it is another's.
            ConflictError: it is archived.
            InvalidError: nothing is said.
        """
        require(caller, "advice.give")
        answer = written(text, "answer", LONGEST, lines=True) or ""

        def change(tx: Transaction, one: OpinionRequest) -> OpinionRequest:
            return answered(one, answer, risk, tx.at)

        return await self._changed(
            opinion_id, lambda one: one.adviser == caller.actor, change, "answer", caller
        )

    async def archive(
        self, opinion_id: str, decision: str, followed: Followed, caller: Caller
    ) -> OpinionRequest:
        """Keep it with what was decided.

        Raises:
            NotAllowedError: the caller asks for none.
            NotFoundError: none such, or not for this caller.
            ConflictError: it is not answered.
            InvalidError: it is not said what was decided.
        """
        require(caller, "opinions.see")
        decided = written(decision, "decision", LONGEST_SUBJECT) or ""

        def change(tx: Transaction, one: OpinionRequest) -> OpinionRequest:
            if one.case_code:
                seen_case(tx.connection, one.case_code, caller)
            return archived(one, decided, followed, tx.at)

        return await self._changed(
            opinion_id, lambda one: OPINION_REQUEST.admits(caller, one), change, "archive", caller
        )

    async def _changed(
        self,
        opinion_id: str,
        is_theirs: Callable[[OpinionRequest], bool],
        change: Callable[[Transaction, OpinionRequest], OpinionRequest],
        action: str,
        caller: Caller,
    ) -> OpinionRequest:
        def steps(tx: Transaction) -> OpinionRequest:
            one = kept.one_of(tx.connection, OPINION_REQUEST, opinion_id)
            if one is None or not is_theirs(one):
                raise no_opinion()
            after = change(tx, one)
            tx.put(OPINION_REQUEST, after, action=action, actor=caller.actor)
            return after

        return await in_transaction(self._desk.store, self._desk.work, steps)
