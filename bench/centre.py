"""The dispute centre with a hundred thousand cases: lists, searches and the page of figures."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bench.figures import Figure, percentile
from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.centre.cases.case import CASE as CASE_KIND
from domain.centre.cases.case import Case
from domain.centre.cases.parties import CASE_PARTY as PARTY_KIND
from domain.centre.figures.measures import Measure, measured
from domain.centre.premises.places import Centre
from domain.upkeep.history import HistoryPlan
from feeds.simulator.centre import TELLER, tell_cases
from geodata.district.centre import load_centre
from geodata.district.district import load_district
from geodata.district.holidays import load_calendar
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.figures.figures import Asked, CentreFigures
from store import Store, open_store, rows
from store.centre import case_lists as kept
from store.centre.case_lists import CaseFilter
from store.measures import figures as counting
from store.measures.behind import Behind, condition_of
from store.measures.figures import Where
from store.spelling import columns_of as spelled_columns
from store.tables import CASE, CASE_MEASURE, CASE_PARTY

MANY = 100_000
ASKED_TIMES = 7
TARGET_MS = 500.0
DISTRICT = Path("districts/lieshan")
DUTY = Caller("duty-1", "duty_clerk", department="governance")
OFFICER = Caller("officer-housing", "body_officer", department="housing")
MEDIATOR = Caller("mediator-01", "mediation")
LEADER = Caller("leader-1", "leader")
_CHUNK = 2_000
_PLACES = [
    (f"3406040{town:02}{village:03}", 100) for town in range(1, 9) for village in range(1, 9)
]
# A district with ten thousand cases a year keeps so many in the store after ten.
YEARS = 10


def fill(
    store: Store, count: int, centre: Centre, calendar: WorkingCalendar, now: datetime
) -> None:
    """So many cases: a year as the demo tells it, again and again under other codes."""
    plan = HistoryPlan(now.replace(hour=0, minute=0, second=0), 365, 7, TELLER)
    told = list(tell_cases(centre, calendar, plan, _PLACES, "LS"))
    made: list[tuple[Case, Measure, list[dict[str, Any]]]] = []
    for one in told:
        held: Measure | None = None
        for step in one.steps:
            held = measured(held, step.case, step.at)
        assert held is not None
        parties = [
            rows.row_of(PARTY_KIND, party, 0) | spelled_columns(party.name) for party in one.parties
        ]
        made.append((one.steps[-1].case, held, parties))
    for first in range(0, count, _CHUNK):
        with store.transaction() as tx:
            _put(tx.connection, made, range(first, min(count, first + _CHUNK)))


def _put(
    connection: Connection, made: list[tuple[Case, Measure, list[dict[str, Any]]]], numbers: range
) -> None:
    cases, measures, people = [], [], []
    for number in numbers:
        turn, at = divmod(number, len(made))
        case, measure, parties = made[at]
        code = f"{case.code[:-2]}-{turn:02}-{case.code[-1]}"
        back = timedelta(days=365 * (turn % YEARS))
        row = rows.row_of(CASE_KIND, replace(case, code=code, source_id=f"b{number}"), 0)
        cases.append(_earlier(row, back))
        measures.append(_earlier(asdict(replace(measure, code=code)), back))
        people += [
            {**one, "case_code": code, "party_id": f"{one['party_id']}-{turn}"} for one in parties
        ]
    connection.execute(CASE.insert(), cases)
    connection.execute(CASE_MEASURE.insert(), measures)
    connection.execute(CASE_PARTY.insert(), people)


def _earlier(row: dict[str, Any], back: timedelta) -> dict[str, Any]:
    """The same so much earlier."""
    return {name: one - back if isinstance(one, date) else one for name, one in row.items()}


def measure(folder: Path, count: int = MANY) -> Iterator[Figure]:
    """Make the cases, and ask what people ask all day."""
    district = load_district(DISTRICT)
    centre, calendar = load_centre(DISTRICT), load_calendar(district)
    assert centre is not None
    now = datetime.now(UTC)
    store = open_store(None, folder)
    try:
        fill(store, count, centre, calendar, now)
        figures = CentreFigures(_desk(store, centre, calendar, district.zone))
        some = store.ask(lambda one: kept.page_of(one, DUTY, CaseFilter(), now=now, cursor=None,
                                                  limit=1))[0][0]  # fmt: skip
        for name, ask in _questions(figures, some, now).items():
            yield _timed(name, store, ask)
    finally:
        store.close()


def _desk(store: Store, centre: Centre, calendar: WorkingCalendar, zone: Any) -> CentreDesk:
    work: Any = None  # nothing is asked off this thread
    return CentreDesk(
        store,
        work,
        audit=work,
        centre=lambda: centre,
        calendar=calendar,
        prefix="LS",
        zone=zone or ZoneInfo("Asia/Shanghai"),
    )


Ask = Callable[[Connection], object]


def _questions(figures: CentreFigures, some: Case, now: datetime) -> dict[str, Ask]:
    def page(who: Caller, **wanted: Any) -> Ask:
        asked = CaseFilter(**wanted)
        return lambda one: kept.page_of(one, who, asked, now=now, cursor=None, limit=100)

    def report(*, sees_all: bool, first: str = "") -> Ask:
        months = figures.months_of(Asked(first, f"{now:%Y-%m}" if first else ""), now)
        return lambda one: figures.counted(one, months, Where(), now, sees_all=sees_all)

    period = figures.period(figures.months_of(Asked(), now))

    def behind(id: str, part: str) -> Ask:
        condition = condition_of(Behind(id, part, period, now))
        assert condition is not None
        return lambda one: counting.rows_behind(one, DUTY, condition, Where(), 50)

    return {
        "open cases, duty clerk": page(DUTY, is_open=True),
        "open cases, body officer": page(OFFICER, is_open=True),
        "open cases, mediator": page(MEDIATOR, is_open=True),
        "open cases, leader": page(LEADER, is_open=True),
        "all cases, mediator": page(MEDIATOR),
        "late cases": page(DUTY, light=kept.Light.RED),
        "by code": page(DUTY, code=some.code),
        "by name": page(DUTY, name="演示-0417"),
        "by the beginning of a name": page(DUTY, name="演示-04"),
        "by pinyin": page(DUTY, letters="yanshi"),
        "by initials": page(DUTY, letters="ys"),
        "how many in each view": lambda one: kept.counts_of(one, DUTY, now=now, places=()),
        "by phone": page(DUTY, phone="13800000417"),
        "figures, lead body": report(sees_all=True),
        "figures, others": report(sees_all=False),
        "figures of three years": report(sees_all=True, first=f"{now.year - 3}-{now.month + 1:02}")
        if now.month < 12
        else report(sees_all=True, first=f"{now.year - 2}-01"),
        "rows behind failed": behind("failed", "top"),
        "rows behind red": behind("red", "top"),
        "rows behind a stage": behind("stage", "handling"),
        "rows behind a median": behind("days", "all"),
    }


def _timed(name: str, store: Store, ask: Ask) -> Figure:
    took, spent = [], []
    for _ in range(ASKED_TIMES):
        at, used = time.perf_counter(), time.process_time()
        store.ask(ask)
        took.append((time.perf_counter() - at) * 1000)
        spent.append((time.process_time() - used) * 1000)
    note = f"processor {percentile(spent, 0.5):.0f} ms"
    return Figure(f"centre: {name}", percentile(took, 0.5), "ms", TARGET_MS, note)
