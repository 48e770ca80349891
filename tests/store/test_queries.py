"""Lists, pages and statistics, and that indexes serve them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Select

from domain.errors import InvalidError
from domain.incidents.incidents import IncidentStatus
from domain.statistics.statistics import FigureRules
from domain.subject_key import of_incident
from store import Store, open_store
from store.incidents.incident_list import list_query
from store.live.journal_search import Search
from store.statistics.behind import Wanted
from tests.store.builders import NOON, after, an_incident, ended

ZONE = ZoneInfo("Asia/Shanghai")
TOWN, VILLAGE, GRID, OTHER = (
    "340604100",
    "340604100201",
    "340604100201001",
    "340604101202003",
)


def numbers(page: tuple[list, str | None]) -> list[str]:
    return [incident.number for incident in page[0]]


@pytest.fixture
def listed(store: Store) -> Store:
    """LS0 to LS5, an hour apart; LS1 arrived at, LS2 cancelled, LS4 elsewhere, LS5 as LS4."""
    with store.transaction(NOON) as tx:
        mark = {"action": "reported", "actor": "test"}
        tx.put_incident(an_incident("LS0", at=after(hours=0)), **mark)
        arrived = {IncidentStatus.ON_SCENE: after(hours=1, minutes=7)}
        at_place = IncidentStatus.ON_SCENE
        tx.put_incident(
            an_incident("LS1", at=after(hours=1), status=at_place, reached=arrived), **mark
        )
        tx.put_incident(ended("LS2", after(hours=2), ended_at=after(hours=3)), **mark)
        tx.put_incident(an_incident("LS3", at=after(hours=3), area=VILLAGE), **mark)
        tx.put_incident(an_incident("LS4", at=after(hours=4), area=OTHER), **mark)
        tx.put_incident(an_incident("LS5", at=after(hours=4), area=OTHER), **mark)
    return store


def test_the_list_is_newest_first(listed: Store):
    assert numbers(listed.incidents()) == ["LS5", "LS4", "LS3", "LS2", "LS1", "LS0"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"status": "open"}, ["LS5", "LS4", "LS3", "LS1", "LS0"]),
        ({"status": "cancelled"}, ["LS2"]),
        ({"status": ["cancelled", "on_scene"]}, ["LS2", "LS1"]),
        ({"area": "340604"}, ["LS5", "LS4", "LS3", "LS2", "LS1", "LS0"]),
        ({"area": "340605"}, []),
        ({"area": TOWN}, ["LS3", "LS2", "LS1", "LS0"]),
        ({"area": VILLAGE}, ["LS3", "LS2", "LS1", "LS0"]),
        ({"area": GRID}, ["LS2", "LS1", "LS0"]),
        ({"area": GRID, "status": "open"}, ["LS1", "LS0"]),
        ({"incident_class": {"fire"}, "area": VILLAGE}, ["LS3", "LS2", "LS1", "LS0"]),
        ({"incident_class": {"flood"}}, []),
        ({"severity": {int(an_incident().severity)}, "status": "cancelled"}, ["LS2"]),
        ({"severity": {4}}, []),
        ({"since": after(hours=1), "until": after(hours=3)}, ["LS2", "LS1"]),
    ],
)
def test_the_list_can_be_filtered(listed: Store, filters: dict, expected: list[str]):
    assert numbers(listed.incidents(**filters)) == expected


@pytest.mark.parametrize("filters", [{}, {"status": "open"}, {"area": "340604"}])
def test_pages_follow_each_other_without_loss(listed: Store, filters: dict):
    whole = numbers(listed.incidents(**filters))
    paged, cursor = [], None
    while True:
        page = listed.incidents(cursor=cursor, limit=2, **filters)
        paged += numbers(page)
        cursor = page[1]
        if cursor is None:
            break
    assert paged == whole


def test_a_page_is_not_moved_by_what_comes_in_meanwhile(listed: Store):
    first, cursor = listed.incidents(limit=2)
    with listed.transaction() as tx:
        tx.put_incident(an_incident("LS9", at=after(hours=9)), action="reported", actor="test")
    assert numbers(listed.incidents(cursor=cursor, limit=2)) == ["LS3", "LS2"]
    assert len(first) == 2


@pytest.mark.parametrize("cursor", ["", "?", "YWJj", "OTk5OTk5OTk5OTk5OTk5OTk5OTpMUw", "é", "a"])
def test_a_strange_cursor_is_refused(listed: Store, cursor: str):
    with pytest.raises(InvalidError) as refused:
        listed.incidents(cursor=cursor)
    assert refused.value.field == "cursor"


def test_strange_filters_are_refused(listed: Store):
    with pytest.raises(InvalidError) as refused:
        listed.incidents(status="burning")
    assert refused.value.field == "status"
    with pytest.raises(InvalidError) as refused:
        listed.incidents(area="34'; --")
    assert refused.value.field == "area_code"


def test_every_hour_of_a_span_has_a_count(listed: Store):
    counted = listed.reported_per_hour(TOWN, after(minutes=30), after(hours=5))
    assert counted == {
        after(hours=0): 0,
        after(hours=1): 1,
        after(hours=2): 1,
        after(hours=3): 1,
        after(hours=4): 0,
    }


def test_days_are_those_of_the_district(store: Store):
    moments = [
        datetime(2025, 12, 31, 15, 59, tzinfo=UTC),  # 23:59 in the district
        datetime(2025, 12, 31, 16, 0, tzinfo=UTC),  # midnight
        datetime(2026, 1, 1, 15, 59, 59, tzinfo=UTC),
        datetime(2026, 1, 2, 16, 0, tzinfo=UTC),  # one day too late
    ]
    with store.transaction() as tx:
        for n, at in enumerate(moments):
            tx.put_incident(an_incident(f"LS{n}", at=at), action="reported", actor="test")
    counted = store.reported_per_day("340604", date(2025, 12, 31), date(2026, 1, 2), ZONE)
    assert counted == {date(2025, 12, 31): 1, date(2026, 1, 1): 2, date(2026, 1, 2): 0}


def test_response_is_from_report_to_first_arrival(listed: Store):
    assert listed.response_seconds("340604", NOON, after(days=1)) == [420.0]
    assert listed.response_seconds(OTHER, NOON, after(days=1)) == []


PLANS = [
    ("incident_by_time", {}),
    ("incident_by_time", {"area": "340604"}),
    ("incident_by_time", {"status": "cancelled"}),
    ("incident_by_town", {"area": TOWN}),
    ("incident_by_village", {"area": VILLAGE}),
    ("incident_by_area", {"area": GRID}),
    ("incident_by_town", {"area": TOWN, "status": ["closed", "reported"]}),
    ("incident_open", {"status": "open"}),
    ("incident_open", {"status": "open", "area": "340604"}),
    ("incident_open", {"status": "open", "area": TOWN}),
    ("incident_open", {"status": ["reported", "on_scene"], "area": GRID}),
]


@pytest.mark.parametrize(("index", "filters"), PLANS)
@pytest.mark.parametrize("more", [{}, {"cursor": "MTc2NzI0MDAwMDAwMDpMUzE"}, {"since": NOON}])
def test_each_page_is_read_from_an_index_in_order(tmp_path, index: str, filters: dict, more: dict):
    plan = explained(tmp_path, list_query(**filters, **more).limit(50))
    assert f"USING INDEX {index}" in plan or f"USING COVERING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan


def explained(folder, query: Select) -> str:
    store = open_store(None, folder)
    statement = query.compile(store._engine, compile_kwargs={"literal_binds": True})
    with store._engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
    store.close()
    return "\n".join(row.detail for row in rows)


def test_no_read_walks_through_a_whole_table(tmp_path, monkeypatch):
    store = open_store(None, tmp_path, rules=FigureRules("Asia/Shanghai"))
    seen: list[str] = []
    monkeypatch.setattr(
        "sqlalchemy.engine.default.DefaultDialect.do_execute",
        lambda _dialect, cursor, statement, parameters, _context=None: (
            seen.extend(plan_of(cursor, statement, parameters)),
            cursor.execute(statement, parameters),
        )[1],
    )
    day = (date(2026, 1, 1), date(2026, 1, 2))
    for area in ("340604", TOWN, VILLAGE, GRID):
        store.reported_per_hour(area, NOON, after(hours=9))
        store.reported_per_day(area, *day, ZONE)
        store.response_seconds(area, NOON, after(hours=9))
        store.cameras(area)
        store.area(area)
        store.areas(parent=area)
        figures_of(store, area, *day)
    store.live(NOON)
    store.records_after(5)
    store.history("incident", "LS1")
    desk_reads(store)
    for asked in (Search(entity="LS1"), Search(kind="note", entity="LS1"), Search(actor="li")):
        store.search_journal(asked, 10)
    store.search_journal(Search(since=NOON, until=after(hours=1), before=9), 10)
    store.incident("LS1")
    store.assignments("LS1")
    with store.transaction() as tx:
        tx.incident_by_source("a", "b")
        tx.open_assignments(unit_id="P1")
        tx.open_assignments(number="LS1")
    store.track("P1", NOON, after(hours=1))
    store.prune_tracks(NOON)
    store.save_fixes([])
    store.close()
    walked = [line for line in seen if line.startswith("SCAN") and "USING" not in line]
    assert seen
    assert [line for line in walked if not any(word in line for word in HARMLESS)] == []
    whole = [line for line in seen if line.startswith(("SCAN journal ", "SCAN incident "))]
    assert [line for line in whole if "incident_open" not in line] == []


# One row, or what a query has just made itself.
HARMLESS = ("CONSTANT", "journal_head", "journal_base", "anon_", "seen", "(subquery")


def figures_of(store: Store, area: str, since: date, until: date) -> None:
    store.gathered(area, since, until)
    store.counts([area], since, until)
    store.gathered_in(area, [(since, until)])
    store.reported_by_day([area], since, until)
    store.first_day(area)
    store.open_now([area])
    store.places(area, [date(2026, 1, 1), date(2026, 2, 1)])
    store.rows_behind(area, Wanted(NOON, after(days=1), ["fire"], [1], ["closed"]))


def desk_reads(store: Store) -> None:
    store.newest("note", "LS1-note-1")
    store.newest_about("file", of_incident("LS1"))
    store.newest_of_days("duty", date(2026, 1, 1), date(2026, 1, 1))
    store.story([of_incident("LS1")], ["incident", "note"])
    store.merged_into("LS1")
    store.notices(about=of_incident("LS1"))
    store.notices(unit_id="P1")
    store.notice("N1")
    store.has_due_timers(NOON)
    store.open_assignments()
    store.period(NOON, after(hours=8))


def plan_of(cursor, statement: str, parameters) -> list[str]:
    if not statement.lstrip().startswith(("SELECT", "DELETE")):
        return []
    return [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
