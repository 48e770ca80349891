"""Deductions: notice, appeal, a decision by somebody else, and what is left to time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.fields import as_text
from domain.net.credit.absences import check_days
from domain.net.credit.deductions import (
    CREDIT_DEDUCTION,
    Deduction,
    DeductionState,
    admitted,
    appealed,
    decided,
    end_of_days,
    entries_of,
    notified,
    run_out,
)
from domain.net.credit.ledger import CREDIT_ENTRY, CreditEntry, month_of_day
from domain.net.credit.months import open_month
from domain.net.credit.revisits import CREDIT_REVISIT, RevisitResult
from domain.net.credit.rules import RuleBook
from domain.net.credit.shown import Proofs
from operations.net.credit.desk import SYSTEM, CreditDesk
from operations.net.credit.taking_back import earned_by, share_of, to_take_back
from operations.net.credit.telling import telling
from operations.transactions import in_transaction
from store import Transaction
from store.net import credit as kept

LONGEST_TEXT, LONGEST_EVIDENCE = 500, 200
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class NewDeduction:
    """A deduction as it is asked for; `evidence` are ids between blanks."""

    person: str
    rule_id: str
    day: str
    evidence: str
    reason: str


class Deductions:
    """Deductions.

    Args:
        desk: what the operations of credit share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk

    async def notify(self, new: NewDeduction, caller: Caller) -> Deduction:
        """Give somebody notice of a deduction; it counts only when their days to appeal are over.

        Raises:
            NotAllowedError: the person is not of the caller's community.
            NotFoundError: nobody of that name is in the net, or no such rule was in force that day.
            InvalidError: it names no evidence or no reason.
        """
        require(caller, "credit.notify")
        grid = await self._grid_of(new.person)
        require(caller, "credit.notify", area=grid)
        day, _ = check_days(new.day, new.day)
        as_text(new.evidence, "evidence", longest=LONGEST_EVIDENCE)
        reason = as_text(new.reason, "reason", longest=LONGEST_TEXT, lines=True)
        evidence = tuple(new.evidence.split())
        return await self._notify(new.person, grid, new.rule_id, day, evidence, reason, caller)

    async def notify_of_revisit(
        self, revisit_id: str, rule_id: str, reason: str, caller: Caller
    ) -> Deduction:
        """Give notice that the points of an outcome are taken back: it was not as told.

        What it earned is taken back once the notice is final; where it earned nothing the points
        of the rule are deducted.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; no such second visit.
            ConflictError: notice of it was given before.
            InvalidError: it was found as told, or is not made yet.
        """
        require(caller, "credit.notify")
        said = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True)
        found = await self._desk.work.read(
            lambda: self._desk.store.ask(
                lambda one: kept.seen_of(one, CREDIT_REVISIT, revisit_id, caller)
            )
        )
        if found is None:
            raise NotFoundError(says="credit_nothing_there", field="revisit_id")
        if found.result is not RevisitResult.NOT_AS_TOLD:
            raise InvalidError(says="credit_as_told", field="revisit_id")
        evidence = (f"revisit:{revisit_id}", found.outcome_id)
        missing = await earned_by(self._desk, found, caller.actor)
        return await self._notify(
            found.person, found.grid, rule_id, found.day, evidence, said, caller,
            lambda tx: to_take_back(tx, found, missing, caller.actor),
        )  # fmt: skip

    async def _notify(
        self, person: str, grid: str, rule_id: str, day: str, evidence: tuple[str, ...],
        reason: str, caller: Caller,
        takes_back: Callable[[Transaction], CreditEntry | None] = lambda _: None,
    ) -> Deduction:  # fmt: skip
        until = end_of_days(self._desk.now(), self._desk.settings.appeal_days, self._desk.zone)
        tell = await telling(self._desk)
        deduction_id = f"D-{uuid4().hex[:16]}"

        def steps(tx: Transaction) -> Deduction:
            book = RuleBook(self._desk.keep_rules(tx))
            rule = book.penalty(rule_id, date.fromisoformat(day))
            if rule is None:
                raise NotFoundError(says="credit_no_rule", field="rule_id")
            taken = takes_back(tx)
            made = notified(
                deduction_id, rule, person=person, grid=grid, day=day, evidence=evidence,
                reason=reason, by=caller.actor, at=tx.at, appeal_until=until, takes_back=taken,
            )  # fmt: skip
            if taken is not None:
                made = replace(made, points=share_of(taken))
            tx.put(CREDIT_DEDUCTION, made, action="notify", actor=caller.actor)
            tell.of_notice(tx, made, caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def appeal(self, deduction_id: str, text: str, caller: Caller) -> Deduction:
        """Appeal against a deduction of one's own.

        Raises:
            NotFoundError: there is none of the caller's.
            ConflictError: it was decided, or the days are over.
        """
        require(caller, "credit.own")
        said = as_text(text, "text", longest=LONGEST_TEXT, lines=True)
        tell = await telling(self._desk)

        def steps(tx: Transaction) -> Deduction:
            held = kept.one_of(tx.connection, CREDIT_DEDUCTION, deduction_id)
            if held is None or held.person != caller.actor:
                raise NotFoundError(says="credit_nothing_there", field="deduction_id")
            made = appealed(held, said, caller.actor, tx.at)
            tx.put(CREDIT_DEDUCTION, made, action="appeal", actor=caller.actor)
            tell.of_appeal(tx, made, caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def admit(self, deduction_id: str, why: str, caller: Caller) -> Deduction:
        """Let somebody appeal although the days are over, with the reason.

        Raises:
            NotAllowedError: the caller is not one of the heads.
            ConflictError: there is nothing to admit, or the caller is concerned.
        """
        require(caller, "credit.run")
        heads = self._desk.settings.heads
        if heads and caller.actor not in heads:
            raise NotAllowedError(says="credit_heads_only", field="role")
        said = as_text(why, "reason", longest=LONGEST_TEXT, lines=True)
        tell = await telling(self._desk)
        until = end_of_days(self._desk.now(), self._desk.settings.appeal_days, self._desk.zone)

        def steps(tx: Transaction) -> Deduction:
            held = self._held(tx, deduction_id, caller)
            made = admitted(held, said, caller.actor, tx.at, until)
            tx.put(CREDIT_DEDUCTION, made, action="admit", actor=caller.actor)
            tell.of_notice(tx, made, caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def decide(
        self, deduction_id: str, *, is_upheld: bool, reason: str, caller: Caller
    ) -> Deduction:
        """Decide an appeal; a revoked deduction is taken back by a reverse entry.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; none.
            ConflictError: there is no appeal, or the caller gave notice of it.
        """
        require(caller, "credit.run")
        said = as_text(reason, "reason", longest=LONGEST_TEXT, lines=True)
        tell = await telling(self._desk)

        def steps(tx: Transaction) -> Deduction:
            held = self._held(tx, deduction_id, caller)
            made = decided(held, caller.actor, tx.at, is_upheld=is_upheld, reason=said)
            action = "uphold" if is_upheld else "revoke"
            tx.put(CREDIT_DEDUCTION, made, action=action, actor=caller.actor)
            self._enter(tx, made, caller.actor)
            tell.of_end(tx, made, caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    async def seen(self, caller: Caller) -> list[Deduction]:
        """The deductions of people the caller answers for, appeals first.

        Raises:
            NotAllowedError: the caller answers for nobody.
        """
        require(caller, "credit.notify")
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.seen_deductions(one, caller))
        )

    async def proofs(self, held: Sequence[Deduction]) -> Proofs:
        """What the evidence of deductions their reader sees names."""
        named = [ref for one in held for ref in one.evidence]
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.proofs_of(one, named))
        )

    async def make_final(self) -> int:
        """Make final what nobody has appealed against in time; how many these were."""
        now = self._desk.now()
        if not await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.run_out(one, now, 1))
        ):
            return 0
        tell = await telling(self._desk)

        def steps(tx: Transaction) -> int:
            over = kept.run_out(tx.connection, tx.at, AT_ONCE)
            for one in over:
                if run_out(one, tx.at):
                    made = replace(one, state=DeductionState.FINAL)
                    tx.put(CREDIT_DEDUCTION, made, action="final", actor=SYSTEM)
                    self._enter(tx, made, SYSTEM)
                    tell.of_end(tx, made, SYSTEM)
            return len(over)

        return await in_transaction(self._desk.store, self._desk.work, steps)

    def _enter(self, tx: Transaction, one: Deduction, by: str) -> None:
        """Write the entries a decided deduction still lacks."""
        known = kept.entries_about(tx.connection, one.deduction_id, one.takes_back)
        taken = kept.one_of(tx.connection, CREDIT_ENTRY, one.takes_back) if one.takes_back else None
        signed = kept.signed_months(tx.connection)
        month = open_month(month_of_day(tx.at.astimezone(self._desk.zone).date()), signed)
        for entry in entries_of(one, tuple(known), taken, month=month, at=tx.at, by=by):
            action = "reverse" if entry.reverses else "deduct"
            tx.put(CREDIT_ENTRY, entry, action=action, actor=by)

    @staticmethod
    def _held(tx: Transaction, deduction_id: str, caller: Caller) -> Deduction:
        held = kept.seen_of(tx.connection, CREDIT_DEDUCTION, deduction_id, caller)
        if held is None:
            raise NotFoundError(says="credit_nothing_there", field="deduction_id")
        return held

    async def _grid_of(self, person: str) -> str:
        members = await self._desk.roster.members(self._desk.today())
        grid = next((one.grid for one in members if one.person == person), None)
        if grid is None:
            raise NotFoundError(says="credit_nobody", field="person")
        return grid
