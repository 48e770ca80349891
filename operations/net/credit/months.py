"""The run of a month: every outcome booked once, with progress; then signed for good."""

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError, OneScreenError
from domain.net.credit.ledger import CREDIT_ENTRY, CreditEntry, booked
from domain.net.credit.months import (
    CREDIT_MONTH,
    CreditMonth,
    before_of,
    days_of,
    open_month,
    signed,
    total,
)
from domain.net.credit.roster import Member
from domain.net.credit.rules import Ledger
from domain.net.credit.shown import MonthLine, Progress
from operations.net.credit.desk import CreditDesk
from operations.net.credit.gathering import judged_days
from operations.transactions import in_transaction
from store import Transaction
from store.net import credit as kept

log = logging.getLogger(__name__)
# Entries in one transaction: others write in between.
AT_ONCE = 400
# Months of the list: two years.
LISTED = 24


class CreditMonths:
    """Months.

    Args:
        desk: what the operations of credit share.

    Attributes:
        progress: of the run under way, or of the last one.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk
        self.progress: Progress | None = None
        self._running: asyncio.Task[None] | None = None

    async def counted(self, caller: Caller) -> set[str]:
        """Which months were counted; without their figures.

        Raises:
            NotAllowedError: the page is not the caller's.
        """
        require(caller, "credit.see")
        held = await self._desk.work.read(lambda: self._desk.store.ask(kept.months))
        return {one.month for one in held}

    async def all(self, caller: Caller) -> list[MonthLine]:
        """Months that were counted, the newest first, with the figures of the caller's own part.

        Raises:
            NotAllowedError: the caller answers for nobody.
        """
        require(caller, "credit.notify")

        def ask(one: Connection) -> list[MonthLine]:
            runs = kept.months(one)[:LISTED]
            sums = kept.month_sums(one, [run.month for run in runs], caller)
            return [MonthLine(run, *sums.get(run.month, (0, 0, 0))) for run in runs]

        return await self._desk.work.read(lambda: self._desk.store.ask(ask))

    async def begin(self, month: str, caller: Caller) -> None:
        """Begin to count a month, behind the page; `progress` tells how far it is.

        Raises:
            NotAllowedError: the caller counts none.
            InvalidError: it has not begun yet.
            ConflictError: it is signed, or another run is under way.
        """
        await self._check(month, caller)
        self.progress = Progress(month)
        self._running = asyncio.create_task(self._behind(month, caller.actor))

    async def _behind(self, month: str, by: str) -> None:
        progress = self.progress = self.progress or Progress(month)
        try:
            await self._run(month, by, progress)
        except OneScreenError as error:
            progress.error = error
            log.error("the credit run of %s stopped: %s", month, error)
        finally:
            progress.is_over = True

    async def run(self, month: str, caller: Caller) -> CreditMonth:
        """Count a month and wait for it.

        Raises:
            NotAllowedError, InvalidError, ConflictError: as `begin`.
        """
        await self._check(month, caller)
        self.progress = Progress(month)
        try:
            return await self._run(month, caller.actor, self.progress)
        finally:
            self.progress.is_over = True

    async def _check(self, month: str, caller: Caller) -> None:
        require(caller, "credit.run")
        if days_of(month)[0] > self._desk.today():
            raise InvalidError(says="credit_month_ahead", field="month")
        if self.progress is not None and not self.progress.is_over:
            raise ConflictError(says="credit_run_under_way", field="month")
        closed = await self._desk.work.read(lambda: self._desk.store.ask(kept.signed_months))
        if month in closed:
            raise ConflictError(says="credit_month_signed", month=month, field="month")

    async def _run(self, month: str, by: str, progress: Progress) -> CreditMonth:
        """Read, judge, book what is missing; a run that was cut off goes on where it was."""
        members = await self._desk.roster.members(self._desk.today())
        new = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._missing(one, month, members, by))
        )
        progress.of = len(new)
        for at in range(0, len(new), AT_ONCE):
            part = new[at : at + AT_ONCE]

            def write(tx: Transaction, part: Sequence[CreditEntry] = part) -> None:
                for entry in part:
                    tx.put(CREDIT_ENTRY, entry, action="book", actor=by)

            await in_transaction(self._desk.store, self._desk.work, write)
            progress.done = at + len(part)
        return await in_transaction(
            self._desk.store, self._desk.work, lambda tx: self._counted(tx, month, by)
        )

    def _missing(
        self, one: Connection, month: str, members: Sequence[Member], by: str
    ) -> list[CreditEntry]:
        """What no ledger tells yet; of the month before it what was checked after it was signed."""
        first, last = days_of(month)
        before, last = before_of(month), min(last, self._desk.today())
        closed = kept.signed_months(one)
        if before in closed:
            first = days_of(before)[0]
        found = judged_days(self._desk, one, first, last, members)
        known = kept.entries_of_days(one, first.isoformat(), last.isoformat())
        where = {text: open_month(text, closed) for text in (before, month)}
        return booked(found, known, month_of=where, at=self._desk.now(), by=by)

    def _counted(self, tx: Transaction, month: str, by: str) -> CreditMonth:
        self._desk.keep_rules(tx)
        entries = kept.entries_of_month(tx.connection, month)
        made = CreditMonth(
            month, len(entries), total(entries, Ledger.REWARD), total(entries, Ledger.PENALTY),
            tx.at, by, is_demo=bool(entries) and all(one.is_demo for one in entries),
        )  # fmt: skip
        tx.put(CREDIT_MONTH, made, action="run", actor=by)
        return made

    async def sign(self, month: str, caller: Caller) -> CreditMonth:
        """Sign a month: from then on, corrections are entries of the next.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; it was never counted.
            ConflictError: it is signed, is not over yet, or the caller has run it.
        """
        require(caller, "credit.run")
        if days_of(month)[1] >= self._desk.today():
            raise ConflictError(says="credit_month_not_over", field="month")

        def steps(tx: Transaction) -> CreditMonth:
            held = kept.one_of(tx.connection, CREDIT_MONTH, month)
            if held is None:
                raise NotFoundError(says="credit_month_not_run", field="month")
            entries = kept.entries_of_month(tx.connection, month)
            made = signed(held, entries, caller.actor, tx.at)
            tx.put(CREDIT_MONTH, made, action="sign", actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)
