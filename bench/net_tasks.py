"""A year of work of 356 grid workers, 20 tasks a day: how long each list and figure takes.

The rows are loaded in bulk, past the journal: `python -m bench.net_tasks [DAYS]`, ten days as a
stage of `python -m bench`.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.figures import Figure, table
from domain.access.callers import Caller
from domain.net.tasks.facts import NET_TASK, NetTask, TaskStatus
from domain.net.tasks.lists import By, View
from domain.net.tasks.schedules import TASK_SCHEDULE, Target, TaskSchedule, occurrences
from domain.net.tasks.task_types import Every, TaskForm
from operations.net.tasks.looking import Looked
from store.kind_tables import TABLES
from store.rows import row_of
from tests.access.two_towns import OUR_VILLAGE, TwoTowns

TARGET_MS, GRIDS, TIMES, AT_ONCE = 500.0, 356, 20, 5_000
ROUNDS = 5
TEN_DAYS = 10


def main(days: int) -> int:
    """Load, measure, print; 1 where a figure misses its target."""
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(run(Path(folder), days))
    sys.stdout.write(table(figures) + "\n")
    return 0 if all(one.is_met for one in figures) else 1


async def run(folder: Path, days: int = TEN_DAYS) -> list[Figure]:
    """The figures of so many days of work."""
    net = TwoTowns(folder)
    await net.start()
    tasks = net.parts.net_tasks
    desk = tasks.desk
    codes = [f"3406040{n // 160 + 1:02}{n // 16 % 10 + 1:03}{n % 16 + 1:03}" for n in range(GRIDS)]
    codes = [OUR_VILLAGE + f"{n + 1:03}" for n in range(4)] + codes[4:]
    wide = replace(desk, areas=_Grids(codes, desk.areas))  # type: ignore[arg-type]
    tasks.looking._desk = tasks.planning._desk = wide
    today = desk.today()
    first = today - timedelta(days=days)
    schedule = TaskSchedule(
        "S-bench", "T-bench", "压力", "governance", TaskForm.VISIT, Every.DAILY, "340604",
        first.isoformat(), (today + timedelta(days=30)).isoformat(), TIMES,
    )  # fmt: skip
    _load(net, schedule, codes, days)
    whole, village = Caller("centre", "dispatcher"), Caller("lives", "village", OUR_VILLAGE)
    worker = Caller("walks", "grid_worker", OUR_VILLAGE)
    looking = tasks.looking
    asked: dict[str, Callable[[], Awaitable[Any]]] = {
        "today, district": lambda: looking.page(Looked(View.TODAY), whole),
        "late, district": lambda: looking.page(Looked(View.LATE), whole),
        "done, district": lambda: looking.page(Looked(View.DONE), whole),
        "week, district": lambda: looking.page(Looked(View.WEEK), whole),
        "week's plan, district": lambda: tasks.planning.week(today, whole),
        "today, community": lambda: looking.page(Looked(View.TODAY), village),
        "late, community": lambda: looking.page(Looked(View.LATE), village),
        "inbox, worker": lambda: tasks.inbox.of(worker),
        "inbox, community": lambda: tasks.inbox.of(village),
        "board, district": lambda: looking.figures(Looked(), whole, By.TOWN),
        "by grid, district": lambda: looking.figures(Looked(), whole, By.GRID),
        "by worker, district": lambda: looking.figures(Looked(), whole, By.PERSON),
        "board, community": lambda: looking.figures(Looked(), village),
    }
    figures = [await _timed(f"net tasks: {name}", question) for name, question in asked.items()]
    await net.stop()
    return figures


async def _timed(name: str, run: Callable[[], Awaitable[Any]]) -> Figure:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await run()
        best = min(best, time.perf_counter() - begun)
    return Figure(name, best * 1000, "ms", TARGET_MS)


def _load(net: TwoTowns, schedule: TaskSchedule, codes: list[str], days: int) -> None:
    """Nine of ten of every day, in bulk."""
    store, made = TABLES[NET_TASK.name], net.parts.store
    today = net.parts.net_tasks.desk.today()
    targets = [Target(code) for code in codes]
    at = datetime.now(UTC)
    with made.transaction() as tx:
        tx.put(TASK_SCHEDULE, schedule, action="add", actor="bench")
        rows: list[dict[str, Any]] = []
        for nth in range(days + 1):
            day = today - timedelta(days=nth)
            for at_nth, due in enumerate(occurrences(schedule, targets, day, day, lambda _: True)):
                if at_nth % 10 == 0:
                    continue
                fact = NetTask(
                    due.task_id, schedule.schedule_id, schedule.type_id, schedule.form,
                    schedule.owner, due.target.grid, day.isoformat(), TaskStatus.DONE, at,
                    day.isoformat(), f"w-{due.target.grid}",
                )  # fmt: skip
                rows.append(row_of(NET_TASK, fact, 1))
                if len(rows) >= AT_ONCE:
                    tx.connection.execute(insert(store), rows)
                    rows.clear()
        if rows:
            tx.connection.execute(insert(store), rows)


class _Grids:
    """A map of more grids than the tests' map has."""

    def __init__(self, codes: list[str], known: Any) -> None:
        self._codes, self._known = codes, known

    @property
    def grids(self) -> list[Any]:
        """Each with its code."""
        return [_Grid(code) for code in self._codes]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._known, name)


class _Grid:
    def __init__(self, code: str) -> None:
        self.code = code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 365))
