"""A flood of reports at one server alone: how many a second it takes, and what each costs."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import httpx

from bench.figures import Figure, percentile
from bench.live import report
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
    headers = {"Authorization": f"Bearer {server.token}"}
    limits = httpx.Limits(max_connections=SENDERS)
    answered: list[float] = []

    async with httpx.AsyncClient(
        base_url=server.url, headers=headers, timeout=30, limits=limits
    ) as client:

        async def send(numbers: Any) -> None:
            for i in numbers:
                begun = time.perf_counter()
                answer = await client.post(
                    "/api/v1/incidents", json=report(i, grids[i % len(grids)])
                )
                answer.raise_for_status()
                answered.append((time.perf_counter() - begun) * 1000)

        async def all_of(numbers: range) -> None:
            waiting = iter(numbers)
            await asyncio.gather(*(send(waiting) for _ in range(SENDERS)))

        await all_of(range(WARM_UP))
        answered.clear()
        machine, used, began = Machine(), processor_s(server.pid), time.perf_counter()
        await all_of(range(WARM_UP, WARM_UP + POSTED))
        lasted, used = time.perf_counter() - began, processor_s(server.pid) - used
    note = f"{POSTED} posted by {SENDERS} senders, {machine.note()}"
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
