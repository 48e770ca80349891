"""Nearest ten by road, searched as the product does, over few units and over very many."""

import random
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bench.figures import Figure, percentile
from bench.stage import grids_of, made_up_units, map_file
from domain.dispatch.units import Fix, Unit, to_state
from domain.live.records import Record
from geodata.roads.roads import RoadGraph
from operations.dispatch.nearest import Nearest
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from tools.running import RunningServer

SEARCHES = 100


def _record(unit: Unit, seq: int, at: datetime) -> Record:
    return Record(seq, "bench", at, at, "bench", "unit", unit.unit_id, "put", 1, to_state(unit))


async def in_process(data_dir: Path, count: int) -> Figure:
    """One search for all kinds at a new place each time, on the demo's roads."""
    grids, chance, now = grids_of(data_dir), random.Random(2), datetime.now(UTC)
    units = made_up_units(count, grids)
    picture = Picture()
    picture.load("bench", count, [_record(unit, i + 1, now) for i, unit in enumerate(units)])
    newest: dict[str, Any] = {}
    for i, unit in enumerate(units):
        grid = grids[i % len(grids)]
        lat, lon = grid.lat + chance.gauss(0, 0.003), grid.lon + chance.gauss(0, 0.003)
        newest[unit.unit_id] = Fix(unit.unit_id, lat, lon, now)
    roads = RoadGraph.from_gpkg(map_file(data_dir))
    board = PositionBoard(None, None, picture.entities["unit"])  # type: ignore[arg-type]
    board.update(newest.values(), source="bench")

    async def read() -> RoadGraph:
        return roads

    nearest = Nearest(picture, board, read)
    await nearest.find(grids[0].lat, grids[0].lon, limit=10)
    took = []
    for _ in range(SEARCHES if count <= 1_000 else SEARCHES // 4):
        grid = chance.choice(grids)
        begun = time.perf_counter()
        await nearest.find(grid.lat, grid.lon, limit=10)
        took.append((time.perf_counter() - begun) * 1000)
    nearest.close()
    target = 5.0 if count <= 500 else 15.0
    return Figure(
        f"nearest 10 of {count:,} units p95",
        percentile(took, 0.95),
        "ms",
        target,
        f"p50 {percentile(took, 0.5):.2f} ms, in the server's process",
    )


def over_http(server: RunningServer, data_dir: Path) -> Figure:
    """The same through the door, among the demo's units, while the demo runs."""
    grids, chance, took = grids_of(data_dir), random.Random(3), []
    with httpx.Client(base_url=server.url, timeout=10) as client:
        for i in range(SEARCHES + 5):
            grid = chance.choice(grids)
            begun = time.perf_counter()
            answer = client.get(
                "/api/v1/nearest", params={"lat": grid.lat, "lon": grid.lon, "limit": 10}
            )
            if answer.status_code != 200:
                raise RuntimeError(f"nearest answered {answer.status_code}: {answer.text[:200]}")
            if i >= 5:
                took.append((time.perf_counter() - begun) * 1000)
    return Figure(
        "nearest 10 of the demo's units, GET p95",
        percentile(took, 0.95),
        "ms",
        note=f"p50 {percentile(took, 0.5):.2f} ms, request and answer included",
    )
