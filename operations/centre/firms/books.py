"""The books of the station: visits, enforcement, waivers, policies, reception days, envoys."""

from dataclasses import replace

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.firms.credit_codes import read_credit_code
from domain.centre.firms.firms import (
    FIRM_ENFORCEMENT,
    FIRM_VISIT,
    FIRM_WAIVER,
    Firm,
    FirmEnforcement,
    FirmVisit,
    FirmWaiver,
    VisitKind,
)
from domain.centre.firms.station import (
    FIRM_POLICY,
    RECEPTION_DAY,
    TECHNOLOGY_ENVOY,
    FirmPolicy,
    ReceptionDay,
    TechnologyEnvoy,
)
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from operations.centre.firms.entries import (
    LONGEST_NAME,
    LONGEST_TEXT,
    FirmEntries,
    new_id,
    read_day,
)
from store import Transaction
from store.centre import firms as kept

MOST_FEN = 10**13


class FirmBooks:
    """What is written down of firms, and what the station itself has.

    Args:
        entries: where they are written.
    """

    def __init__(self, entries: FirmEntries) -> None:
        self._entries = entries

    # what hangs on a firm -------------------------------------------------------------------------

    async def visit(self, code: str, visit: VisitKind, text: str, caller: Caller) -> None:
        """Write down that a firm was called or visited.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; no such firm; no words.
        """
        said = as_text(text, "text", longest=LONGEST_TEXT, lines=True)

        def made(tx: Transaction, firm: Firm) -> FirmVisit:
            return FirmVisit(new_id("V"), firm.credit_code, visit, tx.at, caller.actor, said)

        await self._entries.add(FIRM_VISIT, code, caller, made)

    async def enforce(self, code: str, number: str, due_fen: int, caller: Caller) -> None:
        """Write down what is enforced for a firm.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; no such firm; no sum.
        """
        named = as_text(number, "number", longest=LONGEST_NAME)
        _check_sum(due_fen, "amount")

        def made(tx: Transaction, firm: Firm) -> FirmEnforcement:
            return FirmEnforcement(new_id("E"), firm.credit_code, named, due_fen, 0, tx.at)

        await self._entries.add(FIRM_ENFORCEMENT, code, caller, made)

    async def pay(self, enforcement_id: str, fen: int, caller: Caller) -> None:
        """Write down that a firm was paid, in fen.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; none.
            InvalidError: no sum, or more than is owed.
        """
        require(caller, "firms.run")
        _check_sum(fen, "amount")

        def steps(tx: Transaction) -> None:
            held = kept.one_of(tx.connection, FIRM_ENFORCEMENT, enforcement_id, caller)
            if held is None:
                raise NotFoundError(says="no_enforcement", field="enforcement_id")
            if held.paid_fen + fen > held.due_fen:
                raise InvalidError(says="paid_too_much", field="amount")
            paid = replace(held, paid_fen=held.paid_fen + fen, paid_at=tx.at)
            tx.put(FIRM_ENFORCEMENT, paid, action="pay", actor=caller.actor)

        await self._entries.write(steps)

    async def waive(self, code: str, item: str, basis: str, caller: Caller) -> None:
        """Write down a slight breach that was not punished.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: not the caller's; no such firm; no words.
        """
        what = as_text(item, "item", longest=200)
        why = as_text(basis, "basis", longest=200)

        def made(tx: Transaction, firm: Firm) -> FirmWaiver:
            return FirmWaiver(new_id("W"), firm.credit_code, what, why, tx.at, caller.actor)

        await self._entries.add(FIRM_WAIVER, code, caller, made)

    # what the station itself has ------------------------------------------------------------------

    async def add_policy(self, told: FirmPolicy, caller: Caller) -> None:
        """Add a policy to the library.

        Raises:
            NotAllowedError, InvalidError: not the caller's; a text or a day does not do.
        """
        made = replace(
            told,
            policy_id=told.policy_id or new_id("POL"),
            title=as_text(told.title, "title", longest=120),
            basis=as_text(told.basis, "basis", longest=200),
            qualifies=as_text(told.qualifies, "qualifies", longest=LONGEST_TEXT),
            until=read_day(told.until, "until") if told.until else None,
        )
        await self._entries.add_own(FIRM_POLICY, made, caller)

    async def add_reception(self, told: ReceptionDay, caller: Caller) -> None:
        """Set a day on which entrepreneurs are received.

        Raises:
            NotAllowedError, InvalidError: not the caller's; a text or the day does not do.
        """
        made = replace(
            told,
            reception_id=new_id("D"),
            day=read_day(told.day, "day"),
            host=as_text(told.host, "host", longest=LONGEST_NAME),
            place=as_text(told.place, "place", longest=LONGEST_NAME),
            text=as_text(told.text, "text", longest=LONGEST_TEXT, lines=True)
            if told.text
            else None,
            firms=tuple(read_credit_code(one) for one in told.firms),
        )
        await self._entries.add_own(RECEPTION_DAY, made, caller)

    async def add_envoy(self, told: TechnologyEnvoy, caller: Caller) -> None:
        """Register a technology envoy.

        Raises:
            NotAllowedError, InvalidError: not the caller's; a text or a day does not do.
        """
        made = replace(
            told,
            envoy_id=new_id("T"),
            name=as_text(told.name or "", "name", longest=LONGEST_NAME),
            field=as_text(told.field, "field", longest=LONGEST_NAME),
            until=read_day(told.until, "until") if told.until else None,
            firms=tuple(read_credit_code(one) for one in told.firms),
        )
        await self._entries.add_own(TECHNOLOGY_ENVOY, made, caller)


def _check_sum(fen: int, name: str) -> None:
    if not 1 <= fen <= MOST_FEN:
        raise InvalidError(says="field_not_valid", field=name)
