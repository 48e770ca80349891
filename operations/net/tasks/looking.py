"""What stands to be done and what was done: computed from schedules, joined with the facts.

Lists look at one day or at the few days that may still be made good, and make no line that is not
shown; figures are counted without making any.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, may, require
from domain.access.callers import Caller
from domain.net.people.posts import Holder
from domain.net.tasks.facts import NET_TASK, NetTask, Standing, standing
from domain.net.tasks.lists import By, Tally, TaskFigures, TaskLine, TaskPage, View
from domain.net.tasks.places import KeyPlace
from domain.net.tasks.schedules import Occurrence, TaskSchedule, count_due, occurrences
from domain.net.tasks.task_types import TASK_TYPE
from operations.net.tasks.task_desk import (
    GRID_DIGITS,
    VILLAGE_DIGITS,
    TaskDesk,
    occurrence_of,
    targets_of,
)
from store.net import tasks as kept
from store.net.tasks import Touched

LISTED = 30
AHEAD = timedelta(days=6)
_UNTOUCHED = frozenset({Standing.AHEAD, Standing.DUE, Standing.LATE, Standing.MISSED})


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody wants to see.

    Attributes:
        view: today's, the late, the done, or the week ahead.
        area: only in this area; empty for all that is theirs.
        form: only of this kind of work; empty for all.
        type_id: only of this type; empty for all.
        is_mine: only grids the caller holds a post in.
        person: only grids this person works in: an account, or a number of the register.
        at: from which line on.
    """

    view: View = View.TODAY
    area: str = ""
    form: str = ""
    type_id: str = ""
    is_mine: bool = False
    person: str = ""
    at: int = 0


