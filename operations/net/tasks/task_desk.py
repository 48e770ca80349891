"""What operations on work in the grids share: store, calendar, map, and who holds which post."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol, TypeVar
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.calendar.working_time import WorkingCalendar
from domain.codes.area_codes import Level, contains
from domain.errors import InvalidError, NotFoundError
from domain.maps.areas import Area, short_name
from domain.net.people.posts import PostTable
from domain.net.tasks.places import KeyPlace
from domain.net.tasks.schedules import TASK_SCHEDULE as SCHEDULE
from domain.net.tasks.schedules import Occurrence, Target, TaskSchedule, occurrence_named, read_name
from domain.net.tasks.settings import TaskSettings
from operations.clock import utc_now
from operations.maps.areas import Areas
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.net import tasks as kept

T = TypeVar("T")
LONGEST_NAME, LONGEST_TEXT = 64, 1000
GRID_DIGITS, VILLAGE_DIGITS = 15, 12


class PostsBook(Protocol):
    """The part of the people of the net that is asked here."""

    async def on(self, day: date) -> PostTable:
        """Everybody in a post on a day."""
        ...


@dataclass(frozen=True, slots=True)
class TaskDesk:
    """What the operations share.

    Attributes:
        store: where facts are kept.
        work: the lanes of threads.
        calendar: of the district; its zone says which day it is.
        areas: the map in use.
        settings: of the district.
        posts: who holds which post.
        departments: codes the district knows, and their names.
    """

    store: Store
    work: Work
    calendar: WorkingCalendar
    areas: Areas
    settings: TaskSettings
    posts: PostsBook
    departments: Callable[[], Mapping[str, str]] = dict
    now: Callable[[], datetime] = utc_now

    @property
    def zone(self) -> tzinfo:
        """In which a day is a day."""
        return self.calendar.zone

    def today(self) -> date:
        """The day in the district."""
        return self.day_of(self.now())

    def day_of(self, at: datetime) -> date:
        """The district's day of a moment."""
        return at.astimezone(self.zone).date()

    async def write(self, steps: Callable[[Transaction], T]) -> T:
        """Take steps in one transaction."""
        return await in_transaction(self.store, self.work, steps)

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """Read, on a thread."""
        return await self.work.read(lambda: self.store.ask(question))

    # the map ----------------------------------------------------------------------------------

    def known_area(self, code: str) -> Area:
        """An area of the map.

        Raises:
            InvalidError: there is none of this code.
        """
        area = self.areas.area(code)
        if area is None:
            raise InvalidError(says="no_area", area=code[:40], field="area_code")
        return area

    def area_name(self, code: str) -> str:
        """What an area is called, a grid with its community; its code where the map knows none."""
        area = self.areas.area(code)
        own = short_name(area.name) if area else code
        is_grid = len(code) == GRID_DIGITS
        return f"{self.area_name(code[:VILLAGE_DIGITS])} {own}" if is_grid else own

    def grids_in(self, *within: str | None) -> list[str]:
        """The codes of the grids that lie in all of these areas, in their order."""
        wanted = [code for code in within if code]
        return [
            grid.code
            for grid in self.areas.grids
            if all(contains(code, grid.code) for code in wanted)
        ]

    def department(self, caller: Caller, named: str | None) -> str:
        """For which department somebody acts.

        Raises:
            InvalidError: none is named, or the district has none of it.
        """
        code = caller.department if caller.role == "department" else named or caller.department
        if not code or code not in self.departments():
            raise InvalidError(says="department_unknown_here", field="department")
        return code

    # schedules and their targets --------------------------------------------------------------

    def is_worked(self, day: date) -> bool:
        """Whether a day is a working day."""
        return self.calendar.is_working_day(day)


def targets_of(
    schedule: TaskSchedule, grids: Sequence[str], places: Sequence[KeyPlace]
) -> list[Target]:
    """Where a schedule is done, of these grids and places."""
    only = frozenset(schedule.grids)
    area = schedule.area_code
    if schedule.place_kind is None:
        return [
            Target(grid) for grid in grids if grid.startswith(area) and (not only or grid in only)
        ]
    return [
        Target(one.area_code, one.place_id)
        for one in places
        if one.place.value == schedule.place_kind
        and one.area_code.startswith(area)
        and (not only or one.area_code in only)
    ]


def occurrence_of(
    desk: TaskDesk, connection: Connection, task_id: str, who: Caller
) -> tuple[Occurrence, KeyPlace | None]:
    """The occurrence of a name, for a caller who may see it, and the key place it is at.

    Raises:
        InvalidError: it is no name.
        NotFoundError: there is none of it, or not for this caller.
    """
    name = read_name(task_id)
    schedule = kept.one_of(connection, SCHEDULE, name.schedule_id, who)
    place: KeyPlace | None = None
    targets: list[Target] = []
    if schedule is not None and len(name.word) == GRID_DIGITS and name.word.isdigit():
        area = desk.areas.area(name.word)
        is_grid = area is not None and area.level is Level.GRID
        targets = targets_of(schedule, [name.word] if is_grid else [], [])
    elif schedule is not None:
        place = kept.place_of(connection, name.word, who)
        targets = targets_of(schedule, [], [place] if place else [])
    found = schedule and occurrence_named(task_id, schedule, targets, desk.is_worked)
    if not found or not who.scope.covers(found.target.grid):
        raise NotFoundError(says="task_unknown", field="task_id")
    return found, place


def new_id(letter: str) -> str:
    """The id of something new; without a full stop, which separates the parts of a name."""
    return f"{letter}-{uuid4().hex[:16]}"


def read_day(text: str, name: str) -> date:
    """A day as somebody wrote it.

    Raises:
        InvalidError: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None
