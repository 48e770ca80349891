"""Computes the wall's figures every second and journals those that changed."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, tzinfo

from domain.dispatch.units import UNIT
from domain.incidents.incidents import INCIDENT
from domain.live.records import Change
from domain.maps.areas import posts_are_known
from domain.statistics import kpis
from domain.statistics.kpis import Counted, Kpi
from operations.clock import utc_now
from operations.live.picture import Picture, counted_states
from operations.loops import LoggedOnce
from operations.maps.areas import Areas
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.video.cameras import registered as cameras_registered

log = logging.getLogger(__name__)

COMPUTE_EVERY_S = 1.0
AT_MOST_EVERY = timedelta(seconds=2)
AT_LEAST_EVERY = timedelta(seconds=60)
COUNT_AT_LEAST_EVERY = timedelta(seconds=30)
ACTOR = "kpis"


class Kpis:
    """Keeps the `kpi` records fresh: at once when a figure changes, else once a minute.

    Args:
        store: where reports per hour are counted, and records are written.
        work: runs both off the event loop.
        picture: where everything else is seen.
        areas: the map, for posts.
        zone: the district's; its day begins at its midnight.
        arrival_target: from report to the first unit on scene.
        now: the clock, aware.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        picture: Picture,
        areas: Areas,
        *,
        zone: tzinfo,
        arrival_target: timedelta,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._work = work
        self._picture = picture
        self._areas = areas
        self._zone = zone
        self._arrival_target = arrival_target
        self._now = now
        self._counted = Counted()
        self._counted_for: tuple[datetime, int] | None = None
        self._cameras = (0, 0)
        self._written: dict[str, tuple[Kpi, datetime]] = {}
        self._failures = LoggedOnce(
            log,
            "the figures cannot be refreshed; trying again until they can",
            "the figures are refreshed again",
        )

    async def run(self) -> None:
        """Compute and write until cancelled; a failure is said once and tried again."""
        while True:
            with self._failures:
                await self.refresh()
            await asyncio.sleep(COMPUTE_EVERY_S)

    async def refresh(self) -> int:
        """Compute every figure and journal those that are due; returns how many were."""
        now = self._now()
        await self._count(now)
        due = [kpi for kpi in self.compute(now) if self._is_due(kpi, now)]
        if due:
            await in_transaction(self._store, self._work, lambda tx: _write(tx, due, now))
            self._written.update((kpi.id, (kpi, now)) for kpi in due)
        return len(due)

    def compute(self, now: datetime) -> list[Kpi]:
        """All figures as of `now`."""
        incidents = counted_states(self._picture, INCIDENT)
        units = counted_states(self._picture, UNIT)
        grids = self._areas.grids
        vacant = None
        if posts_are_known(grids):
            vacant = sum(grid.vacant_since is not None for grid in grids)
        day = kpis.midnight(now, self._zone)
        return [
            kpis.incidents_today(incidents, day, self._counted),
            kpis.incidents_open(incidents),
            kpis.grid_workers_on_duty(units, len(grids), vacant),
            kpis.police_on_duty(units),
            kpis.arrival_minutes(incidents, now - kpis.DAY, self._arrival_target),
            kpis.cameras(*self._cameras),
            kpis.reported_per_hour(self._counted),
        ]

    def _is_due(self, kpi: Kpi, now: datetime) -> bool:
        held = self._written.get(kpi.id)
        if held is None:
            return True
        written, at = held
        return now - at >= (AT_LEAST_EVERY if kpi == written else AT_MOST_EVERY)

    async def _count(self, now: datetime) -> None:
        """Count reports anew when one came in, the hour turned, or half a minute has passed."""
        newest = _newest_seq(self._picture)
        if self._counted_for is not None:
            counted_at, seq = self._counted_for
            is_same = seq == newest and kpis.hour_of(counted_at) == kpis.hour_of(now)
            if now - counted_at < (COUNT_AT_LEAST_EVERY if is_same else AT_MOST_EVERY):
                return
        self._counted = await self._work.read(lambda: self._count_now(now))
        self._cameras = await self._work.read(lambda: self._store.ask(cameras_registered))
        self._counted_for = now, newest

    def _count_now(self, now: datetime) -> Counted:
        first = kpis.hour_of(now) - timedelta(hours=2 * kpis.HOURS - 1)
        counts = self._store.reported_per_hour(None, first, now + timedelta(milliseconds=1))
        hours = [counts.get(first + timedelta(hours=n), 0) for n in range(2 * kpis.HOURS)]
        day_before = kpis.midnight(now, self._zone) - timedelta(days=1)
        until = now - timedelta(days=1)
        by_now = 0
        if until > day_before:
            by_now = sum(self._store.reported_per_hour(None, day_before, until).values())
        return Counted(tuple(hours), by_now)


def _write(tx: Transaction, due: Iterable[Kpi], now: datetime) -> None:
    for kpi in due:
        state = kpis.to_state(kpi, now)
        tx.append(Change("kpi", kpi.id, "compute", state, ACTOR, now))


def _newest_seq(picture: Picture) -> int:
    return max((record.seq for record in picture.entities["incident"].values()), default=0)