class Looking:
    """Lists and figures of tasks."""

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    async def page(self, looked: Looked, caller: Caller) -> TaskPage:
        """The lines of a list from one of them on.

        Raises:
            NotAllowedError: the caller sees no tasks there.
        """
        require(caller, "tasks.see", looked.area or None)
        grids = await self.grids(looked, caller)
        today = self._desk.today()
        return await self._desk.ask(lambda one: self._page(one, looked, caller, grids, today))

    async def figures(self, looked: Looked, caller: Caller, by: By = By.COMMUNITY) -> TaskFigures:
        """How many are due, done and late, in all and by town, community, grid, type or person.

        By person is by whose grids they are in.

        Raises:
            NotAllowedError: the caller sees no tasks there, or no people.
        """
        require(caller, "tasks.see", looked.area or None)
        grids = await self.grids(looked, caller)
        today = self._desk.today()
        workers: dict[str, Holder] = {}
        if by is By.PERSON:
            check_sees_people(caller, looked.area)
            posts = await self._desk.posts.on(today)
            for grid in grids:
                if held := posts.workers_of(grid):
                    workers[grid] = held[0]
        found = await self._desk.ask(
            lambda one: self._figures(one, looked, caller, grids, today, by)
        )
        return found if by is not By.PERSON else replace(found, groups=_by_person(found, workers))

    async def task(self, task_id: str, caller: Caller) -> NetTask | None:
        """What was made of an occurrence; None while nobody touched it.

        Raises:
            NotAllowedError: the caller sees no tasks.
        """
        require(caller, "tasks.see")
        return await self._desk.ask(lambda one: kept.one_of(one, NET_TASK, task_id, caller))

    async def occurrence(self, task_id: str, caller: Caller) -> tuple[Occurrence, tuple[str, ...]]:
        """An occurrence, and the words of `Evidence` its type asks for.

        Raises:
            NotAllowedError: the caller sees no tasks.
            InvalidError, NotFoundError: there is none of it, or not for this caller.
        """
        require(caller, "tasks.see")

        def question(one: Connection) -> tuple[Occurrence, tuple[str, ...]]:
            found, _ = occurrence_of(self._desk, one, task_id, caller)
            listed = kept.one_of(one, TASK_TYPE, found.schedule.type_id, caller)
            return found, listed.evidence if listed else ()

        return await self._desk.ask(question)

    async def grids(self, looked: Looked, caller: Caller) -> list[str]:
        """The grids that are looked at: the caller's own where they hold posts and ask for them."""
        found = self._desk.grids_in(caller.area, looked.area)
        if looked.person:
            check_sees_people(caller, looked.area)
            posts = await self._desk.posts.on(self._desk.today())
            return [grid for grid in found if _key_of(posts.workers_of(grid)) == looked.person]
        if not looked.is_mine:
            return found
        posts = await self._desk.posts.on(self._desk.today())
        mine = frozenset(posts.grids_of(caller.actor))
        return [grid for grid in found if grid in mine] if mine else found

    # lines ------------------------------------------------------------------------------------

    def _page(
        self, one: Connection, looked: Looked, caller: Caller, grids: Sequence[str], today: date
    ) -> TaskPage:
        late_days = timedelta(days=self._desk.settings.late_days)
        if looked.view is View.LATE:
            days = [today - timedelta(days=n) for n in range(1, late_days.days + 1)]
        elif looked.view is View.WEEK:
            days = [today + timedelta(days=n) for n in range(AHEAD.days + 1)]
        else:
            days = [today]
        if not grids:
            return TaskPage((), 0)
        wanted = _WANTED.get(looked.view, _UNTOUCHED)
        world = self._world(one, looked, caller, min(days), max(days))
        counts = self._counts(one, looked, caller, grids, world, days)
        lines: list[TaskLine] = []
        count = 0
        for day in days:
            of_day = counts.get(day)
            end = looked.at + LISTED
            if of_day is not None and (count >= end or count + of_day <= looked.at):
                count += of_day  # nothing of this day is shown
                continue
            facts = self._facts(one, looked, caller, grids, day)
            before = count
            for line in self._lines(world, grids, facts, day, today, wanted):
                if looked.at <= count < end:
                    lines.append(line)
                count += 1
                if of_day is not None and count >= end:
                    break
            count = count if of_day is None else before + of_day
        return TaskPage(lines, count)

    def _counts(
        self,
        one: Connection,
        looked: Looked,
        caller: Caller,
        grids: Sequence[str],
        world: "_World",
        days: Sequence[date],
    ) -> dict[date, int]:
        """How many lines each day has, where that can be told without making them."""
        if looked.view not in {View.LATE, View.WEEK}:
            return {}
        found = dict.fromkeys(days, 0)
        for schedule in world.schedules:
            targets = targets_of(schedule, grids, world.places)
            for day in days:
                found[day] += count_due(schedule, targets, day, day, self._desk.is_worked).total()
        if looked.view is View.WEEK:
            return found
        touched = kept.tallies(
            one, caller, min(days).isoformat(), max(days).isoformat(),
            grids=grids, area=looked.area or caller.area or "", digits=VILLAGE_DIGITS,
            schedules=[schedule.schedule_id for schedule in world.schedules],
        )  # fmt: skip
        for (_, due_on), (count, _) in touched.items():
            found[date.fromisoformat(due_on)] -= count
        return found

    def _lines(
        self,
        world: "_World",
        grids: Sequence[str],
        facts: dict[str, Touched],
        day: date,
        today: date,
        wanted: frozenset[Standing],
    ) -> Iterator[TaskLine]:
        for schedule in world.schedules:
            targets = targets_of(schedule, grids, world.places)
            for due in occurrences(schedule, targets, day, day, self._desk.is_worked):
                fact = facts.get(due.task_id)
                stands = self._stands(due, fact, today)
                if stands in wanted:
                    place = world.names.get(due.target.place_id or "", "")
                    yield _line(due, stands, fact, place)

    def _stands(self, due: Occurrence, fact: Touched | None, today: date) -> Standing:
        if fact is not None:
            return Standing(fact.status)
        days = self._desk.settings.late_days
        return standing(due.opens, due.due, None, today, late_days=days)

    def _facts(
        self, one: Connection, looked: Looked, caller: Caller, grids: Sequence[str], day: date
    ) -> dict[str, Touched]:
        said = day.isoformat()
        found = kept.touched(one, caller, said, said, grids=grids, area=looked.area)
        return {fact.task_id: fact for fact in found}

    def _world(
        self, one: Connection, looked: Looked, caller: Caller, first: date, last: date
    ) -> "_World":
        found = kept.schedules(one, caller, first.isoformat(), last.isoformat())
        wanted = [
            schedule
            for schedule in found
            if looked.form in {"", schedule.form.value} and looked.type_id in {"", schedule.type_id}
        ]
        needs_places = any(schedule.place_kind for schedule in wanted)
        places = kept.places(one, caller) if needs_places else []
        return _World(wanted, places, {place.place_id: place.name for place in places})

    # figures ----------------------------------------------------------------------------------

    def _figures(
        self,
        one: Connection,
        looked: Looked,
        caller: Caller,
        grids: Sequence[str],
        today: date,
        by: By,
    ) -> TaskFigures:
        first = today - timedelta(days=self._desk.settings.late_days)
        world = self._world(one, looked, caller, first, today)
        due_today, due_before = Counter[str](), Counter[str]()
        digits = _DIGITS.get(by, VILLAGE_DIGITS)
        yesterday = today - timedelta(days=1)
        for schedule in world.schedules:
            targets = targets_of(schedule, grids, world.places)
            worked = self._desk.is_worked
            for key, count in count_due(schedule, targets, today, today, worked, digits).items():
                due_today[_key(by, key, schedule)] += count
            before = count_due(schedule, targets, first, yesterday, worked, digits)
            for key, count in before.items():
                due_before[_key(by, key, schedule)] += count
        touched = kept.tallies(
            one, caller, first.isoformat(), today.isoformat(),
            grids=grids, area=looked.area or caller.area or "", digits=_DIGITS.get(by, 0),
            schedules=[schedule.schedule_id for schedule in world.schedules],
        )  # fmt: skip
        done_today, done_before, unproven = Counter[str](), Counter[str](), 0
        for (key, due_on), (count, bad) in touched.items():
            (done_today if due_on == today.isoformat() else done_before)[key] += count
            unproven += bad
        keys = sorted({*due_today, *due_before})
        late = {key: max(0, due_before[key] - done_before[key]) for key in keys}
        groups = [Tally(key, due_today[key], done_today[key], late[key]) for key in keys]
        return TaskFigures(
            today,
            due=due_today.total(),
            done=sum(one.done for one in groups),
            late=sum(late.values()),
            unproven=unproven,
            groups=groups,
        )


