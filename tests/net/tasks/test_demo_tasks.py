"""The demo's year of work: the same every time, by the rules, bounded, and written once."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from domain.maps.areas import Area, Level
from domain.net.tasks.care import USUAL_CARE
from domain.net.tasks.facts import TaskStatus
from domain.net.tasks.patrol import PatrolRules
from domain.net.tasks.schedules import occurrence_named
from feeds.simulator.net.tasks import AT_ONCE, MOST_FACTS, World, _targets, tell_tasks

UNTIL = datetime(2026, 11, 29, 22, tzinfo=UTC)


def is_worked(day: date) -> bool:
    return day.weekday() < 5


def world(grids: int) -> World:
    made = [
        Area(
            f"340604{n // 50 + 1:03}001{n % 50 + 1:03}", Level.GRID, f"网格{n}", None,
            33.9, 116.9, (33.8, 116.8, 34.0, 117.0),
        )
        for n in range(grids)
    ]  # fmt: skip
    return World(
        "340604", made, frozenset({"governance"}), lambda grid: f"w-{grid[-3:]}", ("demo",),
        is_worked, ZoneInfo("Asia/Shanghai"), USUAL_CARE, PatrolRules(),
    )  # fmt: skip


def test_a_year_of_all_grids_is_bounded_told_by_the_rules_and_the_same_every_time():
    told = list(tell_tasks(world(450), UNTIL, 365, 7))
    facts = [fact for one in told for fact in one.tasks]
    assert 25_000 < len(facts) <= MOST_FACTS
    assert len({fact.task_id for fact in facts}) == len(facts)
    assert max(len(one.tasks) for one in told) <= AT_ONCE
    assert all(fact.at <= UNTIL and fact.is_demo for fact in facts)
    share = Counter(fact.status for fact in facts)
    assert share[TaskStatus.DONE] / len(facts) > 0.85
    assert {*share} == {*TaskStatus}
    again = tell_tasks(world(450), UNTIL, 365, 7)
    assert [one.tasks for one in islice(again, 60)] == [one.tasks for one in told[:60]]


def test_every_fact_is_of_an_occurrence_its_schedule_has():
    made = world(9)
    told = list(tell_tasks(made, UNTIL, 40, 7))
    frame = told[0]
    by_id = {one.schedule_id: one for one in frame.schedules}
    for one in told[1:]:
        for fact in one.tasks:
            schedule = by_id[fact.schedule_id]
            targets = _targets(schedule, made, frame.places)
            due = occurrence_named(fact.task_id, schedule, targets, is_worked)
            assert due is not None and due.due.isoformat() == fact.due_on
            assert (fact.done_on > fact.due_on) == (fact.status is TaskStatus.LATE_CLOSED)
