"""Writing told cases as facts, behind the running server, some at a time.

Each batch is one transaction that also says how far the telling has come, so a crash costs a batch.
Its records carry the moment they are written at; when each step was taken stands in `occurred_at`.
A telling is the same every time; where the teller has changed meanwhile, the rest stays untold.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from domain.centre.cases.case import CASE, CASE_ENTRY, CaseEntry
from domain.centre.cases.parties import CASE_PARTY
from domain.centre.loop.told_cases import Told, ToldStep
from domain.upkeep.history import DEMO_HISTORY, HistoryPlan
from operations.centre.cases.arming import arm
from operations.centre.cases.centre_desk import CentreDesk
from operations.transactions import in_background
from store import Transaction
from store.measures.cases import has_cases

log = logging.getLogger(__name__)
ENTITY_ID = "cases"
CASES_AT_ONCE = 4

Tell = Callable[[HistoryPlan], Iterable[Told]]
Progress = Callable[[int], object]


class DemoCases:
    """Writes the demo's cases once, or goes on where it was cut off.

    Args:
        desk: where cases are kept.
        tell: the cases of a plan, in the order they came; the same plan, the same cases.
        plan: what to write at a first start; an interrupted one keeps its own.
    """

    def __init__(self, desk: CentreDesk, tell: Tell, plan: HistoryPlan) -> None:
        self._desk, self._tell, self._plan = desk, tell, plan
        self.written = 0
        self.is_done = False

    async def run(self) -> None:
        """Write what is missing; ends when nothing is."""
        begun = await self._desk.work.read(self._begun)
        if begun is None:
            self.is_done = True
            return
        plan, already = begun
        self.written = already
        told = iter(self._tell(plan))
        await asyncio.to_thread(_skip, told, already)
        while batch := await asyncio.to_thread(_take, told, CASES_AT_ONCE):
            await self._write(plan, batch, is_complete=False)
        await self._write(plan, [], is_complete=True)
        self.is_done = True
        log.info("the demo's %d cases are written", self.written)

    def _begun(self) -> tuple[HistoryPlan, int] | None:
        """Which plan, and how many of its cases are written; None where nothing is to be done."""
        records = self._desk.store.history(DEMO_HISTORY.name, ENTITY_ID)
        if not records:
            return None if self._desk.store.ask(has_cases) else (self._plan, 0)
        state = records[-1].state
        if state["is_complete"]:
            return None
        plan = HistoryPlan.begun(state)
        if plan.version != self._plan.version:
            log.warning("the demo's cases were interrupted and cannot be continued; they end there")
            return None
        return plan, state["written"]

    async def _write(self, plan: HistoryPlan, batch: list[Told], *, is_complete: bool) -> None:
        written = self.written + len(batch)

        def steps(tx: Transaction) -> None:
            for told in batch:
                self._put(tx, told)
            tx.append(plan.progress(ENTITY_ID, written, tx.at, is_complete=is_complete))

        await in_background(self._desk.store, self._desk.work, steps)
        self.written = written

    def _put(self, tx: Transaction, told: Told) -> None:
        first, last = told.steps[0], told.steps[-1]
        _put_step(tx, first, 0)
        for party in told.parties:
            tx.put(CASE_PARTY, party, action="add", actor=first.by, occurred_at=first.at)
        for nth, one in enumerate(told.steps[1:], 1):
            _put_step(tx, one, nth)
        arm(tx, last.case, self._desk)


def _put_step(tx: Transaction, one: ToldStep, nth: int) -> None:
    said, case = one.said, one.case
    tx.put(CASE, case, action=one.step.value, actor=one.by, occurred_at=one.at)
    entry = CaseEntry(
        entry_id=f"E-demo-{case.source_id}-{nth}",
        case_code=case.code,
        step=one.step,
        at=one.at,
        by=one.by,
        stage=case.stage,
        body=said.body or case.body,
        remedy=said.remedy.value if said.remedy else None,
        room=said.room,
        text=said.text.strip() or None,
    )
    tx.put(CASE_ENTRY, entry, action="add", actor=one.by, occurred_at=one.at)


def _skip(told: Iterator[Told], count: int) -> None:
    for _ in islice(told, count):
        pass


def _take(told: Iterator[Told], count: int) -> list[Told]:
    return list(islice(told, count))
