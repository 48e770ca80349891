"""The demo's year of work: the same every time, by the rules, bounded, and written once."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.access.callers import DEMO_DISPATCHER
from domain.maps.areas import Area, Level
from domain.net.tasks.care import USUAL_CARE
from domain.net.tasks.facts import TaskStatus
from domain.net.tasks.lists import View
from domain.net.tasks.patrol import PatrolRules
from domain.net.tasks.schedules import occurrence_named
from domain.net.tasks.told import ToldWork
from domain.upkeep.history import HistoryPlan
from feeds.simulator.net.tasks import AT_ONCE, MOST_FACTS, World, _targets, tell_tasks
from operations.net.tasks.demo import DemoTasks
from operations.net.tasks.looking import Looked
from tests.access.two_towns import TwoTowns

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


async def test_the_demo_is_written_once_and_stands_on_the_page(tmp_path: Path):
    net = TwoTowns(tmp_path)
    await net.start()
    tasks = net.parts.net_tasks
    until = datetime.now(UTC)
    told = World(
        net.parts.areas.district.code, net.parts.areas.grids, frozenset({"governance"}),
        lambda grid: f"demo-{grid}", (DEMO_DISPATCHER.actor,), tasks.desk.is_worked,
        tasks.desk.zone, USUAL_CARE, PatrolRules(),
    )  # fmt: skip

    async def tell(plan: HistoryPlan) -> Iterable[ToldWork]:
        return tell_tasks(told, plan.until, plan.days, plan.seed)

    plan = HistoryPlan(until, 20, 7, version="1")
    demo = DemoTasks(tasks.desk, tell, plan)
    await demo.run()
    assert demo.is_done and demo.written > 3
    seq = net.parts.store.head()[1]
    await DemoTasks(tasks.desk, tell, plan).run()
    assert net.parts.store.head()[1] == seq
    figures = await tasks.looking.figures(Looked(), DEMO_DISPATCHER)
    assert figures.due >= figures.done
    late = await tasks.looking.page(Looked(View.LATE), DEMO_DISPATCHER)
    assert late.count == figures.late
    assert await tasks.caring.lines(DEMO_DISPATCHER)
    await net.stop()
