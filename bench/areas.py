"""Figures of areas over a million incidents, and what keeping them costs each commit."""

import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Figure, percentile
from domain.incidents.incidents import INCIDENT as KIND
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity
from domain.maps.areas import Area, Level
from domain.statistics.periods import Period, before, last_days
from domain.statistics.statistics import FigureRules
from operations.statistics.area_figures import AreaFigures, Asked
from store import Store, open_store, rows
from store.engine import connect, facts_url
from store.statistics.behind import Wanted
from store.tables import INCIDENT

RULES = FigureRules("Asia/Shanghai")
DAYS = 365
TOWNS, VILLAGES, GRIDS = 8, 8, 7
COMMITS = 400
ASKED_TIMES = 5
CODES = ("340604", "340604001", "340604001001", "340604001001001")
PERIODS = (7, 30, 90, 365)
_CHUNK = 10_000
_TARGETS: dict[str, float | None] = {"accept": 60, "arrival": 380}


def made_up_areas() -> list[Area]:
    """A district of 8 towns, 64 villages and 448 grids."""

    def area(code: str, level: Level) -> Area:
        parent = None if level is Level.DISTRICT else code[:-3]
        return Area(code, level, code, parent, 33.9, 116.8, (0, 0, 1, 1), population=1000)

    made = [area("340604", Level.DISTRICT)]
    for town in range(1, TOWNS + 1):
        made.append(area(f"340604{town:03d}", Level.TOWN))
        for village in range(1, VILLAGES + 1):
            made.append(area(f"340604{town:03d}{village:03d}", Level.VILLAGE))
            made += [
                area(f"340604{town:03d}{village:03d}{grid:03d}", Level.GRID)
                for grid in range(1, GRIDS + 1)
            ]
    return made


def told(count: int, until: datetime) -> Iterator[Incident]:
    """Ended incidents spread over a year, in the order they were reported."""
    dice = random.Random(4)
    grids = [area.code for area in made_up_areas() if area.level is Level.GRID]
    classes, grades = list(IncidentClass), list(Severity)
    step = timedelta(days=DAYS) / count
    for n in range(count):
        at = until - step * (count - n)
        moments = {IncidentStatus.REPORTED: at}
        moment = at
        for status, most in (
            (IncidentStatus.ACCEPTED, 60),
            (IncidentStatus.DISPATCHED, 60),
            (IncidentStatus.ON_SCENE, 900),
            (IncidentStatus.RESOLVED, 9000),
            (IncidentStatus.CLOSED, 9000),
        ):
            moment += timedelta(seconds=1 + dice.random() * most)
            moments[status] = moment
        yield Incident(
            f"LS{n:08d}",
            dice.choice(classes),
            dice.choice(grades),
            IncidentStatus.CLOSED,
            33.7 + dice.random() / 4,
            116.7 + dice.random() / 4,
            dice.choice(grids),
            at,
            "bench",
            str(n),
            moments,
        )


def fill(folder: Path, count: int, until: datetime) -> float:
    """Write incidents as bare rows, past the journal; returns the seconds of the recount."""
    open_store(None, folder).close()
    engine = connect(facts_url(None, folder), synchronous="NORMAL")
    chunk: list[dict[str, object]] = []

    def write() -> None:
        with engine.begin() as connection:
            connection.execute(INCIDENT.insert(), chunk)
        chunk.clear()

    for incident in told(count, until):
        chunk.append(rows.row_of(KIND, incident, 0))
        if len(chunk) == _CHUNK:
            write()
    if chunk:
        write()
    engine.dispose()
    begun = time.perf_counter()
    open_store(None, folder, rules=RULES).close()
    return time.perf_counter() - begun


def commits(folder: Path, rules: FigureRules | None) -> list[float]:
    """Milliseconds of single commits of new incidents into an empty store."""
    store = open_store(None, folder, rules=rules)
    took = []
    for incident in told(COMMITS, datetime.now(UTC)):
        begun = time.perf_counter()
        with store.transaction() as tx:
            tx.put_incident(incident, action="report", actor="bench")
        took.append(1000 * (time.perf_counter() - begun))
    store.close()
    return took


def _asked(areas: list[Area], code: str, period: Period, now: datetime) -> Asked:
    area = next(one for one in areas if one.code == code)
    return Asked(
        area=area,
        period=period,
        previous=before(period),
        sisters=[one for one in areas if one.parent_code == area.parent_code and area.parent_code],
        children=[one for one in areas if one.parent_code == code],
        now=now,
    )


