"""Second visits: drawn each day of the day before, and what was found."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.fields import as_text
from domain.net.credit.guards import Judged, Verdict
from domain.net.credit.ledger import community_of
from domain.net.credit.revisits import (
    CREDIT_REVISIT,
    Revisit,
    RevisitResult,
    drawn,
    is_drawn,
    looked_at,
)
from domain.net.credit.roster import Member
from operations.net.credit.desk import SYSTEM, CreditDesk
from operations.net.credit.gathering import judged_days
from operations.transactions import in_transaction
from store import Transaction
from store.net import credit as kept

# Whom the centre sends itself, where nobody else may go.
CENTRE = "centre"


class Revisits:
    """Second visits.

    Args:
        desk: what the operations of credit share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk

    async def draw(self, day: date) -> int:
        """Draw of a day's outcomes; how many were new. Drawn again it finds the same."""
        members = await self._desk.roster.members(day)
        found = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._draw(one, day, members))
        )

        def steps(tx: Transaction) -> int:
            known = kept.known_revisits(tx.connection, [one.revisit_id for one in found])
            new = [one for one in found if one.revisit_id not in known]
            for one in new:
                tx.put(CREDIT_REVISIT, one, action="draw", actor=SYSTEM)
            return len(new)

        return await in_transaction(self._desk.store, self._desk.work, steps) if found else 0

    def _draw(self, one: Connection, day: date, members: Sequence[Member]) -> list[Revisit]:
        share = self._desk.settings.revisit_share
        judged = judged_days(self._desk, one, day, day, members)
        chosen = [
            found
            for found in judged
            if found.verdict is Verdict.COUNTS
            and is_drawn(day.isoformat(), found.outcome.outcome_id, share)
        ]
        return _sent(chosen, members, day, self._desk)

    async def find(
        self, revisit_id: str, result: RevisitResult, note: str, caller: Caller
    ) -> Revisit:
        """Write down what was found the second time.

        Raises:
            NotFoundError: there is none the caller is to make.
            ConflictError: it was made, or the caller did it the first time.
        """
        require(caller, "credit.see")
        said = as_text(note, "note", longest=300, lines=True)

        def steps(tx: Transaction) -> Revisit:
            held = kept.one_of(tx.connection, CREDIT_REVISIT, revisit_id)
            if held is None or not self._may_find(held, caller):
                raise NotFoundError(says="credit_nothing_there", field="revisit_id")
            made = looked_at(held, result, said, caller.actor, tx.at)
            tx.put(CREDIT_REVISIT, made, action="find", actor=caller.actor)
            return made

        return await in_transaction(self._desk.store, self._desk.work, steps)

    @staticmethod
    def _may_find(one: Revisit, caller: Caller) -> bool:
        is_centre = may(caller, "credit.run") and one.visitor == CENTRE
        return one.visitor == caller.actor or is_centre

    async def seen(self, caller: Caller) -> list[Revisit]:
        """The second visits in the caller's part of the district, open ones first.

        Raises:
            NotAllowedError: the caller answers for nobody.
        """
        require(caller, "credit.notify")
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.seen_revisits(one, caller))
        )


def _sent(
    chosen: Sequence[Judged], members: Sequence[Member], day: date, desk: CreditDesk
) -> list[Revisit]:
    """Whom each second visit is given to: people of the same town, but of another grid."""
    by_town: dict[str, set[str]] = defaultdict(set)
    grids: dict[str, set[str]] = defaultdict(set)
    leads: dict[str, list[str]] = defaultdict(list)
    for one in members:
        by_town[one.grid[:9]].add(one.person)
        grids[one.person].add(one.grid)
        if one.is_lead:
            leads[one.grid].append(one.person)
    made = []
    for found in chosen:
        outcome = found.outcome
        able = by_town[community_of(outcome.grid)[:9]]
        own = [lead for grid in {outcome.grid, *grids[outcome.person]} for lead in leads[grid]]
        made.append(drawn(day.isoformat(), outcome, able, own, centre=CENTRE, at=desk.now()))
    return made
