"""Writing the demo's year of work, behind the running server, some at a time.

Each batch is one transaction that also says how far the telling has come, so a crash costs a batch;
it shares its commit with whoever else writes. Its records carry the moment they are written at;
when each thing was done stands in `occurred_at`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

from domain.net.tasks.care import CARE_PERSON, CARE_VISIT
from domain.net.tasks.facts import NET_TASK
from domain.net.tasks.findings import NET_FINDING
from domain.net.tasks.places import KEY_PLACE
from domain.net.tasks.schedules import TASK_SCHEDULE
from domain.net.tasks.task_types import TASK_TYPE
from domain.net.tasks.told import ToldWork
from domain.upkeep.history import DEMO_HISTORY, HistoryPlan
from operations.net.tasks.task_desk import TaskDesk
from operations.transactions import in_background
from store import Transaction
from store.net.tasks import has_tasks

log = logging.getLogger(__name__)
ENTITY_ID = "net_tasks"
WAIT_S = 1.0
PLACES_AT_ONCE = 15

Tell = Callable[[HistoryPlan], Awaitable[Iterable[ToldWork]]]


class DemoTasks:
    """Writes the demo's work once, or goes on where it was cut off.

    Args:
        desk: where it is kept.
        tell: the work of a plan; the same plan, the same work.
        plan: what to write at a first start; an interrupted one keeps its own.
        is_free: whether the demo before this one is written.
    """

    def __init__(
        self,
        desk: TaskDesk,
        tell: Tell,
        plan: HistoryPlan,
        is_free: Callable[[], bool] = lambda: True,
    ) -> None:
        self._desk, self._tell, self._plan, self._is_free = desk, tell, plan, is_free
        self.written = 0
        self.is_done = False

    async def run(self) -> None:
        """Write what is missing; ends when nothing is."""
        for _ in iter(self._is_free, True):
            await asyncio.sleep(WAIT_S)
        begun = await self._desk.work.read(self._begun)
        if begun is not None:
            plan, self.written = begun
            told = iter(await self._tell(plan))
            await asyncio.to_thread(_skip, told, self.written)
            while (one := await asyncio.to_thread(next, told, None)) is not None:
                await self._write(plan, one, is_complete=False)
            await self._write(plan, ToldWork(), is_complete=True)
            log.info("the demo's work in the grids is written")
        self.is_done = True

    def _begun(self) -> tuple[HistoryPlan, int] | None:
        """Which plan, and how much of it is written; None where nothing is to be done."""
        records = self._desk.store.history(DEMO_HISTORY.name, ENTITY_ID)
        if not records:
            return None if self._desk.store.ask(has_tasks) else (self._plan, 0)
        state = records[-1].state
        if state["is_complete"]:
            return None
        plan = HistoryPlan.begun(state)
        if plan.version != self._plan.version:
            log.warning("the demo's work was interrupted and cannot be continued; it ends there")
            return None
        return plan, state["written"]

    async def _write(self, plan: HistoryPlan, told: ToldWork, *, is_complete: bool) -> None:
        written = self.written + (0 if is_complete else 1)
        for at in range(0, len(told.places), PLACES_AT_ONCE):
            # Written again after a crash they are the same.
            some = ToldWork(places=told.places[at : at + PLACES_AT_ONCE])
            await self._keep(partial(_put, told=some))
        rest = replace(told, places=())

        def steps(tx: Transaction) -> None:
            _put(tx, rest)
            tx.append(plan.progress(ENTITY_ID, written, tx.at, is_complete=is_complete))

        await self._keep(steps)
        self.written = written

    async def _keep(self, steps: Callable[[Transaction], None]) -> None:
        await in_background(self._desk.store, self._desk.work, steps)


def _put(tx: Transaction, told: ToldWork) -> None:
    for listed in told.types:
        tx.put(TASK_TYPE, listed, action="approve", actor="demo")
    for schedule in told.schedules:
        tx.put(TASK_SCHEDULE, schedule, action="add", actor="demo")
    for place in told.places:
        tx.put(KEY_PLACE, place, action="add", actor="demo")
    for person in told.people:
        tx.put(CARE_PERSON, person, action="assign", actor="demo")
    for task in told.tasks:
        tx.put(NET_TASK, task, action="do", actor=task.by, occurred_at=task.at)
    for visit in told.visits:
        tx.put(CARE_VISIT, visit, action="visit", actor=visit.by, occurred_at=visit.at)
    for found in told.findings:
        tx.put(NET_FINDING, found, action="report", actor=found.by, occurred_at=found.at)


def _skip(told: Iterator[ToldWork], count: int) -> None:
    for _ in islice(told, count):
        pass
