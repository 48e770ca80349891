"""Keeps the wall's figures of the party fresh, and says which organisation a grid has.

As soon as something is written the figures are counted anew, so a wall that is open changes by
itself; else once a minute, for what time alone changes.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from domain.live.records import Change
from domain.maps.areas import Area, Level
from domain.net.party.here import NextEvent, PartyHere
from domain.net.party.on_wall import column_kpi, wall_kpis
from domain.net.party.organisations import OrganisationLevel
from domain.net.party.structure import branches, months_from, standing
from domain.statistics.kpis import Kpi, to_state
from operations.loops import LoggedOnce
from operations.net.party.looking import PartyLooking
from operations.net.party.party_desk import PartyDesk
from operations.transactions import in_transaction
from store import Transaction
from store.net import party as kept

log = logging.getLogger(__name__)
COMPUTE_EVERY_S = 60.0
# Writes that follow each other closely are counted once.
SETTLE_S = 0.3
AT_LEAST_EVERY = timedelta(minutes=5)
ACTOR = "kpis"


class PartyWall:
    """Journals the `kpi` records of the party, and answers which organisation a grid has.

    Args:
        desk: what the operations share.
        looking: counts.

    Attributes:
        version: changes with every change of a grid's organisation.
    """

    def __init__(self, desk: PartyDesk, looking: PartyLooking) -> None:
        self._desk, self._looking = desk, looking
        self._written: dict[str, tuple[Kpi, datetime]] = {}
        self._branches: Mapping[str, str] | None = None
        self.version = 0
        self._failures = LoggedOnce(
            log,
            "the party's figures cannot be refreshed; trying again until they can",
            "the party's figures are refreshed again",
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
        """Count, and journal what is due; returns how many figures were."""
        now = self._desk.now()
        named, kpis = await self._desk.work.read(lambda: self._desk.store.ask(self._counted))
        if named != self._branches:
            self._branches = named
            self.version += 1
        due = [one for one in kpis if self._is_due(one, now)]
        if due:
            await in_transaction(self._desk.store, self._desk.work, lambda tx: _write(tx, due, now))
            self._written.update((one.id, (one, now)) for one in due)
        return len(due)

    def branch_of(self, grid: Area) -> str | None:
        """The organisation of a grid; before anything was counted what the map says."""
        return grid.branch if self._branches is None else self._branches.get(grid.code)

    async def here(self, code: str) -> PartyHere:
        """What the page of a community shows of it."""
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._here(one, code))
        )

    def _here(self, one: Connection, code: str) -> PartyHere:
        held = self._looking.held(one, code)
        above = [
            found.name
            for found in standing(held.organisations)
            if found.level is OrganisationLevel.COMMUNITY
        ]
        today = self._desk.today().isoformat()
        events = [
            NextEvent(event.day, event.title, event.place)
            for event in kept.next_events(one, code, today)
        ]
        places = tuple(dict.fromkeys(place.name for place in kept.places_in(one, code)))
        return PartyHere(
            above[0] if above else None, held.figures, places, tuple(events), tuple(held.photos)
        )

    def _counted(self, one: Connection) -> tuple[dict[str, str], list[Kpi]]:
        held = self._looking.held(one, None)
        named = branches(self._desk.grids(), held.organisations)
        if not held.organisations:
            return named, [column_kpi(held.figures)]
        today = self._desk.today()
        since = months_from(today, -11).replace(day=1).isoformat()
        villages = kept.by_village(one, since, today.isoformat())
        rural = [
            code
            for code, area in self._desk.areas().items()
            if area.level is Level.VILLAGE and area.is_urban is False
        ]
        return named, wall_kpis(held.figures, villages, rural, held.photos)

    def _is_due(self, kpi: Kpi, now: datetime) -> bool:
        held = self._written.get(kpi.id)
        return held is None or held[0] != kpi or now - held[1] >= AT_LEAST_EVERY


def _write(tx: Transaction, due: list[Kpi], now: datetime) -> None:
    for kpi in due:
        tx.append(Change("kpi", kpi.id, "compute", to_state(kpi, now), ACTOR, now))
