"""The rollups equal a recount, whatever happens to incidents."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.incidents.incidents import (
    NEXT_STEPS,
    Incident,
    IncidentClass,
    IncidentStatus,
    Severity,
    advance,
    reopen,
)
from domain.statistics.statistics import FigureRules
from store import Store
from store.__main__ import main
from store.statistics.behind import Wanted
from store.statistics.figures import NoRulesError
from tests.store.builders import GRID, NOON, an_incident
from tests.store.conftest import Place

RULES = FigureRules("Asia/Shanghai")
AREAS = (GRID, "340604100201002", "340604001001001", "340604001001", "340604001", "340604")


@pytest.fixture
def counting(place: Place) -> Store:
    return place.open(rules=RULES)


def a_story(dice: random.Random, ordinal: int) -> Incident:
    """An incident somewhere, some day of three months, around midnight and noon alike."""
    at = NOON + timedelta(minutes=dice.randrange(90 * 24 * 60))
    made = an_incident(f"LS{ordinal:04d}", at=at, area=dice.choice(AREAS))
    return replace(
        made,
        incident_class=dice.choice(list(IncidentClass)[:4]),
        severity=dice.choice(list(Severity)),
        lat=33.9 + dice.randrange(4) / 1000,
        lon=116.8 + dice.randrange(4) / 1000,
    )


def what_happens_next(dice: random.Random, incident: Incident) -> Incident:
    """A step, another severity, another place or class, or it is opened again."""
    turn = dice.randrange(10)
    moment = max(incident.reached_at.values()) + timedelta(seconds=dice.randrange(40_000))
    if turn == 0:
        return replace(incident, severity=dice.choice(list(Severity)))
    if turn == 1:
        return replace(incident, area_code=dice.choice(AREAS), lat=33.95)
    if turn == 2:
        return replace(incident, incident_class=dice.choice(list(IncidentClass)))
    if turn <= 4 and incident.ended_at:
        return reopen(incident, at=incident.ended_at + timedelta(seconds=dice.randrange(80_000)))
    steps = sorted(NEXT_STEPS[incident.status])
    return advance(incident, dice.choice(steps), at=moment) if steps else incident


@pytest.mark.parametrize("seed", range(3))
def test_the_rollups_equal_a_recount_after_any_history(counting: Store, seed: int):
    dice = random.Random(seed)
    known: list[Incident] = []
    for _ in range(25):
        with counting.transaction() as tx:
            for _ in range(dice.randrange(1, 12)):
                if not known or dice.random() < 0.4:
                    known.append(a_story(dice, len(known)))
                    tx.put_incident(known[-1], action="report", actor="test")
                    continue
                at = dice.randrange(len(known))
                if dice.random() < 0.1:
                    tx.erase("incident", known[at].number, actor="test")
                    continue
                known[at] = what_happens_next(dice, known[at])
                tx.put_incident(known[at], action="change", actor="test")
    assert counting.compare_sums() == []
    told = counting.counts(["340604"], date(2025, 12, 1), date(2026, 12, 31))
    assert told["340604"]["reported"] == len(known)


def test_every_level_is_summed_by_the_same_rules(counting: Store):
    dice = random.Random(1)
    with counting.transaction() as tx:
        for ordinal in range(60):
            incident = replace(a_story(dice, ordinal), area_code=GRID)
            for _ in range(dice.randrange(9)):
                incident = replace(what_happens_next(dice, incident), area_code=GRID)
            tx.put_incident(incident, action="report", actor="test")
    span = (date(2025, 12, 1), date(2026, 12, 31))
    grid, village = counting.gathered(GRID, *span), counting.gathered(GRID[:12], *span)
    assert grid.counts == village.counts == counting.counts([GRID], *span)[GRID]
    assert grid.counts["reported"] == 60
    assert (grid.classes, grid.hours, grid.times) == (village.classes, village.hours, village.times)
    half = date(2026, 3, 1)
    spans = [(span[0], half), (half + timedelta(days=1), span[1])]
    halves = counting.gathered_in(GRID, spans)
    assert [one.counts for one in halves] == [counting.gathered(GRID, *one).counts for one in spans]
    assert sum(one.counts["reported"] for one in halves) == sum(map(sum, grid.heat)) == 60
    assert sum(row[0] for row in grid.severities) == sum(row[0] for row in grid.hours) == 60


def test_a_rollup_that_was_changed_behind_our_back_is_found(place: Place, counting: Store):
    with counting.transaction() as tx:
        tx.put_incident(an_incident(), action="report", actor="test")
    place.sql("UPDATE stat_day SET reported = 7 WHERE area_code = '340604'")
    assert counting.compare_sums() == ["340604 2026-01-01"]
    place.sql("DELETE FROM stat_day WHERE area_code = '340604'")
    assert counting.compare_sums() == ["340604 2026-01-01"]
    place.sql("UPDATE stat_day SET day = '2026-01-02' WHERE area_code = '340604100'")
    assert counting.compare_sums() == [
        "340604 2026-01-01", "340604100 2026-01-01", "340604100 2026-01-02"
    ]  # fmt: skip


def test_an_older_database_is_counted_once_when_it_is_opened(place: Place):
    old = place.open()
    with old.transaction() as tx:
        tx.put_incident(an_incident(), action="report", actor="test")
        later = NOON + timedelta(days=40)
        tx.put_incident(an_incident("LS2", at=later), action="report", actor="test")
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert old.counts(["340604"], *year) == {}
    with pytest.raises(NoRulesError):
        old.compare_sums()
    old.close()
    told: list[float] = []
    counted = place.open(rules=RULES, progress=lambda share, _what: told.append(share))
    assert counted.compare_sums() == []
    assert counted.counts(["340604"], *year)["340604"]["reported"] == 2
    assert told == [0.5, 1.0]
    counted.close()
    told.clear()
    place.open(rules=RULES, progress=lambda share, _what: told.append(share))
    assert told == []


def test_other_targets_ask_for_a_recount_and_are_remembered(place: Place):
    reached = {IncidentStatus.ON_SCENE: NOON + timedelta(seconds=400)}
    store = place.open(rules=RULES)
    with store.transaction() as tx:
        tx.put_incident(an_incident(reached=reached), action="report", actor="test")
    day = date(2026, 1, 1)
    assert store.counts(["340604"], day, day)["340604"]["arrived_in_target"] == 0
    store.close()
    store = place.open(rules=replace(RULES, arrival_s=420))
    assert store.counts(["340604"], day, day)["340604"]["arrived_in_target"] == 1
    store.close()
    assert place.open().rules.arrival_s == 420


def test_days_are_the_districts(counting: Store):
    before_midnight = NOON.replace(hour=15, minute=59)
    with counting.transaction() as tx:
        tx.put_incident(an_incident("LS1", at=before_midnight), action="report", actor="t")
        after_midnight = before_midnight + timedelta(minutes=2)
        tx.put_incident(an_incident("LS2", at=after_midnight), action="report", actor="t")
    found = counting.reported_by_day(["340604"], date(2026, 1, 1), date(2026, 1, 2))["340604"]
    assert {day.day: count for day, count in found.items()} == {1: 1, 2: 1}


def test_a_grid_has_days_of_its_own(counting: Store):
    with counting.transaction() as tx:
        tx.put_incident(an_incident("LS1"), action="report", actor="t")
        tx.put_incident(an_incident("LS2", area="340604100201002"), action="report", actor="t")
    day = date(2026, 1, 1)
    assert counting.gathered(GRID, day, day).counts["reported"] == 1
    assert counting.reported_by_day([GRID], day, day) == {GRID: {day: 1}}


def test_repeat_places_are_told_most_first(counting: Store):
    with counting.transaction() as tx:
        for n in range(5):
            lat = 33.9001 if n < 3 else 33.95
            made = replace(an_incident(f"LS{n}"), lat=lat)
            tx.put_incident(made, action="report", actor="t")
    told = counting.places("340604100", [date(2026, 1, 1)])
    assert [(place.lat_e3, count) for place, count in told] == [(33900, 3), (33950, 2)]


def test_a_place_is_added_up_over_the_months_and_the_towns(counting: Store):
    with counting.transaction() as tx:
        for n in range(3):
            made = an_incident(f"LS{n}", at=NOON + timedelta(days=31 * n))
            tx.put_incident(made, action="report", actor="t")
            other = an_incident(f"LT{n}", area="340604001001001", at=NOON + timedelta(hours=n % 2))
            tx.put_incident(replace(other, lat=33.95), action="report", actor="t")
    months = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    told = counting.places("340604", months)
    assert [(place.area_code, count) for place, count in told] == [
        ("340604001001001", 3), (GRID, 3)
    ]  # fmt: skip
    assert [count for _, count in counting.places("340604100", months[:2])] == [2]


def test_a_figure_opens_to_its_rows(counting: Store):
    with counting.transaction() as tx:
        tx.put_incident(an_incident("LS1"), action="report", actor="t")
        tx.put_incident(an_incident("LS2", at=NOON + timedelta(hours=2)), action="r", actor="t")
    span = (NOON - timedelta(days=1), NOON + timedelta(days=1))
    hour = [(NOON, NOON + timedelta(hours=1))]
    for wanted, numbers in [
        (Wanted(*span), ["LS2", "LS1"]),
        (Wanted(*span, hours=hour), ["LS1"]),
        (Wanted(*span, place=(33900, 116800)), ["LS2", "LS1"]),
        (Wanted(*span, place=(33901, 116800)), []),
    ]:
        found, _ = counting.rows_behind("340604", wanted)
        assert [incident.number for incident in found] == numbers
    [first], cursor = counting.rows_behind("340604", Wanted(*span), limit=1)
    [second], _ = counting.rows_behind("340604", Wanted(*span), cursor=cursor, limit=1)
    assert (first.number, second.number) == ("LS2", "LS1")


def test_a_cause_opens_to_its_arrivals_slowest_first(counting: Store):
    steps = (IncidentStatus.ACCEPTED, IncidentStatus.DISPATCHED, IncidentStatus.ON_SCENE)
    minutes = {"LS1": (1, 2, 9), "LS2": (4, 5, 6), "LS3": (1, 1, 1600), "LS4": ()}
    with counting.transaction() as tx:
        for number, reached in minutes.items():
            moments = {
                step: NOON + timedelta(minutes=m) for step, m in zip(steps, reached, strict=False)
            }
            tx.put_incident(an_incident(number, reached=moments), action="r", actor="t")
    span = (NOON - timedelta(days=1), NOON + timedelta(days=1))
    for more, numbers in [
        ({"slowest": "arrival"}, ["LS1", "LS2"]),  # LS3 took more than a day: it does not count
        ({"slowest": "accept"}, ["LS2", "LS1"]),
        ({"slowest": "travel"}, ["LS1", "LS2"]),
        ({"arrived": True}, ["LS2", "LS1"]),
        ({"late": "arrival"}, ["LS1"]),  # 9 minutes are beyond 380 s
        ({"late": "resolve"}, []),
    ]:
        found, _ = counting.rows_behind("340604", Wanted(*span, **more))
        assert [one.number for one in found] == numbers, more
    wanted = Wanted(*span, slowest="accept")
    [first], cursor = counting.rows_behind("340604", wanted, limit=1)
    [second], end = counting.rows_behind("340604", wanted, cursor=cursor, limit=1)
    assert (first.number, second.number, end) == ("LS2", "LS1", None)


def test_a_reopening_leaves_the_first_arrival_where_it_was(counting: Store):
    took_s = {"accepted": 29, "dispatched": 40, "on_scene": 260, "resolved": 900, "closed": 1000}
    reached = {IncidentStatus(step): NOON + timedelta(seconds=s) for step, s in took_s.items()}
    reached[IncidentStatus.REPORTED] = NOON
    there = replace(an_incident("LS0001", reached=reached), status=IncidentStatus.CLOSED)
    with counting.transaction() as tx:
        tx.put_incident(there, action="advance", actor="t")
    before = counting.counts(["340604"], NOON.date(), NOON.date())["340604"]
    again = reopen(there, at=NOON + timedelta(hours=23))
    on_the_way = advance(again, IncidentStatus.DISPATCHED, at=NOON + timedelta(hours=23.1))
    there_again = advance(on_the_way, IncidentStatus.ON_SCENE, at=NOON + timedelta(hours=23.5))
    for stage in (again, on_the_way, there_again):
        with counting.transaction() as tx:
            tx.put_incident(stage, action="advance", actor="t")
        counts = counting.counts(["340604"], NOON.date(), NOON.date())["340604"]
        assert counts["arrived"] == 1
        times = ("accept_ms", "dispatch_ms", "travel_ms", "arrived_in_target", "arrival_s2")
        assert [counts[one] for one in times] == [before[one] for one in times]
        assert counting.incident("LS0001") == stage
        wanted = Wanted(NOON, NOON + timedelta(days=1), slowest="travel", arrived=True)
        assert len(counting.rows_behind("340604", wanted)[0]) == 1
    assert counting.compare_sums() == []


def test_one_report_told_years_late_does_not_begin_the_data(counting: Store):
    for ordinal in range(3):
        _heard(counting, ordinal, told_of=NOON + timedelta(days=ordinal))
    assert counting.first_day("340604") == NOON.date()
    _heard(counting, 9, told_of=NOON - timedelta(days=2000))
    assert counting.first_day("340604") == NOON.date()
    for ordinal in range(1, 4):
        _heard(counting, 20 + ordinal, told_of=NOON - timedelta(days=ordinal))
    assert counting.first_day("340604") == NOON.date() - timedelta(days=3)


def _heard(store: Store, ordinal: int, told_of: datetime) -> None:
    """A report that came in on the first day or later, whenever it says it happened."""
    heard = max(NOON, told_of)
    with store.transaction() as tx:
        tx.next_ordinal(heard.date())
        tx.put_incident(an_incident(f"LS{ordinal:04d}", at=told_of), action="report", actor="t")


def test_what_was_resolved_late_is_found_by_its_severity(counting: Store):
    with counting.transaction() as tx:
        for number, hours in (("LS1", 11), ("LS2", 13)):  # Ⅱ has twelve
            moments = {IncidentStatus.RESOLVED: NOON + timedelta(hours=hours)}
            status = IncidentStatus.RESOLVED
            made = an_incident(number, status=status, reached=moments)
            tx.put_incident(made, action="r", actor="t")
    span = (NOON - timedelta(days=1), NOON + timedelta(days=1))
    found, _ = counting.rows_behind("340604", Wanted(*span, late="resolve"))
    assert [one.number for one in found] == ["LS2"]


def test_a_place_between_two_thousandths_opens_to_its_rows(counting: Store):
    with counting.transaction() as tx:
        for n in range(40):  # as many are given: four places after the point, the last a five
            made = replace(an_incident(f"LS{n}"), lat=33.9 + n / 1000 + 0.0005)
            tx.put_incident(replace(made, number=f"LS{n}"), action="r", actor="t")
            tx.put_incident(
                replace(made, number=f"LT{n}", source_id=f"LT{n}"), action="r", actor="t"
            )
    span = (NOON - timedelta(days=1), NOON + timedelta(days=1))
    for place, count in counting.places("340604", [date(2026, 1, 1)], limit=50):
        where = (place.lat_e3, place.lon_e3)
        assert len(counting.rows_behind("340604", Wanted(*span, place=where))[0]) == count


def test_the_command_line_compares(place: Place, monkeypatch: pytest.MonkeyPatch, capsys):
    if place.url is not None:
        pytest.skip("one database is enough for the words")
    folder = place.data_dir.parent / "var"
    monkeypatch.setenv("ONESCREEN_DATA_DIR", str(folder))
    monkeypatch.delenv("ONESCREEN_DATABASE_URL", raising=False)
    store = Place(None, folder / "demo").open(
        rules=RULES, high_water=folder / "high_water-demo.json"
    )
    with store.transaction() as tx:
        tx.put_incident(an_incident(), action="report", actor="test")
    store.close()
    assert main(["figures"]) == 0
    assert "equal a recount" in capsys.readouterr().out
