"""A year of work in the demo's grids: told the same every time, newest day first.

What was due follows from the same schedules and rules as in earnest; most of it was done, some
late, some declined, some never. Nobody in it exists.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from random import Random

from domain.maps.areas import Area
from domain.net.tasks.care import CareGroup, CareOutcome, CarePerson, CareRules, CareVisit, care_due
from domain.net.tasks.facts import NetTask, TaskStatus, of_doing
from domain.net.tasks.patrol import PatrolRules, cell_of
from domain.net.tasks.places import KeyPlace, PlaceKind
from domain.net.tasks.schedules import IsWorked, Occurrence, Target, TaskSchedule, occurrences
from domain.net.tasks.task_types import Every, Listing, TaskForm, TaskType
from domain.net.tasks.told import ToldWork

TELLER = "net-tasks-2"
AT_ONCE = 15  # facts in one piece of the telling
MOST_FACTS = 60_000
_PLACE_IN = 3  # every third grid has a key place
_CARED_FOR = 24
_DONE, _LATE, _EXCUSED, _CANCELLED = 0.90, 0.94, 0.96, 0.97  # cumulated; the rest is never done
_DECLINES, _UNPROVEN = 0.04, 0.05
_WHY = ("patrol_too_fast", "patrol_one_point", "patrol_too_short", "patrol_few_cells")
# Code, name, department, form, how often, times in each period (0: planned when wanted), place.
WORK: Sequence[tuple[str, str, str, TaskForm, Every, int, PlaceKind | None]] = (
    ("patrol", "网格日常巡查", "governance", TaskForm.PATROL, Every.WEEKLY, 1, None),
    ("visit", "入户走访", "civil_affairs", TaskForm.VISIT, Every.FORTNIGHTLY, 1, None),
    ("gas", "燃气安全检查", "emergency", TaskForm.INSPECT, Every.MONTHLY, 1, PlaceKind.GAS),
    ("water", "河塘防溺水巡查", "agriculture_water", TaskForm.INSPECT, Every.MONTHLY, 1,
     PlaceKind.WATER),
    ("law", "防诈骗宣传", "public_security", TaskForm.SERVE, Every.MONTHLY, 1, None),
    ("newcomer", "新入住居民走访", "civil_affairs", TaskForm.VISIT, Every.QUARTERLY, 0, None),
    ("party", "党员联系户走访", "organisation", TaskForm.VISIT, Every.QUARTERLY, 0, None),
    ("jobs", "就业与社保政策入户", "human_resources", TaskForm.SERVE, Every.QUARTERLY, 0, None),
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What the telling stands on.

    Attributes:
        grids: of the map.
        departments: codes the district knows; work of others is the governance centre's.
        worker_of: the account that works in a grid.
        visitors: accounts that make the demo's care visits.
    """

    district: str
    grids: Sequence[Area]
    departments: frozenset[str]
    worker_of: Callable[[str], str]
    visitors: Sequence[str]
    is_worked: IsWorked
    zone: tzinfo
    care: CareRules
    patrol: PatrolRules

    @cached_property
    def by_code(self) -> Mapping[str, Area]:
        """The grids by their codes."""
        return {grid.code: grid for grid in self.grids}


def tell_tasks(world: World, until: datetime, days: int, seed: int) -> Iterator[ToldWork]:
    """A telling: first the list and the schedules, then each day from `until` back.

    Args:
        world: what it stands on.
        until: aware; work of its own day is told up to then.
        days: how many.
        seed: the same seed, the same telling.
    """
    last = until.astimezone(world.zone).date()
    first = last - timedelta(days=days)
    types, schedules = _frame(world, first, last)
    places = tuple(_places(world))
    people = tuple(_cared_for(world, first))
    yield ToldWork(types=types, schedules=schedules, places=places, people=people)
    told = 0
    day = last
    while day >= first and told < MOST_FACTS:
        facts = [
            fact
            for schedule in schedules
            for due in occurrences(
                schedule, _targets(schedule, world, places), day, day, world.is_worked
            )
            if (fact := _fact(due, world, until, seed)) is not None
        ][: MOST_FACTS - told]
        told += len(facts)
        for at in range(0, len(facts), AT_ONCE):
            some = facts[at : at + AT_ONCE]
            yield ToldWork(at=max(one.at for one in some), tasks=tuple(some))
        if visits := tuple(_visits(people, day, world, until)):
            yield ToldWork(at=visits[-1].at, visits=visits)
        day -= timedelta(days=1)


