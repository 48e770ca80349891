"""The rules of credit: told to everybody they are about, changed by the centre as new versions."""

import re

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.fields import as_text
from domain.net.credit.outcomes import OutcomeKind
from domain.net.credit.rules import CREDIT_RULE, CreditRule, Ledger, next_version
from operations.net.credit.desk import CreditDesk
from operations.transactions import in_transaction
from store import Transaction

_ID = re.compile(r"[a-z][a-z0-9_]{1,31}")


class CreditRules:
    """The rules.

    Args:
        desk: what the operations of credit share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk

    async def all(self, caller: Caller) -> list[CreditRule]:
        """Every version of every rule.

        Raises:
            NotAllowedError: the page is not the caller's.
        """
        require(caller, "credit.see")
        return await self._desk.work.read(lambda: self._desk.store.ask(self._desk.rules))

    async def change(self, told: CreditRule, caller: Caller) -> CreditRule:
        """Add a rule, or the next version of one.

        Raises:
            NotAllowedError: the caller makes no rules.
            InvalidError: it begins before today, gives no sensible points, or is about no outcome.
        """
        require(caller, "credit.run")
        if not _ID.fullmatch(told.rule_id):
            raise InvalidError(says="field_not_valid", field="rule_id")
        known = {one.value for one in OutcomeKind}
        if told.ledger is Ledger.REWARD and told.outcome not in known:
            raise InvalidError(says="field_not_valid", field="outcome")
        as_text(told.title, "title", longest=40)

        def steps(tx: Transaction) -> CreditRule:
            made = next_version(self._desk.keep_rules(tx), told, self._desk.today())
            action = "add" if made.version == 1 else "change"
            tx.put(CREDIT_RULE, made, action=action, actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)
