"""`python -m bench`: the figures of the live thread, each with its target.

Generator, server and Chromium run on this one machine; every stage is bounded in time.
"""

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

from bench import areas, centre, credit, eyes, live, near, net_tasks
from bench.choosing import choosing
from bench.cold import cold_load
from bench.figures import Figure, table
from bench.flood import flood
from bench.quiet import quiet
from bench.stage import chromium, fill, grids_of, wall
from bench.steady import steady
from tools.running import RunningServer

COUNTS = (500, 1_000, 5_000, 10_000)
HISTORY_DAYS = 2
STAGES = (
    "cold",
    "nearest",
    "choosing",
    "quiet",
    "steady",
    "positions",
    "incidents",
    "flood",
    "areas",
    "centre",
    "credit",
    "net_tasks",
    "eyes",
)
WITH_WALL = {"quiet", "steady", "positions", "incidents"}
MANY = 1_000_000


def say(text: str) -> None:
    print(text, flush=True)


async def demo_stages(folder: Path, stages: set[str]) -> AsyncIterator[Figure]:
    """What is measured beside the running demo."""
    say("starting the demo server; it draws the map the first time …")
    with RunningServer(folder, demo=1, demo_history_days=HISTORY_DAYS) as server:
        if "cold" in stages:
            async with chromium() as browser:
                for figure in await cold_load(browser, server):
                    yield figure
        if "nearest" in stages:
            yield near.over_http(server, folder)
    if "nearest" in stages:
        yield await near.in_process(folder, 500)
        yield await near.in_process(folder, 100_000)
    if "choosing" in stages:
        for figure in choosing(folder):
            yield figure


async def load_stages(
    folder: Path, source: Path, counts: list[int], stages: set[str]
) -> AsyncIterator[Figure]:
    """What is measured on a server without the demo, under load from outside."""
    say(f"filling a server with {max(counts):,} units …")
    await asyncio.to_thread(fill, folder, source, max(counts))
    grids = grids_of(folder)
    with RunningServer(folder, demo=0) as server:
        if "flood" in stages:
            for figure in await flood(server, grids):
                yield figure
        if not stages & WITH_WALL:
            return
        async with chromium() as browser, wall(browser, server) as page:
            if "quiet" in stages:
                for figure in await quiet(server, grids):
                    yield figure
            if "steady" in stages:
                for figure in await steady(browser, server, page, grids):
                    yield figure
            if "positions" in stages:
                for count in counts:
                    for figure in await live.positions(server, page, grids, count):
                        yield figure
            if "incidents" in stages:
                for figure in await live.incidents(server, page, grids):
                    yield figure


async def measure(counts: list[int], stages: set[str]) -> list[Figure]:
    """All figures of the stages, said as they come."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="onescreen-bench-") as folder:
        demo, real = Path(folder) / "demo", Path(folder) / "load"
        if stages - {"areas", "centre", "credit", "net_tasks"}:
            async for figure in demo_stages(demo, stages):
                figures.append(figure)
                say(f"  {figure.name}: {figure.value:,.4g} {figure.unit} {figure.note}")
        if "areas" in stages:
            say(f"writing {MANY:,} incidents …")
            for figure in areas.measure(Path(folder), MANY):
                figures.append(figure)
                say(f"  {figure.name}: {figure.value:,.4g} {figure.unit} {figure.note}")
        if "centre" in stages:
            say(f"writing {centre.MANY:,} cases …")
            for figure in centre.measure(Path(folder) / "cases"):
                figures.append(figure)
                say(f"  {figure.name}: {figure.value:,.4g} {figure.unit} {figure.note}")
        if "net_tasks" in stages:
            say("writing ten days of work in the grids …")
            (Path(folder) / "net_tasks").mkdir()
            for figure in await net_tasks.run(Path(folder) / "net_tasks"):
                figures.append(figure)
                say(f"  {figure.name}: {figure.value:,.4g} {figure.unit} {figure.note}")
        if "credit" in stages:
            say("running a month of credit …")
            (Path(folder) / "credit").mkdir()
            for figure in await credit.run(Path(folder) / "credit"):
                figures.append(figure)
                say(f"  {figure.name}: {figure.value:,.4g} {figure.unit} {figure.note}")
        if "eyes" in stages:
            say("pictures beside the wall …")
            for figure in await eyes.measure(Path(folder) / "eyes", demo):
                figures.append(figure)
                say(f"  {figure.name}: {figure.value:,.4g} {figure.unit} {figure.note}")
        if stages & (WITH_WALL | {"flood"}):
            async for figure in load_stages(real, demo, counts, stages):
                figures.append(figure)
                say(f"  {figure.name}: {figure.value:,.4g} {figure.unit} {figure.note}")
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=list(COUNTS), metavar="N")
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=list(STAGES))
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    figures = asyncio.run(measure(options.counts, set(options.stages)))
    load = os.getloadavg()[0]
    say(
        f"\n{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, "
        f"Python {platform.python_version()}; wall at 1920 × 1080\n"
    )
    say(table(figures))
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