def _frame(
    world: World, first: date, last: date
) -> tuple[tuple[TaskType, ...], tuple[TaskSchedule, ...]]:
    begins, ends = first.isoformat(), (last + timedelta(days=365)).isoformat()
    types, schedules = [], []
    for code, name, department, form, every, times, place in WORK:
        owner = department if department in world.departments else "governance"
        made = TaskType(
            f"T-demo-{code}", name, owner, "演示文件〔2025〕1号", form, every, ends,
            status=Listing.APPROVED, proposed_by="demo", decided_by="demo-governance",
            is_demo=True,
        )  # fmt: skip
        types.append(made)
        if not times:
            continue
        plan = TaskSchedule(
            f"S-demo-{code}", made.type_id, name, owner, form, every, world.district, begins,
            ends, times, place_kind=place.value if place else None, made_by="demo", is_demo=True,
        )  # fmt: skip
        schedules.append(plan)
    waiting = TaskType(
        "T-demo-photos", "每日拍照打卡（演示：待审核）", "governance", "演示通知", TaskForm.COLLECT,
        Every.DAILY, ends, proposed_by="demo", is_demo=True,
    )  # fmt: skip
    return (*types, waiting), tuple(schedules)


def _places(world: World) -> Iterator[KeyPlace]:
    kinds = (PlaceKind.GAS, PlaceKind.WATER)
    for nth, grid in enumerate(world.grids[::_PLACE_IN]):
        kind = kinds[nth % len(kinds)]
        name = f"演示场所-{nth + 1:04}"
        yield KeyPlace(
            f"K-demo-{nth + 1:04}", kind, name, grid.code, grid.lat, grid.lon, is_demo=True
        )


def _targets(schedule: TaskSchedule, world: World, places: Sequence[KeyPlace]) -> list[Target]:
    if schedule.place_kind is None:
        return [Target(grid.code) for grid in world.grids]
    return [
        Target(one.area_code, one.place_id)
        for one in places
        if one.place.value == schedule.place_kind
    ]


def _fact(due: Occurrence, world: World, until: datetime, seed: int) -> NetTask | None:
    """What became of an occurrence; None where nobody touched it, or not until now."""
    chance = Random(f"{seed}-{due.task_id}")  # noqa: S311 - not a secret
    drawn = chance.random()
    if drawn >= _CANCELLED:
        return None
    late = chance.randrange(1, 6) if _DONE <= drawn < _LATE else 0
    minute = chance.randrange(8 * 60, 18 * 60)
    day = due.due + timedelta(days=late)
    at = datetime.combine(day, time(minute // 60, minute % 60), world.zone)
    if at > until:
        return None
    status = of_doing(due.due, day)
    if drawn >= _EXCUSED:
        status = TaskStatus.CANCELLED
    elif drawn >= _LATE:
        status = TaskStatus.EXCUSED
    schedule = due.schedule
    if schedule.form is TaskForm.VISIT and status is TaskStatus.DONE:
        status = TaskStatus.DECLINED if chance.random() < _DECLINES else status
    made = NetTask(
        due.task_id, schedule.schedule_id, schedule.type_id, schedule.form, schedule.owner,
        due.target.grid, due.due.isoformat(), status, at, day.isoformat(),
        world.worker_of(due.target.grid), due.target.place_id, is_demo=True,
    )  # fmt: skip
    is_walked = status in {TaskStatus.DONE, TaskStatus.LATE_CLOSED}
    return _walked(made, world, chance) if schedule.form is TaskForm.PATROL and is_walked else made


def _walked(made: NetTask, world: World, chance: Random) -> NetTask:
    grid = world.by_code[made.area_code]
    if chance.random() < _UNPROVEN:
        return replace(made, is_proven=False, why=(chance.choice(_WHY),))
    cells = {
        cell_of(
            grid.lat + chance.uniform(-0.002, 0.002),
            grid.lon + chance.uniform(-0.002, 0.002),
            world.patrol,
        )
        for _ in range(6)
    }
    slow_s = chance.randrange(world.patrol.least_minutes * 60, 2 * 3600)
    return replace(made, is_proven=True, cells=tuple(sorted(cells)), slow_s=slow_s)


def _cared_for(world: World, first: date) -> Iterator[CarePerson]:
    groups = tuple(CareGroup)
    for nth in range(min(_CARED_FOR, len(world.grids))):
        group = groups[nth % len(groups)]
        every, never_alone = world.care.of(group)
        grid = world.grids[nth * len(world.grids) // _CARED_FOR]
        yield CarePerson(
            f"C-demo-{nth + 1:04}", grid.code, group, every, never_alone, tuple(world.visitors),
            world.visitors[0], first.isoformat(), is_demo=True, name=f"演示-{nth + 1:04}",
            address=f"演示路{nth + 1}号",
        )  # fmt: skip


def _visits(
    people: Sequence[CarePerson], day: date, world: World, until: datetime
) -> Iterator[CareVisit]:
    for due in care_due(people, day, day, world.is_worked):
        at = datetime.combine(day, time(15), world.zone)
        if at <= until:
            together = ("justice",) if due.person.needs_companion else ()
            yield CareVisit(
                due.visit_id, due.person.care_id, day.isoformat(), at, world.visitors[0],
                CareOutcome.MET, together, is_demo=True,
            )  # fmt: skip
