"""What runs from the start of the product to its end."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from bootstrap.demo import (
    demo_cases,
    demo_credit,
    demo_fusion,
    demo_joined,
    demo_people,
    demo_premises,
    let_demo_departments_in,
    let_demo_staff_in,
    run_simulator,
    write_demo_history,
)
from bootstrap.demo_tasks import demo_tasks
from bootstrap.first_administrator import ensure_administrator
from bootstrap.inspections.demo import demo_inspections
from bootstrap.net.items import demo_items
from bootstrap.net.party import demo_party
from bootstrap.parts import Job, Parts
from bootstrap.progress import progress_bar
from bootstrap.video.streams import connect_demo
from bootstrap.warm_up import import_the_rest, later
from operations.centre.firms.demo import write_demo_firms
from operations.centre.mediation.pool import write_demo_pool
from operations.upkeep.first_start import ensure_map, ensure_mode
from operations.upkeep.settings_told import tell_settings
from settings import shown

log = logging.getLogger("onescreen")
# They read roads and names for seconds, and who asks before waits for what they make; or count and
# tidy what no first answer tells.
LATE = frozenset(
    {
        *("coverage", "places", "centre_kpis", "party_kpis", "credit", "briefs", "texts"),
        *("disposals", "retention", "seals", "tracks", "metrics"),
    }
)
REVIVE_S, LONGEST_PAUSE_S, WELL_S = 1.0, 60.0, 30.0


async def keep_running(
    name: str, job: Job, stopped: list[str], *, revive_s: float = REVIVE_S, well_s: float = WELL_S
) -> None:
    """Run a job; when it fails begin it again, with pauses that double, until it ends well.

    Its failure is logged once and its recovery once, and it stands in `stopped` between the two.

    Args:
        name: by which `/healthz` and the screens call it.
        job: makes the coroutine.
        stopped: names of jobs that fail now.
        revive_s: the first pause.
        well_s: after so long without failing again it has recovered.
    """
    pause_s, failures = revive_s, 0

    def recovered() -> None:
        nonlocal pause_s, failures
        if failures:
            log.warning("%s works again; it had stopped %d times", name, failures)
        pause_s, failures = revive_s, 0
        if name in stopped:
            stopped.remove(name)

    loop = asyncio.get_running_loop()
    while True:
        well = loop.call_later(well_s, recovered)
        try:
            await job()
            recovered()
            return
        except Exception as error:
            failures += 1
            if name not in stopped:
                stopped.append(name)
                log.error("%s has stopped; it is begun again until it works", name, exc_info=error)
        finally:
            well.cancel()
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)


class Written(Protocol):
    """A part of the demo that is written behind the running server."""

    is_done: bool


def _are_done(parts: Sequence[Written]) -> bool:
    return all(one.is_done for one in parts)


class Life:
    """Starts what a house is made of, lets time run in it, and stops it in reverse."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tasks: list[asyncio.Task[object]] = []

    async def start(self) -> None:
        """Open the map, write the demo's history if it is missing, and let time run."""
        parts = self._parts
        until = datetime.now(UTC)
        is_demo = parts.settings.demo
        days = parts.settings.demo_history_days if is_demo else 0
        begins = until - timedelta(days=days)
        await asyncio.to_thread(ensure_mode, parts.store, is_demo=is_demo, at=begins)
        with progress_bar() as tell:
            await asyncio.to_thread(ensure_map, parts.district, parts.maps, progress=tell)
        if not is_demo:
            await asyncio.to_thread(tell_settings, parts.store, shown(parts.settings))
        await parts.areas.start(at=begins)
        if is_demo:
            with progress_bar() as tell:
                await asyncio.to_thread(write_demo_history, parts, until, days, tell)
            await asyncio.to_thread(write_demo_pool, parts.store, parts.mediation.pool.houses)
            await asyncio.to_thread(write_demo_firms, parts.store, parts.centre_desk.centre())
            await let_demo_staff_in(parts)
            await let_demo_departments_in(parts)
        else:
            await ensure_administrator(parts)
            self.run("people", parts.people.watch)
        await parts.hub.start()
        await parts.board.start()
        for name, job in parts.jobs.items():
            self.run(name, partial(later, job) if name in LATE else job)
        self.run("imports", partial(import_the_rest, parts.work.calm))
        self.run("nearest", partial(later, partial(parts.nearest.keep_warm, parts.work.calm)))
        self.run("half-written files", parts.desk_parts.shelf.sweep)
        if is_demo:
            self.run("demo", partial(later, partial(run_simulator, parts)))
            self.run("demo video", partial(later, partial(connect_demo, parts)))
            if (fusion := demo_fusion(parts, until)) is not None:
                self.run("demo fusion", fusion.run)
            if (items := demo_items(parts, until)) is not None:
                self.run("demo items", partial(later, items.run))
            if (inspected := demo_inspections(parts, until)) is not None:
                self.run("demo inspections", partial(later, inspected.run))
            if (people := demo_people(parts)) is not None:
                self.run("demo people", people.run)
                self.run("demo credit", demo_credit(parts, people).run)
            if (party := demo_party(parts, until)) is not None:
                self.run("demo party", party.run)
            if (cases := demo_cases(parts, until)) is not None:
                self.run("demo cases", cases.run)
                self.run("demo premises", demo_premises(parts, cases).run)
                self.run("demo joined", demo_joined(parts, until, cases).run)
            before = [one for one in (people, cases) if one is not None]
            is_free = partial(_are_done, before)
            if (work := demo_tasks(parts, until, is_free)) is not None:
                self.run("demo tasks", work.run)

    def run(self, name: str, job: Job) -> None:
        """Run a job until the end; one that fails is told by `/healthz` and begun again."""
        self._tasks.append(asyncio.create_task(keep_running(name, job, self._parts.stopped)))

    async def stop(self) -> None:
        """End what moves, save what waits, close what is open."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._parts.video.stop()
        await self._parts.papers.exports.stop()
        await self._parts.hub.stop()
        await self._parts.board.stop()
        await self._parts.ingest.close()
        await asyncio.to_thread(self._parts.close)