@dataclass(frozen=True, slots=True)
class _World:
    schedules: Sequence[TaskSchedule]
    places: Sequence[KeyPlace]
    names: dict[str, str]


_TOUCHED = frozenset(Standing) - _UNTOUCHED
_WANTED = {
    View.TODAY: frozenset({Standing.DUE, Standing.AHEAD}),
    View.LATE: frozenset({Standing.LATE}),
    View.WEEK: frozenset(Standing) - {Standing.MISSED},
    View.DONE: _TOUCHED,
}


# Of a person's figures those of the grids are taken.
_DIGITS = {
    By.TOWN: 9, By.COMMUNITY: VILLAGE_DIGITS, By.GRID: GRID_DIGITS, By.PERSON: GRID_DIGITS,
}  # fmt: skip


def _key(by: By, area: str, schedule: TaskSchedule) -> str:
    return schedule.type_id if by is By.TYPE else area


def may_see_people(caller: Caller) -> bool:
    """Whether figures by person are the caller's to see: a department sees its own people alone."""
    return may(caller, "net.people.see") and caller.role != "department"


def check_sees_people(caller: Caller, area: str = "") -> None:
    """Refuse figures by person to whoever may not see who works in which grid.

    Raises:
        NotAllowedError: a department sees its own people alone, whoever else may not at all.
    """
    require(caller, "net.people.see", area or None)
    if not may_see_people(caller):
        raise NotAllowedError(says="task_people_hidden", field="by")


def _key_of(workers: Sequence[Holder]) -> str:
    return (workers[0].account or workers[0].person_id) if workers else ""


def _by_person(found: TaskFigures, workers: Mapping[str, Holder]) -> list[Tally]:
    """The figures of grids, put together by who works there; grids of nobody under no name."""
    sums: dict[str, Tally] = {}
    for one in found.groups:
        held = workers.get(one.key)
        key, name = (_key_of([held]), held.name or "") if held else ("", "")
        known = sums.get(key, Tally(key, 0, 0, 0, name))
        sums[key] = Tally(
            key, known.due + one.due, known.done + one.done, known.late + one.late, name
        )
    return sorted(sums.values(), key=lambda one: (-one.late, -one.due, one.key))


def _line(due: Occurrence, stands: Standing, fact: Touched | None, place: str) -> TaskLine:
    if fact is None:
        return TaskLine(due, stands, place=place)
    why = tuple((fact.why or "").split())
    return TaskLine(due, stands, fact.by, fact.is_proven, why, fact.checked, place)
