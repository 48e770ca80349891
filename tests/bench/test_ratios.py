"""What was made fast stays so: ratios of processor time within one run, never seconds.

Each side is the best of a few tries on this thread's own clock: a busy machine changes both.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from domain.access.access import need_of
from domain.dispatch.units import Fix, Unit, UnitKind, to_state
from domain.live.records import Record
from geodata.roads.roads import RoadGraph
from operations.dispatch import nearest
from operations.dispatch.unit_table import Change, UnitTable
from store import open_store
from tests.store.builders import an_incident
from tests.support.small_map import write_small_map
from tests.support.stores import lay_tables

NOON = datetime(2026, 7, 1, 4, tzinfo=UTC)


def best_of(tries: int, run: Callable[[], object]) -> float:
    took = []
    for _ in range(tries):
        began = time.thread_time()
        run()
        took.append(time.thread_time() - began)
    return min(took)


def test_reports_that_share_a_commit_cost_half_of_single_ones_at_most(tmp_path):
    lay_tables(tmp_path)
    store = open_store(None, tmp_path)
    numbers = iter(range(10_000))

    def a_step():
        number = f"LS{next(numbers):08d}"
        return lambda tx: tx.put_incident(
            an_incident(number), action="report", actor="test", is_new=True
        )

    def single() -> None:
        for _ in range(40):
            store.write_together([a_step()])

    def together() -> None:
        store.write_together([a_step() for _ in range(40)])

    try:
        single(), together()
        assert best_of(4, together) < 0.5 * best_of(4, single)
    finally:
        store.close()


@pytest.fixture
def crowd() -> UnitTable:
    rng, table = np.random.default_rng(3), UnitTable()
    changes = []
    for n in range(20_000):
        unit = Unit(f"U{n}", f"C{n}", UnitKind.POLICE if n % 2 else UnitKind.GRID_WORKER)
        record = Record(n + 1, "e", NOON, NOON, "t", "unit", unit.unit_id, "add", 1, to_state(unit))
        lat, lon = 33.8 + rng.random() * 0.08, 116.7 + rng.random() * 0.08
        changes.append(Change(unit.unit_id, record, Fix(unit.unit_id, lat, lon, NOON)))
    table.take(changes)
    return table


def test_nearest_of_many_costs_a_third_of_asking_all_at_most(crowd, tmp_path, monkeypatch):
    roads = RoadGraph.from_gpkg(write_small_map(tmp_path / "m.gpkg"))
    rows = crowd.rows(None, None)
    place = (33.838, 116.742)

    def ask() -> list[str]:
        roads._last.clear()  # as when everybody has moved
        found = nearest.rank(*place, crowd, rows, roads, now=NOON, limit=10)
        return [offer.unit.unit_id for offer in found]

    few, took = ask(), best_of(3, ask)
    monkeypatch.setattr(nearest, "ASK_ALL", len(rows))
    assert ask() == few
    assert took < best_of(3, ask) / 3


def test_what_an_address_asks_for_is_looked_up_once_unless_it_is_long():
    often, long = "/api/v1/incidents", "/api/v1/incidents/" + "L" * 200
    assert need_of("POST", often) is need_of("POST", often)
    assert need_of("GET", long) is not need_of("GET", long)
    assert need_of("GET", long) == need_of("GET", long)
