"""One inbox for each person over all rooms: each room adds what waits for somebody.

The rooms of the product are one list (`bootstrap/inbox.py`).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from domain.access.access import may
from domain.access.callers import Caller
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import ENDED, INCIDENT, IncidentClass
from domain.live.records import Record
from domain.net.tasks.inbox import Waiting, in_order
from domain.net.tasks.lists import View
from operations.net.tasks.caring import Caring
from operations.net.tasks.looking import Looked, Looking
from operations.net.tasks.task_desk import TaskDesk

# What of one room waits for somebody; a room asks for its rights itself.
Room = Callable[[Caller], Awaitable[list[Waiting]]]
MOST = 100
CARE = "关爱走访"
PAGE = "/net/tasks"


@dataclass(frozen=True, slots=True)
class InboxSource:
    """A room, and what it is called.

    Attributes:
        name: by which `Waiting.room` names it.
        title: a word of the catalogues.
        waiting: what of it waits for somebody.
    """

    name: str
    title: str
    waiting: Room


class Inbox:
    """What waits for a person, from every room that was added."""

    def __init__(self) -> None:
        self.sources: dict[str, InboxSource] = {}

    def add(self, sources: Iterable[InboxSource]) -> None:
        """Add rooms.

        Raises:
            ValueError: one of this name was added.
        """
        for one in sources:
            if one.name in self.sources:
                raise ValueError(f"two rooms are called {one.name}")
            self.sources[one.name] = one

    @property
    def titles(self) -> Mapping[str, str]:
        """What each room is called, by its name."""
        return {name: one.title for name, one in self.sources.items()}

    async def of(self, caller: Caller) -> list[Waiting]:
        """What waits for the caller: the late first, then by time."""
        found = [one for room in self.sources.values() for one in await room.waiting(caller)]
        return in_order(found)[:MOST]


def task_room(desk: TaskDesk, looking: Looking) -> Room:
    """Tasks that are late or due today in the caller's own grids."""

    async def waiting(caller: Caller) -> list[Waiting]:
        if not may(caller, "tasks.do"):
            return []
        posts = await desk.posts.on(desk.today())
        if caller.area is None and not posts.grids_of(caller.actor):
            return []  # nothing of the whole district waits for one person
        found: list[Waiting] = []
        for view in (View.LATE, View.TODAY):
            page = await looking.page(Looked(view, is_mine=True), caller)
            for line in page.lines:
                due = line.due
                end = datetime.combine(due.due + timedelta(days=1), time(), desk.zone)
                href = f"{PAGE}?view={view.value}&area={due.target.grid}"
                is_late = view is View.LATE
                found.append(
                    Waiting(
                        "task",
                        due.task_id,
                        due.schedule.name,
                        end,
                        is_late,
                        href,
                        due.target.grid,
                    )
                )
        return found

    return waiting


def care_room(desk: TaskDesk, caring: Caring) -> Room:
    """Care visits that are late or open; no name of anybody stands in an inbox."""

    async def waiting(caller: Caller) -> list[Waiting]:
        if not may(caller, "care.see"):
            return []
        today = desk.today()
        found = []
        for line in await caring.lines(caller):
            due = line.due
            if line.visit is None and due.opens <= today:
                end = datetime.combine(due.due + timedelta(days=1), time(), desk.zone)
                late, where = due.due < today, due.person.area_code
                href = f"{PAGE}?view=care"
                found.append(
                    Waiting("care", due.visit_id, CARE, end, late, href, where, is_word=True)
                )
        return found

    return waiting


def incident_room(live: Mapping[str, Record]) -> Room:
    """Open incidents of the caller's area or department; of people, nothing."""

    async def waiting(caller: Caller) -> list[Waiting]:
        found = []
        for record in list(live.values()):
            state: Mapping[str, Any] = record.state
            if state["status"] in ENDED or not INCIDENT.is_seen_by(caller, state):
                continue
            number, named = record.id, CLASS_NAMES[IncidentClass(state["class"])]
            href = f"/desk/incidents/{number}" if may(caller, "desk.see") else ""
            where = str(state.get("area_code") or "")
            found.append(Waiting("incident", number, named, None, False, href, where, is_word=True))
        return found

    return waiting
