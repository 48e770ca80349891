"""Writes the demo of whistles, police and law, and of surveys, once, behind the running server."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from domain.desk.timers import Timer, TimerKind
from domain.kind import Kind
from domain.net.fusion.whistles import WHISTLE, WHISTLE_CALL, WhistleCall
from domain.subject_key import SubjectKey
from operations.net.fusion.fusion_desk import FusionDesk
from store import Transaction
from store.desk import outbox
from store.net.fusion import is_any

ACTOR = "demo"
AT_ONCE = 50
PAUSE_S = 0.05
_LAST = frozenset({WHISTLE.name, WHISTLE_CALL.name})
Told = tuple[Kind[Any], Any, str]


class DemoFusion:
    """The demo of the part.

    Args:
        desk: what the operations of the part share.
        parts: tell everything anew when they are asked.
    """

    def __init__(
        self, desk: FusionDesk, parts: Sequence[Callable[[], Iterator[list[Told]]]]
    ) -> None:
        self._desk, self._parts = desk, parts

    async def run(self) -> None:
        """Write it where nothing was ever written, a little at a time.

        Written again after a crash the same entities are the same: each has its own id.
        """
        if await self._desk.read(is_any):
            return
        for some in await asyncio.to_thread(self._told):
            await self._desk.write(partial(_put, told=some))
            await asyncio.sleep(PAUSE_S)

    def _told(self) -> list[Sequence[Told]]:
        """Whistles are one transaction, the last: a later start knows by them that all is there."""
        every = [one for part in self._parts for group in part() for one in group]
        whistles = [one for one in every if one[0].name in _LAST]
        others = [one for one in every if one[0].name not in _LAST]
        return [*(others[at : at + AT_ONCE] for at in range(0, len(others), AT_ONCE)), whistles]


def _put(tx: Transaction, told: Sequence[Told]) -> None:
    for kind, entity, action in told:
        tx.put(kind, entity, action=action, actor=ACTOR)
        if isinstance(entity, WhistleCall) and entity.arrived_at is None:
            _watch(tx, entity)


def _watch(tx: Transaction, call: WhistleCall) -> None:
    """Who has still to come is watched as any other."""
    if call.withdrawn_at is None:
        about = SubjectKey(WHISTLE_CALL.name, call.call_id)
        outbox.put_timer(tx, Timer(TimerKind.WHISTLE, call.call_id, about, call.due_at))
