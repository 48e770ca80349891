"""Residents who have moved in: entered by the community, and visited once where that is wished."""

from dataclasses import dataclass
from datetime import date

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import InvalidError
from domain.fields import as_text
from domain.net.tasks.newcomers import MOST_PEOPLE, NEWCOMER, Newcomer, visit_span
from domain.net.tasks.schedules import TASK_SCHEDULE, TaskSchedule
from domain.net.tasks.task_types import Every, Listing, TaskType, check_listed
from operations.net.tasks.task_desk import LONGEST_NAME, TaskDesk, new_id, read_day
from store import Transaction
from store.net import tasks as kept

LONGEST_HOME, LONGEST_PHONE = 100, 20


@dataclass(frozen=True, slots=True)
class NewNewcomer:
    """A household as it is entered."""

    grid: str
    since: str
    people: int
    needs_visit: bool
    home: str
    name: str = ""
    phone: str = ""


class Arriving:
    """Newcomers."""

    def __init__(self, desk: TaskDesk) -> None:
        self._desk = desk

    async def enter(self, new: NewNewcomer, caller: Caller) -> Newcomer:
        """Enter a household; where it is to be visited, the visit is due in its grid.

        The visit is of the type of the list the district names for it.

        Raises:
            NotAllowedError: the caller enters none there.
            InvalidError: grid, day, number or a text does not do; or a visit is wished and its type
                is not on the list.
        """
        require(caller, "newcomers.write", new.grid)
        if new.grid not in self._desk.grids_in(caller.area):
            raise InvalidError(says="task_grid_elsewhere", field="grid")
        since, today = read_day(new.since, "since"), self._desk.today()
        if since > today:
            raise InvalidError(says="field_not_valid", field="since")
        if not 1 <= new.people <= MOST_PEOPLE:
            raise InvalidError(says="newcomer_people", most=MOST_PEOPLE, field="people")
        home = as_text(new.home, "home", longest=LONGEST_HOME)
        name = as_text(new.name, "name", longest=LONGEST_NAME) if new.name else None
        phone = as_text(new.phone, "phone", longest=LONGEST_PHONE) if new.phone else None

        def steps(tx: Transaction) -> Newcomer:
            visit = self._visit(tx, new.grid, today, caller) if new.needs_visit else None
            made = Newcomer(
                new_id("H"), new.grid, since.isoformat(), new.people, new.needs_visit,
                caller.actor, tx.at, visit.schedule_id if visit else None,
                home=home, name=name, phone=phone,
            )  # fmt: skip
            tx.put(NEWCOMER, made, action="add", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    def _visit(self, tx: Transaction, grid: str, today: date, caller: Caller) -> TaskSchedule:
        """One visit of a grid; nothing of the household stands in it."""
        rules = self._desk.settings.newcomers
        found = kept.type_named(tx.connection, rules.visit)
        span = visit_span(today, rules.days)
        listed = _listed(found, span.last)
        made = TaskSchedule(
            new_id("S"), listed.type_id, listed.name, listed.department, listed.form,
            Every.QUARTERLY, grid, span.first.isoformat(), span.last.isoformat(), grids=(grid,),
            made_by=caller.actor,
        )  # fmt: skip
        tx.put(TASK_SCHEDULE, made, action="add", actor=caller.actor)
        return made

    async def seen(self, caller: Caller) -> list[Newcomer]:
        """The households the caller may see, the newest first: of a worker those of their grids.

        Raises:
            NotAllowedError: the caller sees none.
        """
        require(caller, "newcomers.see")
        found = await self._desk.ask(lambda one: kept.newcomers(one, caller))
        if caller.role != "grid_worker":
            return found
        posts = await self._desk.posts.on(self._desk.today())
        own = frozenset(posts.grids_of(caller.actor))
        return [one for one in found if one.area_code in own]


def _listed(found: TaskType | None, last: date) -> TaskType:
    if found is None or found.status is not Listing.APPROVED:
        raise InvalidError(says="newcomer_no_type", field="needs_visit")
    return check_listed(found, found.department, last)
