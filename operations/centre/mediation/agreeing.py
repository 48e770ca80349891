"""An agreement item by item, and its judicial confirmation that both sides ask for together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.access.access import require
from domain.access.callers import Caller
from domain.centre.cases.agreements import Form
from domain.centre.cases.case import Case, Remedy
from domain.centre.cases.stages import TABLE, Stage, Step
from domain.centre.loop.said import Said
from domain.centre.loop.steps import check_actor
from domain.centre.loop.written import written
from domain.centre.mediation.settlements import (
    SETTLEMENT,
    Settlement,
    asked,
    check_settlement,
    effective_at,
    has_same_items,
    promised_of,
    ruled,
)
from domain.errors import ConflictError
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.seen import seen_case
from operations.centre.cases.steps import Steps
from operations.centre.mediation.taking_effect import as_signed
from operations.transactions import in_transaction
from store import Transaction
from store.centre import cases as case_rows
from store.centre import mediation as kept

LONGEST, LONGEST_PLACE, LONGEST_NUMBER = 2000, 200, 64


class Agreeing:
    """Where agreements are made and confirmed."""

    def __init__(self, desk: CentreDesk, steps: Steps) -> None:
        self._desk, self._steps = desk, steps

    async def agree(
        self, told: Settlement, promised: Sequence[tuple[date, int]], caller: Caller, *,
        has_consent: bool,
    ) -> Settlement:  # fmt: skip
        """Make an agreement, which takes the case to its performance.

        Args:
            told: the items; when it binds and until when it may be confirmed is set here.
            promised: days and sums of the instalments.
            caller: who writes it down.
            has_consent: whether every side agrees to it.

        Raises:
            NotAllowedError: the caller makes none here.
            NotFoundError: no such case, or not for this caller.
            ConflictError: the case is not in hand.
            InvalidError: an item is missing, or the sums do not add up.
        """
        settled, _ = await self.agree_once(told, promised, caller, has_consent=has_consent)
        return settled

    async def agree_once(
        self, told: Settlement, promised: Sequence[tuple[date, int]], caller: Caller, *,
        has_consent: bool,
    ) -> tuple[Settlement, bool]:  # fmt: skip
        """As `agree`; the same items told again are the same agreement.

        Returns:
            the agreement, and whether it was made now.
        """
        require(caller, "cases.step")
        told = _as_kept(told)

        def steps(tx: Transaction) -> tuple[Settlement, bool]:
            case = seen_case(tx.connection, told.case_code, caller)
            check_actor(TABLE[Step.AGREE], caller, case)
            earlier = kept.settlement_of(tx.connection, case.code)
            if (
                earlier is not None
                and case.stage is not Stage.HANDLING
                and has_same_items(earlier, told)
                and _promised(case) == sorted(promised_of(told, promised))
            ):
                return earlier, False
            people = case_rows.parties_of(tx.connection, [case.code])[case.code]
            settled = replace(
                told, case_code=case.code, confirm_until=None,
                effective_at=effective_at(told.form, tx.at, None),
                parties=tuple(one.party_id for one in people),
            )  # fmt: skip
            settled = as_signed(self._desk, tx, settled)  # its paper may lie there already
            check_settlement(settled, promised)
            said = Said(
                text=settled.place or "",
                has_consent=has_consent,
                form=settled.form,
                agreement=settled.content or "",
                amount_fen=settled.total_fen,
                instalments=promised_of(settled, promised),
                remedy=Remedy.JUDICIAL_CONFIRMATION if settled.form is Form.WRITTEN else None,
            )
            self._steps.take(tx, case, Step.AGREE, said, caller)
            tx.put(SETTLEMENT, settled, action="agree", actor=caller.actor)
            return settled, True

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def ask(self, code: str, party_id: str, caller: Caller) -> Settlement:
        """A side asks for judicial confirmation; it is filed once all have, within 30 days.

        Raises:
            NotAllowedError: the caller writes none down here.
            NotFoundError: no such case, or not for this caller.
            ConflictError: there is no agreement, it is not in force, it is filed, or the time is
                over.
            InvalidError: it is no side of the agreement, or an oral one.
        """
        require(caller, "cases.step")

        def steps(tx: Transaction) -> Settlement:
            case = seen_case(tx.connection, code, caller)
            check_actor(TABLE[Step.BREACH], caller, case)
            before = _agreed(tx, case)
            after = asked(before, party_id, tx.at)
            action = "ask" if after.filed_at is None else "file"
            tx.put(SETTLEMENT, after, action=action, actor=caller.actor)
            return after

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def rule(
        self, code: str, caller: Caller, *, is_confirmed: bool, number: str
    ) -> Settlement:
        """Write down what the court has ruled.

        Raises:
            NotAllowedError: the caller writes none down here.
            NotFoundError: no such case, or not for this caller.
            ConflictError: nothing was filed.
            InvalidError: the ruling has no number.
        """
        require(caller, "cases.step")
        court = written(number, "court_number", LONGEST_NUMBER) or ""

        def steps(tx: Transaction) -> Settlement:
            case = seen_case(tx.connection, code, caller)
            check_actor(TABLE[Step.BREACH], caller, case)
            after = ruled(_agreed(tx, case), is_confirmed=is_confirmed, number=court, at=tx.at)
            tx.put(SETTLEMENT, after, action="rule", actor=caller.actor)
            return after

        return await in_transaction(self._desk.store, self._desk.work, steps)


def _agreed(tx: Transaction, case: Case) -> Settlement:
    found = kept.settlement_of(tx.connection, case.code)
    if found is None:
        raise ConflictError(says="no_settlement", field="code")
    return found


def _as_kept(told: Settlement) -> Settlement:
    return replace(
        told,
        facts=written(told.facts, "facts", LONGEST, lines=True),
        issues=written(told.issues, "issues", LONGEST, lines=True),
        content=written(told.content, "content", LONGEST, lines=True),
        place=written(told.place, "place", LONGEST_PLACE),
    )


def _promised(case: Case) -> list[tuple[date, int]]:
    return sorted((one.due, one.fen) for one in case.instalments or ())
