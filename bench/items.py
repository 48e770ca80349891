"""A hundred thousand items over a year: how long each list and the indicators take.

The rows are loaded in bulk, past the journal: `python -m bench.items [ITEMS]`.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from bench.figures import Figure, table
from domain.access.callers import Caller
from domain.net.items.items import NET_ITEM, OPEN, ItemState
from feeds.simulator.net.items import demo_items
from store import Store, open_store
from store.kind_tables import TABLES
from store.net import items as kept
from store.net.items import Wanted
from store.rows import row_of
from tests.net.items.test_items_demo import GROUND

TARGET_MS, AT_ONCE, ROUNDS, WINDOW = 500.0, 2_000, 3, timedelta(days=30)
TOWNS = ("340604001", "340604002", "340604100", "340604101", "340604102", "340604400")
WHO = {
    "centre": Caller("c", "dispatcher"),
    "department": Caller("d", "department", department="housing"),
    "community": Caller("v", "village", area=f"{TOWNS[0]}001"),
}


def main(count: int) -> int:
    """Load, measure, print; 1 where a figure misses its target."""
    with tempfile.TemporaryDirectory() as folder, closing(open_store(None, Path(folder))) as store:
        now = datetime.now(UTC)
        _load(store, count, now)
        figures = [
            _timed(f"{name}, {who}", lambda ask=ask: store.ask(ask))
            for who, caller in WHO.items()
            for name, ask in _asked(caller, now).items()
        ]
    sys.stdout.write(table(figures) + "\n")
    return 0 if all(one.is_met for one in figures) else 1


def _load(store: Store, count: int, now: datetime) -> None:
    told = [item for item, _ in demo_items(GROUND)]
    rows = []
    for n in range(count):
        town = TOWNS[n % len(TOWNS)]
        item = replace(
            told[n % len(told)],
            item_id=f"I-{n}",
            area_code=f"{town}{n // 7 % 20 + 1:03d}{n // 140 % 9 + 1:03d}",
            at=now - timedelta(days=365) * (n / count),
            is_demo=False,
        )
        if item.due_at is not None:
            item = replace(item, due_at=item.at + timedelta(days=2))
        if item.town is not None:
            item = replace(item, town=town, unit=town)
        rows.append(row_of(NET_ITEM, item, n + 1))
    with store.transaction() as tx:
        for at in range(0, count, AT_ONCE):
            tx.connection.execute(insert(TABLES[NET_ITEM.name]), rows[at : at + AT_ONCE])


def _asked(who: Caller, now: datetime) -> dict[str, Callable[[Connection], Any]]:
    def page(wanted: Wanted, at: int = 0) -> Callable[[Connection], Any]:
        return lambda one: kept.page(one, who, wanted, most=30, at=at)

    def counted(*, by_unit: bool) -> Callable[[Connection], Any]:
        return lambda one: kept.lines(one, who, now - WINDOW, now, area="", by_unit=by_unit)

    closed = (ItemState.CLOSED,)
    return {
        "open": page(Wanted(OPEN)),
        "closed": page(Wanted(closed)),
        "closed, page 300": page(Wanted(closed), 9_000),
        "closed, a community": page(Wanted(closed, f"{TOWNS[0]}001")),
        "late": page(Wanted(late_at=now)),
        "of a class": page(Wanted(class_code="3406041102")),
        "with a unit": page(Wanted((ItemState.SENT,), unit="housing")),
        "indicators by town": counted(by_unit=False),
        "indicators by unit": counted(by_unit=True),
        "board": lambda one: kept.standing(one, who, now, now + timedelta(hours=12), ""),
    }


def _timed(name: str, run: Callable[[], Any]) -> Figure:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begun)
    return Figure(name, best * 1000, "ms", TARGET_MS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
