"""Fifty incidents and five hundred units: the joint plan, the coverage, and the moves."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, percentile
from bench.stage import grids_of, made_up_units, map_file
from domain.dispatch.coverage import soonest
from domain.dispatch.plan import Waiting, make_plan, queue_order
from domain.dispatch.recommendation import Candidate
from domain.dispatch.run_cards import still_needed
from domain.dispatch.units import Fix, TravelMode
from domain.incidents.incidents import IncidentClass, Severity
from geodata.district.run_cards import load_run_cards
from geodata.roads.reach import Reach
from geodata.roads.roads import RoadGraph
from operations.dispatch.coverage import residents_of, side_of
from operations.dispatch.plans import times_to
from tools.running import ROOT

INCIDENTS, UNITS, ROUNDS = 50, 500, 20
TARGET_MS = 100.0


def choosing(data_dir: Path) -> list[Figure]:
    """What the desk's thread does, without the request around it.

    Times are the thread's own on the processor, so that a busy machine does not spoil them.
    """
    grids, chance, now = grids_of(data_dir), random.Random(5), datetime.now(UTC)
    roads = RoadGraph.from_gpkg(map_file(data_dir))
    cards = load_run_cards(ROOT / "districts" / "lieshan")
    force = []
    for i, unit in enumerate(made_up_units(UNITS, grids)):
        grid = grids[i % len(grids)]
        lat, lon = grid.lat + chance.gauss(0, 0.003), grid.lon + chance.gauss(0, 0.003)
        force.append(Candidate(unit, Fix(unit.unit_id, lat, lon, now)))
    units = [one.unit for one in force]

    def plan(places: list[tuple[float, float]]) -> None:
        waiting = [
            Waiting(f"B{i:03d}", severity, now, tuple(still_needed(cards[kind, severity], [])))
            for i, (kind, severity) in enumerate(
                (list(IncidentClass)[i % 11], Severity(i % 4 + 1)) for i in range(INCIDENTS)
            )
        ]
        times = times_to(places, force, roads)
        make_plan(sorted(waiting, key=queue_order), units, times)

    def places() -> list[tuple[float, float]]:
        return [(grid.lat, grid.lon) for grid in chance.sample(grids, INCIDENTS)]

    def unseen() -> list[tuple[float, float]]:
        spread = chance.gauss
        return [(lat + spread(0, 0.002), lon + spread(0, 0.002)) for lat, lon in places()]

    same = places()
    plan(same)
    reach = Reach(roads, grids)
    begun = time.thread_time()
    for mode in (TravelMode.EBIKE, TravelMode.CAR):
        reach.between(mode)
    tables_ms = (time.thread_time() - begun) * 1000
    residents = residents_of(grids)

    def cover() -> None:
        for _ in range(2):
            soonest(side_of(force[: UNITS // 2], residents, reach, 600).field.seconds)

    return [
        _figure("joint plan, 50 incidents × 500 units", lambda: plan(same), TARGET_MS),
        _figure("the same, 50 places never searched", lambda: plan(unseen()), TARGET_MS),
        _figure("coverage, 450 grids × 500 units", cover, TARGET_MS),
        Figure("coverage tables, once a map, 2 modes", tables_ms, "ms"),
    ]


def _figure(name: str, work: Callable[[], None], target: float | None) -> Figure:
    took = []
    for _ in range(ROUNDS):
        begun = time.thread_time()
        work()
        took.append((time.thread_time() - begun) * 1000)
    note = f"p50 {percentile(took, 0.5):.1f} ms, processor time"
    return Figure(f"{name} p95", percentile(took, 0.95), "ms", target, note)
