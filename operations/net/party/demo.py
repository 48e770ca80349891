"""Writing the demo's party as facts, behind the running server, some at a time.

Each batch is one transaction that also says how far the telling has come, so a crash costs a batch.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from domain.kind import Kind
from domain.upkeep.history import DEMO_HISTORY, TELLER, HistoryPlan
from operations.net.party.party_desk import PartyDesk
from operations.transactions import in_background
from store import Transaction
from store.net.party import is_empty

log = logging.getLogger(__name__)
ENTITY_ID = "net_party"
FACTS_AT_ONCE = 15
# So many batches between two counts of the wall's figures.
COUNT_EVERY = 50

Fact = tuple[Kind[Any], Any, str]
Tell = Callable[[HistoryPlan], Iterable[Fact]]


class DemoParty:
    """Writes the demo's party once, or goes on where it was cut off.

    Args:
        desk: where it is kept.
        tell: kind, entity and action of every fact of a plan; the same plan, the same facts.
        plan: what to write at a first start; an interrupted one keeps its own.
        then: what follows when all is written.
    """

    def __init__(
        self,
        desk: PartyDesk,
        tell: Tell,
        plan: HistoryPlan,
        *,
        then: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self._desk, self._tell, self._plan = desk, tell, plan
        self._then = then
        self.written = 0

    async def run(self) -> None:
        """Write what is missing; ends when nothing is."""
        begun = await self._desk.work.read(self._begun)
        if begun is None:
            return
        plan, self.written = begun
        told = iter(self._tell(plan))
        await asyncio.to_thread(_skip, told, self.written)
        batches = 0
        while batch := await asyncio.to_thread(_take, told):
            await self._write(plan, batch, is_complete=False)
            batches += 1
            if batches % COUNT_EVERY == 0:
                self._desk.changed.set()
        await self._write(plan, [], is_complete=True)
        self._desk.changed.set()
        log.info("the demo's party is written: %d facts", self.written)
        if self._then is not None:
            await self._then()

    def _begun(self) -> tuple[HistoryPlan, int] | None:
        """Which plan, and how much of it is written; None where nothing is to be done."""
        records = self._desk.store.history(DEMO_HISTORY.name, ENTITY_ID)
        if not records:
            return (self._plan, 0) if self._desk.store.ask(is_empty) else None
        state = records[-1].state
        if state["is_complete"]:
            return None
        plan = HistoryPlan.begun(state)
        if plan.version != self._plan.version:
            log.warning("the demo's party was interrupted and cannot be continued; it ends there")
            return None
        return plan, state["written"]

    async def _write(self, plan: HistoryPlan, batch: list[Fact], *, is_complete: bool) -> None:
        written = self.written + len(batch)

        def steps(tx: Transaction) -> None:
            for kind, entity, action in batch:
                tx.put(kind, entity, action=action, actor=TELLER)
            tx.append(plan.progress(ENTITY_ID, written, tx.at, is_complete=is_complete))

        await in_background(self._desk.store, self._desk.work, steps)
        self.written = written


def _skip(told: Iterator[Fact], count: int) -> None:
    for _ in islice(told, count):
        pass


def _take(told: Iterator[Fact]) -> list[Fact]:
    return list(islice(told, FACTS_AT_ONCE))
