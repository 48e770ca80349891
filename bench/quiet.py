"""A wall on an ordinary day: how much of a core it takes to draw, with an incident a second."""

import asyncio
import contextlib
import os
import time
from pathlib import Path

from bench.figures import Figure
from bench.live import report
from bench.poster import Posters
from bench.stage import Machine
from domain.maps.areas import Area
from tools.running import RunningServer

PER_SECOND = 1
MEASURE_S = 30
CORES_TARGET = 0.8


async def quiet(server: RunningServer, grids: list[Area]) -> list[Figure]:
    """Processor time of all processes of the browser, while one wall is open."""
    machine, before, began = Machine(), browser_s(), time.monotonic()
    async with Posters(server) as posters:
        for i in range(PER_SECOND * MEASURE_S):
            await asyncio.sleep(max(0.0, began + i / PER_SECOND - time.monotonic()))
            await posters.post("/api/v1/incidents", report(i, grids[i * 7 % len(grids)]))
        await asyncio.sleep(max(0.0, began + MEASURE_S - time.monotonic()))
    used = browser_s() - before
    return [
        Figure(
            f"quiet wall, {PER_SECOND} incident/s: drawing",
            used / (time.monotonic() - began),
            "cores",
            CORES_TARGET,
            f"all processes of the browser, {machine.note()}",
        )
    ]


def browser_s() -> float:
    """Seconds of processor used by the browsers this process has started."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
            fields, pid = rest.split(), int(stat.parent.name)
            parents[pid] = int(fields[1])
            if "chrom" in name:
                used[pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    family = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(seconds for pid, seconds in used.items() if pid in family)
