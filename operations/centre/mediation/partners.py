"""Partners from outside: asked in a case, and answering at a door of their own."""

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.stages import TABLE, Step
from domain.centre.loop.steps import check_actor
from domain.centre.loop.written import written
from domain.centre.mediation.case_mediation import Asked
from domain.centre.mediation.involvements import (
    INVOLVEMENT,
    Involvement,
    InvolvementState,
    Partner,
    answered,
    ended,
)
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.transactions import in_transaction
from store import Transaction
from store.access.signing_in import signs_in_as
from store.centre import cases as case_rows
from store.centre import mediation as kept

LONGEST = 2000


def no_involvement() -> NotFoundError:
    """There is none, or none for this caller: both are told alike."""
    return NotFoundError(says="no_involvement", field="involvement_id")


class Partners:
    """Where partners are asked, answer, and are let go."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def ask(
        self, code: str, account: str, partner: Partner, question: str, caller: Caller, *,
        tells_names: bool = False,
    ) -> Involvement:  # fmt: skip
        """Ask a partner in a case: they see the question, its code and its category.

        Raises:
            NotAllowedError: the caller asks nobody here.
            NotFoundError: no such case, or not for this caller.
            ConflictError: a sealed case.
            InvalidError: no such partner's account, or nothing is asked.
        """
        require(caller, "cases.step")
        question = as_text(question, "question", longest=LONGEST, lines=True)

        def steps(tx: Transaction) -> Involvement:
            case = seen_case(tx.connection, code, caller)
            check_actor(TABLE[Step.SESSION], caller, case)
            _check_open(case)
            if not signs_in_as(tx.connection, account, "partner"):
                raise InvalidError(says="partner_unknown", account=account[:64], field="account")
            one = Involvement(
                involvement_id=f"V-{uuid4().hex[:16]}",
                case_code=case.code,
                account=account,
                partner=partner,
                category=case.category.value,
                asked_by=caller.actor,
                asked_at=tx.at,
                state=InvolvementState.ASKED,
                tells_names=tells_names,
                question=question,
            )
            tx.put(INVOLVEMENT, one, action="ask", actor=caller.actor)
            return one

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def end(self, involvement_id: str, caller: Caller) -> Involvement:
        """Let a partner go: from now on they see nothing of the case.

        Raises:
            NotAllowedError: the caller asks nobody here.
            NotFoundError: none such, or of a case that is not for this caller.
            ConflictError: it has ended.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> Involvement:
            one = kept.one_of(tx.connection, INVOLVEMENT, involvement_id)
            if one is None:
                raise no_involvement()
            try:
                case = seen_case(tx.connection, one.case_code, caller)
            except NotFoundError:
                raise no_involvement() from None
            check_actor(TABLE[Step.SESSION], caller, case)
            after = ended(one)
            tx.put(INVOLVEMENT, after, action="end", actor=caller.actor)
            return after

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def mine(self, caller: Caller) -> list[Asked]:
        """What the caller is asked, of cases that are open; names where they are needed.

        Raises:
            NotAllowedError: the caller is no partner.
        """
        require(caller, "advice.give")

        def question(connection: Connection) -> list[Asked]:
            found = kept.asked_of(connection, caller.actor)
            told = [one.case_code for one in found if one.tells_names]
            parties = case_rows.parties_of(connection, told)
            return [
                Asked(
                    one,
                    tuple(p.name for p in parties.get(one.case_code, []) if p.name)
                    if one.tells_names
                    else (),
                )
                for one in found
            ]

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def answer(self, involvement_id: str, text: str, caller: Caller) -> Involvement:
        """Answer what one is asked.

        Raises:
            NotAllowedError: the caller is no partner.
            NotFoundError: none such, or it is another's, or its case is over.
            InvalidError: nothing is said.
        """
        require(caller, "advice.give")
        answer = written(text, "answer", LONGEST, lines=True) or ""

        def steps(tx: Transaction) -> Involvement:
            open_ones = {one.involvement_id for one in kept.asked_of(tx.connection, caller.actor)}
            one = kept.one_of(tx.connection, INVOLVEMENT, involvement_id)
            if one is None or one.account != caller.actor or one.involvement_id not in open_ones:
                raise no_involvement()
            after = answered(replace(one), answer, tx.at)
            tx.put(INVOLVEMENT, after, action="answer", actor=caller.actor)
            return after

        return await in_transaction(self._desk.store, self._desk.work, steps)


def _check_open(case: Case) -> None:
    if case.is_sealed:
        raise ConflictError(says="sealed_not_mediated", field="code")
