"""What a person sees of themselves, a community of its people, and everybody of the best."""

from collections.abc import Collection
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.net.credit.absences import CREDIT_ABSENCE, Absence, check_days
from domain.net.credit.ledger import community_of
from domain.net.credit.months import CREDIT_MONTH, days_of, read_month
from domain.net.credit.roster import Member
from domain.net.credit.shown import OwnCredit, PersonLine
from operations.net.credit.desk import CreditDesk
from operations.transactions import in_transaction
from store import Transaction
from store.net import credit as kept


class CreditLedgers:
    """The ledgers as they are looked at.

    Args:
        desk: what the operations of credit share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk

    async def month(self, text: str) -> str:
        """A month that is asked for; where none is, the newest that was counted, else this one.

        Raises:
            InvalidError: it is none.
        """
        if text:
            return read_month(text)
        newest = await self._desk.work.read(lambda: self._desk.store.ask(kept.newest_month))
        return newest or f"{self._desk.today():%Y-%m}"

    async def own(self, month: str, caller: Caller) -> OwnCredit:
        """The caller's own credit.

        Raises:
            NotAllowedError: the caller has none.
            InvalidError: it is no month.
        """
        require(caller, "credit.own")
        wanted = await self.month(month)
        return await self._read(caller.actor, wanted)

    async def of_person(self, person: str, month: str, caller: Caller) -> OwnCredit:
        """The credit of somebody the caller answers for.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; nobody they see.
        """
        require(caller, "credit.notify")
        wanted = await self.month(month)
        await self.member(person, caller)
        return await self._read(person, wanted)

    async def member(self, person: str, caller: Caller) -> Member:
        """Somebody of the net the caller answers for.

        Raises:
            NotFoundError: nobody they see: of another community is as nobody at all.
        """
        for one in await self._desk.roster.members(self._desk.today()):
            if one.person == person and caller.scope.covers(one.grid):
                return one
        raise NotFoundError(says="credit_nobody", field="person")

    async def _read(self, person: str, month: str) -> OwnCredit:
        def ask(one: Connection) -> OwnCredit:
            entries = kept.own_entries(one, person, month)
            deductions = kept.own_deductions(one, person)
            left = (left.partition("=")[0] for entry in entries for left in entry.left_out)
            named = (ref for deduction in deductions for ref in deduction.evidence)
            return OwnCredit(
                person,
                month,
                kept.own_sums(one, person),
                entries,
                deductions,
                kept.own_revisits(one, person),
                kept.one_of(one, CREDIT_MONTH, month),
                kept.proofs_of(one, (*left, *named)),
            )

        return await self._desk.work.read(lambda: self._desk.store.ask(ask))

    async def people(self, month: str, caller: Caller) -> list[PersonLine]:
        """The people the caller answers for, by community and grid, with a month's points.

        Points are None where the month was not counted: that is no zero.

        Raises:
            NotAllowedError: the caller answers for nobody.
            InvalidError: it is no month.
        """
        require(caller, "credit.notify")
        wanted = await self.month(month)
        members = await self._desk.roster.members(self._desk.today())
        run, sums = await self._desk.work.read(
            lambda: self._desk.store.ask(
                lambda one: (
                    kept.one_of(one, CREDIT_MONTH, wanted),
                    kept.people_sums(one, wanted, caller),
                )
            )
        )
        points: dict[str, dict[str, int]] = {}
        for person, _area, own, _ in sums:
            held = points.setdefault(person, {})
            for ledger, n in own.items():
                held[ledger] = held.get(ledger, 0) + n
        grids: dict[str, list[Member]] = {}
        for one in members:
            if not one.is_lead and caller.scope.covers(one.grid):
                grids.setdefault(one.person, []).append(one)
        lines = [
            PersonLine(
                person,
                held[0].name,
                community_of(held[0].grid),
                tuple(one.grid for one in held),
                points.get(person, {}).get("reward", 0) if run else None,
                points.get(person, {}).get("penalty", 0) if run else None,
            )
            for person, held in grids.items()
        ]
        return sorted(lines, key=lambda one: (one.grids, one.person))

    async def away(self, person: str, first: str, last: str, caller: Caller) -> None:
        """Write down days that ask nothing of somebody: leave, illness, training.

        Raises:
            NotAllowedError, NotFoundError: not the caller's; nobody they see.
            InvalidError: no days.
        """
        require(caller, "credit.notify")
        begins, ends = check_days(first, last)
        member = await self.member(person, caller)
        made = Absence(
            f"A-{uuid4().hex[:16]}", person, community_of(member.grid), begins, ends, caller.actor
        )

        def steps(tx: Transaction) -> None:
            tx.put(CREDIT_ABSENCE, made, action="add", actor=caller.actor)

        await in_transaction(self._desk.store, self._desk.work, steps)

    async def away_from(
        self, grids: Collection[str], first: date, last: date, caller: Caller
    ) -> int:
        """What is due in these grids was excused: whose every grid it is asks nothing of them.

        Who may excuse it was asked where it was done. Days that are known already are not written
        twice.

        Returns:
            For how many people days were written.
        """
        held: dict[str, list[str]] = {}
        for one in await self._desk.roster.members(first):
            if not one.is_lead:
                held.setdefault(one.person, []).append(one.grid)
        gone = {person: own for person, own in held.items() if set(own) <= set(grids)}
        begins, ends = check_days(first.isoformat(), last.isoformat())

        def steps(tx: Transaction) -> int:
            known = {
                one.person
                for one in kept.absences(tx.connection, begins, ends)
                if one.first <= begins and one.last >= ends
            }
            new = {person: own for person, own in gone.items() if person not in known}
            for person, own in new.items():
                area = community_of(own[0])
                made = Absence(f"A-{uuid4().hex[:16]}", person, area, begins, ends, caller.actor)
                tx.put(CREDIT_ABSENCE, made, action="add", actor=caller.actor)
            return len(new)

        return await in_transaction(self._desk.store, self._desk.work, steps) if gone else 0

    async def absences(self, month: str, caller: Caller) -> list[Absence]:
        """The absences of a month, of people the caller answers for.

        Raises:
            NotAllowedError: the caller answers for nobody.
        """
        require(caller, "credit.notify")
        first, last = days_of(await self.month(month))
        return await self._desk.work.read(
            lambda: self._desk.store.ask(
                lambda one: kept.seen_absences(one, first.isoformat(), last.isoformat(), caller)
            )
        )
