"""Legal holds on cases: set and ended with a reason, by who routes and closes at the centre."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.keeping.holds import CASE_HOLD, CaseHold, KeptCase
from domain.centre.keeping.rules import KeepingRule, kept_until, rule_of
from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.transactions import in_transaction
from store import Transaction
from store.centre.keeping import open_hold_of

SHORTEST_REASON, LONGEST_REASON = 4, 200


class Keeping:
    """Where dossiers are held.

    Args:
        desk: what the operations of the centre share.
        rules: how long dossiers are kept, as the district has set it.
    """

    def __init__(self, desk: CentreDesk, rules: Mapping[str, KeepingRule]) -> None:
        self._desk, self.rules = desk, rules

    async def of_case(self, code: str, caller: Caller) -> KeptCase:
        """How a dossier is kept.

        Raises:
            NotFoundError: no such case, or not for this caller.
        """
        require(caller, "cases.see")

        def question(connection: Connection) -> KeptCase:
            case = seen_case(connection, code, caller)
            rule, until = rule_of(case, self.rules), kept_until(case, self.rules)
            return KeptCase(rule, until, open_hold_of(connection, case.code))

        return await self._desk.work.read(lambda: self._desk.store.ask(question))

    async def hold(self, code: str, reason: str, caller: Caller) -> None:
        """Hold a dossier: nothing of it is erased until the hold ends.

        Raises:
            NotAllowedError: the caller holds none.
            NotFoundError: no such case, or not for this caller.
            ConflictError: it is held already.
            InvalidError: no reason.
        """
        require(caller, "cases.hold")
        why = as_text(reason, "reason", longest=LONGEST_REASON)
        if len(why) < SHORTEST_REASON:
            raise InvalidError(says="basis_too_short", least=SHORTEST_REASON, field="reason")

        def steps(tx: Transaction) -> None:
            case = seen_case(tx.connection, code, caller)
            if open_hold_of(tx.connection, case.code) is not None:
                raise ConflictError(says="held_already", field="code")
            made = CaseHold(f"H-{uuid4().hex[:16]}", case.code, tx.at, caller.actor, reason=why)
            tx.put(CASE_HOLD, made, action="hold", actor=caller.actor)

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def end(self, code: str, caller: Caller) -> None:
        """End the hold on a dossier.

        Raises:
            NotAllowedError: the caller ends none.
            NotFoundError: no such case, or not for this caller.
            ConflictError: nothing holds it.
        """
        require(caller, "cases.hold")

        def steps(tx: Transaction) -> None:
            case = seen_case(tx.connection, code, caller)
            held = open_hold_of(tx.connection, case.code)
            if held is None:
                raise ConflictError(says="not_held", field="code")
            over = replace(held, ended_at=tx.at, ended_by=caller.actor)
            tx.put(CASE_HOLD, over, action="end", actor=caller.actor)

        await in_transaction(self._desk.store, self._desk.work, steps)
