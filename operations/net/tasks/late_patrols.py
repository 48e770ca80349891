"""Patrols judged again when their track comes late: a phone was offline, the patrol was walked.

Only what was not proven, and nobody has looked at, is judged again; it is never made worse. Cells
and seconds are written with the task, so that they outlive the track.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from domain.net.tasks.facts import NET_TASK, NetTask
from domain.net.tasks.patrol import Proof
from operations.net.tasks.patrolling import Patrolling, Walked
from operations.net.tasks.task_desk import TaskDesk
from store import Transaction
from store.net import patrols
from store.net import tasks as kept

SYSTEM = "system"
# What comes in within so long is judged at once.
WAIT_S = 2.0
# After a start these are looked at again: what came late before it was told to nobody.
BEFORE_START = timedelta(days=2)


class Late(Protocol):
    """Between which moments fixes of a unit came late."""

    @property
    def unit_id(self) -> str:
        """Whose."""

    @property
    def first(self) -> datetime:
        """The earliest."""

    @property
    def last(self) -> datetime:
        """The latest."""


class LatePatrols:
    """Judges patrols again.

    Args:
        desk: what the operations share.
        patrolling: proofs.
        wait_s: how long news is gathered.
    """

    def __init__(self, desk: TaskDesk, patrolling: Patrolling, *, wait_s: float = WAIT_S) -> None:
        self._desk, self._patrolling, self._wait_s = desk, patrolling, wait_s
        self._spans: dict[str, tuple[datetime, datetime]] = {}
        self._news = asyncio.Event()

    def heard(self, spans: Iterable[Late]) -> None:
        """Fixes have come into tracks late; on the event loop."""
        for one in spans:
            first, last = self._spans.get(one.unit_id, (one.first, one.last))
            self._spans[one.unit_id] = (min(first, one.first), max(last, one.last))
        if self._spans:
            self._news.set()

    async def run(self) -> None:
        """Judge again what has news, until cancelled."""
        since = self._desk.now() - BEFORE_START
        await self._again(await self._desk.ask(lambda one: patrols.unproven_since(one, since)))
        while True:
            await self._news.wait()
            await asyncio.sleep(self._wait_s)
            await self.judge()

    async def judge(self) -> int:
        """Judge again what fixes have come late for; how many patrols are better now."""
        spans, self._spans = self._spans, {}
        self._news.clear()
        better = 0
        for unit_id, (first, last) in spans.items():
            found = partial(patrols.unproven_of_unit, unit_id=unit_id, first=first, last=last)
            held = await self._desk.ask(found)
            better += await self._again(held)
        return better

    async def _again(self, held: Iterable[NetTask]) -> int:
        better = 0
        for task in held:
            if task.unit_id is None or task.begun_at is None:
                continue
            walked = Walked(task.unit_id, task.begun_at, task.at)
            places = await self._desk.ask(partial(kept.places_of, grid=task.area_code))
            proof = await self._patrolling.proof(walked, task.area_code, places)
            if _is_better(proof, task):
                better += await self._write(task, proof)
        return better

    async def _write(self, task: NetTask, proof: Proof) -> int:
        def steps(tx: Transaction) -> int:
            held = kept.one_of(tx.connection, NET_TASK, task.task_id)
            if held is None or held.begun_at != task.begun_at or not _is_open(held):
                return 0  # walked again or looked at meanwhile
            told = replace(
                held, is_proven=proof.is_proven, cells=proof.cells, places=proof.places,
                slow_s=proof.slow_s, why=proof.why,
            )  # fmt: skip
            tx.put(NET_TASK, told, action="prove", actor=SYSTEM)
            return 1

        return await self._desk.write(steps)


def _is_open(task: NetTask) -> bool:
    return task.is_proven is False and task.checked is None


def _is_better(proof: Proof, task: NetTask) -> bool:
    return proof.is_proven or len(proof.cells) > len(task.cells)
