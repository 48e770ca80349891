"""Schedules: made of types that are on the list, shown as the days they make, and ended."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.net.tasks.lists import Week
from domain.net.tasks.places import PlaceKind
from domain.net.tasks.schedules import TASK_SCHEDULE, TaskSchedule, check_schedule, count_due
from domain.net.tasks.task_types import (
    TASK_TYPE,
    TaskForm,
    check_listed,
    check_not_more_often,
)
from operations.net.tasks.task_desk import LONGEST_NAME, TaskDesk, new_id, read_day, targets_of
from store import Transaction
from store.net import tasks as kept

WEEK = timedelta(days=6)
MOST_GRIDS = 450


class Planning:
    """Schedules."""

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    async def add(self, told: TaskSchedule, caller: Caller) -> TaskSchedule:
        """Make a schedule of a type on the list; the same again is another schedule.

        Raises:
            NotAllowedError: the caller plans none there.
            InvalidError: its type is not on the list for the whole time, is another department's
                or approved for less often; an area, grid, day or number does not do.
        """
        made = self._read(told, caller)

        def steps(tx: Transaction) -> TaskSchedule:
            found = kept.one_of(tx.connection, TASK_TYPE, made.type_id, caller)
            listed = check_listed(found, made.owner, date.fromisoformat(made.from_day))
            check_listed(found, made.owner, date.fromisoformat(made.until_day))
            check_not_more_often(listed, made.every)
            if listed.form is TaskForm.CARE:
                raise InvalidError(says="task_care_apart", field="type_id")
            of_type = replace(made, form=listed.form, name=made.name or listed.name)
            tx.put(TASK_SCHEDULE, of_type, action="add", actor=caller.actor)
            return of_type

        return await self._desk.write(steps)

    def _read(self, told: TaskSchedule, caller: Caller) -> TaskSchedule:
        require(caller, "tasks.plan", told.area_code)
        self._desk.known_area(told.area_code)
        grids = tuple(dict.fromkeys(told.grids))
        known = frozenset(self._desk.grids_in(told.area_code, caller.area))
        if len(grids) > MOST_GRIDS or {*grids} - known:
            raise InvalidError(says="task_grid_elsewhere", field="grids")
        if told.place_kind and told.place_kind not in {one.value for one in PlaceKind}:
            raise InvalidError(says="field_not_valid", field="place_kind")
        if told.group and told.group not in self._desk.settings.visits:
            raise InvalidError(says="field_not_valid", field="group")
        made = replace(
            told,
            schedule_id=new_id("S"),
            owner=self._desk.department(caller, told.owner),
            name=as_text(told.name, "name", longest=LONGEST_NAME) if told.name else "",
            from_day=read_day(told.from_day, "from_day").isoformat(),
            until_day=read_day(told.until_day, "until_day").isoformat(),
            grids=grids,
            made_by=caller.actor,
            ended_on=None,
        )
        check_schedule(made)
        return made

    async def end(self, schedule_id: str, caller: Caller) -> TaskSchedule:
        """End a schedule: from today on it asks for nothing; what was due before stays due.

        Raises:
            NotAllowedError: the caller plans none there.
            NotFoundError: there is none, or not for this caller.
            ConflictError: it was ended.
        """
        require(caller, "tasks.plan")
        yesterday = (self._desk.today() - timedelta(days=1)).isoformat()

        def steps(tx: Transaction) -> TaskSchedule:
            held = kept.one_of(tx.connection, TASK_SCHEDULE, schedule_id, caller)
            if held is None:
                raise NotFoundError(says="task_schedule_unknown", field="schedule_id")
            require(caller, "tasks.plan", held.area_code)
            if held.ended_on is not None:
                raise ConflictError(says="task_schedule_ended", field="schedule_id")
            ended = replace(held, ended_on=yesterday)
            tx.put(TASK_SCHEDULE, ended, action="end", actor=caller.actor)
            return ended

        return await self._desk.write(steps)

    async def schedules(self, caller: Caller) -> list[TaskSchedule]:
        """The schedules that go on today or later, as far as the caller sees them.

        Raises:
            NotAllowedError: the caller sees no tasks.
        """
        require(caller, "tasks.see")
        today = self._desk.today().isoformat()
        found = await self._desk.ask(lambda one: kept.schedules(one, caller, today, "9999"))
        return [one for one in found if one.ended_on is None]

    async def week(self, first: date, caller: Caller, area: str = "") -> Week:
        """What the seven days from a day on bring; nothing is written.

        Raises:
            NotAllowedError: the caller sees no tasks there.
        """
        require(caller, "tasks.see", area or None)
        grids = self._desk.grids_in(caller.area, area)
        last = first + WEEK

        def question(one: Connection) -> Week:
            schedules = kept.schedules(one, caller, first.isoformat(), last.isoformat())
            places = kept.places(one, caller)
            days = [first + timedelta(days=n) for n in range(7)]
            by_day: Counter[date] = Counter()
            by_schedule: list[tuple[TaskSchedule, int]] = []
            for schedule in schedules:
                targets, count = targets_of(schedule, grids, places), 0
                for day in days:
                    due = count_due(schedule, targets, day, day, self._desk.is_worked).total()
                    by_day[day] += due
                    count += due
                if count:
                    by_schedule.append((schedule, count))
            return Week(first, [(day, by_day[day]) for day in days], by_schedule)

        return await self._desk.ask(question)
