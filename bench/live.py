"""From a signal to the glass: positions and incidents, timed where they are painted."""

import asyncio
import time
from typing import Any

from playwright.async_api import Page

from bench.figures import Figure, percentile
from bench.poster import Posters
from bench.stage import Machine, Sender
from domain.maps.areas import Area
from tools.running import RunningServer

WARM_UP_S = 3
MEASURE_S = 12
SETTLE_S = 1.5
POSTS_PER_SECOND = 50
P99_TARGETS = {1_000: 60.0, 10_000: 250.0}


async def positions(
    server: RunningServer, page: Page, grids: list[Area], count: int
) -> list[Figure]:
    """Send → paint of so many units at one position a second each."""
    sender = Sender(server, count, grids)
    sending = asyncio.create_task(sender.run(WARM_UP_S + MEASURE_S))
    await asyncio.sleep(WARM_UP_S)
    await page.evaluate("onescreen.bench.start()")
    machine = Machine()
    await sending
    used = machine.note()
    await asyncio.sleep(SETTLE_S)
    seen = await page.evaluate("onescreen.bench.stop()")
    missing = sum(seen["newest"].get(unit) != at for unit, at in sender.newest.items())
    ages = seen["positions"]
    note = (
        f"{len(ages):,} fixes painted, {seen['overtaken']:,} overtaken, "
        f"{seen['draws'] / MEASURE_S:.0f} drawings/s, sender late ≤ {sender.late_ms:.0f} ms, {used}"
    )
    name = f"positions {count:,}/s send→paint"
    return [
        Figure(f"{name} p50", percentile(ages, 0.5), "ms"),
        Figure(f"{name} p95", percentile(ages, 0.95), "ms"),
        Figure(f"{name} p99", percentile(ages, 0.99), "ms", P99_TARGETS.get(count), note),
        Figure(f"positions {count:,}/s newest lost", missing, "", 0.0 if count else None),
    ]


def report(i: int, grid: Area) -> dict[str, Any]:
    return {
        "source": "bench",
        "source_id": f"bench-{time.time_ns()}-{i}",
        "class": "hazard",
        "severity": i % 4 + 1,
        "title": "测试事件",
        "lat": grid.lat,
        "lon": grid.lon,
    }


async def incidents(server: RunningServer, page: Page, grids: list[Area]) -> list[Figure]:
    """POST → paint of incidents, the moment of sending to the moment the frame was done."""
    sent: dict[str, float] = {}
    answered: list[float] = []
    refused: list[int] = []

    async with Posters(server) as posters:

        async def post(i: int) -> None:
            body = report(i, grids[i * 7 % len(grids)])
            begun = time.time()
            sent[body["source_id"]] = begun * 1000
            status, _ = await posters.post("/api/v1/incidents", body)
            answered.append((time.time() - begun) * 1000)
            if status != 201:
                refused.append(status)

        await asyncio.gather(*(post(-i) for i in range(1, 11)))
        await page.evaluate("onescreen.bench.start()")
        sent.clear()
        answered.clear()
        machine = Machine()
        started = time.monotonic()
        posts = []
        for i in range(POSTS_PER_SECOND * MEASURE_S):
            await asyncio.sleep(max(0.0, started + i / POSTS_PER_SECOND - time.monotonic()))
            posts.append(asyncio.create_task(post(i)))
        await asyncio.gather(*posts)
        used = machine.note()
    await asyncio.sleep(SETTLE_S)
    seen = await page.evaluate("onescreen.bench.stop()")
    painted = dict(seen["incidents"])
    ages = [painted[key] - at for key, at in sent.items() if key in painted]
    note = (
        f"{len(sent)} posted, {len(refused)} refused, {len(sent) - len(ages)} never painted, {used}"
    )
    return [
        Figure("incident POST→201 p99", percentile(answered, 0.99), "ms", 60.0),
        Figure("incident POST→paint p50", percentile(ages, 0.5), "ms"),
        Figure("incident POST→paint p99", percentile(ages, 0.99), "ms", 150.0, note),
    ]
