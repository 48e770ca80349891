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
from operations.transactions import in_background
from store import Transaction
from store.desk import outbox
from store.net.fusion import any_one, is_any, settled_codes

ACTOR = "demo"
AT_ONCE = 15
WAIT_S, LONGEST_WAIT = 5.0, 720
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
            await in_background(self._desk.store, self._desk.work, partial(_put, told=some))

    def _told(self) -> list[Sequence[Told]]:
        """Whistles are one transaction, the last: a later start knows by them that all is there."""
        every = [one for part in self._parts for group in part() for one in group]
        whistles = [one for one in every if one[0].name in _LAST]
        others = [one for one in every if one[0].name not in _LAST]
        return [*(others[at : at + AT_ONCE] for at in range(0, len(others), AT_ONCE)), whistles]


class DemoJoined:
    """Writes the disputes joined once the demo's cases are there; each is one of them.

    Args:
        desk: what the operations of the part share.
        tell: what was joined, of the settled cases; the same for the same cases.
        are_there: whether all cases of the demo are written.
    """

    def __init__(
        self,
        desk: FusionDesk,
        tell: Callable[[Sequence[tuple[str, str]]], Iterator[Told]],
        *,
        are_there: Callable[[], bool],
    ) -> None:
        self._desk, self._tell, self._are_there = desk, tell, are_there

    async def run(self) -> None:
        """Write what is missing, once the cases stand."""
        for _ in range(LONGEST_WAIT):
            if self._are_there():
                break
            await asyncio.sleep(WAIT_S)
        settled = await self._desk.read(settled_codes)
        told = await asyncio.to_thread(lambda: list(self._tell(settled)))
        for at in range(0, len(told), AT_ONCE):
            await in_background(
                self._desk.store,
                self._desk.work,
                partial(_put_missing, told=told[at : at + AT_ONCE]),
            )


def _put_missing(tx: Transaction, told: Sequence[Told]) -> None:
    for kind, entity, action in told:
        if any_one(tx.connection, kind, getattr(entity, kind.id_field or "")) is None:
            tx.put(kind, entity, action=action, actor=ACTOR)


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
