"""The demo's year of work in the grids, told when the people of the net are there."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bootstrap.parts import Parts
from domain.access.callers import DEMO_DISPATCHER
from domain.net.people.posts import PostTable
from domain.net.tasks.told import ToldWork
from domain.upkeep.history import HistoryPlan
from feeds.simulator.net.tasks import TELLER as TASK_TELLER
from feeds.simulator.net.tasks import World, tell_tasks
from operations.net.tasks.demo import DemoTasks

# Of a year of work a demo tells no more than the rules of the telling allow.
MOST_TASK_DAYS = 365


def demo_tasks(parts: Parts, until: datetime, is_free: Callable[[], bool]) -> DemoTasks | None:
    """What fills the demo's grids with a year of work, behind the running server."""
    days = min(parts.settings.demo_case_days, MOST_TASK_DAYS)
    if not days:
        return None

    async def told(plan: HistoryPlan) -> Iterable[ToldWork]:
        """Asked when the people of the net are there."""
        posts = await parts.posts.on(parts.net_tasks.desk.today())
        return tell_tasks(_world(parts, posts), plan.until, plan.days, plan.seed)

    plan = HistoryPlan(
        until, days, parts.settings.demo_seed,
        version=f"{TASK_TELLER}-{parts.areas.loaded.version}",
    )  # fmt: skip
    return DemoTasks(parts.net_tasks.desk, told, plan, is_free)


def _world(parts: Parts, posts: PostTable) -> World:
    desk, grids = parts.net_tasks.desk, parts.areas.grids
    workers = {
        grid.code: next((one.account or one.person_id for one in posts.workers_of(grid.code)), "")
        for grid in grids
    }
    return World(
        parts.areas.district.code,
        grids,
        frozenset(parts.department_names),
        lambda grid: workers.get(grid) or f"demo-{grid}",
        (DEMO_DISPATCHER.actor,),
        desk.is_worked,
        desk.zone,
        desk.settings.care,
        desk.settings.patrol,
    )
