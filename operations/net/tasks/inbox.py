"""One inbox for each person over all rooms: each room adds what waits for somebody."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from domain.access.access import may
from domain.access.callers import Caller
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import ENDED, INCIDENT, IncidentClass
from domain.live.records import Record
from domain.moments import from_iso
from domain.net.tasks.inbox import Waiting, in_order
from domain.net.tasks.lists import View
from operations.net.tasks.caring import Caring
from operations.net.tasks.looking import Looked, Looking
from operations.net.tasks.task_desk import TaskDesk

# What of one room waits for somebody; a room asks for its rights itself.
Room = Callable[[Caller], Awaitable[list[Waiting]]]
MOST = 100
PAGE = "/net/tasks"


class Inbox:
    """What waits for a person, from every room that was added."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def add(self, name: str, room: Room) -> None:
        """Add a room.

        Raises:
            ValueError: one of this name was added.
        """
        if name in self._rooms:
            raise ValueError(f"two rooms are called {name}")
        self._rooms[name] = room

    async def of(self, caller: Caller) -> list[Waiting]:
        """What waits for the caller: the late first, then by time."""
        found = [one for room in self._rooms.values() for one in await room(caller)]
        return in_order(found)[:MOST]


def task_room(desk: TaskDesk, looking: Looking) -> Room:
    """Tasks that are late or due today in the caller's own grids."""

    async def waiting(caller: Caller) -> list[Waiting]:
        if not may(caller, "tasks.do"):
            return []
        found: list[Waiting] = []
        for view in (View.LATE, View.TODAY):
            page = await looking.page(Looked(view, is_mine=True), caller)
            for line in page.lines:
                due = line.due
                end = datetime.combine(due.due + timedelta(days=1), time(), desk.zone)
                title = f"{due.schedule.name} {desk.area_name(due.target.grid)}".strip()
                href = f"{PAGE}?task={due.task_id}"
                found.append(Waiting("task", due.task_id, title, end, view is View.LATE, href))
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
                title = desk.area_name(due.person.area_code)
                late = due.due < today
                found.append(Waiting("care", due.visit_id, title, end, late, f"{PAGE}?view=care"))
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
            at = from_iso(state["reported_at"])
            href = f"/desk/incidents/{number}" if may(caller, "desk.see") else ""
            found.append(Waiting("incident", number, named, at, False, href))
        return found

    return waiting
