"""Writes the demo's items and things once, behind the running server, a few at a time.

Each batch is one transaction that also says how far the telling has come: a start that was cut off
goes on where it was, and what people did to an item meanwhile stays.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from domain.desk.timers import Timer, TimerKind
from domain.kind import Kind
from domain.net.items.items import NET_ITEM, ItemState, NetItem
from domain.subject_key import SubjectKey
from domain.upkeep.history import DEMO_HISTORY, HistoryPlan
from operations.net.items.item_desk import ItemDesk
from operations.transactions import in_background
from store import Transaction
from store.desk import outbox
from store.net.items import is_any

log = logging.getLogger(__name__)
ACTOR, AT_ONCE = "demo", 10
ENTITY_ID = "net_items"
Told = tuple[Kind[Any], Any, str, datetime]
Tell = Callable[[HistoryPlan], Iterator[Told]]


class DemoItems:
    """The demo of the part.

    Args:
        desk: what the operations of the part share.
        tell: everything of a plan; the same plan, the same items.
        plan: what to write at a first start; an interrupted one keeps its own.
    """

    def __init__(self, desk: ItemDesk, tell: Tell, plan: HistoryPlan) -> None:
        self._desk, self._tell, self._plan = desk, tell, plan

    async def run(self) -> None:
        """Write what is missing; ends when nothing is."""
        begun = await self._desk.work.read(self._begun)
        if begun is None:
            return
        plan, written = begun
        told = await asyncio.to_thread(self._told, plan)
        for at in range(written, len(told), AT_ONCE):
            batch = told[at : at + AT_ONCE]
            written += len(batch)
            await self._write(plan, batch, written, is_complete=False)
        await self._write(plan, [], written, is_complete=True)
        self._desk.changed.set()

    def _told(self, plan: HistoryPlan) -> list[Told]:
        """Things first; numbers are given in the order of the reports."""
        every = list(self._tell(plan))
        things = [one for one in every if one[0] is not NET_ITEM]
        items = [one for one in every if one[0] is NET_ITEM]
        return [*things, *sorted(items, key=lambda one: one[1].at)]

    def _begun(self) -> tuple[HistoryPlan, int] | None:
        """Which plan, and how much of it is written; None where nothing is to be done."""
        records = self._desk.store.history(DEMO_HISTORY.name, ENTITY_ID)
        if not records:
            return None if self._desk.store.ask(is_any) else (self._plan, 0)
        state = records[-1].state
        if state["is_complete"]:
            return None
        plan = HistoryPlan.begun(state)
        if plan.version != self._plan.version:
            log.warning("the demo's items were interrupted and cannot be continued; they end there")
            return None
        return plan, state["written"]

    async def _write(
        self, plan: HistoryPlan, told: list[Told], written: int, *, is_complete: bool
    ) -> None:
        def steps(tx: Transaction) -> None:
            for kind, entity, action, at in told:
                if isinstance(entity, NetItem):
                    entity = self._desk.numbered(tx, entity)
                tx.put(kind, entity, action=action, actor=ACTOR, occurred_at=at)
                if isinstance(entity, NetItem):
                    _watch(tx, entity)
            tx.append(plan.progress(ENTITY_ID, written, tx.at, is_complete=is_complete))

        await in_background(self._desk.store, self._desk.work, steps)


def _watch(tx: Transaction, item: NetItem) -> None:
    """What is with a unit is watched as any other."""
    if item.state is ItemState.SENT and item.due_at and item.supervised_at is None:
        about = SubjectKey(NET_ITEM.name, item.item_id)
        outbox.put_timer(tx, Timer(TimerKind.ITEM, item.item_id, about, item.due_at))
