"""Keeps the wall's figures of the centre fresh: within a minute of a change, else less often."""

import asyncio
import logging
from datetime import datetime, timedelta

from domain.centre.figures.on_wall import wall_kpis
from domain.live.records import Change
from domain.statistics.kpis import Kpi, to_state
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.figures.figures import Asked, CentreFigures
from operations.loops import LoggedOnce
from operations.transactions import in_transaction
from store import Transaction
from store.measures import cases as measures
from store.measures.figures import Where

log = logging.getLogger(__name__)
COMPUTE_EVERY_S = 60.0
AT_LEAST_EVERY = timedelta(minutes=5)
ACTOR = "kpis"


class CentreWall:
    """Journals the centre's `kpi` records.

    Args:
        desk: where cases are kept.
        figures: what is counted.
    """

    def __init__(self, desk: CentreDesk, figures: CentreFigures) -> None:
        self._desk, self._figures = desk, figures
        self._written: dict[str, tuple[Kpi, datetime]] = {}
        self._failures = LoggedOnce(
            log,
            "the centre's figures cannot be refreshed; trying again until they can",
            "the centre's figures are refreshed again",
        )

    async def run(self) -> None:
        """Compute and write until cancelled; nothing where the district has no centre."""
        if self._desk.centre is None:
            return
        await in_transaction(self._desk.store, self._desk.work, _fill_missing)
        while True:
            with self._failures:
                await self.refresh()
            await asyncio.sleep(COMPUTE_EVERY_S)

    async def refresh(self) -> int:
        """Count, and journal what is due; returns how many figures were."""
        now = self._desk.now()
        kpis = await self._desk.work.read(lambda: self._counted(now))
        due = [one for one in kpis if self._is_due(one, now)]
        if due:
            await in_transaction(self._desk.store, self._desk.work, lambda tx: _write(tx, due, now))
            self._written.update((one.id, (one, now)) for one in due)
        return len(due)

    def _counted(self, now: datetime) -> list[Kpi]:
        months = self._figures.months_of(Asked(), now)
        report = self._desk.store.ask(
            lambda connection: self._figures.counted(
                connection, months, Where(), now, sees_all=False
            )
        )
        return wall_kpis(report)

    def _is_due(self, kpi: Kpi, now: datetime) -> bool:
        held = self._written.get(kpi.id)
        return held is None or held[0] != kpi or now - held[1] >= AT_LEAST_EVERY


def _fill_missing(tx: Transaction) -> None:
    """Cases of an older version have no measure yet."""
    measures.fill_missing(tx.connection)


def _write(tx: Transaction, due: list[Kpi], now: datetime) -> None:
    for kpi in due:
        tx.append(Change("kpi", kpi.id, "compute", to_state(kpi, now), ACTOR, now))
