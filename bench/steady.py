"""The wall in steady state: does any single task keep the page from painting for long?

The browser's own long tasks are timed by the clock, so that other work on the machine makes them
longer; Chromium's trace tells beside it how much processor time the same tasks used.
"""

import asyncio
import json
import time
from typing import Any

import httpx
from playwright.async_api import Browser, Page

from bench.figures import Figure
from bench.stage import Machine, Sender
from domain.maps.areas import Area
from tools.running import RunningServer

UNITS = 500
WARM_UP_S = 5
MEASURE_S = 30
REPORT_EVERY_S = 2.0
LONGEST_MS = 100.0
TASKS = {"RunTask", "ThreadControllerImpl::RunTask"}


async def steady(
    browser: Browser, server: RunningServer, page: Page, grids: list[Area]
) -> list[Figure]:
    """500 units at a position a second each, and an incident every other second."""
    sender = Sender(server, UNITS, grids)
    sending = asyncio.create_task(sender.run(WARM_UP_S + MEASURE_S))
    news = asyncio.create_task(_report(server, grids))
    await asyncio.sleep(WARM_UP_S)
    await browser.start_tracing(
        page=page, categories=["toplevel", "devtools.timeline", "__metadata"]
    )
    await page.evaluate("onescreen.bench.start()")
    machine = Machine()
    await sending
    used = machine.note()
    news.cancel()
    seen = await page.evaluate("onescreen.bench.stop()")
    trace = json.loads(await browser.stop_tracing())
    clock = [task[1] for task in seen["longTasks"]]
    own = own_times_ms(trace["traceEvents"])
    name = f"steady wall, {UNITS} units/s"
    return [
        Figure(
            f"{name}: tasks over 100 ms by the clock",
            sum(ms > LONGEST_MS for ms in clock),
            "",
            0.0,
            f"longest {max(clock, default=0):.0f} ms in {MEASURE_S} s, {used}",
        ),
        Figure(
            f"{name}: longest task, processor time",
            max(own, default=0.0),
            "ms",
            LONGEST_MS,
            f"{len(own):,} tasks; over 50 ms: {sum(ms > 50 for ms in own)}",
        ),
    ]


def own_times_ms(events: list[dict[str, Any]]) -> list[float]:
    """Processor time of each task of the page's main thread, ms."""
    names = {
        (event["pid"], event["tid"]): event["args"]["name"]
        for event in events
        if event.get("name") == "thread_name" and event.get("ph") == "M"
    }
    return [
        event["tdur"] / 1000
        for event in events
        if event.get("name") in TASKS
        and "tdur" in event
        and names.get((event["pid"], event["tid"])) == "CrRendererMain"
    ]


async def _report(server: RunningServer, grids: list[Area]) -> None:
    """News as it comes on a busy day."""
    headers = {"Authorization": f"Bearer {server.token}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=10) as client:
        for i in range(10_000):
            grid = grids[i * 7 % len(grids)]
            body = {
                "source": "bench",
                "source_id": f"steady-{time.time_ns()}",
                "class": "hazard",
                "severity": i % 4 + 1,
                "title": "测试事件",
                "lat": grid.lat,
                "lon": grid.lon,
            }
            await client.post("/api/v1/incidents", json=body)
            await asyncio.sleep(REPORT_EVERY_S)
