"""What the stages run on: a filled data folder, a browser on the wall, a sender of positions."""

import asyncio
import contextlib
import math
import os
import random
import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import websockets
from playwright.async_api import Browser, Page, async_playwright

from domain.dispatch.units import Unit, UnitKind, to_private, to_state
from domain.live.records import Change
from domain.maps.areas import Area, Level
from geodata.files.layers import read_areas
from store import open_store
from tools.browser import FLAGS, chromium_path
from tools.running import RunningServer

TICKS_PER_SECOND = 50
WALL = {"width": 1920, "height": 1080}
KINDS = (
    (UnitKind.GRID_WORKER, None),
    (UnitKind.GRID_WORKER, None),
    (UnitKind.GRID_WORKER, None),
    (UnitKind.POLICE, "officer"),
    (UnitKind.POLICE, "patrol_car"),
)


def map_file(data_dir: Path) -> Path:
    """The only GeoPackage in a data folder's maps."""
    return next((data_dir / "maps").glob("*.gpkg"))


def grids_of(data_dir: Path) -> list[Area]:
    """The grids of the map in a data folder."""
    return [area for area in read_areas(map_file(data_dir)) if area.level is Level.GRID]


def made_up_units(count: int, grids: list[Area]) -> list[Unit]:
    """Units B00000 …, three grid workers to two police, at home all over the district."""
    return [
        Unit(
            unit_id=f"B{i:05d}",
            call_sign=f"测{i:05d}",
            kind=KINDS[i % len(KINDS)][0],
            subkind=KINDS[i % len(KINDS)][1],
            home_area=grids[i % len(grids)].code,
        )
        for i in range(count)
    ]


def fill(data_dir: Path, source: Path, units: int) -> None:
    """Make a real (not demo) data folder with the map of another and so many units."""
    shutil.copytree(source / "maps", data_dir / "maps")
    facts = data_dir / "real"
    facts.mkdir(parents=True)
    data_dir.chmod(0o700)
    store = open_store(None, facts)
    now = datetime.now(UTC)
    try:
        with store.transaction() as tx:
            for unit in made_up_units(units, grids_of(data_dir)):
                tx.put_unit(unit, action="put", actor="bench", occurred_at=now)
    finally:
        store.close()


def unit_change(unit: Unit, at: datetime) -> Change:
    """The fact that adds a unit."""
    return Change("unit", unit.unit_id, "put", to_state(unit), "bench", at, to_private(unit))


class Machine:
    """Who used the processors since it was made: us or others. A busy machine spoils figures."""

    def __init__(self) -> None:
        self._began = self._busy(), self._ours(), time.monotonic()

    @staticmethod
    def _busy() -> float:
        """Seconds all processors together were busy, since the machine started."""
        fields = [int(field) for field in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
        return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def _ours() -> float:
        """Seconds used by this process and those it started."""
        parents, used = {}, {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                pid = int(stat.parent.name)
                parents[pid] = int(fields[1])
                used[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        family = {os.getpid()}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return sum(used.get(pid, 0.0) for pid in family)

    def note(self) -> str:
        """Processors' time spent per second, ours and others'."""
        busy, ours, at = self._began
        lasted = time.monotonic() - at
        mine = (self._ours() - ours) / lasted
        others = max(0.0, (self._busy() - busy) / lasted - mine)
        return f"processors: ours {mine:.2f}, others {others:.2f}"


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A headless browser, as the tests use it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


async def until(page: Page, claim: str, patience_s: float = 30) -> None:
    """Wait until a claim holds; asked from outside, for the page forbids evaluating strings.

    Raises:
        TimeoutError: it did not come to hold.
    """
    end = time.monotonic() + patience_s
    while not await page.evaluate(f"Boolean({claim})"):
        if time.monotonic() > end:
            raise TimeoutError(f"the page never came to: {claim}")
        await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def wall(browser: Browser, server: RunningServer) -> AsyncIterator[Page]:
    """The wall at 1920 × 1080 with its picture and map standing."""
    context = await browser.new_context(viewport=WALL)
    if not server.is_demo:
        held = await asyncio.to_thread(server.sign_in)
        await context.add_cookies([{"name": "onescreen", "value": held, "url": server.url}])
    page = await context.new_page()
    await page.goto(server.url + "/?bench=1")
    await until(
        page,
        "window.onescreen && onescreen.bench && onescreen.picture.seq !== null"
        " && onescreen.mapLabels.placed().length > 0",
    )
    # Panels and sheets of the map follow what is live: a wall is open when they have come, too.
    await page.wait_for_load_state("networkidle")
    try:
        yield page
    finally:
        await context.close()


@dataclass
class Sender:
    """Sends one position a second for each of `count` units, spread evenly over the second."""

    server: RunningServer
    count: int
    grids: list[Area]
    newest: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    late_ms: float = 0
    lasted_s: float = 0

    async def run(self, seconds: float) -> None:
        """Send for so long; falls behind the clock rather than leave anything out."""
        chance = random.Random(1)
        places = [
            [grid.lat + chance.uniform(-0.003, 0.003), grid.lon + chance.uniform(-0.003, 0.003)]
            for grid in (self.grids[i % len(self.grids)] for i in range(self.count))
        ]
        url = self.server.url.replace("http", "ws") + "/ingest/ws"
        headers = {"Authorization": f"Bearer {self.server.token}"}
        async with websockets.connect(url, additional_headers=headers, compression=None) as socket:
            started = time.monotonic()
            for tick in range(int(seconds * TICKS_PER_SECOND)):
                due = started + tick / TICKS_PER_SECOND
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                self.late_ms = max(self.late_ms, (time.monotonic() - due) * 1000)
                await socket.send(self._batch(tick, places), text=True)
            self.lasted_s = time.monotonic() - started

    def _batch(self, tick: int, places: list[list[float]]) -> bytes:
        at_ms = time.time_ns() // 1_000_000
        at = datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")
        rows: list[dict[str, Any]] = []
        for i in range(tick % TICKS_PER_SECOND, self.count, TICKS_PER_SECOND):
            place = places[i]
            place[0] += 0.0001 * math.sin(tick / 50 + i)
            place[1] += 0.0001 * math.cos(tick / 50 + i)
            unit_id = f"B{i:05d}"
            self.newest[unit_id] = at_ms
            rows.append(
                {
                    "id": unit_id,
                    "lat": place[0],
                    "lon": place[1],
                    "at": at,
                    "speed_kmh": 12.0,
                    "bearing_deg": i % 360,
                }
            )
        self.sent += len(rows)
        return orjson.dumps(rows)