def _page_ms(figures: AreaFigures, asked: Asked) -> tuple[float, float]:
    """Median milliseconds of a page, by the clock and of the thread's processor time."""
    took, worked = [], []
    for _ in range(ASKED_TIMES):
        begun, used = time.perf_counter(), time.thread_time()
        figures.body(asked)
        took.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.thread_time() - used))
    return percentile(took, 0.5), percentile(worked, 0.5)


def _forget_file(path: Path) -> None:
    """Let the system forget what it holds of a file, as after a start of the machine."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def _first_ms(folder: Path, asked: Asked) -> float:
    """Milliseconds of the first page of a store that was just opened, nothing of it in memory."""
    _forget_file(folder / "facts.db")
    store = open_store(None, folder, rules=RULES)
    begun = time.perf_counter()
    AreaFigures(store, _TARGETS).body(asked)
    took = 1000 * (time.perf_counter() - begun)
    store.close()
    return took


def pages(folder: Path, now: datetime) -> Iterator[Figure]:
    """Every level and period over a filled store, then first requests with cold files."""
    areas, today = made_up_areas(), date.today()  # noqa: DTZ011 - any day will do
    store = open_store(None, folder, rules=RULES)
    figures = AreaFigures(store, _TARGETS)
    for code in CODES:
        for days in PERIODS:
            asked = _asked(areas, code, last_days(days, today), now)
            value, worked = _page_ms(figures, asked)
            name = f"{asked.area.level.value} page, {days} days, median of {ASKED_TIMES}"
            note = f"processor time {worked:.0f} ms, load {os.getloadavg()[0]:.1f}"
            yield Figure(name, value, "ms", 500, note=note)
    yield from _compared(figures, areas, today, now)
    yield from _rows(store, today)
    store.close()
    for days in PERIODS:
        value = _first_ms(folder, _asked(areas, CODES[0], last_days(days, today), now))
        note = f"load {os.getloadavg()[0]:.1f}"
        name = f"district page, {days} days, first request, nothing in memory"
        yield Figure(name, value, "ms", 500, note=note)


def _compared(
    figures: AreaFigures, areas: list[Area], today: date, now: datetime
) -> Iterator[Figure]:
    """Two towns beside each other over a year, asked for one after the other."""
    year = last_days(365, today)
    both = [_asked(areas, code, year, now) for code in ("340604001", "340604002")]
    took = [sum(_page_ms(figures, asked)[part] for asked in both) for part in (0, 1)]
    note = f"processor time {took[1]:.0f} ms, load {os.getloadavg()[0]:.1f}"
    yield Figure("two towns compared, 365 days", took[0], "ms", 500, note=note)


# What a page opens to, from the usual to the rarest: nothing is found in a whole year.
_BEHIND: dict[str, tuple[int, dict[str, Any]]] = {
    "latest": (365, {}),
    "of one class and severity": (365, {"incident_class": ("sos",), "severity": (1,)}),
    "cancelled, none": (365, {"status": ("cancelled",)}),
    "slowest to arrive": (20, {"slowest": "arrival", "arrived": True}),
    "slowest on the way": (20, {"slowest": "travel", "arrived": True}),
    "beyond the target": (365, {"late": "arrival"}),
}


def _rows(store: Store, today: date) -> Iterator[Figure]:
    """The first page of the incidents behind a figure of the district."""
    for name, (days, more) in _BEHIND.items():
        period = last_days(days, today)
        wanted = Wanted(*store.span(period.since, period.until), **more)
        took, worked = [], []
        for _ in range(ASKED_TIMES):
            begun, used = time.perf_counter(), time.thread_time()
            store.rows_behind(CODES[0], wanted)
            took.append(1000 * (time.perf_counter() - begun))
            worked.append(1000 * (time.thread_time() - used))
        note = f"processor time {percentile(worked, 0.5):.0f} ms, load {os.getloadavg()[0]:.1f}"
        title = f"district's incidents, {name}, {days} days"
        yield Figure(title, percentile(took, 0.5), "ms", 500, note=note)


def measure(folder: Path, count: int) -> Iterator[Figure]:
    """Pages over `count` incidents, and commits with and without rollups."""
    for name, rules in (("without", None), ("with", RULES)):
        took = commits(folder / f"commits-{name}", rules)
        note = f"p50 {percentile(took, 0.5):.1f} ms, {COMMITS} commits into an empty store"
        p99 = percentile(took, 0.99)
        yield Figure(f"commit of an incident {name} rollups, p99", p99, "ms", note=note)
    now = datetime.now(UTC)
    seconds = fill(folder / "million", count, now)
    yield Figure(f"recount of {count:,} incidents", seconds, "s")
    yield from pages(folder / "million", now)
