"""Writes the demo's items and things once, behind the running server, a few at a time."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from domain.desk.timers import Timer, TimerKind
from domain.kind import Kind
from domain.net.items.items import NET_ITEM, ItemState, NetItem
from domain.subject_key import SubjectKey
from operations.net.items.item_desk import ItemDesk
from store import Transaction
from store.desk import outbox
from store.net.items import is_any

ACTOR, AT_ONCE, PAUSE_S = "demo", 40, 0.05
Told = tuple[Kind[Any], Any, str, datetime]


class DemoItems:
    """The demo of the part.

    Args:
        desk: what the operations of the part share.
        tell: everything, anew when it is asked; the same each time.
    """

    def __init__(self, desk: ItemDesk, tell: Callable[[], Iterator[Told]]) -> None:
        self._desk, self._tell = desk, tell

    async def run(self) -> None:
        """Write it where no item was ever written.

        Things first and all items in one transaction at the end: by them a later start knows that
        all is there, and what was written before a crash is written again as the same.
        """
        if await self._desk.read(is_any):
            return
        for some in await asyncio.to_thread(self._pieces):
            await self._desk.write(partial(_put, desk=self._desk, told=some))
            await asyncio.sleep(PAUSE_S)

    def _pieces(self) -> list[Sequence[Told]]:
        every = list(self._tell())
        things = [one for one in every if one[0] is not NET_ITEM]
        pieces: list[Sequence[Told]] = [
            things[at : at + AT_ONCE] for at in range(0, len(things), AT_ONCE)
        ]
        # numbers are given in the order of the reports
        items = sorted((one for one in every if one[0] is NET_ITEM), key=lambda one: one[1].at)
        return [*pieces, items]


def _put(tx: Transaction, desk: ItemDesk, told: Sequence[Told]) -> None:
    for kind, entity, action, at in told:
        if isinstance(entity, NetItem):
            entity = desk.numbered(tx, entity)
        tx.put(kind, entity, action=action, actor=ACTOR, occurred_at=at)
        if isinstance(entity, NetItem):
            _watch(tx, entity)


def _watch(tx: Transaction, item: NetItem) -> None:
    """What is with a unit is watched as any other."""
    if item.state is ItemState.SENT and item.due_at and item.supervised_at is None:
        about = SubjectKey(NET_ITEM.name, item.item_id)
        outbox.put_timer(tx, Timer(TimerKind.ITEM, item.item_id, about, item.due_at))
