"""The demo's year of ledgers, written behind the running server a little at a time.

Booked by the guards and rules of real outcomes. What a month lacks is written; a start that was cut
off goes on where it was.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.net.credit.deductions import (
    CREDIT_DEDUCTION,
    Deduction,
    appealed,
    decided,
    end_of_days,
    entries_of,
    notified,
)
from domain.net.credit.guards import judged
from domain.net.credit.ledger import CREDIT_ENTRY, CreditEntry, booked
from domain.net.credit.months import CREDIT_MONTH, CreditMonth, days_of, signed, total
from domain.net.credit.outcomes import Outcome
from domain.net.credit.revisits import CREDIT_REVISIT, drawn, is_drawn
from domain.net.credit.roster import Member
from domain.net.credit.rules import Ledger, RuleBook
from operations.net.credit.desk import CreditDesk
from operations.transactions import in_background
from store import Transaction
from store.net import credit as kept

log = logging.getLogger(__name__)
Tell = Callable[[Iterable[Member], date, date], Iterable[Outcome]]
MONTHS = 12
AT_ONCE = 15
# Until the demo's people stand in the register.
WAIT_S, LONGEST_WAIT = 5.0, 240
RUNS, SIGNS, CLERK = "demo-run", "demo-sign", "demo-community"


class DemoCredit:
    """Writes the demo's ledgers once.

    Args:
        desk: what the operations of credit share.
        tell: the outcomes of people in a span of days; the same every time.
        texts: why deductions are made, appealed against, upheld and revoked.
        are_there: whether all people of the demo are registered.
    """

    def __init__(
        self,
        desk: CreditDesk,
        tell: Tell,
        texts: Sequence[str],
        *,
        are_there: Callable[[], bool],
    ) -> None:
        self._desk, self._tell, self._texts = desk, tell, texts
        self._are_there = are_there

    async def run(self) -> None:
        """Write what is missing, from the oldest month to the last that is over."""
        members = await self._members()
        for month in self._months():
            await self._month(month, members)
        if members:
            await self._deductions(members)

    async def _members(self) -> Sequence[Member]:
        """Everybody of the net, once all of the demo's people stand in it."""
        for _ in range(LONGEST_WAIT):
            if self._are_there():
                members = await self._desk.roster.members(self._desk.today())
                if any(not one.is_lead for one in members):
                    return members
            await asyncio.sleep(WAIT_S)
        log.warning("the demo has nobody in its net; it has no ledgers of credit either")
        return ()

    def _months(self) -> list[str]:
        found: list[str] = []
        day = self._desk.today().replace(day=1)
        for _ in range(MONTHS):
            day = (day - timedelta(days=1)).replace(day=1)
            found.append(f"{day:%Y-%m}")
        return found[::-1]

    async def _month(self, month: str, members: Sequence[Member]) -> None:
        held = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.one_of(one, CREDIT_MONTH, month))
        )
        if held is not None or not members:
            return
        first, last = days_of(month)
        at = end_of_days(datetime.combine(last, datetime.min.time(), self._desk.zone), 2,
                         self._desk.zone)  # fmt: skip
        outcomes = list(self._tell(members, first, last))
        await self._book(month, outcomes, at)
        await self._draw(outcomes, members, first, last, at)
        await self._write(lambda tx: self._sign(tx, month, at))

    async def _book(self, month: str, outcomes: Sequence[Outcome], at: datetime) -> None:
        desk = self._desk

        def missing() -> list[CreditEntry]:
            book = RuleBook(desk.store.ask(desk.rules))
            found = judged(outcomes, book, desk.settings.bounds, desk.zone)
            known = desk.store.ask(lambda one: kept.entries_of_month(one, month))
            return booked(found, known, month_of={}, at=at, by=RUNS)

        new = await desk.work.read(missing)
        for begin in range(0, len(new), AT_ONCE):
            await self._put(new[begin : begin + AT_ONCE])

    async def _put(self, entries: Sequence[CreditEntry]) -> None:
        def steps(tx: Transaction) -> None:
            self._desk.keep_rules(tx)
            for one in entries:
                tx.put(CREDIT_ENTRY, one, action="book", actor=RUNS, occurred_at=one.at)

        await self._write(steps)

    async def _draw(
        self, outcomes: Sequence[Outcome], members: Sequence[Member], first: date, last: date,
        at: datetime,
    ) -> None:  # fmt: skip
        """The second visits of the last days of the month."""
        since = max(first, last - timedelta(days=3))
        chosen = [
            (day, one)
            for one in outcomes
            if (day := one.at.astimezone(self._desk.zone).date()) >= since
            and is_drawn(day.isoformat(), one.outcome_id, self._desk.settings.revisit_share)
        ]
        by_town: dict[str, list[str]] = {}
        for member in members:
            if not member.is_lead:
                by_town.setdefault(member.grid[:9], []).append(member.person)

        def steps(tx: Transaction) -> None:
            for day, one in chosen:
                able = by_town.get(one.grid[:9], [])
                made = drawn(day.isoformat(), one, able, (), centre="centre", at=at)
                tx.put(CREDIT_REVISIT, made, action="draw", actor=RUNS, occurred_at=at)

        if chosen:
            await self._write(steps)

    @staticmethod
    def _sign(tx: Transaction, month: str, at: datetime) -> None:
        entries = kept.entries_of_month(tx.connection, month)
        ran = CreditMonth(
            month, len(entries), total(entries, Ledger.REWARD), total(entries, Ledger.PENALTY), at,
            RUNS, is_demo=True,
        )  # fmt: skip
        made = signed(ran, entries, SIGNS, at)
        tx.put(CREDIT_MONTH, made, action="sign", actor=SIGNS, occurred_at=at)

    async def _deductions(self, members: Sequence[Member]) -> None:
        """One of each sort: notice given, appealed, upheld, revoked."""
        workers = sorted({one.person: one for one in members if not one.is_lead}.values(),
                         key=lambda one: one.person)[:4]  # fmt: skip
        at = self._desk.now() - timedelta(days=1)

        def steps(tx: Transaction) -> None:
            book = RuleBook(self._desk.keep_rules(tx))
            rule = book.penalty("not_as_told", self._desk.today())
            known = kept.one_of(tx.connection, CREDIT_DEDUCTION, "D-demo-0")
            if rule is None or known is not None:
                return
            for number, member in enumerate(workers):
                until = end_of_days(at, self._desk.settings.appeal_days, self._desk.zone)
                one = notified(
                    f"D-demo-{number}", rule, person=member.person, grid=member.grid,
                    day=at.astimezone(self._desk.zone).date().isoformat(),
                    evidence=(f"demo:revisit-{number}",), reason=self._texts[0],
                    by=CLERK, at=at, appeal_until=until,
                )  # fmt: skip
                self._tell_of(tx, _as_told(one, number, at, self._texts), at)

        await self._write(steps)

    def _tell_of(self, tx: Transaction, one: Deduction, at: datetime) -> None:
        tx.put(CREDIT_DEDUCTION, one, action="notify", actor=CLERK, occurred_at=at)
        month = f"{at.astimezone(self._desk.zone):%Y-%m}"
        for entry in entries_of(one, (), None, month=month, at=at, by=SIGNS):
            action = "reverse" if entry.reverses else "deduct"
            tx.put(CREDIT_ENTRY, entry, action=action, actor=SIGNS, occurred_at=at)

    async def _write(self, steps: Callable[[Transaction], None]) -> None:
        await in_background(self._desk.store, self._desk.work, steps)


def _as_told(one: Deduction, number: int, at: datetime, texts: Sequence[str]) -> Deduction:
    """The first waits, the second is appealed against, the third upheld, the fourth revoked."""
    one = replace(one, is_demo=True)
    if number == 0:
        return one
    said = appealed(one, texts[1], one.person, at)
    if number == 1:
        return said
    reason = texts[2] if number == 2 else texts[3]
    return decided(said, SIGNS, at, is_upheld=number == 2, reason=reason)
