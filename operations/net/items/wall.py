"""Keeps the wall's figures of items fresh: counted anew when one is written, else once a minute."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.live.records import Change
from domain.net.items.figures import summed
from domain.net.items.on_wall import WINDOW, wall_kpis
from domain.statistics.kpis import Kpi, to_state
from operations.loops import LoggedOnce
from operations.net.items.item_desk import ItemDesk
from store import Transaction
from store.net import items as kept

log = logging.getLogger(__name__)
COMPUTE_EVERY_S = 60.0
# Writes that follow each other closely are counted once.
SETTLE_S = 1.0
AT_LEAST_EVERY = timedelta(minutes=5)
ACTOR = "kpis"
# The figures are of the whole district.
_WHOLE = Caller(ACTOR, "dispatcher")


class ItemWall:
    """Journals the `kpi` records of items.

    Args:
        desk: what the operations share.
    """

    def __init__(self, desk: ItemDesk) -> None:
        self._desk = desk
        self._written: dict[str, tuple[Kpi, datetime]] = {}
        self._failures = LoggedOnce(
            log,
            "the figures of items cannot be refreshed; trying again until they can",
            "the figures of items are refreshed again",
        )

    async def run(self) -> None:
        """Compute and write until cancelled."""
        while True:
            self._desk.changed.clear()
            with self._failures:
                await self.refresh()
            try:
                await asyncio.wait_for(self._desk.changed.wait(), COMPUTE_EVERY_S)
            except TimeoutError:
                continue
            await asyncio.sleep(SETTLE_S)

    async def refresh(self) -> int:
        """Count, and journal what is due; returns how many figures were.

        A district that never had an item is told nothing: there is no figure of it.
        """
        now = self._desk.now()

        def counted(one: Connection) -> list[Kpi]:
            if not kept.is_any(one):
                return []
            towns = kept.lines(one, _WHOLE, now - WINDOW, now, area="", by_unit=False)
            standing = kept.standing(one, _WHOLE, now, now, "")
            return wall_kpis(summed(town.counts for town in towns), standing)

        due = [one for one in await self._desk.read(counted) if self._is_due(one, now)]
        if due:
            await self._desk.keep(lambda tx: _write(tx, due, now))
            self._written.update((one.id, (one, now)) for one in due)
        return len(due)

    def _is_due(self, kpi: Kpi, now: datetime) -> bool:
        held = self._written.get(kpi.id)
        return held is None or held[0] != kpi or now - held[1] >= AT_LEAST_EVERY


def _write(tx: Transaction, due: list[Kpi], now: datetime) -> None:
    for kpi in due:
        tx.append(Change("kpi", kpi.id, "compute", to_state(kpi, now), ACTOR, now))
