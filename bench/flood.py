"""A flood of reports at one server alone: how many a second it takes, and what each costs."""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, percentile
from bench.live import report
from bench.poster import Poster
from bench.stage import Machine
from domain.maps.areas import Area
from tools.running import RunningServer

SENDERS = 32
WARM_UP = 64
POSTED = 2_000
PER_SECOND_TARGET = 200.0


def processor_s(pid: int) -> float:
    """Seconds of processor a process has used since it began, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def flood(server: RunningServer, grids: list[Area]) -> list[Figure]:
    """Reports as fast as they are answered, `SENDERS` under way at a time, no wall open."""
    answered: list[float] = []

    async def send(numbers: Iterator[int]) -> None:
        async with Poster(server) as poster:
            for i in numbers:
                body = report(i, grids[i % len(grids)])
                begun = time.perf_counter()
                status, answer = await poster.post("/api/v1/incidents", body)
                if status != 201:
                    raise RuntimeError(f"a report was answered {status}: {answer[:200]!r}")
                answered.append((time.perf_counter() - begun) * 1000)

    async def all_of(numbers: range) -> None:
        waiting = iter(numbers)
        await asyncio.gather(*(send(waiting) for _ in range(SENDERS)))

    await all_of(range(WARM_UP))
    answered.clear()
    machine, used, began = Machine(), processor_s(server.pid), time.perf_counter()
    own = time.process_time()
    await all_of(range(WARM_UP, WARM_UP + POSTED))
    lasted, used = time.perf_counter() - began, processor_s(server.pid) - used
    own = (time.process_time() - own) / POSTED * 1000
    note = f"{POSTED} posted by {SENDERS} senders ({own:.1f} ms each), {machine.note()}"
    return [
        # As the time of one, so that less is better like everywhere.
        Figure(
            "flood: time per incident, server alone",
            lasted / POSTED * 1000,
            "ms",
            1000 / PER_SECOND_TARGET,
            f"{POSTED / lasted:.0f} incidents a second; {note}",
        ),
        Figure("flood: processor per incident", used / POSTED * 1000, "ms"),
        Figure("flood: POST→201 p99", percentile(answered, 0.99), "ms"),
    ]
