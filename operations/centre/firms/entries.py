"""How an entry of the station's books is written: in one transaction, for whoever keeps them."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import uuid4

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.firms.credit_codes import read_credit_code
from domain.centre.firms.firms import Firm
from domain.errors import InvalidError, NotFoundError
from domain.kind import Kind
from operations.centre.cases.centre_desk import CentreDesk
from operations.transactions import in_transaction
from store import Transaction
from store.centre import firms as kept

LONGEST_NAME, LONGEST_TEXT = 64, 1000
E_ = TypeVar("E_")


class FirmEntries:
    """Where entries are written."""

    def __init__(self, desk: CentreDesk) -> None:
        self._desk = desk

    async def write(self, steps: Callable[[Transaction], E_]) -> E_:
        """Take steps in one transaction."""
        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def add(
        self,
        kind: Kind[E_],
        code: str,
        caller: Caller,
        make: Callable[[Transaction, Firm], E_],
    ) -> None:
        """Add an entry that hangs on a firm.

        Raises:
            NotAllowedError: the caller keeps no books.
            NotFoundError: no such firm, or not for this caller.
            InvalidError: it is no code.
        """
        require(caller, "firms.run")
        credit_code = read_credit_code(code)

        def steps(tx: Transaction) -> None:
            firm = kept.firm_of(tx.connection, credit_code, caller)
            if firm is None:
                raise NotFoundError(says="no_firm", field="credit_code")
            tx.put(kind, make(tx, firm), action="add", actor=caller.actor)

        await self.write(steps)

    async def add_own(self, kind: Kind[E_], made: E_, caller: Caller) -> None:
        """Add an entry of the station itself.

        Raises:
            NotAllowedError: the caller keeps no books.
        """
        require(caller, "firms.run")
        await self.write(lambda tx: tx.put(kind, made, action="add", actor=caller.actor))


def new_id(letter: str) -> str:
    """The id of a new entry."""
    return f"{letter}-{uuid4().hex[:16]}"


def read_day(text: str, name: str) -> str:
    """A day as it is kept.

    Raises:
        InvalidError: it is none.
    """
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None
