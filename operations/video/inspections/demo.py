"""Writes the demo's inspections, key places and rooms once, behind the running server."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from domain.kind import Kind
from domain.video.inspections.findings import InspectionFinding
from operations.video.inspections.inspection_desk import InspectionDesk
from operations.video.inspections.ordering import watch
from store import Transaction
from store.video.inspections import is_any

ACTOR = "demo"
Told = tuple[Kind[Any], Any, str]


class DemoInspections:
    """The demo of the part.

    Args:
        desk: what the operations of the part share.
        tell: everything, anew when it is asked; the same each time.
    """

    def __init__(self, desk: InspectionDesk, tell: Callable[[], Iterator[Told]]) -> None:
        self._desk, self._tell = desk, tell

    async def run(self) -> None:
        """Write it where no plan was ever made: all of it, or nothing."""
        if await self._desk.read(is_any):
            return
        told = await asyncio.to_thread(lambda: list(self._tell()))

        def write(tx: Transaction) -> None:
            for kind, entity, action in told:
                tx.put(kind, entity, action=action, actor=ACTOR)
                if isinstance(entity, InspectionFinding) and not entity.was_late:
                    watch(tx, entity)

        if told:
            await self._desk.write(write)
