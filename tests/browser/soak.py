"""A week on the wall in simulated time: 604,800 one-second ticks through the real page in Chromium.

    python -m tests.browser.soak --ticks 604800

Every tick is one frame of up to 50 changed units and the facts of that second, as text, through
the page's own protocol, picture, map and panels, as fast as they go; in between the wall is used
(topics, areas, selections, shadings). At rest between the legs, garbage is collected and Chromium
is asked for its heap, nodes and listeners.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.mock_server import assignment, incident
from tests.browser.wall_stage import Stage
from tools.browser import FLAGS, chromium_path

DRIVER = Path(__file__).with_suffix(".js").read_text("utf-8")
WEEK = 604_800
WALL = {"width": 1920, "height": 1080}
# What still changes while a slow machine draws what was asked for a second ago.
AT_REST = "[document.getElementsByTagName('*').length, onescreen.picture.listeners()]"
MOST_RESTS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How time is played.

    `changed` units move each tick; a report comes every `report_s`; each of its six steps takes up
    to `step_s`; what is closed is kept `kept_s` (a real wall keeps it a day); the page paints after
    each `per_paint` ticks and is used after each `wander_paints` paints.
    """

    changed: int = 50
    report_s: int = 60
    step_s: int = 600
    kept_s: int = 86_400
    per_paint: int = 100
    wander_paints: int = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """The page at rest after so many ticks; the heap in bytes after a collection."""

    ticks: int
    heap: int
    nodes: int
    listeners: int
    elements: int
    incidents: int
    own_listeners: int
    lasted_s: float


def open_wall(page: Page, stage: Stage) -> CDPSession:
    """The wall on the stage's picture, with its clock and its socket in our hands."""
    page.add_init_script(DRIVER)
    given = {
        "snapshot": stage.snapshot()["snapshot"],
        "units": list(stage.entities["unit"].values()),
        "incident": incident("LS0"),
        "assignment": assignment("A0", "LS0", "U0"),
        "places": [
            {"lat": area.lat, "lon": area.lon, "area_code": area.code}
            for area in stage.areas_of(15)
        ],
    }
    page.add_init_script(f"Object.assign(window.soak, {json.dumps(given)})")
    page.goto(stage.url + "/")
    page.wait_for_function("window.onescreen && onescreen.picture.seq !== null", timeout=60_000)
    page.wait_for_function("onescreen.mapLabels.placed().length > 0", timeout=60_000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    return session


def sample(page: Page, session: CDPSession, begun: float) -> Sample:
    """Rest until the page does, collect, ask."""
    found, before = page.evaluate(AT_REST), None
    for _ in range(MOST_RESTS):
        if found == before:
            break
        page.evaluate("soak.rest()")
        found, before = page.evaluate(AT_REST), found
    gc.collect()  # handles held on this side keep objects alive on that one
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    seen: dict[str, Any] = page.evaluate(
        """({ticks: soak.ticks, elements: document.getElementsByTagName('*').length,
        incidents: onescreen.picture.entities.incident.size,
        own: onescreen.picture.listeners()})"""
    )
    return Sample(
        seen["ticks"],
        int(told["JSHeapUsedSize"]),
        int(told["Nodes"]),
        int(told["JSEventListeners"]),
        seen["elements"],
        seen["incidents"],
        seen["own"],
        time.monotonic() - begun,
    )


def soak(page: Page, stage: Stage, plan: Plan, legs: int, ticks: int) -> Iterator[Sample]:
    """Play `ticks` in so many legs; a sample after each, the first one of the page as opened."""
    session = open_wall(page, stage)
    begun = time.monotonic()
    yield sample(page, session, begun)
    for _ in range(legs):
        page.evaluate("([count, plan]) => soak.run(count, plan)", [ticks // legs, asdict(plan)])
        yield sample(page, session, begun)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=WEEK)
    parser.add_argument("--legs", type=int, default=28)
    parser.add_argument("--map", type=Path, help="a GeoPackage; else the made-up rectangles")
    options = parser.parse_args()
    stage = Stage(options.map)
    stage.populate(units=476, incidents=17)
    with stage, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_page(viewport=WALL)
        page.on("pageerror", lambda error: print(f"thrown: {error}", flush=True))
        print(f"{'day':>5} {'heap MB':>8} {'nodes':>7} {'listeners':>9} {'incidents':>9} {'s':>7}")
        samples = []
        for one in soak(page, stage, Plan(), options.legs, options.ticks):
            samples.append(one)
            print(
                f"{one.ticks / 86_400:5.2f} {one.heap / 1e6:8.2f} {one.nodes:7} "
                f"{one.listeners:9} {one.incidents:9} {one.lasted_s:7.0f}",
                flush=True,
            )
        told = page.evaluate("({...soak, snapshot: 0, units: 0, places: 0})")
        print(f"{told['records']:,} facts, {told['positions']:,} fixes, {told['paints']:,} paints")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
